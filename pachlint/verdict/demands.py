"""What the chart's templates demand of the values, by chart version, and which values fall short.

``schemas/demands.json`` says under which condition an expression over the values is evaluated, and where its
text goes in a manifest. A demand is broken when evaluating fails (a key read in what is no map, text expected
where there is a number, an explicit refusal) or when the text makes the manifest unreadable.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pachlint.place import format_path
from pachlint.records import NamedTuple
from pachlint.verdict.expressions import Evaluator, Failure, Path
from pachlint.verdict.gotemplate import printed, truth
from pachlint.verdict.placement import Place, broken_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


_EVERY = "*"


class Breach(NamedTuple):
    """A demand that the values do not meet: Helm stops.

    ``kind`` is ``map``, ``argument``, ``iterable``, ``yaml`` or ``refuse``; ``explicit`` tells a refusal that the
    chart's authors wrote from a crash.
    """

    path: tuple[str | int, ...]
    kind: str
    detail: str
    explicit: bool


class Table(NamedTuple):
    """The demands of every version, as read from JSON."""

    versions: Mapping[str, int]
    spans: tuple[tuple[int, ...], ...]
    expressions: list[Any]
    open: frozenset[int]
    guards: list[list[int]]
    places: tuple[Place, ...]
    demands: list[tuple[int, int, list[list[int]]]]
    """Span, guard, and what is demanded under it: each as expression, set of paths, and perhaps place."""
    paths: list[str]
    reads: list[list[int]]
    """Sets of paths, by their numbers."""


def load(text: str | bytes) -> Table:
    """Read ``schemas/demands.json``."""
    return load_data(json.loads(text))


def load_data(data: Mapping[str, Any]) -> Table:
    """The same from what the file holds."""
    return Table(
        versions={version: index for index, version in enumerate(data["versions"])},
        spans=tuple(tuple(span) for span in data["spans"]),
        expressions=data["expressions"],
        open=frozenset(data["open"]),
        guards=data["guards"],
        places=tuple(Place(**place) for place in data["places"]),
        demands=data["demands"],
        paths=data["paths"],
        reads=data["reads"],
    )


def _covers(span: tuple[int, ...], version: int) -> bool:
    """Tell whether a span, pairs of first and last version, holds ``version``."""
    return any(first <= version <= last for first, last in zip(span[::2], span[1::2], strict=True))


class _Conditions:
    """Which guards hold; a guard whose own condition cannot be evaluated does not."""

    def __init__(self, table: Table, evaluator: Evaluator) -> None:
        self.table = table
        self.evaluator = evaluator
        self.known: dict[int, list[dict[int, object]]] = {-1: [{}]}

    def environments(self, guard: int) -> list[dict[int, object]]:
        """Return the loop variables of every time that what is under ``guard`` runs; [] if it does not."""
        found = self.known.get(guard)
        if found is None:
            parent, *rest = self.table.guards[guard]
            found = []
            for env in self.environments(parent):
                try:
                    found += self._narrowed(rest, env)
                except Failure:
                    continue
            self.known[guard] = found
        return found

    def _narrowed(self, rest: list[int], env: dict[int, object]) -> list[dict[int, object]]:
        if len(rest) == 3:
            over, key, item = rest
            return [env | {key: name, item: value} for name, value in self.evaluator.pairs(over, env)[:64]]
        test = rest[0]
        holds = truth(self.evaluator.value(test if test >= 0 else -test - 1, env))
        return [env] if holds is (test >= 0) else []

    def culprit(self, guard: int) -> Path:
        """Return the value path that the innermost condition reads."""
        while guard >= 0:
            parent, test, *_ = self.table.guards[guard]
            path = self.evaluator.culprit(test if test >= 0 else -test - 1)
            if path:
                return path
            guard = parent
        return ()


def breaches(
    values: Mapping[str, object],
    version: str,
    table: Table,
    user: Mapping[str, object] | None = None,
    unknown: Iterable[tuple[str | int, ...]] = (),
) -> list[Breach]:
    """Return what makes ``helm template`` fail on effective ``values``, each path and kind once.

    ``values`` are what a template sees: the defaults of the chart and of the charts inside it with the user's over
    them, nulls applied. A version that the table does not know has no breaches. With ``user``, what the user wrote over
    the defaults of that released version, demands that nothing of it decides are passed over; so are those
    that something at one of the ``unknown`` paths decides.
    """
    found: dict[tuple[Path, str], Breach] = {}
    for _, breach in unmet(values, version, table, user, unknown):
        found.setdefault((breach.path, breach.kind), breach)  # type: ignore[arg-type]
    return list(found.values())


def unmet(
    values: Mapping[str, object],
    version: str,
    table: Table,
    user: Mapping[str, object] | None = None,
    unknown: Iterable[tuple[str | int, ...]] = (),
) -> list[tuple[int, Breach]]:
    """The same, every breach with the number of the demand, in their order."""
    index = table.versions.get(version)
    if index is None:
        return []
    conditions = _Conditions(table, Evaluator(table.expressions, table.open, values))
    active = [_covers(span, index) for span in table.spans]
    decided = decided_sets(table, user)
    holes = tuple(unknown)
    if holes:
        decided = [
            known and not any(_meet(table.paths[at], path) for at in numbers for path in holes)
            for known, numbers in zip(decided, table.reads, strict=True)
        ]
    found: list[tuple[int, Breach]] = []
    start = 0
    for span, guard, rows in table.demands:
        due = [at for at, row in enumerate(rows, start) if decided[row[1]]] if active[span] else ()
        for number in due if due and conditions.environments(guard) else ():
            expression, _, *place = rows[number - start]
            where = table.places[place[0]] if place else None
            found += [(number, breach) for breach in _judge(conditions, guard, expression, where)]
        start += len(rows)
    return found


def decided_sets(table: Table, user: Mapping[str, object] | None) -> list[bool]:
    """For every set of paths whether the user wrote something at one of them, above or below it."""
    if user is None:
        return [True] * len(table.reads)
    touched = {number for number, path in enumerate(table.paths) if _is_touched(path, user)}
    return [not touched.isdisjoint(numbers) for numbers in table.reads]


def _meet(path: str, other: tuple[str | int, ...]) -> bool:
    """Whether a path of one or two steps and another lie on one way."""
    return all(step in (_EVERY, there) for step, there in zip(path.split("."), other, strict=False))


def _is_touched(path: str, user: Mapping[str, object]) -> bool:
    """Whether the user wrote something at a path of one or two steps, above or below it; ``*`` is every path."""
    first, _, second = path.partition(".")
    if first not in user:
        return first == _EVERY
    below = user[first]
    return not second or not isinstance(below, dict) or second in below or not below


def _judge(conditions: _Conditions, guard: int, expression: int, place: Place | None) -> Iterator[Breach]:
    evaluator = conditions.evaluator
    for env in conditions.environments(guard):
        try:
            value = evaluator.value(expression, env)
        except Failure as failure:
            path = failure.path or conditions.culprit(guard)
            yield Breach(path, failure.kind, _told(failure, path), failure.kind == "refuse")
            continue
        problem = broken_text(place, value, printed(value)) if place else ""
        if problem:
            path = evaluator.written(expression, printed(value)) or evaluator.culprit(expression)
            yield Breach(path, "yaml", f"{'.'.join(path)} {problem}", explicit=False)


def _told(failure: Failure, path: Path) -> str:
    name = format_path(path)
    if failure.kind == "map":
        return f"the chart reads keys under {name}, but it {failure.detail}"
    if failure.kind == "iterable":
        return f"the chart goes through {name} item by item, but it {failure.detail}"
    return f"{name} {failure.detail}" if name else failure.detail
