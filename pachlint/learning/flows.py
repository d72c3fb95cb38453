"""Which value lands in which field of which object, and under which conditions, of one template file."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pachlint.kubernetes.types import SCALARS, field_at, kind_type, list_at, type_at
from pachlint.learning.forms import Constant, Expr, Guard, Hole, Joined, Text, calls
from pachlint.learning.guards import beside
from pachlint.learning.landing import (
    SELECTOR,
    Landings,
    Place,
    constant_text,
    head,
)
from pachlint.learning.output import unwrapped, writes_yaml
from pachlint.learning.pod_volumes import AROUND_NAMES, POD, is_no_list
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pachlint.learning.forms import Nodes
    from pachlint.learning.landing import Landing


class Flow(NamedTuple):
    """What lands in a field of an object.

    Without an ``expression`` it is the field itself, which objects of the kind do not have. ``shared`` says whether other fields
    of the same object are written beside it. ``selector`` has the labels that the object asks of its pods, where it is labels of them;
    ``volumes`` the volumes that the chart itself gives them, where it mounts some, None if their names are not known.
    """

    kind: str
    name: Expr
    place: Place
    expression: Expr | None
    guard: Guard
    shared: bool
    selector: tuple[tuple[str, Expr], ...] = ()
    volumes: tuple[str, ...] | None = None


_ANY_NAME = Constant("")
_CONTAINERS = ("containers", "initContainers")
LABELS: Place = ("spec", "template", "metadata", "labels")
# the API server writes these labels itself, and refuses others:
# https://github.com/kubernetes/kubernetes/blob/v1.20.0/pkg/apis/batch/validation/validation.go, ValidateGeneratedSelector
_OF_JOBS = ("batch.kubernetes.io/job-name", "job-name")
_GROUPS = ("v1", "apps/v1", "batch/v1", "networking.k8s.io/v1", "rbac.authorization.k8s.io/v1")


def flows_of(nodes: Nodes, guard: Guard, take: Callable[[int], None] = lambda _: None) -> Iterator[Flow]:
    """What one file writes into fields of kinds that are known, where it can be refused.

    ``take`` counts steps, and may raise when there are too many.

    Raises:
        NotFollowedError: if it is nested too deep.
    """
    landings = Landings().file(nodes, guard)
    take(len(landings))
    inside: dict[tuple[int, Place], list[Guard]] = defaultdict(list)
    for one in landings:
        if one.expression is None and one.place:
            inside[id(one.object), one.place[:-1]].append(one.guard)
    for number, landing in enumerate(landings):
        kind = _kind(landing) if landing.whole else None
        if kind is not None:
            others = inside[id(landing.object), landing.place] if landing.expression is not None else []
            take(len(others))
            for flow in _flows(kind, landing, others, _selector(landing, number, landings, kind)):
                yield flow._replace(volumes=_volumes(landing, landings))


def _selector(
    landing: Landing, number: int, landings: list[Landing], kind: str
) -> tuple[tuple[str, Expr], ...]:
    """The labels that pods must have whatever lands in their labels; not those that the chart writes behind it, for the last one counts."""
    if landing.place != LABELS or landing.expression is None:
        return ()
    of_it = landing.object
    written = [(one.place, one.guard) for one in landings if one.object is of_it]
    before = [(one.place, one.guard) for one in landings[:number] if one.object is of_it]
    # what ends a line in another arm is found again
    behind = {
        place[-1]
        for place, guard in written[len(before) :]
        if place[:-1] == LABELS and (place, guard) not in before
    }
    if kind == "Job":
        named = head(of_it, "metadata", "name") or _ANY_NAME
        asked: dict[str, tuple[Expr, Guard]] = dict.fromkeys(_OF_JOBS, (named, ()))
    elif any(
        one.object is of_it and one.place == SELECTOR and one.expression is not None for one in landings
    ):
        return ()
    else:
        asked = of_it.selector
    return tuple(
        (key, e)
        for key, (e, guard) in sorted(asked.items())
        if key not in behind and landing.guard[: len(guard)] == guard
    )


def _volumes(landing: Landing, landings: list[Landing]) -> tuple[str, ...] | None:
    """The volumes and claims that the chart gives the pods in which something is mounted; None if their names are not all known."""
    place = landing.place
    if place[:3] != POD or place[4:] != (0, "volumeMounts") or place[3] not in _CONTAINERS:
        return None
    of_it = (one for one in landings if one.object is landing.object and one.expression is not None)
    if any(one.place in AROUND_NAMES and not is_no_list(one.guard) for one in of_it):
        return None
    names = [constant_text(name) for name in landing.object.volumes]
    return tuple(sorted({name for name in names if name})) if all(names) else None


def _flows(
    kind: str, landing: Landing, others: list[Guard], selector: tuple[tuple[str, Expr], ...]
) -> Iterator[Flow]:
    """The flow of what lands somewhere; ``others`` are when other fields are written beside it."""
    place, expression, guard = landing.place, landing.expression, landing.guard
    known = _type_at(kind, place)
    if expression is None:
        if known is not None or not guard or "*" in place or _type_at(kind, place[:-1]) is None:
            return
    elif known is None or not (_can_be_refused(known, expression) or list_at(kind, place)):
        return
    shared = expression is not None and any(beside(other, guard) is not None for other in others)
    name = head(landing.object, "metadata", "name") or _ANY_NAME
    yield Flow(kind, name, place, expression, guard, shared, selector)


def _kind(landing: Landing) -> str | None:
    kind = constant_text(head(landing.object, "kind"))
    version = head(landing.object, "apiVersion")
    if version is None or kind is None:
        return None
    fixed = constant_text(version)
    if fixed is not None:
        return kind_type(fixed, kind)
    # by the cluster's capabilities: the newest is what clusters have today
    return next((found for group in _GROUPS if (found := kind_type(group, kind))), None)


def _type_at(kind: str, place: Place) -> str | None:
    try:
        return type_at(kind, place) if place else kind
    except KeyError:
        return None


def _can_be_refused(known: str, written: Expr) -> bool:
    """Whether what is written into a field may be refused: of plain text only what comes out as something else."""
    field = field_at(known)
    if field.type == "any" or known in {"ConfigMap.data", "Secret.stringData"}:
        return False
    if field.constraints or field.type not in SCALARS:
        return True
    return not (field.type in {"string", "bytes"} and _is_quoted(written))


def _is_quoted(written: Expr) -> bool:
    first = written.nodes[0] if isinstance(written, Joined) else Hole(written)
    if isinstance(first, Text):
        return first.text[:1] in {'"', "'"} or len(first.text.strip()) > 2
    inner = unwrapped(first.expression) if isinstance(first, Hole) else written
    return calls(inner, "quote", "b64enc", "toJson") and not writes_yaml(inner)
