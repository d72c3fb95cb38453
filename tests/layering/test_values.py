"""Effective values: who set what, on generated trees. The trees are JSON, which Helm reads as it is."""

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pachlint.layering.flags import Flag
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
def test_what_a_layer_hides_was_there_before(
    defaults: dict[str, object], files: list[dict[str, object]], flags: list[Flag]
) -> None:
    values = layered(defaults, files, flags)
    for path in paths(values.data):
        origin = values.origin(path)
        hidden = values.hidden(path)
        assert origin not in hidden
        assert list(hidden) == sorted(hidden, key=values.layers.index, reverse=True)


@given(TABLES, st.lists(TABLES, max_size=2))
def test_removed_means_a_default_is_gone(defaults: dict[str, object], files: list[dict[str, object]]) -> None:
    values = layered(defaults, files, [])
    for path in paths(defaults):
        if values.removed(path):
            assert values.get(path) is MISSING
