"""Where a path leads in a tree of plain values."""

import pytest

from pachlint.place import Path, value_at

TREE = {"a": {"b": [1, {"c": None}]}, "d": "text"}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((), TREE),
        (("a", "b", 0), 1),
        (("a", "b", 1, "c"), None),
        (("a", "b", 2), "missing"),
        (("a", "b", -1), "missing"),
        (("a", "b", "0"), "missing"),
        (("a", "b", 1, "c", "e"), "missing"),
        (("a", 0), "missing"),
        (("d", 0), "missing"),
        (("e",), "missing"),
    ],
)
def test_value_at(path: Path, value: object) -> None:
    assert value_at(TREE, path, "missing") == value
    assert value_at(TREE, path) == (None if value == "missing" else value)
