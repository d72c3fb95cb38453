"""Tests of what stands at a path: the leaves of every condition (see :mod:`pachlint.policy.tree`)."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from pachlint.kinds import is_empty, same
from pachlint.layering.values import MISSING
from pachlint.place import Path, format_path
from pachlint.policy.context import Violation
from pachlint.policy.formulas import Ask, Formula, both, either, opposite
from pachlint.policy.operators import INSIDE, Facts
from pachlint.policy.paths import Pattern, Scope
from pachlint.policy.pipes import PipeError, Pipes, piped
from pachlint.policy.value_tests import ItemTest, Operation, ValueTest
from pachlint.policy.ways import COLLECTIONS
from pachlint.records import NamedTuple

Names = Mapping[str, tuple[Pattern, ...]]
"""What names may stand for: patterns from the root."""

_COST_OF_WILDCARD = 5


class Read(NamedTuple):
    """What a condition reads: a pattern, the same from the root, and how deep it looks at what is there."""

    pattern: Pattern
    routes: tuple[Pattern, ...]
    depth: int = INSIDE


class PathTest(NamedTuple):
    """A test of the value at one path, or at all that a pattern matches: some of them in ``when``, every one in ``require``.

    ``optional``: a missing value meets a requirement.
    """

    pattern: Pattern
    test: ValueTest
    optional: bool = False

    @property
    def parts(self) -> tuple[()]:
        return ()

    @property
    def own_cost(self) -> int:
        return 1 + cost_of(self.pattern) + self.test.cost

    def holds(self, scope: Scope) -> bool:
        fixed = self.pattern.fixed
        if fixed is not None:
            return self._passes(fixed, scope)
        return any(self._passes(path, scope) for path in self.pattern.paths(scope))

    def failures(self, scope: Scope) -> list[Violation]:
        return [found for path in self.pattern.paths(scope) for found in self._failures_at(path, scope)]

    def subject(self, scope: Scope) -> Path:
        paths = self.pattern.paths(scope)
        start = paths[0] if paths else self.pattern.start_in(scope)
        return next((path for path in paths if self._passes(path, scope)), start)

    def _passes(self, path: Path, scope: Scope) -> bool:
        return self.test.failure(self.pattern.value(path, scope), path, scope, required=False) is None

    def _failures_at(self, path: Path, scope: Scope) -> list[Violation]:
        """The path itself if it is to blame, or the items of its list that fail."""
        value = self.pattern.value(path, scope)
        if self.optional and (value is MISSING or value is None):
            return []
        failure = self.test.failure(value, path, scope, required=True)
        if failure is None:
            return []
        one, facts = failure
        if one and isinstance(value, list) and not self.test.pipes:
            items = _items_to_blame(one, value, path, scope)
            if items:
                return [Violation((*path, index), known, aliases=scope.aliases) for index, known in items]
        return [Violation(path, facts, key=self.pattern.end == "@key", aliases=scope.aliases)]

    def reads(self, names: Names) -> Iterator[Read]:
        yield Read(self.pattern, self.pattern.rooted(names), self.test.depth)
        for reference in self.test.references:
            yield Read(reference.pattern, reference.pattern.rooted(names))

    def may_hold(self, names: Names, *, doubt: bool) -> Formula:
        pattern = self.pattern.at_root(names)
        fixed = pattern.fixed
        if pattern.alias or pattern.end:
            return doubt
        if fixed is None:
            return doubt and has_matches(pattern)
        return both(
            Ask(fixed, one)
            if isinstance(one, Operation) and one.quick and not self.test.pipes
            else doubt and (one.sees_missing or Ask(fixed, _PRESENT))
            for one in self.test.operations
        )

    def may_fail(self, names: Names) -> Formula:
        pattern = self.pattern.at_root(names)
        fixed = pattern.fixed
        if pattern.alias or pattern.end:
            return True
        if fixed is None:
            return has_matches(pattern)
        failing = either(
            opposite(Ask(fixed, one))
            if isinstance(one, Operation) and one.quick and not self.test.pipes
            else True
            for one in self.test.operations
        )
        return both([Ask(fixed, _PRESENT), failing]) if self.optional else failing

    def to_json(self) -> dict[str, Any]:
        data = {"test": self.pattern.to_json(), "is": self.test.to_json()}
        return {**data, "optional": True} if self.optional else data

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "PathTest":
        return PathTest(
            Pattern.from_json(data["test"]), ValueTest.from_json(data["is"]), data.get("optional", False)
        )


class Unique(NamedTuple):
    """No two matches of a pattern, or items of a list, are the same after the pipes. Empty values do not count."""

    pattern: Pattern
    pipes: Pipes = ()

    @property
    def parts(self) -> tuple[()]:
        return ()

    @property
    def own_cost(self) -> int:
        return 1 + cost_of(self.pattern) + len(self.pipes)

    def holds(self, scope: Scope) -> bool:
        return not self.failures(scope)

    def failures(self, scope: Scope) -> list[Violation]:
        """The values that stand at an earlier path already."""
        found: list[Violation] = []
        seen: dict[Hashable, Path] = {}
        for path, value in self._compared(scope):
            identity = _identity(value)
            other = seen.get(identity)
            if other is None:
                seen[identity] = path
                continue
            mine = scope.context.values.set_by_user
            blamed, other = (other, path) if mine(other) and not mine(path) else (path, other)
            facts = {"other": format_path(other), "item": value}
            found.append(Violation(blamed, facts, key=self.pattern.end == "@key", aliases=scope.aliases))
        return found

    def subject(self, scope: Scope) -> Path:
        return next(iter(self.pattern.paths(scope)), self.pattern.start_in(scope))

    def _compared(self, scope: Scope) -> Iterator[tuple[Path, object]]:
        for path in self.pattern.matches(scope):
            try:
                value = piped(self.pipes, self.pattern.value(path, scope))
            except PipeError:
                continue
            if isinstance(value, list) and not self.pattern.has_wildcard:
                for at, item in enumerate(value):
                    if not is_empty(item):
                        yield path if self.pipes else (*path, at), item
            elif not is_empty(value):
                yield path, value

    def reads(self, names: Names) -> Iterator[Read]:
        yield Read(self.pattern, self.pattern.rooted(names))

    def may_hold(self, names: Names, *, doubt: bool) -> Formula:
        return doubt

    def may_fail(self, names: Names) -> Formula:
        return has_matches(self.pattern.at_root(names))

    def to_json(self) -> dict[str, Any]:
        return {"unique": self.pattern.to_json(), "pipes": list(self.pipes)}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Unique":
        return Unique(Pattern.from_json(data["unique"]), tuple(map(tuple, data["pipes"])))


def _identity(value: object) -> Hashable:
    """What two values have in common if and only if they are the same in the sense of :func:`pachlint.kinds.same`."""
    if isinstance(value, Mapping):
        return frozenset((key, _identity(inner)) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(_identity, value))
    return type(value) is bool, value


# what is not among the values until a rule is judged that goes over it
_COLLECTIONS = frozenset((name,) for name in COLLECTIONS)
_PRESENT = Operation("present", operand=True)
_TRUTHY = Operation("truthy", operand=True)


def has_matches(pattern: Pattern) -> Formula:
    """When a pattern may have matches; before its first wildcard there must be something to go over."""
    if pattern.alias or pattern.steps[:1] in _COLLECTIONS:
        return True
    return Ask(pattern.start, _TRUTHY if pattern.has_wildcard else _PRESENT)


def cost_of(pattern: Pattern) -> int:
    """What it takes to find the paths of a pattern, besides looking one value up."""
    return _COST_OF_WILDCARD if pattern.has_wildcard else 0


def _items_to_blame(
    one: Operation | ItemTest, value: Sequence[object], path: Path, scope: Scope
) -> list[tuple[int, Facts]]:
    """The items of a list that make a test of the list fail, where it is one or the other of them."""
    if isinstance(one, ItemTest):
        return one.bad_items(value, path, scope, required=True) if one.name == "items" else []
    if one.name == "not_contains" and not one.references:
        return [(index, {"item": item}) for index, item in enumerate(value) if same(item, one.operand)]
    return []
