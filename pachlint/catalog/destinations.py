"""Where a value goes: which fields of which Kubernetes objects a chart version writes it into, and what decides that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.chart.charts import chart
from pachlint.layering.coalesce import effective_values
from pachlint.place import format_path
from pachlint.records import NamedTuple
from pachlint.verdict.breaches import HelmInput
from pachlint.verdict.destinations import rows_of, shipped
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.flows import as_written
from pachlint.verdict.forms import Iteration, Value, operands
from pachlint.verdict.gotemplate import printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pachlint.place import Path
    from pachlint.verdict.conditions import Guards
    from pachlint.verdict.destinations import Row, Table
    from pachlint.verdict.forms import Expressions
    from pachlint.versions import Version


class Destination(NamedTuple):
    """A field of an object.

    ``name`` is that of the object with the chart's defaults, empty if they do not tell it. If the value is not the ``whole`` of what is
    written, it is a part of a longer text. ``decided_by`` are the other values that decide whether it is written at all.
    """

    kind: str
    name: str
    field: str
    whole: bool
    decided_by: tuple[str, ...]


def destinations(path: Path, version: Version) -> list[Destination]:
    """The fields that a value is written into by a release, each once, in the order of kinds and names.

    Those of what stands below it count, and those of a block that is written as a whole and that it is a part of.
    """
    table = shipped()
    released = chart(version)
    values = effective_values(released.defaults, released.subcharts, {})
    evaluator = Evaluator(table.expressions, table.open, values, helm=HelmInput(str(version)))
    return destinations_in(path, rows_of(str(version), table), table, evaluator)


def destinations_in(path: Path, rows: Iterable[Row], table: Table, evaluator: Evaluator) -> list[Destination]:
    """The same by the rows of any chart."""
    found: dict[tuple[str, str, str, bool], set[str]] = {}
    for row in rows:
        if not any(meet(read, path) for read in paths_in(table.expressions, row.expression)):
            continue
        kind, name = table.objects[row.object]
        field = kind, _name(evaluator, name), _field(table.places[row.place]), bool(row.whole)
        deciding = {
            format_path(one)
            for one in deciding_paths(table.expressions, table.guards, row.guard)
            if not meet(one, path)
        }
        found[field] = found[field] & deciding if field in found else deciding
    return sorted(Destination(*field, tuple(sorted(deciding))) for field, deciding in found.items())


def _name(evaluator: Evaluator, expression: int) -> str:
    try:
        found = as_written(printed(evaluator.value(expression, {})))
    except EvaluationError:
        return ""
    return found if isinstance(found, str) else ""


def _field(place: Sequence[str | int]) -> str:
    """A place as Kubernetes' documentation writes it; which item of a list it is, conditions decide."""
    steps = (
        "[]" if isinstance(step, int) else f".{step}" if "." not in step else f'["{step}"]' for step in place
    )
    return "".join(steps).removeprefix(".")


def meet(one: Sequence[str | int], other: Sequence[str | int]) -> bool:
    """Whether one path leads to the other, or is it."""
    return all(step == there for step, there in zip(one, other, strict=False))


def paths_in(expressions: Expressions, index: int) -> Iterator[tuple[str, ...]]:
    """The values that an expression reads."""
    form = expressions[index]
    if not isinstance(form, Value):
        for operand in operands(form):
            yield from paths_in(expressions, operand)
    elif not form.path[:1] or not form.path[0].startswith("$"):
        yield form.path


def deciding_paths(expressions: Expressions, guards: Guards, guard: int) -> Iterator[tuple[str, ...]]:
    """The values that decide whether a guard holds."""
    while guard >= 0:
        part = guards[guard]
        yield from paths_in(expressions, part.over if isinstance(part, Iteration) else part.test)
        guard = part.parent
