"""The types that the charts' own schemas demand, by chart version, and the values that have another.

The schemas know ``type``, ``properties`` and ``items`` only. Helm validates the effective values: a default that the
user's null took away is not there any more, any other null is a value of type ``null``. The schema of a bundled
chart counts only while that chart is switched on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pachlint.chart.subcharts import switched_off

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A value whose type the chart's schema refuses; ``expected`` and ``found`` are JSON Schema's words."""

    path: Path
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class TypeTable:
    """Types by path: a node holds ``type`` (pairs of type and span), ``properties`` and ``items``.

    Below a bundled chart, ``own`` and ``bundled`` are the spans in which the main chart or the bundled one has a
    default there.
    """

    versions: Mapping[str, int]
    spans: tuple[tuple[int, ...], ...]
    root: Mapping[str, Any]
    conditions: Mapping[str, tuple[str, ...]]


def load(text: str) -> TypeTable:
    """Read ``schemas/types.json``."""
    data = json.loads(text)
    return TypeTable(
        versions={version: index for index, version in enumerate(data["versions"])},
        spans=tuple(tuple(span) for span in data["spans"]),
        root=data["root"],
        conditions={name: tuple(path.split(".")) for name, path in data["conditions"].items()},
    )


def type_of(value: object) -> str:
    """Return JSON Schema's word for the type of ``value``; 1.0 is an integer."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "object" if isinstance(value, Mapping) else "array"


def mismatches(values: Mapping[str, object], version: str, table: TypeTable) -> list[Mismatch]:
    """Return what the schema of chart ``version`` refuses in effective ``values``, in the order of the values."""
    index = table.versions.get(version)
    if index is None:
        return []
    active = {
        number
        for number, span in enumerate(table.spans)
        if any(first <= index <= last for first, last in zip(span[::2], span[1::2], strict=True))
    }
    found: list[Mismatch] = []
    for name, value in values.items():
        node = table.root["properties"].get(name, {})
        if name not in table.conditions:
            found += _inside(value, node, active, (name,))
        else:
            off = switched_off(values, table.conditions[name])
            present = _without_nulls(value, node, active, "own" if off else "bundled")
            found += _inside(present, node, active, (name,))
            if not off:
                found += _inside(present, table.root["bundled"].get(name, {}), active, (name,))
    return list(dict.fromkeys(found))


def _without_nulls(value: object, node: Mapping[str, Any], active: set[int], word: str) -> object:
    """Drop the nulls that took a default of a bundled chart away."""
    if not isinstance(value, Mapping):
        return value
    below = node.get("properties", {})
    return {
        key: _without_nulls(item, below.get(key, {}), active, word)
        for key, item in value.items()
        if item is not None or active.isdisjoint(below.get(key, {}).get(word, ()))
    }


def _inside(value: object, node: Mapping[str, Any], active: set[int], path: Path) -> Iterator[Mismatch]:
    expected = next((name for name, span in node.get("type", ()) if span in active), None)
    given = type_of(value)
    if expected is not None and given != expected and (expected, given) != ("number", "integer"):
        yield Mismatch(path, expected, given)
    if isinstance(value, Mapping):
        below = node.get("properties", {})
        for key, item in value.items():
            if key in below:
                yield from _inside(item, below[key], active, (*path, key))
    elif isinstance(value, list) and "items" in node:
        for place, item in enumerate(value):
            yield from _inside(item, node["items"], active, (*path, place))
