"""Which values decide a demand, so that a check may skip those that the user did not touch.

A demand that no value of the user's decides comes out as it does with the chart's own defaults. Paths are cut to their
first two steps; a bundled chart's ``global`` comes from the chart's own.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pachlint.chart.charts import chart
from pachlint.layering.coalesce import effective_values
from pachlint.verdict.breaches import TemplateInput
from pachlint.verdict.conditions import guard_of
from pachlint.verdict.forms import Expressions, Iteration, Value, operands
from pachlint.verdict.template_checks import load_data, unmet
from pachlint.versions import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ALWAYS = "*"
"""Stands for every path: the demand is not met by the chart's own defaults."""


def with_reads(data: dict[str, Any]) -> dict[str, Any]:
    """The table as :mod:`pachlint.verdict.template_checks` reads it: demands by span and guard, each with what decides it.

    ``paths`` are all paths, ``reads`` sets of them by number. A demand is its expression and the number of its set; its own
    number is where it stands among all, which are in the order of ``data``.
    """
    reads = Reads(data)
    failing = set(_not_met_by_defaults(data))
    sets: dict[tuple[str, ...], int] = {}
    groups: list[list[Any]] = []
    for number, (span, guard, expression) in enumerate(data["demands"]):
        read = [ALWAYS] if number in failing else sorted(reads.guard(guard) | reads.expression(expression))
        if not groups or groups[-1][:2] != [span, guard]:
            groups.append([span, guard, []])
        groups[-1][2].append([expression, sets.setdefault(tuple(read), len(sets))])
    return {**data, "demands": groups, **numbered(sets)}


def numbered(sets: Iterable[tuple[str, ...]]) -> dict[str, Any]:
    """Sets of paths by the numbers of the paths."""
    paths = sorted({path for read in sets for path in read})
    numbers = {path: number for number, path in enumerate(paths)}
    return {"paths": paths, "reads": [[numbers[path] for path in read] for read in sets]}


class Reads:
    """The paths that expressions and guards of a table read."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.expressions, self.guards = Expressions(data["expressions"]), data.get("guards", [])
        self.expression = cache(self._expression)
        self.guard = cache(self._guard)

    def _expression(self, index: int) -> frozenset[str]:
        form = self.expressions[index]
        if isinstance(form, Value):
            return frozenset(_cut(form.path))
        return frozenset().union(*(self.expression(part) for part in operands(form)))

    def _guard(self, index: int) -> frozenset[str]:
        if index < 0:
            return frozenset()
        part = guard_of(self.guards[index])
        read = part.over if isinstance(part, Iteration) else part.test
        return self.guard(part.parent) | self.expression(read)


def _cut(path: tuple[str, ...]) -> Iterator[str]:
    steps = path or (ALWAYS,)
    yield ".".join(steps[:2])
    if "global" in steps[1:]:
        yield "global"


def _not_met_by_defaults(data: dict[str, Any]) -> Iterator[int]:
    """The numbers of the demands that the defaults of some version do not meet."""
    rows = [[span, guard, [[expression, 0]]] for span, guard, expression in data["demands"]]
    table = load_data({**data, "paths": [ALWAYS], "reads": [[0]], "demands": rows})
    for version, values in defaults_by_version(data["versions"]):
        yield from (number for number, _ in unmet(TemplateInput(values, version), table))


def defaults_by_version(versions: list[str]) -> Iterator[tuple[str, dict[str, object]]]:
    """What a template sees when the user sets nothing."""
    for version in versions:
        released = chart(resolve(version))
        yield version, effective_values(released.defaults, released.subcharts, {})
