"""The pieces of a values file as it is read: nodes, entries, comments and problems, each with its span."""

from pachlint.place import Span
from pachlint.records import NamedTuple


class ScalarNode(NamedTuple):
    """A value without parts.

    ``value`` is what a template sees (``str``, ``bool``, ``int``, ``float`` or ``None``), ``text`` what the scalar
    says after unquoting, ``style`` one of ``plain single double literal folded``. ``span`` runs from the first
    character to the last, quotes and the block indicator included, anchor and tag not. ``alias`` is the span of
    ``*x`` where the node is used through an alias; its own span is then that of the anchored value.
    """

    value: object
    text: str
    style: str
    span: Span
    anchor: str | None = None
    alias: Span | None = None


class Entry(NamedTuple):
    """One key of a mapping with its value; as a list item, ``key`` is empty and ``key_span`` is the item's span.

    ``key`` is the string that Helm makes of the key (``on`` becomes ``true``). ``merged`` entries came in through
    ``<<``; a ``lost`` entry is not effective, because a later one with the same key replaces it.
    """

    key: str
    key_span: Span
    node: "Node"
    merged: bool = False
    lost: bool = False


class MappingNode(NamedTuple):
    """Keys and values in the order of the text; merged entries stand where the ``<<`` stands.

    ``effective`` has the index of each key's entry that is not lost.
    """

    entries: tuple[Entry, ...]
    span: Span
    flow: bool
    effective: dict[str, int]
    anchor: str | None = None
    alias: Span | None = None


class SequenceNode(NamedTuple):
    """The items of a list."""

    items: tuple["Node", ...]
    span: Span
    flow: bool
    anchor: str | None = None
    alias: Span | None = None


Node = ScalarNode | MappingNode | SequenceNode


def data_of(node: Node) -> object:
    """The plain values of a node, as Helm sees them."""
    if isinstance(node, MappingNode):
        return {entry.key: data_of(entry.node) for entry in node.entries if not entry.lost}
    if isinstance(node, SequenceNode):
        return [data_of(item) for item in node.items]
    return node.value


class Comment(NamedTuple):
    """A comment from its ``#`` to the end of the line; ``own_line`` if nothing stands before it on the line."""

    span: Span
    text: str
    own_line: bool


class Problem(NamedTuple):
    """Something wrong with the text as YAML for Helm.

    ``rejected`` means that Helm 3 rejects the file; ``unread`` means that pachlint itself cannot read it, whatever
    Helm does. In both cases the document has no data. ``related`` are other places and what they show, ``hint``
    says what to do. To be rid of the problem it is enough to take ``removal`` away, or to write ``replacement``.
    """

    code: str
    message: str
    span: Span
    rejected: bool
    related: tuple[tuple[Span, str], ...] = ()
    hint: str = ""
    unread: bool = False
    removal: Span | None = None
    replacement: str = ""
