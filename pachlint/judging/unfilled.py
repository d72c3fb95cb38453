"""Whether a finding rests on a value that is not there yet: what only stands for a value is reported as such, once."""

from collections.abc import Iterator, Mapping, Sequence

from pachlint.place import Path
from pachlint.policy.context import CheckContext, Violation
from pachlint.policy.operators import EMPTINESS, INSIDE, VALUE
from pachlint.policy.path_tests import Read
from pachlint.policy.paths import Pattern, Scope
from pachlint.policy.rule import Rule
from pachlint.predicates.placeholders import Stand
from pachlint.records import NamedTuple


class _Index(NamedTuple):
    """The texts that are not filled in: all of them, by path, and the paths above them."""

    all: Sequence[Stand]
    at: Mapping[Path, Sequence[Stand]]
    above: frozenset[Path]

    def on_the_way(self, path: Path) -> Iterator[Stand]:
        """Those at a path or above it."""
        for length in range(len(path) + 1):
            yield from self.at.get(path[:length], ())


def _index(_: CheckContext, unfilled: Sequence[Stand]) -> _Index:
    at: dict[Path, list[Stand]] = {}
    for one in unfilled:
        at.setdefault(one.path, []).append(one)
    above = frozenset(path[:length] for path in at for length in range(len(path)))
    return _Index(unfilled, at, above)


def rests_on(rule: Rule, violation: Violation, context: CheckContext, unfilled: Sequence[Stand]) -> bool:
    """Whether what a rule says of a violation depends on one of the texts that are not filled in."""
    return not rule.traits.of_placeholders and _builds_on(rule, violation, context, unfilled)


def _builds_on(rule: Rule, violation: Violation, context: CheckContext, unfilled: Sequence[Stand]) -> bool:
    index = context.once(_index, unfilled)
    if not rule.predicate:
        # the path of a value is what it is
        reads = (read for read in rule.logic.reads if read.pattern.end != "@path")
        return any(_looks_at(read, index, violation, context) for read in reads)
    return any(one.key or not violation.key for one in index.on_the_way(violation.path))


def _looks_at(read: Read, index: _Index, violation: Violation, context: CheckContext) -> bool:
    base = read.pattern.base(Scope(context, violation.aliases))
    if base is not None:
        return _reaches(read.pattern, base, index, read.depth)
    return any(_reaches(route, (), index, read.depth) for route in read.routes)


def _reaches(pattern: Pattern, base: Path, index: _Index, depth: int) -> bool:
    """Whether one of the texts is what the pattern looks at, which sees so deep."""
    of_key = pattern.end == "@key"
    length = len(base) + len(pattern.steps)
    if pattern.has_wildcard:
        return any(
            _is_near_enough(one, length, depth, of_key=of_key) and pattern.touches(one.path, base)
            for one in index.all
        )
    path = (*base, *pattern.start)
    return any(_is_near_enough(one, length, depth, of_key=of_key) for one in index.on_the_way(path)) or (
        depth == INSIDE and not of_key and path in index.above
    )


def _is_near_enough(one: Stand, length: int, depth: int, *, of_key: bool) -> bool:
    """Whether a look at a path of this length, and so deep, sees the text."""
    way = len(one.path)
    if of_key:
        return one.key and way <= length
    return depth == INSIDE or way < length + (depth == VALUE or one.key or (depth == EMPTINESS and one.left))
