"""Which rules read a value, anything below it, or what it stands in."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from pachlint.chart import fields
from pachlint.exposure.read_keys import FIELDS, KEYS
from pachlint.policy.operators import INSIDE, PRESENCE
from pachlint.policy.paths import EVERYTHING, Glob, Pattern, Step, read_pattern
from pachlint.policy.rule import Rule
from pachlint.policy.tree import Condition
from pachlint.policy.ways import ADDRESS_READS, ADDRESSES, LOGIN_READS, OF_LOGIN, READS
from pachlint.predicates.reads import EVERY, predicate_reads
from pachlint.records import NamedTuple


class Readers(NamedTuple):
    """Rules that read a value: those ``of_it``, and those that look at ``every`` value."""

    of_it: tuple[Rule, ...]
    every: tuple[Rule, ...]


def readers(rules: Iterable[Rule], wanted: Pattern) -> Readers:
    """The rules that read a value of the pattern, anything below one, or the block around it with all that is in it."""
    of_it, every = [], []
    key = annotation_of(wanted)
    for rule in rules:
        if reads_every(rule):
            every.append(rule)
        elif _asks_for(rule, key) or any(
            _meets(pattern.steps, wanted.steps, depth) for pattern, depth in _reads(rule, key)
        ):
            of_it.append(rule)
    return Readers(tuple(of_it), tuple(every))


def annotation_of(wanted: Pattern) -> str:
    """The key of an annotation that a pattern leads to, empty if it leads to something else."""
    last = wanted.steps[-1] if wanted.steps else ""
    return last if isinstance(last, str) and wanted.steps[-2:-1] == ("annotations",) else ""


def is_about_annotation(rule: Rule, key: str) -> bool:
    """Whether a rule that reads an annotation asks for it by its key, or is called by it: ``target-type`` in ``alb-target-type``."""
    name = key.partition("/")[2].removeprefix("aws-load-balancer-").removeprefix("azure-")
    return f"-{name}-" in f"-{rule.id}-" or _asks_for(rule, key)


def _asks_for(rule: Rule, key: str) -> bool:
    """Whether a rule asks for an annotation by its key, or for what it decides of a way in."""
    steps = (route.steps for read in rule.logic.reads for route in read.routes)
    return bool(key) and any(key in one or FIELDS.get(key) in one for one in steps)


def reads_every(rule: Rule) -> bool:
    """Whether a rule looks at whatever values there are."""
    each = rule.logic.each
    everything = each is not None and each.everything
    return everything or (bool(rule.predicate) and EVERY in predicate_reads(rule.predicate))


def _reads(rule: Rule, annotation: str = "") -> Iterator[tuple[Pattern, int]]:
    """The patterns that a rule reads, from the root, and how deep it looks at what is there; few annotations decide the ways in."""
    logic = rule.logic
    if rule.predicate:
        yield from ((pattern, PRESENCE) for pattern in _patterns(predicate_reads(rule.predicate)))
    for read in logic.reads:
        depth = PRESENCE if read.pattern.end else read.depth
        yield from ((route, depth) for route in read.routes)
    for condition in (*rule.template.conditions("message", "help", "fix"), *_of_fixes(rule)):
        yield from ((route, read.depth) for read in condition.reads({}) for route in read.routes)
    if logic.collections and (not annotation or annotation in KEYS):
        yield from ((pattern, INSIDE) for pattern in _patterns(READS))
    if ADDRESSES in logic.collections:
        yield from ((pattern, INSIDE) for pattern in _patterns(ADDRESS_READS))
    if logic.collections and not OF_LOGIN.isdisjoint(_steps(rule)):
        yield from ((pattern, INSIDE) for pattern in _patterns(LOGIN_READS))
    yield from ((pattern, PRESENCE) for pattern in (logic.each.patterns if logic.each else ()))
    at = rule.template.at
    if at is not None and not at.alias:
        yield at, PRESENCE


def _of_fixes(rule: Rule) -> Iterator[Condition]:
    """The conditions on which a fix is offered, besides those of its case."""
    return (case.value.when for case in rule.template.fix if case.value.when)


def _steps(rule: Rule) -> Iterator[Step]:
    """The steps of all that a rule asks, in its conditions and in those of its cases."""
    template = rule.template
    conditions = template.conditions("severity", "message", "help", "fix")
    reads = (*rule.logic.reads, *chain.from_iterable(condition.reads({}) for condition in conditions))
    return chain.from_iterable(route.steps for read in reads for route in read.routes)


@lru_cache(maxsize=64)
def _patterns(texts: Sequence[str]) -> tuple[Pattern, ...]:
    return tuple(read_pattern(text) for text in texts if text != EVERYTHING)


def _meets(steps: Sequence[Step], wanted: Sequence[Step], depth: int) -> bool:
    """Whether both patterns lead the same way, as far as the shorter goes; above what is wanted only a deep look counts."""
    if not all(_overlap(one, other) for one, other in zip(steps, wanted, strict=False)):
        return False
    return len(steps) >= len(wanted) or (depth == INSIDE and _is_block(steps))


def _is_block(steps: Sequence[Step]) -> bool:
    """Whether anything may stand below; not below a single value of the chart."""
    node: fields.Node | None = fields.root()
    for step in steps:
        node = None if node is None or isinstance(step, Glob) else fields.below(node, step)
    return node is None or bool(fields.inside(node)) or fields.is_open(node) or "items" in node


def _overlap(one: Step, other: Step) -> bool:
    """Whether a key or an item may fit both steps."""
    if isinstance(one, Glob) and isinstance(other, Glob):
        return one == other or "*" in (one.text, other.text)
    if isinstance(one, Glob) and not isinstance(other, Glob):
        return one.fits(other)
    if isinstance(other, Glob) and not isinstance(one, Glob):
        return other.fits(one)
    # what is written of the first item of a list is true of all
    return one == other or (isinstance(one, int) and isinstance(other, int))
