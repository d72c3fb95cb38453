"""What it takes to judge a condition, so that the cheap parts of ``when`` come first and mostly settle it."""

from collections.abc import Mapping
from typing import Any

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
