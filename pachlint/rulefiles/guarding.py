"""What single values tell about whether a rule has anything to say: its guard (:mod:`pachlint.policy.guards`).

The conditions of a rule become a formula over questions. What no question can tell is taken to be whatever lets the rule
speak, so that no guard ever keeps a finding back. But where the chart's own values, in every version that the rule is
about, leave no room for a finding, somebody must have written something that is read.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pachlint.judging.judge import culprits
from pachlint.policy.conditions import Condition, build_condition
from pachlint.policy.guards import QUICK, TOUCHED, answer
from pachlint.policy.judged import Judged
from pachlint.policy.operators import SEE_MISSING
from pachlint.policy.paths import Scope
from pachlint.policy.rule import build_rule
from pachlint.records import NamedTuple
from pachlint.rulefiles.formulas import Ask, Formula, both, either, opposite, written
from pachlint.rulefiles.own_values import decided_by, is_mapping, own_values, own_values_of, versions_in
from pachlint.rulefiles.reads import Paths, beginning, is_wild, read_by, read_by_rule
from pachlint.versions import Version, newest

Compiled = list[Any]


def guard(core: Mapping[str, Any], *, knows_charts: bool) -> Compiled:
    """The guard of a compiled rule; ``knows_charts``: it is worth the time to look at the charts' own values."""
    versions = versions_in(core["applies"][3]) if knows_charts else ()
    return written(_Guarding(versions).of_rule(core), _is_usual)


class _Guarding(NamedTuple):
    """``versions`` are those that the rule is about; none if nothing is to be known of the charts."""

    versions: tuple[Version, ...]

    def of_rule(self, core: Mapping[str, Any]) -> Formula:
        parts = [self.holds(core["when"], doubt=True)] if core.get("when") else []
        if core["check"] or not core.get("require"):
            return both(parts)
        if core.get("each"):
            patterns, _, where = core["each"]
            parts.append(either(map(_has_matches, patterns)))
            parts.append(self.holds(where, doubt=True) if where else True)
        parts.append(self.fails(core["require"]))
        always = self._unless_silent({**core, "guard": [], "when": None, "when_first": False})
        parts.append(self._unless_silent({**core, "guard": []}) if always is True else always)
        return both(parts)

    def holds(self, compiled: Compiled, *, doubt: bool) -> Formula:
        """When a condition of ``when`` holds; what is not known is ``doubt``."""
        match compiled:
            case ["all", parts]:
                return both(self.holds(part, doubt=doubt) for part in parts)
            case ["any", parts]:
                return either(self.holds(part, doubt=doubt) for part in parts)
            case ["none", parts]:
                return opposite(either(self.holds(part, doubt=not doubt) for part in parts))
            case ["not", part]:
                return opposite(self.holds(part, doubt=not doubt))
        known = _holds(compiled, doubt=doubt)
        if doubt:
            return both([known, self._unless(compiled, lambda condition, scope: not condition.holds(scope))])
        return either(
            [known, opposite(self._unless(compiled, lambda condition, scope: condition.holds(scope)))]
        )

    def fails(self, compiled: Compiled) -> Formula:
        """When a condition of ``require`` may fail."""
        match compiled:
            case ["all", parts]:
                return either(map(self.fails, parts))
            case ["any", parts]:
                return both(map(self.fails, parts))
            case ["none", parts]:
                return either(self.holds(part, doubt=True) for part in parts)
            case ["not", part]:
                return self.holds(part, doubt=True)
        known = _fails(compiled)
        return both([known, self._unless(compiled, lambda condition, scope: not condition.failures(scope))])

    def _unless(self, compiled: Compiled, is_so: Callable[[Condition, Scope], bool]) -> Formula:
        """Something of what a condition reads is written, if with the charts' own values something is always so."""
        if _is_exact(compiled):
            return True
        condition = build_condition(compiled)
        return self._touched(
            read_by(compiled, is_mapping), lambda judged: is_so(condition, Scope(judged, {}))
        )

    def _unless_silent(self, logic: Mapping[str, Any]) -> Formula:
        rule = build_rule(logic)
        return self._touched(
            read_by_rule(logic, is_mapping), lambda judged: not any(True for _ in culprits(rule, judged))
        )

    def _touched(self, paths: Paths | None, is_so: Callable[[Judged], bool]) -> Formula:
        """Something at the paths is written, if something is always so while nothing is."""
        deciding = decided_by(paths) if paths is not None and self.versions else None
        if paths is None or deciding is None or not all(map(is_so, own_values(self.versions, paths))):
            return True
        return Ask((), TOUCHED, deciding)


def _holds(compiled: Compiled, *, doubt: bool) -> Formula:
    match compiled:
        case ["some", pattern, *_]:
            return _has_matches(pattern) if doubt else False
        case ["every", pattern, *_]:
            return True if doubt else opposite(_has_matches(pattern))
    _, (alias, _, steps, end), _, (pipes, checks) = compiled
    if alias or end or any(check[0] == "unique" for check in checks):
        return doubt
    if is_wild(steps):
        return _has_matches(compiled[1]) if doubt else False
    return both(
        Ask(steps, *check[:2]) if _is_quick(check, pipes) else doubt and _needed(steps, check)
        for check in checks
    )


def _fails(compiled: Compiled) -> Formula:
    match compiled:
        case ["some", *_]:
            return True
        case ["every", pattern, *_]:
            return _has_matches(pattern)
    _, (alias, _, steps, end), optional, (pipes, checks) = compiled
    if alias or end:
        return True
    if is_wild(steps):
        return _has_matches(compiled[1])
    failing = either(
        opposite(Ask(steps, *check[:2])) if _is_quick(check, pipes) else True for check in checks
    )
    return both([Ask(steps, "present"), failing]) if optional else failing


def _needed(steps: Sequence[Any], check: Compiled) -> Formula:
    """What must be there for a test that no question can tell."""
    operator, operand, *_ = check
    sees_missing = operator in SEE_MISSING or (operator == "type" and "null" in operand)
    return sees_missing or Ask(steps, "present")


def _is_quick(check: Compiled, pipes: Compiled) -> bool:
    operator, _, *refers = check
    return operator in QUICK and not pipes and not any(refers[:1])


def _is_exact(compiled: Compiled) -> bool:
    """Whether questions tell all there is to a test."""
    if compiled[0] != "test":
        return False
    _, (alias, _, steps, end), _, (pipes, checks) = compiled
    return not (alias or end or is_wild(steps)) and all(_is_quick(check, pipes) for check in checks)


def _has_matches(pattern: Compiled | str) -> Formula:
    """When a pattern may have matches; before its first wildcard there must be something to go over."""
    if isinstance(pattern, str) or pattern[0]:
        return True
    if is_wild(pattern[2]):
        return Ask(beginning(pattern[2]), "truthy")
    return Ask(pattern[2], "present")


def _is_usual(ask: Ask) -> bool:
    return answer(tuple(ask.steps), ask.operator, ask.operand, own_values_of(newest())) is ask.positive
