"""From a violation to a finding: its words, its places, what belongs to it, and the fix."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from pachlint.finding import Finding, Fix, Related, Safety, Severity
from pachlint.kinds import is_empty
from pachlint.layering.values import Layer, Values
from pachlint.place import Path, PathError, Place, format_path, parse_path
from pachlint.policy.context import CheckContext, Violation
from pachlint.policy.finding_template import NOTHING, Case, fitting
from pachlint.policy.messages import render
from pachlint.policy.paths import Scope
from pachlint.policy.rule import Rule
from pachlint.policy.steps import effort_of
from pachlint.policy.ways import deciding, ways_of

if TYPE_CHECKING:
    from pachlint.policy.fixes import EditSpec, FixTemplate

_USER, _DEFAULT = "user", "default"
_OF_CHART = " (chart default)"


def to_finding(rule: Rule, violation: Violation, context: CheckContext) -> Finding | None:
    """The finding of a violation; None if its case is none of the rule's, or something is missing in what is only a part of a release."""
    scope = Scope(context, _names(violation))
    path, key = _where(rule, violation, scope)
    place, origin = (violation.place, _USER) if violation.place else _stand(path, context.values, key=key)
    severity = violation.severity or severity_of(rule, scope)
    if severity is None or (context.partial and origin == _DEFAULT):
        return None
    message = violation.message
    if message is None:
        message = render(_of_case(rule.template.message, scope), violation, scope)
        if origin == _DEFAULT and not is_empty(context.values.get(path, None)):
            message += _OF_CHART
    found = Finding(
        rule=rule.id,
        topic=rule.topic,
        severity=severity,
        impact=rule.impact,
        message=message,
        place=place,
        path=format_path(context.whole_path(path)),
        help=violation.help or render(_of_case(rule.template.help, scope), violation, scope),
        url=violation.url or rule.url,
        origin=origin,
        related=(
            *violation.related,
            *_related(rule, violation, scope, place),
            *_overridden(path, context.values, origin),
        ),
        fix=violation.fix or _fix(rule, violation, scope),
        why=rule.template.why,
        aliases=_aliases(rule, format_path(path)) if rule.aliases else (),
        ways=ways_of(violation.aliases, context.values) if rule.logic.collections else (),
    )
    if context.enclosing is None:
        return found
    from pachlint.judging.enclosed import with_whole_paths  # noqa: PLC0415 -- few charts have Pachyderm's inside

    return with_whole_paths(found, context.enclosing)


def _aliases(rule: Rule, path: str) -> tuple[str, ...]:
    """The former ids of the rule that were about such a path."""
    from fnmatch import fnmatchcase  # noqa: PLC0415 -- few rules had other names

    return tuple(
        alias
        for alias, globs in rule.aliases.items()
        if not globs or any(fnmatchcase(path, glob) for glob in globs)
    )


def severity_of(rule: Rule, scope: Scope) -> Severity | None:
    """The severity of a finding in the scope of its match, unless a config gives the rule another; None where nothing is said."""
    if not rule.traits.of_cases:
        return rule.severity
    word = fitting(rule.template.severity, scope)
    if word == NOTHING:
        return None
    return rule.severity if rule.is_severity_given else Severity[word.upper()]


def _of_case(cases: Sequence[Case], scope: Scope) -> str:
    return fitting(cases, scope) or ""


def _names(violation: Violation) -> Mapping[str, Path]:
    """The rule's own names, and those that places and edits may begin with."""
    names = {**violation.aliases, "@path": violation.path}
    other = violation.facts.get("other")
    if isinstance(other, str):
        try:
            names["@other"] = parse_path(other)
        except PathError:
            return names
    return names


def _where(rule: Rule, violation: Violation, scope: Scope) -> tuple[Path, bool]:
    """The path that the finding is about, and whether its key is meant."""
    at = rule.template.at
    path = at.path(scope) if at else None
    if at and path is not None:
        return deciding(path, scope.context.values), at.end == "@key"
    return violation.path, violation.key


def _stand(path: Path, values: Values, *, key: bool) -> tuple[Place, str]:
    """The place of a path, and whether the user wrote it."""
    origin = _USER if values.set_by_user(path) or values.removed(path) else _DEFAULT
    if origin == _DEFAULT:
        return values.nearest_place(path)[0], origin
    place = None
    if not key and not isinstance(values.get(path), Mapping | list):
        place = values.value_place(path)
    if place is None or (place.line, place.column) == (place.end_line, place.end_column):
        place = values.key_place(path)
    return place or values.nearest_place(path)[0], origin


def _related(rule: Rule, violation: Violation, scope: Scope, place: Place) -> Iterator[Related]:
    """The other places that the rule names, where the user wrote them."""
    values = scope.context.values
    for at, label in rule.template.also:
        path = at.path(scope)
        path = path and deciding(path, values)
        if path is None or not values.set_by_user(path):
            continue
        other, _ = _stand(path, values, key=at.end == "@key")
        if other != place:
            yield Related(other, render(label, violation, scope))


def _overridden(path: Path, values: Values, origin: str) -> Iterator[Related]:
    """The values of earlier files that the value of the violation overrides."""
    # of one file or flag over the chart's defaults nothing is overridden
    if origin == _DEFAULT or len(values.layers) < 3 or isinstance(values.get(path), Mapping):
        return
    for layer in values.overridden(path):
        place = _place_in(layer, path)
        if place is not None:
            yield Related(place, "this earlier value is overridden")


def _place_in(layer: Layer, path: Path) -> Place | None:
    entry = layer.document.find(path) if layer.document else None
    if entry is None or layer.document is None:
        return None
    return layer.document.source.place(entry.key_span)


def _decided(spec: "EditSpec | None", scope: Scope) -> "EditSpec | None":
    return spec and spec._replace(path=deciding(spec.path, scope.context.values))


def _fix(rule: Rule, violation: Violation, scope: Scope) -> Fix | None:
    if not scope.context.fixes:
        return None
    if violation.repair:
        return _compiled(*violation.repair, scope)
    wanted: FixTemplate | None = fitting(rule.template.fix, scope)
    if wanted is None or (wanted.when and not wanted.when.holds(scope)):
        return None
    specs = [_decided(edit.filled(violation, scope), scope) for edit in wanted.edits]
    if None in specs:
        return None
    return _compiled(render(wanted.title, violation, scope), wanted.safety, specs, scope)


def _compiled(title: str, safety: str, specs: "Sequence[EditSpec | None]", scope: Scope) -> Fix | None:
    if any(spec is None or not scope.context.chart.may_have(spec.written) for spec in specs):
        return None
    from pachlint.fixing.fix import compile_edits  # noqa: PLC0415 -- most runs find nothing to fix

    left = scope.context.once(effort_of)
    values = scope.context.values
    if scope.context.enclosing:
        specs = [spec and spec.moved(scope.context.whole_path) for spec in specs]
        values = scope.context.enclosing.values
    edits = compile_edits(tuple(cast("Sequence[EditSpec]", specs)), values, left)
    return Fix(title, Safety(safety), edits) if edits else None
