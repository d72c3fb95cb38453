"""Which field of which Kubernetes object a value lands in, and what the API server says of it there.

``schemas/flows.json`` holds for every chart version what its templates write into fields, as expressions over the values,
and under which conditions.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from pachlint.reading.composer import compose
from pachlint.records import NamedTuple
from pachlint.verdict.breaches import Rows, decided_sets
from pachlint.verdict.conditions import Conditions, Guards
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.forms import (
    Call,
    Choice,
    Expressions,
    Field,
    Value,
    Variable,
    operands,
    read_table,
)
from pachlint.verdict.gotemplate import NO_VALUE, printed
from pachlint.verdict.memory import open_sets
from pachlint.verdict.oddities import is_word
from pachlint.verdict.plain_values import is_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pachlint.kubernetes.violation import Violation
    from pachlint.place import Path
    from pachlint.verdict.breaches import TemplateInput
    from pachlint.verdict.memory import Settled

UNREAD = object()
# https://github.com/kubernetes/kubernetes/blob/v1.20.0/pkg/apis/core/validation/validation.go, ValidateService
_BY_TYPE = frozenset(("clusterIP", "externalTrafficPolicy", "loadBalancerSourceRanges", "nodePort"))


class Flow(NamedTuple):
    """What lands in a place of an object; all but ``shared`` are numbers.

    ``expression`` is -1 if the place itself is none of such an object, and ``screen`` if nothing tells at a glance that a value is
    accepted. ``reads`` is the set of paths that decide it, ``shared`` whether other fields stand beside what is written.
    """

    span: int
    object: int
    place: int
    expression: int
    guard: int
    shared: int
    reads: int
    screen: int


class Table(NamedTuple):
    """What lands where in every version, as read from JSON."""

    versions: Mapping[str, int]
    objects: list[Sequence[Any]]
    """Kind, the expression of the name, those of the labels that pods must have, and perhaps the volumes that the chart gives them."""
    places: list[list[str | int]]
    open: frozenset[int]
    paths: list[str]
    reads: list[list[int]]
    guards: Guards
    screens: list[Any]
    """What tells at a glance that a value is accepted."""
    flows: Rows[Sequence[int]]
    """Each as :class:`Flow` has it."""
    expressions: Expressions
    evaluator: Callable[..., Evaluator] = Evaluator
    settled: Settled | None = None


class Refusal(NamedTuple):
    """What the API server refuses in an object, and the value that is at fault (with ``at_key`` its key)."""

    path: Path
    kind: str
    name: str
    place: Path
    violation: Violation


def load(text: bytes) -> Table:
    """Read ``schemas/flows.json``."""
    return load_data(read_table(text))


def load_data(data: Mapping[str, Any]) -> Table:
    """The same from what the file holds."""
    versions = {version: index for index, version in enumerate(data["versions"])}
    own = {"versions", "open", "expressions", "evaluator", "flows", "guards", "settled"}
    rest = {name: data[name] for name in Table._fields if name not in own}
    return Table(
        versions=versions,
        open=frozenset(data["open"]),
        expressions=Expressions(data["expressions"]),
        flows=Rows(data["flows"], data["spans"]),
        guards=Guards(data["guards"]),
        **rest,
    )


def refusals(given: TemplateInput, table: Table) -> list[Refusal]:
    """What the API server refuses of the objects that the values make, each value and violation once."""
    found: dict[tuple[Path, str], Refusal] = {}
    for refusal in Flows(given, table).refused():
        found.setdefault((refusal.path, refusal.violation.words), refusal)
    return list(found.values())


def as_written(text: str) -> object:
    """What Kubernetes reads in a field into which a text is written; :data:`UNREAD` if it is no YAML by itself."""
    text = text.replace(NO_VALUE, "").strip()
    if not text:
        return None
    if is_word(text):
        return text
    return _kept(text) if len(text) < _SHORT else _composed(text)


def _composed(text: str) -> object:
    composed = compose(text + "\n")
    return UNREAD if composed.problems else composed.data


_SHORT = 1_000
# what the chart itself writes is the same for the values of many files
_kept = lru_cache(maxsize=1024)(_composed)


def _sets_of(row: Sequence[int]) -> tuple[int]:
    return (Flow(*row).reads,)


class Flows:
    """The flows of a version over one set of values."""

    def __init__(self, given: TemplateInput, table: Table) -> None:
        self.given, self.table = given, table
        self.user = given.user if given.user is not None else given.values
        self.evaluator = table.evaluator(table.expressions, table.open, given.values, helm=given.helm)
        self.conditions = Conditions(table.guards, self.evaluator)

    def refused(self) -> Iterator[Refusal]:
        index = self.table.versions.get(self.given.version)
        if index is None:
            return
        table = self.table
        due = decided_sets(table.paths, table.reads, self.given.user)
        unsettled, loud = open_sets(table.settled, self.given, due), set[int]()
        for _, row in table.flows.under(index, unsettled, "sets", _sets_of):
            flow = Flow(*row)
            for refusal in self._flow(flow):
                loud.add(flow.reads)
                yield refusal
        if table.settled:
            table.settled.settle(self.given, unsettled, loud)

    def _flow(self, flow: Flow) -> Iterator[Refusal]:
        kind, name, *_ = self.table.objects[flow.object]
        place = tuple(self.table.places[flow.place])
        for env in self.conditions.environments(flow.guard):
            try:
                found = [*self._judged(flow, env), *self._beside(flow, env)]
                named = printed(self.evaluator.value(name, env)).strip("\"' \n") if found else ""
            except EvaluationError:
                continue
            for blamed, violation in found:
                if blamed and not self._is_unknown(blamed):
                    # a key that a loop writes is that of the item
                    whole = tuple(blamed[-1] if step == "*" else step for step in place)
                    yield Refusal(blamed, kind, named, whole, violation)

    def _is_unknown(self, path: Path) -> bool:
        return any(path[: len(other)] == other for other in self.given.unknown)

    def _judged(self, flow: Flow, env: dict[int, object]) -> Iterator[tuple[Path, Violation]]:
        kind, _, selector, *_ = self.table.objects[flow.object]
        place = tuple(self.table.places[flow.place])
        if flow.expression < 0:
            blamed = self.conditions.violation(flow.guard)
            if blamed and self._is_users(blamed):
                from pachlint.verdict.landed import no_such_field  # noqa: PLC0415 -- few values switch such a field on

                yield blamed, no_such_field(kind, place)
            return
        source, value = self.landed(flow.expression, env)
        if value is UNREAD:
            return
        asked = self._asked(selector, value, env) if selector and isinstance(value, dict) else []
        if not asked and flow.screen >= 0 and is_plain(self.table.screens[flow.screen], value):
            return
        written = self.blamed(source, env, flow.guard)
        if written is None:
            return
        for key, wanted in asked:
            from pachlint.verdict.landed import other_label  # noqa: PLC0415 -- few labels are those of the selector

            yield (*written, key), other_label(key, wanted)
        from pachlint.verdict.landed import violations  # noqa: PLC0415 -- a glance is enough for most values

        for violation in violations(value, kind, place, shared=bool(flow.shared)):
            path = (*written, *violation.path)
            if violation.beside is not None and not self._is_users(path):
                beside = (*written, *violation.beside)
                path = beside if self._is_users(beside) else path
            yield path, violation

    def landed(self, expression: int, env: dict[int, object]) -> tuple[int, object]:
        """What an expression writes as Kubernetes reads it, and the expression of the value itself."""
        form = self.table.expressions[expression]
        if isinstance(form, Call) and form.function == "toYaml":
            (source,) = form.arguments
            return source, self.evaluator.value(source, env)
        return expression, self._written(expression, env)

    def _beside(self, flow: Flow, env: dict[int, object]) -> Iterator[tuple[Path, Violation]]:
        """What does not go with what else the chart writes into the object."""
        if self._has_neighbours(flow):
            from pachlint.verdict.beside import beside  # noqa: PLC0415 -- few values depend on others of the object

            yield from beside(self, flow, env)

    def _has_neighbours(self, flow: Flow) -> bool:
        kind, _, _, *volumes = self.table.objects[flow.object]
        return bool(volumes) or (kind == "Service" and self.table.places[flow.place][-1] in _BY_TYPE)

    def _asked(
        self, selector: Sequence[tuple[str, int]], labels: Mapping[str, object], env: dict[int, object]
    ) -> list[tuple[str, str]]:
        """The labels that pods must have, and have another value of."""
        found = [
            (key, as_written(printed(self.evaluator.value(e, env)))) for key, e in selector if key in labels
        ]
        return [
            (key, wanted)
            for key, wanted in found
            if isinstance(wanted, str) and isinstance(labels[key], str | None) and labels[key] != wanted
        ]

    def _written(self, expression: int, env: dict[int, object]) -> object:
        return as_written(printed(self.evaluator.value(expression, env)))

    def blamed(self, expression: int, env: dict[int, object], guard: int) -> Path | None:
        """The user's value that an expression writes, the last if there are more; None if all are the chart's own."""
        paths = [path for path in self._read(expression, env, guard) if self._is_users(path)]
        return paths[-1] if paths else None

    def _is_users(self, path: Path) -> bool:
        below: object = self.user
        for step in path:
            if isinstance(below, dict) and step in below:
                below = below[step]
            elif not (isinstance(below, list) and isinstance(step, int) and step < len(below)):
                return False
        return True

    def _read(self, index: int, env: dict[int, object], guard: int) -> Iterator[Path]:
        form = self.table.expressions[index]
        if isinstance(form, Value):
            yield form.path
        elif isinstance(form, Variable):
            loop = self.conditions.loop_of(form.number, guard)
            if loop is not None:
                for path in self._read(loop.over, env, guard):
                    yield (*path, cast("str | int", env[loop.key]))
        elif isinstance(form, Choice):
            try:
                chosen = form.yes if self.conditions.holds(form.test, env) else form.no
            except EvaluationError:
                return
            yield from self._read(chosen, env, guard)
        elif isinstance(form, Field):
            for path in self._read(form.base, env, guard):
                yield (*path, *form.names)
        else:
            for operand in operands(form):
                yield from self._read(operand, env, guard)
