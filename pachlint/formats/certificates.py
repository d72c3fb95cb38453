"""Certificates and private keys in PEM: as much of X.509 as tells whether they fit each other, a host and a day.

Nothing is verified: no signature, no chain. Sources: RFC 5280 (X.509), RFC 8017 (RSA keys), RFC 5915 (EC keys),
RFC 5958 (PKCS#8).
"""

from collections.abc import Iterator
from datetime import datetime, timezone
from ipaddress import IPv4Address, IPv6Address, ip_address

from pachlint.formats.pem import blocks, is_certificate, is_private_key
from pachlint.records import NamedTuple

_RSA = bytes.fromhex("2a864886f70d010101")
_EC = bytes.fromhex("2a8648ce3d0201")
_ALTERNATIVE_NAMES = bytes.fromhex("551d11")
_BASIC_CONSTRAINTS = bytes.fromhex("551d13")

_BOOLEAN, _INTEGER, _BITS, _OCTETS, _OID, _SEQUENCE = 0x01, 0x02, 0x03, 0x04, 0x06, 0x30
_UTC_TIME, _TIME = 0x17, 0x18
_DNS_NAME, _ADDRESS = 0x82, 0x87
_EXTENSIONS = 0xA3
_EC_PUBLIC = 0xA1

PublicKey = tuple[str, bytes]
"""The kind of a key, ``rsa`` or ``ec``, and the modulus or the point that private and public half share."""


class DerError(ValueError):
    """Bytes that are not what they should be."""


class Certificate(NamedTuple):
    """What a certificate says.

    The days between which it holds (UTC), its DNS names and IP addresses, its public key if known, whom it is for and
    who signed it (names in DER), whether it may sign others.
    """

    not_before: datetime
    not_after: datetime
    names: tuple[str, ...]
    addresses: tuple[IPv4Address | IPv6Address, ...]
    key: PublicKey | None
    subject: bytes
    issuer: bytes
    authority: bool

    def covers(self, host: str) -> bool:
        """Whether the certificate is for a host; a wildcard stands for one label (RFC 6125)."""
        wanted = host.lower().rstrip(".")
        try:
            return ip_address(wanted) in self.addresses
        except ValueError:
            return any(_covers(name.lower().rstrip("."), wanted) for name in self.names)

    def signed_itself(self) -> bool:
        """Whether the certificate names itself as its issuer."""
        return self.subject == self.issuer


class _Item(NamedTuple):
    """One element of DER: its tag and content."""

    tag: int
    content: bytes


def certificates(text: str) -> list[Certificate]:
    """The certificates of a PEM text, in order.

    Raises:
        DerError: if one cannot be read.
    """
    return [_certificate(_content(block.data)) for block in blocks(text) if is_certificate(block)]


def key_of(text: str) -> PublicKey | None:
    """What the first private key of a PEM text shares with its certificate; None for kinds that do not tell.

    Raises:
        DerError: if the key cannot be read.
    """
    block = next(filter(is_private_key, blocks(text)), None)
    if block is None or block.encrypted:
        return None
    if block.label == "RSA PRIVATE KEY":
        return "rsa", _modulus(_content(block.data))
    if block.label == "EC PRIVATE KEY":
        return _ec_key(_content(block.data))
    return _pkcs8_key(_content(block.data)) if block.label == "PRIVATE KEY" else None


def _content(data: bytes | None) -> bytes:
    if data is None:
        raise DerError("no base64")
    return data


def _items(data: bytes) -> list[_Item]:
    """The elements that lie side by side in ``data``."""
    items, at = [], 0
    while at < len(data):
        if at + 2 > len(data):
            raise DerError("cut off")
        tag, length, at = data[at], data[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            if not 1 <= size <= 4 or at + size > len(data):
                raise DerError("bad length")
            length, at = int.from_bytes(data[at : at + size], "big"), at + size
        if at + length > len(data):
            raise DerError("cut off")
        items.append(_Item(tag, data[at : at + length]))
        at += length
    return items


def _inside(item: _Item, tag: int = _SEQUENCE) -> list[_Item]:
    if item.tag != tag:
        raise DerError("unexpected element")
    return _items(item.content)


def _one(data: bytes) -> _Item:
    items = _items(data)
    if not items:
        raise DerError("nothing there")
    return items[0]


def _nth(items: list[_Item], index: int) -> _Item:
    if index >= len(items):
        raise DerError("incomplete")
    return items[index]


def _certificate(data: bytes) -> Certificate:
    fields = _inside(_nth(_inside(_one(data)), 0))
    # the version, [0], is left out in version 1
    start = 1 if fields and fields[0].tag == 0xA0 else 0
    validity = _inside(_nth(fields, start + 3))
    extensions = dict(_extensions(fields))
    names = _inside(_one(extensions[_ALTERNATIVE_NAMES])) if _ALTERNATIVE_NAMES in extensions else []
    return Certificate(
        not_before=_time(_nth(validity, 0)),
        not_after=_time(_nth(validity, 1)),
        names=tuple(name.content.decode("ascii", "replace") for name in names if name.tag == _DNS_NAME),
        addresses=tuple(_address(name.content) for name in names if name.tag == _ADDRESS),
        key=_public_key(_nth(fields, start + 5)),
        subject=_nth(fields, start + 4).content,
        issuer=_nth(fields, start + 2).content,
        authority=_may_sign(extensions.get(_BASIC_CONSTRAINTS)),
    )


def _time(item: _Item) -> datetime:
    formats = {_UTC_TIME: "%y%m%d%H%M%SZ", _TIME: "%Y%m%d%H%M%SZ"}
    if item.tag not in formats:
        raise DerError("no time")
    try:
        found = datetime.strptime(item.content.decode("ascii"), formats[item.tag])  # noqa: DTZ007 -- set below
    except (ValueError, UnicodeDecodeError) as error:
        raise DerError("no time") from error
    # RFC 5280 4.1.2.5.1: 50 to 99 are the years of 19xx; Python turns the century at 69
    if item.tag == _UTC_TIME and found.year >= 2050:
        found = found.replace(year=found.year - 100)
    return found.replace(tzinfo=timezone.utc)  # noqa: UP017 -- datetime.UTC costs an import of its own name


def _extensions(fields: list[_Item]) -> Iterator[tuple[bytes, bytes]]:
    """The extensions by their object identifiers, with their content in DER."""
    for field in fields:
        if field.tag != _EXTENSIONS:
            continue
        for extension in _inside(_one(field.content)):
            parts = _inside(extension)
            if parts and parts[0].tag == _OID and parts[-1].tag == _OCTETS:
                yield parts[0].content, parts[-1].content


def _address(content: bytes) -> IPv4Address | IPv6Address:
    try:
        return IPv4Address(content) if len(content) == 4 else IPv6Address(content)
    except ValueError as error:
        raise DerError("no address") from error


def _may_sign(constraints: bytes | None) -> bool:
    parts = _inside(_one(constraints)) if constraints else []
    return bool(parts) and parts[0].tag == _BOOLEAN and parts[0].content != b"\0"


def _public_key(info: _Item) -> PublicKey | None:
    parts = _inside(info)
    algorithm, bits = _nth(_inside(_nth(parts, 0)), 0), _nth(parts, 1)
    if algorithm.tag != _OID or bits.tag != _BITS:
        raise DerError("no public key")
    if algorithm.content == _RSA:
        return "rsa", _integer(_nth(_inside(_one(bits.content[1:])), 0))
    return ("ec", bits.content[1:]) if algorithm.content == _EC else None


def _modulus(data: bytes) -> bytes:
    return _integer(_nth(_inside(_one(data)), 1))


def _integer(item: _Item) -> bytes:
    if item.tag != _INTEGER:
        raise DerError("no number")
    return item.content.lstrip(b"\0")


def _ec_key(data: bytes) -> PublicKey | None:
    for part in _inside(_one(data)):
        if part.tag == _EC_PUBLIC:
            bits = _one(part.content)
            return ("ec", bits.content[1:]) if bits.tag == _BITS else None
    return None


def _pkcs8_key(data: bytes) -> PublicKey | None:
    parts = _inside(_one(data))
    algorithm, key = _nth(_inside(_nth(parts, 1)), 0), _nth(parts, 2)
    if key.tag != _OCTETS:
        raise DerError("no private key")
    if algorithm.content == _RSA:
        return "rsa", _modulus(key.content)
    return _ec_key(key.content) if algorithm.content == _EC else None


def _covers(name: str, host: str) -> bool:
    if name.startswith("*."):
        label, _, rest = host.partition(".")
        return bool(label) and rest == name[2:]
    return name == host
