"""Values that are written in Terraform's language: ``yamlencode({…})``."""

from collections.abc import Iterator

from pachlint.embedding.hcl_nodes import Call, Expression, Items, Pair, Pairs, Template, Word
from pachlint.embedding.held import Note, Part
from pachlint.embedding.terraform_files import Resource
from pachlint.embedding.text import Embedding, Segment
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.reading.document import Document
from pachlint.reading.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, data_of
from pachlint.source import Source

_NUMBER = lazy_regex(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?\Z")
_INTEGER = lazy_regex(r"-?\d+\Z")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_REFUSAL = "the values are written in Terraform's language"


def is_literal(value: Expression) -> bool:
    """Whether a value is a string, a number or a bool."""
    if isinstance(value, Template):
        return True
    return isinstance(value, Word) and (value.text in {"true", "false"} or bool(_NUMBER.match(value.text)))


def string(value: Expression) -> str:
    """A literal as Terraform makes a string of it, with what it fills in as it is written."""
    return value.text if isinstance(value, Template | Word) else ""


def encoded(value: Expression, file: Source, name: str, resource: Resource) -> Iterator[Part]:
    """What ``yamlencode`` or ``jsonencode`` makes of a value; the places are those in the file."""
    if not isinstance(value, Pairs):
        yield Note(f"{name.partition(' ')[0]} is an expression, and is not read", incomplete=True)
        return
    text = file.text[value.span.start : value.span.end]
    coder = _Coder(value.span.start, resource)
    root = coder.mapping(value)
    data = data_of(root)
    document = Document(Source(name, text), root, data if isinstance(data, dict) else {}, template=True)
    segments = (Segment(0, value.span.start, len(text)),)
    yield Embedding(document.source, file, segments, refusal=_REFUSAL, document=document)
    if coder.keys_unknown:
        yield Note("a key that is an expression is not read", incomplete=True)


class _Coder:
    """Nodes of values, with places in their own text."""

    def __init__(self, start: int, resource: Resource) -> None:
        self.start = start
        self.resource = resource
        self.keys_unknown = False

    def span(self, span: Span) -> Span:
        return Span(max(span.start - self.start, 0), max(span.end - self.start, 0))

    def mapping(self, value: Pairs) -> MappingNode:
        entries: list[Entry] = []
        effective: dict[str, int] = {}
        for pair in value.pairs:
            if pair.key is None:
                self.keys_unknown = True
                continue
            if pair.key in effective:
                entries[effective[pair.key]] = entries[effective[pair.key]]._replace(lost=True)
            effective[pair.key] = len(entries)
            entries.append(self.entry(pair.key, pair))
        return MappingNode(tuple(entries), self.span(value.span), flow=True, effective=effective)

    def entry(self, key: str, pair: Pair) -> Entry:
        return Entry(key, self.span(pair.key_span), self.node(pair.value))

    def node(self, given: Expression) -> Node:
        """A value; what Terraform works out is a hole, and a local of the file stands where it is named."""
        value, span = self.resource.resolved(given), self.span(given.span)
        if value is not given and isinstance(value, Pairs | Items):
            return self.hole(span)
        if isinstance(value, Pairs):
            return self.mapping(value)
        if isinstance(value, Items):
            return SequenceNode(tuple(map(self.node, value.items)), span, flow=True)
        if isinstance(value, Template):
            return ScalarNode(value.text, value.text, "double", span)
        if isinstance(value, Call) or (value.text not in _WORDS and not _NUMBER.match(value.text)):
            return self.hole(span)
        return ScalarNode(_plain(value.text), value.text, "plain", span)

    def hole(self, span: Span) -> ScalarNode:
        return ScalarNode("${…}", "${…}", "double", span)


def _plain(text: str) -> bool | int | float | None:
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.match(text) and len(text) < 300 else float(text)
