"""What an expression needs is in everything that it matches."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pachlint.rulebook import shipped
from pachlint.rulefiles.needles import needles


def patterns(part: Any) -> Iterator[str]:
    """Every regular expression in a compiled rule."""
    if isinstance(part, list):
        if len(part) > 1 and part[0] in ("matches", "not_matches") and isinstance(part[1], str):
            yield part[1]
        for below in part:
            yield from patterns(below)
    elif isinstance(part, dict):
        for below in part.values():
            yield from patterns(below)


SHIPPED = sorted({one for rule in shipped().rules for one in patterns(rule.body)})


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
def test_needles(pattern: str, needed: list[list[str]]) -> None:
    assert needles(pattern) == needed


def test_many_shipped_expressions_need_something() -> None:
    assert len([one for one in SHIPPED if needles(one)]) > len(SHIPPED) / 3


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_every_match_has_what_is_needed(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(SHIPPED))
    text = data.draw(st.from_regex(pattern))
    assert re.search(pattern, text)
    assert all(any(one in text for one in group) for group in needles(pattern))
