"""A rule as data: what it is about, where it applies, what it demands, and the examples that prove it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from pachlint.finding import Impact, Severity
from pachlint.place import Path, Place

ENVIRONMENTS = ("production", "development", "unknown")

Compiled = Mapping[str, Any]
"""A rule, or a part of one, as plain JSON data (see :mod:`pachlint.rulefiles.reader`)."""


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
    """Where a rule speaks. ``chart`` is a range of versions, ``""`` for all; empty tuples mean all."""

    chart: str = ""
    providers: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()


class Rule(NamedTuple):
    """One rule, ready to be judged. ``body`` holds the compiled conditions, message and fix.

    Two rules are equal only if they are the same object: what is built from a body is kept per rule.
    """

    id: str
    topic: str
    title: str
    severity: Severity
    impact: Impact
    url: str
    applies: Applies
    body: Compiled

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def reads_text(self) -> bool:
        """Whether the rule judges the text of the files, and so even a file that cannot be read."""
        return bool(self.body.get("reads_text"))


class EditSpec(NamedTuple):
    """One edit of a fix, with all placeholders filled in.

    ``kind`` is ``set``, ``insert``, ``rename``, ``delete``, ``move``, ``append`` or ``replace``.
    ``value`` belongs to set, insert and append; ``to`` is a key for rename and a path for move;
    ``match`` (a regular expression) and ``replacement`` belong to replace.
    """

    kind: str
    path: Path
    value: object = None
    to: str | Path = ""
    match: str = ""
    replacement: str = ""


class Expectation(NamedTuple):
    """A finding that a bad example must have; None means that anything will do. ``line`` counts from 1."""

    line: int | None = None
    message: str | None = None
    column: int | None = None
    path: str | None = None
    severity: str | None = None


class Example(NamedTuple):
    """Values that a rule objects to (``bad``) or not. ``line`` is where the example stands in the rule's file."""

    bad: bool
    text: str
    line: int
    context: Mapping[str, object] = MappingProxyType({})
    expect: tuple[Expectation, ...] = ()
    fixed: str | None = None


class RuleText(NamedTuple):
    """What people read about a rule, and its examples; a plain check needs none of it."""

    why: str
    see: tuple[str, ...]
    file: str
    covers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


def build_rule(core: Mapping[str, Any]) -> Rule:
    """The rule of its compiled core."""
    chart, providers, environments = core["applies"]
    return Rule(
        id=core["id"],
        topic=core["topic"],
        title=core["title"],
        severity=Severity[core["severity"].upper()],
        impact=Impact(core["impact"]),
        url=core["url"],
        applies=Applies(chart, tuple(providers), tuple(environments)),
        body=core,
    )


def build_text(text: Mapping[str, Any]) -> RuleText:
    """What people read about a rule, of its compiled text."""
    return RuleText(
        why=text["why"],
        see=tuple(text["see"]),
        file=text["file"],
        covers=tuple(text.get("covers", ())),
        tags=tuple(text.get("tags", ())),
        related=tuple(text.get("related", ())),
        examples=tuple(_build_example(example) for example in text["examples"]),
    )


def _build_example(example: Mapping[str, Any]) -> Example:
    return Example(
        bad=example["bad"],
        text=example["text"],
        line=example["line"],
        context=example.get("context", {}),
        expect=tuple(Expectation(**expected) for expected in example.get("expect", ())),
        fixed=example.get("fixed"),
    )
