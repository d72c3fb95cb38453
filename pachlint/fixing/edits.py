"""One edit of a fix on one document: find the place by its path, and choose the splices for what stands there."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from pachlint.fixing import block_edits, flow_edits
from pachlint.fixing.emit import PLAIN, Quoting, Written, flow_text, key_text, mapping_lines, nested, written
from pachlint.fixing.layout import Layout, NoEditError
from pachlint.fixing.splice import Splice
from pachlint.place import Path
from pachlint.reading.document import Document, child
from pachlint.reading.nodes import Entry, MappingNode, ScalarNode, SequenceNode, data_of
from pachlint.records import NamedTuple


class _Step(NamedTuple):
    """A part of a path that is there: the collection, and its entry that the next key or index names."""

    inside: MappingNode | SequenceNode
    entry: Entry


def set_value(layout: Layout, path: Path, value: object) -> list[Splice]:
    """Replace the value at a path, or put it there with the mappings that are missing on the way."""
    trail = _trail(layout.document, path)
    return _replace(layout, trail, value) if len(trail) == len(path) else _insert(layout, trail, path, value)


class Part(NamedTuple):
    """What to replace inside a text: ``text[start:end]`` of the value by ``put``."""

    start: int
    end: int
    put: str


def replace_parts(layout: Layout, path: Path, parts: Sequence[Part]) -> list[Splice]:
    """Replace parts of the text at a path where they stand, and leave its quotes, lines and escapes as they are.

    A part is looked for in the scalar as it is written: the same occurrence of the same characters. What comes of
    it has to be read again, because indentation, escapes and what the new text means are not looked at.
    """
    node = _whole_trail(layout.document, path)[-1].entry.node
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str) or node.alias:
        raise NoEditError("there is no text of its own")
    raw = layout.text[node.span.start : node.span.end]
    splices = []
    for start, end, put in parts:
        old = node.value[start:end]
        places, own = _occurrences(old, raw), _occurrences(old, node.value)
        if not places or len(places) != len(own):
            raise NoEditError("the text is written in other characters")
        at = node.span.start + places[bisect_left(own, start)]
        splices.append(Splice(at, at + len(old), put))
    return splices


@lru_cache(maxsize=4)
def _occurrences(part: str, text: str) -> list[int]:
    found: list[int] = []
    at = text.find(part) if part else -1
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def append(layout: Layout, path: Path, value: object) -> list[Splice]:
    """Put an item after the last one of the list at a path, which must be there."""
    trail = _whole_trail(layout.document, path)
    node = trail[-1].entry.node
    if not isinstance(node, SequenceNode) or node.alias:
        raise NoEditError("there is no list to append to")
    if not node.items:
        return _replace(layout, trail, [value])
    add = flow_edits.add_item if node.flow else block_edits.add_item
    return add(layout, node, value)


def delete(layout: Layout, path: Path) -> list[Splice]:
    """Take out what stands at a path, and the mappings that would be empty then.

    A mapping in a list, or one with an anchor, stays as ``{}``, a list as ``[]``.
    """
    trail = _whole_trail(layout.document, path)
    while len(trail) > 1 and _is_alone(trail[-1]):
        above = trail[-2]
        if (
            isinstance(above.inside, SequenceNode)
            or above.entry.node.anchor
            or isinstance(trail[-1].inside, SequenceNode)
        ):
            return _replace(layout, trail[:-1], [] if isinstance(trail[-1].inside, SequenceNode) else {})
        trail = trail[:-1]
    inside, entry = trail[-1]
    if isinstance(inside, SequenceNode):
        remove_item = flow_edits.remove_item if inside.flow else block_edits.remove_item
        return remove_item(layout, inside, entry.node)
    remove = flow_edits.remove_entry if inside.flow else block_edits.remove_entry
    twins = [one for one in inside.entries if one.key == entry.key and not one.merged]
    return [splice for one in twins for splice in remove(layout, inside, one)]


def rename(layout: Layout, path: Path, key: str) -> list[Splice]:
    """Write another key in the place of the last one of a path."""
    inside, entry = _whole_trail(layout.document, path)[-1]
    if not isinstance(inside, MappingNode) or _count_of(inside, {key, entry.key}) > 1:
        raise NoEditError("there is such a key already, or the old one stands there twice")
    sign = layout.text[entry.key_span.start]
    if sign == "*":
        raise NoEditError("the key is an alias")
    style = {"'": "single", '"': "double"}.get(sign, PLAIN)
    return [
        Splice(*entry.key_span, key_text(key, Quoting(keys=style, needed=layout.needed), flow=inside.flow))
    ]


def _count_of(mapping: MappingNode, wanted: set[str]) -> int:
    keys = [one.key for one in mapping.entries]
    return sum(map(keys.count, wanted))


def copy(layout: Layout, path: Path, to: Path) -> list[Splice]:
    """Put what stands at a path at another one too: in its own words, with its comments, if it is block style."""
    inside, entry = _whole_trail(layout.document, path)[-1]
    target = _trail(layout.document, to)
    if len(target) == len(to) or to[: len(path)] == path:
        raise NoEditError("there is something at the new place already")
    goal = target[-1].entry.node if target else layout.document.root
    if not isinstance(inside, MappingNode):
        return _insert(layout, target, to, data_of(entry.node))
    if not inside.flow and isinstance(goal, MappingNode) and not goal.flow:
        return _insert(layout, target, to, block_edits.cut_out(layout, entry))
    return _insert(layout, target, to, data_of(entry.node), _comment_of(layout, inside, entry))


def _comment_of(layout: Layout, inside: MappingNode, entry: Entry) -> str:
    """The comment that goes when a key goes; "" if there is none."""
    remove = flow_edits.remove_entry if inside.flow else block_edits.remove_entry
    gone = remove(layout, inside, entry)
    if inside.flow and len(inside.entries) == 1:
        line = min(layout.line_end(layout.end(entry.node)), inside.span.end)
        gone = [Splice(entry.key_span.start, line, "")]
    comments = [
        comment.text
        for comment in layout.document.comments
        if any(one.start <= comment.span.start < one.end for one in gone)
    ]
    if len(comments) > 1:
        raise NoEditError("there is no room for its comments at the new place")
    return "".join(comments)


def _trail(document: Document, path: Path) -> list[_Step]:
    """The steps of the path that are written there; a key that came in through ``<<`` is not.

    Raises:
        NoEditError: if the path goes on inside something that is written elsewhere.
    """
    trail: list[_Step] = []
    node = document.root
    for depth, step in enumerate(path):
        entry = child(node, step)
        if entry is None or not isinstance(node, MappingNode | SequenceNode):
            break
        is_last = depth == len(path) - 1
        if not is_last and (entry.merged or entry.node.alias):
            raise NoEditError("the path leads into an alias")
        if entry.merged:
            break
        trail.append(_Step(node, entry))
        node = entry.node
    return trail


def _whole_trail(document: Document, path: Path) -> list[_Step]:
    trail = _trail(document, path)
    if not path or len(trail) < len(path):
        raise NoEditError("there is nothing at this path")
    return trail


def _is_alone(step: _Step) -> bool:
    """Whether nothing would be left of a collection without this entry."""
    if isinstance(step.inside, SequenceNode):
        return len(step.inside.items) == 1
    return all(one.key == step.entry.key and not one.merged for one in step.inside.entries)


def _insert(layout: Layout, trail: list[_Step], path: Path, value: object, comment: str = "") -> list[Splice]:
    """Put a value (or its text, cut out elsewhere) after the last thing of the deepest mapping that is there."""
    key, *missing = _keys(path[len(trail) :])
    node = trail[-1].entry.node if trail else layout.document.root
    if isinstance(node, MappingNode) and not node.alias and _has_text(layout, node):
        if any(entry.key == key and not entry.merged for entry in node.entries):
            raise NoEditError("the key stands there already, without effect")
        if node.flow:
            return flow_edits.add_entry(layout, node, key, _whole(missing, value), comment)
        return block_edits.add_entry(layout, node, key, _below(layout, node, missing, value, comment))
    if comment:
        raise NoEditError("there is no room for its comment at the new place")
    is_null = isinstance(node, ScalarNode) and node.value is None and not node.alias
    if node is not None and not is_null and not (isinstance(node, MappingNode) and not node.alias):
        raise NoEditError("something else stands where a mapping must be")
    if trail:
        return _replace(layout, trail, {key: _whole(missing, value)})
    lines = mapping_lines({key: _whole(missing, value)}, Quoting(needed=layout.needed), layout.steps)
    if node is None or node.span.start == node.span.end:
        return block_edits.append_lines(layout, lines)
    alone = (
        not layout.json
        and layout.begins_line(node.span.start)
        and layout.trimmed(layout.line_end(node.span.end)) == node.span.end
    )
    if alone and not layout.text[node.span.start : node.span.end].count("\n"):
        return [Splice(*node.span, layout.newline.join(lines))]
    return [Splice(*node.span, flow_text({key: _whole(missing, value)}, layout.quoting(node)))]


def _below(layout: Layout, parent: MappingNode, missing: list[str], value: object, comment: str) -> Written:
    """A value's text as it stands below keys that are missing yet."""
    quoting = Quoting(needed=layout.needed) if missing else layout.quoting(parent)
    text = value if isinstance(value, Written) else written(value, quoting, layout.steps)
    text = text._replace(head=f"{text.head} {comment}".strip(" "))
    return nested(missing, text, quoting, layout.steps)


def _whole(missing: list[str], value: object) -> object:
    """A value inside mappings that are missing yet."""
    if isinstance(value, Written):
        raise NoEditError("the text does not fit here")
    for key in reversed(missing):
        value = {key: value}
    return value


def _has_text(layout: Layout, mapping: MappingNode) -> bool:
    return not mapping.flow or layout.trimmed(mapping.span.end - 1) > mapping.span.start + 1


def _replace(layout: Layout, trail: list[_Step], value: object) -> list[Splice]:
    if not trail:
        raise NoEditError("the root itself cannot be replaced")
    inside, entry = trail[-1]
    if entry.node.alias:
        raise NoEditError("the value is an alias")
    if isinstance(inside, SequenceNode):
        if inside.flow:
            return flow_edits.replace(layout, entry.node, entry.node.span.start, value, inside)
        return block_edits.replace_item(layout, entry.node, value, inside)
    if inside.flow:
        return flow_edits.replace(layout, entry.node, layout.after_colon(entry), value, inside)
    return block_edits.replace_value(layout, entry, value, inside)


def _keys(path: Path) -> list[str]:
    keys = [step for step in path if isinstance(step, str)]
    if len(keys) < len(path):
        raise NoEditError("there is no such list item")
    return keys
