"""The hash by which GitHub knows a line again when others move it, as its upload action works it out.

Of 100 UTF-16 units from the line's first one on, without blanks, tabs and the second half of a line end; the end of the file
counts as 0xFFFF, and what is after it as 0 (src/fingerprints.ts of github.com/github/codeql-action).
"""

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.records import NamedTuple

_UNITS = 100
_BASE, _MASK = 37, (1 << 64) - 1
_TOP = pow(_BASE, _UNITS, _MASK + 1)
_END_OF_FILE = 0xFFFF
_LINE_FEED = 0x0A
_LINE_END = lazy_regex(r"\r\n?|\n")
_COUNTING = lazy_regex(r"\r\n|[^ \t]")


class LineHash(NamedTuple):
    """The hash of a line with its number among equal ones, and the text that went into it."""

    name: str
    span: Span


def line_hashes(text: str) -> list[LineHash]:
    """The hash of every line of a text, the last one too if it is empty."""
    units: list[int] = []
    offsets: list[int] = []
    starts: list[int] = []
    ends = [found.end() for found in _LINE_END.finditer(text)]
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        starts.append(len(units))
        # what is behind the first hundred of a line is in no hash
        for unit, offset in islice(_units(text, start, end), _UNITS):
            units.append(unit)
            offsets.append(offset)
    rolled = _rolled(units)
    seen: Counter[int] = Counter()
    found = []
    for start in starts:
        value = rolled[start + _UNITS]
        seen[value] += 1
        last = min(start + _UNITS, len(units)) - 1
        found.append(LineHash(f"{value:x}:{seen[value]}", Span(offsets[start], offsets[last] + 1)))
    return found


def _units(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The units of a line that count, each with the offset of its character; those of the last line have the end of the file."""
    for found in _COUNTING.finditer(text, start, end):
        character, offset = found[0], found.start()
        if character[0] in "\r\n":
            yield _LINE_FEED, offset
            return
        code = ord(character)
        if code > 0xFFFF:
            yield 0xD800 + (code - 0x10000 >> 10), offset
            code = 0xDC00 + (code & 0x3FF)
        yield code, offset
    yield _END_OF_FILE, len(text)


def _rolled(units: list[int]) -> list[int]:
    """The hash of the 100 units before each number."""
    value = 0
    found = [0]
    padded = [*units, *[0] * _UNITS]
    for number, unit in enumerate(padded):
        gone = padded[number - _UNITS] if number >= _UNITS else 0
        value = (value * _BASE + unit - _TOP * gone) & _MASK
        found.append(value)
    return found
