"""How near a word is to others: what a typing mistake may have meant."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

_NONE: Mapping[str, str] = {}
_SHORTEST = 3


@lru_cache(maxsize=4096)
def distance(one: str, other: str, limit: int) -> int:
    """Number of inserted, deleted, changed or swapped neighboring characters; ``limit + 1`` if more than ``limit``.

    This is the optimal string alignment distance.
    """
    one, other = _apart(one, other)
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(one) + 1))
    for number, letter in enumerate(other, 1):
        before, row = row, _next_row(one, other, number, letter, before, row)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def _next_row(one: str, other: str, number: int, letter: str, before: list[int], row: list[int]) -> list[int]:
    found = [number]
    for at, own in enumerate(one, 1):
        cost = min(row[at] + 1, found[-1] + 1, row[at - 1] + (own != letter))
        if at > 1 and number > 1 and own == other[number - 2] and one[at - 2] == letter:
            cost = min(cost, before[at - 2] + 1)
        found.append(cost)
    return found


def _apart(one: str, other: str) -> tuple[str, str]:
    """Both words without the beginning and the end they share."""
    shorter = min(len(one), len(other))
    start = 0
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


def tolerance(word: str) -> int:
    """How many mistakes a word of this length may hold and still be meant: 1 below 5 letters, 3 from 12 on."""
    length = len(word)
    if length < 5:
        return 1
    return 2 if length < 12 else 3


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word that was probably meant, or None; a word that differs only in case is the nearest of all.

    ``word`` itself is never the answer, and if it is among ``words`` nothing else was meant.
    """
    return next(iter(equally_near(word, words)), None)


def equally_near(word: str, words: Iterable[str]) -> list[str]:
    """All words that may have been meant in the sense of :func:`nearest`: those with the fewest mistakes, in their order."""
    candidates = tuple(words)
    if word in candidates:
        return []
    lowered = word.lower()
    letters = set(lowered)
    best: list[str] = []
    best_distance = tolerance(word)
    for candidate in candidates:
        limit = min(best_distance, tolerance(candidate), max(len(candidate) - 1, 0))
        # no mistake brings in more than one letter, or takes out more
        if abs(len(candidate) - len(lowered)) > limit or len(letters.difference(candidate.lower())) > limit:
            continue
        found = distance(lowered, candidate.lower(), limit)
        if found <= limit:
            best = [*best, candidate] if best and found == best_distance else [candidate]
            best_distance = found
    return best


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """The end of an error message: ``; did you mean 'x'?``, or nothing."""
    found = nearest(word, words)
    return f"; did you mean '{found}'?" if found else ""


def did_you_mean_choice(word: str, choices: Iterable[str], synonyms: Mapping[str, str] = _NONE) -> str:
    """The same for one of a few words: ``prod`` begins ``production``, ``on-premises`` is ``on-prem`` and more.

    ``synonyms`` are words that mean one of the choices, in lower case.
    """
    known, lowered = tuple(choices), word.lower()
    near = synonyms.get(lowered) or nearest(word, known)
    if not near and len(word) >= _SHORTEST:
        related = [one for one in known if one.startswith(lowered) or lowered.startswith(one)]
        near = related[0] if len(related) == 1 else None
    return f"; did you mean '{near}'?" if near else ""


def did_you_mean_name(word: str, names: Iterable[str]) -> str:
    """As :func:`meant`, for rules: in the pack ``corp`` they are called ``corp/replicas``, and ``replicas`` may mean one."""
    known = sorted(names)
    pack, _, own = word.rpartition("/")
    parts = [name.rpartition("/")[2] for name in known]
    near = own if own and own in parts else nearest(word, known) or nearest(own, filter(None, parts))
    found = [name for name, part in zip(known, parts, strict=True) if near in (name, part)] if near else []
    if found:
        quoted = (f"'{name}'" for name in found)
        return f"; did you mean {' or '.join(quoted)}?"
    if pack and not any(name.startswith(f"{pack}/") for name in known):
        return f"; there is no rule pack named '{pack}'"
    return ""
