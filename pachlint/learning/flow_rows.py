"""The table by which :mod:`pachlint.verdict.flows` judges what lands in fields of objects."""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from pachlint.kubernetes.types import field_at, list_at, type_at
from pachlint.learning.encoding import Encoder
from pachlint.learning.forms import Hole, Joined, Text, calls
from pachlint.learning.order import Order
from pachlint.learning.output import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pachlint.learning.flows import Flow
    from pachlint.learning.forms import Expr
    from pachlint.learning.landing import Place

_OF_TYPES = {
    "Container.image": "reference",
    "Container.resources": "resources",
    "ObjectMeta.annotations": "annotations",
}
_NAMES = {"dns-label", "service-name"}
_HOSTS = {"dns-subdomain", "ingress-host", "wildcard-host", "config-key"}


class FlowRows:
    """Numbers what flows are made of, each once."""

    def __init__(self) -> None:
        self.encoder = Encoder()
        self.objects: dict[tuple[Any, ...], int] = {}
        self.places: dict[Place, int] = {}
        self.screens: list[Any] = []

    def put(self, span: int, flow: Flow) -> list[int]:
        """The row of a flow, without the set of paths that it reads and its screen."""
        selector = tuple((key, self.encoder.expression(e)) for key, e in flow.selector)
        volumes = () if flow.volumes is None else (flow.volumes,)
        named = flow.kind, self.encoder.expression(flow.name), selector, *volumes
        return [
            span,
            self.objects.setdefault(named, len(self.objects)),
            self.places.setdefault(flow.place, len(self.places)),
            -1 if flow.expression is None else self.encoder.expression(_source(flow.expression)),
            self.encoder.guard(flow.guard),
            int(flow.shared),
        ]

    def screen(self, flow: Flow) -> int:
        """The number of what tells at a glance that the value of a flow is accepted; -1 if nothing does."""
        found = None if flow.expression is None else _screen(flow.kind, flow.place)
        if found is None:
            return -1
        if found not in self.screens:
            self.screens.append(found)
        return self.screens.index(found)


def flow_table(by_place: Iterable[tuple[int, Iterable[Flow]]]) -> dict[str, Any]:
    """The flows of one chart alone, by the place of the chart inside that they are of."""
    rows, order = FlowRows(), Order()
    flows = chain.from_iterable(
        zip(repeat(place), sorted(found, key=order.text)) for place, found in by_place
    )
    numbered = [[*rows.put(place, flow), 0, rows.screen(flow)] for place, flow in flows]
    return {
        "objects": list(rows.objects),
        "places": list(rows.places),
        "screens": rows.screens,
        "open": sorted(rows.encoder.open),
        "guards": rows.encoder.guards,
        "flows": numbered,
        "expressions": rows.encoder.expressions,
    }


def _screen(kind: str, place: Place) -> Any:
    """What tells at a glance that a value is accepted at a place, as :mod:`pachlint.verdict.plain_values` reads it."""
    listed = list_at(kind, place)
    if listed is None:
        return _of_field(kind, place)
    items = field_at(listed).constraints["items"]
    if isinstance(items, dict):
        return items.get("enum")
    return "host" if items in _HOSTS else None


def _of_field(kind: str, place: Place) -> Any:
    known = type_at(kind, place)
    field = field_at(known)
    constraints = field.constraints
    if known in _OF_TYPES:
        return _OF_TYPES[known]
    if place[-2:] == ("hostPath", "path"):
        return "reference"
    if field.type == "{}string" and constraints.get("values") == "label-value":
        return "labels"
    if "enum" in constraints:
        # but a Service of a type that needs an external name
        return [one for one in constraints["enum"] if one != "ExternalName"]
    if place == ("metadata", "name") or constraints.get("format") in _NAMES:
        return "name"
    if constraints.get("format") in _HOSTS or (field.type == "string" and set(constraints) == {"required"}):
        return "host"
    if field.type == "quantity" and place[-2] == "requests" and "volumeClaimTemplates" in place:
        return "quantity"
    if (
        field.type in {"int32", "int64"}
        and set(constraints) <= {"required", "min", "max"}
        and place[-1] != "successThreshold"
    ):
        return [constraints.get("min", 0), min(constraints.get("max", 2**31 - 1), 2**31 - 1)]
    if constraints.get("format") == "port-name":
        return "port-name"
    return "text" if field.type == "string" and not constraints else None


def _source(written: Expr) -> Expr:
    """A value that is written by ``toYaml`` alone, as that; what is put together as it is."""
    if not isinstance(written, Joined):
        return written
    holes = [node for node in written.nodes if isinstance(node, Hole)]
    if len(holes) != 1 or any(node.text.strip() for node in written.nodes if isinstance(node, Text)):
        return written
    inner = unwrapped(holes[0].expression)
    return inner if calls(inner, "toYaml") else holes[0].expression
