"""Which files are Pachyderm values: read them, and tell them from other YAML."""

import re
from collections.abc import Mapping

from pachlint.bounded import open_regular
from pachlint.chart import fields
from pachlint.lazy_regex import lazy_regex
from pachlint.reading.document import MAX_LENGTH, Document, decode, read
from pachlint.reading.nodes import Problem
from pachlint.records import NamedTuple
from pachlint.source import Source

# UTF-8 takes at most four bytes for a character.
MAX_BYTES = 4 * MAX_LENGTH
"""What is read of a values file at most."""
_TOP_KEY = lazy_regex(r"^\ufeff?(?:\{\s*)?[\"']?(?P<key>[A-Za-z][\w-]*)[\"']?[ \t]*:", re.MULTILINE)


class Kinship(NamedTuple):
    """How much a file looks like Pachyderm values: ``recognized``, or ``foreign``; neither if that is unknown.

    ``below`` is the key of foreign values under which those of Pachyderm stand: the file is for a chart that has
    Pachyderm's as a dependency.
    """

    recognized: bool
    foreign: bool
    below: str = ""


def read_file(path: str, name: str) -> Document:
    """Read a file that reports call ``name``; what is wrong with its text is in the document.

    Raises:
        OSError: if the file cannot be read.
    """
    return read_bytes(content_of(path), name)


def content_of(path: str) -> bytes:
    """The bytes of a values file, as many as are read.

    Raises:
        OSError: if the file cannot be read.
    """
    with open_regular(path, pipes=True) as file:
        return file.read(MAX_BYTES + 1)


def read_bytes(content: bytes, name: str) -> Document:
    """The same for bytes at hand."""
    text = decode(content)
    if isinstance(text, Problem):
        readable = content.decode("utf-8", "replace")
        return Document(Source(name, readable), None, {}, (text,))
    return read(Source(name, text))


def decoded(content: bytes) -> str | None:
    """The text of a file's bytes as :func:`read_bytes` reads it; None if it has none."""
    text = decode(content)
    return None if isinstance(text, Problem) else text


def kinship(document: Document) -> Kinship:
    """Tell Pachyderm values by their keys, from all versions of the chart."""
    parts = _parts(document)
    if not parts:
        return Kinship(recognized=False, foreign=False)
    if {"apiVersion", "kind"} <= parts.keys():
        return Kinship(recognized=False, foreign=True)
    chart = fields.inside(fields.root())
    known = [key for key in parts if key in chart]
    strangers = len(parts) - len(known)
    if not OWN.isdisjoint(known) or _deploys(parts, mostly_known=strangers < len(known)):
        return Kinship(recognized=True, foreign=False)
    points = sum(_acquaintance(parts[key], chart[key]) for key in known)
    # a few words that charts of all kinds have say nothing alone, but in this company they do
    named = not strangers and bool(NAME.search(document.source.name))
    paired = not strangers and points >= 0 and any(pair <= parts.keys() for pair in PAIRS)
    paired = paired or (not strangers and points >= 0 and _fronts(parts.get("proxy")))
    below = next((key for key in parts if key not in chart and _is_own(parts[key])), "")
    return Kinship(
        recognized=(named or paired or points > strangers) and not below,
        foreign=bool(below) or (points <= 0 and strangers >= len(known)),
        below=below,
    )


# Top-level keys of no other well-known chart.
# What is said of keys here, :mod:`pachlint.first_words` has to agree with.
OWN = frozenset(
    ("cloudsqlAuthProxy", "enterpriseServer", "kubeEventTail", "pachd", "pachw", "preflightCheckJob")
)
# Top-level keys that no other well-known chart has side by side.
PAIRS = (
    frozenset(("console", "ingress")),
    frozenset(("console", "proxy")),
    frozenset(("etcd", "postgresql")),
    frozenset(("ingress", "proxy")),
)
PROXY = frozenset(("host", "tls"))
TARGET = "deployTarget"
NAME = lazy_regex(r"(?<![a-z])pach(?:yderm|d)?(?![a-z])", re.IGNORECASE)
_DEPLOY_TARGETS = frozenset(("AMAZON", "CUSTOM", "GOOGLE", "LOCAL", "MICROSOFT", "MINIO"))
# Keys that charts of all kinds have in their sections.
EVERYWHERE = frozenset(
    (
        *(
            "affinity",
            "annotations",
            "config",
            "enabled",
            "fullnameOverride",
            "host",
            "image",
            "imagePullSecrets",
        ),
        *(
            "labels",
            "nodeSelector",
            "persistence",
            "podLabels",
            "port",
            "ports",
            "primary",
            "priorityClassName",
        ),
        *("pullPolicy", "replicas", "repository", "resources", "secretName", "securityContext", "service"),
        *("serviceAccount", "storageClass", "tag", "tls", "tolerations", "type"),
    )
)


def _parts(document: Document) -> Mapping[str, object]:
    """The top-level keys with their values; of a text that cannot be read, the keys alone."""
    if document.readable:
        return document.data
    return {found["key"]: None for found in _TOP_KEY.finditer(document.source.text)}


def _is_own(section: object) -> bool:
    """Whether a section holds Pachyderm values, as those of an umbrella chart do."""
    if not isinstance(section, Mapping):
        return False
    chart = fields.inside(fields.root())
    return _deploys(section, mostly_known=False) or any(
        _is_like(section[key], chart[key]) for key in OWN.intersection(section)
    )


def _is_like(part: object, node: fields.Node) -> bool:
    """Whether a part of the chart has a key as the chart has it: ``image`` of a Compose file is no mapping."""
    known = fields.inside(node)
    return isinstance(part, Mapping) and any(
        key in known and (isinstance(value, Mapping) or key not in EVERYWHERE) for key, value in part.items()
    )


def _deploys(parts: Mapping[str, object], *, mostly_known: bool) -> bool:
    return TARGET in parts and (mostly_known or str(parts[TARGET]).upper() in _DEPLOY_TARGETS)


def _fronts(proxy: object) -> bool:
    """Whether a proxy has both a host and certificates, as those of other charts have not."""
    return isinstance(proxy, Mapping) and proxy.keys() >= PROXY


def _acquaintance(section: object, node: fields.Node) -> int:
    """Points for the keys inside a section: one for each that only this chart has there, less one for a stranger.

    A key that only this chart has is another one of that name if there are only strangers in it.
    """
    if not isinstance(section, Mapping) or fields.is_open(node):
        return 0
    known = fields.inside(node)
    points = 0
    for name, inner in section.items():
        if name not in known:
            points -= 1
        else:
            strange = isinstance(inner, Mapping) and inner.keys().isdisjoint(fields.inside(known[name]))
            inside = _acquaintance(inner, known[name])
            points += inside if name in EVERYWHERE or (strange and inside < 0) else 1
    return points
