"""The exceptions of a rule: values that it checks and lets pass, found in its conditions.

A rule checks the values that its ``require`` tests and those that ``each`` iterates over. A negative test of such a value in
``when`` or ``where`` is an exception, and so are ``optional`` and a second form in ``any`` in ``require``, and a predicate's
``except``. Tests of other paths are none.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pachlint.chart.charts import chart
from pachlint.layering.layer import layer
from pachlint.layering.values import Values
from pachlint.policy.finding_template import Intervals, is_within
from pachlint.policy.logic import Logic
from pachlint.policy.path_tests import PathTest, Unique
from pachlint.policy.paths import Pattern
from pachlint.policy.tree import AnyOf, Condition, NoneOf, walk
from pachlint.policy.value_tests import Operation
from pachlint.records import NamedTuple
from pachlint.versions import RELEASED, Version

_WELL_FORMED = ("format", "length")
"""Operators that select well-formed values; malformed ones are another rule's."""

_OF_KINDS = ("type", "version")
"""Operators that select a type; the rule about types reports other types."""


class Exceptional(NamedTuple):
    """An exception: the judged path, the operator that makes it, and its operand."""

    path: str
    operator: str
    operand: Any = None

    @property
    def name(self) -> str:
        """How the rule file refers to it: ``host not_matches``."""
        return f"{self.path} {self.operator}".strip()


def exceptions(logic: Logic, options: Mapping[str, Any], intervals: Intervals) -> tuple[Exceptional, ...]:
    """The exceptions of a rule, each once; ``intervals`` are the chart versions that it applies to, all if there are none."""
    found: dict[str, Exceptional] = {}
    for one in _found(logic, options, intervals):
        found.setdefault(one.name, one)
    return tuple(found.values())


def kinds(logic: Logic) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The paths whose values a rule checks only if they have certain types, with these; a match of ``each`` by its name."""
    for condition in _outside(logic):
        for leaf in _leaves(condition):
            for one in leaf.test.operations:
                if (
                    isinstance(one, Operation)
                    and one.name == "type"
                    and not leaf.test.pipes
                    and not leaf.pattern.end
                ):
                    yield str(leaf.pattern), tuple(one.operand)


def _outside(logic: Logic) -> Iterator[Condition]:
    """The conditions that select what is checked."""
    yield from (one for one in (logic.when, logic.each and logic.each.where) if one)


def _found(logic: Logic, options: Mapping[str, Any], intervals: Intervals) -> Iterator[Exceptional]:
    leaves = walk(logic.require) if logic.require else ()
    judged = {str(leaf.pattern) for leaf in leaves if isinstance(leaf, PathTest | Unique)}
    if logic.each:
        judged.add(logic.each.alias)
    for condition in _outside(logic):
        yield from _excepted(condition, judged, negated=False)
    if logic.require:
        yield from _let_pass(logic.require, intervals)
    yield from (Exceptional("", word, options[word]) for word in ("except",) if word in options)


def _excepted(condition: Condition, judged: set[str], *, negated: bool) -> Iterator[Exceptional]:
    """The exceptions that a condition of ``when`` makes."""
    if isinstance(condition, PathTest) and str(condition.pattern) in judged:
        for one in condition.test.operations:
            if isinstance(one, Operation) and _is_exception(one, negated=negated):
                word = f"not {one.name}" if negated else one.name
                yield Exceptional(str(condition.pattern), word, one.operand)
    for part in condition.parts:
        yield from _excepted(part, judged, negated=negated is not isinstance(condition, NoneOf))


def _is_exception(one: Operation, *, negated: bool) -> bool:
    if isinstance(one.operand, bool) or one.name in _OF_KINDS or one.operator.sight:
        return False
    return one.operator.negative is not negated or (one.name in _WELL_FORMED and not negated)


def _let_pass(require: Condition, intervals: Intervals) -> Iterator[Exceptional]:
    """The exceptions that ``require`` makes: a missing value, or another form of the same value."""
    for leaf in _leaves(require):
        if leaf.optional and not _is_always_there(leaf.pattern, intervals):
            yield Exceptional(str(leaf.pattern), "optional")
    for condition in walk(require):
        if isinstance(condition, AnyOf):
            first = {str(leaf.pattern) for leaf in _leaves(condition.parts[0])}
            for part in condition.parts[1:]:
                for leaf in _leaves(part):
                    if str(leaf.pattern) in first:
                        yield Exceptional(str(leaf.pattern), "any", leaf.test)


def _is_always_there(pattern: Pattern, intervals: Intervals) -> bool:
    """Whether every version has a default at the path, which only a null removes."""
    path = pattern.fixed
    if path is None:
        return False
    versions = [version for version in RELEASED if not intervals or is_within(version, intervals)]
    return all(_untouched(version).get(path, None) is not None for version in versions)


@cache
def _untouched(version: Version) -> Values:
    """The effective values of a release without files and flags."""
    released = chart(version)
    return layer(released.defaults, (), (), released.label, subcharts=released.subcharts)


def _leaves(condition: Condition) -> Iterator[PathTest]:
    return (one for one in walk(condition) if isinstance(one, PathTest))
