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
_WIDTHS = {BAR: 160, WAY: 320, HOP: 256, PROGRAM: 256}
_GAPS = {BAR: 130, WAY: 140, HOP: 110}
_KINDS = (BAR, WAY, HOP, PROGRAM)
_BETWEEN, _BETWEEN_WAYS = 20, 22
SMALL, LARGE = 12, 14


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
    most = int(room / (size * 0.56))
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


def _columns(graph: Graph) -> dict[str, float]:
    """Where each column begins; nothing is kept free for a column without a box."""
    found: dict[str, float] = {}
    at = float(MARGIN)
    kinds = {box.kind for box in graph.boxes.values()}
    for kind in _KINDS:
        found[kind] = at
        if kind in kinds:
            at += _WIDTHS[kind] + _GAPS.get(kind, 0)
    return found


def _height(box: Box) -> float:
    return head(box) + ROW * len(box.rows) + PAD


def _stack_ways(graph: Graph, placed: dict[str, Placed], columns: dict[str, float]) -> None:
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
        placed[key] = Placed(box, columns[WAY], y, _WIDTHS[WAY], _height(box))
        bars.setdefault(owner or "", []).extend((y, y + placed[key].height))
        y += placed[key].height + _BETWEEN
    for key, box in graph.boxes.items():
        if box.kind == BAR and key in bars:
            first, last = min(bars[key]), max(bars[key])
            placed[key] = Placed(box, columns[BAR], first, _WIDTHS[BAR], last - first)


def _stack_hops(graph: Graph, placed: dict[str, Placed], columns: dict[str, float]) -> dict[Line, float]:
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
            placed[line.end.box] = Placed(box, columns[HOP], top, _WIDTHS[HOP], _height(box))
            y = top + _height(box) + _BETWEEN
    return lanes


def _stack_programs(
    graph: Graph, placed: dict[str, Placed], columns: dict[str, float], lanes: dict[Line, float]
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
        placed[key] = Placed(box, columns[PROGRAM], top, _WIDTHS[PROGRAM], _height(box))
        y = top + _height(box) + _BETWEEN


def _points(
    line: Line, placed: dict[str, Placed], lanes: dict[Line, float], columns: dict[str, float]
) -> tuple[tuple[float, float], ...]:
    start, end = placed[line.start.box], placed[line.end.box]
    to = _at(line.end, end)
    begun = (start.x + start.width, to[1] if start.box.kind == BAR else start.row(line.start.row))
    if line in lanes and columns[HOP] != columns[PROGRAM]:
        y = lanes[line]
        return (begun, (columns[HOP] - 10, y), (columns[HOP] + _WIDTHS[HOP] + 10, y), to)
    return (begun, to)


def _at(end: End, placed: Placed) -> tuple[float, float]:
    return (placed.x, placed.row(end.row))
