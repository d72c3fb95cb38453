"""The charts' own values, as they are judged when nobody writes anything, and what may change them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

from pachlint.chart.charts import bundled_subcharts, chart
from pachlint.layering.coalesce import overlay
from pachlint.layering.layer import layer
from pachlint.layering.values import MISSING
from pachlint.policy.guards import ANY
from pachlint.policy.judged import Judged
from pachlint.rulefiles.reads import Paths
from pachlint.target import Setting, Wanted, infer
from pachlint.versions import RELEASED, Version

Steps = tuple[str, ...]
_Intervals = Sequence[Sequence[list[int]]]
_Switches = tuple[tuple[Steps, bool], ...]

_GLOBAL = "global"


def versions_in(intervals: _Intervals) -> tuple[Version, ...]:
    """The released versions in the intervals; all if there are none."""
    return tuple(
        version
        for version in RELEASED
        if not intervals or any(low <= list(version) < high for low, high in intervals)
    )


def decided_by(paths: Paths) -> Paths | None:
    """What must be written so that something else than the chart's own values may stand at the paths.

    Whether the subcharts are on is not among it: :func:`own_values` has all ways. None if it may be anything.
    """
    found: set[Steps] = set()
    for path in paths:
        if path[0] == ANY and path[1:2] in ((), (ANY,), (_GLOBAL,)):
            return None
        found |= {path, *_deciding(path)}
    return tuple(sorted(found))


def _deciding(path: Steps) -> Iterator[Steps]:
    names = _subcharts()
    if path[0] in names:
        # a subchart gets what is global, and switches the charts inside it by its own values
        yield (_GLOBAL,)
        yield from ((path[0],) for _ in names[path[0]])


@cache
def _subcharts() -> Mapping[str, tuple[str, ...]]:
    """The subcharts of all versions by name, with the names of the charts inside each that have a condition."""
    return {
        one.name: tuple(inner.name for inner in one.subcharts if inner.condition)
        for version in RELEASED
        for one in bundled_subcharts(version)
    }


def own_values(versions: Sequence[Version], paths: Paths) -> Iterator[Judged]:
    """The own values of the charts, each way once in which they differ at the paths.

    If one of the paths is inside subcharts, those have been switched on and off.
    """
    inside = any(path[0] == ANY or path[0] in _subcharts() for path in paths)
    wanted, seen = frozenset(versions), set()
    for (version, switches), *kind in zip(_every_way(), *map(_kinds, paths), strict=True):
        if version in wanted and (inside or not switches) and (*kind,) not in seen:
            seen.add((*kind,))
            yield own_values_of(version, switches)


@cache
def is_mapping(path: Steps) -> bool:
    """Whether there is a mapping at the path in every version, be the subcharts on or off."""
    return all(isinstance(_at(own_values_of(*way).values.data, path), dict) for way in _every_way())


@cache
def _every_way() -> tuple[tuple[Version, _Switches], ...]:
    """All versions as they are, and with every condition of a subchart on and off."""
    return tuple((version, ways) for version in RELEASED for ways in ((), *product(*_ways(version))))


@cache
def _kinds(path: Steps) -> tuple[int, ...]:
    """For every way what stands at a path, as a number: the same for the same."""
    known: dict[str, int] = {}
    return tuple(
        known.setdefault(repr(_at(own_values_of(*way).values.data, path)), len(known)) for way in _every_way()
    )


def _at(value: object, path: Steps) -> object:
    for number, step in enumerate(path):
        if not isinstance(value, dict):
            return value
        if step == ANY:
            return {key: _at(inner, path[number + 1 :]) for key, inner in value.items()}
        value = value.get(step, MISSING)
    return value


def _ways(version: Version) -> list[list[tuple[Steps, bool]]]:
    """For every condition of a subchart its path, on and off."""
    conditions = {
        tuple(path.split("."))
        for one in bundled_subcharts(version)
        for path in one.condition.split(",")
        if path
    }
    return [[(path, True), (path, False)] for path in sorted(conditions)]


@cache
def own_values_of(version: Version, switches: _Switches = ()) -> Judged:
    """The values of a release for which nobody wrote anything; ``switches`` are set as if the chart did so."""
    released = chart(version)
    defaults = dict(released.defaults)
    for path, on in switches:
        defaults = overlay(defaults, _nested(path, on=on))
    values = layer(defaults, (), (), released.label, subcharts=released.subcharts)
    target = infer((), {}, Wanted(), Setting(version, "flag"))
    return Judged(values, target, released, (), partial=False, bad=frozenset(), notes={})


def _nested(path: Steps, *, on: bool) -> dict[str, Any]:
    tree: Any = on
    for step in reversed(path):
        tree = {step: tree}
    found: dict[str, Any] = tree
    return found
