"""The hash by which GitHub knows a line again when others move it, as its upload action works it out.

Of 100 UTF-16 units from the line's first one on, without blanks, tabs and the second half of a line end; the end of the file
counts as 0xFFFF, and what is after it as 0 (src/fingerprints.ts of github.com/github/codeql-action).
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import overload

from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.records import NamedTuple

_UNITS = 100
_BASE, _MASK = 37, (1 << 64) - 1
_END_OF_FILE = 0xFFFF
_LINE_END = lazy_regex(r"\r\n?|\n")
_COUNTING = lazy_regex(r"\r\n|[^ \t]")
_BEYOND = lazy_regex("[\U00010000-\U0010ffff]")
_BLANKS = {ord(" "): None, ord("\t"): None}


class LineHash(NamedTuple):
    """The hash of a line with its number among equal ones, and the text that went into it."""

    name: str
    span: Span


class LineHashes(Sequence[LineHash]):
    """The hash of every line of a text, the last one too if it is empty; each is worked out when it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
        units = _BEYOND.sub(_halves, _LINE_END.sub("\n", text).translate(_BLANKS))
        self._units = [
            units[at : at + _UNITS] for at in (0, *(one.end() for one in _LINE_END.finditer(units)))
        ]
        seen: Counter[str] = Counter()
        self._numbers = []
        for one in self._units:
            seen[one] += 1
            self._numbers.append(seen[one])

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, at: int) -> LineHash: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[LineHash]: ...
    def __getitem__(self, at: int | slice) -> LineHash | Sequence[LineHash]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        name = f"{_hash(self._units[at]):x}:{self._numbers[at]}"
        return LineHash(name, _span(self._text, self._starts[at]))


def _halves(found: re.Match[str]) -> str:
    """The two units of a character beyond the first 65,536."""
    code = ord(found[0]) - 0x10000
    return chr(0xD800 + (code >> 10)) + chr(0xDC00 + (code & 0x3FF))


def _hash(units: str) -> int:
    """The hash of 100 units; of fewer, with the end of the file and zeros behind them."""
    value = 0
    for unit in (*map(ord, units), _END_OF_FILE, *[0] * _UNITS)[:_UNITS]:
        value = (value * _BASE + unit) & _MASK
    return value


def _span(text: str, at: int) -> Span:
    """What goes into the hash of the line that begins at an offset."""
    start, left = len(text), _UNITS
    for found in _COUNTING.finditer(text, at):
        start = min(start, found.start())
        left -= 2 if found[0] > "\uffff" else 1
        if left <= 0:
            return Span(start, found.start() + 1)
    return Span(start, len(text) + 1)
