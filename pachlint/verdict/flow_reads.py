"""What decides the flows of a table: the values that are written, and those that the conditions around them read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pachlint.verdict.breaches import EVERY
from pachlint.verdict.flows import Flow
from pachlint.verdict.forms import Iteration, Value, operands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pachlint.place import Path
    from pachlint.verdict.flows import Table


def reads_of(table: Table) -> list[tuple[Path, ...]]:
    """For each set of paths all that decides the flows that read it; nothing where that may be anything."""

    @cache
    def expression(index: int) -> frozenset[Path]:
        form = table.expressions[index]
        if isinstance(form, Value):
            return frozenset([form.path])
        return frozenset().union(*map(expression, operands(form)))

    @cache
    def guard(index: int) -> frozenset[Path]:
        if index < 0:
            return frozenset()
        part = table.guards[index]
        return guard(part.parent) | expression(part.over if isinstance(part, Iteration) else part.test)

    found = [set(_split(table.paths, numbers)) for numbers in table.reads]
    for flow in (Flow(*row) for row in table.flows):
        found[flow.reads] |= guard(flow.guard)
        if flow.expression >= 0:
            found[flow.reads] |= expression(flow.expression)
    return [() if () in one else tuple(sorted(one)) for one in found]


def _split(names: Sequence[str], numbers: Sequence[int]) -> list[Path]:
    return [() if names[at] == EVERY else tuple(names[at].split(".")) for at in numbers]
