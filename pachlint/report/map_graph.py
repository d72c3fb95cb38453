"""The boxes of a drawn map, their rows, and the lines between them: columns from the outside to the inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.exposure.programs import METRICS, PLAIN, TLS
from pachlint.exposure.servers import INTERNET
from pachlint.exposure.way import NOTHING, REDIRECT
from pachlint.records import NamedTuple
from pachlint.report.map_view import IN_FRONT, LOGINS, SENT, dead_end, ends, mismatch, port_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pachlint.exposure.programs import Target
    from pachlint.report.map_view import DoorView, MapView, WayView

BAR, WAY, HOP, PROGRAM = "bar", "way", "hop", "program"


class Row(NamedTuple):
    """A row of a box, with the numbers of findings beside it; ``note`` is what is said less loudly, ``wrong`` what is loud."""

    text: str
    note: str = ""
    marks: tuple[int, ...] = ()
    wrong: bool = False


class Box(NamedTuple):
    """A box: its kind, its first lines, and its rows. ``public``: it is open to the internet."""

    kind: str
    title: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    marks: tuple[int, ...] = ()
    public: bool = False


class End(NamedTuple):
    """Where a line begins or ends: a box by its key, and the number of a row; None is its title."""

    box: str
    row: int | None


class Line(NamedTuple):
    """A line between two rows: how it is sent, what is written at it, and whether that is not what is expected."""

    start: End
    end: End
    sent: str
    label: str
    wrong: bool = False


class Graph(NamedTuple):
    """A whole map: its boxes by key in the order of their columns, and the lines."""

    boxes: dict[str, Box]
    lines: tuple[Line, ...]


def graph(view: MapView) -> Graph:
    """The boxes and lines of a map."""
    building = _Building()
    for number, (name, meaning, ways) in enumerate(view.groups()):
        key = f"r{number}"
        public = ways[0].way.reach.value == INTERNET
        building.boxes[key] = Box(BAR, name, (meaning,), (), public=public)
        for one in ways:
            building.add(one, f"w{view.outside.index(one)}", key, public=public)
    return building.graph()


class _Building:
    def __init__(self) -> None:
        self.boxes: dict[str, Box] = {}
        self.rows: dict[str, list[Row]] = {}
        self.lines: dict[Line, None] = {}

    def graph(self) -> Graph:
        boxes = {
            key: box._replace(rows=(*box.rows, *self.rows.get(key, ()))) for key, box in self.boxes.items()
        }
        return Graph(boxes, tuple(self.lines))

    def add(self, one: WayView, key: str, reach: str, *, public: bool) -> None:
        where = [*one.way.hosts, *([one.address] if one.address else [])]
        kind = one.way.kind.value
        self.boxes[key] = Box(
            WAY,
            f"{one.way.object} {one.way.name}",
            tuple(filter(None, (kind, *where))),
            (),
            one.marks,
            public=public,
        )
        self.rows[key] = []
        for number, door in enumerate(one.doors):
            self.rows[key].append(_row(door))
            sent = door.door.tls.value
            how = f"{door.door.protocol}, {SENT[sent]}" if sent in {TLS, PLAIN} else door.door.protocol
            self.lines[Line(End(reach, None), End(key, number), sent, how)] = None
            if sent not in {REDIRECT, NOTHING}:
                self._behind(door, End(key, number))

    def _behind(self, door: DoorView, start: End) -> None:
        at = start
        alone = len(door.door.targets) == 1 and not door.door.targets[0].via
        for leg in door.inner_legs:
            box = self._box(HOP, leg.receiver)
            listener = port_words(leg.port)
            end = End(box, self._index(box, Row(listener)) if alone and listener else None)
            words = SENT[leg.tls] if alone else f"{SENT[leg.tls]} {listener}".rstrip()
            self.lines[Line(at, end, leg.tls, words, bool(mismatch(leg)))] = None
            at = end
        for target in door.door.targets:
            self._target(target, at, through=at is not start and not alone)

    def _target(self, target: Target, at: End, *, through: bool) -> None:
        program = self._box(PROGRAM, target.program)
        login = target.login.value
        open_to_all = login == "none" and target.protocol != METRICS
        name = f"{port_words(target.port)} {target.protocol}".strip()
        end = End(program, self._index(program, Row(name, LOGINS.get(login, login), wrong=open_to_all)))
        if through:
            at = End(at.box, self._index(at.box, Row(target.via or target.protocol)))
        self.lines[Line(at, end, target.tls.value, SENT[target.tls.value], not target.fits)] = None

    def _box(self, kind: str, title: str) -> str:
        key = f"{kind} {title}"
        self.boxes.setdefault(key, Box(kind, title, (), ()))
        self.rows.setdefault(key, [])
        return key

    def _index(self, key: str, row: Row) -> int:
        if row not in self.rows[key]:
            self.rows[key].append(row)
        return self.rows[key].index(row)


def _row(one: DoorView) -> Row:
    door = one.door
    node = f" (node {door.node_port})" if door.node_port else ""
    text = door.path or f"{door.port}{node}"
    if door.tls.value in {REDIRECT, NOTHING}:
        return Row(text, SENT[door.tls.value], one.marks)
    if not door.targets:
        return Row(text, dead_end(one), one.marks, wrong=True)
    if one.legs and one.legs[0].receiver == IN_FRONT:
        return Row(text, "TLS ends in front", one.marks)
    if door.tls.value == TLS:
        own = one.legs and ends(door) not in {leg.receiver for leg in one.inner_legs} | set(
            _programs(door.targets)
        )
        return Row(text, "TLS ends here" if own else "", one.marks)
    return Row(text, "", one.marks)


def _programs(targets: Sequence[Target]) -> list[str]:
    return [one.program for one in targets]
