"""Conditions: whether they hold, and if not, which paths are to blame.

``holds`` is the question of ``when``; ``failures`` is that of ``require``. They differ over what is missing: no
operator without a sight passes on a missing or null value in ``when``, and none of them passes in ``require``
unless the test is optional. A reference to a missing value makes a test false in ``when``, and makes it hold in
``require``.

Every kind of condition has the same methods:

``holds(scope)``
    whether it is true, in the sense of ``when``;
``failures(scope)``
    what is to blame, in the sense of ``require``; empty if it is met;
``subject(scope)``
    the path to blame if it holds and should not;
``reads(names)``
    the patterns it reads; ``names`` maps the names from outside to what they stand for, from the root;
``may_hold(names, doubt)``, ``may_fail(names)``
    what is known of these from single values, where each name stands for one pattern at most; where nothing is known, ``doubt``, or that it may fail;
``own_cost``, ``parts``, ``to_json()``
    what it takes to judge it, without its parts; these; and the condition as data for :func:`from_json`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pachlint.place import Path
from pachlint.policy.context import Violation
from pachlint.policy.formulas import Formula, both, either, opposite
from pachlint.policy.operators import PRESENCE
from pachlint.policy.path_tests import Names, PathTest, Read, Unique, cost_of, has_matches
from pachlint.policy.paths import Pattern, Scope
from pachlint.records import NamedTuple

_COST_OF_LOOP = 10


class AllOf(NamedTuple):
    """Every part."""

    parts: Sequence["Condition"]

    @property
    def own_cost(self) -> int:
        return 0

    def holds(self, scope: Scope) -> bool:
        return all(part.holds(scope) for part in self.parts)

    def failures(self, scope: Scope) -> list[Violation]:
        return [violation for part in self.parts for violation in part.failures(scope)]

    def subject(self, scope: Scope) -> Path:
        return next(iter(self.parts)).subject(scope)

    def reads(self, names: Names) -> Iterator[Read]:
        return (read for part in self.parts for read in part.reads(names))

    def may_hold(self, names: Names, *, doubt: bool) -> Formula:
        return both(part.may_hold(names, doubt=doubt) for part in self.parts)

    def may_fail(self, names: Names) -> Formula:
        return either(part.may_fail(names) for part in self.parts)

    def to_json(self) -> dict[str, Any]:
        return {"all": [part.to_json() for part in self.parts]}


class AnyOf(NamedTuple):
    """At least one part. If none holds, the first failure of the first part is to blame."""

    parts: Sequence["Condition"]

    @property
    def own_cost(self) -> int:
        return 0

    def holds(self, scope: Scope) -> bool:
        return any(part.holds(scope) for part in self.parts)

    def failures(self, scope: Scope) -> list[Violation]:
        first: list[Violation] = []
        for part in self.parts:
            found = part.failures(scope)
            if not found:
                return []
            first = first or found[:1]
        return first

    def subject(self, scope: Scope) -> Path:
        return next((part for part in self.parts if part.holds(scope)), self.parts[0]).subject(scope)

    def reads(self, names: Names) -> Iterator[Read]:
        return (read for part in self.parts for read in part.reads(names))

    def may_hold(self, names: Names, *, doubt: bool) -> Formula:
        return either(part.may_hold(names, doubt=doubt) for part in self.parts)

    def may_fail(self, names: Names) -> Formula:
        return both(part.may_fail(names) for part in self.parts)

    def to_json(self) -> dict[str, Any]:
        return {"any": [part.to_json() for part in self.parts]}


class NoneOf(NamedTuple):
    """No part; ``not`` is a ``none`` of one. Each part that holds is to blame."""

    parts: Sequence["Condition"]

    @property
    def own_cost(self) -> int:
        return 0

    def holds(self, scope: Scope) -> bool:
        return not any(part.holds(scope) for part in self.parts)

    def failures(self, scope: Scope) -> list[Violation]:
        return [
            Violation(part.subject(scope), aliases=scope.aliases) for part in self.parts if part.holds(scope)
        ]

    def subject(self, scope: Scope) -> Path:
        return next(iter(self.parts)).subject(scope)

    def reads(self, names: Names) -> Iterator[Read]:
        return (read for part in self.parts for read in part.reads(names))

    def may_hold(self, names: Names, *, doubt: bool) -> Formula:
        return opposite(either(part.may_hold(names, doubt=not doubt) for part in self.parts))

    def may_fail(self, names: Names) -> Formula:
        return either(part.may_hold(names, doubt=True) for part in self.parts)

    def to_json(self) -> dict[str, Any]:
        return {"none": [part.to_json() for part in self.parts]}


class Some(NamedTuple):
    """Some match of a pattern, named by ``alias``, for which the condition holds."""

    pattern: Pattern
    alias: str
    where: "Condition"

    @property
    def parts(self) -> tuple["Condition"]:
        return (self.where,)

    @property
    def own_cost(self) -> int:
        return _COST_OF_LOOP + cost_of(self.pattern)

    def holds(self, scope: Scope) -> bool:
        return any(self.where.holds(inner) for inner in _each(self.pattern, self.alias, scope))

    def failures(self, scope: Scope) -> list[Violation]:
        return [] if self.holds(scope) else [Violation(self.pattern.start_in(scope), aliases=scope.aliases)]

    def subject(self, scope: Scope) -> Path:
        inners = _each(self.pattern, self.alias, scope)
        found = next((inner.aliases[self.alias] for inner in inners if self.where.holds(inner)), None)
        return self.pattern.start_in(scope) if found is None else found

    def reads(self, names: Names) -> Iterator[Read]:
        return _reads_of_each(self.pattern, self.alias, self.where, names)

    def may_hold(self, names: Names, *, doubt: bool) -> Formula:
        return doubt and has_matches(self.pattern.at_root(names))

    def may_fail(self, names: Names) -> Formula:
        return True

    def to_json(self) -> dict[str, Any]:
        return {"some": self.pattern.to_json(), "as": self.alias, "where": self.where.to_json()}


class Every(NamedTuple):
    """Every match of a pattern, named by ``alias``, meets the requirement."""

    pattern: Pattern
    alias: str
    require: "Condition"

    @property
    def parts(self) -> tuple["Condition"]:
        return (self.require,)

    @property
    def own_cost(self) -> int:
        return _COST_OF_LOOP + cost_of(self.pattern)

    def holds(self, scope: Scope) -> bool:
        return all(self.require.holds(inner) for inner in _each(self.pattern, self.alias, scope))

    def failures(self, scope: Scope) -> list[Violation]:
        inners = _each(self.pattern, self.alias, scope)
        return [violation for inner in inners for violation in self.require.failures(inner)]

    def subject(self, scope: Scope) -> Path:
        return self.pattern.start_in(scope)

    def reads(self, names: Names) -> Iterator[Read]:
        return _reads_of_each(self.pattern, self.alias, self.require, names)

    def may_hold(self, names: Names, *, doubt: bool) -> Formula:
        return doubt or opposite(has_matches(self.pattern.at_root(names)))

    def may_fail(self, names: Names) -> Formula:
        return has_matches(self.pattern.at_root(names))

    def to_json(self) -> dict[str, Any]:
        return {"every": self.pattern.to_json(), "as": self.alias, "require": self.require.to_json()}


Condition = PathTest | Unique | AllOf | AnyOf | NoneOf | Some | Every


def _each(pattern: Pattern, alias: str, scope: Scope) -> Iterator[Scope]:
    for path in pattern.matches(scope):
        yield Scope(scope.context, {**scope.aliases, alias: path})


def _reads_of_each(pattern: Pattern, alias: str, inner: Condition, names: Names) -> Iterator[Read]:
    routes = pattern.rooted(names)
    yield Read(pattern, routes, PRESENCE)
    yield from inner.reads({**names, alias: routes})


def walk(condition: Condition) -> Iterator[Condition]:
    """The condition and all that are inside it."""
    yield condition
    for part in condition.parts:
        yield from walk(part)


def cost(condition: Condition) -> int:
    """What it takes to judge a condition, in steps of looking one value up."""
    return sum(one.own_cost for one in walk(condition))


def from_json(data: Mapping[str, Any]) -> Condition:
    """The condition of its ``to_json``, whose first key says what kind it is."""
    return _FROM_JSON[next(iter(data))](data)


class _Parts(Sequence["Condition"]):
    """Parts that are built when they are first asked for: most conditions are settled by their first part (3 ms of a cold start)."""

    __slots__ = ("_built", "_data")

    def __init__(self, data: Sequence[Mapping[str, Any]]) -> None:
        self._data = data
        self._built: list[Condition] = []

    def __iter__(self) -> Iterator["Condition"]:
        built = self._built
        for at, part in enumerate(self._data):
            if at == len(built):
                built.append(from_json(part))
            yield built[at]

    def __len__(self) -> int:
        return len(self._data)

    def __getitem__(self, at: Any) -> Any:
        return tuple(self)[at]

    def __repr__(self) -> str:
        return repr(tuple(self))


_FROM_JSON: Mapping[str, Callable[[Mapping[str, Any]], Condition]] = {
    "test": PathTest.from_json,
    "unique": Unique.from_json,
    "all": lambda data: AllOf(_Parts(data["all"])),
    "any": lambda data: AnyOf(_Parts(data["any"])),
    "none": lambda data: NoneOf(_Parts(data["none"])),
    "some": lambda data: Some(Pattern.from_json(data["some"]), data["as"], from_json(data["where"])),
    "every": lambda data: Every(Pattern.from_json(data["every"]), data["as"], from_json(data["require"])),
}
