"""``# pachlint: ignore[rule] reason`` comments: what they name, and the nodes that they are bound to."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

from pachlint.identity import Same
from pachlint.place import Path, Span
from pachlint.reading.directives import IgnoreDirective, ignores
from pachlint.reading.document import Document
from pachlint.reading.nodes import Comment, Entry, MappingNode, Node, SequenceNode
from pachlint.records import NamedTuple
from pachlint.source import Source


class Name(NamedTuple):
    """A rule that a comment names, where it stands, and what to take away to be rid of it."""

    rule: str
    span: Span
    removal: Span


class Ignore(NamedTuple):
    """One comment. ``scopes`` are the entries it is bound to, path and span; a whole file has none and needs none.

    ``until`` is the last day on which it holds, "" if it has none.
    """

    span: Span
    names: tuple[Name, ...]
    reason: str
    whole_file: bool
    scopes: tuple[tuple[Path, Span], ...]
    until: str


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


def directives_of(document: Document) -> tuple[IgnoreDirective, ...]:
    """What the comments of a file ignore, well-formed or not."""
    return _directives_of(Same(document))


@lru_cache(maxsize=4)
def _directives_of(key: Same[Document]) -> tuple[IgnoreDirective, ...]:
    return tuple(ignores(key.it))


def ignores_of(document: Document) -> tuple[Ignore, ...]:
    """The well-formed comments of a file that ignore findings."""
    return _ignores_of(Same(document))


@lru_cache(maxsize=4)
def _ignores_of(key: Same[Document]) -> tuple[Ignore, ...]:
    document = key.it
    found = [directive for directive in directives_of(document) if directive.names]
    lines = _Lines(document) if found else None
    return tuple(_bound(lines, directive) for directive in found if lines)


def ignored_rules(document: Document) -> frozenset[str]:
    """The rules that the comments of a file name."""
    return frozenset(word.text for directive in directives_of(document) for word in directive.names)


def _bound(lines: _Lines, directive: IgnoreDirective) -> Ignore:
    whole_file = directive.kind.lower() == "ignore-file"
    return Ignore(
        span=directive.span,
        names=tuple(
            Name(word.text, word.span, _removal(lines.source, directive, index))
            for index, word in enumerate(directive.names)
        ),
        reason=directive.reason,
        whole_file=whole_file,
        scopes=() if whole_file else tuple(_scopes(lines, directive.comment)),
        until=directive.until,
    )


def _removal(source: Source, directive: IgnoreDirective, index: int) -> Span:
    """What to take away for one name: with its comma, or with the whole comment if it is the only one."""
    words, span = directive.names, directive.span
    if len(words) > 1:
        if index + 1 < len(words):
            return Span(words[index].span.start, words[index + 1].span.start)
        return Span(words[index - 1].span.end, words[index].span.end)
    text, start = source.text, span.start
    if span.end < directive.comment.span.end:
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
