"""Conditions: whether they hold, and if not, which paths are to blame.

A compiled condition is a JSON list: ``["all", [...]]``, ``["any", [...]]``, ``["not", c]``, ``["none", [...]]``,
``["some", pattern, alias, c]``, ``["every", pattern, alias, c]``, or ``["test", pattern, optional, tests]``, where
tests are ``[pipes, [[operator, operand], …]]``, with a third ``true`` in the pair where the operand holds
references to other values, or ``false`` and groups of texts: whatever the expression matches holds one of each.

``holds`` is the question of ``when``; ``failures`` is that of ``require``. They differ over what is missing:
no operator but the few of :data:`SEE_MISSING` passes on a missing or null value in ``when``, and none of them
passes in ``require`` unless the test is optional. A reference to a missing value makes a test false in
``when``, and makes it hold in ``require``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from pachlint.place import Path
from pachlint.policy.judged import Culprit
from pachlint.policy.paths import Pattern, Scope, build
from pachlint.policy.value_checks import Checks, build_checks
from pachlint.records import NamedTuple


class Condition(Protocol):
    """What every kind of condition can do."""

    def holds(self, scope: Scope) -> bool:
        """Whether the condition is true, in the sense of ``when``."""
        ...

    def failures(self, scope: Scope) -> list[Culprit]:
        """What is to blame, in the sense of ``require``; empty if the condition is met."""
        ...

    def subject(self, scope: Scope) -> Path:
        """The path to blame if the condition holds and should not."""
        ...


class ValueTest(NamedTuple):
    """Tests of the value at one path, or at all that a pattern matches: some of them in ``when``, every one in ``require``."""

    pattern: Pattern
    checks: Checks

    def holds(self, scope: Scope) -> bool:
        if self.checks.unique:
            return not self.checks.repeats(self.pattern, scope)
        fixed = self.pattern.fixed
        if fixed is not None:
            return self._passes(fixed, scope)
        return any(self._passes(path, scope) for path in self._paths(scope))

    def failures(self, scope: Scope) -> list[Culprit]:
        if self.checks.unique:
            return self.checks.repeats(self.pattern, scope)
        found: list[Culprit] = []
        for path in self._paths(scope):
            found += self.checks.failures(self.pattern, path, scope)
        return found

    def subject(self, scope: Scope) -> Path:
        paths = self._paths(scope)
        return next(
            (path for path in paths if self._passes(path, scope)),
            paths[0] if paths else _start(self.pattern, scope),
        )

    def _passes(self, path: Path, scope: Scope) -> bool:
        return self.checks.hold(self.pattern.value(path, scope), path, scope)

    def _paths(self, scope: Scope) -> Sequence[Path]:
        pattern = self.pattern
        if pattern.fixed is not None:
            return (pattern.fixed,)
        if pattern.has_wildcard:
            return tuple(pattern.matches(scope))
        path = pattern.path(scope)
        return () if path is None else (path,)


class Parts:
    """The parts of a condition, each built when it is first needed: most rules are decided by their first part."""

    __slots__ = ("built", "compiled")

    def __init__(self, compiled: Sequence[Sequence[Any]]) -> None:
        self.compiled = compiled
        self.built: list[Condition] = []

    def __iter__(self) -> Iterator[Condition]:
        built = self.built
        for at, compiled in enumerate(self.compiled):
            if at == len(built):
                built.append(build_condition(compiled))
            yield built[at]

    @property
    def first(self) -> Condition:
        """The first part; every condition has one."""
        return next(iter(self))


class AllOf(NamedTuple):
    """Every part."""

    parts: Parts

    def holds(self, scope: Scope) -> bool:
        return all(part.holds(scope) for part in self.parts)

    def failures(self, scope: Scope) -> list[Culprit]:
        return [culprit for part in self.parts for culprit in part.failures(scope)]

    def subject(self, scope: Scope) -> Path:
        return self.parts.first.subject(scope)


class AnyOf(NamedTuple):
    """At least one part. If none holds, the first failure of the first part is to blame."""

    parts: Parts

    def holds(self, scope: Scope) -> bool:
        return any(part.holds(scope) for part in self.parts)

    def failures(self, scope: Scope) -> list[Culprit]:
        first: list[Culprit] = []
        for part in self.parts:
            found = part.failures(scope)
            if not found:
                return []
            first = first or found[:1]
        return first

    def subject(self, scope: Scope) -> Path:
        return next((part for part in self.parts if part.holds(scope)), self.parts.first).subject(scope)


class NoneOf(NamedTuple):
    """No part; ``not`` is a ``none`` of one. Each part that holds is to blame."""

    parts: Parts

    def holds(self, scope: Scope) -> bool:
        return not any(part.holds(scope) for part in self.parts)

    def failures(self, scope: Scope) -> list[Culprit]:
        return [
            Culprit(part.subject(scope), aliases=scope.aliases) for part in self.parts if part.holds(scope)
        ]

    def subject(self, scope: Scope) -> Path:
        return self.parts.first.subject(scope)


class Some(NamedTuple):
    """Some match of a pattern, named by ``alias``, for which the condition holds."""

    pattern: Pattern
    alias: str
    where: Condition

    def holds(self, scope: Scope) -> bool:
        return any(self.where.holds(inner) for inner in _each(self.pattern, self.alias, scope))

    def failures(self, scope: Scope) -> list[Culprit]:
        return [] if self.holds(scope) else [Culprit(_start(self.pattern, scope), aliases=scope.aliases)]

    def subject(self, scope: Scope) -> Path:
        inner = next(
            (inner for inner in _each(self.pattern, self.alias, scope) if self.where.holds(inner)), None
        )
        return _start(self.pattern, scope) if inner is None else inner.aliases[self.alias]


class Every(NamedTuple):
    """Every match of a pattern, named by ``alias``, meets the requirement."""

    pattern: Pattern
    alias: str
    require: Condition

    def holds(self, scope: Scope) -> bool:
        return all(self.require.holds(inner) for inner in _each(self.pattern, self.alias, scope))

    def failures(self, scope: Scope) -> list[Culprit]:
        inners = _each(self.pattern, self.alias, scope)
        return [culprit for inner in inners for culprit in self.require.failures(inner)]

    def subject(self, scope: Scope) -> Path:
        return _start(self.pattern, scope)


def _each(pattern: Pattern, alias: str, scope: Scope) -> Iterator[Scope]:
    for path in pattern.matches(scope):
        yield Scope(scope.judged, {**scope.aliases, alias: path})


def _start(pattern: Pattern, scope: Scope) -> Path:
    """The part of a pattern before its first wildcard."""
    return (*(pattern.base(scope) or ()), *pattern.start)


_Builder = Callable[..., Condition]


def build_condition(compiled: Sequence[Any]) -> Condition:
    """The condition of its compiled form."""
    return _BUILDERS[compiled[0]](*compiled[1:])


_BUILDERS: Mapping[str, _Builder] = {
    "test": lambda pattern, optional, checks: ValueTest(
        build(pattern), build_checks(checks, optional=optional)
    ),
    "all": lambda parts: AllOf(Parts(parts)),
    "any": lambda parts: AnyOf(Parts(parts)),
    "none": lambda parts: NoneOf(Parts(parts)),
    "not": lambda part: NoneOf(Parts((part,))),
    "some": lambda pattern, alias, where: Some(build(pattern), alias, build_condition(where)),
    "every": lambda pattern, alias, require: Every(build(pattern), alias, build_condition(require)),
}
