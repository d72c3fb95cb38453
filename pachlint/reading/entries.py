"""From a mapping's keys and values to what go-yaml 2 makes of them: merge keys, duplicate keys, keys as strings."""

from typing import cast

from pachlint.place import Span
from pachlint.reading.nodes import Entry, MappingNode, Node, Problem, ScalarNode, SequenceNode
from pachlint.reading.scalars import key_text
from pachlint.records import NamedTuple


class Item(NamedTuple):
    """A finished node: its JSON value, its decoded value if it is a scalar, and where it stands in the text.

    ``span`` is that of the alias for an aliased node. ``is_merge`` marks a ``<<`` that would merge as a key.
    """

    node: Node
    data: object
    raw: object
    span: Span
    height: int
    is_merge: bool = False


def through_alias(node: Node, alias: Span) -> Node:
    """The same node, used through an alias."""
    if isinstance(node, ScalarNode):
        return ScalarNode(node.value, node.text, node.style, node.span, node.anchor, alias)
    if isinstance(node, MappingNode):
        return MappingNode(node.entries, node.span, node.flow, node.effective, node.anchor, alias)
    return SequenceNode(node.items, node.span, node.flow, node.anchor, alias)


class Collector:
    """Collects the entries of one mapping in the order of the text; the last write of a key wins.

    A key that JSON cannot hold goes to ``rejected_keys``: Helm rejects it only if it is still there when the whole
    file has been decoded.
    """

    def __init__(self, rejected_keys: set[Span]) -> None:
        self.rejected_keys = rejected_keys
        self.entries: list[Entry] = []
        self.data: dict[str, object] = {}
        self.problems: list[Problem] = []
        self.effective: dict[str, int] = {}
        self._kinds: dict[str, type] = {}

    def add(self, key: Item, value: Item) -> None:
        """Add one key with its value."""
        if key.is_merge:
            self._merge(key, value)
            return
        if not isinstance(key.node, ScalarNode):
            self.problems.append(_invalid_key(key))
            return
        text = key_text(key.raw)
        if text is None:
            self.rejected_keys.add(key.span)
            self._write_rejected(Entry(key.node.text, key.span, value.node), value.data)
            return
        if text in self.effective:
            self._report_twice(text, key)
        self._kinds[text] = type(key.raw)
        self._write(Entry(text, key.span, value.node), value.data)

    def _write(self, entry: Entry, data: object) -> None:
        before = self.effective.get(entry.key)
        if before is not None:
            old = self.entries[before]
            self.entries[before] = Entry(old.key, old.key_span, old.node, old.merged, lost=True)
            del self.data[entry.key]
        self.effective[entry.key] = len(self.entries)
        self.entries.append(entry)
        self.data[entry.key] = data

    def _write_rejected(self, entry: Entry, data: object) -> None:
        """No other key replaces null or too big a number, not even one of the same text."""
        self.entries.append(entry)
        self.data.setdefault(entry.key, data)

    def _report_twice(self, text: str, key: Item) -> None:
        first = self.entries[self.effective[text]]
        if first.merged:
            return
        if self._kinds[text] is type(key.raw):
            message = f'Duplicate key "{text}": Helm uses the last one and drops the first.'
            hint = "Keep one of them, or merge their contents under one key."
        else:
            message = (
                f'Helm reads this as a duplicate of the key "{text}", and which of the two wins is random.'
            )
            hint = "Keep one of them; a key without quotes may be a number or a boolean (on, yes, 1)."
        related = ((first.key_span, f'"{text}" is first set here'),)
        self.problems.append(
            Problem("duplicate-key", message, key.span, rejected=False, related=related, hint=hint)
        )

    def _merge(self, key: Item, value: Item) -> None:
        """Merge the mappings after ``<<``; of several, the first wins, but all win over the keys above."""
        node = value.node
        if isinstance(node, SequenceNode) and node.alias is None:
            items = cast("list[object]", value.data)
            sources = list(zip(node.items, items, strict=True))[::-1]
        else:
            sources = [(node, value.data)]
        for source, data in sources:
            if not isinstance(source, MappingNode):
                self.problems.append(_invalid_merge(value.span))
                return
            self._merge_mapping(key, source, cast("dict[str, object]", data))

    def _merge_mapping(self, key: Item, source: MappingNode, data: dict[str, object]) -> None:
        for entry in source.entries:
            if entry.lost:
                continue
            node = (
                entry.node
                if source.alias is None or entry.node.alias
                else through_alias(entry.node, source.alias)
            )
            if entry.key_span in self.rejected_keys:
                self._write_rejected(Entry(entry.key, entry.key_span, node, merged=True), data[entry.key])
                continue
            self._report_overruled(key, entry)
            self._write(Entry(entry.key, entry.key_span, node, merged=True), data[entry.key])

    def _report_overruled(self, key: Item, entry: Entry) -> None:
        before = self.effective.get(entry.key)
        if before is None or self.entries[before].merged:
            return
        message = f'"{entry.key}" is set above, and this << sets it again: in Helm 3 the last one wins.'
        related = (
            (self.entries[before].key_span, "this has no effect"),
            (entry.key_span, "Helm uses this"),
        )
        hint = "Put << first in its mapping, so that the keys below it override it."
        self.problems.append(
            Problem("merge-key", message, key.span, rejected=False, related=related, hint=hint)
        )


def _invalid_key(key: Item) -> Problem:
    node = key.node
    if isinstance(node, MappingNode) and node.flow:
        message = (
            "Helm does not run templates in values files; to YAML, {{ ... }} is a mapping used as a key."
        )
        hint = 'Write the value itself; where the chart expects a template, quote it: "{{ ... }}".'
    else:
        message = "A mapping or a list cannot be a key."
        hint = "Write the key as a string, in quotes if it contains brackets or braces."
    return Problem("invalid-key", message, key.span, rejected=True, hint=hint)


def _invalid_merge(span: Span) -> Problem:
    message = "After << Helm accepts only a mapping or a list of mappings."
    return Problem(
        "merge-key", message, span, rejected=True, hint="Name the anchor of a mapping, as in <<: *common."
    )
