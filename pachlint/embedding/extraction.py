"""From a part of an object to the values in it: a mapping of its own, or the text of a string."""

import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from pachlint.embedding.text import Embedding, Segment
from pachlint.place import Path, Span
from pachlint.reading.document import Document
from pachlint.reading.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, data_of
from pachlint.source import LINE_END, Source, line_start

FOLDED = "the values stand in a string whose lines are folded or escaped"
SHARED = "the values use an anchor that is defined outside of them"
_BLANK = " \t"
_ESCAPES = {"x": 2, "u": 4, "U": 8}


def of_mapping(document: Document, node: MappingNode, name: str) -> Embedding:
    """A mapping of a file as values of their own."""
    outer = document.source
    region = Span(*node.span) if node.flow else _block_region(outer.text, node.span)
    column = 0 if node.flow else _column(outer.text, node.span.start)
    end = _comment_end(outer.text, region.end) if node.flow else region.end
    embedding = _of_lines(outer, Span(region.start, end), column, name)
    if not _is_self_contained(node, region):
        return embedding._replace(refusal=SHARED, document=_moved_document(document, node, embedding))
    return embedding


def of_text(document: Document, node: ScalarNode, name: str) -> Embedding:
    """The text of a string of a file as values of their own."""
    outer = document.source
    if node.style == "literal":
        return _of_literal(outer, node, name)
    raw = outer.text[node.span.start : node.span.end]
    segments: tuple[Segment, ...] = ()
    if node.style == "double":
        segments = tuple(escaped(raw, node.span.start))
    elif not LINE_END.search(raw):
        quote = 1 if node.style == "single" else 0
        if raw[quote : len(raw) - quote] == node.text:
            segments = (Segment(0, node.span.start + quote, len(node.text)),)
    if sum(one.length for one in segments) < len(node.text) and node.style != "double":
        segments = (Segment(0, node.span.start, 0),)
    return Embedding(Source(name, node.text), outer, segments, refusal=FOLDED)


def _of_literal(outer: Source, node: ScalarNode, name: str) -> Embedding:
    text = outer.text
    header = LINE_END.search(text, node.span.start)
    if header is None:
        return Embedding(Source(name, ""), outer, (Segment(0, node.span.end, 0),), refusal=FOLDED)
    end = LINE_END.search(text, max(node.span.end, header.end()))
    region = Span(header.end(), end.end() if end else len(text))
    lines = [line for line in LINE_END.split(text[region.start : region.end]) if line.strip(_BLANK)]
    said = [line for line in node.text.split("\n") if line.strip(_BLANK)]
    indent = len(lines[0]) - len(said[0]) if lines and said else 0
    return _of_lines(outer, region, indent, name)


def _of_lines(outer: Source, region: Span, indent: int, name: str) -> Embedding:
    """A region of a text whose lines but the first lose as many blanks; the first does if it begins a line."""
    text = outer.text
    segments, parts, inner = list[Segment](), list[str](), 0
    for start, end in _lines(text, region):
        at = start
        if start != region.start or start == 0 or text[start - 1] in "\r\n":
            while at < end and at - start < indent and text[at] == " ":
                at += 1
        segments.append(Segment(inner, at, end - at))
        parts.append(text[at:end])
        inner += end - at
    segments.append(Segment(inner, region.end, 0))
    return Embedding(Source(name, "".join(parts)), outer, tuple(segments), " " * indent)


def _lines(text: str, region: Span) -> Iterator[tuple[int, int]]:
    at = region.start
    for found in LINE_END.finditer(text, region.start, region.end):
        yield at, found.end()
        at = found.end()
    if at < region.end:
        yield at, region.end


def _block_region(text: str, span: Span) -> Span:
    """A block mapping with the comments right above it, to the end of its last line."""
    found = LINE_END.search(text, span.end)
    start = line_start(text, span.start)
    if text[start : span.start].strip(_BLANK):
        start = span.start
    while start and start != span.start:
        above = line_start(text, start - (2 if text[start - 2 : start] == "\r\n" else 1))
        if not text[above:start].lstrip(_BLANK).startswith("#"):
            break
        start = above
    return Span(start, found.end() if found else len(text))


def _column(text: str, offset: int) -> int:
    return offset - line_start(text, offset)


def _comment_end(text: str, offset: int) -> int:
    """The end of the comment that follows on the line, if nothing else does."""
    found = LINE_END.search(text, offset)
    end = found.start() if found else len(text)
    rest = text[offset:end]
    return end if rest[:1] in {*_BLANK} and rest.lstrip(_BLANK).startswith("#") else offset


def escaped(raw: str, start: int) -> Iterator[Segment]:
    """The pieces of a string in double quotes; an escape is a piece of one character, a folded line none."""
    inner, at = 0, 1
    plain = at
    while at < len(raw) - 1:
        if raw[at] in "\r\n":
            return
        if raw[at] != "\\":
            at += 1
            continue
        if at > plain:
            yield Segment(inner, start + plain, at - plain)
            inner += at - plain
        length = 2 + _ESCAPES.get(raw[at + 1], 0)
        yield Segment(inner, start + at, 1, length - 1)
        inner += 1
        at = plain = at + length
    yield Segment(inner, start + plain, max(at - plain, 0))


def definitions(document: Document) -> dict[Span, Path]:
    """The paths at which mappings and lists are written, by where they stand; aliases and merges bring them elsewhere."""
    found: dict[Span, Path] = {}
    stack: list[tuple[Path, Node]] = [((), document.root)] if document.root else []
    while stack:
        path, here = stack.pop()
        if path:
            found[here.span] = path
        if isinstance(here, MappingNode):
            own = (entry for entry in here.entries if not entry.merged)
            below = [((*path, entry.key), entry.node) for entry in own if not entry.node.alias]
        elif isinstance(here, SequenceNode):
            below = [((*path, number), one) for number, one in enumerate(here.items) if not one.alias]
        else:
            continue
        stack.extend(one for one in below if not isinstance(one[1], ScalarNode))
    return found


def _is_self_contained(node: Node, region: Span) -> bool:
    """Whether every value stands in the region, and none is an alias of another one's anchor outside."""
    return all(region.start <= one.span.start and one.span.end <= region.end for one in _nodes(node))


def _nodes(node: Node) -> Iterator[Node]:
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        if isinstance(here, MappingNode):
            stack.extend(entry.node for entry in here.entries)
        elif isinstance(here, SequenceNode):
            stack.extend(here.items)


def _moved_document(document: Document, node: MappingNode, embedding: Embedding) -> Document:
    """The values with their places in the text of their own; what stands elsewhere is where its alias is."""
    root = _Moving(embedding.segments).moved(node, Span(0, 0))
    data = data_of(node)
    return Document(embedding.source, root, data if isinstance(data, dict) else {})


def moved_by(node: Node, distance: int) -> Node:
    """A node of a text as it is in one with so many characters before it."""
    return _Moving([Segment(distance, 0, sys.maxsize)]).moved(node, Span(0, 0))


class _Moving:
    """Nodes of the outer text with spans of the inner one."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = [one for one in segments if one.length]
        self.starts = [one.outer for one in self.segments]

    def offset(self, outer: int) -> int | None:
        """The inner offset of an outer one, None outside of the values."""
        one = self.segments[max(bisect_right(self.starts, outer) - 1, 0)]
        within = outer - one.outer
        return one.inner + within if 0 <= within <= one.length else None

    def span(self, span: Span, otherwise: Span) -> Span:
        """The inner span of an outer one."""
        start, end = self.offset(span.start), self.offset(span.end)
        return otherwise if start is None or end is None else Span(start, max(start, end))

    def moved(self, node: Node, otherwise: Span) -> Node:
        """The node; what lies outside lies ``otherwise``."""
        alias = self.span(node.alias, otherwise) if node.alias else None
        here = self.span(node.span, alias or otherwise)
        if isinstance(node, MappingNode):
            entries = tuple(self.entry(one, here) for one in node.entries)
            return node._replace(entries=entries, span=here, alias=alias)
        if isinstance(node, SequenceNode):
            return node._replace(
                items=tuple(self.moved(one, here) for one in node.items), span=here, alias=alias
            )
        return node._replace(span=here, alias=alias)

    def entry(self, entry: Entry, otherwise: Span) -> Entry:
        """The entry, likewise."""
        key = self.span(entry.key_span, otherwise)
        return entry._replace(key_span=key, node=self.moved(entry.node, key))
