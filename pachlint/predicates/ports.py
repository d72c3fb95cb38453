"""Ports of the services that Helm prints, which Kubernetes would reject."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from pachlint.exposure.release import exposure_of
from pachlint.finding import Related
from pachlint.lazy_regex import lazy_regex
from pachlint.place import format_path
from pachlint.policy.context import CheckContext, Violation
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pachlint.exposure.objects import Port, Service
    from pachlint.place import Path

NODE_PORTS = range(30000, 32768)
"""What Kubernetes gives away unless the cluster was set up otherwise (``--service-node-port-range``)."""

_NODE_PORT = "NodePort"
_PORTS = lazy_regex(r"(?m)^ *+(?:- ++)?port: *+[\"']?([^\s\"']++)")


class _Fixed(NamedTuple):
    """A port of a service that asks for a node port."""

    service: Service
    port: Port

    @property
    def path(self) -> Path | None:
        """The value that gives the node port; None if the chart fixes it."""
        return next(iter(self.port.node_because), None)

    @property
    def kind(self) -> Path:
        """The value that gives the service its type."""
        return (*self.service.setting, "type")


def node_port_range(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Node ports outside of :data:`NODE_PORTS`. Facts: ``service``, ``value``."""
    for one in _node_ports(context):
        if one.path and one.port.node_port not in NODE_PORTS:
            yield Violation(one.path, {"service": one.service.name})


def node_ports_clash(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Node ports that two ports want. Facts: ``service``, ``other_service``, ``port``, ``advice``."""
    for one, other in combinations(_node_ports(context), 2):
        same_port = one.service is other.service and one.port.port == other.port.port
        if one.port.node_port == other.port.node_port and not same_port:
            yield _node_clash(context, one, other)


def _node_ports(context: CheckContext) -> Iterator[_Fixed]:
    """The node ports that are numbers above 0; what else may stand there Kubernetes' types reject."""
    exposure = exposure_of(context)
    for rendered in exposure.rendered:
        if rendered.kind != "Service" or rendered.type != _NODE_PORT:
            continue
        service = exposure.service(rendered.name)
        for port in service.ports if service else ():
            if service and _is_number(port.node_port) and context.bad.isdisjoint(port.node_because):
                yield _Fixed(service, port)


def _node_clash(context: CheckContext, first: _Fixed, second: _Fixed) -> Violation:
    """The clash of two ports, told of the one whose node port a value decides; of two, of the one the user wrote."""
    if not _written(context, second.path) and _written(context, first.path):
        first, second = second, first
    path, name = second.path, second.service.name
    shown = path if path and _written(context, path) else second.kind
    is_same = first.service is second.service
    return Violation(
        shown,
        {
            "service": name,
            "other_service": first.service.name,
            "port": second.port.node_port,
            "advice": _advice(first, second),
        },
        related=_related(context, first.path or first.kind, f"the node port of {first.service.name}"),
        message=f"{name} uses node port {second.port.node_port} twice" if is_same else None,
    )


def _advice(first: _Fixed, second: _Fixed) -> str:
    if second.path is None:
        return f"Set {format_path(second.kind)}: ClusterIP: the node port of {second.service.name} cannot be changed."
    if first.path is None:
        return (
            f"Set {format_path(second.path)} to another port, or set {format_path(first.kind)}: ClusterIP: "
            f"the node port of {first.service.name} is fixed."
        )
    return f"Set {format_path(second.path)} to another port from 30000 to 32767."


def service_ports_clash(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Ports that one service has twice. Facts: ``service``, ``port``, ``other`` (the other port's path).

    The external service is left to the rule about its two ports.
    """
    exposure = exposure_of(context)
    for rendered in exposure.rendered:
        if rendered.kind != "Service" or rendered.name == "pachd-lb" or not _has_one_twice(rendered.text):
            continue
        service = exposure.service(rendered.name)
        for one, other in combinations(service.ports if service else (), 2):
            if service and _is_number(one.port) and (one.port, one.protocol) == (other.port, other.protocol):
                yield from _same_port(context, service, one, other)


def _is_number(port: object) -> bool:
    return type(port) is int and port > 0


def _has_one_twice(text: str) -> bool:
    found = _PORTS.findall(text)
    return len(set(found)) < len(found)


def _same_port(context: CheckContext, service: Service, one: Port, other: Port) -> Iterator[Violation]:
    first, second = next(iter(one.because), None), next(iter(other.because), None)
    if not _written(context, second) and _written(context, first):
        first, second = second, first
    if first and second and context.bad.isdisjoint((first, second)):
        facts = {"service": service.name, "port": one.port, "other": format_path(first)}
        yield Violation(second, facts, related=_related(context, first, "the same port"))


def _written(context: CheckContext, path: Path | None) -> bool:
    return path is not None and context.values.set_by_user(path)


def _related(context: CheckContext, path: Path, words: str) -> tuple[Related, ...]:
    place = context.values.key_place(path) if context.values.set_by_user(path) else None
    return (Related(place, words),) if place else ()
