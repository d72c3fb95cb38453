"""What compiled conditions read, as paths from the root; a step that may be any is ``*``."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from pachlint.policy.guards import ANY

Compiled = list[Any]
Paths = tuple[tuple[str, ...], ...]

_Steps = Sequence[Any]
_Known = Mapping[str, tuple[_Steps, ...]]
"""Names, and what they may stand for."""
_Read = tuple[_Steps, bool]
"""A way that is read, and whether for the value there; else for whether something is there."""
IsMapping = Callable[[tuple[str, ...]], bool]


def read_by(condition: Compiled, is_mapping: IsMapping) -> Paths | None:
    """What a condition reads; None if it begins at a name from outside, or may read anything.

    ``is_mapping`` tells whether there is a mapping at a path wherever nobody writes something else: that something is
    gone over which is always there depends on nothing but what is read inside it.
    """
    return _paths(_of_condition(condition, {}), is_mapping)


def read_by_rule(core: Mapping[str, Any], is_mapping: IsMapping) -> Paths | None:
    """What the conditions of a rule read, ``each`` included; None if that may be anything."""
    return _paths(_of_rule(core), is_mapping)


def ground(patterns: Sequence[Compiled]) -> list[list[str | int]]:
    """What patterns read, step by step; no steps where that may be anything."""
    found = {
        tuple(ANY if isinstance(step, Mapping) else step for step in ([] if alias else steps))
        for alias, _, steps, _ in patterns
    }
    return sorted(map(list, found), key=str)


def is_wild(steps: _Steps) -> bool:
    """Whether there is a wildcard among the steps."""
    return any(isinstance(step, Mapping) for step in steps)


def beginning(steps: _Steps) -> list[str | int]:
    """The steps before the first wildcard."""
    return [*takewhile(lambda step: not isinstance(step, Mapping), steps)]


def _paths(found: Iterator[_Read], is_mapping: IsMapping) -> Paths | None:
    values: set[tuple[str, ...]] = set()
    gone_over: set[tuple[str, ...]] = set()
    for steps, is_value in found:
        (values if is_value else gone_over).add(_path(steps))
    inside = {path[:length] for path in values for length in range(len(path))}
    values |= {path for path in gone_over if not (path in inside and ANY not in path and is_mapping(path))}
    return None if () in values else tuple(sorted(values))


def _path(steps: _Steps) -> tuple[str, ...]:
    named = [ANY if isinstance(step, Mapping) else step for step in steps]
    path = [*takewhile(lambda step: isinstance(step, str), named)]
    while path and path[-1] == ANY:
        path.pop()
    return tuple(path)


def _of_rule(core: Mapping[str, Any]) -> Iterator[_Read]:
    known: dict[str, tuple[_Steps, ...]] = {}
    if core.get("each"):
        patterns, alias, where = core["each"]
        known[alias] = tuple(
            steps
            for pattern in patterns
            for steps in ([()] if isinstance(pattern, str) else _rooted(pattern, {}))
        )
        yield from ((steps, False) for steps in known[alias])
        if where:
            yield from _of_condition(where, known)
    for name in ("when", "require"):
        if core.get(name):
            yield from _of_condition(core[name], known)


def _of_condition(compiled: Compiled, known: _Known) -> Iterator[_Read]:
    match compiled:
        case ["test", pattern, _, tests]:
            yield from _of_pattern(pattern, known)
            yield from _of_tests(tests, known)
        case ["all" | "any" | "none", parts]:
            for part in parts:
                yield from _of_condition(part, known)
        case ["not", part]:
            yield from _of_condition(part, known)
        case ["some" | "every", pattern, alias, inner]:
            steps = _rooted(pattern, known)
            yield from ((one, False) for one in steps)
            yield from _of_condition(inner, {**known, alias: steps})


def _of_tests(tests: Compiled, known: _Known) -> Iterator[_Read]:
    for operator, operand, *refers in tests[1]:
        if operator in ("items", "any_item"):
            yield from _of_tests(operand, known)
        elif any(refers[:1]):
            for part in operand if isinstance(operand, list) else [operand]:
                if isinstance(part, Mapping) and "ref" in part:
                    yield from _of_pattern(part["ref"], known)


def _of_pattern(pattern: Compiled, known: _Known) -> Iterator[_Read]:
    alias, _, steps, end = pattern
    if end and not is_wild(steps) and (not alias or alias in known):
        # the key or path of a match is no value
        return
    yield from ((one, True) for one in _rooted(pattern, known))


def _rooted(pattern: Compiled, known: _Known) -> tuple[_Steps, ...]:
    """The ways from the root that a pattern may mean; no steps at all stand for anything."""
    alias, up, steps, _ = pattern
    if not alias:
        return (steps,)
    if alias not in known:
        return ((),)
    return tuple([*base[: len(base) - up], *steps] if up < len(base) else () for base in known[alias])
