"""The Helm releases of a file of Terraform, in its own language or in JSON."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from pachlint.embedding.extraction import escaped
from pachlint.embedding.hcl import HclError, expression, read_body
from pachlint.embedding.hcl_nodes import (
    Attribute,
    Block,
    Expression,
    Item,
    Items,
    Pair,
    Pairs,
    Template,
    Word,
)
from pachlint.embedding.objects import YamlObject, objects
from pachlint.embedding.text import Segment
from pachlint.place import Path, Span
from pachlint.reading.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from pachlint.records import NamedTuple
from pachlint.source import Source

KINDS = {"resource": "helm_release", "data": "helm_template"}
_DYNAMIC = "dynamic"


class Locals(NamedTuple):
    """The local values of a file by name, and where each stands, in order."""

    values: Mapping[str, Expression]
    places: Sequence[tuple[int, int, str]]

    @classmethod
    def of(cls, values: Mapping[str, Expression]) -> "Locals":
        """Those with these names."""
        return cls(values, sorted((*one.span, name) for name, one in values.items()))

    def around(self, span: Span) -> tuple[str, int]:
        """The name of the one in which something stands, and where that begins; "" if there is none."""
        at = bisect_right(self.places, span.start, key=lambda one: one[0]) - 1
        start, end, name = self.places[at] if at >= 0 else (0, -1, "")
        return (name, start) if span.end <= end else ("", 0)


class Resource(NamedTuple):
    """A release with its attributes, and its blocks as objects; ``dynamic`` names blocks that Terraform makes.

    ``locals`` are the local values of the file; ``span`` is the whole release in it.
    """

    kind: str
    name: str
    span: Span
    attributes: Mapping[str, tuple[Expression, ...]]
    dynamic: tuple[str, ...]
    locals: Locals

    def first(self, name: str) -> Expression | None:
        """The value of an attribute; None if there is none."""
        return next(map(self.resolved, self.attributes.get(name, ())), None)

    def resolved(self, value: Expression) -> Expression:
        """A value, or the one that it names: a local of the same file, or what alone stands in ``"${…}"``."""
        for _ in range(10):
            inner = _alone(value)
            if (
                isinstance(value, Word)
                and value.text.startswith("local.")
                and value.text[6:] in self.locals.values
            ):
                value = self.locals.values[value.text[6:]]
            elif inner is not None:
                value = inner
            else:
                break
        return value


def resources(file: Source) -> Iterator[Resource]:
    """The releases of a file.

    Raises:
        HclError: if it cannot be read.
    """
    if is_json(file):
        for found in objects(file):
            if found.document.readable:
                yield from _of_json(found)
    else:
        yield from _of_items(read_body(file.text)[0])


def is_json(file: Source) -> bool:
    """Whether the file is one in JSON."""
    return file.name.endswith(".json") or file.text.lstrip("\ufeff \t\r\n").startswith("{")


def _of_items(items: tuple[Item, ...]) -> Iterator[Resource]:
    blocks = [one for one in items if isinstance(one, Block)]
    values = {
        one.name: one.value
        for block in blocks
        if block.kind == "locals"
        for one in block.items
        if isinstance(one, Attribute)
    }
    named = Locals.of(values)
    for block in blocks:
        if len(block.labels) == 2 and KINDS.get(block.kind) == block.labels[0]:
            dynamic = tuple(
                one.labels[0]
                for one in block.items
                if isinstance(one, Block) and one.kind == _DYNAMIC and one.labels
            )
            yield Resource(*block.labels, block.span, _attributes(block), dynamic, named)


def _attributes(block: Block) -> dict[str, tuple[Expression, ...]]:
    found: dict[str, list[Expression]] = {}
    for one in block.items:
        name, value = (one.name, one.value) if isinstance(one, Attribute) else (one.kind, _as_object(one))
        found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def _as_object(block: Block) -> Pairs:
    pairs = (Pair(one.name, one.name_span, one.value) for one in block.items if isinstance(one, Attribute))
    return Pairs(block.span, tuple(pairs))


def _of_json(found: YamlObject) -> Iterator[Resource]:
    values = {}
    for path in _each(found, ("locals",)):
        inside = found.node(*path)
        for entry in inside.entries if isinstance(inside, MappingNode) else ():
            values[entry.key] = _expression(found, entry.node)
    named = Locals.of(values)
    for section, kind in KINDS.items():
        for path in _each(found, (section,)):
            for place in _each(found, (*path, kind)):
                releases = found.get(*place)
                for name in releases if isinstance(releases, dict) else ():
                    for one in _each(found, (*place, name)):
                        node = found.node(*one)
                        if isinstance(node, MappingNode):
                            yield _resource(found, kind, name, node, named)


def _each(found: YamlObject, path: Path) -> list[Path]:
    """A path, or those of the items of a list there: in JSON several blocks are a list."""
    return list(found.items(*path)) if isinstance(found.get(*path), list) else [path]


def _resource(found: YamlObject, kind: str, name: str, node: MappingNode, named: Locals) -> Resource:
    attributes = {entry.key: (_expression(found, entry.node),) for entry in node.entries if not entry.lost}
    span = Span(node.span.start + found.start, node.span.end + found.start)
    return Resource(kind, name, span, attributes, (_DYNAMIC,) if _DYNAMIC in attributes else (), named)


def _expression(found: YamlObject, node: Node) -> Expression:
    """A value of JSON; strings are templates."""
    span = Span(node.span.start + found.start, node.span.end + found.start)
    if isinstance(node, SequenceNode):
        return Items(span, tuple(_expression(found, one) for one in node.items))
    if isinstance(node, MappingNode):
        return Pairs(span, tuple(_pair(found, one) for one in node.entries if not one.lost))
    if not isinstance(node.value, str):
        return Word(span, node.text, known=True)
    return _template(found, node, span)


def _pair(found: YamlObject, entry: Entry) -> Pair:
    key = Span(entry.key_span.start + found.start, entry.key_span.end + found.start)
    return Pair(entry.key, key, _expression(found, entry.node))


def _template(found: YamlObject, node: ScalarNode, span: Span) -> Template:
    segments: tuple[Segment, ...] = (Segment(0, span.start, 0),)
    raw = found.file.text[span.start : span.end]
    if node.style == "double":
        segments = tuple(escaped(raw, span.start))
    is_filled = "${" in node.text or "%{" in node.text
    return Template(span, node.text, segments, is_filled=is_filled, is_escaped="\\" in raw)


def _alone(value: Expression) -> Expression | None:
    """The expression that alone stands in a string, at the place of that."""
    if not isinstance(value, Template) or value.is_heredoc or not value.text.startswith("${"):
        return None
    if not value.text.endswith("}") or value.text.count("${") > 1 + value.text.count('"${'):
        return None
    try:
        inner = expression(value.text[2:-1])
    except HclError:
        return None
    return inner._replace(span=value.span)
