"""What the chart's templates demand of the values, by chart version, and which values fall short.

``schemas/demands.json`` says under which condition an expression over the values is evaluated. A demand is broken when
evaluating fails: a key read in what is no map, text expected where there is a number, an explicit rejection.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

from pachlint.place import format_path
from pachlint.records import NamedTuple
from pachlint.verdict.breaches import EVERY, Breach, Rows, TemplateInput, as_paths, decided_sets
from pachlint.verdict.conditions import Conditions, Guards
from pachlint.verdict.expressions import EvaluationError, Evaluator, KeyPath
from pachlint.verdict.forms import Expressions, read_table
from pachlint.verdict.memory import open_sets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pachlint.place import Path
    from pachlint.verdict.memory import Settled


class Table(NamedTuple):
    """The demands of every version, as read from JSON."""

    versions: Mapping[str, int]
    expressions: Expressions
    open: frozenset[int]
    guards: Guards
    demands: Rows[tuple[int, int, list[list[int]]]]
    """Span, guard, and what is demanded under it: each as expression and set of paths."""
    starts: list[int]
    """The number of the first of what is demanded in each row."""
    paths: list[str]
    reads: list[list[int]]
    """Sets of paths, by their numbers."""
    evaluator: Callable[..., Evaluator] = Evaluator
    settled: Settled | None = None

    def sets(self) -> list[tuple[Path, ...]]:
        """The paths of each set; none of one with every path."""
        paths = as_paths(self.paths)
        found = [tuple(paths[at] for at in numbers) for numbers in self.reads]
        return [() if () in one else one for one in found]


def load(text: bytes) -> Table:
    """Read ``schemas/demands.json``."""
    return load_data(read_table(text))


def load_data(data: Mapping[str, Any]) -> Table:
    """The same from what the file holds."""
    return Table(
        versions={version: index for index, version in enumerate(data["versions"])},
        expressions=Expressions(data["expressions"]),
        open=frozenset(data["open"]),
        guards=Guards(data["guards"]),
        demands=Rows(data["demands"], data["spans"]),
        starts=list(accumulate((len(rows) for _, _, rows in data["demands"]), initial=0)),
        paths=data["paths"],
        reads=data["reads"],
    )


def breaches(given: TemplateInput, table: Table) -> list[Breach]:
    """Return what makes ``helm template`` fail, each path and kind once; nothing for a version that the table does not know."""
    found: dict[tuple[KeyPath, str], Breach] = {}
    for _, breach in unmet(given, table):
        found.setdefault((breach.path, breach.kind), breach)  # type: ignore[arg-type]
    return list(found.values())


def unmet(given: TemplateInput, table: Table) -> list[tuple[int, Breach]]:
    """The same, every breach with the number of the demand, in their order."""
    index = table.versions.get(given.version)
    if index is None:
        return []
    evaluator = table.evaluator(table.expressions, table.open, given.values, helm=given.helm)
    conditions = Conditions(table.guards, evaluator)
    decided = decided_sets(table.paths, table.reads, given.user)
    if given.unknown:
        decided = [
            known and not any(_meet(table.paths[at], path) for at in numbers for path in given.unknown)
            for known, numbers in zip(decided, table.reads, strict=True)
        ]
    unsettled = open_sets(table.settled, given, decided)
    found: list[tuple[int, Breach]] = []
    loud: set[int] = set()
    for row_number, (_, guard, rows) in table.demands.under(index, unsettled, "sets", _sets_of):
        start = table.starts[row_number]
        due = [at for at, row in enumerate(rows, start) if row[1] in unsettled]
        for number in due if due and conditions.environments(guard) else ():
            expression, read = rows[number - start]
            for breach in _judge(conditions, guard, expression):
                found.append((number, breach))
                loud.add(read)
    if table.settled:
        table.settled.settle(given, unsettled, loud)
    return found


def _sets_of(row: tuple[int, int, list[list[int]]]) -> set[int]:
    return {read for _, read in row[2]}


def _meet(path: str, other: tuple[str | int, ...]) -> bool:
    """Whether a path of one or two steps and another lie on one way."""
    return all(step in (EVERY, there) for step, there in zip(path.split("."), other, strict=False))


def _judge(conditions: Conditions, guard: int, expression: int) -> Iterator[Breach]:
    for env in conditions.environments(guard):
        try:
            conditions.evaluator.value(expression, env)
        except EvaluationError as failure:
            path = failure.path or conditions.violation(guard)
            yield Breach(path, failure.kind, _message(failure, path), failure.kind == "reject")


def _message(failure: EvaluationError, path: KeyPath) -> str:
    name = format_path(path)
    if failure.kind == "map":
        return f"the chart reads keys under {name}, but it {failure.detail}"
    if failure.kind == "iterable":
        return f"the chart iterates over {name}, but it {failure.detail}"
    return f"{name} {failure.detail}" if name else failure.detail
