"""Which values are secrets, by their path or by their looks, and where they stand in a text."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pachlint.chart import fields
from pachlint.chart.placeholders import says_nothing
from pachlint.nearness import nearest
from pachlint.place import Path, Span
from pachlint.reading.nodes import Mapping, Node, Scalar, Sequence
from pachlint.regex import regex

if TYPE_CHECKING:
    from pachlint.reading.document import Document

_WORD = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

_SECRET_WORDS = frozenset(
    (
        "password",
        "passwd",
        "passphrase",
        "pwd",
        "pw",
        "secret",
        "token",
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

# A key with one of these words holds the name of a Kubernetes secret, not its content.
_REFERENCE_WORDS = frozenset(("existing", "image", "pull", "tls", "ca"))


class _Shape(NamedTuple):
    """What a kind of secret looks like; where none of the ``signs`` stands in a text, the pattern is not even compiled."""

    name: str
    signs: tuple[str, ...]
    pattern: re.Pattern[str]


_SHAPES = (
    _Shape(
        "private key",
        ("PRIVATE KEY-----",),
        regex(
            r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:.{0,20000}?-----END [A-Z ]*PRIVATE KEY-----)?", re.DOTALL
        ),
    ),
    # in base64: PEM other than a certificate; PEM encoded twice; DER of RSA (PKCS#8, PKCS#1), EC and Ed25519 keys
    _Shape(
        "private key",
        ("LS0tLS1CRUdJTi", "TFMwdExTMUNSVWRKVG", "MII", "MIG", "MIH", "MHcCAQEEI", "MC4CAQAwBQYDK2Vw"),
        regex(
            r"\b(?:LS0tLS1CRUdJTi(?!BDRVJUSUZJQ0FUR)|TFMwdExTMUNSVWRKVG|MII[\w+/]{3}IBA(?:DANBgkq|AK[BC])"
            r"|MI[GH][\w+/]AgE(?:AMB[AM]GByqGSM49|BB[A-Z])|MHcCAQEEI|MC4CAQAwBQYDK2Vw)"
            r"[\w+/=]{20,}(?:\s{1,40}[\w+/=]{40,})*",
            re.ASCII,
        ),
    ),
    _Shape("AWS access key", ("AKIA", "ASIA"), regex(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    _Shape("JSON web token", ("eyJ",), regex(r"\beyJ[\w-]{8,2000}\.eyJ[\w-]{8,}\.[\w-]+")),
    _Shape(
        "GitHub token",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        regex(r"\b(?:gh[pousr]_\w{36,}|github_pat_\w{22,})"),
    ),
    _Shape("Slack token", ("xox",), regex(r"\bxox[abeoprs]-[\w-]{10,}")),
    _Shape("Google API key", ("AIza",), regex(r"\bAIza[\w-]{35}\b")),
    _Shape("Google key file", ('"private_key"',), regex(r'"private_key"\s*:\s*"[^"]+"')),
    _Shape("Azure storage key", ("AccountKey=",), regex(r"\bAccountKey=[\w+/=]{20,}")),
    _Shape(
        "URL with a password",
        ("@",),
        regex(r"\b[a-z][a-z0-9+.-]{0,19}://[^\s/:@\"'<>{}$]+:[^\s/@\"'<>{}$]+@"),
    ),
)

_PAIR = regex(
    r"""(?<![\w.-])(?P<key>[A-Za-z_][\w.-]{0,99})["']?[ \t]*(?::[ \t]+|=[ \t]*)(?P<value>"[^"\n]*"|'[^'\n]*'|[^\s"'#][^\n]*?)(?=[ \t]{0,40}(?:\#|,|$))""",
    re.VERBOSE | re.MULTILINE,
)
_BLOCK = regex(
    r"^(?P<indent>[ \t]*)(?:-[ \t]+)?[\"']?(?P<key>[\w.-]+)[\"']?[ \t]*:[ \t]*[|>][^\n]*\n"
    r"(?P<value>(?:(?P=indent)[ \t]+[^\n]*(?:\n|\Z)|[ \t]*\n)+)",
    re.MULTILINE,
)


def is_secret(path: Path) -> bool:
    """Whether the value at ``path`` is a secret.

    The schema says so; or the name of an undeclared key does, or it is the misspelt name of a declared secret.
    """
    node: fields.Node | None = fields.root()
    parent = node
    for step in path:
        parent, node = node, fields.below(node, step) if node is not None else None
    if node is not None:
        return bool(node.get("x-secret"))
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if is_secret_name(key):
        return True
    siblings = fields.inside(parent) if parent is not None else {}
    meant = nearest(key, siblings) if siblings else None
    return meant is not None and bool(siblings[meant].get("x-secret"))


def is_secret_name(key: str) -> bool:
    """Whether a key is called like a secret: ``clientSecret``, ``db_password``; not ``secretName``."""
    if "/" in key:
        return False
    words = [word.lower() for word in _WORD.findall(key.rpartition(".")[2])]
    if not words or _REFERENCE_WORDS.intersection(words):
        return False
    if "".join(words) in _SECRET_NAMES or words[-1] in _SECRET_WORDS:
        return True
    return len(words) > 1 and words[-1] == "key" and words[-2] in _SECRET_KEYS


def shape(text: str) -> str:
    """What kind of secret the text looks like: ``private key``, ``AWS access key`` …; empty if none."""
    return next((one.name for one in _shapes_in(text) if one.pattern.search(text)), "")


def _shapes_in(text: str) -> Iterator[_Shape]:
    return (one for one in _SHAPES if any(sign in text for sign in one.signs))


def secret_spans(document: "Document") -> tuple[Span, ...]:
    """The spans of a document's text that no report may print, ascending and apart.

    These are the values of secret paths, whatever looks like a secret, and secrets in comments; in a
    document that cannot be read, whatever follows a key called like a secret.
    """
    text = document.source.text
    found = [*_of_shape(text)]
    if document.root is not None:
        found += _of_nodes(document.root, ())
        found += [span for comment in document.comments for span in _of_pairs(text, comment.span)]
    else:
        found += _of_pairs(text, Span(0, len(text)))
        found += _of_blocks(text)
    return _apart(found)


def text_spans(text: str) -> tuple[Span, ...]:
    """The same for a text that is no document, such as ``--set`` flags."""
    return _apart([*_of_shape(text), *_of_pairs(text, Span(0, len(text)))])


def _of_nodes(node: Node, path: Path) -> Iterator[Span]:
    match node:
        case Scalar():
            told = isinstance(node.value, str | int | float) and not isinstance(node.value, bool)
            if told and node.text and is_secret(path) and not says_nothing(node.text):
                yield node.span
        case Mapping():
            for entry in node.entries:
                yield from _of_nodes(entry.node, (*path, entry.key))
        case Sequence():
            for index, item in enumerate(node.items):
                yield from _of_nodes(item, (*path, index))


def _of_shape(text: str) -> Iterator[Span]:
    for one in _shapes_in(text):
        for found in one.pattern.finditer(text):
            yield Span(*found.span())


def _of_pairs(text: str, within: Span) -> Iterator[Span]:
    for found in _PAIR.finditer(text, within.start, within.end):
        if is_secret_name(found["key"]) and not says_nothing(found["value"].strip("\"'")):
            yield Span(*found.span("value"))


def _of_blocks(text: str) -> Iterator[Span]:
    for found in _BLOCK.finditer(text):
        if is_secret_name(found["key"]):
            yield Span(*found.span("value"))


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        elif span.end > span.start:
            joined.append(span)
    return tuple(joined)
