"""Texts that another program fills in before Helm reads them: what stands for something in them, and the YAML around it.

Go templates (helmfile's ``.gotmpl``), Jinja and ERB put tags where YAML has no room for them. Here a tag becomes a word
that YAML takes for a value, or a comment where it has its line for itself, one character for one, so that all offsets stay.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.records import NamedTuple

MANY = 3
"""So many different holes are in no text by mistake."""

_PAIRS = {"{{": "}}", "{%": "%}", "{#": "#}", "<%": "%>"}
_TAG = lazy_regex(
    r"""\{\{ | \{% | \{\# | <%
      | [$%]\{(?:[^{}]|\{[^{}]*\})*\} | \#\{[A-Za-z_][\w.-]*\}\#? | @@?[A-Za-z][A-Za-z0-9_.-]*@@? | %[A-Z][A-Z0-9_]+%""",
    re.VERBOSE,
)
_STATEMENT = lazy_regex(
    r"""\{%(?![-+]?\s*(?:include|call)\b) | %\{ | \{\# | <%(?!=)
      | \{\{-?\s*(?:/\*|(?:if|else|end|range|with|define|block|break|continue)\b|\$\w+\s*:?=|[\#/^!])""",
    re.VERBOSE,
)
_NOTHING = lazy_regex(r"(?:\s|#[^\r\n]*[\r\n])*\Z")
_LINE = lazy_regex(r"[^\r\n]+")
_SIGNS = ("{{", "{%", "{#", "<%", "${", "%{", "#{", "@", "%")


class Hole(NamedTuple):
    """Where tags stand side by side; ``line`` if they have their lines for themselves, and then what they put in."""

    span: Span
    line: bool
    inserted: str = ""


class Template(NamedTuple):
    """A text with its tags hidden, and the tags in order. ``inserts``: some of them put lines into the text."""

    text: str
    original: str
    holes: tuple[Hole, ...]
    inserts: bool

    @property
    def is_certain(self) -> bool:
        """Whether so many different tags stand in the text that they are no mistake."""
        return len({self.original[hole.span.start : hole.span.end] for hole in self.holes}) >= MANY

    @property
    def branches(self) -> bool:
        """Whether a key may stand twice because only one of the two is there in the end."""
        return any(_STATEMENT.match(self.original, hole.span.start) for hole in self.holes)

    def restore(self, text: str, start: int, end: int) -> str:
        """The scalar with this span and text as it was written; one that says nothing is what the next line puts in."""
        at = bisect_left(self.holes, start, key=lambda hole: hole.span.start)
        if not text:
            return self._inserted(at, start)
        last = bisect_left(self.holes, end, key=lambda hole: hole.span.start)
        for hole in self.holes[at:last]:
            hidden = self.text[hole.span.start : hole.span.end]
            text = text.replace(hidden, self.original[hole.span.start : hole.span.end], 1)
        return text

    def _inserted(self, at: int, start: int) -> str:
        """What puts something in before any other word."""
        for number in range(at, len(self.holes)):
            hole = self.holes[number]
            if not _NOTHING.match(self.text, start, hole.span.start):
                break
            if hole.inserted:
                return hole.inserted
            start = hole.span.end
        return ""


def template(text: str) -> Template | None:
    """The text with its tags hidden; None if there is none."""
    if not any(sign in text for sign in _SIGNS):
        return None
    tags = list(tags_of(text))
    mark = next((mark for mark in map(chr, range(0xE000, 0xF8FF)) if mark not in text), "")
    if not tags or not mark:
        return None
    holes = tuple(_holes(text, tags))
    hidden, done = [], 0
    for hole in holes:
        length = hole.span.end - hole.span.start
        hidden += [text[done : hole.span.start], ("#" if hole.line else mark) + mark * (length - 1)]
        done = hole.span.end
    inserts = any(hole.inserted for hole in holes)
    return Template("".join(hidden) + text[done:], text, holes, inserts)


def tags_of(text: str) -> Iterator[Span]:
    """The tags of a text; one that begins and has no end is none."""
    at, endless = 0, set()
    while found := _TAG.search(text, at):
        close, end = _PAIRS.get(found[0]), found.end()
        if close is not None:
            end = -1 if close in endless else text.find(close, end)
            if end < 0:
                endless.add(close)
                at = found.start() + 1
                continue
            end += len(close)
            end += close == "}}" and text.startswith("}", end)
        yield Span(found.start(), end)
        at = end


def _holes(text: str, tags: Sequence[Span]) -> Iterator[Hole]:
    """The tags line by line; tags side by side are one."""
    at = 0
    for line in _LINE.finditer(text):
        while at < len(tags) and tags[at].end <= line.start():
            at += 1
        number = at
        while number < len(tags) and tags[number].start < line.end():
            number += 1
        if number > at:
            yield from _holes_of_line(text, Span(*line.span()), tags[at:number])


def _holes_of_line(text: str, line: Span, tags: Sequence[Span]) -> Iterator[Hole]:
    parts = [Span(max(tag.start, line.start), min(tag.end, line.end)) for tag in tags]
    around = (line.start, *(edge for part in parts for edge in part), line.end)
    between = "".join(text[one:other] for one, other in zip(around[::2], around[1::2], strict=True))
    if not between.strip():
        inserted = next((text[slice(*tag)] for tag in tags if not _STATEMENT.match(text, tag.start)), "")
        yield Hole(Span(parts[0].start, parts[-1].end), line=True, inserted=inserted)
        return
    start, end = parts[0]
    for part in parts:
        if part.start > end:
            yield Hole(Span(start, end), line=False)
            start = part.start
        end = part.end
    yield Hole(Span(start, end), line=False)
