"""A file of Terraform as entries and comments: what an ignore comment stands above."""

from collections.abc import Iterable, Iterator

from pachlint.embedding.hcl import HclError, read_body
from pachlint.embedding.hcl_nodes import Attribute, Expression, Item, Items, Pairs
from pachlint.place import Span
from pachlint.reading.nodes import Comment, Entry, MappingNode, Node, ScalarNode, SequenceNode


def outline(text: str) -> tuple[tuple[Entry, ...], tuple[Comment, ...]]:
    """The blocks and attributes of a file as entries, and its comments; nothing of one that cannot be read."""
    try:
        items, comments = read_body(text)
    except HclError:
        return (), ()
    return tuple(_entries(items)), comments


def _entries(items: Iterable[Item]) -> Iterator[Entry]:
    for one in items:
        if isinstance(one, Attribute):
            yield Entry(one.name, one.name_span, _node(one.value))
        else:
            yield Entry(one.kind, one.key_span, _mapping(_entries(one.items), one.span))


def _node(value: Expression) -> Node:
    if isinstance(value, Items):
        return SequenceNode(tuple(map(_node, value.items)), value.span, flow=True)
    if isinstance(value, Pairs):
        entries = (Entry(pair.key or "", pair.key_span, _node(pair.value)) for pair in value.pairs)
        return _mapping(entries, value.span)
    return ScalarNode(None, "", "plain", value.span)


def _mapping(entries: Iterable[Entry], span: Span) -> MappingNode:
    found = tuple(entries)
    return MappingNode(found, span, flow=True, effective={one.key: at for at, one in enumerate(found)})
