"""Edits of flow style YAML (``{a: 1}``, ``[x]``) as splices: a part is put in or taken out."""

from pachlint.fixing.emit import flow_text, key_text
from pachlint.fixing.layout import Layout, NoEditError
from pachlint.fixing.splice import Splice
from pachlint.place import Span
from pachlint.reading.nodes import Entry, MappingNode, Node, SequenceNode


def add_entry(
    layout: Layout, mapping: MappingNode, key: str, value: object, comment: str = ""
) -> list[Splice]:
    """Put a key after the last one of a flow mapping, with a comment if it gets a line of its own.

    Raises:
        NoEditError: if there is no room for the comment.
    """
    quoting = layout.quoting(mapping)
    return _add(layout, mapping, f"{key_text(key, quoting, flow=True)}: {flow_text(value, quoting)}", comment)


def add_item(layout: Layout, items: SequenceNode, value: object) -> list[Splice]:
    """Put an item after the last one of a flow list."""
    return _add(layout, items, flow_text(value, layout.quoting(items)))


def replace(layout: Layout, node: Node, start: int, value: object, siblings: Node) -> list[Splice]:
    """Exchange a value inside a flow collection; ``start`` is the offset after its colon, comma or bracket."""
    kept = layout.after_anchor(start, node)
    text = flow_text(value, layout.quoting_of(node, siblings))
    if node.span.start == node.span.end:
        return [Splice(kept, kept, " " + text)]
    return [Splice(*node.span, text)]


def remove_entry(layout: Layout, mapping: MappingNode, entry: Entry) -> list[Splice]:
    """Take a key and its value out of a flow mapping, with one comma."""
    start = entry.key_span.start
    return _remove(layout, mapping, Span(start, max(layout.end(entry.node), layout.after_colon(entry))))


def remove_item(layout: Layout, items: SequenceNode, node: Node) -> list[Splice]:
    """Take an item out of a flow list, with one comma."""
    if node.anchor and not node.alias:
        raise NoEditError("the item has an anchor")
    return _remove(layout, items, Span((node.alias or node.span).start, layout.end(node)))


def _add(layout: Layout, whole: MappingNode | SequenceNode, part: str, comment: str = "") -> list[Splice]:
    text = layout.text
    last = layout.trimmed(whole.span.end - 1)
    first = layout.skipped(whole.span.start + 1)
    shared = not layout.begins_line(first) or layout.line_start(first) == layout.line_start(whole.span.start)
    if comment and (shared or layout.line_end(last) >= whole.span.end):
        raise NoEditError("there is no room for the comment")
    if last == whole.span.start + 1:
        return [Splice(last, last, part)]
    comma = "" if text[last - 1] == "," else ","
    if shared:
        end = layout.trimmed(last - 1) if text[last - 1] == "," else last
        return [Splice(end, end, f", {part}")]
    line = layout.line_end(last)
    if line >= whole.span.end:
        return [Splice(last, last, f"{comma} {part}")]
    indent = text[layout.line_start(first) : first]
    suffix = f" {comment}" if comment else ""
    return [
        Splice(last, last, comma),
        Splice(line, line, layout.newline + indent + part + ("" if comma else ",") + suffix),
    ]


def _remove(layout: Layout, whole: MappingNode | SequenceNode, part: Span) -> list[Splice]:
    text = layout.text
    before, after = layout.trimmed(part.start), layout.skipped(part.end)
    begins = layout.begins_line(part.start)
    if text[after] == ",":
        return [_with_comma_after(layout, part, after + 1, begins=begins)]
    if text[before - 1] != ",":
        return [Splice(part.start, part.end, "")]
    start = layout.line_end(layout.line_start(part.start) - 1) if begins else before
    if begins and text[start - 1 : start + 1] == "\r\n":
        start -= 1
    end = layout.line_end(part.end) if begins and layout.line_end(part.end) < whole.span.end else part.end
    if start <= before:
        return [Splice(before - 1, end, "")]
    return [Splice(before - 1, before, ""), Splice(start, end, "")]


def _with_comma_after(layout: Layout, part: Span, after: int, *, begins: bool) -> Splice:
    """A part, the comma after it, and what stands between them and the next part."""
    line = layout.line_end(after)
    if begins and layout.trimmed(line) <= after:
        return Splice(layout.line_start(part.start), layout.next_line(line), "")
    following = after
    while layout.text[following] in " \t":
        following += 1
    return Splice(part.start, following, "")
