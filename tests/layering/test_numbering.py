"""Numbers of values: two of one chart version have the same only where the values are the same."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.layering import numbering
from pachlint.layering.numbering import Numbering, Reads, number_of, templates_of

PLAIN = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "1", "a", "1.0"]) | st.just(1.0)
VALUES = st.recursive(
    PLAIN,
    lambda below: st.lists(below, max_size=2) | st.dictionaries(st.sampled_from("ab"), below),
    max_leaves=4,
)


def exactly(value: Any) -> Any:
    """A value with its types, in the order of its keys."""
    if isinstance(value, dict):
        return ("dict", *((key, exactly(below)) for key, below in value.items()))
    if isinstance(value, list):
        return ("list", *map(exactly, value))
    return (type(value), value)


@given(one=VALUES, other=VALUES)
def test_values_have_one_number_if_and_only_if_they_are_the_same(one: Any, other: Any) -> None:
    assert number_of(one) == number_of(one)
    assert (number_of(one) == number_of(other)) is (exactly(one) == exactly(other))


@pytest.mark.parametrize("value", ["{{ .Values.a }}", ["a", "{{ b }}"], {"a": {"b": "x{{"}}])
def test_a_template_is_told_by_its_number(value: object) -> None:
    assert number_of(value) == number_of(value) < 0


def test_a_value_has_its_number_whether_or_not_parts_of_it_are_the_same_object() -> None:
    part = [1.5, "one text"]
    assert number_of([part, part]) == number_of([[1.5, "one text"], [1.5, "one " + "text"]])


def test_what_cannot_be_written_down_has_another_number_each_time() -> None:
    class Word(str):
        __slots__ = ()

    assert number_of([Word("a")]) != number_of([Word("a")])


def test_numbers_stay_apart_when_old_ones_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pachlint.layering.numbering._MOST", 3)
    found = [number_of(f"text {number}") for number in range(20)]
    assert len(set(found)) == 20
    assert len(numbering._numbers) < 5


DEFAULTS = {
    "a": {"b": 1, "c": {"d": 2}},
    "e": "{{ .Values.a }}",
    "global": {"x": 1},
    "sub": {"global": {"x": 1}, "y": 1},
    "deep": {"x": {"y": "{{ .Values.a }}"}},
}


def numbers(
    user: dict[str, Any] | None, *paths: tuple[str, ...], of: dict[str, Any] | None = None
) -> tuple[object, ...]:
    values = DEFAULTS if of is None else of
    return Numbering(values, user, lambda: templates_of(values), ["sub"]).numbers(Reads(paths))


@pytest.mark.parametrize(
    ("path", "user", "own"),
    [
        (("a", "b"), {}, True),
        (("a", "b"), {"other": 1}, True),
        (("a", "b"), {"a": {"z": 1}}, True),
        (("a", "c", "d"), {"a": {"b": 1}}, True),
        (("a", "b"), {"a": {"c": 1}}, True),
        (("not", "there"), {}, True),
        (("a", "b"), {"a": {"b": 1}}, False),
        (("a", "c", "d"), {"a": {"c": {"z": 1}}}, False),
        (("a",), {"a": {"b": 1}}, False),
        (("a", "sub"), {"a": {"sub": 1}}, False),
        # what takes a default away
        (("a", "b"), {"a": None}, False),
        (("a", "b"), {"a": {}}, False),
        (("a", "b"), {"a": 5}, False),
        # what another value may decide
        (("sub", "y"), {}, False),
        (("sub", "global", "x"), {}, False),
        (("global", "x"), {}, False),
        ((), {}, False),
        (("a", "b"), None, False),
    ],
)
def test_what_is_the_charts_own(path: tuple[str, ...], user: dict[str, Any] | None, own: bool) -> None:
    assert (not numbers(user, path)) is own
    assert Numbering(DEFAULTS, user, subcharts=["sub"]).is_default(path) is own


TEMPLATE = "{{ .Values.a }}"


@pytest.mark.parametrize(
    ("user", "path"),
    [
        ({}, ("e",)),
        ({}, ("deep",)),
        ({}, ("deep", "x", "y")),
        ({"sub": {"y": {"z": TEMPLATE}}}, ("sub", "y", "z")),
        ({"e": TEMPLATE}, ("e",)),
        ({"a": {"b": TEMPLATE}}, ("a", "b")),
        ({"a": {"b": [TEMPLATE]}}, ("a",)),
        ({"global": {"x": TEMPLATE}}, ("global", "x")),
        ({"sub": {"y": TEMPLATE}}, ("sub", "y")),
        (None, ("e",)),
    ],
)
def test_a_template_that_is_run_may_make_anything(user: dict[str, Any] | None, path: tuple[str, ...]) -> None:
    values = {**DEFAULTS, **(user or {})}

    def found(run: list[tuple[str, ...]]) -> tuple[object, ...]:
        return Numbering(values, user, lambda: templates_of(DEFAULTS), ["sub"]).numbers(Reads([path], run))

    assert found([path]) != found([path])
    assert found([]) == found([]) == found([("a", "z")])


@pytest.mark.parametrize(
    ("user", "path"),
    [
        ({}, ("a", "b")),
        ({}, ("a",)),
        ({"a": {"b": 7}}, ("a", "b")),
        ({"a": {"b": "text"}}, ("a", "b")),
        ({"a": {"b": ["text"]}}, ("a", "b")),
    ],
)
def test_what_is_run_and_is_no_template_is_itself(user: dict[str, Any], path: tuple[str, ...]) -> None:
    def found() -> tuple[object, ...]:
        return Numbering({**DEFAULTS, **user}, user, lambda: templates_of(DEFAULTS)).numbers(
            Reads([path], [path])
        )

    assert found() == found()


def test_nothing_is_read_at_no_path() -> None:
    assert (bool(Reads([])), bool(Reads([()]))) == (False, True)


B, M, Y = ("a", "b"), ("n", "m"), ("sub", "y")


@pytest.mark.parametrize(
    ("user", "paths"),
    [({"a": {"b": 1}}, [B]), ({"a": {"b": 1}}, [Y, B]), ({"a": 5}, [B]), ({}, [Y]), ({"sub": {"y": 1}}, [Y])],
)
def test_beside_others_what_is_the_charts_own_gets_no_number_either(
    user: dict[str, Any], paths: list[tuple[str, ...]]
) -> None:
    of = {**DEFAULTS, **user}
    assert numbers(user, *paths, M, ("not", "there"), of=of) == numbers(user, *paths, of=of)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": {"b": 5}}, {"n": {"m": 5}}),
        ({"a": 5}, {"n": 5}),
        ({"sub": {"y": 5}}, {"sub": {"y": 6}}),
    ],
)
def test_the_same_value_elsewhere_is_another(one: dict[str, Any], other: dict[str, Any]) -> None:
    def found(user: dict[str, Any]) -> tuple[object, ...]:
        return numbers(user, B, M, Y, of={**DEFAULTS, **user})

    assert found(one) == found(one)
    assert found(one) != found(other)


def test_what_stands_beside_the_way_makes_no_difference() -> None:
    assert numbers(None, B, of={"a": {"b": 1, "c": 2}, "z": 3}) == numbers(None, B, of={"a": {"b": 1}})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": {"b": None}}, {"a": {}}),
        ({"a": None}, {}),
        ({"a": 5}, {"a": 6}),
        ({"a": []}, {"a": {}}),
        ({"a": {"b": 1}}, {"a": {"b": True}}),
        ({"a": {"b": 1}}, {"a": {"b": 1.0}}),
        ({"a": {"b": [1]}}, {"a": {"b": ["1"]}}),
    ],
)
def test_ways_to_a_value_differ(one: dict[str, Any], other: dict[str, Any]) -> None:
    path = ("a", "b")
    assert numbers(None, path, of=one) == numbers(None, path, of=one)
    assert numbers(None, path, of=one) != numbers(None, path, of=other)


@pytest.mark.parametrize(
    ("user", "path", "found"),
    [
        ({}, ("a", "b"), 0),
        ({}, ("e",), None),
        ({"e": TEMPLATE}, ("e",), None),
        ({"a": {"b": TEMPLATE}}, ("a", "b"), None),
        ({"a": {"b": TEMPLATE}}, ("a", "c"), 0),
        ({}, ("f", "g", "h"), None),
        ({}, ("f", "g"), None),
        ({}, ("f", "i"), 0),
    ],
)
def test_number_of_the_charts_own_and_of_what_is_run(
    user: dict[str, Any], path: tuple[str, ...], found: int | None
) -> None:
    defaults = {**DEFAULTS, "f": {"g": {"h": TEMPLATE}, "i": 1}}
    values = {**defaults, **user}
    assert Numbering(values, user, lambda: templates_of(defaults), ["sub"]).number(path) == found


def test_number_of_what_is_below_a_chart_inside() -> None:
    def number(below: object, *path: str) -> int | None:
        return Numbering({"sub": below}, {}, subcharts=["sub"]).number(("sub", *path))

    assert number({"y": 1}, "y") == number({"y": 1}, "y") == number({"y": 1, "z": 2}, "y")
    assert number({"y": 1}, "y") != number({"y": 2}, "y")
    assert len({number({}, "y"), number(None, "y"), number(5, "y"), number({"y": None}, "y")}) == 4


def test_many_blocks_are_forgotten_and_their_numbers_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pachlint.layering.numbering._MOST", 3)
    found = [
        Numbering({"sub": {"y": n}}, {}, subcharts=["sub"]).number(("sub", "y"))
        for n in (*range(20), *range(20))
    ]
    assert all(found.count(one) <= 2 for one in found)
    assert [one for one in found[:20] if one in found[20:]] == []
    assert len(numbering._in_blocks) < 6


def test_values_are_written_down_once_and_those_of_a_chart_inside_once_for_all_releases(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: list[object] = []
    monkeypatch.setattr(numbering, "_in_blocks", {})
    monkeypatch.setattr(numbering, "number_of", lambda value: (written.append(value), number_of(value))[1])
    reads = Reads([("sub", "y"), ("sub", "z"), ("a", "b")])
    for other, paths in ((1, [{"y": 5, "z": 6}, 5, 6, 1]), (2, [{"y": 5, "z": 6}, 2])):
        values = {"sub": {"y": 5, "z": 6}, "a": {"b": other}}
        one = Numbering(values, {"a": {"b": other}}, subcharts=["sub"])
        for _ in range(2):
            one.numbers(reads)
            assert written == paths
        written.clear()
        for _ in range(2):
            one.numbers(Reads([("a", "b")]), and_written=True)
            assert written == [other]
        written.clear()


def test_what_the_user_wrote_counts_where_it_is_asked_for() -> None:
    def found(user: dict[str, Any], *, and_written: bool) -> tuple[object, ...]:
        return Numbering(DEFAULTS, user, subcharts=["sub"]).numbers(
            Reads([("sub", "y")]), and_written=and_written
        )

    assert found({}, and_written=False) == found({"sub": {"y": 1}}, and_written=False)
    assert found({}, and_written=True) != found({"sub": {"y": 1}}, and_written=True)
    one, other = (Numbering(DEFAULTS, user, subcharts=["sub"]) for user in ({}, {"sub": {"y": 1}}))
    assert one.number(("sub", "y")) == other.number(("sub", "y"))
    assert one.number(("sub", "y"), and_written=True) != other.number(("sub", "y"), and_written=True)
    of_any = [Numbering(DEFAULTS, None, written=user) for user in ({}, {"a": {"b": 1}})]
    assert len({one.numbers(Reads([("a", "b")]), and_written=True) for one in of_any}) == 2
    assert len({one.numbers(Reads([("a", "b")])) for one in of_any}) == 1


def test_a_template_that_is_run_may_make_anything_whatever_was_written() -> None:
    values = {"a": {"b": TEMPLATE, "c": "x"}}

    def found(*run: tuple[str, ...]) -> tuple[object, ...]:
        paths = [("a", "b"), ("a", "c")]
        return Numbering(values, values).numbers(Reads(paths, run), and_written=True)

    assert found() == found()
    assert found(("a", "c")) == found(("a", "c"))
    assert found(("a", "b")) != found(("a", "b"))


@pytest.mark.parametrize("path", [("sub", "global", "x"), ("global", "x")])
@pytest.mark.parametrize("and_written", [False, True])
def test_a_template_that_is_global_is_one_where_nothing_is_written_too(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, *, and_written: bool
) -> None:
    # even if it is the first value of all
    monkeypatch.setattr(numbering, "_fresh", count(1))
    monkeypatch.setattr(numbering, "_numbers", {})
    user = {"global": {"x": TEMPLATE}}
    values = {**user, "sub": {"global": {"x": TEMPLATE}}}

    def found(*run: tuple[str, ...]) -> tuple[object, ...]:
        reads = Reads([path], run)
        return Numbering(values, user, subcharts=["sub"]).numbers(reads, and_written=and_written)

    assert found(path) != found(path)
    assert found() == found()


def test_values_among_which_no_difference_is_made() -> None:
    def found(value: object) -> tuple[object, ...]:
        values = {"a": {"b": value}}
        return Numbering(values, values).numbers_but(
            {("a", "b"): lambda one: isinstance(one, str), ("x",): bool}
        )

    assert found("one") == found("other")
    assert len({found("one"), found(1), found(2), found(None)}) == 4


def test_a_value_among_which_no_difference_is_made_is_no_other_value(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(value: object) -> tuple[object, ...]:
        return Numbering({"a": value}, {"a": value}).numbers_but({("a",): lambda one: one == "word"})

    for first in (1, TEMPLATE):
        monkeypatch.setattr(numbering, "_fresh", count(1))
        monkeypatch.setattr(numbering, "_numbers", {})
        assert found(first) != found("word")


@pytest.mark.parametrize(
    ("path", "is_met"),
    [
        (("a", "b"), True),
        (("a",), True),
        ((), True),
        (("a", "b", "c"), True),
        (("a", "c"), False),
        (("d",), True),
        (("e",), False),
        (("e", "global", "x"), True),
        (("global",), True),
    ],
)
def test_what_is_read_at_a_path_above_or_below_it(path: tuple[str, ...], is_met: bool) -> None:
    assert Reads([("a", "b"), ("d",)]).meet(path) is is_met
    assert Reads([()]).meet(path)
