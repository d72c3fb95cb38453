"""Which guards hold, and how often: small tables of guards over a few values."""

from typing import Any

import pytest

from pachlint.verdict.conditions import Conditions, Guards
from pachlint.verdict.expressions import Evaluator
from pachlint.verdict.forms import Expressions

EXPRESSIONS: list[Any] = [
    "on",  # 0
    "off",  # 1
    "list",  # 2
    ["$", 8],  # 3: the item of a loop
    ["fail", 0],  # 4: no such function: Helm stops
    ["=", True],  # 5: a constant, which reads nothing
    "map",  # 6
    ["not", 1],  # 7
    "no.such.place",  # 8
]
OPEN = frozenset((3,))
VALUES: dict[str, object] = {
    "on": True,
    "off": False,
    "list": ["a", "", "c"],
    "map": {"x": 1, "y": 0},
    "no": "text",
}


def conditions(*guards: list[int], **values: object) -> Conditions:
    """The guards over the values."""
    return Conditions(Guards(guards), Evaluator(Expressions(EXPRESSIONS), OPEN, {**VALUES, **values}))


@pytest.mark.parametrize(
    ("guards", "environments"),
    [
        # a condition that must hold is its expression's number; one that must not is that number below -1
        ([[-1, 0]], [{}]),
        ([[-1, 1]], []),
        ([[-1, -1]], []),
        ([[-1, -2]], [{}]),
        ([[-1, 7]], [{}]),
        ([[-1, -8]], []),
        # the last of the guards is asked; the one before is around it
        ([[-1, 0], [0, -2]], [{}]),
        ([[-1, 1], [0, 0]], []),
        ([[-1, 0], [0, 1]], []),
        ([[-1, -2], [0, 0], [1, 7]], [{}]),
        # a loop: over, key and item
        ([[-1, 2, 7, 8]], [{7: 0, 8: "a"}, {7: 1, 8: ""}, {7: 2, 8: "c"}]),
        ([[-1, 2, 7, 8], [0, 3]], [{7: 0, 8: "a"}, {7: 2, 8: "c"}]),
        ([[-1, 2, 7, 8], [0, -4]], [{7: 1, 8: ""}]),
        ([[-1, 6, 7, 8], [0, 3]], [{7: "x", 8: 1}]),
        ([[-1, 1], [0, 2, 7, 8]], []),
        # a condition that cannot be evaluated does not hold, neither way, nor does what is under it
        ([[-1, 8]], []),
        ([[-1, -9]], []),
        ([[-1, 8], [0, 0]], []),
        ([[-1, 0, 7, 8]], []),
    ],
)
def test_how_often_what_is_under_a_guard_runs(
    guards: list[list[int]], environments: list[dict[int, object]]
) -> None:
    assert conditions(*guards).environments(len(guards) - 1) == environments


def test_the_first_expression_may_be_turned_round() -> None:
    assert conditions([-1, -1], on=False).environments(0) == [{}]
    assert conditions([-1, 0], on=False).environments(0) == []


def test_without_a_guard_it_runs_once() -> None:
    assert conditions().environments(-1) == [{}]


def test_one_item_that_cannot_be_judged_leaves_the_others() -> None:
    texts: list[Any] = ["list", ["$", 8], [".", 1, "x"]]
    found = Conditions(
        Guards([[-1, 0, 7, 8], [0, 2]]),
        Evaluator(Expressions(texts), frozenset((1, 2)), {"list": [{"x": 1}, "no map", {"x": 0}, {"x": 2}]}),
    )
    assert [env[7] for env in found.environments(1)] == [0, 3]


@pytest.mark.parametrize(("count", "times"), [(63, 63), (64, 64), (65, 64), (1000, 64)])
def test_long_lists_are_judged_by_their_first_items(count: int, times: int) -> None:
    assert len(conditions([-1, 2, 7, 8], list=list(range(count))).environments(0)) == times


def test_a_guard_is_judged_once() -> None:
    found = conditions([-1, 2, 7, 8], [0, 3])
    assert found.environments(1) is found.environments(1)
    assert found.environments(0) is found.environments(0)


@pytest.mark.parametrize(
    ("item", "guard", "number"),
    [
        (8, 0, 0),
        (8, 1, 0),
        (8, 3, 0),
        (10, 2, 2),
        (10, 3, 2),
        (10, 1, None),
        (9, 3, None),
        (0, 3, None),
        (8, -1, None),
    ],
)
def test_the_loop_whose_item_is_meant(item: int, guard: int, number: int | None) -> None:
    found = conditions([-1, 2, 7, 8], [0, 0], [1, 6, 9, 10], [2, 0])
    assert found.loop_of(item, guard) == (None if number is None else found.guards[number])


@pytest.mark.parametrize(
    ("guards", "path"),
    [
        ([[-1, 0]], ("on",)),
        ([[-1, -1]], ("on",)),
        ([[-1, 1]], ("off",)),
        ([[-1, -2]], ("off",)),
        ([[-1, -8]], ("off",)),
        ([[-1, 0], [0, 1]], ("off",)),
        ([[-1, 0], [0, 5]], ("on",)),
        ([[-1, 0], [0, 5], [1, -6]], ("on",)),
        ([[-1, 2, 7, 8]], ("list",)),
        ([[-1, 5]], ()),
        ([], ()),
    ],
)
def test_the_innermost_condition_that_reads_a_value_is_to_blame(
    guards: list[list[int]], path: tuple[str, ...]
) -> None:
    assert conditions(*guards).violation(len(guards) - 1) == path
