"""The map of a release as a tree for people, from the outside to the inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.exposure.programs import PLAIN
from pachlint.exposure.way import NOTHING, REDIRECT
from pachlint.report.map_view import LOGINS, SENT, dead_end, ends, mismatch, port_words
from pachlint.report.styled import SEVERITY_STYLES, Line, Piece, colored, plain, words, wrapped
from pachlint.visible import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pachlint.exposure.programs import Target
    from pachlint.finding import Finding
    from pachlint.report.look import Look
    from pachlint.report.map_view import DoorView, Leg, MapView, WayView
    from pachlint.visible import Shown

_RULER = "dim"
_BAD = "bold red"
_DOUBTFUL = "bold magenta"


class _Branch:
    """Where in the tree a line stands: what is drawn before it, and before its continuations and what is below."""

    def __init__(self, first: str = "", rest: str = "") -> None:
        self.first, self.rest = first, rest

    def below(self, *, last: bool) -> _Branch:
        """A branch of this one."""
        return _Branch(self.rest + ("└─ " if last else "├─ "), self.rest + ("   " if last else "│  "))


def render(view: MapView, look: Look) -> Shown:
    """The tree, wrapped to the terminal."""
    printed = _printed(view, look.columns)
    return colored(printed) if look.color else plain(printed)


def lines(view: MapView, columns: int | None = None) -> list[str]:
    """The tree without color."""
    return [words(line).rstrip() for line in _printed(view, columns)]


def _printed(view: MapView, columns: int | None) -> list[Line]:
    found = [line for lines_of_one in _lines(view, columns) for line in lines_of_one]
    while not found[-1]:
        found.pop()
    return found


def _lines(view: MapView, columns: int | None) -> Iterator[list[Line]]:
    yield wrapped((Piece(view.title, "bold"),), columns, 2)
    if view.rejected:
        yield wrapped((Piece(view.rejected, _BAD),), columns, 2)
    yield [()]
    if not view.outside:
        yield wrapped(
            (
                Piece("No way in from outside", "bold"),
                Piece(
                    ": every service is of type ClusterIP, so kubectl port-forward or a gateway of your own leads in"
                ),
            ),
            columns,
            2,
        )
        yield [()]
    for name, meaning, ways in view.groups():
        yield wrapped((Piece(name, "bold"), Piece(f": {meaning}")), columns, 2)
        for number, one in enumerate(ways, 1):
            yield from _way(one, _Branch().below(last=number == len(ways)), columns)
        yield [()]
    yield from _inside(view, columns)
    yield from _addresses(view, columns)
    yield from _findings(view, columns)


def _way(one: WayView, branch: _Branch, columns: int | None) -> Iterator[list[Line]]:
    way = one.way
    details = [*(f"host {host}" for host in way.hosts), *([f"address {one.address}"] if one.address else [])]
    pieces = (
        Piece(one.title, "bold"),
        Piece("".join(f", {word}" for word in details) + " "),
        *_marks(one.marks),
    )
    yield _drawn(pieces, branch, columns, goes_on=bool(one.doors))
    if way.reach.reason:
        found = wrapped(
            (Piece(branch.rest, _RULER), Piece(way.reach.reason, _RULER)), columns, len(branch.rest) + 2
        )
        yield [found[0], *((Piece(f"{branch.rest}  ", _RULER), *line[1:]) for line in found[1:])]
    for number, door in enumerate(one.doors, 1):
        yield from _door(door, branch.below(last=number == len(one.doors)), columns)


def _door(one: DoorView, branch: _Branch, columns: int | None) -> Iterator[list[Line]]:
    door = one.door
    alone = len(door.targets) == 1 and not door.targets[0].via
    pieces: list[Piece] = [Piece(_name(one), "bold"), Piece(" ")]
    if door.tls.value in {REDIRECT, NOTHING}:
        pieces.append(Piece(SENT[door.tls.value], _DOUBTFUL if door.tls.value == NOTHING else ""))
        reason = door.tls.reason if door.tls.value == NOTHING else ""
        pieces += [Piece(f": {reason}")] if reason else []
    else:
        for leg in one.legs:
            pieces += [*_arrow(leg.tls), Piece(f"{leg.receiver}{port_words(leg.port)} "), *_mismatch(leg)]
        if alone:
            pieces += _target(door.targets[0])
        elif not door.targets:
            pieces.append(Piece(f"✗ {dead_end(one)} ", _BAD))
    end = "" if alone else ends(door)
    pieces += [Piece(f"(TLS ends at {end}) ")] if end else []
    yield _drawn((*pieces, *_marks(one.marks)), branch, columns, goes_on=not alone and bool(door.targets))
    if not alone:
        yield from _targets(door.targets, branch, columns)


def _name(one: DoorView) -> str:
    return one.name + (f" (node port {one.door.node_port})" if one.door.node_port else "")


def _targets(targets: Sequence[Target], branch: _Branch, columns: int | None) -> Iterator[list[Line]]:
    rooms = [
        max((width(words) for words in column), default=0)
        for column in zip(*map(_columns, targets), strict=True)
    ]
    widest = max((width(words(_aligned(one, rooms))) for one in targets), default=0)
    if columns is not None and len(branch.rest) + 3 + widest > columns:
        rooms = [0] * len(rooms)
    for number, one in enumerate(targets, 1):
        pieces = (*_aligned(one, rooms), *_mismatch(one))
        yield _drawn(pieces, branch.below(last=number == len(targets)), columns, goes_on=False)


def _columns(target: Target) -> tuple[str, str, str]:
    """What stands below each other in the lines of targets."""
    return (visible(target.via), visible(f"{target.program}{port_words(target.port)}"), target.protocol)


def _aligned(target: Target, rooms: Sequence[int]) -> Line:
    via, name, protocol = (
        text + " " * (room - width(text)) for text, room in zip(_columns(target), rooms, strict=True)
    )
    return (
        Piece(f"{via} "),
        *_arrow(target.tls.value),
        Piece(f"{name}  {protocol}  "),
        _login(target),
        Piece(" "),
    )


def _target(target: Target) -> list[Piece]:
    return [
        *_arrow(target.tls.value),
        Piece(f"{target.program}{port_words(target.port)}, {target.protocol}, "),
        _login(target),
        Piece(" "),
        *_mismatch(target),
    ]


def _login(target: Target) -> Piece:
    word = target.login.value
    return Piece(LOGINS.get(word, word), _DOUBTFUL if word == "none" else "")


def _mismatch(to: Target | Leg) -> list[Piece]:
    words = mismatch(to)
    return [Piece(f"✗ {words} ", _BAD)] if words else []


def _arrow(sent: str) -> list[Piece]:
    # one piece: lines break between pieces
    return [Piece(f"─{SENT[sent]}→ ", _DOUBTFUL if sent == PLAIN else "")]


def _marks(numbers: Sequence[int]) -> list[Piece]:
    return [Piece(" ".join(f"[{number}]" for number in numbers), _BAD)] if numbers else []


def _drawn(pieces: Sequence[Piece], branch: _Branch, columns: int | None, *, goes_on: bool) -> list[Line]:
    """A line of the tree, in as many as it needs; what is below it goes on beside them."""
    rest = branch.rest + ("│  " if goes_on else "   ")
    found = wrapped((Piece(branch.first, _RULER), *pieces), columns, len(rest))
    return [found[0], *((Piece(rest, _RULER), *line[1:]) for line in found[1:])]


def _inside(view: MapView, columns: int | None) -> Iterator[list[Line]]:
    if not view.inside:
        return
    pieces: list[Piece] = [Piece("Inside the cluster only", "bold"), Piece(": ")]
    for number, one in enumerate(view.inside):
        ports = "/".join(str(door.door.port) for door in one.doors if door.door.port is not None)
        marks = [*one.marks, *(mark for door in one.doors for mark in door.marks)]
        name = " ".join(filter(None, (one.way.name, ports)))
        pieces += [Piece(", " if number else ""), Piece(f"{name} " if marks else name), *_marks(marks)]
    yield wrapped(_joined(pieces), columns, 2)
    yield [()]


def _joined(pieces: Sequence[Piece]) -> Line:
    """The pieces with a comma at the end of the one before it, where a line may break after it."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.text == ", " and found:
            found[-1] = found[-1]._replace(text=f"{found[-1].text}, ")
        elif piece.text:
            found.append(piece)
    return tuple(found)


def _addresses(view: MapView, columns: int | None) -> Iterator[list[Line]]:
    if not view.addresses:
        return
    yield [(Piece("Addresses that the chart derives", "bold"),)]
    room = max(len(name) for name, _ in view.addresses)
    widest = max(width(visible(address)) for _, address in view.addresses)
    if columns is not None and room + widest + 5 > columns:
        room = 0
    for number, (name, address) in enumerate(view.addresses, 1):
        branch = _Branch().below(last=number == len(view.addresses))
        yield _drawn((Piece(f"{name:{room}}  "), Piece(address)), branch, columns, goes_on=False)
    yield [()]


def _findings(view: MapView, columns: int | None) -> Iterator[list[Line]]:
    if view.findings:
        yield [(Piece("Findings", "bold"),)]
    for number, one in enumerate(view.findings, 1):
        yield wrapped((*_mark_of(number, one),), columns, 5)
    rest = ", ".join(
        f"{count} {word}{'s' if count > 1 and word != 'info' else ''}" for word, count in view.elsewhere
    )
    if rest:
        said = "more, not about a way in" if view.findings else "of check, none about a way in"
        yield wrapped((Piece(f"{rest} {said}: pachlint check shows them", _RULER),), columns, 5)


def _mark_of(number: int, one: Finding) -> list[Piece]:
    place = f"  {one.place.file}:{one.place.line}"
    return [
        Piece(f"[{number}] ", _BAD),
        Piece(f"{one.severity.word} ", SEVERITY_STYLES[one.severity]),
        Piece(f"{one.rule}: {one.message}"),
        Piece(place, _RULER),
    ]
