"""What a rule judges and demands: its conditions, and what they read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from pachlint.place import Path
from pachlint.policy.formulas import Formula, both, either
from pachlint.policy.path_tests import Names, Read, has_matches
from pachlint.policy.paths import ANY, EVERYTHING, Glob, Pattern, Scope, written_scalars
from pachlint.policy.tree import Condition, Every, Some, from_json, walk
from pachlint.policy.ways import COLLECTIONS
from pachlint.records import NamedTuple


class Each(NamedTuple):
    """What a rule is judged for, once for every match. ``everything``: all scalars that the user wrote."""

    patterns: tuple[Pattern, ...]
    alias: str
    where: Condition | None = None
    everything: bool = False

    @property
    def collections(self) -> tuple[str, ...]:
        """The collections of ways into the release that it goes over."""
        return tuple(name for name, every in COLLECTIONS.items() if every in self.patterns)

    def paths(self, scope: Scope, *, of_user: bool = False) -> Iterator[Path]:
        """The paths of all matches, some of them perhaps twice; ``of_user``: of those that the user set."""
        if self.everything:
            yield from written_scalars(scope.context)
        for pattern in self.patterns:
            yield from pattern.matches(scope, of_user=of_user)

    def to_json(self) -> dict[str, Any]:
        """As data."""
        patterns = [pattern.to_json() for pattern in self.patterns]
        return {
            "in": [EVERYTHING, *patterns] if self.everything else patterns,
            "as": self.alias,
            "where": self.where and self.where.to_json(),
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Each":
        """What :meth:`to_json` gave."""
        patterns = [part for part in data["in"] if part != EVERYTHING]
        return Each(
            tuple(map(Pattern.from_json, patterns)),
            data["as"],
            data["where"] and from_json(data["where"]),
            everything=len(patterns) < len(data["in"]),
        )


class Logic:
    """The conditions of a rule; one with a predicate has no ``require``.

    They are built of ``data`` when they are first asked for, since ``when`` mostly settles it. What they read is worked out once.
    ``cases`` are the conditions that choose the severity.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data

    @staticmethod
    def of(
        each: Each | None,
        when: Condition | None,
        require: Condition | None,
        cases: Sequence[Condition] = (),
        words: Sequence[Condition] = (),
    ) -> "Logic":
        """The logic of these parts; of the conditions that choose ``words`` it has only what they go over."""
        from pachlint.policy.needed_keys import (  # noqa: PLC0415 -- where rules are compiled only
            is_of_user,
            needed_keys,
        )

        parts = {"each": each, "when": when, "require": require}
        keys = needed_keys(each.where, each.alias) if each and each.where else None
        asked = _gone_over(one for one in (each and each.where, when, require) if one)
        every = {*(each.collections if each else ()), *asked, *_gone_over((*cases, *words))}
        data = {
            **{name: part.to_json() for name, part in parts.items() if part},
            "cases": [one.to_json() for one in cases],
            "keys": sorted(keys or ()),
            "of_user": bool(each and each.where and is_of_user(each.where, each.alias)),
            "collections": sorted(every),
            "whole": sorted(asked),
        }
        return Logic({name: part for name, part in data.items() if part})

    @cached_property
    def each(self) -> Each | None:
        """What the rule is judged for, once for each."""
        return Each.from_json(self.data["each"]) if "each" in self.data else None

    @cached_property
    def when(self) -> Condition | None:
        """The rule has something to say only if this holds."""
        return from_json(self.data["when"]) if "when" in self.data else None

    @cached_property
    def require(self) -> Condition | None:
        """There is a finding for each failure of this."""
        return from_json(self.data["require"]) if "require" in self.data else None

    @cached_property
    def cases(self) -> tuple[Condition, ...]:
        """The conditions of the cases of severity."""
        return tuple(map(from_json, self.data.get("cases", ())))

    @cached_property
    def collections(self) -> Sequence[str]:
        """The collections that any part goes over."""
        found: Sequence[str] = self.data.get("collections", ())
        return found

    @property
    def whole_collections(self) -> Sequence[str]:
        """The collections of which ``some`` or ``every`` must see all to tell anything."""
        found: Sequence[str] = self.data.get("whole", ())
        return found

    @cached_property
    def when_first(self) -> bool:
        """Whether ``when`` is the same for every match, and so asked before any is looked for."""
        if self.each is None or self.when is None:
            return True
        return not any(read.pattern.alias == self.each.alias for read in self.when.reads(self._names))

    @property
    def _names(self) -> Names:
        return {self.each.alias: self.each.patterns} if self.each else {}

    @cached_property
    def reads(self) -> tuple[Read, ...]:
        """All that the conditions read, those of the severity too; what ``each`` goes over is not among it."""
        conditions = (self.each and self.each.where, self.when, self.require, *self.cases)
        return tuple(read for one in conditions if one for read in one.reads(self._names))

    @cached_property
    def needed_keys(self) -> frozenset[str]:
        """The last keys of matches about which the rule may have anything to say; none if that may be any."""
        return frozenset(self.data.get("keys", ()))

    @cached_property
    def of_user(self) -> bool:
        """Whether the rule has nothing to say about matches that the user did not set."""
        return "of_user" in self.data

    @cached_property
    def own_reads(self) -> tuple[Pattern, ...]:
        """What is read from the root: a rule is silent where a value of a wrong type stands there.

        What ``each`` goes over is read match by match, and the key or path of a match is not its value.
        """
        each = self.each
        return _unique(
            route
            for read in self.reads
            if each is None or (read.pattern.alias != each.alias and read.pattern not in each.patterns)
            for route in read.routes
        )

    @cached_property
    def reads_of_a_match(self) -> tuple[Pattern, ...]:
        """What is read of a match of ``each``, beginning at its name."""
        alias = self.each.alias if self.each else ""
        return _unique(
            read.pattern
            for read in self.reads
            if alias and read.pattern.alias == alias and not read.pattern.end
        )

    def areas(self) -> list[tuple[str | int, ...]]:
        """Where anything is read, step by step, with ``*`` for any; no steps at all where that may be anywhere."""
        patterns = (*self.own_reads, *(self.each.patterns if self.each else ()))
        found = {
            tuple(ANY if isinstance(step, Glob) else step for step in (() if one.alias else one.steps))
            for one in patterns
        }
        return sorted(found, key=str)

    def may_speak(self) -> Formula:
        """When a rule with these conditions may have anything to say, as far as single values tell."""
        if self.each is None or self.each.everything or self.each.collections or self.require is None:
            return self._may_speak({}, self.require)
        return either(
            both([has_matches(pattern), self._may_speak({self.each.alias: (pattern,)}, self.require)])
            for pattern in self.each.patterns
        )

    def _may_speak(self, names: Names, require: Condition | None) -> Formula:
        """The same where the name of a match stands for this."""
        where = self.each.where if self.each and require else None
        parts = [one.may_hold(names, doubt=True) for one in (self.when, where) if one]
        return both([*parts, require.may_fail(names) if require else True])


def _gone_over(conditions: Iterable[Condition]) -> set[str]:
    """The collections that ``some`` and ``every`` in conditions go over."""
    patterns = {
        one.pattern for condition in conditions for one in walk(condition) if isinstance(one, Some | Every)
    }
    return {name for name, every in COLLECTIONS.items() if every in patterns}


def _unique(patterns: Iterator[Pattern]) -> tuple[Pattern, ...]:
    return tuple(dict.fromkeys(pattern._replace(end="") for pattern in patterns))
