"""The map of a release as a Mermaid flowchart, which GitHub and others draw (https://mermaid.js.org/syntax/flowchart.html)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.exposure.programs import PLAIN, TLS
from pachlint.exposure.way import NOTHING, REDIRECT
from pachlint.lazy_regex import lazy_regex
from pachlint.report.map_view import IN_FRONT, LOGINS, SENT, dead_end, mismatch, port_words
from pachlint.report.markdown import markdown
from pachlint.report.styled import Piece, plain
from pachlint.visible import visible

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from pachlint.exposure.programs import Target
    from pachlint.report.map_view import DoorView, Leg, MapView, WayView
    from pachlint.visible import Shown

# what a label in quotes may hold as it is; the rest is written as an entity
_ODD = lazy_regex(r"[^\w .,:/()\[\]\-…→✗·]|::|//")
_LONGEST = 120
_ARROWS = {TLS: "==>", PLAIN: "-.->", REDIRECT: "--o", NOTHING: "--x"}


def render(view: MapView) -> Shown:
    """The flowchart, from left to right: TLS is a thick line, clear text a dotted one."""
    return plain((Piece(line),) for line in lines(view))


def in_markdown(view: MapView) -> Shown:
    """The flowchart as a block that GitHub draws in a comment, folded."""
    summary = f"Ways into {markdown(view.release.name)}"
    return plain(
        (Piece(line),)
        for line in (
            f"<details><summary>{summary}</summary>",
            "",
            "```mermaid",
            *lines(view),
            "```",
            "",
            "</details>",
        )
    )


def lines(view: MapView) -> Iterator[str]:
    """The flowchart, line by line."""
    yield f"%% {_words(view.title)}"
    yield "flowchart LR"
    told: set[str] = set()
    for line in _drawn(view):
        # what several doors lead to is drawn once
        if line not in told or line.endswith(" end"):
            yield line
        told.add(line)


def _drawn(view: MapView) -> Iterator[str]:
    programs: dict[str, str] = {}
    for number, (name, meaning, ways) in enumerate(view.groups()):
        yield f'  r{number}(["{_words(name)}: {_words(meaning)}"])'
        for one in ways:
            yield from _way(one, f"w{view.outside.index(one)}", f"r{number}", programs)
    if not view.outside:
        yield '  none["No way in from outside"]'
    yield from (f'  {node}["{_words(name)}"]' for name, node in programs.items())
    if view.findings:
        yield f'  findings["{"<br/>".join(_findings(view))}"]'


def _findings(view: MapView) -> Iterator[str]:
    yield "Findings"
    for number, one in enumerate(view.findings, 1):
        yield f"[{number}] {_words(f'{one.severity.word} {one.rule}')}"


def _way(one: WayView, node: str, reach: str, programs: dict[str, str]) -> Iterator[str]:
    where = [*one.way.hosts, *([one.address] if one.address else [])]
    name = ", ".join((one.title, *where))
    yield f'  subgraph {node}["{_words(name)}{_marks(one.marks)}"]'
    for number, door in enumerate(one.doors):
        yield f'    {node}d{number}["{_words(_label(door))}{_marks(door.marks)}"]'
    yield "  end"
    for number, door in enumerate(one.doors):
        sent = door.door.tls.value
        yield f'  {reach} {_ARROWS[sent]}|"{_words(SENT[sent])}"| {node}d{number}'
        yield from _behind(door, f"{node}d{number}", programs)


def _label(door: DoorView) -> str:
    found = door.door
    node = f" (node port {found.node_port})" if found.node_port else ""
    front = ", TLS ends in front" if door.legs and door.legs[0].receiver == IN_FRONT else ""
    return (f"path {found.path}" if found.path else f"port {found.port}{node}") + front


def _behind(one: DoorView, node: str, programs: dict[str, str]) -> Iterator[str]:
    """What a door leads to; the first leg is what the way itself receives."""
    if one.door.tls.value in {REDIRECT, NOTHING}:
        return
    at = node
    # a load balancer and an ingress controller are drawn as the way itself
    for leg in one.inner_legs:
        following = programs.setdefault(leg.receiver, f"p{len(programs)}")
        yield f'  {at} {_ARROWS[leg.tls]}|"{_words(_leg(leg))}"| {following}'
        at = following
    if not one.door.targets:
        yield f'  {at} --x {node}x["{_words(dead_end(one))}"]'
    for target in one.door.targets:
        program = programs.setdefault(target.program, f"p{len(programs)}")
        yield f'  {at} {_ARROWS[target.tls.value]}|"{_words(_target(target))}"| {program}'


def _leg(leg: Leg) -> str:
    return ", ".join(filter(None, (f"{SENT[leg.tls]} {port_words(leg.port)}".strip(), _wrong(leg))))


def _target(target: Target) -> str:
    login = LOGINS.get(target.login.value, target.login.value)
    what = f"{target.via or target.protocol} {port_words(target.port)}".strip()
    return ", ".join(filter(None, (what, SENT[target.tls.value], login, _wrong(target))))


def _wrong(to: Leg | Target) -> str:
    words = mismatch(to)
    return f"✗ {words}" if words else ""


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f" [{number}]" for number in numbers)


def _words(text: str) -> str:
    """A text of anybody's as part of a label in quotes."""
    shown = visible(text)
    cut = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
    return _ODD.sub(_entities, cut)


def _entities(found: re.Match[str]) -> str:
    return "".join(f"#{ord(sign)};" for sign in found[0])
