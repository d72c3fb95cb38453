"""``# pachlint: ignore[rule] reason`` comments: what they name, and the nodes that they are bound to."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from functools import lru_cache

from pachlint.lazy_regex import lazy_regex
from pachlint.nearness import did_you_mean_name
from pachlint.place import Path, Span
from pachlint.reading.document import Document
from pachlint.reading.nodes import Comment, Entry, MappingNode, Node, Problem, SequenceNode
from pachlint.records import NamedTuple
from pachlint.source import Source

MALFORMED, UNKNOWN, UNREASONED, UNUSED = (
    "malformed-ignore",
    "unknown-ignore",
    "unreasoned-ignore",
    "unused-ignore",
)
COMMENT_CODES = frozenset((MALFORMED, UNKNOWN, UNREASONED, UNUSED))
"""The codes of the problems of such comments."""

_OPENING = lazy_regex(r"(?<!#)#+\s*pachlint\s*:\s*(?P<kind>ignore-file|ignore)\b", re.IGNORECASE)
# The reason ends where another comment begins.
_NAMES = lazy_regex(r"\s*\[(?P<names>[^\]\n]*)\](?P<reason>(?:(?!\s#+\s).)*)")
_NAME = lazy_regex(r"[^\s,]+")
# to look for what is meant takes longer than all the rest
_MOST_HINTS = 20


class Name(NamedTuple):
    """A rule that a comment names, where it stands, and what to take away to be rid of it."""

    rule: str
    span: Span
    removal: Span


class Ignore(NamedTuple):
    """One comment. ``scopes`` are the entries it is bound to, path and span; a whole file has none and needs none."""

    span: Span
    names: tuple[Name, ...]
    reason: str
    whole_file: bool
    scopes: tuple[tuple[Path, Span], ...]


class _Lines:
    """The entries of a document by the line on which they begin."""

    def __init__(self, document: Document) -> None:
        self.source = document.source
        self._entries = list(entry_spans(document.root)) if document.root is not None else []
        self._first = [self.source.position(span.start)[0] for _, span in self._entries]
        self._below: dict[int, int] = {}
        self._above: list[int] = []
        way: list[int] = []
        for at, (path, _) in enumerate(self._entries):
            del way[len(path) - 1 :]
            self._above.append(way[-1] if way else -1)
            way.append(at)

    def below(self, line: int) -> int:
        """The first line below that is no comment; 0 if it is blank."""
        number = line + 1
        while number not in self._below and number <= self.source.line_count:
            text = self.source.line(number).strip()
            if not text.startswith("#"):
                self._below[number] = number if text else 0
                break
            number += 1
        found = self._below.get(number, 0)
        self._below.update(dict.fromkeys(range(line + 1, number), found))
        return found

    def outermost(self, line: int) -> Iterator[tuple[Path, Span]]:
        """The entries that begin on a line, without those inside of others."""
        outer: Path | None = None
        for path, span in self._entries[bisect_left(self._first, line) : bisect_right(self._first, line)]:
            if outer is None or path[: len(outer)] != outer:
                outer = path
                yield path, span

    def innermost(self, line: int) -> Iterator[tuple[Path, Span]]:
        """The last entry that begins above a line and reaches it."""
        at = bisect_left(self._first, line) - 1
        while at >= 0:
            if line <= self.source.position(self._entries[at][1].end)[0]:
                yield self._entries[at]
                return
            at = self._above[at]


def ignores_of(document: Document) -> tuple[Ignore, ...]:
    """The well-formed comments of a file that ignore findings."""
    if not may_speak(document):
        return ()
    openings = [
        (comment, opening) for comment in document.comments for opening in _OPENING.finditer(comment.text)
    ]
    lines = _Lines(document) if openings else None
    return tuple(
        ignore for comment, opening in openings if lines and (ignore := _ignore(lines, comment, opening))
    )


def comment_problems(
    document: Document,
    known: Collection[str],
    judged: Collection[str],
    used: Collection[tuple[str, Span]],
    *,
    reason_required: bool = False,
) -> list[Problem]:
    """What is wrong with these comments.

    Args:
        document: the file.
        known: the ids of all rules.
        judged: those that have judged the file; a comment for one of them that hides nothing is a problem.
        used: the names that hide a finding, as file and span.
        reason_required: whether a comment must give a reason.
    """
    if not may_speak(document):
        return []
    found = [problem for comment in document.comments for problem in _malformed(comment)]
    unknown: dict[str, None] = {}
    for ignore in ignores_of(document):
        bound = ignore.whole_file or bool(ignore.scopes)
        for name in ignore.names:
            if name.rule not in known:
                unknown[name.rule] = None
                found.append(_unknown(name, known if len(unknown) <= _MOST_HINTS else ()))
            elif name.rule in judged and (document.source.name, name.span) not in used:
                found.append(_unused(name, bound=bound))
        if reason_required and not ignore.reason:
            message = "This comment gives no reason, which the config requires"
            hint = "Write the reason after the brackets."
            found.append(Problem(UNREASONED, message, ignore.span, refused=False, hint=hint))
    return found


def may_speak(document: Document) -> bool:
    """Whether the text has any comment for pachlint, as far as can be told at a glance."""
    return "pachlint" in document.source.text.lower()


def _malformed(comment: Comment) -> Iterator[Problem]:
    for opening in _OPENING.finditer(comment.text):
        if not _names_a_rule(comment, opening.end()):
            span = Span(comment.span.start + opening.start(), comment.span.end)
            hint = f"Write # pachlint: {opening['kind']}[rule-id] and the reason."
            yield Problem(
                MALFORMED, "This comment names no rule, so it ignores nothing", span, refused=False, hint=hint
            )


def _unknown(name: Name, known: Collection[str]) -> Problem:
    message = f"There is no rule {name.rule}{_meant(name.rule, frozenset(known)) if known else ''}"
    return Problem(UNKNOWN, message, name.span, refused=False, hint="pachlint rules lists all rules.")


@lru_cache(maxsize=64)
def _meant(rule: str, known: frozenset[str]) -> str:
    return did_you_mean_name(rule, known)


def _unused(name: Name, *, bound: bool) -> Problem:
    message = f"{name.rule} has no finding here, so the comment ignores nothing"
    if not bound:
        message = (
            f"There is no key on this line or right below it, so the comment for {name.rule} ignores nothing"
        )
    return Problem(UNUSED, message, name.span, refused=False, hint="Remove it.", removal=name.removal)


def _names_a_rule(comment: Comment, at: int) -> bool:
    found = _NAMES.match(comment.text, at)
    return bool(found and _NAME.search(found["names"]))


def _ignore(lines: _Lines, comment: Comment, opening: re.Match[str]) -> Ignore | None:
    found = _NAMES.match(comment.text, opening.end())
    words = list(_NAME.finditer(comment.text, *found.span("names"))) if found else []
    if found is None or not words:
        return None
    base = comment.span.start
    span = Span(base + opening.start(), base + found.end())
    places = [Span(base + word.start(), base + word.end()) for word in words]
    whole_file = opening["kind"].lower() == "ignore-file"
    return Ignore(
        span=span,
        names=tuple(
            Name(word[0], place, _removal(lines.source, comment, span, places, index))
            for index, (word, place) in enumerate(zip(words, places, strict=True))
        ),
        reason=found["reason"].strip().lstrip("-: ").strip(),
        whole_file=whole_file,
        scopes=() if whole_file else tuple(_scopes(lines, comment)),
    )


def _removal(source: Source, comment: Comment, span: Span, words: list[Span], index: int) -> Span:
    """What to take away for one name: with its comma, or with the whole comment if it is the only one."""
    if len(words) > 1:
        if index + 1 < len(words):
            return Span(words[index].start, words[index + 1].start)
        return Span(words[index - 1].end, words[index].end)
    text, start = source.text, span.start
    if span.end < comment.span.end:
        return Span(start, text.index("#", span.end))
    line, _ = source.position(start)
    begin = source.offset(line, 1)
    if not text[begin:start].strip(" \t\ufeff"):
        end = source.offset(line + 1, 1) if line < source.line_count else len(text)
        return Span(begin + (text[begin : begin + 1] == "\ufeff"), end)
    while text[start - 1] in " \t":
        start -= 1
    return Span(start, span.end)


def _scopes(lines: _Lines, comment: Comment) -> Iterator[tuple[Path, Span]]:
    """The outermost entries on the comment's line, or below it if it stands alone; else those that end there."""
    line, _ = lines.source.position(comment.span.start)
    if comment.own_line:
        line = lines.below(line)
    if not line:
        return
    starting = list(lines.outermost(line))
    yield from starting
    if not starting and not comment.own_line:
        yield from lines.innermost(line)


def entry_spans(node: Node, path: Path = ()) -> Iterator[tuple[Path, Span]]:
    """Path and span, key included, of every entry and item below a node that is written there, parents first."""
    if isinstance(node, MappingNode):
        for entry in node.entries:
            if not entry.merged:
                yield from _entry(entry, (*path, entry.key))
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.items):
            yield (*path, index), item.alias or item.span
            if item.alias is None:
                yield from entry_spans(item, (*path, index))


def _entry(entry: Entry, path: Path) -> Iterator[tuple[Path, Span]]:
    end = (entry.node.alias or entry.node.span).end
    yield path, Span(entry.key_span.start, max(entry.key_span.end, end))
    if entry.node.alias is None:
        yield from entry_spans(entry.node, path)
