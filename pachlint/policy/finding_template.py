"""What a rule says of its findings: words with placeholders, places and the fix."""

from collections.abc import Mapping, Sequence
from typing import Any

from pachlint.policy.fixes import FixTemplate
from pachlint.policy.paths import Pattern
from pachlint.records import NamedTuple
from pachlint.versions import Version

Intervals = Sequence[Sequence[list[int]]]
"""Pairs of versions as ``[major, minor, patch]``, the second one not included."""


def is_within(version: Version, intervals: Intervals) -> bool:
    """Whether a version is in one of the intervals."""
    wanted = list(version)
    return any(low <= wanted < high for low, high in intervals)


class Remedy(NamedTuple):
    """What to do, in the chart versions of the intervals; in all if there are none."""

    text: str
    intervals: Intervals = ()


class Also(NamedTuple):
    """Another place that belongs to a finding, and what it is called there."""

    at: Pattern
    label: str


class FindingTemplate(NamedTuple):
    """The words, places and fix of a rule's findings; ``url`` is empty if there is nothing to read."""

    title: str
    why: str = ""
    url: str = ""
    message: str = ""
    help: tuple[Remedy, ...] = ()
    at: Pattern | None = None
    also: tuple[Also, ...] = ()
    fix: FixTemplate | None = None

    def remedy(self, version: Version) -> str:
        """What to do in a chart version."""
        fitting = (one.text for one in self.help if not one.intervals or is_within(version, one.intervals))
        return next(fitting, "")

    def to_json(self) -> dict[str, Any]:
        """As data, without what is empty."""
        data = {
            **self._asdict(),
            "at": self.at and self.at.to_json(),
            "also": [[one.at.to_json(), one.label] for one in self.also],
            "fix": self.fix and self.fix.to_json(),
        }
        return {name: part for name, part in data.items() if part}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "FindingTemplate":
        """What :meth:`to_json` gave."""
        at, fix = data.get("at"), data.get("fix")
        return FindingTemplate(
            **{
                **data,
                "help": tuple(Remedy(*one) for one in data.get("help", ())),
                "at": at and Pattern.from_json(at),
                "also": tuple(Also(Pattern.from_json(one), label) for one, label in data.get("also", ())),
                "fix": fix and FixTemplate.from_json(fix),
            }
        )
