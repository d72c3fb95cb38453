"""The fields of a chart: what it gives a default, and what its templates read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.chart.model import LearnedField
from pachlint.kinds import json_type
from pachlint.place import format_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pachlint.chart.files import ChartFiles
    from pachlint.learning.reads import Path, Read


def fields_of(
    chart: ChartFiles, reads: Mapping[Path, Read], told: Iterable[Path]
) -> tuple[LearnedField, ...]:
    """Return every path of the chart and of the charts inside it, in their order.

    What stands below a path that is read whole is read, and so is what something below it is read of. What is only
    ``told`` to people is not.
    """
    declared = dict(_declared(chart, ()))
    touched = {path[:depth] for path in reads for depth in range(len(path) + 1)}
    shown = {path[:depth] for path in told for depth in range(len(path) + 1)}
    paths = sorted({*declared, *touched, *shown} - {()})
    return tuple(_field(path, declared, reads, path in touched) for path in paths)


def _declared(chart: ChartFiles, above: Path) -> Iterator[tuple[Path, object]]:
    """The paths that have a default; what a chart says for one inside it comes first."""
    for place, inside in chart.inside:
        yield from _declared(inside, (*above, place))
    yield from _leaves(chart.defaults, above)


def _leaves(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _leaves(below, (*path, key))


def _field(
    path: Path,
    declared: Mapping[Path, object],
    reads: Mapping[Path, Read],
    touched: bool,  # noqa: FBT001
) -> LearnedField:
    own = reads.get(path)
    above = [reads[path[:depth]] for depth in range(len(path)) if path[:depth] in reads]
    whole = (own is not None and own.whole) or any(read.whole for read in above)
    told = own or next((read for read in reversed(above) if read.whole), None)
    switches = tuple(sorted(format_path(one) for one in told.switches)) if told else ()
    default = declared.get(path)
    kind = json_type(default) if path in declared and default is not None else ""
    shown = None if isinstance(default, dict) else default
    return LearnedField(
        path, path in declared, kind, shown, "whole" if whole else "yes" if touched else "no", switches
    )
