"""The effective values of a release, and for each of them who set it, where, and what it hid."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final, Literal

from pachlint.layering.flags import Write
from pachlint.layering.touched import Touched
from pachlint.place import Path, Place, Span, value_at
from pachlint.reading.document import Document
from pachlint.reading.nodes import Entry, MappingNode
from pachlint.records import NamedTuple
from pachlint.source import Source


class Missing(Enum):
    """The type of :data:`MISSING`."""

    MISSING = "missing"

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


MISSING: Final = Missing.MISSING
"""No value at all, which is not the same as null."""


class Layer(NamedTuple):
    """One source of values: the chart's defaults, a file, or a flag with what it writes."""

    label: str
    kind: Literal["default", "file", "flag"]
    data: Mapping[str, object]
    document: Document | None = None
    writes: tuple[Write, ...] = ()
    offset: int = 0
    """Where a flag's text begins in the command line's source."""


class FlagError(NamedTuple):
    """A flag, by its index among those given, that Helm rejects; or a value, by its path, that fits no subchart."""

    flag: int | None
    message: str
    place: Place | None
    path: Path = ()


class _Claim(Enum):
    """What a layer does to a path, unless it leaves it alone."""

    PART = "writes something inside the mapping"
    WHOLE = "writes the whole value"
    BLOCKED = "writes something above that leaves no room for it"


class Values(NamedTuple):
    """The effective values, ``data``, with their layers in the order in which Helm applies them.

    Paths hold list indices as ``int``. Nothing in ``data`` may be changed.
    """

    data: dict[str, object]
    layers: tuple[Layer, ...]
    problems: tuple[FlagError, ...]
    user: dict[str, object]
    """What files and flags set, before it is laid over the chart's defaults."""
    command_line: Source
    touched: Touched = Touched()
    """Which flags, the last of the layers, write at a path."""

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def get(self, path: Path, default: object = MISSING) -> object:
        """The effective value at a path."""
        return value_at(self.data, path, default)

    def has(self, path: Path) -> bool:
        """Whether there is an effective value at a path; null is one."""
        return self.get(path) is not MISSING

    def origin(self, path: Path) -> Layer | None:
        """The layer that gave the effective value: for mappings, the last one that wrote something inside."""
        found = self._origin(path)
        return None if found is None else self.layers[found]

    def overridden(self, path: Path) -> tuple[Layer, ...]:
        """Earlier layers whose value at the path is overridden (or deleted), latest first."""
        winner = self._winner(path)
        if winner is None:
            return ()
        claims = dict(self._claims(path))
        merged = isinstance(self.get(path), dict) and claims.get(winner) is _Claim.PART
        kinds = {_Claim.WHOLE} if merged else {_Claim.WHOLE, _Claim.PART}
        return tuple(
            self.layers[number] for number, claim in claims.items() if number < winner and claim in kinds
        )

    def set_by_user(self, path: Path) -> bool:
        """Whether a file or a flag gave the effective value, or something inside it."""
        return value_at(self.user, path, MISSING) is not MISSING and self.has(path)

    def removed(self, path: Path) -> bool:
        """Whether a null of the user deleted a chart default here."""
        return self._remover(path) is not None

    def entry(self, path: Path) -> Entry | None:
        """The entry of the file that gave (or removed) the value; None if it was a flag or a default."""
        number = self._winner(path)
        document = None if number is None else self.layers[number].document
        return document.find(path) if document else None

    def key_place(self, path: Path) -> Place | None:
        """Where the winning layer wrote the key (or the null that removed it); None if no user layer did."""
        number = self._winner(path)
        return None if number is None else self._place(number, path, key=True)

    def value_place(self, path: Path) -> Place | None:
        """Where the winning layer wrote the value; for an alias, where the anchor's value stands."""
        number = self._winner(path)
        return None if number is None else self._place(number, path, key=False)

    def nearest_place(self, path: Path) -> tuple[Place, Path]:
        """The nearest key that the user wrote, at the path or above it; else the first key of the last file.

        Of several layers that write the same key the last one counts, files before flags where both only write
        something below it.
        """
        for length in range(len(path), 0, -1):
            claims = sorted(
                self._user_claims(path[:length]),
                key=lambda found: found[1] is _Claim.PART and self.layers[found[0]].document is None,
            )
            for number, claim in claims:
                if claim in {_Claim.PART, _Claim.WHOLE}:
                    place = self._place(number, path[:length], key=True)
                    if place:
                        return place, path[:length]
        last = next((one.document for one in reversed(self.layers) if one.document), None)
        if last is None:
            return self.command_line.place(Span(0, 0)), ()
        entries = last.root.entries if isinstance(last.root, MappingNode) else ()
        return last.source.place(entries[0].key_span if entries else Span(0, 0)), ()

    def _origin(self, path: Path) -> int | None:
        """The number of the layer that gave the effective value."""
        if not self.has(path):
            return None
        for number, claim in self._user_claims(path):
            if claim in {_Claim.PART, _Claim.WHOLE}:
                return number
            if claim is _Claim.BLOCKED:
                break
        if path and value_at(self.user, path, MISSING) is not MISSING:
            # --set list[5]=x fills the list up with nulls that are not in the text.
            return self._origin(path[:-1])
        return 0

    def _winner(self, path: Path) -> int | None:
        """The number of the layer that gave the effective value or removed it."""
        found = self._origin(path)
        return self._remover(path) if found is None else found

    def _remover(self, path: Path) -> int | None:
        """The number of the layer whose null deleted the default at the path."""
        if self.has(path) or _claim(self.layers[0], path) not in {_Claim.WHOLE, _Claim.PART}:
            return None
        for length in range(1, len(path) + 1):
            if value_at(self.user, path[:length], MISSING) is None:
                claims = self._user_claims(path[:length])
                return next((number for number, claim in claims if claim is _Claim.WHOLE), None)
        return None

    def _user_claims(self, path: Path) -> Iterator[tuple[int, _Claim | None]]:
        """The user's layers, the last one first, without flags that leave the path alone."""
        return (found for found in self._claims(path) if found[0])

    def _claims(self, path: Path) -> Iterator[tuple[int, _Claim | None]]:
        for flag, write in self.touched.flags(path):
            yield self._files + flag, _flag_claim(write, path)
        for number in range(self._files - 1, -1, -1):
            yield number, _claim(self.layers[number], path)

    @property
    def _files(self) -> int:
        """The number of layers that are no flags."""
        return len(self.layers) - self.touched.count

    def _place(self, number: int, path: Path, *, key: bool) -> Place | None:
        one = self.layers[number]
        if one.document:
            entry = one.document.find(path)
            return one.document.source.place(entry.key_span if key else entry.node.span) if entry else None
        write = self.touched.write(number - self._files, path)
        if write is None:
            return None
        end = write.ends[min(len(path), len(write.ends)) - 1]
        span = Span(write.start, end) if key else write.value_span
        return self.command_line.place(Span(span.start + one.offset, span.end + one.offset))


def _claim(one: Layer, path: Path) -> _Claim | None:
    value: object = one.data
    whole = False
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            if step not in value:
                return None
            value = value[step]
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            value, whole = value[step], True
        else:
            return _Claim.BLOCKED
    return _Claim.PART if isinstance(value, dict) and not whole else _Claim.WHOLE


def _flag_claim(write: Write, path: Path) -> _Claim:
    if len(write.path) > len(path):
        return _Claim.PART
    found = value_at(write.value, path[len(write.path) :], MISSING)
    return _Claim.BLOCKED if found is MISSING else _Claim.WHOLE
