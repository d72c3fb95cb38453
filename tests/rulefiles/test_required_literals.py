"""What an expression requires is in everything that it matches."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pachlint.policy.logic import Logic
from pachlint.policy.path_tests import PathTest
from pachlint.policy.tree import Condition, walk
from pachlint.policy.value_tests import ItemTest, ValueTest
from pachlint.rulebook import shipped
from pachlint.rulefiles.required_literals import required_literals


def patterns(test: ValueTest) -> Iterator[str]:
    """Every regular expression in a test."""
    for one in test.operations:
        if isinstance(one, ItemTest):
            yield from patterns(one.test)
        elif one.operator.operand == "pattern":
            yield one.operand


def conditions(logic: Logic) -> Iterator[Condition]:
    """Everything in the logic of a rule."""
    for one in (logic.each and logic.each.where, logic.when, logic.require):
        if one:
            yield from walk(one)


SHIPPED = sorted(
    {
        pattern
        for rule in shipped().rules
        for one in conditions(rule.logic)
        if isinstance(one, PathTest)
        for pattern in patterns(one.test)
    }
)


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("^(s3|gs)://", [["://"], ["gs", "s3"]]),
        ("[<>]", [["<", ">"]]),
        ("://|^arn:|[<>]", [["://", "<", ">", "arn:"]]),
        (r"\.svc(\.|$)|\.local$", [["local", "svc"], ["."]]),
        ("EXAMPLE(KEY)?$", [["EXAMPLE"]]),
        ("(?:ab)+c*", [["ab"]]),
        ("(ab)?c", [["c"]]),
        ("a*", []),
        ("(?i)abc", []),
        ("(?i:abc)d", [["d"]]),
        ("a|.", []),
        ("[^a]b", [["b"]]),
        ("[a-z]", []),
        ("(?=ab).", []),
        ("(?!ab)c", [["c"]]),
        ("a{0,2}b{2}", [["b"]]),
        ("a.bb.ccc.dd", [["ccc"], ["bb"], ["dd"]]),
        ("a.a", [["a"]]),
        ("[abcdefg]x", [["x"]]),
        ("", []),
    ],
)
def test_required_literals(pattern: str, needed: list[list[str]]) -> None:
    assert list(map(list, required_literals(pattern))) == needed


def test_many_shipped_expressions_need_something() -> None:
    assert len([one for one in SHIPPED if required_literals(one)]) > len(SHIPPED) / 3


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_every_match_has_what_is_needed(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(SHIPPED))
    text = data.draw(st.from_regex(pattern))
    assert re.search(pattern, text)
    assert all(any(one in text for one in group) for group in required_literals(pattern))
