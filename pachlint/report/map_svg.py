"""The map of a release as a drawing that needs nothing else: light or dark as its reader has it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pachlint.exposure.programs import PLAIN, TLS
from pachlint.report.html_markup import LINE_END, as_html, join, lines, shipped, tag
from pachlint.report.map_graph import BAR, PROGRAM, graph
from pachlint.report.map_layout import MARGIN, MARKS, NOTE, TITLE, Run, fitting, head, layout
from pachlint.report.map_notes import Note, notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pachlint.finding import Finding
    from pachlint.report.map_graph import Row
    from pachlint.report.map_layout import Placed
    from pachlint.report.map_view import MapView
    from pachlint.visible import Html

_HEADING = 64
_LEAST = 760
_BEND = 60


def render(view: MapView) -> Html:
    """The drawing as a file of its own."""
    return lines([drawing(view)])


def drawing(view: MapView) -> Html:
    """The drawing as an element; its style is in it."""
    found = layout(graph(view))
    wide = max(found.width, _LEAST)
    below = notes(view, wide - 2 * MARGIN)
    tall = _HEADING + found.height + sum(note.height for note in below) + MARGIN
    content = (
        tag("title", as_html(f"Ways into {view.title}"), id="map-title"),
        tag("desc", as_html(_description(view)), id="map-description"),
        tag("style", shipped("report/map.css")),
        tag("rect", class_="back", width="100%", height="100%"),
        *_heading(view, wide),
        tag(
            "g",
            *(part for run in found.runs for part in _run(run)),
            *(part for one in found.placed.values() for part in _box(one, view.findings)),
            *(part for run in found.runs for part in _label(run)),
            transform=f"translate(0 {_HEADING})",
        ),
        *_notes(below, _HEADING + found.height, view.findings),
    )
    return tag(
        "svg",
        LINE_END,
        lines(content),
        xmlns="http://www.w3.org/2000/svg",
        class_="map",
        viewBox=f"0 0 {_number(wide)} {_number(tall)}",
        width=_number(wide),
        height=_number(tall),
        role="img",
        aria_labelledby="map-title map-description",
    )


def _description(view: MapView) -> str:
    """What is drawn, in a few sentences."""
    if not view.outside:
        return "No way in from outside."
    return " ".join(f"{name}: {', '.join(one.title for one in ways)}." for name, _, ways in view.groups())


def _heading(view: MapView, wide: float) -> Iterator[Html]:
    name, _, rest = view.title.partition(": ")
    yield _text(MARGIN, 30, fitting(f"Ways into {name}", wide - 2 * MARGIN, 16), "heading")
    yield _text(MARGIN, 50, fitting(rest, wide - 2 * MARGIN), "quiet")


def _text(x: float, y: float, words: str, class_: str = "", anchor: str | None = None) -> Html:
    return tag("text", as_html(words), x=_number(x), y=_number(y), class_=class_ or None, text_anchor=anchor)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _run(run: Run) -> Iterator[Html]:
    """A line: TLS is a tube, clear text is dashed, and what is not expected crossed."""
    kind = "wrong" if run.line.wrong else run.line.sent if run.line.sent in {TLS, PLAIN} else "other"
    way = _path(run.points)
    dashed = f"line {run.line.sent} wrong" if run.line.wrong else f"line {kind}"
    yield tag("path", d=way, class_=dashed)
    if run.line.sent == TLS:
        yield tag("path", d=way, class_="core")
    x, y = run.points[-1]
    yield tag(
        "path",
        d=f"M{_number(x - 9)} {_number(y - 5)}L{_number(x)} {_number(y)}L{_number(x - 9)} {_number(y + 5)}z",
        class_=f"head-{kind}",
    )


def _path(points: Sequence[tuple[float, float]]) -> str:
    """Curves that leave and arrive level."""
    first = f"M{_number(points[0][0])} {_number(points[0][1])}"
    return first + "".join(_curve(*start, *end) for start, end in pairwise(points))


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    if y1 == y2:
        return f"H{_number(x2)}"
    bend = max((x2 - x1) / 2, _BEND)
    return (
        f"C{_number(x1 + bend)} {_number(y1)} {_number(x2 - bend)} {_number(y2)} {_number(x2)} {_number(y2)}"
    )


def _label(run: Run) -> Iterator[Html]:
    x, y = run.points[0]
    if run.line.label:
        words = f"✗ {run.line.label}" if run.line.wrong else run.line.label
        yield _text(x + 7, y - 5, words, "label loud" if run.line.wrong else "label")


def _box(one: Placed, findings: Sequence[Finding]) -> Iterator[Html]:
    box = one.box
    rounded = "14" if box.kind == BAR else "4"
    kinds = f"box{' program' if box.kind == PROGRAM else ''}{' public' if box.public else ''}"
    whole = tag("title", as_html(", ".join((box.title, *box.notes))))
    yield tag(
        "rect",
        whole,
        x=_number(one.x),
        y=_number(one.y),
        width=_number(one.width),
        height=_number(one.height),
        rx=rounded,
        class_=kinds,
    )
    if box.kind == BAR:
        yield from _bar(one)
        return
    room = one.width - 20
    yield _text(one.x + 10, one.y + 19, fitting(box.title, room, 14), "title")
    for number, note in enumerate(box.notes):
        yield _text(one.x + 10, one.y + TITLE + NOTE * number + 10, fitting(note, room), "quiet")
    yield from _marks(
        box.marks, one.x + 18, one.y + TITLE + NOTE * len(box.notes) + MARKS / 2 - 2, findings, step=22
    )
    if box.rows:
        y = _number(one.y + head(box) - 2)
        yield tag("line", x1=_number(one.x), x2=_number(one.x + one.width), y1=y, y2=y, class_="rule")
    for number, row in enumerate(box.rows):
        yield from _row(row, one, one.row(number), findings)


def _bar(one: Placed) -> Iterator[Html]:
    middle, room = one.x + one.width / 2, one.width - 16
    words = [(fitting(line, room, 14), "title") for line in _broken(one.box.title, room, 14)]
    words += [(line, "quiet") for note in one.box.notes for line in _broken(note, room, 12)]
    y = one.y + one.height / 2 - 18 * len(words) / 2 + 13
    for number, (text, kind) in enumerate(words):
        yield _text(middle, y + 18 * number, text, kind, "middle")


def _broken(text: str, room: float, size: float) -> list[str]:
    """A text of pachlint's own in lines."""
    import textwrap  # noqa: PLC0415 -- drawings only

    return textwrap.wrap(text, int(room / (size * 0.64)))


def _row(row: Row, one: Placed, y: float, findings: Sequence[Finding]) -> Iterator[Html]:
    right = one.x + one.width - 10 - 22 * len(row.marks)
    taken = len(row.note) * 6.8
    yield _text(one.x + 10, y + 4, fitting(row.text, right - one.x - 14 - taken))
    if row.note:
        yield _text(right, y + 4, row.note, "loud" if row.wrong else "quiet", "end")
    yield from _marks(row.marks, right + 14, y, findings, step=22)


def _marks(
    numbers: Sequence[int], x: float, y: float, findings: Sequence[Finding], step: float
) -> Iterator[Html]:
    """The numbers of findings: squares for errors, discs for warnings."""
    for place, number in enumerate(numbers):
        yield _mark(number, x + step * place, y, findings[number - 1])


def _mark(number: int, x: float, y: float, finding: Finding) -> Html:
    word = finding.severity.word
    title = tag("title", as_html(f"{word} {finding.rule}: {finding.message}"))
    radius = "2" if word == "error" else "9"
    shape = tag(
        "rect",
        title,
        x=_number(x - 9),
        y=_number(y - 9),
        width="18",
        height="18",
        rx=radius,
        class_=f"mark-{word}",
    )
    return join(shape, _text(x, y + 4, str(number), "number", "middle"))


def _notes(found: Sequence[Note], y: float, findings: Sequence[Finding]) -> Iterator[Html]:
    for note in found:
        x = float(MARGIN)
        for line, label in note.samples:
            points = ((x, y + 9), (x + 44, y + 9))
            yield from _run(Run(line, points))
            yield _text(x + 54, y + 13, label)
            x += 70 + len(label) * 6.8
        if note.mark:
            yield _mark(note.mark, x + 9, y + 9, findings[note.mark - 1])
            x += 28
        for number, words in enumerate(note.lines):
            yield _text(x, y + 13 + 18 * number, words, note.kind)
        y += note.height
