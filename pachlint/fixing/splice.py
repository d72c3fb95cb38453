"""Replacing stretches of a text: the splices of one text, applied, checked and composed."""

import itertools
from collections.abc import Iterable, Sequence

from pachlint.place import Span
from pachlint.records import NamedTuple


class Splice(NamedTuple):
    """Replace ``text[start:end]`` by ``put``; code-point offsets, end exclusive; empty means insertion."""

    start: int
    end: int
    put: str


class OverlapError(ValueError):
    """Two splices want the same stretch of a text."""


def ordered(splices: Iterable[Splice]) -> tuple[Splice, ...]:
    """Splices by offset, those that do nothing left out; insertions at one offset keep their order.

    Raises:
        OverlapError: if two of them touch the same characters, or one inserts inside another.
    """
    kept = sorted(
        (one for one in splices if one.start < one.end or one.put), key=lambda one: (one.start, one.end)
    )
    for before, after in itertools.pairwise(kept):
        if after.start < before.end:
            raise OverlapError(f"two edits overlap at offset {after.start}")
    return tuple(kept)


def splice(text: str, splices: Iterable[Splice]) -> str:
    """The text after the splices, which all speak of the text before.

    Raises:
        OverlapError: if they overlap.
    """
    return _join(text, _cut([Span(0, len(text))], ordered(splices)))


def compose(text: str, first: Sequence[Splice], second: Sequence[Splice]) -> tuple[Splice, ...]:
    """Splices of ``text`` that do what ``first`` does and then ``second`` does to its result."""
    pieces = _cut([Span(0, len(text))], ordered(first))
    pieces = _cut(pieces, ordered(second))
    result: list[Splice] = []
    reached, put = 0, ""
    for piece in [*pieces, Span(len(text), len(text))]:
        if isinstance(piece, str):
            put += piece
        else:
            result.append(Splice(reached, piece.start, put))
            reached, put = piece.end, ""
    return ordered(result)


def _join(text: str, pieces: Iterable[Span | str]) -> str:
    return "".join(piece if isinstance(piece, str) else text[piece.start : piece.end] for piece in pieces)


def _cut(pieces: Sequence[Span | str], splices: Sequence[Splice]) -> list[Span | str]:
    """The pieces of a text (spans of the original, or new text) after splices of what they spell."""
    result: list[Span | str] = []
    reached = 0
    rest = list(splices)
    for piece in pieces:
        length = len(piece) if isinstance(piece, str) else piece.end - piece.start
        end = reached + length
        at = reached
        while rest and rest[0].start < end:
            first = rest[0]
            if first.start >= reached:
                result.append(_part(piece, at - reached, first.start - reached))
                result.append(first.put)
            at = max(at, min(first.end, end))
            if first.end > end:
                break
            rest.pop(0)
        result.append(_part(piece, at - reached, length))
        reached = end
    result.extend(one.put for one in rest if one.start >= reached)
    return [piece for piece in result if (piece if isinstance(piece, str) else piece.start < piece.end)]


def _part(piece: Span | str, start: int, end: int) -> Span | str:
    if isinstance(piece, str):
        return piece[start:end]
    return Span(piece.start + start, piece.start + max(start, end))
