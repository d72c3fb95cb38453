"""What secrets of well-known kinds look like, wherever they stand."""

import re
from collections.abc import Iterator

from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.records import NamedTuple


class _Shape(NamedTuple):
    """What a kind of secret looks like; where none of the ``signs`` stands in a text, the pattern is not even compiled."""

    name: str
    signs: tuple[str, ...]
    pattern: re.Pattern[str]


_CIPHERTEXT = lazy_regex(r"ENC\[AES256_GCM,[^\]\s]{0,100000}\]?")
_SHAPES = (
    _Shape(
        "private key",
        ("PRIVATE KEY", "private key"),
        # of a damaged one, the lines that follow
        lazy_regex(
            # up to its end, or to the next one if that is missing
            r"(?<!-)-{2,}[ ]?BEGIN [^\n]{0,40}?PRIVATE KEY[^\n]{0,20}?-{2,}"
            r"(?:(?:[^-]|-(?!-{1,4}[ ]?BEGIN)){0,20000}?-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
            r"|(?:(?:\s|\\n){1,200}[\w+/=]{16,})*)",
            re.DOTALL | re.IGNORECASE,
        ),
    ),
    # in base64: PEM other than a certificate; PEM encoded twice; DER of RSA (PKCS#8, PKCS#1), EC and Ed25519 keys; OpenSSH's
    _Shape(
        "private key",
        (
            "LS0tLS1CRUdJTi",
            "TFMwdExTMUNSVWRKVG",
            "MII",
            "MIG",
            "MIH",
            "MHcCAQEEI",
            "MC4CAQAwBQYDK2Vw",
            "b3BlbnNzaC1rZXktdjE",
        ),
        lazy_regex(
            r"\b(?:LS0tLS1CRUdJTi(?!BDRVJUSUZJQ0FUR)|TFMwdExTMUNSVWRKVG|MII[\w+/]{3}IBA(?:DANBgkq|AK[BC])"
            r"|MI[GH][\w+/]AgE(?:AMB[AM]GByqGSM49|BB[A-Z])|MHcCAQEEI|MC4CAQAwBQYDK2Vw|b3BlbnNzaC1rZXktdjE)"
            r"[\w+/=]{20,}(?:\s{1,40}[\w+/=]{40,})*",
            re.ASCII,
        ),
    ),
    _Shape("AWS access key", ("AKIA", "ASIA"), lazy_regex(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    _Shape(
        "JSON web token",
        (".eyJ",),
        # what stands before it is looked at once for each run of such signs
        lazy_regex(
            r"(?<![\w-])(?=[\w-]{11,}\.eyJ[\w-]{8,}\.[\w-])[\w-]*?"
            r"(?P<secret>\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+)"
        ),
    ),
    _Shape(
        "GitHub token",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        lazy_regex(r"\b(?:gh[pousr]_\w{36,}|github_pat_\w{22,})"),
    ),
    _Shape("Slack token", ("xox",), lazy_regex(r"\bxox[abeoprs]-[\w-]{10,}")),
    _Shape("Google API key", ("AIza",), lazy_regex(r"\bAIza[\w-]{35}\b")),
    _Shape("Google key file", ('"private_key"',), lazy_regex(r'"private_key"\s*:\s*"[^"]+"')),
    _Shape("Azure storage key", ("AccountKey=",), lazy_regex(r"\bAccountKey=[\w+/=]{20,}")),
    _Shape(
        "authorization header",
        ("Bearer", "Basic"),
        lazy_regex(r"\b(?:Bearer|Basic)[ \t]+(?P<secret>[\w.~+/=-]{8,})"),
    ),
    _Shape(
        "URL with a password",
        ("@",),
        # the password may hold a / or an @
        lazy_regex(
            r"\b[a-z][a-z0-9+.-]{0,19}://[^\s/:@\"'<>{}$]{0,200}:(?P<secret>[^\s\"'<>{}$]{1,300})@(?!sha\d)",
            re.IGNORECASE,
        ),
    ),
    # without a scheme; not the subject of a role (user:ann@example.io), and not an image (name:tag@sha256:...)
    _Shape(
        "URL with a password",
        ("@",),
        lazy_regex(
            r"(?<![\w.:/@-])(?!(?:user|robot|group|pipeline|mailto|system|serviceAccount):)[\w.+-]{1,64}"
            r":(?P<secret>[^\s/:@\"'<>{}$,]{1,200})@(?!sha\d)\w"
        ),
    ),
    _Shape(
        "URL with a password",
        ("@",),
        lazy_regex(
            r"(?<![\w.:/@-])[\w.+-]{1,64}:(?P<secret>[^\s/:@\"'<>{}$,]{1,200})@(?!sha\d)[\w.-]{1,253}:\d"
        ),
    ),
)

_SIGNS = tuple({sign: None for one in _SHAPES for sign in one.signs})


def shape(text: str) -> str:
    """What kind of secret the text looks like: ``private key``, ``AWS access key`` …; empty if none."""
    return next((one.name for one in _shapes_in(text) if one.pattern.search(text)), "")


def shaped(text: str) -> Iterator[Span]:
    """The spans of whatever looks like a secret."""
    for one in _shapes_in(text):
        group = "secret" if "secret" in one.pattern.groupindex else 0
        for found in one.pattern.finditer(text):
            yield Span(*found.span(group))


def ciphertexts(text: str) -> Iterator[Span]:
    """The spans of what SOPS has encrypted: no secrets, but nothing that anybody wants to read."""
    if "ENC[" in text:
        yield from (Span(*found.span()) for found in _CIPHERTEXT.finditer(text))


def _shapes_in(text: str) -> Iterator[_Shape]:
    # most texts have none of the signs, and all of them are asked about at once much faster
    if not any(map(text.__contains__, _SIGNS)):
        return iter(())
    return (one for one in _SHAPES if any(sign in text for sign in one.signs))
