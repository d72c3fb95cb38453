"""A text that cannot be read as values: whatever is not plainly harmless in it may be a secret.

Plainly harmless are the chart's keys and the words of its defaults, the words of Kubernetes, switches, short
numbers and quantities.
"""

from collections.abc import Iterator
from functools import lru_cache

from pachlint.chart import annotations, fields
from pachlint.chart.secret_texts import is_filler
from pachlint.chart.secrets import is_secret_name
from pachlint.kinds import strings_in
from pachlint.lazy_regex import lazy_regex
from pachlint.nearness import distance, nearest
from pachlint.place import Span
from pachlint.reading.directives import is_directive

LONGEST = 300_000
"""Of a longer text nothing at all is harmless, but for the lines that are asked about."""
_MOST_KEYS = 50
_LINE = lazy_regex(r"[^\r\n]+")
_WORD = lazy_regex(r"""[^\s\[\]{},"'`]+""")
_URL = lazy_regex(r"[A-Za-z][\w+.-]*://")
_SIGN = lazy_regex(r"[:=]")
_NUMBER = lazy_regex(r"[-+]?\d{1,5}(?:\.\d{1,2})?(?:[kKMGTP]i?|m|h|s|%)?\Z")
_SIGNS_ONLY = lazy_regex(r"[^\w\s]{1,40}\Z")
_LETTERS = lazy_regex(r"[A-Za-z]+\Z")
# A host, a path, an image or a URL without a login: found in many files, and secret in none of its own looks.
_LOCATION = lazy_regex(
    r"(?:[a-z][a-z0-9+.-]*://)?[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,10}(?::\d{1,5})?(?:/[\w./-]*)?\Z"
)
_SURE = 8
_SHORT = 6
_OF_KUBERNETES = (
    "Always", "ClusterIP", "Equal", "Exists", "ExternalName", "FALSE", "False", "HEAD", "IfNotPresent", "In", "LoadBalancer",
    "NO", "NULL", "Never", "No", "NoExecute", "NoSchedule", "NodePort", "NotIn", "Null", "OFF", "ON", "Off", "On",
    "PreferNoSchedule", "ReadWriteMany", "ReadWriteOnce", "TCP", "TRUE", "True", "UDP", "YES", "Yes", "affinity",
    "annotations", "app", "args", "bindDN", "bindPW", "claimName", "clientID", "clientSecret", "clusterIP", "command",
    "config", "configMap", "configMapKeyRef", "connectors", "containers", "cpu", "effect", "emptyDir", "env", "envFrom",
    "exec", "failureThreshold", "false", "github", "google", "hostPath", "httpGet", "id", "image", "imagePullPolicy",
    "initialDelaySeconds", "insecureSkipEmailVerified", "issuer", "items", "jsonConfig", "key", "kind", "kubernetes.io/arch",
    "kubernetes.io/os", "labels", "ldap", "limits", "livenessProbe", "matchExpressions", "matchLabels", "medium", "memory",
    "metadata", "mountPath", "n", "name", "namespace", "no", "nodeAffinity", "nodeSelector", "null", "off", "oidc", "on",
    "operator", "path", "periodSeconds", "podAffinity", "podAntiAffinity", "port", "ports", "protocol", "readOnly",
    "readinessProbe", "redirectURI", "redirectURIs", "replicas", "requests", "resources", "saml", "secret", "secretKeyRef",
    "secretName", "securityContext", "selector", "spec", "storage", "subPath", "successThreshold", "timeoutSeconds",
    "tolerations", "topologyKey", "true", "type", "value", "valueFrom", "values", "volumeMounts", "volumes", "weight", "y",
    "yes", "~",
)  # fmt: skip


def unread_spans(text: str, within: Span) -> Iterator[Span]:
    """The spans of everything in a part of a text that is not plainly harmless."""
    looked_up: dict[str, bool] = {}
    for line in _LINE.finditer(text, *within):
        yield from _of_line(text, Span(*line.span()), looked_up)


def is_harmless(word: str) -> bool:
    """Whether a word plainly is no secret, and tells nothing of one."""
    if word in _words() or _NUMBER.match(word) or _SIGNS_ONLY.match(word) or is_filler(word):
        return True
    if "/" in word:
        return word in annotations.keys()  # noqa: SIM118 -- a function of ours
    return "." in word and all(step in _words() for step in word.split("."))


def could_be_secret(text: str) -> bool:
    """Whether a text of an unreadable file is to be masked in other files, too."""
    return len(text) >= _SURE and not text.isalpha() and not text.isdigit() and not _LOCATION.match(text)


def _of_line(text: str, line: Span, looked_up: dict[str, bool]) -> Iterator[Span]:
    written = text[line.start : line.end].lstrip(" \t\ufeff")
    if is_directive(written, 0, len(written)):
        return
    secret: Span | None = None
    for start, end, word, kind in _pieces(text, line):
        short = kind == "key" and len(word) < _SHORT and bool(_LETTERS.match(word))
        if short or is_harmless(word) or (kind and _is_nearly_known(word, looked_up)):
            if secret:
                yield secret
                secret = None
            if kind and is_secret_name(word):
                rest = text[end : line.end]
                value = rest.lstrip(" \t\"':=|>+-")
                if value.strip() and not is_filler(value.strip(" \t\"'")):
                    yield Span(line.end - len(value), line.start + len(text[line.start : line.end].rstrip()))
                return
        else:
            secret = Span(secret.start if secret else start, end)
    if secret:
        yield secret


def _pieces(text: str, line: Span) -> Iterator[tuple[int, int, str, str]]:
    """The words of a line, cut at their first colon or ``=``, each with what it is: ``key``, ``first`` on its line, or neither."""
    first = True
    for found in _WORD.finditer(text, *line):
        start, end = found.span()
        sign = None if _URL.match(found[0]) else _SIGN.search(text, start, end)
        if sign is None:
            yield start, end, found[0], "first" if first else ""
        else:
            yield start, sign.start(), text[start : sign.start()], "key"
            yield sign.start(), end, text[sign.start() : end], ""
        first = first and bool(_SIGNS_ONLY.match(found[0]))


def _is_nearly_known(word: str, looked_up: dict[str, bool]) -> bool:
    """Whether a key is one of the chart's with a typing mistake."""
    if not _LETTERS.match(word) or len(word) > 40:
        return False
    if word not in looked_up:
        if len(looked_up) >= _MOST_KEYS:
            return False
        meant = nearest(word, _keys())
        looked_up[word] = meant is not None and distance(word.lower(), meant.lower(), 1) < 2
    return looked_up[word]


@lru_cache(maxsize=1)
def _keys() -> frozenset[str]:
    return frozenset(str(path[-1]) for path, _ in fields.walk())


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    """The chart's keys, the words among its defaults, and those of Kubernetes."""
    found = set(_keys()) | set(_OF_KUBERNETES)
    found.add("")
    for _, node in fields.walk():
        found.update(strings_in(node.get("default")))
        found.update(strings_in(node.get("x-defaults")))
        found.update(strings_in(node.get("enum")))
    return frozenset(found)
