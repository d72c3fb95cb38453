"""Why ``helm template`` stops on the values of a release: what the templates of its chart version demand of them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from pachlint import bundled
from pachlint.kinds import strings_in
from pachlint.place import Path, value_at
from pachlint.policy.context import CheckContext, Violation, numbering
from pachlint.verdict import manifests, template_checks
from pachlint.verdict.breaches import Breach, TemplateInput
from pachlint.verdict.characters import holds_control_characters
from pachlint.verdict.memory import Memory, Settled

_OFF_BY_DEFAULT = ("filebeat", "fluent-bit", "grafana", "logstash", "prometheus")
UNKNOWN = "unknown"
"""The kind of a breach that is none for sure."""


def chart_crashes(
    context: CheckContext, options: Mapping[str, Any], unknown: Iterable[Path] = ()
) -> Iterator[Violation]:
    """Values on which a template fails, or with ``explicit`` those that one rejects in so many words.

    Helm comes to the templates only if all files, flags and types are right; else nothing is reported. What is read of
    ``unknown`` paths says nothing.
    """
    for breach in _breaches(context, unknown):
        if breach.kind != UNKNOWN and breach.explicit is bool(options.get("explicit")):
            yield Violation(breach.path, message=_sentence(breach.detail))


def unjudged_templates(context: CheckContext, unknown: Iterable[Path] = ()) -> Iterator[Violation]:
    """Templates that the user wrote into values, and whose result is unknown."""
    for breach in _breaches(context, unknown):
        written = strings_in(value_at(context.values.user, breach.path))
        if breach.kind == UNKNOWN and any("{{" in text for text in written):
            yield Violation(breach.path, message=f"Not judged: {breach.detail}")


def _sentence(detail: str) -> str:
    """The detail, with a capital only where it does not begin with a path."""
    return "The chart" + detail.removeprefix("the chart") if detail.startswith("the chart") else detail


def _breaches(context: CheckContext, unknown: Iterable[Path]) -> tuple[Breach, ...]:
    return tuple(context.once(_find, unknown))


def _find(context: CheckContext, unknown: Iterable[Path]) -> list[Breach]:
    rejected = any(problem.rejected for document in context.documents for problem in document.problems)
    model = context.chart.model
    # a learned chart says itself which defaults it lacks
    bad = context.bad if model is None else context.mismatches
    if rejected or bad or context.values.problems or holds_control_characters(context):
        return []
    if model is not None:
        from pachlint.verdict import learned  # noqa: PLC0415 -- for a local chart only

        return learned.breaches(context, model, tuple(unknown))
    # the defaults of a local chart are not those that were found to meet every demand
    user = None if context.chart.at_hand else context.values.user
    target = context.target
    given = TemplateInput(
        context.values.data,
        str(context.chart.version),
        user,
        tuple(unknown),
        target.release,
        target.namespace,
        numbering(context),
    )
    found = template_checks.breaches(given, _demands()) + manifests.unreadable(given, _manifests())
    if context.chart.at_hand or _touches_optional(context.values.user):
        from pachlint.verdict import optional_charts  # noqa: PLC0415 -- its table is large, and few files need it

        inside = [
            breach
            for breach in optional_charts.breaches(context)
            if not any(breach.path[: len(path)] == path for path in given.unknown)
        ]
        known = {(breach.path, breach.kind) for breach in inside}
        return inside + [breach for breach in found if (breach.path, breach.kind) not in known]
    return found


def _touches_optional(user: Mapping[str, object]) -> bool:
    """Whether the user wrote anything for a chart inside loki-stack that is off by default."""
    below = user.get("loki-stack")
    return isinstance(below, dict) and any(name in below for name in _OFF_BY_DEFAULT)


@lru_cache(maxsize=1)
def _demands() -> template_checks.Table:
    table = template_checks.load(bundled.read("schemas/demands.json"))
    return table._replace(settled=Settled(table.sets))


@lru_cache(maxsize=1)
def _manifests() -> manifests.Table:
    table = manifests.load(bundled.read("schemas/manifests.json"))
    return table._replace(memory=Memory(table.pieces, table.expressions, by_words=True))
