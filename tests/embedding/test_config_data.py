"""What stands at a key of a ConfigMap or Secret."""

import pytest

from pachlint.embedding.config_data import _unquoted, texts_of
from pachlint.embedding.objects import objects
from pachlint.source import Source


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


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("Secret", "stringData: {values.yaml: 'a: 1'}\ndata: {values.yaml: YjogMg==}", ["a: 1"]),
        ("Secret", "data: {values.yaml: YjogMg==}", ["b: 2"]),
        ("ConfigMap", "data: {values.yaml: 'a: 1'}", ["a: 1"]),
        ("ConfigMap", "stringData: {values.yaml: 'a: 1'}", []),
        ("ConfigMap", "binaryData: {values.yaml: YjogMg==}", []),
    ],
)
def test_where_an_object_has_its_texts(kind: str, fields: str, expected: list[str]) -> None:
    text = f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: m, namespace: ns}}\n{fields}\n"
    (found,) = objects(Source("m.yaml", text))
    assert [one.source.text for one in texts_of(found)] == expected
    for one in texts_of(found):
        assert one.source.name.endswith(f" of {kind} ns/m in m.yaml")
