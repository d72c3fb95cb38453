"""The flags that set values, and what they write; :mod:`pachlint.layering.setflags` reads them."""

from typing import Literal

from pachlint.place import Path, Span
from pachlint.records import NamedTuple

FlagKind = Literal["set", "set-string", "set-json", "set-file"]

ORDER: tuple[FlagKind, ...] = ("set-json", "set", "set-string", "set-file")
"""The order in which Helm applies the kinds of flags, whatever their order on the command line."""


class Flag(NamedTuple):
    """One flag as it was given: ``Flag("set", "pachd.enabled=true")``."""

    kind: FlagKind
    text: str


class Write(NamedTuple):
    """One value that a flag writes.

    ``key_span`` and ``value_span`` are offsets in the flag's text; the word of each step of the path ends at the
    offset in ``ends``, and the first one begins at ``start``.
    """

    path: Path
    value: object
    key_span: Span
    value_span: Span
    start: int
    ends: tuple[int, ...]
