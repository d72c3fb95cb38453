"""One file's name and text, and the way from offsets to lines and columns."""

from bisect import bisect_right
from functools import lru_cache

from pachlint.lazy_regex import lazy_regex
from pachlint.place import Place, Span
from pachlint.records import NamedTuple

LINE_END = lazy_regex(r"\r\n|\n|\r")
"""A lone CR ends a line for YAML as well as LF and CR LF."""


@lru_cache(maxsize=64)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(found.end() for found in LINE_END.finditer(text)))


def line_start(text: str, offset: int) -> int:
    """Where the line begins that an offset is in."""
    starts = _line_starts(text)
    return starts[bisect_right(starts, offset) - 1]


def line_end(text: str, offset: int) -> int:
    """Where the line ends that an offset is in."""
    found = LINE_END.search(text, offset)
    return found.start() if found else len(text)


class Source(NamedTuple):
    """A named text. ``name`` is what reports print: a relative path, or the stdin file name."""

    name: str
    text: str

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column (1-based, code points) of an offset; past the end counts as the end."""
        starts = _line_starts(self.text)
        offset = min(offset, len(self.text))
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Offset of a line and column (1-based); the inverse of :meth:`position`."""
        return _line_starts(self.text)[line - 1] + column - 1

    def place(self, span: Span) -> Place:
        """The span as lines and columns in this file."""
        line, column = self.position(span.start)
        end_line, end_column = self.position(span.end)
        return Place(self.name, line, column, end_line, end_column)

    def span(self, place: Place) -> Span:
        """A place in this file as offsets; the inverse of :meth:`place`."""
        return Span(self.offset(place.line, place.column), self.offset(place.end_line, place.end_column))

    @property
    def line_count(self) -> int:
        """Number of lines, the last one counted even without a line end; an empty text has one."""
        return len(_line_starts(self.text))

    def line(self, number: int) -> str:
        """Text of a line (1-based) without its line end."""
        starts = _line_starts(self.text)
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")
