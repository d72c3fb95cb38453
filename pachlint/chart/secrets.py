"""Which values are secrets, by their path or by the name of their key."""

from collections.abc import Mapping as Block
from functools import lru_cache

from pachlint.chart import fields
from pachlint.lazy_regex import lazy_regex
from pachlint.nearness import distance, nearest
from pachlint.place import Path

MASK = "***"
"""What stands in place of a secret."""

_WORD = lazy_regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

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

# What stands below a key called like a secret and only says where the secret is kept.
_REFERENCES = frozenset(("valueFrom", "secretKeyRef", "configMapKeyRef", "secretRef", "secretName"))

# The last word in the name of an environment variable that holds no secret.
_PLAIN_VARIABLES = frozenset(
    (
        "bucket",
        "cluster",
        "count",
        "debug",
        "dir",
        "disabled",
        "enabled",
        "env",
        "environment",
        "format",
        "host",
        "hostname",
        "interval",
        "lang",
        "level",
        "limit",
        "mode",
        "namespace",
        "port",
        "region",
        "replicas",
        "size",
        "stage",
        "threads",
        "timeout",
        "tz",
        "verbose",
        "version",
        "workers",
        "zone",
    )
)
_VARIABLE = lazy_regex(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_ENVIRONMENTS = frozenset(("env", "environment", "extraenv", "extraenvs", "extraenvvars", "envvars"))


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

    The schema says so of it or of what it stands in; or the name of an undeclared key above it does, or that is the
    misspelled name of a declared secret. Below a key of another chart that is not Pachyderm's, its values may stand.
    """
    node = fields.root()
    if len(path) > 1 and fields.below(node, path[0]) is None and is_secret(path[1:]):
        return True
    for at, step in enumerate(path):
        following = fields.below(node, step)
        if following is None:
            return _is_called_secret(path[at:])
        if following.get("x-secret"):
            return True
        node = following
    return False


def _is_called_secret(path: Path) -> bool:
    """The same for the part of a path that the schema does not know, below what it knows."""
    return any(
        isinstance(step, str)
        and (is_secret_name(step) or is_misspelled_secret(step))
        and not refers(path[at + 1 :])
        for at, step in enumerate(path)
    )


@lru_cache(maxsize=512)
def is_misspelled_secret(key: str) -> bool:
    """Whether a key that the schema does not know where it stands is meant to be one of its fields for secrets."""
    if not key.replace("_", "").replace("-", "").isalpha():
        return False
    # Few keys are secrets, so most need not be compared with all the others.
    if nearest(key, declared_names()) is None:
        return key in declared_names()
    return nearest(key, _all_names()) in declared_names()


@lru_cache(maxsize=1)
def declared_names() -> frozenset[str]:
    """The names of the chart's fields for secrets that are words of no language: ``rootToken``, not ``secret``."""
    return frozenset(
        str(path[-1]) for path, node in fields.walk() if node.get("x-secret") and not str(path[-1]).islower()
    )


@lru_cache(maxsize=1)
def _all_names() -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(path[-1]) for path, _ in fields.walk()))


def refers(path: Path) -> bool:
    """Whether what stands at a path below a secret's key only names the place where the secret is kept."""
    return any(isinstance(step, str) and step in _REFERENCES for step in path)


@lru_cache(maxsize=2048)
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
    """Whether the ``value`` in a block may be a secret: ``{name: DB_PASSWORD, value: ...}``; not that of a toleration."""
    if not isinstance(block, Block) or "value" not in block:
        return False
    if "name" in block:
        return not is_plain_variable(block["name"])
    return "key" not in block and "operator" not in block


def is_variable(key: str, *, among_variables: bool) -> bool:
    """Whether a key is the name of an environment variable that may hold a secret."""
    named = (among_variables and key not in ("name", "value")) or bool(_VARIABLE.match(key))
    return named and not is_plain_variable(key)


def holds_variables(key: str) -> bool:
    """Whether environment variables stand below a key: ``env``, ``extraEnv``."""
    return key.lower() in _ENVIRONMENTS


def is_plain_variable(name: object) -> bool:
    """Whether an environment variable is plainly harmless by its name: ``LOG_LEVEL``, ``PGPORT``; few are."""
    words = [word.lower() for word in _WORD.findall(str(name))]
    return bool(words) and words[-1] in _PLAIN_VARIABLES and not any(map(is_secret_name, words))
