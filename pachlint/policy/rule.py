"""A rule: what it is about, where it applies, what it demands and what it says."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pachlint.bundled import decode
from pachlint.finding import Impact, Severity
from pachlint.place import Path, Place
from pachlint.policy.finding_template import FindingTemplate, Intervals
from pachlint.policy.logic import Logic
from pachlint.policy.paths import ANY
from pachlint.policy.screening import PredicateCache, Screen
from pachlint.policy.silence import Silences
from pachlint.records import NamedTuple

ENVIRONMENTS = ("production", "development", "unknown")

Aliases = Mapping[str, Sequence[str]]
"""Ids that a rule had, each with globs of the paths whose findings were of that id; none if all were."""

_TAB = b"\t"


class RuleError(NamedTuple):
    """A mistake of a rule's author, and where it stands."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place.file}:{self.place.line}:{self.place.column}: {self.message}"


class RuleErrors(Exception):
    """All mistakes in all rule files, in the order of files and lines."""

    def __init__(self, errors: tuple[RuleError, ...]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


class Applies(NamedTuple):
    """Where a rule speaks. ``chart`` is a range of versions, ``""`` for all; empty tuples mean all.

    ``intervals`` is what the range means.
    """

    chart: str = ""
    providers: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    intervals: Intervals = ()


class Traits(NamedTuple):
    """What is unusual of a rule.

    ``reads_text``: it judges the text of the files, and so even a file that cannot be read.
    ``of_any_chart``: it is about whatever chart is at hand, Pachyderm's or not.
    ``of_any_version``: it reads keys, too, that only other chart versions have.
    ``of_placeholders``: it judges a text that only stands for a value as the text that it is.
    ``of_keys``: it is about the keys of any chart whose own are known.
    ``of_templates``: it says what the templates of a chart make of the values, those of any chart that was learned.
    ``of_problems``: it says nothing of files that have no problems and no comments for pachlint.
    ``of_cases``: how severe it is depends on the case; the rule itself has the severity of the worst.
    """

    reads_text: bool = False
    of_any_chart: bool = False
    of_any_version: bool = False
    of_placeholders: bool = False
    of_templates: bool = False
    of_cases: bool = False
    of_keys: bool = False
    of_problems: bool = False


class ReadIndex:
    """What the rules of a set read: areas (steps, of which ``*`` may be any) with the numbers of rules.

    It is looked at when a value has a wrong type.
    """

    __slots__ = ("_known", "packed")

    def __init__(self, packed: memoryview) -> None:
        self.packed = packed
        self._known: dict[frozenset[Path], frozenset[int]] = {}

    def near(self, bad: frozenset[Path]) -> frozenset[int]:
        """The rules that may read something at, above or below one of the paths."""
        found = self._known.get(bad)
        if found is None:
            rows: list[tuple[Sequence[str | int], list[int]]] = json.loads(bytes(self.packed))
            numbers = (numbers for area, numbers in rows if any(_is_near(path, area) for path in bad))
            found = self._known[bad] = frozenset().union(*numbers)
        return found


def _is_near(path: Path, area: Sequence[str | int]) -> bool:
    return all(step in (ANY, key) for step, key in zip(area, path, strict=False))


class RuleSet:
    """What rules that were packed together share. Conditions and words are read when they are first needed."""

    __slots__ = ("_bodies", "_logic", "_templates", "predicate_cache", "read_index", "silences")

    def __init__(
        self, predicate_cache: PredicateCache, read_index: ReadIndex, bodies: Sequence[memoryview]
    ) -> None:
        self.predicate_cache = predicate_cache
        self.read_index = read_index
        self.silences = Silences()
        self._bodies = bodies
        self._logic: dict[int, Logic] = {}
        self._templates: dict[int, FindingTemplate] = {}

    def logic(self, number: int) -> Logic:
        """The conditions of a rule."""
        found = self._logic.get(number)
        if found is None:
            found = self._logic[number] = Logic(self._part(number, 0))
        return found

    def template(self, number: int) -> FindingTemplate:
        """What a rule says of its findings."""
        found = self._templates.get(number)
        if found is None:
            found = self._templates[number] = FindingTemplate.from_json(self._part(number, 1))
        return found

    def _part(self, number: int, part: int) -> Mapping[str, Any]:
        found: Mapping[str, Any] = decode(bytes(self._bodies[number]).split(_TAB)[part])
        return found


class Rule(NamedTuple):
    """One rule, ready to be judged.

    ``predicate`` is the one it names, or empty, and ``options`` what it has under ``with``. ``screen`` lets in every release about
    which the rule has anything to say. ``number`` is its own in ``rule_set``. ``aliases`` are ids that people still use for it.
    ``is_severity_given``: a config gives all its findings this severity.
    """

    id: str
    topic: str
    severity: Severity
    impact: Impact
    applies: Applies
    traits: Traits
    predicate: str
    options: Mapping[str, Any]
    screen: Screen
    rule_set: RuleSet
    number: int
    aliases: Aliases = MappingProxyType({})
    is_severity_given: bool = False

    @property
    def logic(self) -> Logic:
        """Its conditions."""
        return self.rule_set.logic(self.number)

    @property
    def template(self) -> FindingTemplate:
        """What it says of its findings."""
        return self.rule_set.template(self.number)

    @property
    def title(self) -> str:
        """What the rule demands, in one line."""
        return self.template.title

    @property
    def url(self) -> str:
        """Where to read on; empty if nowhere."""
        return self.template.url
