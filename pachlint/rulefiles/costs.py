"""What it takes to judge a condition, so that the cheap parts of ``when`` come first and mostly settle it."""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from pachlint.chart.charts import chart
from pachlint.policy.guards import GUARDS, SET_BY_USER, SOME
from pachlint.versions import newest

_MOST_TESTS = 3

_PATTERN, _QUANTIFIED, _WILDCARD, _REFERENCE = 20, 10, 5, 2
_COSTLY = frozenset(("matches", "not_matches", "format", "not_format", "near", "not_near", "version"))
"""Operators that compile an expression, or import a module, when they are first used."""


def cost(compiled: list[Any] | None) -> int:
    """The cost of a compiled condition, in steps of looking one value up; nothing for one with a mistake in it."""
    if compiled is None:
        return 0
    match compiled:
        case ["test", pattern, _, tests]:
            return 1 + _of_pattern(pattern) + _of_tests(tests)
        case ["all" | "any" | "none", parts]:
            return sum(map(cost, parts))
        case ["not", part]:
            return cost(part)
        case [_, pattern, _, inner]:
            return _QUANTIFIED + _of_pattern(pattern) + cost(inner)
    raise ValueError(compiled[0])


def guard(logic: Mapping[str, Any]) -> list[list[Any]]:
    """The quick tests of a rule (see :mod:`pachlint.policy.guards`), those first that the chart's defaults do not pass."""
    when = logic.get("when") if logic["when_first"] else None
    parts = when[1] if when and when[0] == "all" else [when]
    found = [test for part in parts for test in _tests(part)]
    found.sort(key=_passes_by_default)
    if logic.get("each"):
        patterns = logic["each"][0]
        if all(isinstance(pattern, list) and not pattern[0] for pattern in patterns):
            found.append([[_beginning(pattern[2]) for pattern in patterns], SOME, None])
    return found[:_MOST_TESTS]


def ground(patterns: Sequence[list[Any]]) -> list[str]:
    """What patterns read, cut to two steps; ``*`` where that may be anything."""
    return sorted({_cut(pattern) for pattern in patterns})


def _cut(pattern: list[Any]) -> str:
    alias, _, steps, _ = pattern
    start = [*takewhile(lambda step: isinstance(step, str), steps[:2])]
    return ".".join(start) if start and not alias else "*"


def _tests(part: list[Any] | None) -> list[list[Any]]:
    match part:
        case ["test", ["", 0, steps, ""], _, [[], checks]] if not any(
            isinstance(one, Mapping) for one in steps
        ):
            return [
                [steps, check[0], check[1]]
                for check in checks
                if len(check) == 2 and (check[0] in GUARDS or check[0] == SET_BY_USER)
            ]
    return []


def _beginning(steps: list[Any]) -> list[Any]:
    """The steps before the first wildcard, and whether there is one."""
    start = [*takewhile(lambda step: not isinstance(step, Mapping), steps)]
    return [start, len(start) < len(steps)]


def _passes_by_default(test: list[Any]) -> bool:
    """Whether a test rules hardly any release out: the chart's own defaults pass it already."""
    steps, operator, operand = test
    if operator == SET_BY_USER:
        return not operand
    value: Any = chart(newest()).defaults
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return GUARDS[operator](value, operand)


def _of_pattern(pattern: list[Any]) -> int:
    return _WILDCARD if any(isinstance(step, Mapping) for step in pattern[2]) else 0


def _of_tests(tests: list[Any]) -> int:
    pipes, checks = tests
    return len(pipes) + sum(map(_of_check, checks))


def _of_check(check: list[Any]) -> int:
    operator, operand, *refers = check
    if operator in ("items", "any_item"):
        return _of_tests(operand)
    return (_PATTERN if operator in _COSTLY else 0) + (_REFERENCE if any(refers[:1]) else 0)
