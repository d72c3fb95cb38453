"""Which values are secrets, by their path or by their looks, and where they stand in a text."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Block
from functools import lru_cache
from typing import TYPE_CHECKING

from pachlint.chart import fields
from pachlint.chart.placeholders import says_nothing
from pachlint.chart.secret_shapes import shape, shaped
from pachlint.nearness import distance, nearest
from pachlint.place import Path, Span
from pachlint.reading.nodes import Mapping, Node, Scalar, Sequence
from pachlint.regex import regex

if TYPE_CHECKING:
    from pachlint.reading.document import Document

MASK = "***"
"""What stands in place of a secret."""

_WORD = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

_SECRET_WORDS = frozenset(
    (
        "password",
        "passwd",
        "passwords",
        "passphrase",
        "pass",
        "pwd",
        "pw",
        "secret",
        "token",
        "tokens",
        "credential",
        "credentials",
        "cred",
        "creds",
    )
)
_SECRET_KEYS = frozenset(
    ("access", "api", "account", "licence", "license", "private", "secret", "encryption", "signing")
)
_SECRET_NAMES = frozenset(("bindpw", "jsonconfig", "connectionstring", "dsn"))
_TYPED_WRONG = ("password", "secret", "credential", "credentials")
_SECRET_ENDS = ("password", "passwd", "apikey", "secretkey", "accesskey", "privatekey")

# A key with one of these words holds the name of a Kubernetes secret, not its content.
_REFERENCE_WORDS = frozenset(("existing", "image", "pull", "tls", "ca"))

_KEY = regex(r"""(?<![\w.])(?<!\w-)(?P<key>[A-Za-z_][\w.-]{0,99})["']?[ \t]*[:=][ \t]*""")
_TO_LINE_END = regex(r"""[^\s#][^\n]*?(?=[ \t]{1,40}\#|[ \t]{0,40}$)""", re.MULTILINE)
# In a flag: up to the comma before the next key, which is followed by a =.
_TO_COMMA = regex(r"[^\s,](?:\\.|[^\n])*?(?=[ \t]{0,40}(?:,[^=,\n]*=|$))", re.MULTILINE)
_PROPERTY = regex(r"""["']?[ \t]*:[ \t]+(?P<property>[&!][^\s,\]}]+)""")
# A text over several lines: behind | or >, or lines further in that are neither keys nor items.
_BLOCK = regex(
    r"^(?P<indent>[ \t]*)(?:-[ \t]+)?[\"']?(?P<key>[\w.-]+)[\"']?[ \t]*:[ \t]*(?:[|>][^\n]*\n"
    r"(?P<value>(?:(?P=indent)[ \t]+[^\n]*(?:\n|\Z)|[ \t]*\n)+)|[^\s|>#][^\n]*\n"
    r"(?P<more>(?:(?P=indent)[ \t]+(?![\w.\"'-]+[ \t]*:(?:\s|\Z)|-[ \t]|\#)[^\n]+(?:\n|\Z))+))",
    re.MULTILINE,
)


def is_declared_secret(path: Path) -> bool:
    """Whether the schema says of what stands at ``path``, or of what it stands in, that it is a secret."""
    node: fields.Node | None = fields.root()
    for step in path:
        node = fields.below(node, step) if node is not None else None
        if node is None:
            return False
        if node.get("x-secret"):
            return True
    return False


def is_secret(path: Path) -> bool:
    """Whether the value at ``path`` is a secret.

    The schema says so of it or of what it stands in; or the name of an undeclared key does, or it is the misspelt name
    of a declared secret.
    """
    node: fields.Node | None = fields.root()
    parent = node
    for step in path:
        parent, node = node, fields.below(node, step) if node is not None else None
        if node is not None and node.get("x-secret"):
            return True
    if node is not None:
        return False
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if is_secret_name(key):
        return True
    siblings = fields.inside(parent) if parent is not None else {}
    # Few keys are secrets, so most need not be compared with all the others.
    if nearest(key, (name for name, sibling in siblings.items() if sibling.get("x-secret"))) is None:
        return False
    meant = nearest(key, siblings)
    return meant is not None and bool(siblings[meant].get("x-secret"))


def is_secret_name(key: str) -> bool:
    """Whether a key is called like a secret: ``clientSecret``, ``db_password``; not ``secretName``."""
    words = [word.lower() for word in _WORD.findall(key.rpartition(".")[2])]
    if not words or _REFERENCE_WORDS.intersection(words):
        return False
    if words[-1].endswith(_SECRET_ENDS):
        return True
    if "/" in key:
        # the annotations of controllers name secrets
        return False
    if "".join(words) in _SECRET_NAMES or words[-1] in _SECRET_WORDS or _is_typed_wrong(words[-1]):
        return True
    return len(words) > 1 and words[-1] == "key" and words[-2] in _SECRET_KEYS


def _is_typed_wrong(word: str) -> bool:
    """A word one mistake away from a secret's; the first letter is rarely the wrong one."""
    return word != "secrets" and any(
        word[0] == meant[0] and abs(len(word) - len(meant)) < 2 and distance(word, meant, 1) == 1
        for meant in _TYPED_WRONG
    )


def names_secret(block: object) -> bool:
    """Whether a block is an environment variable called like a secret: ``{name: DB_PASSWORD, value: ...}``."""
    return isinstance(block, Block) and is_secret_name(str(block.get("name", ""))) and "value" in block


def tells(text: str) -> bool:
    """Whether a text looks like a secret, or gives one behind its name, as in ``host=db password=...``."""
    return bool(shape(text)) or next(_of_pairs(text, Span(0, len(text))), None) is not None


def secret_spans(document: "Document") -> tuple[Span, ...]:
    """The spans of a document's text that no report may print, ascending and apart.

    These are the values of secret paths, whatever looks like a secret, and secrets in comments; in a
    document that cannot be read, whatever follows a key called like a secret.
    """
    return _spans(_ByText(document))


class _ByText:
    """A document as a key: what is secret in it follows from its text alone, and every fix asks for it."""

    __slots__ = ("document",)

    def __init__(self, document: "Document") -> None:
        self.document = document

    def __hash__(self) -> int:
        return hash(self.document.source.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByText) and self.document.source.text == other.document.source.text


@lru_cache(maxsize=32)
def _spans(key: _ByText) -> tuple[Span, ...]:
    document = key.document
    text = document.source.text
    found = [*shaped(text)]
    if document.root is not None:
        properties = "&" in text or "!" in text
        found += _of_nodes(document.root, (), text, properties=properties)
        found += [span for comment in document.comments for span in _of_pairs(text, comment.span)]
    if document.root is None or not document.readable:
        found += _of_pairs(text, Span(0, len(text)))
        found += _of_blocks(text)
    return _apart(found)


def text_spans(text: str) -> tuple[Span, ...]:
    """The same for a text that is no document, such as ``--set`` flags."""
    return _apart([*shaped(text), *_of_pairs(text, Span(0, len(text)), _TO_COMMA)])


def _of_nodes(node: Node, path: Path, text: str, *, properties: bool) -> Iterator[Span]:
    match node:
        case Scalar():
            yield from _of_scalar(node, path, text)
        case Mapping():
            yield from _of_named(node)
            for entry in node.entries:
                below = (*path, entry.key)
                # A secret that begins with & or ! reads as an anchor or a tag.
                read_wrong = _PROPERTY.match(text, entry.key_span.end) if properties else None
                if read_wrong and is_secret(below):
                    yield Span(*read_wrong.span("property"))
                yield from _of_nodes(entry.node, below, text, properties=properties)
        case Sequence():
            for index, item in enumerate(node.items):
                yield from _of_nodes(item, (*path, index), text, properties=properties)


def _of_scalar(node: Scalar, path: Path, text: str) -> Iterator[Span]:
    told = isinstance(node.value, str | int | float) and not isinstance(node.value, bool)
    if told and node.text and is_secret(path) and not says_nothing(node.text):
        yield node.span
    elif isinstance(node.value, str) and (":" in node.text or "=" in node.text):
        yield from _of_pairs(text, node.span)


def _of_named(node: Mapping) -> Iterator[Span]:
    """The ``value`` of an environment variable whose ``name`` is that of a secret."""
    parts = {entry.key: entry.node for entry in node.entries if isinstance(entry.node, Scalar)}
    if "value" in parts and names_secret({key: part.text for key, part in parts.items()}):
        yield parts["value"].span


def _of_pairs(text: str, within: Span, ends: re.Pattern[str] = _TO_LINE_END) -> Iterator[Span]:
    at = within.start
    while key := _KEY.search(text, at, within.end):
        at = key.end()
        if is_secret_name(key["key"]):
            value = ends.match(text, key.end(), within.end)
            if value and not says_nothing(value[0].strip("\"'")):
                yield Span(*value.span())
                at = value.end()


def _of_blocks(text: str) -> Iterator[Span]:
    for found in _BLOCK.finditer(text):
        if is_secret_name(found["key"]):
            yield Span(*found.span("more" if found["value"] is None else "value"))


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        elif span.end > span.start:
            joined.append(span)
    return tuple(joined)
