"""A rule as data: what it is about, where it applies, and what it demands."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

from pachlint.finding import Impact, Severity
from pachlint.place import Path, Place
from pachlint.policy.guards import ANY, TOUCHED, Questions
from pachlint.records import NamedTuple

ENVIRONMENTS = ("production", "development", "unknown")

Compiled = Mapping[str, Any]
"""A rule, or a part of one, as plain JSON data (see :mod:`pachlint.rulefiles.reader`)."""

Steps = Sequence[str | int]

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


class Ground:
    """What the rules of a set read: rows of steps, of which ``*`` may be any, and of rules by number.

    It is looked at when a value has a wrong type.
    """

    __slots__ = ("_known", "compiled")

    def __init__(self, compiled: memoryview) -> None:
        self.compiled = compiled
        self._known: dict[frozenset[Path], frozenset[int]] = {}

    def near(self, bad: frozenset[Path]) -> frozenset[int]:
        """The rules that may read something at, above or below one of the paths."""
        found = self._known.get(bad)
        if found is None:
            rows: list[tuple[Steps, list[int]]] = json.loads(bytes(self.compiled))
            found = frozenset().union(
                *(numbers for steps, numbers in rows if any(_is_near(path, steps) for path in bad))
            )
            self._known[bad] = found
        return found


def _is_near(path: Path, steps: Steps) -> bool:
    """Whether a path and what is read lie on one way."""
    return all(step in (ANY, key) for step, key in zip(steps, path, strict=False))


class Rule(NamedTuple):
    """One rule, ready to be judged.

    ``check`` is the predicate it names, or empty, and ``options`` what it has under ``with``. ``guard``, with
    the ``questions`` that are asked in it, lets in every release about which the rule has anything to say.
    ``reads_text``: it judges the text of the files, and so even a file that cannot be read. ``ground`` tells, of its
    ``number`` in the set that it was packed with, what it reads. ``compiled`` is everything else (see :func:`pack`): most
    rules need none of it in most runs.

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
    ground: Ground
    number: int
    compiled: memoryview

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def body(self) -> Compiled:
        """The compiled conditions."""
        return cast("Compiled", _part(self, 0))

    @property
    def telling(self) -> Compiled:
        """Everything that a finding needs: words, places and fix; and the patterns of all that is read."""
        return cast("Compiled", _part(self, 1))

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
    return json.loads(bytes(rule.compiled).split(_TAB)[number])


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

    @property
    def written(self) -> Path:
        """Where there is a value after the edit."""
        if self.kind == "rename":
            return (*self.path[:-1], str(self.to))
        return self.to if self.kind == "move" and not isinstance(self.to, str) else self.path


_CONDITIONS = ("each", "when", "require", "when_first")
_HEAD = ("id", "topic", "severity", "impact", "applies", "check", "with", "reads_text", "guard")
"""What decides whether a rule is judged at all."""


def pack(cores: Sequence[Compiled]) -> bytes:
    """Compiled rules as lines: the paths and questions of all guards and the heads of all; the ground; then each rule.

    The line of a rule is its conditions and the rest, with a tab between. All is JSON, in which neither line ends nor
    tabs stand.
    """
    paths: dict[tuple[str | int, ...], int] = {}
    questions: dict[bytes, int] = {}
    heads = [
        [_numbered(core[name], paths, questions) if name == "guard" else core[name] for name in _HEAD]
        for core in cores
    ]
    ground: dict[tuple[str | int, ...], list[int]] = {}
    for number, core in enumerate(cores):
        for steps in core["ground"]:
            ground.setdefault(tuple(steps), []).append(number)
    lines = [
        _json([list(paths), [json.loads(text) for text in questions], heads]),
        _json(list(ground.items())),
    ]
    for core in cores:
        conditions = {name: core[name] for name in _CONDITIONS if name in core}
        rest = {name: core[name] for name in core if name not in (*_HEAD, *_CONDITIONS, "ground")}
        lines.append(_TAB.join(map(_json, (conditions, rest))))
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
    first, second, *bodies = _lines(packed)
    paths, rows, heads = json.loads(bytes(first))
    questions, ground = Questions(paths, rows), Ground(second)
    return tuple(
        _build(*head, questions, ground, number, body)
        for number, (head, body) in enumerate(zip(heads, bodies, strict=True))
    )


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
