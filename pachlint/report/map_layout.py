"""Where the boxes of a drawn map stand, and how its lines run: what a line passes on its way is kept free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.records import NamedTuple
from pachlint.report.map_graph import BAR, HOP, PROGRAM, WAY
from pachlint.visible import visible, width

if TYPE_CHECKING:
    from pachlint.report.map_graph import Box, End, Graph, Line

ROW, TITLE, NOTE, MARKS, PAD = 24, 28, 18, 26, 8
MARGIN, TOP = 24, 24
_NARROWEST = {BAR: 132, WAY: 190, HOP: 150, PROGRAM: 150}
_WIDEST = {BAR: 132, WAY: 320, HOP: 256, PROGRAM: 256}
_GAPS = {BAR: (64, 130), WAY: (64, 140), HOP: (76, 110)}
"""The least and most room beside a column, by what stands at its lines."""
_KINDS = (BAR, WAY, HOP, PROGRAM)
_BETWEEN, _BETWEEN_WAYS = 20, 22
SMALL, LARGE = 12, 14
_LETTER = 0.56
"""Of the size of a text, the width of most of its letters."""
_BOLD = 1.08
MARK = 22


class Placed(NamedTuple):
    """A box and where it stands."""

    box: Box
    x: float
    y: float
    width: float
    height: float

    def row(self, number: int | None) -> float:
        """The middle of a row, or of the title."""
        if number is None:
            return self.y + TITLE / 2
        return self.y + head(self.box) + ROW * number + ROW / 2


class Run(NamedTuple):
    """A line and the points that it runs through, from left to right."""

    line: Line
    points: tuple[tuple[float, float], ...]


class _Column(NamedTuple):
    """Where a column begins, and how wide its boxes are."""

    x: float
    width: float


class Layout(NamedTuple):
    """The boxes by key, the lines, and the room that they take."""

    placed: dict[str, Placed]
    runs: tuple[Run, ...]
    width: float
    height: float


def head(box: Box) -> float:
    """The height of what stands above the rows of a box."""
    return TITLE + NOTE * len(box.notes) + (MARKS if box.marks else 0) + (PAD if box.rows else 0)


def fitting(text: str, room: float, size: float = SMALL) -> str:
    """A text as it may be drawn: what does not fit into the room is cut."""
    shown = visible(text)
    most = int(room / (size * _LETTER))
    if width(shown) <= most:
        return shown
    cut = shown[: max(most - 1, 1)]
    while width(cut) > most - 1 and len(cut) > 1:
        cut = cut[:-1]
    return f"{cut}…"


def layout(graph: Graph) -> Layout:
    """Place everything: ways below each other, then beside each what it leads to."""
    placed: dict[str, Placed] = {}
    columns = _columns(graph)
    _stack_ways(graph, placed, columns)
    lanes = _stack_hops(graph, placed, columns)
    _stack_programs(graph, placed, columns, lanes)
    runs = tuple(Run(line, _points(line, placed, lanes, columns)) for line in graph.lines)
    right = max((one.x + one.width for one in placed.values()), default=0)
    bottom = max((one.y + one.height for one in placed.values()), default=0)
    return Layout(placed, runs, right + MARGIN, max([bottom, *lanes.values()]) + MARGIN)


def _columns(graph: Graph) -> dict[str, _Column]:
    """The columns, as wide as what stands in them; nothing is kept free for a column without a box."""
    found: dict[str, _Column] = {}
    at = float(MARGIN)
    for kind in _KINDS:
        boxes = [box for box in graph.boxes.values() if box.kind == kind]
        wide = max((_needed(box) for box in boxes), default=0)
        found[kind] = _Column(at, min(max(wide, _NARROWEST[kind]), _WIDEST[kind]))
        if boxes:
            at += found[kind].width + _gap(kind, graph)
    return found


def _needed(box: Box) -> float:
    """The room that the texts of a box take."""
    texts = [_size(box.title, LARGE) * _BOLD, *(_size(note) for note in box.notes), MARK * len(box.marks)]
    texts += [
        _size(row.text) + (_size(row.note) + 14 if row.note else 0) + MARK * len(row.marks)
        for row in box.rows
    ]
    return max(texts) + 28


def _size(text: str, size: float = SMALL) -> float:
    return width(visible(text)) * size * (_LETTER + 0.02)


def _gap(kind: str, graph: Graph) -> float:
    """The room for what stands at the lines that leave a column."""
    if kind not in _GAPS:
        return 0
    labels = [line.label for line in graph.lines if graph.boxes[line.start.box].kind == kind]
    least, most = _GAPS[kind]
    return min(max([_size(label) + 38 for label in labels], default=least), most) if labels else least


def _placed(box: Box, columns: dict[str, _Column], y: float, tall: float) -> Placed:
    column = columns[box.kind]
    return Placed(box, column.x, y, column.width, tall)


def _height(box: Box) -> float:
    return head(box) + ROW * len(box.rows) + PAD


def _stack_ways(graph: Graph, placed: dict[str, Placed], columns: dict[str, _Column]) -> None:
    """Ways from top to bottom, each bar beside those that it leads to."""
    y = float(TOP)
    bars: dict[str, list[float]] = {}
    owners = {line.end.box: line.start.box for line in graph.lines if graph.boxes[line.start.box].kind == BAR}
    before = None
    for key, box in graph.boxes.items():
        if box.kind != WAY:
            continue
        owner = owners.get(key)
        y += _BETWEEN_WAYS if before is not None and owner != before else 0
        before = owner
        placed[key] = _placed(box, columns, y, _height(box))
        bars.setdefault(owner or "", []).extend((y, y + placed[key].height))
        y += placed[key].height + _BETWEEN
    for key, box in graph.boxes.items():
        if box.kind == BAR and key in bars:
            first, last = min(bars[key]), max(bars[key])
            placed[key] = _placed(box, columns, first, last - first)


def _stack_hops(graph: Graph, placed: dict[str, Placed], columns: dict[str, _Column]) -> dict[Line, float]:
    """Boxes of hops beside what leads to them, and between them a lane for each line that passes them by."""
    lanes: dict[Line, float] = {}
    y = float(TOP)
    found = [
        line for line in graph.lines if line.start.box in placed and graph.boxes[line.start.box].kind == WAY
    ]
    for line in sorted(found, key=lambda one: placed[one.start.box].row(one.start.row)):
        at = placed[line.start.box].row(line.start.row)
        box = graph.boxes[line.end.box]
        if box.kind == PROGRAM:
            lanes[line] = max(y + ROW / 2, at)
            y = lanes[line] + ROW / 2
        elif line.end.box not in placed:
            top = max(y, at - TITLE / 2)
            placed[line.end.box] = _placed(box, columns, top, _height(box))
            y = top + _height(box) + _BETWEEN
    return lanes


def _stack_programs(
    graph: Graph, placed: dict[str, Placed], columns: dict[str, _Column], lanes: dict[Line, float]
) -> None:
    """Programs beside the middle of what leads to them."""
    wanted: dict[str, list[float]] = {}
    for line in graph.lines:
        if graph.boxes[line.end.box].kind == PROGRAM:
            at = lanes[line] if line in lanes else placed[line.start.box].row(line.start.row)
            wanted.setdefault(line.end.box, []).append(at)
    y = float(TOP)
    for key in sorted(wanted, key=lambda one: sum(wanted[one]) / len(wanted[one])):
        box = graph.boxes[key]
        middle = (min(wanted[key]) + max(wanted[key])) / 2
        top = max(y, middle - _height(box) / 2)
        placed[key] = _placed(box, columns, top, _height(box))
        y = top + _height(box) + _BETWEEN


def _points(
    line: Line, placed: dict[str, Placed], lanes: dict[Line, float], columns: dict[str, _Column]
) -> tuple[tuple[float, float], ...]:
    start, end = placed[line.start.box], placed[line.end.box]
    to = _at(line.end, end)
    begun = (start.x + start.width, to[1] if start.box.kind == BAR else start.row(line.start.row))
    hops = columns[HOP]
    if line in lanes and hops.x != columns[PROGRAM].x:
        y = lanes[line]
        return (begun, (hops.x - 10, y), (hops.x + hops.width + 10, y), to)
    return (begun, to)


def _at(end: End, placed: Placed) -> tuple[float, float]:
    return (placed.x, placed.row(end.row))
