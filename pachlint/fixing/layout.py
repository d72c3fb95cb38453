"""How a values file is laid out: lines, indentation and quoting, so that new text looks like the old."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from pachlint.fixing.emit import DOUBLE, PLAIN, SINGLE, Quoting, Steps
from pachlint.lazy_regex import lazy_regex
from pachlint.reading.document import Document
from pachlint.reading.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from pachlint.records import NamedTuple
from pachlint.source import LINE_END, line_start

_SPACE = " \t\r\n"
_PROPERTY = lazy_regex(r"[&!][^\s,\[\]{}]*")


class NoEditError(Exception):
    """The text is written in a way that no edit can be made safely here."""


class Layout(NamedTuple):
    """A document with what its text is like.

    ``newline`` is the line end that the file uses, ``json`` says that it is JSON: braces, and every key in
    double quotes. ``quotings`` are those of its collections that are known already, by their nodes. All offsets are
    code points in the text of the document's source.
    """

    document: Document
    text: str
    newline: str
    steps: Steps
    needed: str
    json: bool
    quotings: dict[int, Quoting]

    def line_start(self, offset: int) -> int:
        """Offset of the first character of a line; a byte order mark belongs to no line."""
        at = line_start(self.text, offset)
        return 1 if at == 0 and self.text.startswith("\ufeff") else at

    def line_end(self, offset: int) -> int:
        """Offset of the line end (not after it) of the line that an offset is in."""
        found = LINE_END.search(self.text, offset)
        return found.start() if found else len(self.text)

    def next_line(self, offset: int) -> int:
        """Offset of the line after the one that an offset is in; the text's end if there is none."""
        found = LINE_END.search(self.text, offset)
        return found.end() if found else len(self.text)

    def column(self, offset: int) -> int:
        """Column of an offset, counted from 0."""
        return offset - self.line_start(offset)

    def begins_line(self, offset: int) -> bool:
        """Whether only blanks stand before an offset on its line."""
        return not self.text[self.line_start(offset) : offset].strip(" \t")

    def trimmed(self, offset: int) -> int:
        """The offset after the last character before ``offset`` that is neither white space nor comment."""
        ends = self.document.comments
        while offset > 0:
            if self.text[offset - 1] in _SPACE:
                offset -= 1
                continue
            at = bisect_left(ends, offset, key=lambda comment: comment.span.end)
            if at == len(ends) or ends[at].span.end != offset:
                break
            offset = ends[at].span.start
        return offset

    def skipped(self, offset: int) -> int:
        """The offset of the first character from ``offset`` on that is neither white space nor comment."""
        comments = self.document.comments
        while offset < len(self.text):
            if self.text[offset] in _SPACE:
                offset += 1
                continue
            at = bisect_left(comments, offset, key=lambda comment: comment.span.start)
            if at == len(comments) or comments[at].span.start != offset:
                break
            offset = comments[at].span.end
        return offset

    def comment_on(self, start: int, end: int) -> int | None:
        """Offset of the first comment between two offsets."""
        comments = self.document.comments
        at = bisect_left(comments, start, key=lambda comment: comment.span.start)
        return comments[at].span.start if at < len(comments) and comments[at].span.start < end else None

    def own_comment(self, line: int) -> int | None:
        """Column of the comment that has the line at an offset to itself; None if there is none."""
        comments = self.document.comments
        at = bisect_left(comments, line, key=lambda comment: comment.span.start)
        if at == len(comments) or not comments[at].own_line or comments[at].span.start > self.line_end(line):
            return None
        return comments[at].span.start - line

    def blank(self, line: int) -> bool:
        """Whether the line at an offset holds nothing; the end of the text does not count as a line."""
        return line < len(self.text) and not self.text[line : self.line_end(line)].strip()

    def end(self, node: Node) -> int:
        """Offset after the last character of a node, comments after it not counted."""
        if node.alias:
            return node.alias.end
        if isinstance(node, ScalarNode):
            keeps = node.style in {"literal", "folded"} and self.text[node.span.end - 1 : node.span.end] in {
                "\n",
                "\r",
            }
            return self._line_end_before(node.span.end) if keeps else node.span.end
        if node.flow:
            return node.span.end
        last = _last_leaf(node)
        kept = self.end(last) if last else node.span.start
        return max(self.trimmed(node.span.end), kept)

    def _line_end_before(self, offset: int) -> int:
        return offset - (2 if self.text[offset - 2 : offset] == "\r\n" else 1)

    def tail(self, node: Node, column: int) -> int:
        """The line end after a block node, with the comment lines after it that are indented beyond ``column``."""
        reached = self.line_end(self.end(node))
        return self.after_comments(reached, column)

    def after_comments(self, line_end: int, column: int) -> int:
        """The line end after the comment lines that follow, as far as they are indented beyond ``column``."""
        at = self.next_line(line_end)
        while at < len(self.text):
            comment = self.own_comment(at)
            if comment is not None and comment > column:
                line_end = self.line_end(at)
            elif not self.blank(at):
                break
            at = self.next_line(at)
        return line_end

    def after_colon(self, entry: Entry) -> int:
        """Offset after the colon of a key.

        Raises:
            NoEditError: if the key has none on its line (``? key``, ``{key}``).
        """
        at = entry.key_span.end
        while self.text[at : at + 1] in {" ", "\t"}:
            at += 1
        before = self.text[self.line_start(entry.key_span.start) : entry.key_span.start]
        if self.text[at : at + 1] != ":" or before.rstrip().endswith("?"):
            raise NoEditError("the key is written without a colon of its own")
        return at + 1

    def after_anchor(self, start: int, node: Node) -> int:
        """Offset after the anchor of a value, or ``start`` (the colon, the dash) if it has none.

        Raises:
            NoEditError: if the value has a tag that would govern another value too.
        """
        if node.alias:
            return start
        at = self.skipped(start)
        anchor_end = start
        while found := _PROPERTY.match(self.text, at):
            if found[0].startswith("!"):
                raise NoEditError("the value has a tag")
            anchor_end = found.end()
            at = self.skipped(found.end())
        if node.anchor is None:
            return start
        return anchor_end

    def quoting_of(self, node: Node, parent: Node | None) -> Quoting:
        """How the successor of a value is quoted: as the value is, or as its siblings if it is no text."""
        around = self.quoting(parent)
        if self.json or not isinstance(node, ScalarNode) or not isinstance(node.value, str) or node.alias:
            return around
        style = _style(self.text[node.span.start : node.span.start + 1])
        return Quoting(style, around.keys, around.needed)

    def quoting(self, parent: Node | None) -> Quoting:
        """How the scalars and keys of a mapping or list are quoted, for one more of them."""
        if self.json:
            return Quoting(DOUBLE, DOUBLE, DOUBLE)
        if id(parent) not in self.quotings:
            values = (node for node in _parts(parent) if isinstance(node, ScalarNode) and node.text)
            strings = (node for node in values if isinstance(node.value, str) and not node.alias)
            self.quotings[id(parent)] = Quoting(
                _shared(_style(self.text[node.span.start]) for node in strings),
                _shared(_style(self.text[entry.key_span.start]) for entry in _own(parent)),
                self.needed,
            )
        return self.quotings[id(parent)]


def layout(document: Document) -> Layout:
    """Find out how a document is laid out."""
    text = document.source.text
    end = LINE_END.search(text)
    root = document.root
    is_json = (
        isinstance(root, MappingNode)
        and root.flow
        and all(text[entry.key_span.start] == '"' for entry in root.entries)
    )
    quotes = Counter(_style(text[node.span.start]) for node in _scalars(root))
    needed = SINGLE if quotes[SINGLE] > quotes[DOUBLE] else DOUBLE
    # an empty `{}` alone is no sign of JSON, unless the file is called so
    named = document.source.name.lower().endswith(".json")
    is_json = is_json and isinstance(root, MappingNode) and (bool(root.entries) or named)
    bare = Layout(document, text, end[0] if end else "\n", Steps(), needed, is_json, {})
    return Layout(document, text, bare.newline, _steps(bare, root), needed, is_json, bare.quotings)


def _steps(bare: Layout, root: Node | None) -> Steps:
    """The commonest steps of a file; two columns where it has none."""
    keys: Counter[int] = Counter()
    dashes: Counter[int] = Counter()
    for entry in _block_entries(root):
        node = entry.node
        if node.alias or isinstance(node, ScalarNode) or node.flow:
            continue
        step = bare.column(node.span.start) - bare.column(entry.key_span.start)
        (keys if isinstance(node, MappingNode) else dashes)[step] += 1
    key_step = _commonest(keys, 1)
    return Steps(2 if key_step is None else key_step, _dash_step(_commonest(dashes, 0), key_step))


def _dash_step(dashes: int | None, keys: int | None) -> int:
    if dashes is not None:
        return dashes
    return 2 if keys is None else keys


def _commonest(counter: Counter[int], least: int) -> int | None:
    fitting = [(-count, step) for step, count in counter.items() if step >= least]
    return min(fitting)[1] if fitting else None


def _block_entries(node: Node | None) -> Iterator[Entry]:
    stack = [node] if node else []
    while stack:
        here = stack.pop()
        if here.alias or isinstance(here, ScalarNode) or here.flow:
            continue
        if isinstance(here, SequenceNode):
            stack.extend(here.items)
        else:
            own = [entry for entry in here.entries if not entry.merged]
            yield from own
            stack.extend(entry.node for entry in own)


def _scalars(node: Node | None) -> Iterator[ScalarNode]:
    stack = [node] if node else []
    while stack:
        here = stack.pop()
        if isinstance(here, ScalarNode):
            if not here.alias and here.span.start < here.span.end:
                yield here
        elif not here.alias:
            stack.extend(_parts(here))


def _own(node: Node | None) -> list[Entry]:
    return [entry for entry in node.entries if not entry.merged] if isinstance(node, MappingNode) else []


def _parts(node: Node | None) -> list[Node]:
    return list(node.items) if isinstance(node, SequenceNode) else [entry.node for entry in _own(node)]


def _last_leaf(node: Node) -> Node | None:
    """The last written scalar, alias or flow collection inside a block collection."""
    parts = _parts(node)
    if not parts:
        return None
    last = max(parts, key=lambda part: (part.alias or part.span).start)
    return last if last.alias or isinstance(last, ScalarNode) or last.flow else _last_leaf(last)


def _style(sign: str) -> str:
    return {"'": SINGLE, '"': DOUBLE}.get(sign, PLAIN)


def _shared(styles: Iterator[str]) -> str:
    """The one quoted style of all, or plain."""
    first = next(styles, PLAIN)
    return first if first != PLAIN and all(style == first for style in styles) else PLAIN
