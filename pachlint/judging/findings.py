"""From a violation to a finding: its words, its places, what belongs to it, and the fix."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pachlint.finding import OF_CHART, OF_USER, Finding, Fix, Related, Safety, Severity
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

_CHART_DEFAULT = " (chart default)"


def to_finding(rule: Rule, violation: Violation, context: CheckContext) -> Finding | None:
    """The finding of a violation; None if there is nothing to say (:func:`severity_of`)."""
    severity = severity_of(rule, violation, context)
    if severity is None:
        return None
    scope = Scope(context, _names(violation))
    path, key = _where(rule, violation, scope)
    place = violation.place or _stand(path, context.values, key=key)
    origin = OF_USER if violation.place or _is_own(path, context.values) else OF_CHART
    message = violation.message
    if message is None:
        message = render(_of_case(rule.template.message, scope), violation, scope)
        if origin == OF_CHART and not is_empty(context.values.get(path, None)):
            message += _CHART_DEFAULT
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
            *_overridden(path, context.values),
        ),
        fix=violation.fix or _fix(rule, violation, scope),
        why=rule.template.why,
        aliases=_aliases(rule, format_path(path)) if rule.aliases else (),
        ways=ways_of(violation.aliases, context.values),
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


def severity_of(rule: Rule, violation: Violation, context: CheckContext) -> Severity | None:
    """How severe the finding of a violation is.

    None if there is none: its case is none of the rule's, or something is missing in what is only a part of a release.
    """
    scope = Scope(context, _names(violation))
    if (
        context.partial
        and not violation.place
        and not _is_own(_where(rule, violation, scope)[0], context.values)
    ):
        return None
    if violation.severity or not rule.traits.of_cases:
        return violation.severity or rule.severity
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


def _stand(path: Path, values: Values, *, key: bool) -> Place:
    place = None
    if not key and not isinstance(values.get(path), Mapping | list):
        place = values.value_place(path)
    if place is None or (place.line, place.column) == (place.end_line, place.end_column):
        place = values.key_place(path)
    return place or values.nearest_place(path)[0]


def _is_own(path: Path, values: Values) -> bool:
    """Whether the user wrote what stands at a path, or removed it."""
    return values.set_by_user(path) or values.removed(path)


def _related(rule: Rule, violation: Violation, scope: Scope, place: Place) -> Iterator[Related]:
    """The other places that the rule names, where the user wrote them."""
    values = scope.context.values
    for at, label in rule.template.also:
        path = at.path(scope)
        path = path and deciding(path, values)
        if path is None or not values.set_by_user(path):
            continue
        other = _stand(path, values, key=at.end == "@key")
        if other != place:
            yield Related(other, render(label, violation, scope))


def _overridden(path: Path, values: Values) -> Iterator[Related]:
    """The values of earlier files that the value of the violation overrides."""
    # of one file or flag over the chart's defaults nothing is overridden
    if len(values.layers) < 3 or isinstance(values.get(path), Mapping):
        return
    for layer in values.overridden(path):
        place = _place_in(layer, path)
        if place is not None:
            yield Related(place, "this earlier value is overridden")


def _place_in(layer: Layer, path: Path) -> Place | None:
    if layer.document is None:
        return None
    entry = layer.document.find(path)
    return layer.document.source.place(entry.key_span) if entry else None


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
    return _compiled(render(wanted.title, violation, scope), wanted.safety, specs, scope)


def _compiled(title: str, safety: str, specs: "Sequence[EditSpec | None]", scope: Scope) -> Fix | None:
    known = [spec for spec in specs if spec and scope.context.chart.may_have(spec.written)]
    if len(known) < len(specs):
        return None
    from pachlint.fixing.fix import compile_edits  # noqa: PLC0415 -- most runs find nothing to fix

    left = scope.context.once(effort_of)
    values = scope.context.values
    if scope.context.enclosing:
        known = [spec.moved(scope.context.whole_path) for spec in known]
        values = scope.context.enclosing.values
    edits = compile_edits(tuple(known), values, left)
    return Fix(title, Safety(safety), edits) if edits else None
