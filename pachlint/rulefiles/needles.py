"""Which texts a regular expression needs, so that most values are judged without compiling it."""

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

_MOST = 6
_parse: Any = import_module("re._parser").parse

Needles = frozenset[str]


def needles(pattern: str) -> list[str]:
    """Texts of which every match has at least one in it; none if that is not easily told."""
    parsed = _parse(pattern)
    if parsed.state.flags & re.IGNORECASE:
        return []
    found = _of_sequence(parsed)
    return sorted(found) if found and len(found) <= _MOST else []


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> Needles | None:
    """What one of the parts needs: of several, what is longest, since it is rarest."""
    candidates: list[Needles] = []
    run = ""
    for code, argument in parts:
        if str(code) == "LITERAL":
            run += chr(argument)
            continue
        candidates.append(frozenset((run,)))
        run = ""
        found = _of_part(str(code), argument)
        if found:
            candidates.append(found)
    candidates.append(frozenset((run,)))
    useful = [one for one in candidates if all(one)]
    return max(useful, key=lambda one: (min(map(len, one)), -len(one)), default=None)


def _of_part(code: str, argument: Any) -> Needles | None:
    match code:
        case "IN" if all(str(kind) == "LITERAL" for kind, _ in argument):
            return frozenset(chr(character) for _, character in argument)
        case "BRANCH":
            branches = [_of_sequence(branch) for branch in argument[1]]
            known = [branch for branch in branches if branch]
            return frozenset().union(*known) if len(known) == len(branches) else None
        case "SUBPATTERN" if not argument[1] & re.IGNORECASE:
            return _of_sequence(argument[3])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT" if argument[0] > 0:
            return _of_sequence(argument[2])
    return None
