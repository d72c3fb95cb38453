"""What the Kubernetes API server refuses of the objects that a release makes, though Helm renders them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pachlint import bundled
from pachlint.chart.charts import Likeness
from pachlint.kubernetes.violation import NOTHING
from pachlint.place import Path, format_path
from pachlint.policy.context import CheckContext, Violation, numbering
from pachlint.policy.fixes import EditSpec, Repair
from pachlint.verdict import flows
from pachlint.verdict.breaches import TemplateInput
from pachlint.verdict.memory import Settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def kubernetes_refusals(
    context: CheckContext, wanted: Mapping[str, Any], unknown: Iterable[Path] = ()
) -> Iterator[Violation]:
    """Values that land in a field of an object which the API server refuses for it; with ``deferred``, only when pods are made.

    Nothing is reported of a local chart that was not learned, since its templates may differ, nor of what is unknown, at ``unknown`` paths.
    """
    for refusal in context.once(_find, unknown):
        violation = refusal.violation
        if violation.deferred is bool(wanted.get("deferred")):
            place = format_path((*refusal.place, *violation.path[: len(violation.path) - violation.at_key]))
            repair = _repair(refusal)
            yield Violation(
                refusal.path,
                key=violation.at_key,
                message=f"{refusal.kind} {refusal.name}".strip() + f", {_last(place)}: {violation.words}",
                help=f"{repair.title[0].upper()}{repair.title[1:]}." if repair else None,
                repair=repair,
            )


def _repair(refusal: flows.Refusal) -> Repair | None:
    """The one name or value that can be meant, written in place of what Kubernetes refuses."""
    violation = refusal.violation
    safety = "unsafe" if violation.doubtful else "safe"
    if violation.rename:
        title = f"rename {refusal.path[-1]} to {violation.rename}"
        return Repair(title, safety, (EditSpec("rename", refusal.path, to=violation.rename),))
    if violation.replacement is NOTHING:
        return None
    shown = json.dumps(violation.replacement)
    return Repair(f"write {shown}", safety, (EditSpec("set", refusal.path, violation.replacement),))


def _last(place: str) -> str:
    """The end of a field's path that tells it from others: what is below the pod or the container."""
    for start in ("spec.template.spec.", "spec.template."):
        place = place.removeprefix(start)
    return place or "top level"


def _find(context: CheckContext, unknown: Iterable[Path]) -> list[flows.Refusal]:
    rejected = any(problem.rejected for document in context.documents for problem in document.problems)
    model = context.chart.model
    is_released = context.chart.likeness is Likeness.SAME
    if rejected or context.values.problems or not (is_released or model):
        return []
    if model is not None:
        from pachlint.verdict import learned  # noqa: PLC0415 -- for a local chart only

        return learned.kubernetes_refusals(context, model, (*unknown, *context.bad))
    target = context.target
    given = TemplateInput(
        context.values.data,
        str(context.chart.version),
        context.values.user,
        (*unknown, *context.bad),
        target.release,
        target.namespace,
        numbering(context),
    )
    return flows.refusals(given, _flows())


@lru_cache(maxsize=1)
def shipped_flows() -> flows.Table:
    """What lands where in every release."""
    return flows.load(bundled.read("schemas/flows.json"))


@lru_cache(maxsize=1)
def _flows() -> flows.Table:
    table = shipped_flows()
    return table._replace(settled=Settled(lambda: _reads_of(table), and_written=True))


def _reads_of(table: flows.Table) -> list[tuple[Path, ...]]:
    from pachlint.verdict.flow_reads import reads_of  # noqa: PLC0415 -- for several releases only

    return reads_of(table)
