"""Lay the values of the bundled charts (postgresql, loki-stack) under the user's, as Helm coalesces them.

A bundled chart's own defaults come last; a null of the user takes a default away; what the main chart has
under ``global`` is passed down.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Tree = dict[str, object]


class Bundled(NamedTuple):
    """A chart inside the chart: its place among the values, and the defaults its templates read."""

    path: tuple[str, ...]
    condition: tuple[str, ...]
    defaults: Mapping[str, object]


def coalesce(given: Mapping[str, object], defaults: Mapping[str, object]) -> Tree:
    """Return ``given`` over ``defaults``; a null in ``given`` takes the default of that name away."""
    merged: Tree = {}
    for key, default in defaults.items():
        if key not in given:
            merged[key] = default
        elif isinstance(given[key], Mapping) and isinstance(default, Mapping):
            merged[key] = coalesce(given[key], default)  # type: ignore[arg-type]
        elif given[key] is not None:
            merged[key] = given[key]
    merged |= {key: value for key, value in given.items() if key not in defaults}
    return merged


def _passed_down(own: object, above: object) -> object:
    """Return the ``global`` of a bundled chart: the outer chart's values win."""
    if not isinstance(own, Mapping | None) or not isinstance(above, Mapping):
        return {} if own is None else own
    merged = dict(own or {})
    for key, value in above.items():
        mine = merged.get(key)
        if isinstance(value, Mapping) and isinstance(mine, Mapping):
            merged[key] = _over(value, mine)
        elif not (isinstance(value, Mapping) and key in merged) and not isinstance(mine, Mapping):
            merged[key] = value
    return merged


def _over(first: Mapping[str, object], second: Mapping[str, object]) -> Tree:
    merged = dict(first)
    for key, value in second.items():
        mine = merged.get(key)
        if key not in merged:
            merged[key] = value
        elif isinstance(mine, Mapping) and isinstance(value, Mapping):
            merged[key] = _over(mine, value)
    return merged


def _is_complete(given: Mapping[str, object], defaults: Mapping[str, object]) -> bool:
    """Tell whether the defaults are in ``given`` already, all but those that nulls took away."""
    return bool(defaults) and 2 * sum(key in given for key in defaults) > len(defaults)


def switched_off(values: Mapping[str, object], condition: tuple[str, ...]) -> bool:
    """Tell whether the value that switches a bundled chart is false; anything but a boolean leaves it on."""
    value: object = values
    for name in condition:
        value = value.get(name) if isinstance(value, Mapping) else None
    return bool(condition) and value is False


def with_bundled(values: Mapping[str, object], charts: tuple[Bundled, ...]) -> Tree:
    """Return ``values`` with what every bundled chart adds, outer charts first."""
    merged = dict(values)
    for chart in charts:
        if switched_off(merged, chart.condition):
            continue
        holder, complete = merged, False
        for name in chart.path[:-1]:
            inner = holder.get(name)
            holder[name] = inner = dict(inner) if isinstance(inner, Mapping) else {}
            holder = inner
        given = holder.get(chart.path[-1])
        if given is None or isinstance(given, Mapping):
            own: Mapping[str, object] = given or {}
            complete = _is_complete(own, chart.defaults)
            sub = dict(own) if complete else coalesce(own, chart.defaults)
            sub["global"] = _passed_down(sub.get("global"), holder.get("global", {}))
            holder[chart.path[-1]] = sub
    return merged
