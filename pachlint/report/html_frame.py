"""A piece of a source file on an HTML page: lines with their numbers, the places in question marked."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pachlint.finding import Finding
from pachlint.place import Place, Span
from pachlint.records import NamedTuple
from pachlint.redaction import CONTEXT
from pachlint.report.frame import Strip
from pachlint.report.html_markup import BLANK, NOTHING, as_html, join, lines, tag, text
from pachlint.source import Source
from pachlint.visible import Html

_COLUMNS = 160
_MOST_PLACES = 30


class Sheet(NamedTuple):
    """The texts of a report as they may be shown, and the lines of them that were made out before."""

    sources: Mapping[str, Source]
    secrets: Mapping[str, Sequence[Span]]
    strips: dict[tuple[str, int], Strip]

    def strip(self, file: str, number: int) -> Strip:
        """A line of a file."""
        key = file, number
        if key not in self.strips:
            self.strips[key] = Strip.of(self.sources[file], number, self.secrets.get(file, ()))
        return self.strips[key]


class _Mark(NamedTuple):
    """A place to show, what is said of it, and whether it is the subject."""

    place: Place
    label: str
    is_subject: bool


def frames(finding: Finding, sheet: Sheet) -> Html:
    """The places of a finding, file by file, each with the lines around it."""
    marks = [_Mark(finding.place, "", True)]  # noqa: FBT003
    marks += [_Mark(one.place, one.message, False) for one in finding.related[:_MOST_PLACES]]  # noqa: FBT003
    files = dict.fromkeys(mark.place.file for mark in marks)
    return lines(
        _frame([mark for mark in marks if mark.place.file == file], sheet)
        for file in files
        if file in sheet.sources
    )


def _frame(marks: Sequence[_Mark], sheet: Sheet) -> Html:
    place = marks[0].place
    heading = () if marks[0].is_subject else (tag("figcaption", text(f"{place.file}:{place.line}")),)
    return tag("figure", *heading, tag("pre", lines(_rows(marks, sheet))), class_="frame")


def _rows(marks: Sequence[_Mark], sheet: Sheet) -> Iterator[Html]:
    file = marks[0].place.file
    before = 0
    for number in _numbers(marks, sheet.sources[file]):
        if before and number > before + 1:
            yield row("gap", "⋯", NOTHING)
        before = number
        here = [mark for mark in marks if mark.place.line == number]
        strip = sheet.strip(file, number)
        marked = [mark for mark in marks if mark in here or (strip.cells and _goes_on(mark, number))]
        yield row("at" if here else "", str(number), _code(strip, number, marked))
        yield from (row("label", "", text(mark.label)) for mark in here if mark.label)


def _goes_on(mark: _Mark, number: int) -> bool:
    return mark.place.line < number <= mark.place.end_line


def _numbers(marks: Sequence[_Mark], source: Source) -> Sequence[int]:
    """The lines to show in order, none of them blank at either end."""
    last = source.line_count
    shown = {number for mark in marks for number in _around(mark) if 0 < number <= last}
    kept = {number for number in shown if source.line(number).strip()} | {mark.place.line for mark in marks}
    return sorted(number for number in shown | kept if min(kept) <= number <= max(kept))


def _around(mark: _Mark) -> range:
    """The lines to show for a place: those of a related one may do without others around it."""
    room = CONTEXT if mark.is_subject else 0
    return range(mark.place.line - room, mark.place.line + room + 1)


def row(kind: str, number: str, code: Html) -> Html:
    """A line of a frame or a diff."""
    return tag(
        "span",
        tag("span", as_html(number), class_="n"),
        BLANK,
        tag("code", code),
        class_=f"row {kind}".rstrip(),
    )


def _code(strip: Strip, number: int, marks: Sequence[_Mark]) -> Html:
    """A line with its marks; of one that is too long, the stretch around the first."""
    ranges = [(*_columns(strip, mark.place, number), mark.is_subject) for mark in marks]
    first = ranges[0][:2] if ranges else (0, 0)
    low, high = strip.window(*first, _COLUMNS)
    cells = strip.shown(low, high)
    if high == strip.starts[-1] and any(start >= high for start, *_ in ranges):
        cells.append((strip.starts[-1], " "))
    cuts = sorted({0, len(cells), *(at for one in ranges for at in _cells(cells, *one[:2]))})
    pieces = []
    for begin, end in pairwise(cuts):
        piece = as_html("".join(cell for _, cell in cells[begin:end]))
        kinds = {subject for start, stop, subject in ranges if start <= cells[begin][0] < stop}
        pieces.append(tag("mark", piece, class_=None if True in kinds else "related") if kinds else piece)
    return join(*pieces)


def _cells(cells: Sequence[tuple[int, str]], start: int, stop: int) -> tuple[int, int]:
    """The numbers of the first cell of a stretch of columns, and of the one after it."""
    return sum(at < start for at, _ in cells), sum(at < stop for at, _ in cells)


def _columns(strip: Strip, place: Place, number: int) -> tuple[int, int]:
    """First and last column of a place on one of its lines; what is empty takes one."""
    if number == place.line:
        start, stop = strip.columns(place)
    else:
        last = len(strip.cells)
        start = next((at for at, cell in zip(strip.starts, strip.cells, strict=False) if cell != " "), 0)
        stop = strip.starts[min(place.end_column - 1, last) if number == place.end_line else last]
    return start, max(stop, start + 1)
