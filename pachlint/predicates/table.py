"""The table of predicates that shipped rules may name: for what the rule language cannot say.

A predicate gets the release and what the rule has under ``with``, and yields violations. It never raises for any
values a user may write.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

from pachlint.chart.secret_shapes import shape
from pachlint.place import Path
from pachlint.policy.context import CheckContext, Violation
from pachlint.policy.paths import written_scalars
from pachlint.policy.rule import Traits
from pachlint.predicates import annotations, files, keys, placeholders, tags
from pachlint.verdict.characters import control_characters
from pachlint.verdict.crashes import chart_crashes, unjudged_templates
from pachlint.verdict.refusals import kubernetes_refusals

Predicate = Callable[[CheckContext, Mapping[str, Any]], Iterator[Violation]]


def _type_mismatches(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Values of a wrong type; where a missing space made them a text, that is said instead of the type.

    What stands in a template for a value has no type yet.
    """
    for violation in context.mismatches:
        if placeholders.is_left_to_another(context, violation.path):
            continue
        problem = files.problem_at(context, violation)
        if problem:
            yield violation._replace(message=problem.message, help=problem.hint)
        else:
            yield violation._replace(help=placeholders.remedy(context, violation.path))


def _crashes(context: CheckContext, options: Mapping[str, Any]) -> Iterator[Violation]:
    """What the chart's templates reject, whatever is filled in for the holes of a template."""
    return chart_crashes(context, options, _unfilled(context))


def _unjudged(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Templates inside values whose result is unknown."""
    return unjudged_templates(context, _unfilled(context))


def _refusals(context: CheckContext, wanted: Mapping[str, Any]) -> Iterator[Violation]:
    """What the API server refuses, whatever is filled in for the holes of a template."""
    return kubernetes_refusals(context, wanted, _unfilled(context))


def _unfilled(context: CheckContext) -> list[Path]:
    return [one.path for one in placeholders.unfilled(context) if one.left]


def _of(module: str, name: str) -> Predicate:
    """A predicate whose module is imported when a release is judged by it: few have certificates, or annotations."""

    def judge(context: CheckContext, options: Mapping[str, Any]) -> Iterator[Violation]:
        predicate: Predicate = getattr(import_module(f"pachlint.predicates.{module}"), name)
        return predicate(context, options)

    return judge


def _shaped_secrets(context: CheckContext, options: Mapping[str, Any]) -> Iterator[Violation]:
    """Secrets by their looks, whose module is imported where a text has any."""
    texts = (context.values.get(path) for path in written_scalars(context))
    if not any(isinstance(text, str) and shape(text) for text in texts):
        return
    from pachlint.predicates import secrets  # noqa: PLC0415 -- few files hold secrets

    yield from secrets.shaped_secrets(context, options)


LAST_RESORT = "chart-rejection"
"""The predicate whose findings count only if nothing else says that Helm rejects the values."""

PREDICATES: Mapping[str, Predicate] = {
    "document-problem": files.document_problems,
    "flag-problem": files.flag_problems,
    "type-mismatch": _type_mismatches,
    "unknown-key": keys.unknown_keys,
    "other-version-key": keys.other_version_keys,
    "dead-key": keys.dead_keys,
    "annotation-near": annotations.near_keys,
    "annotation-unread": annotations.unread_keys,
    "annotation-key-form": annotations.malformed_keys,
    "annotation-misplaced": annotations.misplaced_keys,
    "annotation-not-text": annotations.not_text,
    "annotation-text": annotations.wrong_texts,
    "annotation-replaced": annotations.replaced_keys,
    "annotation-status": annotations.status_keys,
    "annotation-of-other-class": _of("ingress_classes", "other_class_keys"),
    "annotation-of-two-controllers": _of("ingress_classes", "mixed_keys"),
    "annotation-of-other-cloud": annotations.other_cloud_keys,
    "annotation-needs": annotations.lacking_keys,
    "annotation-conflict": annotations.excluding_keys,
    "placeholder": placeholders.placeholders,
    "placeholder-in-key": placeholders.placeholders_in_keys,
    "secret-shape": _shaped_secrets,
    "image-tag": tags.foreign_tags,
    "certificate-expired": _of("certificates", "expired"),
    "certificate-key": _of("certificates", "foreign_keys"),
    "certificate-host": _of("certificates", "foreign_hosts"),
    "certificate-order": _of("certificates", "disordered"),
    "certificate-untrusted": _of("certificates", "untrusted"),
    "control-character": control_characters,
    "chart-crash": _crashes,
    LAST_RESORT: _crashes,
    "template-unjudged": _unjudged,
    "kubernetes-refusal": _refusals,
    "ssl-ports": _of("balancers", "ssl_ports"),
    "annotation-unread-by-server": _of("balancers", "unread_keys"),
    "annotation-of-other-server": _of("balancers", "doubtful_keys"),
    "clear-text-to-tls": _of("balancers", "clear_text_to_tls"),
    "tls-to-clear-text": _of("balancers", "tls_to_clear_text"),
    "alb-redirect": _of("alb", "redirects"),
    "node-port-range": _of("ports", "node_port_range"),
    "node-ports-clash": _of("ports", "node_ports_clash"),
    "service-ports-clash": _of("ports", "service_ports_clash"),
}
"""Every predicate by the name that rules use."""

_OF_PLACEHOLDERS = Traits(of_placeholders=True)
_OF_TEMPLATES = Traits(of_placeholders=True, of_templates=True)
TRAITS: Mapping[str, Traits] = {
    "document-problem": Traits(reads_text=True, of_any_chart=True, of_placeholders=True, of_problems=True),
    "flag-problem": Traits(of_any_chart=True, of_placeholders=True),
    "type-mismatch": Traits(of_any_chart=True, of_placeholders=True),
    "placeholder": _OF_PLACEHOLDERS,
    "placeholder-in-key": _OF_PLACEHOLDERS,
    "control-character": Traits(of_any_chart=True),
    "chart-crash": _OF_TEMPLATES,
    LAST_RESORT: _OF_TEMPLATES,
    "template-unjudged": Traits(of_templates=True),
    "kubernetes-refusal": _OF_TEMPLATES,
    "unknown-key": Traits(of_keys=True),
    "dead-key": Traits(of_keys=True),
}
"""What is unusual of predicates; the others have nothing of it."""
