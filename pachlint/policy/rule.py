"""A rule as data: what it is about, where it applies, what it demands, and the examples that prove it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, cast

from pachlint.finding import Impact, Severity
from pachlint.place import Path, Place
from pachlint.policy.guards import TOUCHED, Questions
from pachlint.records import NamedTuple

ENVIRONMENTS = ("production", "development", "unknown")

Compiled = Mapping[str, Any]
"""A rule, or a part of one, as plain JSON data (see :mod:`pachlint.rulefiles.reader`)."""

_TAB = b"\t"
_SEVERITIES = {severity.word: severity for severity in Severity}
_IMPACTS = {impact.value: impact for impact in Impact}


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

    ``intervals`` is what the range means: pairs of ``[major, minor, patch]``, the second one not included.
    """

    chart: str = ""
    providers: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    intervals: Sequence[Sequence[list[int]]] = ()


class Rule(NamedTuple):
    """One rule, ready to be judged.

    ``check`` is the predicate it names, or empty, and ``options`` what it has under ``with``. ``guard``, with
    the ``questions`` that are asked in it, lets in every release about which the rule has anything to say.
    ``reads_text``: it judges the text of the files, and so even a file that cannot be read. ``compiled`` is everything
    else (see :func:`pack`): most rules need none of it in most runs.

    Two rules are equal only if they are the same object: what is built from a body is kept per rule.
    """

    id: str
    topic: str
    severity: Severity
    impact: Impact
    applies: Applies
    check: str
    options: Mapping[str, Any]
    reads_text: bool
    guard: Sequence[Any]
    questions: Questions
    compiled: memoryview

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def body(self) -> Compiled:
        """The compiled conditions."""
        return cast("Compiled", _part(self, 1))

    @property
    def telling(self) -> Compiled:
        """Everything that a finding needs: words, places and fix; and the patterns of all that is read."""
        return cast("Compiled", _part(self, 2))

    @property
    def ground(self) -> Sequence[str]:
        """What it reads, cut to two steps (``pachd.storage``); ``*`` is anything."""
        return cast("Sequence[str]", _part(self, 0))

    @property
    def title(self) -> str:
        """What the rule demands, in one line."""
        return cast("str", self.telling["title"])

    @property
    def url(self) -> str:
        """Where to read on; empty if nowhere."""
        return cast("str", self.telling["url"])


@cache
def _part(rule: Rule, number: int) -> Any:
    return json.loads(bytes(rule.compiled).split(_TAB, 2)[number])


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


_CONDITIONS = ("each", "when", "require", "when_first")
_HEAD = ("id", "topic", "severity", "impact", "applies", "check", "with", "reads_text", "guard")
"""What decides whether a rule is judged at all."""


def pack(cores: Sequence[Compiled]) -> bytes:
    """Compiled rules as lines: one with the paths and questions of all guards and the heads of all, then one for each rule.

    Such a line is the rule's ground, its conditions and the rest, with tabs between. All is JSON, in which neither
    line ends nor tabs stand.
    """
    paths: dict[tuple[str | int, ...], int] = {}
    questions: dict[bytes, int] = {}
    heads = [
        [_numbered(core[name], paths, questions) if name == "guard" else core[name] for name in _HEAD]
        for core in cores
    ]
    lines = [_json([list(paths), [json.loads(text) for text in questions], heads])]
    for core in cores:
        conditions = {name: core[name] for name in _CONDITIONS if name in core}
        rest = {name: core[name] for name in core if name not in (*_HEAD, *_CONDITIONS, "ground")}
        lines.append(_TAB.join(map(_json, (core["ground"], conditions, rest))))
    return b"\n".join(lines)


def _numbered(part: Any, paths: dict[tuple[str | int, ...], int], questions: dict[bytes, int]) -> Any:
    """A guard with numbers for its questions, which are taken down, with numbers for their paths."""
    if isinstance(part, list):
        return [_numbered(one, paths, questions) for one in part]
    path, operator, operand = part["ask"]
    if operator == TOUCHED:
        operand = [paths.setdefault(tuple(one), len(paths)) for one in operand]
    row = _json([paths.setdefault(tuple(path), len(paths)), operator, operand])
    number = questions.setdefault(row, len(questions))
    return number if part["is"] else ~number


def _json(data: object) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode()


def unpack(packed: bytes) -> tuple[Rule, ...]:
    """The rules of what :func:`pack` made, their bodies not yet read.

    Raises:
        ValueError: if it is something else.
    """
    first, *bodies = _lines(packed)
    paths, rows, heads = json.loads(bytes(first))
    questions = Questions(paths, rows)
    return tuple(_build(*head, questions, body) for head, body in zip(heads, bodies, strict=True))


def _lines(packed: bytes) -> Iterator[memoryview]:
    """The lines, which are not copied: there is half a megabyte of them."""
    whole, start = memoryview(packed), 0
    while (end := packed.find(b"\n", start)) >= 0:
        yield whole[start:end]
        start = end + 1
    yield whole[start:]


def build_rule(core: Compiled) -> Rule:
    """The rule of its compiled core."""
    return unpack(pack([core]))[0]


def _build(
    rule_id: str,
    topic: str,
    severity: str,
    impact: str,
    applies: tuple[str, Sequence[str], Sequence[str], Sequence[Sequence[list[int]]]],
    *rest: Any,
) -> Rule:
    chart, providers, environments, intervals = applies
    return Rule(
        rule_id,
        topic,
        _SEVERITIES[severity],
        _IMPACTS[impact],
        Applies(chart, tuple(providers), tuple(environments), intervals),
        *rest,
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
