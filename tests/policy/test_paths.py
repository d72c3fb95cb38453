"""Patterns of paths: as text and back, what they touch, and where they lead."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.place import Path, PathError
from pachlint.policy.paths import Glob, Pattern, pattern, read_pattern

NAMES = ("one", "two")

# A text, and what it is made of: the name, the steps above it, the steps, and the end.
READ: list[tuple[str, Pattern]] = [
    ("a", Pattern("", 0, ("a",), "", ("a",))),
    ("a.b-c", Pattern("", 0, ("a", "b-c"), "", ("a", "b-c"))),
    ("a[2].b", Pattern("", 0, ("a", 2, "b"), "", ("a", 2, "b"))),
    ('a["x.y/z"]', Pattern("", 0, ("a", "x.y/z"), "", ("a", "x.y/z"))),
    ("a.*", Pattern("", 0, ("a", Glob("*")), "", None)),
    ('a["*Port"].b', Pattern("", 0, ("a", Glob("*Port"), "b"), "", None)),
    ("*.b", Pattern("", 0, (Glob("*"), "b"), "", None)),
    ("a.@key", Pattern("", 0, ("a",), "@key", ("a",))),
    ("a.*.@path", Pattern("", 0, ("a", Glob("*")), "@path", None)),
    ("one", Pattern("one", 0, (), "", None)),
    ("one.a", Pattern("one", 0, ("a",), "", None)),
    ("one.@key", Pattern("one", 0, (), "@key", None)),
    ("one.@parent", Pattern("one", 1, (), "", None)),
    ("one.@parent.@parent.a.@key", Pattern("one", 2, ("a",), "@key", None)),
    ("two.*", Pattern("two", 0, (Glob("*"),), "", None)),
    ("a.one", Pattern("", 0, ("a", "one"), "", ("a", "one"))),
    ("onemore.a", Pattern("", 0, ("onemore", "a"), "", ("onemore", "a"))),
]


@pytest.mark.parametrize(("text", "made"), READ)
def test_read(text: str, made: Pattern) -> None:
    found = read_pattern(text, NAMES)
    assert read_pattern(text.replace('["*Port"]', ".*Port"), NAMES) == found
    assert (found, str(found)) == (made, text)
    assert Pattern.from_json(found.to_json()) == found


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("", 0), ("**", 0), ("a.**", 2), ("a.**.b", 2), ("a..b", 1), ("a[x]", 1), (".a", 0), ("@key.a", 0), ("a.@key.b", 2), ("a.@parent.b", 2),
        ("a.@nothing", 2), ("@parent.a", 0), ("@parent", 0), ("one.@key.a", 4), ("one.a.@parent", 6), ("a b", 1),
    ],
)  # fmt: skip
def test_what_is_no_pattern(text: str, offset: int) -> None:
    with pytest.raises(PathError) as caught:
        read_pattern(text, NAMES)
    assert caught.value.offset == offset


def test_data_of_a_pattern_is_a_list_of_steps_unless_there_is_more_to_say() -> None:
    assert read_pattern("a[1].b").to_json() == ["a", 1, "b"]
    assert read_pattern("a.*x").to_json() == ["a", {"glob": "*x"}]
    assert read_pattern("a.@key").to_json() == {"alias": "", "up": 0, "steps": ["a"], "end": "@key"}
    assert read_pattern("one.@parent.b", NAMES).to_json() == {"alias": "one", "up": 1, "steps": ["b"], "end": ""}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "start", "wild"),
    [("a.b", ("a", "b"), False), ("a.*.b", ("a",), True), ("*", (), True), ("a.b.*x", ("a", "b"), True), ("one.a", ("a",), False), ("one.a.*", ("a",), True), ("one", (), False)],
)  # fmt: skip
def test_start(text: str, start: Path, wild: bool) -> None:
    found = read_pattern(text, NAMES)
    assert (found.start, found.has_wildcard) == (start, wild)


@pytest.mark.parametrize(
    ("glob", "fitting", "others"),
    [
        ("*", ["a", "", "a.b", 0, 7, "a\nb"], []),
        ("*Port", ["Port", "aPort", "a\nPort"], ["port", "Ports", "aPorts", 0]),
        ("a*", ["a", "ab", "a.b"], ["ba", "A", 0]),
        ("a*c*", ["ac", "abc", "abcd", "acc"], ["a", "bac", "ca"]),
        ("a.*", ["a.", "a.b"], ["ab", "a"]),
    ],
)
def test_glob(glob: str, fitting: list[Any], others: list[Any]) -> None:
    assert [key for key in [*fitting, *others] if Glob(glob).fits(key)] == fitting


KEYS: st.SearchStrategy[Any] = st.sampled_from(["a", "b", "ab", 0, 1])
STEPS: st.SearchStrategy[Any] = KEYS | st.sampled_from([Glob("*"), Glob("a*"), Glob("*b")])


def matches(step: Any, key: Any) -> bool:
    """Whether a step means a key: ``*`` any, ``a*`` and ``*b`` texts that begin or end so, all others themselves."""
    if not isinstance(step, Glob):
        return bool(step == key)
    before, after = step.text.split("*")
    return step.text == "*" or (isinstance(key, str) and key.startswith(before) and key.endswith(after))


@given(st.lists(STEPS, max_size=3), st.lists(KEYS, max_size=4), st.lists(KEYS, max_size=2))
def test_a_pattern_touches_what_lies_at_above_or_below_it(
    steps: list[Any], bad: list[Any], base: list[Any]
) -> None:
    """At, above or below: as far as both go, they go the same way."""
    whole = [*base, *steps]
    shorter = min(len(whole), len(bad))
    expected = all(matches(whole[at], bad[at]) for at in range(shorter))
    assert pattern(steps=tuple(steps)).touches(tuple(bad), tuple(base)) is expected


@pytest.mark.parametrize(
    ("text", "routes"),
    [
        ("a.b", ["a.b"]),
        ("one", ["x.*", "y"]),
        ("one.a", ["x.*.a", "y.a"]),
        ("one.@key", ["x.*.@key", "y.@key"]),
        ("one.@parent.a", ["x.a", "a"]),
        ("one.@parent.@parent.a", ["a"]),
        ("one.@parent.@parent.@parent.a", []),
        ("two.a", []),
    ],
)
def test_rooted(text: str, routes: list[str]) -> None:
    names = {"one": (read_pattern("x.*"), read_pattern("y"))}
    assert [str(route) for route in read_pattern(text, NAMES).rooted(names)] == routes
