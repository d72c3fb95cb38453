"""What stands at a key of a ConfigMap or Secret."""

import pytest

from pachlint.embedding.config_data import _unquoted


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("", ""),
        ("a", "a"),
        ("'", "'"),
        ("''", ""),
        ("'a'", "a"),
        ('"a"', "a"),
        ("'a\"", "'a\""),
        ("aba", "aba"),
    ],
)
def test_a_literal_is_without_its_quotes(literal: str, expected: str) -> None:
    assert _unquoted(literal) == expected
