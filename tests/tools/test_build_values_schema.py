"""What a new release changes of the schema of values, on a few paths."""

import copy
from typing import Any

import pytest
from build_values_schema import State, update

BEFORE, NEW = "2.11.5", "2.11.6"
ROOT: dict[str, Any] = {
    "properties": {
        "a": {"description": "ours", "type": "string", "default": "x"},
        "map": {"type": "object", "default": {}, "x-free-form": True},
    }
}
FORMER = {
    ("a",): State(default=("x",), enforced=("string",), is_declared=True, is_read=True, kind="string"),
    ("map",): State(default=({},), enforced=("object",), is_declared=True, is_read=True, is_free=True),
}
A = FORMER["a",]
NEW_BLOCK = {
    ("block",): State(is_declared=True, is_read=True, kind="object"),
    ("block", "n"): State(default=(1,), is_declared=True, is_read=True, kind="integer"),
}


@pytest.mark.parametrize(
    ("changes", "path", "expected"),
    [
        ({}, "a", {"type": "string", "default": "x"}),
        (
            {("a",): None},
            "a",
            {"type": "string", "x-present": [["2.0.0", BEFORE]], "x-defaults": [["2.0.0", "x"], [NEW]]},
        ),
        (
            {("a",): A._replace(default=("y",))},
            "a",
            {"type": "string", "default": "y", "x-defaults": [["2.0.0", "x"], [NEW, "y"]]},
        ),
        (
            {("a",): A._replace(default=())},
            "a",
            {"type": "string", "x-defaults": [["2.0.0", "x"], [NEW]]},
        ),
        (
            {("a",): A._replace(is_read=False)},
            "a",
            {"type": "string", "default": "x", "x-dead": [[NEW, None]]},
        ),
        (
            {("a",): A._replace(enforced=())},
            "a",
            {"type": "string", "default": "x", "x-enforced": [["2.0.0", "string"], [NEW]]},
        ),
        (
            NEW_BLOCK,
            "block.n",
            {"type": "integer", "default": 1, "x-present": [[NEW, None]], "x-enforced": []},
        ),
        ({("map", "key"): State(is_read=True)}, "map.key", None),
    ],
)
def test_what_differs_is_written(changes: Any, path: str, expected: Any) -> None:
    root = copy.deepcopy(ROOT)
    states = {**FORMER, **changes}
    update(root, FORMER, {key: state for key, state in states.items() if state}, BEFORE, NEW)
    node: Any = root
    for step in path.split("."):
        node = node.get("properties", {}).get(step) if node else None
    assert (node and {key: value for key, value in node.items() if key != "description"}) == expected
    assert root["properties"]["a"]["description"] == "ours"


def test_nothing_differs_in_a_chart_that_is_the_same() -> None:
    root = copy.deepcopy(ROOT)
    update(root, FORMER, FORMER, BEFORE, NEW)
    assert root == ROOT
