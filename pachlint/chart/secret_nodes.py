"""Where the secrets of a values file stand among its nodes, by their keys and by what stands beside them."""

from collections.abc import Iterable

from pachlint.chart import fields
from pachlint.chart.secret_texts import is_filler, named
from pachlint.chart.secrets import (
    holds_variables,
    is_misspelled_secret,
    is_plain_variable,
    is_secret_name,
    is_variable,
    names_secret,
    refers,
)
from pachlint.chart.unread_text import could_be_secret, is_harmless, unread_spans
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.reading.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from pachlint.records import NamedTuple

_PROPERTY = lazy_regex(r"""["']?[ \t]*:[ \t]+(?P<property>(?:[&!][^\s,\]}]*[ \t]*)+)""")
_SIGN = lazy_regex(r"[:=\s]")
_ODD = lazy_regex(r"[^\w.-]")
_ODD_KEY = lazy_regex(r"[\s:=@]")
_NEAR = 200
# More are no typing mistakes.
_MOST_UNKNOWN = 1000


class Where(NamedTuple):
    """Where a node stands: what the schema says of it, and what the keys above it do.

    ``secret``: it is one; ``doubtful``: because it is unknown, as with environment variables; ``variables``: these stand here.
    """

    schema: fields.Node | None
    secret: bool = False
    doubtful: bool = False
    variables: bool = False


class Walk:
    """Collects the secrets of a document's nodes.

    ``texts`` are their values; ``zones`` run from the key of a secret to its end: a comment in there may be a part of it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Span] = []
        self.texts: list[str] = []
        self.zones: list[Span] = []
        self._has_properties = "&" in text or "!" in text
        self._unknown = 0
        self._seen: set[tuple[int, int, bool, bool]] = set()

    def visit(self, node: Node, where: Where) -> None:
        if isinstance(node, ScalarNode):
            self._scalar(node, where)
            return
        inside = node.items if isinstance(node, SequenceNode) else node.entries
        key = (id(inside), id(where.schema), where.secret, where.variables)
        if key in self._seen:
            return
        self._seen.add(key)
        if isinstance(node, SequenceNode):
            below = where._replace(schema=fields.below(where.schema, 0) if where.schema is not None else None)
            for item in node.items:
                self.visit(item, below)
            return
        self._mapping(node, where)

    def _mapping(self, node: MappingNode, where: Where) -> None:
        names = {entry.key: getattr(entry.node, "text", "") for entry in node.entries}
        for entry in node.entries:
            below = self._below(entry, where)
            if entry.key == "value" and below.schema is None and not below.secret and names_secret(names):
                below = below._replace(secret=True, doubtful=True)
            self._key(entry, where, below)
            self.visit(entry.node, below)

    def _below(self, entry: Entry, where: Where) -> Where:
        key, schema = entry.key, where.schema
        if where.secret:
            return where._replace(schema=None, secret=not refers((key,)))
        below = fields.below(schema, key) if schema is not None else None
        if below is not None:
            return Where(below, secret=bool(below.get("x-secret")))
        secret = self._is_called_secret(key) or self._goes_on(entry.key_span, key)
        variable = is_variable(key, among_variables=where.variables)
        if not secret and variable and isinstance(entry.node, ScalarNode):
            return Where(None, secret=True, doubtful=True)
        return Where(None, secret=secret, variables=holds_variables(key))

    def _is_called_secret(self, key: str) -> bool:
        self._unknown += 1
        known = is_secret_name(key) or (self._unknown <= _MOST_UNKNOWN and is_misspelled_secret(key))
        if known or key.isalnum():
            return known
        bare = _ODD.sub("", key)
        return bare != key and bare.isalnum() and self._is_called_secret(bare)

    def _goes_on(self, span: Span, key: str) -> bool:
        """Whether what looks like a key is the next line of the secret above it."""
        if not self.zones or not could_be_secret(key) or span.start - self.zones[-1].end > _NEAR:
            return False
        between = self.text[self.zones[-1].end : span.start]
        return between.isspace() and between.count("\n") == 1

    def _key(self, entry: Entry, where: Where, below: Where) -> None:
        key, span = entry.key, entry.key_span
        login = "@" in key and where.schema is fields.root()
        if login or ((where.secret or (below.secret and self._goes_on(span, key))) and not is_harmless(key)):
            self._mask(span, key)
        elif _ODD_KEY.search(key):
            self._named(span)
            self._joined(entry, where)
        if not below.secret:
            return
        # A secret that begins with & or ! reads as an anchor or a tag.
        wrong = _PROPERTY.match(self.text, span.end) if self._has_properties else None
        if wrong:
            self.mask_all([Span(*wrong.span("property"))])
        node = entry.node
        self.zones.append(Span(*sorted((span.end, (node.alias or node.span).end))))

    def _joined(self, entry: Entry, where: Where) -> None:
        """A key in braces that holds its value too, because the colon or the space after it is missing."""
        span = entry.key_span
        sign = _SIGN.search(self.text, span.start, span.end)
        if sign is None or not isinstance(entry.node, ScalarNode) or entry.node.value is not None:
            return
        key = self.text[span.start : sign.start()].strip("\"'")
        meant = fields.below(where.schema, key) if where.schema is not None else None
        secret = bool(meant.get("x-secret")) if meant is not None else key == "value"
        if secret or self._is_called_secret(key):
            self.mask_all([Span(sign.start(), span.end)])

    def _scalar(self, node: ScalarNode, where: Where) -> None:
        tells = node.value is not None and not isinstance(node.value, bool)
        if where.secret:
            if tells and node.text and not is_filler(node.text):
                self._mask(node.span, node.text, doubtful=where.doubtful)
            return
        if not isinstance(node.value, str):
            return
        sign = _SIGN.search(node.text) if where.variables else None
        if where.schema is not None and "object" in fields.types(where.schema):
            # A section that has become a text: the colons of its keys are missing.
            if len(node.text.split()) > 1 or _SIGN.search(node.text) or could_be_secret(node.text):
                self.mask_all(unread_spans(self.text, node.span))
        elif sign:
            name, value = node.text[: sign.start()], node.text[sign.end() :]
            if not is_plain_variable(name) and not is_filler(value):
                self._mask(node.span, value, doubtful=not is_secret_name(name))
        elif _ODD_KEY.search(node.text) and self._tells(node):
            # where one secret stands, there may be more that look harmless
            self._mask(node.span, node.text)

    def _tells(self, node: ScalarNode) -> bool:
        """Whether a text gives a secret after its name; as it is written, too: a line that lacks its colon goes on the one above."""
        written = self.text[node.span.start : node.span.end] if node.style == "plain" else ""
        return any(next(named(text, Span(0, len(text))), None) for text in (node.text, written))

    def _mask(self, span: Span, text: str, *, doubtful: bool = False) -> None:
        self.found.append(span)
        if not doubtful or could_be_secret(text):
            self.texts += [text, self.text[span.start : span.end]]

    def mask_all(self, spans: Iterable[Span]) -> None:
        """Note spans whose text is secret as it stands."""
        for span in spans:
            self._mask(span, "")

    def _named(self, span: Span) -> None:
        inside = self.text[span.start : span.end]
        found = named(inside, Span(0, len(inside)))
        self.mask_all(Span(span.start + one.start, span.start + one.end) for one in found)
