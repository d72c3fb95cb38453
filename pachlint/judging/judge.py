"""Judge values by rules: find the culprits, and give each its words, its places and its fix."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pachlint.chart.charts import Likeness
from pachlint.finding import Finding, Impact
from pachlint.judging.findings import told
from pachlint.place import Path
from pachlint.policy.finding_template import is_within
from pachlint.policy.judged import Culprit, Judged
from pachlint.policy.logic import Logic
from pachlint.policy.paths import Scope
from pachlint.policy.rule import Rule
from pachlint.policy.steps import Steps, take

if TYPE_CHECKING:
    from pachlint.checks.predicates import Predicate


class PolicyError(Exception):
    """A rule could not be judged: a defect of the rule or of pachlint, never of the values."""

    def __init__(self, rule: str, cause: Exception) -> None:
        super().__init__(f"rule {rule} cannot be judged: {type(cause).__name__}: {cause}")
        self.rule = rule
        self.cause = cause


def applies(rule: Rule, judged: Judged) -> bool:
    """Whether the rule is about this release, and no value it reads has a wrong type."""
    target, wanted = judged.target, rule.applies
    if judged.chart.likeness is not Likeness.SAME and not _holds(rule, judged.chart.likeness):
        return False
    if wanted.providers and (target.provider.value or "unknown") not in wanted.providers:
        return False
    if wanted.environments and (target.environment.value or "unknown") not in wanted.environments:
        return False
    if wanted.chart and not is_within(target.chart_version.value, wanted.intervals):
        return False
    return not (judged.bad and _stands_on_bad_ground(rule, judged))


def _holds(rule: Rule, likeness: Likeness) -> bool:
    """Whether the rule is about a chart that is no release: what its own templates refuse is not known."""
    if rule.traits.of_any_chart:
        return True
    return likeness is Likeness.SIMILAR and rule.impact is not Impact.REJECTED


def _stands_on_bad_ground(rule: Rule, judged: Judged) -> bool:
    if rule.number not in rule.rule_set.read_index.near(judged.bad):
        return False
    if any(pattern.touches(bad) for pattern in rule.logic.own_reads for bad in judged.bad):
        return True
    each = rule.logic.each
    starts = [pattern.start for pattern in each.patterns if not pattern.alias] if each else []
    return any(bad == start[: len(bad)] for start in starts for bad in judged.bad)


def judge(rule: Rule, judged: Judged) -> list[Finding]:
    """What the rule has to say about a release it applies to, in no particular order.

    Raises:
        PolicyError: if the rule cannot be judged.
    """
    try:
        seen = _seen(rule, judged)
        if not rule.rule_set.predicate_cache.may_match(rule.screen, seen):
            return []
        seen = seen._replace(steps=Steps())
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
    if judged.known is None or rule.traits.of_any_version:
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
    logic, scope = rule.logic, Scope(judged, {})
    first = logic.when_first
    if first and logic.when is not None and not logic.when.holds(scope):
        return
    if rule.predicate:
        yield from _predicate(rule.predicate)(judged, rule.options)
        return
    for inner in _matches(logic, scope):
        if logic.require is None or not (first or logic.when is None or logic.when.holds(inner)):
            continue
        seen: set[tuple[Path, bool]] = set()
        for culprit in logic.require.failures(inner):
            if (culprit.path, culprit.key) not in seen:
                seen.add((culprit.path, culprit.key))
                yield culprit


def _predicate(name: str) -> "Predicate":
    from pachlint.checks.predicates import PREDICATES  # noqa: PLC0415 -- imports much, for few rules

    return PREDICATES[name]


def _matches(logic: Logic, scope: Scope) -> Iterator[Scope]:
    """The scopes to judge the rule in: one, or one for each match."""
    each = logic.each
    if each is None:
        yield scope
        return
    seen: set[Path] = set()
    for path in each.paths(scope):
        take(scope)
        inner = Scope(scope.judged, {each.alias: path})
        if path in seen or _is_bad(logic, path, inner) or not (each.where is None or each.where.holds(inner)):
            continue
        seen.add(path)
        yield inner


def _is_bad(logic: Logic, path: Path, scope: Scope) -> bool:
    bad = scope.judged.bad
    if not bad:
        return False
    if any(path[: len(one)] == one for one in bad):
        return True
    return any(
        pattern.touches(one, pattern.base(scope) or ()) for pattern in logic.reads_of_a_match for one in bad
    )
