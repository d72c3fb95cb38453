"""Judge values by rules: find the violations, and give each its words, its places and its fix."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, cast

from pachlint.chart.charts import Chart, Likeness
from pachlint.finding import Finding, Impact, Severity
from pachlint.judging.findings import severity_of, to_finding
from pachlint.place import Path, Place
from pachlint.policy.context import CheckContext, Violation
from pachlint.policy.finding_template import is_within
from pachlint.policy.logic import Logic
from pachlint.policy.paths import Scope
from pachlint.policy.rule import Rule
from pachlint.policy.screening import due
from pachlint.policy.steps import Steps, take
from pachlint.policy.ways import deciding
from pachlint.records import NamedTuple
from pachlint.versions import RULES_COMPARED

if TYPE_CHECKING:
    from pachlint.policy.tree import Condition
    from pachlint.predicates.table import Predicate


MAX_FINDINGS = 500
"""Most findings of one rule in one release that are reported one by one."""


class PolicyError(Exception):
    """A rule could not be judged: a defect of the rule or of pachlint, never of the values."""

    def __init__(self, rule: str, cause: Exception) -> None:
        super().__init__(f"rule {rule} cannot be judged: {type(cause).__name__}: {cause}")
        self.rule = rule
        self.cause = cause


def applies(rule: Rule, context: CheckContext) -> bool:
    """Whether the rule is about this release, and no value it reads has a wrong type."""
    return is_about(rule, context) and not stands_on_bad_ground(rule, context)


def is_about(rule: Rule, context: CheckContext) -> bool:
    """Whether the rule is about releases of this chart, version, provider and environment."""
    target, wanted = context.target, rule.applies
    if context.enclosing is not None and _is_of_outer(rule, context.chart):
        return False
    is_known = context.chart.likeness is Likeness.SAME and context.chart.version <= RULES_COMPARED
    if not is_known and not _holds(rule, context.chart):
        return False
    return (
        (not wanted.providers or (target.provider.value or "unknown") in wanted.providers)
        and (not wanted.environments or (target.environment.value or "unknown") in wanted.environments)
        and (not wanted.chart or is_within(target.chart_version.value, wanted.intervals))
    )


def _is_of_outer(rule: Rule, inner: Chart) -> bool:
    """Whether what the rule says of a chart inside another is said of that one already, which has its files."""
    traits = rule.traits
    return traits.reads_text or (inner.at_hand and (traits.of_any_chart or traits.of_templates))


def _holds(rule: Rule, chart: Chart) -> bool:
    """Whether the rule is about a chart that is no release, or one that no rule was compared with.

    What its templates reject they say themselves, if they were learned.
    """
    likeness, traits = chart.likeness, rule.traits
    has_templates = likeness is Likeness.SAME or chart.model is not None
    if traits.of_any_chart or (traits.of_templates and has_templates):
        return True
    if traits.of_keys and chart.own_fields is not None:
        return True
    return likeness is not Likeness.OTHER and rule.impact is not Impact.REJECTED


def stands_on_bad_ground(rule: Rule, context: CheckContext) -> bool:
    """Whether a value that the rule reads has a wrong type."""
    return rule.number in rule.rule_set.read_index.near(context.bad) and any(
        _may_build_on(rule.logic, bad) for bad in context.bad
    )


def _may_build_on(logic: Logic, bad: Path) -> bool:
    starts = [pattern.start for pattern in logic.each.patterns] if logic.each else []
    return any(pattern.touches(bad) for pattern in logic.own_reads) or any(
        bad == start[: len(bad)] for start in starts
    )


def judge(rule: Rule, context: CheckContext, most: int = MAX_FINDINGS) -> list[Finding]:
    """What the rule has to say about a release it applies to, in no particular order.

    Findings beyond ``most`` are summed up in one.

    Raises:
        PolicyError: if the rule cannot be judged.
    """
    return judge_due(rule, context, most) if due([rule], context) else []


def judge_due(rule: Rule, context: CheckContext, most: int = MAX_FINDINGS) -> list[Finding]:
    """The same for a rule that may have something to say (:func:`~pachlint.policy.screening.due`)."""
    try:
        seen = context.as_read(of_any_version=rule.traits.of_any_version)
        found = _first_violations(rule, seen)
        if found is None:
            return []
        reported = (one for one in found.violations if not _is_unfilled(rule, one, context))
        return to_findings(rule, reported, found.context, most)
    except Exception as error:
        raise PolicyError(rule.id, error) from error


class _Found(NamedTuple):
    """Violations, and the release in which they were found."""

    violations: Iterator[Violation]
    context: CheckContext


def _first_violations(rule: Rule, context: CheckContext) -> _Found | None:
    """The violations of a rule; None if there are none, or if there were none in a release with the same values."""
    silences = rule.rule_set.silences
    key = silences.key(rule, context, _number_of_ways)
    if silences.knows(rule, key):
        return None
    seen = _counting(rule, context)
    if seen is None:
        return None
    found = violations(rule, seen)
    first = next(found, None)
    if first is not None:
        return _Found(chain([first], found), seen)
    silences.keep(rule, key)
    return None


def to_findings(
    rule: Rule, found: Iterable[Violation], context: CheckContext, most: int = MAX_FINDINGS
) -> list[Finding]:
    """The findings of violations, each once as the most severe; those beyond ``most`` are summed up in one."""
    findings: dict[tuple[object, ...], Finding] = {}
    more: list[Severity] = []
    for violation in found:
        if len(findings) == most:
            severity = severity_of(rule, violation, context)
            more += [severity] if severity else []
            continue
        finding = to_finding(rule, violation, context)
        if finding is not None:
            key = finding.place, finding.path, finding.message
            findings[key] = _graver(findings[key], finding) if key in findings else finding
    reported = list(findings.values())
    return [*reported, *([summed_up(reported[-1], len(more), max(more), top_of(context))] if more else [])]


def _graver(one: Finding, other: Finding) -> Finding:
    """The more severe one of two that say the same, of all ways that they are about."""
    graver = other if other.severity > one.severity else one
    return graver._replace(ways=tuple(dict.fromkeys((*one.ways, *other.ways))))


def top_of(context: CheckContext) -> Place:
    """Where it is said that there are more findings than are shown."""
    return context.values.nearest_place(())[0]


def summed_up(one: Finding, more: int, severity: Severity, place: Place) -> Finding:
    """A finding for all that are too many to be reported like ``one``, as severe as the worst of them."""
    return one._replace(
        severity=severity,
        message=f"{more:,} more like the {MAX_FINDINGS:,} that are shown, such as: {one.message}",
        place=place,
        path=f"({more} more)",
        related=(),
        fix=None,
    )


def _counting(rule: Rule, context: CheckContext) -> CheckContext | None:
    """The release as a rule goes over it, with all steps left; the same for all rules that go over the same, one after the other."""
    logic, known = rule.logic, context.once(_views)
    over = (*logic.collections, "", *logic.whole_collections)
    of, seen = known.get(over, (None, None))
    if of is not context:
        whole = _with_what_it_goes_over(rule, context)
        seen = whole and whole._replace(steps=Steps())
        known[over] = context, seen
    if seen is not None and seen.steps is not None:
        seen.steps.renew()
    return seen


def _views(_: CheckContext) -> dict[tuple[str, ...], tuple[CheckContext, CheckContext | None]]:
    return {}


def _with_what_it_goes_over(rule: Rule, context: CheckContext) -> CheckContext | None:
    """The release with the collections that a rule goes over; None if one is not whole that has to be."""
    logic = rule.logic
    if not logic.collections:
        return context
    from pachlint.judging.ways import with_ways  # noqa: PLC0415 -- what few releases expose is worked out for few rules

    return with_ways(context, logic.collections, logic.whole_collections)


def _number_of_ways(context: CheckContext) -> int | None:
    from pachlint.judging.ways import number_of_ways  # noqa: PLC0415 -- as above

    return number_of_ways(context)


def _is_unfilled(rule: Rule, violation: Violation, context: CheckContext) -> bool:
    from pachlint.predicates.placeholders import unfilled  # noqa: PLC0415 -- as for the predicates

    paths = unfilled(context)
    if not paths:
        return False
    from pachlint.judging.unfilled import rests_on  # noqa: PLC0415 -- most files have all their values

    return rests_on(rule, violation, context, paths)


def violations(rule: Rule, context: CheckContext) -> Iterator[Violation]:
    """What fails the rule."""
    logic, scope, when = rule.logic, Scope(context, {}), rule.logic.when
    if logic.when_first:
        if when and not when.holds(scope):
            return
        when = None
    if rule.predicate:
        yield from _predicate(rule.predicate)(context, rule.options)
        return
    require = cast("Condition", logic.require)
    for inner in _matches(logic, scope):
        if when and not when.holds(inner):
            continue
        seen: set[tuple[Path, bool]] = set()
        for violation in require.failures(inner):
            if (violation.path, violation.key) not in seen:
                seen.add((violation.path, violation.key))
                yield violation._replace(path=deciding(violation.path, context.values))


def _predicate(name: str) -> "Predicate":
    from pachlint.predicates.table import PREDICATES  # noqa: PLC0415 -- imports much, for few rules

    return PREDICATES[name]


def _matches(logic: Logic, scope: Scope) -> Iterator[Scope]:
    """The scopes to judge the rule in: one, or one for each match."""
    each = logic.each
    if each is None:
        yield scope
        return
    seen: set[Path] = set()
    keys, bad = logic.needed_keys, scope.context.bad
    for path in each.paths(scope, of_user=logic.of_user):
        take(scope)
        if keys and path[-1] not in keys:
            continue
        inner = Scope(scope.context, {each.alias: path})
        if path in seen or (bad and _is_bad(logic, path, inner)):
            continue
        if each.where and not each.where.holds(inner):
            continue
        seen.add(path)
        yield inner


def _is_bad(logic: Logic, path: Path, scope: Scope) -> bool:
    """Whether a match has a wrong type, or stands below one, or the rule reads one of it."""
    bases = [(pattern, cast("Path", pattern.base(scope))) for pattern in logic.reads_of_a_match]
    return any(
        path[: len(one)] == one or any(pattern.touches(one, base) for pattern, base in bases)
        for one in scope.context.bad
    )
