"""A piece of a source file with its lines numbered and the places in question underlined."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from pachlint.chart.secrets import MASK
from pachlint.place import Place, Span
from pachlint.records import NamedTuple
from pachlint.report.styled import RULER, Line, Piece
from pachlint.source import Source
from pachlint.visible import cell, is_plain, width

_ROOM_BEFORE = 20
_FAR = 2_000
"""Of a longer line no more than so many characters before and after a place are looked at."""


class Mark(NamedTuple):
    """A place to underline with ``sign`` and a word to say about it; the first mark of a frame is its subject."""

    place: Place
    sign: str
    style: str
    label: str = ""


def frame(
    marks: Sequence[Mark],
    subject: str,
    sources: Mapping[str, Source],
    secrets: Mapping[str, Sequence[Span]],
    columns: int,
) -> list[Line]:
    """Show all marks, file by file, no line wider than ``columns``; ``subject`` stands beside the first place."""
    gutter = max(len(str(mark.place.line)) for mark in marks)
    lines: list[Line] = []
    for file in dict.fromkeys(mark.place.file for mark in marks):
        here = [mark for mark in marks if mark.place.file == file]
        lines.append(_heading(here[0].place, gutter, "" if lines else subject, "::: " if lines else "--> "))
        if file in sources:
            lines.append(_ruled("", gutter))
            lines += _body(here, sources[file], secrets.get(file, ()), gutter, columns)
            lines.append(_ruled("", gutter))
    return lines


def excerpt(
    mark: Mark, sources: Mapping[str, Source], secrets: Mapping[str, Sequence[Span]], columns: int
) -> list[Line]:
    """The line of one place with the place underlined, without numbers; nothing if there is no such source."""
    source = sources.get(mark.place.file)
    if source is None:
        return []
    strip = Strip.of(source, mark.place.line, secrets.get(mark.place.file, ()), mark.place.column - 1)
    start, end = strip.columns(mark.place)
    low, high = strip.window(start, end, columns - 4)
    return [
        _ruled("", 1, Piece(strip.cut(low, high))),
        _ruled("", 1, *_underline(mark, start - low, min(end, high) - low)),
    ]


def _heading(place: Place, gutter: int, subject: str, arrow: str) -> Line:
    where = Piece(f"{place.file}:{place.line}:{place.column}")
    beside = (Piece("  "), Piece(subject, "dim")) if subject else ()
    return (Piece(" " * gutter), Piece(arrow, RULER), where, *beside)


def _ruled(number: int | str, gutter: int, *pieces: Piece) -> Line:
    return (Piece(f"{number:>{gutter}} | ", RULER), *pieces)


def _body(
    marks: Sequence[Mark], source: Source, secrets: Sequence[Span], gutter: int, columns: int
) -> Iterable[Line]:
    last = 0
    for number in sorted({mark.place.line for mark in marks}):
        if last and number > last + 1:
            yield (Piece("." * max(gutter, 3), RULER),)
        last = number
        here = [mark for mark in marks if mark.place.line == number]
        strip = Strip.of(source, number, secrets, here[0].place.column - 1)
        low, high = strip.window(*strip.columns(here[0].place), columns - gutter - 3)
        yield _ruled(number, gutter, Piece(strip.cut(low, high)))
        for mark in here:
            start, end = strip.columns(mark.place)
            if start <= high and end >= low:
                yield _ruled("", gutter, *_underline(mark, start - low, min(end, high) - low))


def _underline(mark: Mark, start: int, end: int) -> tuple[Piece, ...]:
    signs = mark.sign * max(end - start, 1)
    label = f" {mark.label}" if mark.label else ""
    return (Piece(" " * max(start, 0)), Piece(signs + label, mark.style))


class Strip(NamedTuple):
    """A source line as cells, one for each character: what it looks like, and the column it starts at.

    Of a very long line only a part, which begins at the character ``first``. ``seen`` are the numbers of the cells that
    look like anything.
    """

    cells: Sequence[str]
    starts: Sequence[int]
    seen: Sequence[int]
    first: int = 0

    @classmethod
    def of(cls, source: Source, number: int, secrets: Sequence[Span], middle: int | None = None) -> "Strip":
        """A line, or what stands there around one of its characters."""
        whole = source.line(number) if number <= source.line_count else ""
        before = 0 if middle is None else max(middle - _FAR, 0)
        text = whole if middle is None else whole[before : middle + _FAR]
        first = source.offset(number, 1) + before
        hidden = _within(secrets, first, first + len(text))
        if not hidden and is_plain(text):
            columns = range(len(text) + 1)
            return cls(text, columns, columns[:-1], before)
        looks = {character: cell(character) for character in set(text)}
        cells = [looks[character] for character in text]
        for secret in hidden:
            start, end = max(secret.start - first, 0), min(secret.end - first, len(cells))
            if start < end:
                cells[start:end] = [MASK] + [""] * (end - start - 1)
        widths = {one: width(one) for one in set(cells)}
        starts = tuple(accumulate((widths[one] for one in cells), initial=0))
        return cls(tuple(cells), starts, tuple(at for at, one in enumerate(cells) if one), before)

    def columns(self, place: Place) -> tuple[int, int]:
        """First and last column (0-based, end exclusive) of a place, as far as it is on this line."""
        last = len(self.cells)
        start = place.column - 1 - self.first
        end = place.end_column - 1 - self.first if place.end_line == place.line else last
        return self.starts[min(max(start, 0), last)], self.starts[min(max(end, 0), last)]

    def window(self, start: int, end: int, columns: int) -> tuple[int, int]:
        """The stretch of the line to show, at most ``columns`` wide, with the place from ``start`` in it."""
        whole = self.starts[-1]
        if whole <= columns:
            return 0, whole
        low = 0 if min(end, start + columns // 2) <= columns else start - _ROOM_BEFORE
        low = max(min(low, whole - columns), 0)
        low = self.starts[bisect_left(self.starts, low)]
        return low, self.starts[bisect_right(self.starts, low + columns) - 1]

    def cut(self, low: int, high: int) -> str:
        """The stretch as text; ``…`` stands for the character at an end where something is left out."""
        return "".join(text for _, text in self.shown(low, high))

    def shown(self, low: int, high: int) -> list[tuple[int, str]]:
        """The same cell by cell, each with the column it starts at."""
        first, end = bisect_left(self.starts, low), bisect_left(self.starts, high)
        if (low, high) == (0, self.starts[-1]):
            first, end = 0, len(self.cells)
        seen = self.seen[bisect_left(self.seen, first) : bisect_left(self.seen, end)]
        shown = [(self.starts[at], self.cells[at]) for at in seen]
        if low > 0:
            shown[0] = (shown[0][0], "…".ljust(width(shown[0][1])))
        if high < self.starts[-1]:
            shown[-1] = (shown[-1][0], "…")
        return shown


def _within(secrets: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Those secrets, which lie in order and apart, of which a part stands between two offsets."""
    low = bisect_right(secrets, start, key=lambda secret: secret.end)
    return secrets[low : bisect_left(secrets, end, key=lambda secret: secret.start)]
