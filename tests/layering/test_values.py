"""Effective values: who set what, on generated trees. The trees are JSON, which Helm reads as it is."""

import copy
import cProfile
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pachlint.layering.flags import ORDER, Flag
from pachlint.layering.layer import layer
from pachlint.layering.values import MISSING, Values
from pachlint.place import Path
from pachlint.reading.document import Document, read
from pachlint.source import Source

KEYS = st.sampled_from(["a", "b", "c"])
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from(["", "x", "y z"]))
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)
TABLES = st.dictionaries(KEYS, TREES, max_size=3)
FLAGS = st.lists(
    st.tuples(
        st.sampled_from(["set", "set-string"]),
        st.sampled_from(["a=1", "b.c=x", "a.b=null", "c[0]=y", "b={p,q}"]),
    ).map(lambda pair: Flag(*pair)),
    max_size=2,
)


def document(data: object, name: str = "v.yaml") -> Document:
    """A values file with the data as JSON."""
    return read(Source(name, json.dumps(data, indent=1)))


def paths(value: object, above: Path = ()) -> list[Path]:
    """The paths of everything in a tree."""
    found = [above] if above else []
    steps: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return found + [path for step, inner in steps for path in paths(inner, (*above, step))]


def layered(defaults: dict[str, object], files: list[dict[str, object]], flags: list[Flag]) -> Values:
    """The trees, laid over each other."""
    return layer(defaults, [document(data, f"{index}.yaml") for index, data in enumerate(files)], flags)


@given(TABLES)
def test_layering_over_nothing_is_identity(data: dict[str, object]) -> None:
    assert layer({}, [document(data)]).user == data
    assert layer({}, [document(data), document({})]).data == layer({}, [document(data)]).data
    assert layer({}, [document(data), document(data)]).data == layer({}, [document(data)]).data


@given(TABLES)
def test_defaults_alone_stay_as_they_are(data: dict[str, object]) -> None:
    before = copy.deepcopy(data)
    values = layer(data, [document({})])
    assert data == before
    assert all(values.origin(path) is values.layers[0] for path in paths(values.data))


@settings(max_examples=200)
@given(TABLES, st.lists(TABLES, max_size=2), FLAGS)
def test_origin_agrees_with_the_effective_value(
    defaults: dict[str, object], files: list[dict[str, object]], flags: list[Flag]
) -> None:
    values = layered(defaults, files, flags)
    for path in paths(values.data):
        origin = values.origin(path)
        assert origin is not None
        found = values.get(path)
        if isinstance(found, dict | list):
            continue
        if origin.document:
            entry = origin.document.find(path)
            # a null that --set list[5]=x filled in belongs to the list around it
            assert entry is not None or found is None
            if entry is not None:
                place = values.value_place(path)
                assert place is not None
                assert json.loads(_text_at(origin.document, place)) == found
        elif origin.kind == "default":
            assert _at(defaults, path) == found


def _text_at(document: Document, place: Any) -> str:
    lines = document.source.text.splitlines()
    assert place.line == place.end_line
    return lines[place.line - 1][place.column - 1 : place.end_column - 1]


def _at(tree: Any, path: Path) -> object:
    for step in path:
        tree = tree[step]
    found: object = tree
    return found


@given(TABLES, st.lists(TABLES, max_size=2), FLAGS)
def test_what_a_layer_overrides_was_there_before(
    defaults: dict[str, object], files: list[dict[str, object]], flags: list[Flag]
) -> None:
    values = layered(defaults, files, flags)
    for path in paths(values.data):
        origin = values.origin(path)
        overridden = values.overridden(path)
        assert origin not in overridden
        assert list(overridden) == sorted(overridden, key=values.layers.index, reverse=True)


@given(TABLES, st.lists(TABLES, max_size=2))
def test_removed_means_a_default_is_gone(defaults: dict[str, object], files: list[dict[str, object]]) -> None:
    values = layered(defaults, files, [])
    for path in paths(defaults):
        if values.removed(path):
            assert values.get(path) is MISSING


SETS = st.lists(
    st.tuples(
        st.sampled_from(["set", "set-string", "set-json"]),
        st.lists(
            st.tuples(
                st.sampled_from(["a", "b", "a.b", "a.b.c", "a[0]", "a[2].b", "b[1][0]", "c[0].a[1]", "c.a"]),
                st.sampled_from(["", "=", "=1", "=null", "={p,q}", '={"b":{"c":1}}', "=[[1],{}]", "=[{}"]),
            ).map("".join),
            min_size=1,
            max_size=3,
        ).map(",".join),
    ).map(lambda pair: Flag(*pair)),
    max_size=6,
)


@settings(max_examples=300)
@given(TABLES, SETS)
def test_flags_together_are_flags_one_by_one(tree: dict[str, object], flags: list[Flag]) -> None:
    start = document(tree)
    before = copy.deepcopy(start.data)
    together = layer({}, [start], flags)
    state = start
    for flag in sorted(flags, key=lambda flag: ORDER.index(flag.kind)):
        alone = layer({}, [state], [flag])
        if not alone.problems:
            state = state._replace(data=alone.user)
    assert together.user == state.data
    assert start.data == before


def test_a_write_is_what_its_flag_wrote() -> None:
    values = layer({}, [], [Flag("set-json", 'a={"b": 1}'), Flag("set", "a.b=2"), Flag("set", "a.c=3")])
    assert values.layers[1].writes[0].value == {"b": 1}
    assert values.user == {"a": {"b": 2, "c": 3}}


def test_a_rejected_flag_leaves_no_trace() -> None:
    values = layer(
        {}, [document({"a": {"b": [1]}})], [Flag("set", "a.b[3]=x,a.c=1,a.b.d=2"), Flag("set", "e=1")]
    )
    assert values.user == {"a": {"b": [1]}, "e": 1}
    assert [problem.flag for problem in values.problems] == [0]


def test_lists_are_filled_up_within_bounds() -> None:
    flags = [Flag("set", ",".join(f"{name}{number}[65535]=x" for number in range(3))) for name in "abcdef"]
    values = layer({}, [], flags)
    assert [problem.message for problem in values.problems] == [
        "--set: pachlint extends lists by at most 300,000 items"
    ] * 5
    assert list(values.user) == ["a0", "a1", "a2"]
    # what stands there already does not count
    one_by_one = layer({}, [], [Flag("set", ",".join(f"a[{number}]=x" for number in range(900)))])
    assert (one_by_one.problems, one_by_one.user) == ((), {"a": ["x"] * 900})


@pytest.mark.parametrize(
    "flag",
    [
        lambda number: Flag("set", f"pachd.a{number}=1"),
        lambda number: Flag("set", f"pachd.list[{number}].b=1"),
        lambda number: Flag("set-json", f'pachd.a{number}={{"b": 1}}'),
        lambda number: Flag("set", "pachd.a=1"),
        lambda number: Flag("set", f"pachd.a{number}"),
    ],
    ids=["keys", "items", "json", "same", "refused"],
)
def test_time_is_linear_in_the_flags(flag: Callable[[int], Flag]) -> None:
    file = document({"pachd": {}})

    def steps(count: int) -> int:
        """The calls of a run, which no other program on the machine changes."""
        profile = cProfile.Profile()
        profile.enable()
        values = layer({}, [file], [flag(number) for number in range(count)])
        for number in range(0, count, 10):
            values.key_place(("pachd", f"a{number}"))
            values.overridden(("pachd", f"a{number}"))
        profile.disable()
        return sum(entry.callcount for entry in profile.getstats())

    assert steps(800) < 2.5 * steps(400)
