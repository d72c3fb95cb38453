"""From libyaml's events to nodes, decoding as Helm 3 does (go-yaml 2), in one pass and without recursion.

libyaml's own composer is not used: it recurses in C, rejects what Helm accepts (an anchor defined twice) and knows
nothing of what Helm does with ``<<``, duplicate keys and too many aliases.
"""

import math
from typing import TYPE_CHECKING, Any

from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.reading.dialect import Masked
from pachlint.reading.entries import Collector, Item, through_alias
from pachlint.reading.nodes import MappingNode, Problem, ScalarNode, SequenceNode
from pachlint.reading.scalars import TAG_PREFIX, ScalarError, as_json, resolve

if TYPE_CHECKING:
    from pachlint.reading.templates import Template

MAX_DEPTH = 200
"""Deepest nesting that pachlint reads; the values of the Pachyderm chart are some ten levels deep."""
MAX_VALUES = 20_000
"""Most keys and values that pachlint reads, those that aliases repeat among them; the chart's own are some thousand."""
# yaml.v2 2.4.0, scannerc.go: max_flow_level, max_indents
HELM_MAX_DEPTH = 10_000
_MAX_PROBLEMS = 50
_STYLES = {"": "plain", "'": "single", '"': "double", "|": "literal", ">": "folded"}
_PROPERTIES = lazy_regex(r"(?:[&!][^\s{}]*(?:\s+|#[^\r\n]*)*)+")
_KEEPING = lazy_regex(r"[|>][0-9]?\+")
_MERGE_TAG = TAG_PREFIX + "merge"


class Stop(Exception):
    """Nothing more can be read; the problem that says so has been noted."""


class _Anchored:
    """What a name stands for; ``item`` is None while the anchored collection is still open."""

    __slots__ = ("item", "weight")

    def __init__(self, item: Item | None) -> None:
        self.item = item
        self.weight = 1


class _Frame:
    """A collection that is still open; ``decoded`` is go-yaml's count when it was opened."""

    __slots__ = ("anchor", "anchored", "decoded", "end", "flow", "height", "items", "keyed", "start")

    def __init__(self, *, start: int, keyed: bool, flow: bool, anchor: str | None, decoded: int) -> None:
        self.start = self.end = start
        self.keyed = keyed
        self.flow = flow
        self.anchor = anchor
        self.anchored = _Anchored(None)
        self.decoded = decoded
        self.items: list[Item] = []
        self.height = 0


class Builder:
    """Builds the nodes of one document; an event is one of libyaml's, ``start`` and ``end`` its offsets."""

    def __init__(self, text: str, masked: Masked, template: "Template | None" = None) -> None:
        self.text = text
        self._template = template
        self.root: Item | None = None
        self.problems: list[Problem] = []
        self.scalars: list[Span] = []
        self.rejected_keys: set[Span] = set()
        self.has_infinity = False
        self.stack: list[_Frame] = []
        self._masked = masked
        self._anchors: dict[str, _Anchored] = {}
        self.decoded = 1
        self._aliased = 0

    def begin(self, event: Any, start: int, end: int) -> None:
        """Start the document: go-yaml 2 takes only version 1.1."""
        if event.version not in {None, (1, 1)}:
            hint = "Remove the %YAML line."
            self.note(
                "syntax",
                "Helm 3 reads only YAML 1.1 and rejects any other %YAML version.",
                Span(start, end),
                hint,
            )
            raise Stop

    def scalar(self, event: Any, start: int, end: int) -> None:
        text, tag, style, anchor = event.value, event.tag, event.style, event.anchor
        plain = style == ""
        if self._masked.used:
            text = self._masked.restore(text, style)
        if anchor is not None or tag is not None:
            start = self._after_properties(start, end)
        if style in {"|", ">"}:
            end = self._block_end(start, end)
        span = Span(start, end)
        if end > start:
            self.scalars.append(span)
        if self._template is not None:
            text = self._template.restore(text, start, end)
        raw = self._resolve(text, tag, span, plain=plain)
        node = ScalarNode(as_json(raw), text, _STYLES[style], span, anchor)
        is_merge = text == "<<" and ((tag is None and plain) or tag in {_MERGE_TAG, "!"})
        item = Item(node, node.value, raw, span, 0, is_merge)
        if anchor is not None:
            self._anchors[anchor] = _Anchored(item)
        self.decoded += 1
        self._add(item)

    def _resolve(self, text: str, tag: str | None, span: Span, *, plain: bool) -> object:
        try:
            raw = resolve(text, tag, plain=plain)
        except ScalarError as error:
            self.note(
                "unsupported-value",
                f"Helm rejects this value: {error}.",
                span,
                "Remove the tag, or correct the value.",
            )
            return None
        if type(raw) is float and not math.isfinite(raw):
            self.has_infinity = True
        return raw

    def _after_properties(self, start: int, end: int) -> int:
        """Where a value begins after its anchor and its tag."""
        found = _PROPERTIES.match(self.text, start, end)
        return found.end() if found else start

    def _block_end(self, start: int, end: int) -> int:
        """The end of a block text: its last character that is not white space, unless its header says to keep all."""
        if _KEEPING.match(self.text, start):
            return end
        return start + len(self.text[start:end].rstrip())

    def alias(self, event: Any, start: int, end: int) -> None:
        name, span = event.anchor, Span(start, end)
        anchored = self._anchors.get(name)
        if anchored is None:
            hint = 'Define the anchor first; if the * is part of the value, quote it: "*...".'
            self.note("syntax", "No anchor with this name is defined above this alias.", span, hint)
        elif anchored.item is None:
            message = f"This alias is inside the value that &{name} names."
            self.note("syntax", message, span, "Repeat the value instead.")
        if anchored is None or anchored.item is None:
            item = Item(ScalarNode(None, "", "plain", span), None, None, span, 0)
        else:
            self.decoded += anchored.weight
            self._aliased += anchored.weight
            item = anchored.item._replace(
                node=through_alias(anchored.item.node, span), span=span, is_merge=False
            )
        self.decoded += 1
        self._add(item)
        if len(self.stack) + item.height > MAX_DEPTH:
            self.reject_depth(len(self.stack) + item.height, span)

    def _reject_aliases(self, span: Span) -> None:
        message = (
            "The aliases of this file multiply its content far beyond its size; Helm does not expand them."
        )
        self.note("syntax", message, span, "Write repeated values out, or do not nest anchors in anchors.")
        raise Stop

    def open_mapping(self, event: Any, start: int, end: int) -> None:
        # Behind an anchor or a tag, the event ends with the bracket, or where the first key begins; that of a pair
        # among the items of a list in brackets has none.
        paired = event.flow_style and not self.text.startswith("{", end - 1)
        self._open(event, start if paired else end - 1 if event.flow_style else end, keyed=True)

    def open_sequence(self, event: Any, start: int, end: int) -> None:
        # The event ends after the bracket, and after the first dash if it is not indented.
        self._open(
            event, end - 1 if event.flow_style or not self.text.startswith("-", end) else end, keyed=False
        )

    def _open(self, event: Any, first: int, *, keyed: bool) -> None:
        frame = _Frame(
            start=first, keyed=keyed, flow=bool(event.flow_style), anchor=event.anchor, decoded=self.decoded
        )
        if event.anchor is not None:
            self._anchors[event.anchor] = frame.anchored
        self.decoded += 1
        self.stack.append(frame)

    def close(self, event: Any, _start: int, end: int) -> None:
        frame = self.stack.pop()
        span = Span(frame.start, end if frame.flow else frame.end)
        item = self._mapping(frame, span) if frame.keyed else self._sequence(frame, span)
        frame.anchored.item = item
        frame.anchored.weight = self.decoded - frame.decoded
        self._add(item)

    def _mapping(self, frame: _Frame, span: Span) -> Item:
        collector = Collector(self.rejected_keys)
        pairs = iter(frame.items)
        for key, value in zip(pairs, pairs, strict=True):
            collector.add(key, value)
        for problem in collector.problems:
            self.add_problem(problem)
        node = MappingNode(tuple(collector.entries), span, frame.flow, collector.effective, frame.anchor)
        return Item(node, collector.data, None, span, frame.height + 1)

    def _sequence(self, frame: _Frame, span: Span) -> Item:
        node = SequenceNode(tuple([item.node for item in frame.items]), span, frame.flow, frame.anchor)
        return Item(node, [item.data for item in frame.items], None, span, frame.height + 1)

    def _add(self, item: Item) -> None:
        # go-yaml's guard against aliases that blow a small text up (yaml.v2 2.4.0, decode.go); it allows less from 400,000
        # values on, and more up to 1,000, where aliases have no room for so many
        if self._aliased / self.decoded > 0.99:
            self._reject_aliases(item.span)
        if not self.stack:
            self.root = item
            return
        frame = self.stack[-1]
        if frame.keyed:
            # go-yaml decodes neither the << nor the list after it.
            if len(frame.items) % 2 == 0:
                self.decoded -= item.is_merge
            elif frame.items[-1].is_merge and isinstance(item.node, SequenceNode) and item.node.alias is None:
                self.decoded -= 1
        frame.items.append(item)
        frame.end = item.span.end
        frame.height = max(frame.height, item.height)

    def reject_depth(self, depth: int, span: Span) -> None:
        rejected = depth > HELM_MAX_DEPTH
        who, limit = ("Helm", HELM_MAX_DEPTH) if rejected else ("pachlint", MAX_DEPTH)
        message = f"{who} does not read values nested more than {limit} levels deep."
        hint = "Look for brackets that are never closed."
        self.add_problem(Problem("too-deep", message, span, rejected, hint=hint, unread=not rejected))
        raise Stop

    def reject_size(self, span: Span) -> None:
        message = f"pachlint does not read files of more than {MAX_VALUES:,} keys and values."
        self.add_problem(Problem("too-large", message, span, rejected=False, unread=True))
        raise Stop

    def note(self, code: str, message: str, span: Span, hint: str) -> None:
        self.add_problem(Problem(code, message, span, rejected=True, hint=hint))

    def add_problem(self, problem: Problem) -> None:
        if len(self.problems) < _MAX_PROBLEMS:
            self.problems.append(problem)
