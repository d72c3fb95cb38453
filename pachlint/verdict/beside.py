"""What Kubernetes says of a value beside what else the chart writes into the same object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.verdict.expressions import EvaluationError
from pachlint.verdict.flows import Flow
from pachlint.verdict.forms import Iteration
from pachlint.verdict.landed import beside_type, mounts, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pachlint.kubernetes.violation import Violation
    from pachlint.place import Path
    from pachlint.verdict.flows import Flows

_TYPE = ("spec", "type")
_VOLUMES = ("spec", "template", "spec", "volumes")


def beside(flows: Flows, flow: Flow, env: dict[int, object]) -> Iterator[tuple[Path, Violation]]:
    """Yield what is wrong with a user's value beside others, and its path: in a Service of its type, or mounted in a container.

    Raises:
        EvaluationError: if what is written is not known.
    """
    if flow.expression < 0:
        return
    source, value = flows.landed(flow.expression, env)
    written = flows.blamed(source, env, flow.guard) if value else None
    if written is None:
        return
    if flows.table.objects[flow.object][0] == "Service":
        place = flows.table.places[flow.place]
        found = [one for kind in _types(flows, flow.object) for one in beside_type(value, place, kind)]
    else:
        found = list(_mounted(flows, flow, value))
    for violation in found:
        yield (*written, *violation.path), violation


def _types(flows: Flows, service: int) -> Iterator[object]:
    """The type of a Service, if it is no word of the chart."""
    for flow in _at(_TYPE, flows):
        if flow.object == service:
            for env in flows.conditions.environments(flow.guard):
                yield flows.landed(flow.expression, env)[1]


def _at(place: Path, flows: Flows) -> Iterator[Flow]:
    """What is written at a place of objects of the version."""
    table = flows.table

    def places(row: Sequence[int]) -> list[Path]:
        return [tuple(table.places[Flow(*row).place])]

    for _, row in table.flows.under(table.versions[flows.given.version], [place], "places", places):
        yield Flow(*row)


def _mounted(flows: Flows, flow: Flow, value: object) -> Iterator[Violation]:
    """Mounts of volumes that pods do not have."""
    kind, _, _, volumes = flows.table.objects[flow.object]
    given = _given(flows, flow)
    if given is not None:
        yield from mounts(value, {*volumes, *given}, deferred=kind == "StatefulSet")


def _given(flows: Flows, flow: Flow) -> set[str] | None:
    """The names of the volumes that values give the pods of an object; None if they are not all known."""
    found = set[str]()
    for other in _at(_VOLUMES, flows):
        if flows.table.objects[other.object][:2] != flows.table.objects[flow.object][:2]:
            continue
        if not _is_sure(flows, other.guard):
            return None
        for env in flows.conditions.environments(other.guard):
            names = names_in(flows.landed(other.expression, env)[1])
            if names is None:
                return None
            found |= names
    return found


def _is_sure(flows: Flows, guard: int) -> bool:
    """Whether it is known if what is under a guard is written."""
    while guard >= 0:
        part = flows.table.guards[guard]
        if isinstance(part, Iteration):
            return False
        try:
            flows.conditions.holds(part.test, {})
        except EvaluationError:
            return False
        guard = part.parent
    return True
