"""The services a release makes, their ports, and the ports that Kubernetes or a controller would reject.

What a template renders is read off the charts 2.0.0 to 2.11.6; a service appears here if the chart would make it.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from pachlint.chart.placeholders import is_placeholder
from pachlint.finding import Related, Severity
from pachlint.formats.controllers import listeners
from pachlint.layering.values import Values
from pachlint.place import Path, format_path
from pachlint.policy.context import CheckContext, Violation
from pachlint.records import NamedTuple
from pachlint.versions import Version

NODE_PORTS = range(30000, 32768)
"""What Kubernetes gives away unless the cluster was set up otherwise (``--service-node-port-range``)."""

ALB_LISTENERS = "alb.ingress.kubernetes.io/listen-ports"
ALB_REDIRECT = "alb.ingress.kubernetes.io/ssl-redirect"

CONSOLE_NODE_PORT = 30080
_PORTS_AS_VALUES = Version(2, 2, 0)


class Port(NamedTuple):
    """A port of a service. ``number`` and ``node`` are None where the values hold no whole number above 0.

    ``path`` and ``node_path`` say which value each comes from; None: the chart fixes it.
    """

    name: str
    number: int | None
    path: Path | None
    node: int | None = None
    node_path: Path | None = None


class Service(NamedTuple):
    """A service that the chart makes; ``block`` is where its type and annotations are written."""

    name: str
    type: object
    block: Path
    ports: tuple[Port, ...]

    @property
    def is_node_port(self) -> bool:
        """Whether the ports named in the values become node ports: the templates compare the type with exactly this word."""
        return self.type == "NodePort"


_PACHD_PORTS = (
    ("api-grpc-port", "apiGRPCPort", 30650),
    ("oidc-port", "oidcPort", 30657),
    ("identity-port", "identityPort", 30658),
    ("s3gateway-port", "s3GatewayPort", 30600),
    ("prom-metrics", "prometheusPort", 30656),
)
_ENTERPRISE_PORTS = (
    ("api-grpc-port", "apiGRPCPort", 31650),
    ("oidc-port", "oidcPort", 31657),
    ("identity-port", "identityPort", 31658),
    ("prom-metrics", "prometheusPort", 31656),
)
_LEGACY_PORTS = (
    ("console-direct", "console"),
    ("grpc-direct", "grpc"),
    ("s3-direct", "s3Gateway"),
    ("oidc-direct", "oidc"),
    ("identity-direct", "identity"),
    ("metrics-direct", "metrics"),
)


def services(values: Values, version: Version) -> tuple[Service, ...]:
    """The services whose ports the values decide, in a fixed order."""
    found = []
    if _on(values, "pachd", "enabled"):
        found.append(_server(values, version, "pachd", "pachd", _PACHD_PORTS))
    if _on(values, "pachd", "externalService", "enabled"):
        found.append(_external(values))
    if _on(values, "enterpriseServer", "enabled"):
        found.append(_server(values, version, "pach-enterprise", "enterpriseServer", _ENTERPRISE_PORTS))
    if _on(values, "console", "enabled"):
        found.append(_console(values))
    if _on(values, "proxy", "enabled"):
        found.append(_proxy(values))
    return tuple(found)


def _server(
    values: Values, version: Version, name: str, part: str, known: tuple[tuple[str, str, int], ...]
) -> Service:
    block: Path = (part, "service")
    if version < _PORTS_AS_VALUES:
        ports = tuple(Port(port, number, None, number) for port, _, number in known)
    else:
        ports = tuple(
            Port(port, number, (*block, key), number, (*block, key))
            for port, key, _ in known
            for number in (_number(values, (*block, key)),)
        )
    return Service(name, values.get((*block, "type")), block, ports)


def _external(values: Values) -> Service:
    block: Path = ("pachd", "externalService")
    ports = tuple(
        Port(name, _number(values, (*block, key)), (*block, key))
        for name, key in (("api-grpc-port", "apiGRPCPort"), ("s3gateway-port", "s3GatewayPort"))
    )
    return Service("pachd-lb", "LoadBalancer", block, ports)


def _console(values: Values) -> Service:
    path: Path = ("console", "config", "graphqlPort")
    port = Port("console-http", _number(values, path), path, CONSOLE_NODE_PORT)
    return Service("console", values.get(("console", "service", "type")), ("console", "service"), (port,))


def _proxy(values: Values) -> Service:
    block: Path = ("proxy", "service")

    def port(name: str, path: Path, node_path: Path) -> Port:
        return Port(name, _number(values, path), path, _number(values, node_path), node_path)

    ports = [port("http-port", (*block, "httpPort"), (*block, "httpNodePort"))]
    if _on(values, "proxy", "tls", "enabled"):
        ports.append(port("https-port", (*block, "httpsPort"), (*block, "httpsNodePort")))
    for name, key in _LEGACY_PORTS:
        ports.append(port(name, (*block, "legacyPorts", key), (*block, "legacyPorts", key)))
    made = tuple(one for one in ports if one.number is not None)
    return Service("pachyderm-proxy", values.get((*block, "type")), block, made)


def _on(values: Values, *path: str) -> bool:
    return values.get(path) is True


def _number(values: Values, path: Path) -> int | None:
    value = values.get(path)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def alb_redirects(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Redirects of an ALB to a port where it has no HTTPS listener. Facts: ``there``, `` there`` if it has another."""
    path = ("ingress", "annotations", ALB_REDIRECT)
    text, written = context.values.get(path, None), context.values.get((*path[:-1], ALB_LISTENERS), None)
    if written is None and text is not None and _has_no_https(context):
        yield Violation(path, severity=Severity.WARNING)
    if not isinstance(written, str) or not _on(context.values, "ingress", "enabled") or listeners(written):
        return
    https = {str(port) for one in json.loads(written) for name, port in one.items() if name == "HTTPS"}
    if text is not None and str(text) not in https and not is_placeholder(str(text)):
        yield Violation(path, {"there": " there"} if https else {})


def _has_no_https(context: CheckContext) -> bool:
    """Whether an ALB without listed ports has HTTP alone, unless the parameters of its class name a certificate."""
    notes = context.values.get(("ingress", "annotations"), None)
    return (
        isinstance(notes, Mapping)
        and _on(context.values, "ingress", "enabled")
        and notes.get("kubernetes.io/ingress.class") == "alb"
        and not any(notes.get(f"alb.ingress.kubernetes.io/{name}") for name in _GIVE_HTTPS)
    )


_GIVE_HTTPS = ("certificate-arn", "create-acm-cert", "group.name")


def node_port_range(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Node ports outside of :data:`NODE_PORTS`. Facts: ``service``, ``value``."""
    for service in _services_of(context):
        for port in service.ports if service.is_node_port else ():
            if port.node is not None and port.node_path and port.node not in NODE_PORTS:
                yield Violation(port.node_path, {"service": service.name})


def node_ports_clash(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Node ports that two ports want. Facts: ``service``, ``other_service``, ``port``, ``advice``."""
    ports = [
        (service, port)
        for service in _services_of(context)
        if service.is_node_port
        for port in service.ports
        if port.node
    ]
    for one, other in combinations(ports, 2):
        same_port = one[0] is other[0] and one[1].number == other[1].number
        if one[1].node == other[1].node and not same_port:
            yield _node_clash(context, one, other)


def _node_clash(context: CheckContext, one: tuple[Service, Port], other: tuple[Service, Port]) -> Violation:
    """The clash of two ports, told of the one whose node port a value decides; of two, of the one the user wrote."""
    (first, one_port), (second, other_port) = one, other
    if not (other_port.node_path and _written(context, other_port.node_path)) and _written(
        context, one_port.node_path
    ):
        first, one_port, second, other_port = second, other_port, first, one_port
    path = other_port.node_path
    shown = path if path and _written(context, path) else (*second.block, "type")
    message = f"{second.name} uses node port {other_port.node} twice" if first is second else None
    return Violation(
        shown,
        {
            "service": second.name,
            "other_service": first.name,
            "port": other_port.node,
            "advice": _advice(first, second, path),
        },
        related=_related(
            context, one_port.node_path or (*first.block, "type"), f"the node port of {first.name}"
        ),
        message=message,
    )


def _advice(first: Service, second: Service, path: Path | None) -> str:
    if path is None:
        return f"Set {format_path((*second.block, 'type'))}: ClusterIP: the node port of {second.name} cannot be changed."
    if first.name == "console":
        return f"Set {format_path(path)} to another port, or set console.service.type: ClusterIP: Console's port is fixed."
    return f"Set {format_path(path)} to another port from 30000 to 32767."


def service_ports_clash(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Ports that one service has twice. Facts: ``service``, ``port``, ``other`` (the other port's path).

    The external service is left to the rule about its two ports.
    """
    for service in _services_of(context):
        for one, other in combinations(service.ports, 2):
            if one.number is None or one.number != other.number or service.name == "pachd-lb":
                continue
            first, second = one.path, other.path
            if not _written(context, second) and _written(context, first):
                first, second = second, first
            if first and second:
                facts = {"service": service.name, "port": one.number, "other": format_path(first)}
                yield Violation(second, facts, related=_related(context, first, "the same port"))


def _services_of(context: CheckContext) -> tuple[Service, ...]:
    return services(context.values, context.target.chart_version.value)


def _written(context: CheckContext, path: Path | None) -> bool:
    return path is not None and context.values.set_by_user(path)


def _related(context: CheckContext, path: Path, words: str) -> tuple[Related, ...]:
    place = context.values.key_place(path) if context.values.set_by_user(path) else None
    return (Related(place, words),) if place else ()
