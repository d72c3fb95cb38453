"""PEM (RFC 7468): the blocks of a text, and why nothing could load it.

As Go, OpenSSL and BoringSSL read it: a block begins and ends on lines of its own, and what stands around it, or is of
another kind, is skipped. No reason repeats a piece of the text: it may be a secret.
"""

import binascii
import re

from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple

_BLOCK = lazy_regex(
    r"""^-----BEGIN\ (?P<label>[A-Z0-9 ]{1,40})-----[ \t\r]*\n
        (?P<headers>(?:[A-Za-z0-9-]++:[^\n]*\n)*+)
        (?P<body>[^-]*+)(?<=\n)
        -----END\ (?P=label)-----[ \t\r]*$""",
    re.MULTILINE | re.VERBOSE,
)
_BEGIN = lazy_regex(r"-----BEGIN ([A-Z0-9 ]{1,40})-----")
_OTHERS = {
    "CERTIFICATE REQUEST": "a certificate request",
    "NEW CERTIFICATE REQUEST": "a certificate request",
    "PUBLIC KEY": "a public key",
    "RSA PUBLIC KEY": "a public key",
    "EC PARAMETERS": "the parameters of a key",
    "DH PARAMETERS": "parameters for Diffie-Hellman",
    "PKCS7": "a PKCS#7 bundle",
    "X509 CRL": "a list of revoked certificates",
}
_SEQUENCE = 0x30
_MOST_LAYERS = 3


class Block(NamedTuple):
    """One block: its label (``CERTIFICATE``), its content (None if that is not base64), whether it is encrypted."""

    label: str
    data: bytes | None
    encrypted: bool


def blocks(text: str) -> list[Block]:
    """The complete blocks of a text, in order."""
    return [
        Block(label, _decoded(body), label.startswith("ENCRYPTED ") or "4,ENCRYPTED" in headers)
        for label, headers, body in _BLOCK.findall(text)
    ]


def is_certificate(block: Block) -> bool:
    """Whether a block is a certificate, by its label."""
    return block.label in ("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE")


def is_private_key(block: Block) -> bool:
    """Whether a block is a private key of any kind, by its label."""
    return block.label == "PRIVATE KEY" or block.label.endswith(" PRIVATE KEY")


def pem(text: str) -> str | None:
    """At least one block of any kind."""
    found = blocks(text)
    return _reason_in(found) if found else _reason_without_blocks(text)


def pem_certificate(text: str) -> str | None:
    """At least one certificate, among whatever else."""
    return _reason(text, [block for block in blocks(text) if is_certificate(block)], "certificate")


def pem_private_key(text: str) -> str | None:
    """A private key of any kind, among whatever else."""
    return _reason(text, [block for block in blocks(text) if is_private_key(block)][:1], "private key")


def _reason(text: str, wanted: list[Block], kind: str) -> str | None:
    if wanted:
        return _reason_in(wanted)
    others = blocks(text)
    if others:
        return f"holds {_words(others[0])}, not a {kind}"
    return _reason_without_blocks(text)


def _words(block: Block) -> str:
    """What a block holds, in the middle of a sentence."""
    if is_certificate(block):
        return "a certificate"
    return "a private key" if is_private_key(block) else _OTHERS.get(block.label, "something else")


def _reason_in(found: list[Block]) -> str | None:
    for block in found:
        if block.data is None and not block.encrypted:
            return "has lines between BEGIN and END that are not base64"
        if (is_certificate(block) or is_private_key(block)) and not _is_whole(block):
            return f"holds {_words(block)} that is cut off or damaged"
    return None


def _is_whole(block: Block) -> bool:
    """Whether the content is one DER sequence from end to end, where it is DER and in the clear."""
    if block.encrypted or block.data is None or block.label.startswith(("OPENSSH", "TRUSTED")):
        return True
    data = block.data
    if len(data) < 2 or data[0] != _SEQUENCE:
        return False
    size = data[1] & 0x7F if data[1] & 0x80 else 0
    length = int.from_bytes(data[2 : 2 + size], "big") if size else data[1]
    return len(data) == 2 + size + length


def _reason_without_blocks(text: str) -> str:
    begin = _BEGIN.search(text)
    if begin is None:
        return _reason_without_begin(text)
    if "\\n" in text:
        return "has \\n written out instead of line ends"
    if f"-----END {begin[1]}-----" not in text:
        return "has a BEGIN line without its END line"
    after = text[begin.end() :]
    if after.lstrip(" \t\r")[:1] != "\n":
        return "has its lines joined into one"
    return "has BEGIN and END lines that do not stand alone at the beginning of a line"


def _reason_without_begin(text: str) -> str:
    if "\0" in text or "\ufffd" in text:
        return "is binary, such as DER, and not PEM"
    data = _decoded(text)
    for _ in range(_MOST_LAYERS):
        if not data:
            break
        if b"-----BEGIN " in data:
            return "is PEM, but base64-encoded again"
        if data[0] == _SEQUENCE and len(data) > 2 and data[1] & 0x80:
            return "is base64 without the lines -----BEGIN … and -----END …"
        data = _decoded(data.decode("ascii", "replace"))
    return "has no line -----BEGIN …"


def _decoded(text: str) -> bytes | None:
    """Base64 on any number of lines; None if it is none."""
    try:
        return binascii.a2b_base64("".join(text.split()).encode("ascii"), strict_mode=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
