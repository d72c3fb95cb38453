"""What a file must say after an edit, as a tree."""

import copy
from typing import Any

import pytest

from pachlint.fixing.trees import NoPlaceError, drop, put
from pachlint.place import Path

NO_PLACE = object()
TREE: dict[str, Any] = {
    "a": {"b": 1, "c": {"d": 2}},
    "l": [1, {"x": 3, "y": 4}, [5]],
    "n": None,
    "t": "s",
    "e": {},
}

PUT: list[tuple[Path, Any]] = [
    ((), 9),
    (("a",), {**TREE, "a": 9}),
    (("a", "b"), {**TREE, "a": {"b": 9, "c": {"d": 2}}}),
    (("a", "z"), {**TREE, "a": {"b": 1, "c": {"d": 2}, "z": 9}}),
    (("a", "c", "z", "y"), {**TREE, "a": {"b": 1, "c": {"d": 2, "z": {"y": 9}}}}),
    (("z",), {**TREE, "z": 9}),
    (("n", "k"), {**TREE, "n": {"k": 9}}),
    (("e", "k"), {**TREE, "e": {"k": 9}}),
    (("l", 0), {**TREE, "l": [9, {"x": 3, "y": 4}, [5]]}),
    (("l", 1, "x"), {**TREE, "l": [1, {"x": 9, "y": 4}, [5]]}),
    (("l", 2, 0), {**TREE, "l": [1, {"x": 3, "y": 4}, [9]]}),
    (("l", 3), NO_PLACE),
    (("l", "x"), NO_PLACE),
    (("t", "k"), NO_PLACE),
    (("a", "b", "k"), NO_PLACE),
    (("a", 0), NO_PLACE),
    (("n", 0), NO_PLACE),
]
DROP: list[tuple[Path, Any]] = [
    (("a",), {key: value for key, value in TREE.items() if key != "a"}),
    (("a", "b"), {**TREE, "a": {"c": {"d": 2}}}),
    # nothing else was in it
    (("a", "c", "d"), {**TREE, "a": {"b": 1}}),
    (("a", "c"), {**TREE, "a": {"b": 1}}),
    (("l", 0), {**TREE, "l": [{"x": 3, "y": 4}, [5]]}),
    (("l", 1, "x"), {**TREE, "l": [1, {"y": 4}, [5]]}),
    (("l", 2, 0), {**TREE, "l": [1, {"x": 3, "y": 4}, []]}),
    (("n",), {key: value for key, value in TREE.items() if key != "n"}),
    (("e",), {key: value for key, value in TREE.items() if key != "e"}),
    (("z",), NO_PLACE),
    (("a", "z"), NO_PLACE),
    (("a", 0), NO_PLACE),
    (("l", 3), NO_PLACE),
    (("l", "x"), NO_PLACE),
    (("t", "k"), NO_PLACE),
]


@pytest.mark.parametrize(
    ("change", "path", "made"), [*(("put", *row) for row in PUT), *(("drop", *row) for row in DROP)]
)
def test_change(change: str, path: Path, made: Any) -> None:
    before = copy.deepcopy(TREE)
    if made is NO_PLACE:
        with pytest.raises(NoPlaceError):
            _ = put(TREE, path, 9) if change == "put" else drop(TREE, path)
    else:
        assert (put(TREE, path, 9) if change == "put" else drop(TREE, path)) == made
    assert before == TREE


def test_mapping_in_a_list_and_the_root_stay() -> None:
    assert drop({"l": [{"x": 1}, 2]}, ("l", 0, "x")) == {"l": [{}, 2]}
    assert drop({"l": [1]}, ("l", 0)) == {"l": []}
    assert drop({"a": {"b": {"c": 1}}}, ("a", "b", "c")) == {}
    assert put(None, ("a", "b"), 1) == {"a": {"b": 1}}
