"""The members of a tar in gzip as Go 1.23 reads them (archive/tar, compress/gzip), one after another and within bounds."""

import zlib
from collections.abc import Iterator, Mapping

from pachlint.records import NamedTuple

MEBIBYTE = 2**20
MAX_UNPACKED = 128 * MEBIBYTE
MAX_MEMBERS = 20_000
MAX_DATA = 2 * MEBIBYTE
# archive/tar: maxSpecialFileSize
_MAX_SPECIAL = MEBIBYTE
_BLOCK = 512
_CHUNK = 2**16
_ZEROS = bytes(_BLOCK)
# links, devices, folders and pipes have no content, whatever size the header gives
_WITHOUT_CONTENT = b"123456"
_FOLDER_MODE = 0o040000
_PERMISSIONS = 0o7777


class TarError(ValueError):
    """Content that is no archive, or holds something that is not followed."""


class Allowance:
    """What may still be unpacked and read: bytes, members and data, of a chart with all those inside it."""

    def __init__(self) -> None:
        self.bytes = MAX_UNPACKED
        self.members = MAX_MEMBERS
        self.data = MAX_DATA

    def take(self, count: int) -> None:
        """Count bytes."""
        self.bytes -= count
        if self.bytes < 0:
            raise TarError(f"it unpacks to more than {MAX_UNPACKED // MEBIBYTE} MiB")

    def take_member(self) -> None:
        """Count a member."""
        self.members -= 1
        if self.members < 0:
            raise TarError(f"it has more than {MAX_MEMBERS} members")

    def take_data(self, count: int) -> None:
        """Count bytes of values, metadata and schemas that are read."""
        self.data -= count
        if self.data < 0:
            raise TarError(
                f"values, metadata and schemas of more than {MAX_DATA // MEBIBYTE} MiB are not supported"
            )


class Member(NamedTuple):
    """A member that is a file, or something that is taken for one: a link is an empty file."""

    name: str
    size: int


class _Header(NamedTuple):
    name: str
    size: int
    kind: bytes
    mode: int


class Archive:
    """A packed tar; iterate over its members, and read one before going on to the next."""

    def __init__(self, packed: bytes, allowance: Allowance) -> None:
        self._packed = packed
        self._at = 0
        self._unzip = zlib.decompressobj(31)
        self._ready = bytearray()
        self._allowance = allowance
        self._left = 0
        self._padding = 0

    def __iter__(self) -> Iterator[Member]:
        """All members but folders and headers for the whole archive.

        Raises:
            TarError: if something is wrong.
        """
        records: Mapping[bytes, bytes] = {}
        long_name = b""
        while True:
            self._skip(self._left)
            self._take(self._padding)
            header = self._header()
            if header is None:
                return
            self._expect(header)
            if header.kind == b"x":
                records = _records(self._special())
            elif header.kind == b"g":
                _records(self._special())
                records, long_name = {}, b""
            elif header.kind in (b"L", b"K"):
                name = self._special().partition(b"\0")[0]
                long_name = name if header.kind == b"L" else long_name
            else:
                header = _merged(header, records, long_name)
                records, long_name = {}, b""
                self._expect(header)
                is_folder = header.kind == b"5" or header.mode & ~_PERMISSIONS == _FOLDER_MODE
                if not is_folder and not (header.kind == b"\0" and header.name.endswith("/")):
                    yield Member(header.name, 0 if header.kind in _WITHOUT_CONTENT else header.size)

    def read(self) -> bytes:
        """The content of the current member."""
        content = self._take(self._left)
        if len(content) < self._left:
            raise TarError("it ends within a member")
        self._left = 0
        return content

    def _expect(self, header: _Header) -> None:
        """What follows the header: content and what fills its last block."""
        size = 0 if header.kind in _WITHOUT_CONTENT else header.size
        if size < 0:
            raise TarError("it has a broken header")
        self._left, self._padding = size, -size % _BLOCK

    def _special(self) -> bytes:
        if self._left > _MAX_SPECIAL:
            raise TarError(f"it has a header of more than {_MAX_SPECIAL // MEBIBYTE} MiB")
        return self.read()

    def _header(self) -> _Header | None:
        """The next header; None at the end."""
        block = self._take(_BLOCK)
        if not block:
            return None
        if block == _ZEROS:
            block = self._take(_BLOCK)
            if block in (b"", _ZEROS):
                return None
            raise TarError("it has data after its end")
        if len(block) < _BLOCK:
            raise TarError("it ends within a header")
        self._allowance.take_member()
        return _read_header(block)

    def _skip(self, count: int) -> None:
        while count > 0:
            taken = len(self._take(min(count, _CHUNK)))
            if not taken:
                raise TarError("it ends within a member")
            count -= taken

    def _take(self, count: int) -> bytes:
        """So many bytes, or what is left of them."""
        while len(self._ready) < count and self._unpacked():
            pass
        found = bytes(self._ready[:count])
        del self._ready[:count]
        return found

    def _unpacked(self) -> bool:
        """Unpack some more; False at the end."""
        if self._unzip.eof:
            self._at -= len(self._unzip.unused_data)
            if self._at == len(self._packed):
                return False
            self._allowance.take_member()
            self._unzip = zlib.decompressobj(31)
        given = self._unzip.unconsumed_tail
        if not given:
            given = self._packed[self._at : self._at + _CHUNK]
            self._at += len(given)
        try:
            found = self._unzip.decompress(given, _CHUNK)
        except zlib.error as error:
            raise TarError(f"it is not valid gzip: {str(error).partition(': ')[2] or error}") from error
        if not given and not found:
            raise TarError("it ends too early")
        self._allowance.take(len(found))
        self._ready += found
        return True


def _read_header(block: bytes) -> _Header:
    """The first header of a member: V7, and what came after it."""
    unsigned = sum(block) - sum(block[148:156]) + 8 * 32
    if (checksum := _octal(block[148:156])) != unsigned:
        # some old programs took bytes for signed numbers
        above = sum(byte > 0x7F for byte in block[:148] + block[156:])
        if checksum != unsigned - 256 * above:
            raise TarError("it has a broken header")
    name = block[:100].partition(b"\0")[0]
    kind = block[156:157]
    if kind == b"S":
        raise TarError(f"it has a sparse file ({_text(name)}), which is not supported")
    numbers = [
        _number(block[start:end])
        for start, end in ((100, 108), (108, 116), (116, 124), (124, 136), (136, 148))
    ]
    magic = block[257:263]
    if magic in (b"ustar\0", b"ustar "):
        numbers += [_number(block[329:337]), _number(block[337:345])]
    prefix = b""
    if magic == b"ustar\0":
        end = 476 if block[508:512] == b"tar\0" else 500
        prefix = block[345:end].partition(b"\0")[0]
    whole = prefix + b"/" + name if prefix else name
    return _Header(_text(whole), numbers[3], kind, numbers[0])


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def _number(field: bytes) -> int:
    """A number in octal digits, or in bytes with the first bit set."""
    if not field[0] & 0x80:
        return _octal(field)
    value = int.from_bytes(field, "big") & ((1 << (8 * len(field) - 1)) - 1)
    negative = bool(field[0] & 0x40)
    if negative:
        value -= 1 << (8 * len(field) - 1)
    if not -(2**63) <= value < 2**63:
        raise TarError("it has a broken header")
    return value


def _octal(field: bytes) -> int:
    digits = field.strip(b" \0").partition(b"\0")[0]
    if not digits:
        return 0
    if digits.strip(b"01234567") or len(digits) > 21:
        raise TarError("it has a broken header")
    return int(digits, 8)


def _records(content: bytes) -> Mapping[bytes, bytes]:
    """The records of an extended header of POSIX."""
    found: dict[bytes, bytes] = {}
    at = 0
    while at < len(content):
        space = content.find(b" ", at, at + 20)
        length = content[at:space] if space > 0 else b""
        end = at + int(length) if length.isdigit() else 0
        key, equals, value = content[space + 1 : end - 1].partition(b"=")
        text_with_zero = key in (b"path", b"linkpath", b"uname", b"gname") and b"\0" in value
        if end < at + 5 or content[end - 1 : end] != b"\n" or not equals or b"\0" in key or text_with_zero:
            raise TarError("it has a broken header")
        found[key] = value
        at = end
    return found


def _is_sparse(records: Mapping[bytes, bytes]) -> bool:
    """Whether records describe a file with holes in one of GNU's ways that Go knows."""
    version = records.get(b"GNU.sparse.major", b""), records.get(b"GNU.sparse.minor", b"")
    if version == (b"", b""):
        return any(
            records.get(key) for key in (b"GNU.sparse.map", b"GNU.sparse.offset", b"GNU.sparse.numbytes")
        )
    return version in ((b"0", b"0"), (b"0", b"1"), (b"1", b"0"))


def _merged(header: _Header, records: Mapping[bytes, bytes], long_name: bytes) -> _Header:
    """A header with what the extended ones before it say; what is empty there says nothing."""
    if _is_sparse(records):
        raise TarError(f"it has a sparse file ({header.name}), which is not supported")
    for key in (b"size", b"uid", b"gid"):
        value = records.get(key)
        if value and not (
            value.lstrip(b"+-").isdigit() and len(value) < 20 and len(value) - len(value.lstrip(b"+-")) < 2
        ):
            raise TarError("it has a broken header")
    size = records.get(b"size")
    name = long_name or records.get(b"path")
    return header._replace(name=_text(name) if name else header.name, size=int(size) if size else header.size)
