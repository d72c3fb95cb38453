"""What a local chart that was learned makes of a value: what it is, where it goes, and what the chart demands of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.catalog.destinations import Destination, deciding_paths, destinations_in, meet, paths_in
from pachlint.chart import fields
from pachlint.layering.coalesce import effective_values
from pachlint.place import format_path
from pachlint.records import NamedTuple
from pachlint.verdict import destinations, template_checks
from pachlint.verdict.forms import Call, Value, operands
from pachlint.verdict.learned import VERSION, BoundedEvaluator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pachlint.chart.charts import Chart
    from pachlint.chart.model import LearnedField, Model
    from pachlint.place import Path
    from pachlint.verdict.template_checks import Table

_OF_FUNCTIONS = {
    "required": "it must not be empty",
    "fail": "the chart stops Helm itself for some values",
}


class Demand(NamedTuple):
    """What makes Helm stop, in words, and the other values that decide whether it does."""

    words: str
    decided_by: tuple[str, ...]


class ChartValue(NamedTuple):
    """A path of a local chart; ``rest`` are the steps below ``field``, in a map that the templates take as a whole."""

    field: LearnedField
    rest: Path
    keys: tuple[str, ...]
    description: str
    goes_to: tuple[Destination, ...]
    demands: tuple[Demand, ...]

    @property
    def path(self) -> Path:
        """The path that was asked for."""
        return (*self.field.path, *self.rest)


def chart_value(chart: Chart, model: Model, path: Path, table: Mapping[str, object]) -> ChartValue | None:
    """What the chart of a model makes of a value; ``table`` says where values go, as ``learning`` finds out. None if it has no such value."""
    found = _field_at(model, path)
    if found is None:
        return None
    held = destinations.load_data(table)
    values = effective_values(chart.defaults, chart.subcharts, {})
    evaluator = BoundedEvaluator(held.expressions, held.open, values)
    return ChartValue(
        found,
        path[len(found.path) :],
        tuple(one.path[-1] for one in model.fields if one.path[:-1] == path),
        _description(chart, path),
        tuple(destinations_in(path, destinations.rows_of(VERSION, held), held, evaluator)),
        tuple(dict.fromkeys(_demands(model, path))),
    )


def _field_at(model: Model, path: Path) -> LearnedField | None:
    by_path: dict[Path, LearnedField] = {one.path: one for one in model.fields}
    for depth in range(len(path), 0, -1):
        found = by_path.get(path[:depth])
        if found is not None:
            return found if depth == len(path) or found.read == "whole" else None
    return None


def _description(chart: Chart, path: Path) -> str:
    """What a release says of the value, that of a chart inside another if it belongs there."""
    own = next((path[len(at) :] for at, _ in chart.inside if path[: len(at)] == at), path)
    node = fields.node_at(own) if own else None
    return str(node.get("description", "")) if node else ""


def _demands(model: Model, path: Path) -> Iterator[Demand]:
    table = template_checks.load_data({**model.demands, "spans": [[0, 0]] * len(model.places)})
    for _, guard, rows in table.demands:
        deciding = list(dict.fromkeys(deciding_paths(table.expressions, table.guards, guard)))
        others = tuple(format_path(one) for one in deciding if not meet(one, path))
        for expression, _ in rows:
            words = _words(table, expression, path, is_decided=any(one == path for one in deciding))
            if words:
                yield Demand(words, others)


def _words(table: Table, expression: int, path: Path, *, is_decided: bool) -> str:
    """What is demanded of a value, "" if nothing is."""
    form = table.expressions[expression]
    if isinstance(form, Value):
        return "it must be a map" if form.path == (*path, "*") else ""
    if not isinstance(form, Call):
        return ""
    if form.function == "fail":
        return _OF_FUNCTIONS["fail"] if is_decided else ""
    # a text of the chart's own comes first
    subjects = [table.expressions[one] for one in operands(form)]
    if form.function == "required":
        return (
            _OF_FUNCTIONS["required"]
            if any(isinstance(one, Value) and one.path == path for one in subjects)
            else ""
        )
    if any(read == path for read in paths_in(table.expressions, expression)):
        return f"{form.function} must be able to take it"
    return ""
