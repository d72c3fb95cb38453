"""All tests of one value: pipes first, then operator after operator until one fails."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from pachlint.chart.secrets import is_secret
from pachlint.formats import FORMATS
from pachlint.layering.values import MISSING
from pachlint.place import Path, format_path
from pachlint.policy.judged import SECRET, Culprit
from pachlint.policy.operators import OPERATORS, Facts, is_empty, is_truthy, same
from pachlint.policy.paths import Pattern, Scope, build
from pachlint.policy.pipes import PipeError, apply_pipe
from pachlint.records import NamedTuple

_NO_FACTS: Facts = {}
_UNKNOWN = object()
"""A reference to a value that is missing."""


class Reference(NamedTuple):
    """Another value as an operand, after its pipes."""

    pattern: Pattern
    pipes: tuple[tuple[str, object], ...]


class Check(NamedTuple):
    """One operator with its operand; ``refers`` if the operand holds references.

    ``needs``: a text without one of each of these groups in it does not match the expression that is the operand.
    """

    operator: str
    operand: Any
    refers: bool
    needs: Sequence[Sequence[str]] = ()


class Checks(NamedTuple):
    """The pipes and operators of one test. ``optional``: a missing value meets a requirement."""

    pipes: tuple[tuple[str, object], ...]
    checks: tuple[Check, ...]
    optional: bool = False
    unique: bool = False

    def hold(self, value: object, path: Path, scope: Scope) -> bool:
        """Whether the value passes all tests, as ``when`` asks."""
        return self._failure(value, path, scope, demanded=False) is None

    def failures(self, pattern: Pattern, path: Path, scope: Scope) -> list[Culprit]:
        """The culprits at one path, as ``require`` asks: the path itself, or the items of its list that fail."""
        value = pattern.value(path, scope)
        failure = self._failure(value, path, scope, demanded=True)
        if failure is None:
            return []
        check, facts = failure
        if (
            check
            and isinstance(value, list)
            and not self.pipes
            and (items := _items_to_blame(check, value, path, scope))
        ):
            return [Culprit((*path, index), known, aliases=scope.aliases) for index, known in items]
        return [Culprit(path, facts, key=pattern.end == "@key", aliases=scope.aliases)]

    def repeats(self, pattern: Pattern, scope: Scope) -> list[Culprit]:
        """The culprits of ``unique``: values that stand at an earlier path already. Empty values are passed over."""
        found: list[Culprit] = []
        seen: list[tuple[Path, object]] = []
        for path, value in self._compared(pattern, scope):
            other = next((earlier for earlier, known in seen if same(known, value)), None)
            if other is None:
                seen.append((path, value))
                continue
            mine = scope.judged.values.set_by_user
            blamed, other = (other, path) if mine(other) and not mine(path) else (path, other)
            facts = {"other": format_path(other), "item": value}
            found.append(Culprit(blamed, facts, key=pattern.end == "@key", aliases=scope.aliases))
        return found

    def _compared(self, pattern: Pattern, scope: Scope) -> Iterator[tuple[Path, object]]:
        for path in pattern.matches(scope):
            try:
                value = _piped(self.pipes, pattern.value(path, scope))
            except PipeError:
                continue
            if isinstance(value, list) and not pattern.has_wildcard:
                yield from (
                    ((path if self.pipes else (*path, at)), item)
                    for at, item in enumerate(value)
                    if not is_empty(item)
                )
            elif not is_empty(value):
                yield path, value

    def _failure(
        self, value: object, path: Path, scope: Scope, *, demanded: bool
    ) -> tuple[Check | None, Facts] | None:
        """The first test that fails, with its facts; no test if a pipe does not fit."""
        missing = value is MISSING or value is None
        if missing:
            if demanded and self.optional:
                return None
        elif self.pipes:
            try:
                value = _piped(self.pipes, value)
            except PipeError as error:
                return None, {"reason": str(error)}
        for check in self.checks:
            facts = _judge(check, value, path, scope, demanded=demanded)
            if facts is not None:
                return check, facts
        return None


def _piped(pipes: Sequence[tuple[str, object]], value: object) -> object:
    for name, argument in pipes:
        value = apply_pipe(name, argument, value)
    return value


def _judge(check: Check, value: object, path: Path, scope: Scope, *, demanded: bool) -> Facts | None:
    operator, operand, refers, needs = check
    missing = value is MISSING or value is None
    sight = _SIGHTS.get(operator)
    if sight is not None:
        return None if sight(value, path, scope, missing) is operand else _NO_FACTS
    if operator in _LISTS:
        return _judge_items(check, value, path, scope, demanded=demanded)
    if refers:
        operand, hidden = _resolve(operand, scope)
        if operand is _UNKNOWN:
            return None if demanded else _NO_FACTS
        check = Check(operator, operand, refers=False)
        facts = _judge(check, value, path, scope, demanded=demanded)
        return dict.fromkeys(facts, SECRET) if facts and hidden else facts
    if missing:
        nullable = operator == "type" and value is None and "null" in operand
        return None if nullable else _facts_of_missing(operator, operand)
    if needs and isinstance(value, str) and not all(any(text in value for text in group) for group in needs):
        return {"expected": operand} if operator == "matches" else None
    judge = OPERATORS[operator].judge
    return judge(value, operand) if judge else None


def _facts_of_missing(operator: str, operand: object) -> Facts:
    if operator == "format":
        return {"expected": FORMATS[cast("str", operand)].words, "reason": "is missing"}
    known = OPERATORS[operator].facts
    facts: dict[str, object] = {
        fact: operand for fact in ("expected", "missing") if fact in known and operator != "not_near"
    }
    return {**facts, "reason": "is missing"}


_SIGHTS: Mapping[str, Any] = {
    "present": lambda value, path, scope, missing: not missing,
    "empty": lambda value, path, scope, missing: missing or is_empty(value),
    "truthy": lambda value, path, scope, missing: not missing and is_truthy(value),
    "set_by_user": lambda value, path, scope, missing: scope.judged.values.set_by_user(path),
    "from_default": lambda value, path, scope, missing: (
        scope.judged.values.has(path) and not scope.judged.values.set_by_user(path)
    ),
}
_LISTS = frozenset(("items", "any_item"))


def _items_to_blame(
    check: Check, value: Sequence[object], path: Path, scope: Scope
) -> list[tuple[int, Facts]]:
    """The items of a list that make a test of the list fail, where it is one or the other of them."""
    if check.operator == "items":
        return _bad_items(check.operand, value, path, scope, demanded=True)
    if check.operator == "not_contains" and not check.refers:
        return [(index, {"item": item}) for index, item in enumerate(value) if same(item, check.operand)]
    return []


def _judge_items(check: Check, value: object, path: Path, scope: Scope, *, demanded: bool) -> Facts | None:
    if not isinstance(value, list):
        return {"reason": "is missing" if value is None or value is MISSING else "is not a list"}
    bad = _bad_items(check.operand, value, path, scope, demanded=demanded)
    if check.operator == "items":
        return bad[0][1] if bad else None
    return _NO_FACTS if len(bad) == len(value) else None


def _bad_items(
    checks: Checks, items: Sequence[object], path: Path, scope: Scope, *, demanded: bool
) -> list[tuple[int, Facts]]:
    found: list[tuple[int, Facts]] = []
    for index, item in enumerate(items):
        failure = checks._failure(item, (*path, index), scope, demanded=demanded)  # noqa: SLF001 -- the same kind of thing
        if failure is not None:
            found.append((index, {"item": item, **failure[1]}))
    return found


def _resolve(operand: object, scope: Scope) -> tuple[object, bool]:
    """An operand with its references replaced by values, and whether one of those is a secret.

    Items of a list that refer to missing values are left out; if nothing remains, the operand is unknown.
    """
    if isinstance(operand, Reference):
        return _follow(operand, scope)
    parts = [
        _follow(part, scope) if isinstance(part, Reference) else (part, False)
        for part in cast("tuple[object, ...]", operand)
    ]
    known = [part for part, _ in parts if part is not _UNKNOWN]
    return (known or _UNKNOWN), any(hidden for _, hidden in parts)


def _follow(reference: Reference, scope: Scope) -> tuple[object, bool]:
    path = reference.pattern.path(scope)
    value = MISSING if path is None else reference.pattern.value(path, scope)
    if path is None or value is MISSING or value is None:
        return _UNKNOWN, False
    try:
        return _piped(reference.pipes, value), is_secret(path)
    except PipeError:
        return _UNKNOWN, False


def build_checks(compiled: Sequence[Any], *, optional: bool = False) -> Checks:
    """The tests of their compiled form, ``[pipes, [[operator, operand], …]]``."""
    pipes, checks = compiled
    built = tuple(_build_check(*check) for check in checks)
    return Checks(_pipes(pipes), built, optional, unique=any(check.operator == "unique" for check in built))


def _build_check(
    operator: str,
    operand: Any,
    refers: bool = False,  # noqa: FBT001, FBT002 -- a row of JSON
    needs: Sequence[Sequence[str]] = (),
) -> Check:
    if operator in _LISTS:
        return Check(operator, build_checks(operand), refers=False)
    if not refers:
        return Check(operator, operand, refers=False, needs=needs)
    if isinstance(operand, list):
        return Check(
            operator,
            tuple(_reference(part) if _is_reference(part) else part for part in operand),
            refers=True,
        )
    return Check(operator, _reference(operand), refers=True)


def _is_reference(part: object) -> bool:
    return isinstance(part, Mapping) and "ref" in part


def _reference(compiled: Mapping[str, Any]) -> Reference:
    return Reference(build(compiled["ref"]), _pipes(compiled["pipes"]))


def _pipes(compiled: Sequence[Sequence[Any]]) -> tuple[tuple[str, object], ...]:
    return tuple((name, argument) for name, argument in compiled)
