"""What changes between two maps, as text, Markdown and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.report.map_changes import LESS, MORE, OTHER
from pachlint.report.markdown import markdown
from pachlint.report.styled import Piece, colored, plain, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pachlint.report.look import Look
    from pachlint.report.map_changes import Change
    from pachlint.report.map_view import MapView, Mask
    from pachlint.report.styled import Line
    from pachlint.visible import Shown

VERSION = 1
_EFFECTS = {
    MORE: ("More open", "bold red"),
    LESS: ("Less open", "bold"),
    OTHER: ("Otherwise changed", "bold"),
}
_NOTHING = "Nothing changes in how traffic gets in"


def render(before: MapView, after: MapView, found: Sequence[Change], mask: Mask, look: Look) -> Shown:
    """The changes for people, by effect and way."""
    lines = [
        part
        for line, indent in _lines(before, after, found, mask)
        for part in wrapped(line, look.columns, indent)
    ]
    if not lines[-1]:
        lines.pop()
    return colored(lines) if look.color else plain(lines)


def _lines(
    before: MapView, after: MapView, found: Sequence[Change], mask: Mask
) -> Iterator[tuple[Line, int]]:
    yield (Piece("from ", "dim"), Piece(mask(before.title))), 5
    yield (Piece("to   ", "dim"), Piece(mask(after.title), "bold")), 5
    for side, one in (("from", before), ("to", after)):
        if one.rejected:
            yield (Piece(f"{side}: {mask(one.rejected)}", "bold red"),), 2
    yield (), 0
    if not found:
        yield (Piece(_NOTHING, "bold"),), 0
    for effect, (name, style) in _EFFECTS.items():
        some = [change for change in found if change.effect == effect]
        if some:
            yield (Piece(name, style),), 0
            yield from _of_effect(some, mask)
            yield (), 0


def _of_effect(found: Sequence[Change], mask: Mask) -> Iterator[tuple[Line, int]]:
    for way in dict.fromkeys(change.way for change in found):
        if way:
            yield (Piece(f"  {mask(way)}", "bold"),), 4
        for change in found:
            if change.way == way:
                yield (Piece(f"{'    ' if way else '  '}{mask(change.words)}"),), 6


def as_markdown(before: MapView, after: MapView, found: Sequence[Change], mask: Mask) -> Shown:
    """The changes for a comment on a pull request."""
    lines = [
        f"### Ways in: {markdown(mask(after.release.name))} against {markdown(mask(before.release.name))}",
        "",
        *([f"{_NOTHING}."] if not found else []),
    ]
    for effect, (name, _) in _EFFECTS.items():
        some = [one for one in found if one.effect == effect]
        if some:
            lines += [f"**{name}**", ""]
            lines += [
                f"- {markdown(mask(f'{one.way}: {one.words}' if one.way else one.words))}" for one in some
            ]
            lines.append("")
    if not lines[-1]:
        lines.pop()
    return plain((Piece(line),) for line in lines)


def to_json(before: MapView, after: MapView, found: Sequence[Change], mask: Mask) -> dict[str, Any]:
    """The changes as data (``docs/map.md``)."""
    return {
        "version": VERSION,
        "from": mask(before.release.name),
        "to": mask(after.release.name),
        "changes": [{key: mask(text) for key, text in one._asdict().items()} for one in found],
    }
