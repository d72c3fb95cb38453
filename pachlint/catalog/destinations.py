"""Where a value goes: which fields of which Kubernetes objects a chart version writes it into.

Of ``schemas/flows.json``, which keeps the fields for which Kubernetes may refuse what is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.chart.charts import chart
from pachlint.layering.coalesce import effective_values
from pachlint.records import NamedTuple
from pachlint.verdict.breaches import HelmInput, covers
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.flows import Flow
from pachlint.verdict.forms import Value, operands
from pachlint.verdict.gotemplate import printed
from pachlint.verdict.refusals import shipped_flows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pachlint.place import Path
    from pachlint.verdict.flows import Table
    from pachlint.versions import Version


class Destination(NamedTuple):
    """A field of an object; ``name`` is that of the object with the chart's defaults, empty if they do not tell it."""

    kind: str
    name: str
    field: str


def destinations(path: Path, version: Version) -> list[Destination]:
    """The fields that a value is written into, each once, in the order of kinds and names.

    Those of what stands below it count, and those of a block that is written as a whole and that it is a part of.
    """
    table = shipped_flows()
    index = table.versions.get(str(version))
    if index is None:
        return []
    released = chart(version)
    values = effective_values(released.defaults, released.subcharts, {})
    evaluator = Evaluator(table.expressions, table.open, values, helm=HelmInput(str(version)))
    found = {
        Destination(
            table.objects[flow.object][0],
            _name(evaluator, table.objects[flow.object][1]),
            _field(table.places[flow.place]),
        )
        for flow in (Flow(*row) for row in table.flows)
        if flow.expression >= 0
        and covers(table.spans[flow.span], index)
        and _reads(table, flow.expression, path)
    }
    return sorted(found)


def _name(evaluator: Evaluator, expression: int) -> str:
    try:
        return printed(evaluator.value(expression, {})).strip("\"' \n")
    except EvaluationError:
        return ""


def _field(place: Sequence[str | int]) -> str:
    """A place as Kubernetes' documentation writes it; which item of a list it is, conditions decide."""
    return "".join("[]" if isinstance(step, int) else f".{step}" for step in place).removeprefix(".")


def _reads(table: Table, expression: int, path: Path) -> bool:
    return any(
        all(one == other for one, other in zip(read, path, strict=False))
        for read in _paths(table, expression)
    )


def _paths(table: Table, index: int) -> Iterator[tuple[str, ...]]:
    form = table.expressions[index]
    if isinstance(form, Value):
        yield form.path
        return
    for operand in operands(form):
        yield from _paths(table, operand)
