"""Formulas over what is known of single values are ordinary logic, and a screen says the same as its formula."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pachlint.policy.formulas import Ask, Conjunction, Disjunction, Formula, both, either, opposite
from pachlint.policy.screening import screen_to_json
from pachlint.policy.value_tests import Operation

NAMES = ("a", "b", "c", "d")
PRESENT = Operation("present", operand=True)
ASKS = st.sampled_from([Ask((name,), PRESENT) for name in NAMES])
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
        case Ask(path, _, positive):
            return truths[str(path[0])] is positive
        case Conjunction(parts):
            return all(truth(part, truths) for part in parts)
        case Disjunction(parts):
            return any(truth(part, truths) for part in parts)
    return formula


def holds(parts: list[Any], truths: dict[str, bool], *, every: bool = True) -> bool:
    """The truth of a screen: lists in lists, all of which hold, then one of which holds, and so on."""
    found = [
        holds(part, truths, every=not every)
        if isinstance(part, list)
        else truths[part["at"][0]] is not part["not"]
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


@given(FORMULAS, TRUTHS)
def test_screen_says_the_same(formula: Formula, truths: dict[str, bool]) -> None:
    assert holds(screen_to_json(formula), truths) is truth(formula, truths)


def test_questions_about_1_and_true_are_two() -> None:
    one, true = Ask(("a",), Operation("equals", 1)), Ask(("a",), Operation("equals", operand=True))
    assert both([one, true]) == Conjunction((one, true))


def test_what_is_soon_reported_comes_first() -> None:
    single, several = Ask(("a",), PRESENT), either([Ask(("b",), PRESENT), Ask(("c",), PRESENT)])
    screen = screen_to_json(both([several, single]))
    assert isinstance(screen[1], list)
    assert screen[0]["at"] == ("a",)
