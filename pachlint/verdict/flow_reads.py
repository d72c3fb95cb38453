"""What decides the flows of a table: the values that are written, the conditions around them, and what stands beside them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pachlint.verdict.breaches import as_paths
from pachlint.verdict.flows import Flow
from pachlint.verdict.forms import Iteration, Value, operands

if TYPE_CHECKING:
    from pachlint.place import Path
    from pachlint.verdict.flows import Table

_BESIDE = (["spec", "type"], ["spec", "template", "spec", "volumes"])
"""Places by which other values of an object are judged."""


class _Reads:
    """The values that expressions and guards of a table read."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.expression = cache(self._expression)
        self.guard = cache(self._guard)

    def of(self, flow: Flow) -> frozenset[Path]:
        """All that a flow reads by itself, with the name of its object, without which nothing is said, and the labels that this asks for."""
        _, name, selector, *_ = self.table.objects[flow.object]
        written = [flow.expression] if flow.expression >= 0 else []
        read = [name, *written, *(e for _, e in selector)]
        return self.guard(flow.guard).union(*map(self.expression, read))

    def _expression(self, index: int) -> frozenset[Path]:
        form = self.table.expressions[index]
        if isinstance(form, Value):
            return frozenset([form.path])
        return frozenset().union(*map(self.expression, operands(form)))

    def _guard(self, index: int) -> frozenset[Path]:
        if index < 0:
            return frozenset()
        part = self.table.guards[index]
        return self.guard(part.parent) | self.expression(
            part.over if isinstance(part, Iteration) else part.test
        )


def reads_of(table: Table) -> list[tuple[Path, ...]]:
    """For each set of paths all that decides the flows that read it; nothing where that may be anything."""
    reads, flows = _Reads(table), [Flow(*row) for row in table.flows]
    beside: dict[tuple[object, ...], set[Path]] = {}
    for flow in flows:
        if table.places[flow.place] in _BESIDE:
            beside.setdefault(_named(table, flow), set()).update(reads.of(flow))
    paths = as_paths(table.paths)
    found = [{paths[at] for at in numbers} for numbers in table.reads]
    for flow in flows:
        found[flow.reads] |= reads.of(flow) | beside.get(_named(table, flow), set())
    return [() if () in one else tuple(sorted(one)) for one in found]


def _named(table: Table, flow: Flow) -> tuple[object, ...]:
    """The kind and the name of the object of a flow, which several in the table may have."""
    return tuple(table.objects[flow.object][:2])
