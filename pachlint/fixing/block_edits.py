"""Edits of block style YAML as splices: an entry or a list item is put in, replaced or taken out."""

import re
from collections.abc import Sequence

from pachlint.fixing.emit import Written, entry_lines, flow_text, item_lines, written
from pachlint.fixing.layout import Layout, NoEditError
from pachlint.fixing.splice import Splice
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.reading.directives import begins_ignore
from pachlint.reading.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode

_DASHES = lazy_regex(r" *(?:-[ \t]+)*-[ \t]+(?:[&!]\S*[ \t]+)*\Z")


def is_inline(node: Node) -> bool:
    """Whether a value can be exchanged for another one on its own spot."""
    if node.alias:
        return True
    if isinstance(node, ScalarNode):
        return node.span.start < node.span.end and node.style not in {"literal", "folded"}
    return node.flow


def add_entry(layout: Layout, mapping: MappingNode, key: str, value: Written) -> list[Splice]:
    """Put a key after the last one of a block mapping, which must have one."""
    column = layout.column(mapping.span.start)
    lines = entry_lines(key, value, layout.quoting(mapping))
    if _is_spaced(layout, mapping):
        lines = ("", *lines)
    return [_below(layout, layout.tail(mapping, column), lines, column)]


def add_item(layout: Layout, items: SequenceNode, value: object) -> list[Splice]:
    """Put an item after the last one of a block list, which must have one."""
    column = layout.column(items.span.start)
    lines = item_lines([value], layout.quoting(items), layout.steps)
    return [_below(layout, layout.tail(items, column), lines, column)]


def append_lines(layout: Layout, lines: Sequence[str]) -> list[Splice]:
    """Put lines at the end of a text that has no values yet."""
    text, newline = layout.text, layout.newline
    if text.strip("\ufeff") and not text.endswith(("\n", "\r")):
        return [Splice(len(text), len(text), newline + newline.join(lines))]
    return [Splice(len(text), len(text), newline.join(lines) + newline)]


def replace_value(layout: Layout, entry: Entry, value: object, siblings: MappingNode) -> list[Splice]:
    """Give a key of a block mapping another value; the comment beside the key stays."""
    node, column = entry.node, layout.column(entry.key_span.start)
    value_start = layout.after_anchor(layout.after_colon(entry), node)
    new = written(value, layout.quoting_of(node, siblings), layout.steps)
    if is_inline(node) and not new.lines:
        return [Splice(*node.span, new.head)]
    head = f" {new.head}" if new.head else ""
    line, end = layout.line_end(value_start), max(layout.end(node), value_start)
    if end <= line or is_inline(node):
        line = layout.line_end(end)
        below = [_below(layout, line, new.lines, column)] if new.lines else []
        return [Splice(value_start, end, head), *below]
    comment = layout.comment_on(value_start, line)
    first_end = line if comment is None else len(layout.text[:comment].rstrip(" \t"))
    rest = "".join(layout.newline + _pad(text, column) for text in new.lines)
    return [
        Splice(value_start, max(first_end, value_start), head),
        Splice(line, layout.tail(node, column), rest),
    ]


def replace_item(layout: Layout, node: Node, value: object, siblings: SequenceNode) -> list[Splice]:
    """Give an item of a block list another value."""
    span = node.span
    if not _DASHES.match(layout.text[layout.line_start(span.start) : span.start]):
        raise NoEditError("the item does not stand beside its dash")
    if "!" in layout.text[layout.line_start(span.start) : span.start]:
        raise NoEditError("the item has a tag")
    quoting = layout.quoting_of(node, siblings)
    if not (isinstance(value, dict | list | tuple) and value):
        return [Splice(span.start, layout.end(node), flow_text(value, quoting))]
    column = layout.column(span.start)
    head, *rest = item_lines([value], quoting, layout.steps)
    lines = [head[2:], *(_pad(line[2:], column) for line in rest)]
    return [Splice(span.start, layout.end(node), layout.newline.join(lines))]


def remove_entry(layout: Layout, mapping: MappingNode, entry: Entry) -> list[Splice]:
    """Take a key and its value out of a block mapping that has others.

    Its trailing comment goes too, and those inside it. The comment lines directly above in its column go too if
    they can belong to this key only: no other key stands directly below it, and something of the document
    stands above them.
    """
    start = entry.key_span.start
    column = layout.column(start)
    end = max(layout.line_end(layout.after_colon(entry)), layout.tail(entry.node, column))
    if layout.begins_line(start):
        return [_whole_lines(layout, comments_above(layout, start, end), end)]
    if not _DASHES.match(layout.text[layout.line_start(start) : start]):
        raise NoEditError("something else stands before the key on its line")
    following = layout.skipped(end)
    between = layout.text[end:following]
    if "#" in between:
        return [Splice(len(layout.text[:start].rstrip(" \t")), end, "")]
    return [Splice(start, following, "")]


def remove_item(layout: Layout, items: SequenceNode, node: Node) -> list[Splice]:
    """Take an item out of a block list that has others."""
    column = layout.column(items.span.start)
    start = (node.alias or node.span).start
    line = layout.line_start(start)
    while (
        layout.text[line : line + column].strip(" ") or layout.text[line + column : line + column + 1] != "-"
    ):
        if line <= items.span.start:
            raise NoEditError("the item's dash does not begin its line")
        line = layout.line_start(line - 1)
    end = layout.tail(node, column)
    return [_whole_lines(layout, comments_above(layout, line + column, end), end)]


def comments_above(layout: Layout, start: int, end: int) -> int:
    """Start of the first line that goes with the key at ``start``; ``end`` is the line end after its value."""
    column = layout.column(start)
    top = layout.line_start(start)
    following = layout.next_line(end)
    alone = (
        following >= len(layout.text) or layout.blank(following) or _starts_less(layout, following, column)
    )
    owned, directives = top, top
    while owned > layout.line_start(0):
        above = layout.line_start(owned - 1)
        if layout.own_comment(above) != column:
            break
        if directives == owned and begins_ignore(layout.text, above + column):
            directives = above
        owned = above
    is_head = not layout.trimmed(owned) or layout.text[: layout.trimmed(owned)].strip("\ufeff") == ""
    return owned if alone and not is_head else directives


def _starts_less(layout: Layout, line: int, column: int) -> bool:
    """Whether a line is a comment, or begins left of a column."""
    return layout.own_comment(line) is not None or bool(layout.text[line : line + column].strip(" "))


def _whole_lines(layout: Layout, start: int, end: int) -> Splice:
    """Take out the lines from ``start`` (a line's start) to ``end`` (a line end) and a blank line too many."""
    text = layout.text
    first = layout.line_start(0)
    stop = layout.next_line(end)
    if start == first or layout.blank(layout.line_start(start - 1)):
        while layout.blank(stop):
            stop = layout.next_line(stop)
    if stop >= len(text):
        while start > first and layout.blank(layout.line_start(start - 1)):
            start = layout.line_start(start - 1)
        if start > first and not text.endswith(("\n", "\r")):
            start -= 2 if text[start - 2 : start] == "\r\n" else 1
    return Splice(start, stop, "")


def cut_out(layout: Layout, entry: Entry) -> Written:
    """The text of a block mapping's value with its comments, to be put at another key."""
    column = layout.column(entry.key_span.start)
    value_start = layout.after_colon(entry)
    line, end = layout.line_end(value_start), layout.tail(entry.node, column)
    above = comments_above(layout, entry.key_span.start, end)
    return Written(
        layout.text[value_start:line].strip(" \t"),
        tuple(_unpad(text, column) for text in _lines(layout, Span(line, end))[1:]),
        tuple(
            text.strip(" \t")
            for text in _lines(layout, Span(above, layout.line_start(entry.key_span.start)))[:-1]
        ),
    )


def _lines(layout: Layout, span: Span) -> list[str]:
    return re.split(r"\r\n|\n|\r", layout.text[span.start : span.end])


def _below(layout: Layout, line_end: int, lines: Sequence[str], column: int) -> Splice:
    return Splice(line_end, line_end, "".join(layout.newline + _pad(line, column) for line in lines))


def _pad(line: str, column: int) -> str:
    return " " * column + line if line else line


def _unpad(line: str, column: int) -> str:
    return line[column:] if not line[:column].strip(" ") else line.lstrip(" ")


def _is_spaced(layout: Layout, mapping: MappingNode) -> bool:
    """Whether blank lines stand between all keys of a mapping."""
    starts = sorted(entry.key_span.start for entry in mapping.entries if not entry.merged)
    return len(starts) > 1 and all(_blank_above(layout, start) for start in starts[1:])


def _blank_above(layout: Layout, start: int) -> bool:
    line = layout.line_start(layout.line_start(start) - 1)
    while layout.own_comment(line) is not None:
        line = layout.line_start(line - 1)
    return layout.blank(line)
