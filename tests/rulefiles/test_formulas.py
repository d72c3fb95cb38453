"""Formulas over questions are ordinary logic, and are written so that they can be told at once."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pachlint.rulefiles.formulas import Ask, Every, Formula, Some, both, either, opposite, written

NAMES = ("a", "b", "c", "d")
ASKS = st.sampled_from([Ask((name,), "present") for name in NAMES])
FORMULAS = st.recursive(
    st.booleans() | ASKS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(both), st.lists(inner, max_size=4).map(either), inner.map(opposite)
    ),
    max_leaves=12,
)
TRUTHS = st.fixed_dictionaries({name: st.booleans() for name in NAMES})


def truth(formula: Formula, truths: dict[str, bool]) -> bool:
    match formula:
        case Ask(steps, _, _, positive):
            return truths[str(steps[0])] is positive
        case Every(parts):
            return all(truth(part, truths) for part in parts)
        case Some(parts):
            return any(truth(part, truths) for part in parts)
    return formula


def holds(parts: list[Any], truths: dict[str, bool], *, every: bool = True) -> bool:
    """The truth of what is written: lists in lists, all of which hold, then one of which holds, and so on."""
    found = [
        holds(part, truths, every=not every)
        if isinstance(part, list)
        else truths[part["ask"][0][0]] is part["is"]
        for part in parts
    ]
    return all(found) if every else any(found)


@given(st.lists(FORMULAS, max_size=4), TRUTHS)
def test_both_and_either(parts: list[Formula], truths: dict[str, bool]) -> None:
    assert truth(both(parts), truths) is all(truth(part, truths) for part in parts)
    assert truth(either(parts), truths) is any(truth(part, truths) for part in parts)


@given(FORMULAS, TRUTHS)
def test_opposite(formula: Formula, truths: dict[str, bool]) -> None:
    assert truth(opposite(formula), truths) is not truth(formula, truths)


@given(FORMULAS, TRUTHS, TRUTHS)
def test_what_is_written_says_the_same(
    formula: Formula, truths: dict[str, bool], usual: dict[str, bool]
) -> None:
    found = written(formula, lambda ask: truth(ask, usual))
    assert holds(found, truths) is truth(formula, truths)


def test_questions_about_1_and_true_are_two() -> None:
    one, true = Ask(("a",), "equals", 1), Ask(("a",), "equals", operand=True)
    assert both([one, true]) == Every((one, true))


def test_what_rules_most_out_comes_first() -> None:
    usual, rare = Ask(("a",), "present"), Ask(("b",), "present")
    found = written(both([usual, rare]), lambda ask: ask == usual)
    assert [part["ask"][0] for part in found] == [("b",), ("a",)]
