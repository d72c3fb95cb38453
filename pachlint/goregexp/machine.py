"""Running a program over a text: all ways at once, so that time grows with the text and the program, and no faster."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, TypeAlias

from pachlint.goregexp.program import Code
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.goregexp.characters import Ranges
    from pachlint.goregexp.program import Program
    from pachlint.goregexp.steps import Steps

Slots: TypeAlias = "tuple[int, ...]"
"""Where the groups begin and end, by twos, the whole match first; -1 where a group took no part."""


class Around(NamedTuple):
    """What stands on the two sides of a place in a text: code points, -1 at the ends."""

    before: int
    after: int

    def fits(self, kind: str) -> bool:
        """Whether an assertion holds here."""
        if kind == "A":
            return self.before == -1
        if kind == "z":
            return self.after == -1
        if kind == "^":
            return self.before in (-1, 0x0A)
        if kind == "$":
            return self.after in (-1, 0x0A)
        return (_is_word(self.before) is not _is_word(self.after)) is (kind == "b")


def _is_word(character: int) -> bool:
    return 0 <= character < 0x80 and (chr(character).isalnum() or character == 0x5F)


def holds(ranges: Ranges, character: int) -> bool:
    """Whether a character is in a set."""
    at = bisect_right(ranges, (character, 0x110000)) - 1
    return at >= 0 and ranges[at][1] >= character


def reached(program: Program, starts: tuple[int, ...], around: Around, seen: set[int]) -> Iterator[int]:
    """The steps at which a character or the end is awaited, the best first, from some others; those passed are in ``seen``."""
    waiting = list(reversed(starts))
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        step = program.steps[at]
        if step.code <= Code.CHARACTER:
            yield at
        elif step.code == Code.SPLIT:
            waiting += (step.other, step.then)
        elif step.code == Code.SAVE or around.fits(step.kind):
            waiting.append(step.then)


class _Way(NamedTuple):
    at: int
    slots: Slots


def search(program: Program, text: str, start: int, groups: int, steps: Steps) -> Slots | None:
    """The leftmost match from an offset on, of several the one that the pattern prefers; None if there is none."""
    empty = (-1,) * (2 * groups)
    ways: list[_Way] = []
    found: Slots | None = None
    before = ord(text[start - 1]) if start else -1
    for at in range(start, len(text) + 1):
        after = ord(text[at]) if at < len(text) else -1
        if found is None:
            ways.append(_Way(program.start, (at, *empty[1:])))
        elif not ways:
            return found
        following: list[_Way] = []
        seen = set[int]()
        for step_at, slots in _reached(program, ways, Around(before, after), at, seen):
            step = program.steps[step_at]
            if step.code == Code.MATCH:
                found = (slots[0], at, *slots[2:])
                break
            if after >= 0 and holds(step.ranges, after):
                following.append(_Way(step.then, slots))
        steps.take(2 + 3 * len(seen))
        ways, before = following, after
    return found


def _reached(program: Program, ways: list[_Way], around: Around, at: int, seen: set[int]) -> Iterator[_Way]:
    """As :func:`reached`, with what the groups on the way hold."""
    waiting = list(reversed(ways))
    while waiting:
        way = waiting.pop()
        if way.at in seen:
            continue
        seen.add(way.at)
        step = program.steps[way.at]
        if step.code <= Code.CHARACTER:
            yield way
        elif step.code == Code.SPLIT:
            waiting += (_Way(step.other, way.slots), _Way(step.then, way.slots))
        elif step.code == Code.SAVE:
            slots = (*way.slots[: step.slot], at, *way.slots[step.slot + 1 :])
            waiting.append(_Way(step.then, slots))
        elif around.fits(step.kind):
            waiting.append(_Way(step.then, way.slots))
