"""What a rule says of its findings: words with placeholders, places and the fix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pachlint.policy.fixes import FixTemplate
from pachlint.policy.paths import Pattern, Scope
from pachlint.policy.tree import Condition, from_json
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.versions import Version

NOTHING = "none"
"""The severity of a case in which a rule says nothing."""

Intervals = Sequence[Sequence[list[int]]]
"""Pairs of versions as ``[major, minor, patch]``, the second one not included."""


def is_within(version: Version, intervals: Intervals) -> bool:
    """Whether a version is in one of the intervals."""
    wanted = list(version)
    return any(low <= wanted < high for low, high in intervals)


class Case(NamedTuple):
    """What a part of a finding is in some chart versions, for some providers and environments, and where a condition holds.

    What is empty leaves everything open.
    """

    value: Any
    intervals: Intervals = ()
    providers: Sequence[str] = ()
    environments: Sequence[str] = ()
    when: Condition | None = None

    def holds(self, scope: Scope) -> bool:
        """Whether this is the case."""
        target = scope.context.target
        return (
            (not self.intervals or is_within(target.chart_version.value, self.intervals))
            and (not self.providers or (target.provider.value or "unknown") in self.providers)
            and (not self.environments or (target.environment.value or "unknown") in self.environments)
            and (self.when is None or self.when.holds(scope))
        )

    def to_json(self) -> list[Any]:
        """As data, without what is empty at the end."""
        value = self.value.to_json() if isinstance(self.value, FixTemplate) else self.value
        parts = [value, *self[1:4], self.when and self.when.to_json()]
        while len(parts) > 1 and not parts[-1]:
            parts.pop()
        return parts

    @staticmethod
    def from_json(data: Sequence[Any]) -> Case:
        """What :meth:`to_json` gave."""
        value = FixTemplate.from_json(data[0]) if isinstance(data[0], dict) else data[0]
        when = from_json(data[4]) if len(data) > 4 else None
        return Case(value, *data[1:4])._replace(when=when)


def fitting(cases: Sequence[Case], scope: Scope) -> Any:
    """What the first case that holds says; None if there is none."""
    return next((case.value for case in cases if case.holds(scope)), None)


class Also(NamedTuple):
    """Another place that belongs to a finding, and what it is called there."""

    at: Pattern
    label: str


class FindingTemplate(NamedTuple):
    """The words, places and fix of a rule's findings; ``url`` is empty if there is nothing to read.

    Of ``severity``, ``message``, ``help`` and ``fix`` the first case that holds counts; a rule whose severity is always the same has none
    here.
    """

    title: str
    why: str = ""
    url: str = ""
    message: tuple[Case, ...] = ()
    help: tuple[Case, ...] = ()
    at: Pattern | None = None
    also: tuple[Also, ...] = ()
    fix: tuple[Case, ...] = ()
    severity: tuple[Case, ...] = ()

    def remedy(self, version: Version) -> str:
        """What to do in a chart version, as far as that is all that decides it."""
        fitting_ = (
            case.value
            for case in self.help
            if not case.when and (not case.intervals or is_within(version, case.intervals))
        )
        return next(fitting_, "")

    def conditions(self, *parts: str) -> tuple[Condition, ...]:
        """The conditions of the cases of ``severity``, ``message``, ``help`` or ``fix``."""
        return tuple(case.when for part in parts for case in getattr(self, part) if case.when)

    def to_json(self) -> dict[str, Any]:
        """As data, without what is empty."""
        data = {
            **self._asdict(),
            **{name: [case.to_json() for case in getattr(self, name)] for name in _IN_CASES},
            "at": self.at and self.at.to_json(),
            "also": [[one.at.to_json(), one.label] for one in self.also],
        }
        return {name: part for name, part in data.items() if part}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> FindingTemplate:
        """What :meth:`to_json` gave."""
        at = data.get("at")
        return FindingTemplate(
            **{
                **data,
                **{name: tuple(map(Case.from_json, data.get(name, ()))) for name in _IN_CASES},
                "at": at and Pattern.from_json(at),
                "also": tuple(Also(Pattern.from_json(one), label) for one, label in data.get("also", ())),
            }
        )


_IN_CASES = ("severity", "message", "help", "fix")
