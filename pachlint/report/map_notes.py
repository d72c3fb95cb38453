"""What stands below a drawn map: its legend, the findings, what is inside the cluster only, and the addresses."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from pachlint.exposure.programs import PLAIN, TLS
from pachlint.records import NamedTuple
from pachlint.report.map_graph import End, Line
from pachlint.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.report.map_view import MapView

_LINE = 18
_GAP = 10
_MOST_FINDINGS, _MOST_LINES = 40, 3
_HERE = End("", None)


class Note(NamedTuple):
    """Lines of text with what is drawn before them: samples of lines with their meaning, or the mark of a finding."""

    lines: tuple[str, ...]
    height: float
    kind: str = ""
    mark: int = 0
    samples: tuple[tuple[Line, str], ...] = ()


def notes(view: MapView, room: float) -> list[Note]:
    """Everything below the drawing, from top to bottom."""
    return list(_notes(view, int(room / 6.9)))


def _notes(view: MapView, columns: int) -> Iterator[Note]:
    if view.rejected:
        yield _paragraph(view.rejected, columns, "loud")
    if view.outside:
        yield Note((), _LINE + _GAP, samples=_samples(view))
    else:
        yield _paragraph("No way in from outside", columns, "title", gap=4)
        words = (
            "Every service is of type ClusterIP, so kubectl port-forward or a gateway of your own leads in."
        )
        yield _paragraph(words, columns)
    if view.findings:
        yield _paragraph("Findings", columns, "title", gap=4)
    for number, one in enumerate(view.findings[:_MOST_FINDINGS], 1):
        words = f"{one.severity.word} {one.rule}: {one.message} ({one.place.file}:{one.place.line})"
        yield _paragraph(words, columns - 5, mark=number, gap=6)
    more = len(view.findings) - _MOST_FINDINGS
    if more > 0:
        yield _paragraph(f"and {more} more", columns, "quiet")
    if view.inside:
        names = ", ".join(_inside(view))
        yield _paragraph(f"Inside the cluster only: {names}", columns, "quiet")
    if view.addresses:
        found = ", ".join(f"{name} {address}" for name, address in view.addresses)
        yield _paragraph(f"Addresses that the chart derives: {found}", columns, "quiet")


def _inside(view: MapView) -> Iterator[str]:
    for one in view.inside:
        ports = "/".join(str(door.door.port) for door in one.doors if door.door.port is not None)
        yield " ".join(filter(None, (one.way.name, ports)))


def _samples(view: MapView) -> tuple[tuple[Line, str], ...]:
    wrong = any(not target.fits for one in view.outside for target in one.way.targets)
    return (
        (Line(_HERE, _HERE, TLS, ""), "TLS"),
        (Line(_HERE, _HERE, PLAIN, ""), "clear text"),
        (Line(_HERE, _HERE, "redirect", ""), "redirect to https"),
        *(((Line(_HERE, _HERE, PLAIN, "", wrong=True), "not what the receiver expects"),) if wrong else ()),
    )


def _paragraph(text: str, columns: int, kind: str = "", *, mark: int = 0, gap: int = _GAP) -> Note:
    found = textwrap.wrap(visible(text), max(columns, 20), max_lines=_MOST_LINES, placeholder="…")
    return Note(tuple(found), _LINE * len(found) + gap, kind, mark)
