"""Sets of characters: the classes that Go's patterns name, and letters that differ in case alone.

A set is a tuple of ranges of code points, in order and apart from each other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias, cast

from pachlint.bundled import read_json

if TYPE_CHECKING:
    from collections.abc import Iterable

Ranges: TypeAlias = "tuple[tuple[int, int], ...]"

LAST = 0x10FFFF
ANY: Ranges = ((0, LAST),)
LINE_END = 0x0A
ANY_BUT_LINE_END: Ranges = ((0, LINE_END - 1), (LINE_END + 1, LAST))

PERL: dict[str, Ranges] = {
    "d": ((0x30, 0x39),),
    "s": ((0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20)),
    "w": ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)),
}
POSIX: dict[str, Ranges] = {
    "alnum": ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)),
    "alpha": ((0x41, 0x5A), (0x61, 0x7A)),
    "ascii": ((0x00, 0x7F),),
    "blank": ((0x09, 0x09), (0x20, 0x20)),
    "cntrl": ((0x00, 0x1F), (0x7F, 0x7F)),
    "digit": ((0x30, 0x39),),
    "graph": ((0x21, 0x7E),),
    "lower": ((0x61, 0x7A),),
    "print": ((0x20, 0x7E),),
    "punct": ((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)),
    "space": ((0x09, 0x0D), (0x20, 0x20)),
    "upper": ((0x41, 0x5A),),
    "word": PERL["w"],
    "xdigit": ((0x30, 0x39), (0x41, 0x46), (0x61, 0x66)),
}


def joined(parts: Iterable[tuple[int, int]]) -> Ranges:
    """One set of all ranges."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(parts):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def others(of: Ranges) -> Ranges:
    """All characters that are not in a set."""
    edges = [(-1, -1), *of, (LAST + 1, LAST + 1)]
    return tuple(
        (before[1] + 1, after[0] - 1) for before, after in pairwise(edges) if before[1] + 1 <= after[0] - 1
    )


@lru_cache(maxsize=256)
def folded(of: Ranges) -> Ranges:
    """A set with all letters that differ from one in it in case alone."""
    cased = _cased()
    found = list(of)
    for low, high in of:
        for character in cased[bisect_left(cased, low) : bisect_right(cased, high)]:
            found += [(other, other) for other in _folds()[character]]
    return joined(found)


def fold(character: int) -> Ranges:
    """A character and those that differ from it in case alone."""
    return joined((other, other) for other in _folds().get(character, (character,)))


def named(name: str) -> Ranges | None:
    r"""The class of ``\p{name}``: a general category or a script; None if Go knows none of that name."""
    if name == "Any":
        return ANY
    found = cast("dict[str, str]", _file()["classes"]).get(name)
    if found is None:
        return None
    bounds = [part.partition("-") for part in found.split()]
    return tuple((int(low, 16), int(high or low, 16)) for low, _, high in bounds)


@cache
def _folds() -> dict[int, tuple[int, ...]]:
    groups = cast("list[str]", _file()["folds"])
    return {ord(character): tuple(map(ord, group)) for group in groups for character in group}


@cache
def _cased() -> list[int]:
    return sorted(_folds())


@cache
def _file() -> dict[str, object]:
    return read_json("schemas/characters.json")
