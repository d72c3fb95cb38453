"""Whether a finding rests on a value that is not there yet: what only stands for a value is told as such, once."""

from collections.abc import Collection, Sequence
from typing import Any

from pachlint.checks.placeholders import Stand
from pachlint.place import Path
from pachlint.policy.judged import Culprit, Judged
from pachlint.policy.paths import Pattern, Scope, build
from pachlint.policy.rule import Rule

Weighed = tuple[Sequence[Any], Sequence[Sequence[Any]], int]
"""What a rule reads of values: the pattern, the same from the root, and how deep it looks (see :mod:`pachlint.rulefiles.conditions`)."""

_OF_ITSELF = frozenset(
    (
        "placeholder",
        "type-mismatch",
        "document-problem",
        "flag-problem",
        "chart-crash",
        "chart-refusal",
        "placeholder-in-key",
    )
)
"""The predicates that judge what stands there, and not what it stands for."""

KEY, EMPTINESS, VALUE, DEEP = -1, 1, 2, 3
"""How deep a rule looks; 0 is whether something is there at all. What is filled in later may be nothing."""


def rests_on(rule: Rule, culprit: Culprit, judged: Judged, unfilled: Collection[Stand]) -> bool:
    """Whether what a rule says of a culprit depends on one of the texts that are not filled in."""
    if not rule.check:
        return any(
            _weighs(weighed, one, culprit, judged) for weighed in rule.telling["weighs"] for one in unfilled
        )
    if rule.check in _OF_ITSELF:
        return False
    return any(culprit.path[: len(one.path)] == one.path and (one.key or not culprit.key) for one in unfilled)


def _weighs(weighed: Weighed, one: Stand, culprit: Culprit, judged: Judged) -> bool:
    compiled, routes, depth = weighed
    pattern = build(compiled)
    base = pattern.base(Scope(judged, culprit.aliases))
    if base is not None:
        return _reaches(pattern, base, one, depth)
    return any(_reaches(build(route), (), one, depth) for route in routes)


def _reaches(pattern: Pattern, base: Path, one: Stand, depth: int) -> bool:
    """Whether the text is what the pattern looks at, which sees so deep."""
    length, way = len(base) + len(pattern.steps), len(one.path)
    if depth == KEY:
        far_enough = one.key and way <= length
    elif depth == DEEP:
        far_enough = True
    else:
        far_enough = way < length + (depth == VALUE or one.key or (depth == EMPTINESS and one.left))
    return far_enough and pattern.touches(one.path, base)
