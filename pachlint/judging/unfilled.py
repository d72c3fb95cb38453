"""Whether a finding rests on a value that is not there yet: what only stands for a value is told as such, once."""

from collections.abc import Collection

from pachlint.checks.placeholders import Stand
from pachlint.place import Path
from pachlint.policy.context import CheckContext, Violation
from pachlint.policy.operators import EMPTINESS, INSIDE, VALUE
from pachlint.policy.path_tests import Read
from pachlint.policy.paths import Pattern, Scope
from pachlint.policy.rule import Rule


def rests_on(rule: Rule, violation: Violation, context: CheckContext, unfilled: Collection[Stand]) -> bool:
    """Whether what a rule says of a violation depends on one of the texts that are not filled in."""
    if rule.traits.of_placeholders:
        return False
    if not rule.predicate:
        return any(_looks_at(read, one, violation, context) for read in rule.logic.reads for one in unfilled)
    return any(
        violation.path[: len(one.path)] == one.path and (one.key or not violation.key) for one in unfilled
    )


def _looks_at(read: Read, one: Stand, violation: Violation, context: CheckContext) -> bool:
    if read.pattern.end == "@path":
        return False
    base = read.pattern.base(Scope(context, violation.aliases))
    if base is not None:
        return _reaches(read.pattern, base, one, read.depth)
    return any(_reaches(route, (), one, read.depth) for route in read.routes)


def _reaches(pattern: Pattern, base: Path, one: Stand, depth: int) -> bool:
    """Whether the text is what the pattern looks at, which sees so deep."""
    length, way = len(base) + len(pattern.steps), len(one.path)
    if pattern.end == "@key":
        far_enough = one.key and way <= length
    elif depth == INSIDE:
        far_enough = True
    else:
        far_enough = way < length + (depth == VALUE or one.key or (depth == EMPTINESS and one.left))
    return far_enough and pattern.touches(one.path, base)
