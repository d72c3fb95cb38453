"""Judge values by rules: find the culprits, and give each its words, its places and its fix."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from pachlint.chart.charts import Likeness
from pachlint.finding import Finding, Impact
from pachlint.judging.findings import told
from pachlint.place import Path
from pachlint.policy.conditions import Condition, build_condition
from pachlint.policy.judged import Culprit, Judged
from pachlint.policy.paths import Pattern, Scope, build, written_scalars
from pachlint.policy.rule import Rule
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.checks.predicates import Predicate


# Rules about files, flags and the schemas of whatever chart is at hand.
_OF_EVERY_CHART = ("flag-problem", "type-mismatch")


class PolicyError(Exception):
    """A rule could not be judged: a defect of the rule or of pachlint, never of the values."""

    def __init__(self, rule: str, cause: Exception) -> None:
        super().__init__(f"rule {rule} cannot be judged: {type(cause).__name__}: {cause}")
        self.rule = rule
        self.cause = cause


class Program(NamedTuple):
    """A rule's conditions, built from their compiled form."""

    when: Condition | None
    require: Condition | None
    each: tuple[tuple[Pattern | str, ...], str, Condition | None] | None


@cache
def _program(rule: Rule) -> Program:
    body = rule.body
    each = None
    if "each" in body:
        patterns, alias, where = body["each"]
        ready = tuple(pattern if isinstance(pattern, str) else build(pattern) for pattern in patterns)
        each = ready, alias, build_condition(where) if where is not None else None
    when, require = body.get("when"), body.get("require")
    return Program(when and build_condition(when), require and build_condition(require), each)


@cache
def _reads(rule: Rule, field: str) -> tuple[Pattern, ...]:
    return tuple(map(build, rule.telling[field]))


def applies(rule: Rule, judged: Judged) -> bool:
    """Whether the rule is about this release, and no value it reads has a wrong type."""
    target, wanted = judged.target, rule.applies
    if judged.chart.likeness is not Likeness.SAME and not _holds(rule, judged.chart.likeness):
        return False
    if wanted.providers and (target.provider.value or "unknown") not in wanted.providers:
        return False
    if wanted.environments and (target.environment.value or "unknown") not in wanted.environments:
        return False
    if wanted.chart:
        version = list(target.chart_version.value)
        if not any(low <= version < high for low, high in wanted.intervals):
            return False
    return not (judged.bad and _stands_on_bad_ground(rule, judged))


def _holds(rule: Rule, likeness: Likeness) -> bool:
    """Whether the rule is about a chart that is no release: what its own templates refuse is not known."""
    if rule.reads_text or rule.check in _OF_EVERY_CHART:
        return True
    return likeness is Likeness.SIMILAR and rule.impact is not Impact.REJECTED


def _stands_on_bad_ground(rule: Rule, judged: Judged) -> bool:
    if rule.number not in rule.ground.near(judged.bad):
        return False
    if any(pattern.touches(bad) for pattern in _reads(rule, "reads") for bad in judged.bad):
        return True
    each = _program(rule).each
    if each is None:
        return False
    fixed = [pattern.start for pattern in each[0] if isinstance(pattern, Pattern) and not pattern.alias]
    return any(bad == start[: len(bad)] for start in fixed for bad in judged.bad)


def judge(rule: Rule, judged: Judged) -> list[Finding]:
    """What the rule has to say about a release it applies to, in no particular order.

    Raises:
        PolicyError: if the rule cannot be judged.
    """
    try:
        seen = _seen(rule, judged)
        if not rule.questions.let_in(rule.guard, seen):
            return []
        found: dict[tuple[object, ...], Finding] = {}
        for culprit in culprits(rule, seen):
            if _is_unfilled(rule, culprit, judged):
                continue
            finding = told(rule, culprit, seen)
            if finding is not None:
                found.setdefault((finding.place, finding.path, finding.message), finding)
        return list(found.values())
    except Exception as error:
        raise PolicyError(rule.id, error) from error


def _seen(rule: Rule, judged: Judged) -> Judged:
    """The release as the rule reads it: without what only other chart versions have, unless it asks for that."""
    if judged.known is None or rule.telling.get("any_version"):
        return judged
    return judged.known


def _is_unfilled(rule: Rule, culprit: Culprit, judged: Judged) -> bool:
    from pachlint.checks.placeholders import unfilled  # noqa: PLC0415 -- as for the predicates

    paths = unfilled(judged)
    if not paths:
        return False
    from pachlint.judging.unfilled import rests_on  # noqa: PLC0415 -- most files have all their values

    return rests_on(rule, culprit, judged, paths)


def culprits(rule: Rule, judged: Judged) -> Iterator[Culprit]:
    """What fails the rule."""
    program, scope = _program(rule), Scope(judged, {})
    early = program.each is None or rule.body["when_first"]
    if early and program.when is not None and not program.when.holds(scope):
        return
    if rule.check:
        yield from _predicate(rule.check)(judged, rule.options)
        return
    for inner in _matches(rule, scope):
        if program.require is None or not (early or program.when is None or program.when.holds(inner)):
            continue
        seen: set[tuple[Path, bool]] = set()
        for culprit in program.require.failures(inner):
            if (culprit.path, culprit.key) not in seen:
                seen.add((culprit.path, culprit.key))
                yield culprit


def _predicate(name: str) -> "Predicate":
    from pachlint.checks.predicates import PREDICATES  # noqa: PLC0415 -- imports much, for few rules

    return PREDICATES[name]


def _matches(rule: Rule, scope: Scope) -> Iterator[Scope]:
    """The scopes to judge the rule in: one, or one for each match."""
    program = _program(rule)
    if program.each is None:
        yield scope
        return
    patterns, alias, where = program.each
    seen: set[Path] = set()
    for pattern in patterns:
        paths = written_scalars(scope.judged) if isinstance(pattern, str) else pattern.matches(scope)
        for path in paths:
            inner = Scope(scope.judged, {alias: path})
            if path in seen or _is_bad(rule, path, inner) or not (where is None or where.holds(inner)):
                continue
            seen.add(path)
            yield inner


def _is_bad(rule: Rule, path: Path, scope: Scope) -> bool:
    bad = scope.judged.bad
    if not bad:
        return False
    if any(path[: len(one)] == one for one in bad):
        return True
    return any(
        pattern.touches(one, pattern.base(scope) or ())
        for pattern in _reads(rule, "each_reads")
        for one in bad
    )
