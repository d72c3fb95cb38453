"""Services, ingresses and routes, typed, as Kubernetes reads what Helm prints."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pachlint.exposure.rendering import Rendered
    from pachlint.place import Path

INGRESS_CLASS = "kubernetes.io/ingress.class"


class Port(NamedTuple):
    """A port of a service; ``target`` is None where it is the port itself.

    ``because`` are the values that number it, ``node_because`` those that give its node port.
    """

    name: str
    port: object
    target: object
    node_port: object
    protocol: str
    because: tuple[Path, ...]
    node_because: tuple[Path, ...]


class Service(NamedTuple):
    """A service; ``type`` is ClusterIP where none is written, and ``headless`` has no address of its own."""

    name: str
    type: str
    ports: tuple[Port, ...]
    selector: Mapping[str, str]
    annotations: Mapping[str, object]
    load_balancer_ip: object
    source_ranges: tuple[str, ...]
    headless: bool
    rendered: Rendered

    @property
    def type_because(self) -> tuple[Path, ...]:
        """The values that give its type, or where the chart fixes it those that decide that there is such a service."""
        return self.rendered.origins("spec", "type") or self.rendered.decided_by

    @property
    def setting(self) -> Path:
        """The block of the values that makes it, such as ``proxy.service``."""
        because = self.type_because
        return because[0][:-1] if because else ()

    def port(self, wanted: object) -> Port | None:
        """The port of a name or a number."""
        return next(
            (one for one in self.ports if wanted in (one.name, one.port) and wanted is not None), None
        )


class IngressPath(NamedTuple):
    """A path of a host, and the port of a service (name or number) that it leads to."""

    host: str
    path: str
    service: str
    port: object


class Ingress(NamedTuple):
    """An ingress; ``tls`` are pairs of hosts and secret."""

    name: str
    class_name: str
    annotations: Mapping[str, object]
    tls: tuple[tuple[tuple[str, ...], str], ...]
    paths: tuple[IngressPath, ...]
    rendered: Rendered

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts of its rules, each once."""
        return tuple(dict.fromkeys(one.host for one in self.paths if one.host))


class Route(NamedTuple):
    """An OpenShift route to a service."""

    name: str
    host: str
    termination: str
    service: str
    rendered: Rendered


def services(rendered: Iterable[Rendered]) -> tuple[Service, ...]:
    """The services among objects, in their order."""
    return tuple(service(one) for one in rendered if one.kind == "Service")


def ingresses(rendered: Iterable[Rendered]) -> tuple[Ingress, ...]:
    """The ingresses among objects, in their order."""
    return tuple(_ingress(one) for one in rendered if one.kind == "Ingress")


def routes(rendered: Iterable[Rendered]) -> tuple[Route, ...]:
    """The routes among objects, in their order."""
    return tuple(_route(one) for one in rendered if one.kind == "Route")


@lru_cache(maxsize=512)
def service(found: Rendered) -> Service:
    """A service, read."""
    spec, meta = _map(found.data.get("spec")), _map(found.data.get("metadata"))
    return Service(
        name=_text(meta.get("name")),
        type=_text(spec.get("type")) or "ClusterIP",
        ports=tuple(_port(found, number, _map(one)) for number, one in enumerate(_list(spec.get("ports")))),
        selector={key: _text(value) for key, value in _map(spec.get("selector")).items()},
        annotations=_map(meta.get("annotations")),
        load_balancer_ip=spec.get("loadBalancerIP"),
        source_ranges=tuple(map(_text, _list(spec.get("loadBalancerSourceRanges")))),
        headless=spec.get("clusterIP") == "None",
        rendered=found,
    )


def _port(found: Rendered, number: int, port: Mapping[str, Any]) -> Port:
    return Port(
        name=_text(port.get("name")),
        port=port.get("port"),
        target=port.get("targetPort"),
        node_port=port.get("nodePort"),
        protocol=_text(port.get("protocol")) or "TCP",
        because=found.origins("spec", "ports", number, "port"),
        node_because=found.origins("spec", "ports", number, "nodePort"),
    )


def _ingress(found: Rendered) -> Ingress:
    spec, meta = _map(found.data.get("spec")), _map(found.data.get("metadata"))
    annotations = _map(meta.get("annotations"))
    return Ingress(
        name=_text(meta.get("name")),
        class_name=_text(spec.get("ingressClassName") or annotations.get(INGRESS_CLASS)),
        annotations=annotations,
        tls=tuple(
            (tuple(map(_text, _list(one.get("hosts")))), _text(one.get("secretName")))
            for one in map(_map, _list(spec.get("tls")))
        ),
        paths=tuple(_paths(spec)),
        rendered=found,
    )


def _paths(spec: Mapping[str, Any]) -> Iterator[IngressPath]:
    for rule in map(_map, _list(spec.get("rules"))):
        for one in map(_map, _list(_map(rule.get("http")).get("paths"))):
            backend = _map(one.get("backend"))
            service = _map(backend.get("service"))
            port = _map(service.get("port"))
            yield IngressPath(
                host=_text(rule.get("host")),
                path=_text(one.get("path")),
                # networking.k8s.io/v1beta1, which charts before 2.0.4 use, has both names in the backend itself
                service=_text(service.get("name") or backend.get("serviceName")),
                port=port.get("name") or port.get("number") or backend.get("servicePort"),
            )


def _route(found: Rendered) -> Route:
    spec = _map(found.data.get("spec"))
    return Route(
        name=_text(_map(found.data.get("metadata")).get("name")),
        host=_text(spec.get("host")),
        termination=_text(_map(spec.get("tls")).get("termination")),
        service=_text(_map(spec.get("to")).get("name")),
        rendered=found,
    )


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return "" if value is None else str(value)
