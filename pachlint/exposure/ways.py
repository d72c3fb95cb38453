"""The ways into a Pachyderm installation: who can reach which object, on which ports, and where TLS and the traffic end."""

from __future__ import annotations

from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

from pachlint.exposure import programs
from pachlint.exposure.admission import admitted_by_balancer, admitted_by_ingress, annotation_paths
from pachlint.exposure.objects import INGRESS_CLASS, ingresses, routes, service
from pachlint.exposure.programs import ENVOY, PLAIN, TLS, Target
from pachlint.exposure.servers import (
    CLASSIC,
    CLUSTER,
    NODES,
    UNKNOWN,
    certificate_of_ingress,
    ends_at_balancer,
    reach_of_balancer,
    reach_of_ingress,
    sends_tls,
    server,
)
from pachlint.exposure.statements import Admitted, Asked, Listed, Statement
from pachlint.exposure.way import NOTHING, REDIRECT, Door, Hop, Way
from pachlint.place import value_at
from pachlint.verdict.gotemplate import truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pachlint.exposure.objects import Ingress, IngressPath, Port, Route, Service
    from pachlint.exposure.rendering import Objects, Rendered
    from pachlint.place import Path
    from pachlint.versions import Version

_OVERRIDE: Path = ("ingress", "uriHttpsProtoOverride")
_PROXY_TLS: Path = ("proxy", "tls", "enabled")
_RUNS: Mapping[str, Path] = {"Console": ("console", "enabled"), "pachd": ("pachd", "enabled")}
READS: tuple[Path, ...] = (_OVERRIDE, _PROXY_TLS, *_RUNS.values(), *programs.READS)
"""The values that decide the ways beside those that the objects are made of."""

_numbers = count()


class Ways:
    """Works the ways in out of the objects that a chart makes.

    Releases with the same objects, whose values are the same at what is in :data:`READS`, share one.
    """

    def __init__(
        self, objects: Objects, values: Mapping[str, object], provider: str, version: Version
    ) -> None:
        self.objects, self.number = objects, next(_numbers)
        self.rendered = {one.name: one for one in objects.found if one.kind == "Service"}
        self.ingresses, self.routes = ingresses(objects.found), routes(objects.found)
        self.values, self.provider, self.version = values, provider, version
        self.read: dict[str, Service] = {}
        self.made: dict[str, Way | None] = {}
        self.known: dict[Callable[..., object], Any] = {}

    def service(self, name: str) -> Service | None:
        """The service of a name."""
        if name not in self.read and name in self.rendered:
            self.read[name] = service(self.rendered[name])
        return self.read.get(name)

    def of_service(self, name: str) -> Way | None:
        """The way in that a service is; None if there is no such service."""
        if name not in self.made:
            found = self.service(name)
            self.made[name] = self._service(found) if found is not None else None
        return self.made[name]

    @cached_property
    def outer(self) -> tuple[Way, ...]:
        """The ways from outside the cluster: ingresses and routes, load balancers, node ports."""
        found = [*map(self._ingress, self.ingresses), *map(self._route, self.routes)]
        return tuple(sorted((*found, *self._services(inside=False)), key=_from_outside))

    @cached_property
    def inner(self) -> tuple[Way, ...]:
        """The services that can be reached from the cluster's network alone."""
        return tuple(sorted(self._services(inside=True), key=_from_outside))

    def _services(self, *, inside: bool) -> Iterator[Way]:
        for name, one in self.rendered.items():
            if (one.type not in _OUTER) is inside and not one.is_headless:
                way = self.of_service(name)
                if way is not None:
                    yield way

    def _service(self, service: Service) -> Way:
        why = service.type_because
        reach = Statement(CLUSTER, why)
        balanced = service.type == "LoadBalancer"
        if balanced:
            reach = reach_of_balancer(service, self.provider)
        elif service.type == "NodePort":
            reach = Statement(NODES, why, "whoever can reach a node can reach the port")
        doors = tuple(self._door(service, port) for port in service.ports)
        kind = Statement(service.type, why)
        way = Way("Service", service.name, kind, reach, (), doors, why, annotations=service.annotations)
        if service.type not in _OUTER:
            return way
        from pachlint.exposure.serving import dns_names, served_by  # noqa: PLC0415 -- many releases let nobody in

        return way._replace(
            admits=admitted_by_balancer(service, self.provider) if balanced else Admitted(),
            asks=_asked(service, kind.value),
            served_by=served_by(service, self.provider) if balanced else Listed(),
            dns_names=dns_names(service.annotations, service.rendered),
            annotated_by=_annotated_by(service.rendered),
        )

    def _door(self, service: Service, port: Port) -> Door:
        balanced = service.type == "LoadBalancer"
        ended = ends_at_balancer(service, port.name, port.port, self.provider) if balanced else None
        sent = ended and Statement(_backend(service), ended.because)
        first, hops, targets = self._behind(service, port, sent)
        first = ended or first
        if balanced:
            hops = (Hop("load balancer", port.port, first), *hops)
        return Door(
            port.port,
            port.node_port,
            "",
            programs.protocol_of(programs.program_of(service), port),
            self._overridden(service, first),
            hops,
            targets,
            port.because or service.type_because,
        )

    def _overridden(self, service: Service, sent: Statement) -> Statement:
        """What clients send, if somebody says that TLS ends before the proxy."""
        said = truth(value_at(self.values, _OVERRIDE)) and programs.program_of(service) == ENVOY
        if sent.value == PLAIN and said and service.type != "ClusterIP" and not self.ingresses:
            return Statement(TLS, (_OVERRIDE,), "ingress.uriHttpsProtoOverride says that TLS ends before it")
        if sent.value == PLAIN and self.ingresses and programs.program_of(service) == ENVOY:
            # with TLS in Envoy, an ingress that sends in clear text would be redirected for ever
            return sent._replace(because=(*service.rendered.origins("spec", "type"), *sent.because))
        return sent

    def _behind(
        self, service: Service, port: Port, sent: Statement | None
    ) -> tuple[Statement, tuple[Hop, ...], tuple[Target, ...]]:
        """How clients send, the hops behind a port of a service, and its targets; ``sent`` is how the hop before sends, if it is known."""
        program = programs.program_of(service)
        protocol = programs.protocol_of(program, port)
        if program != ENVOY:
            expects = programs.speaks(program, protocol, self.values)
            target = self._target(program, protocol, port.port, sent or expects)
            return sent or expects, (), (target,) if self._runs(program) else ()
        with_tls = truth(value_at(self.values, _PROXY_TLS))
        if port.name == "https-port":
            listens = Statement(TLS if with_tls else NOTHING, (_PROXY_TLS,))
        elif not with_tls:
            listens = Statement(PLAIN, (_PROXY_TLS,))
        elif port.name == "http-port":
            listens = Statement(REDIRECT, (_PROXY_TLS,), "Envoy redirects to https")
        else:
            listens = Statement(NOTHING, (_PROXY_TLS,), "with proxy.tls on, Envoy listens on no other port")
        hops = (Hop(ENVOY, port.target or port.port, sent or listens, listens),)
        if listens.value in {REDIRECT, NOTHING}:
            return listens, hops, ()
        return sent or listens, hops, tuple(self._behind_envoy(protocol, port))

    def _behind_envoy(self, protocol: str, port: Port) -> Iterator[Target]:
        """What Envoy sends requests of a listener to (envoy.json and envoy-tls.json of each release), always in clear text."""
        plain = Statement(PLAIN, (), "Envoy sends in clear text")
        for via, backend, name in programs.sent_by_envoy(port, self.version):
            service = self.service(backend)
            inner = service.port(name) if service else None
            if service is not None and inner is not None and self._runs(programs.program_of(service)):
                program = programs.program_of(service)
                spoken = programs.protocol_of(program, inner)
                yield self._target(program, spoken, inner.port, plain)._replace(via=via)

    def _runs(self, program: str) -> bool:
        switch = _RUNS.get(program)
        return switch is None or truth(value_at(self.values, switch, missing=True))

    def _target(self, program: str, protocol: str, port: object, sent: Statement) -> Target:
        return Target(
            program,
            protocol,
            port,
            sent,
            programs.speaks(program, protocol, self.values),
            programs.login_before(program, protocol, self.values, self.version),
        )

    def _ingress(self, ingress: Ingress) -> Way:
        why = _own_first(ingress)
        switch: Path = ("ingress", "tls", "enabled")
        first = Statement(PLAIN, (switch, *why))
        if ingress.tls:
            first = Statement(TLS, (switch,), "the ingress has a certificate")
        elif (ended := certificate_of_ingress(ingress, self.provider)) is not None:
            first = ended
        elif truth(value_at(self.values, _OVERRIDE)):
            first = Statement(TLS, (_OVERRIDE,), "ingress.uriHttpsProtoOverride says that TLS ends before it")
        doors = tuple(
            self._door_of_ingress(ingress, one, first)._replace(because=why) for one in ingress.paths
        )
        from pachlint.exposure.serving import dns_names, ingress_served_by  # noqa: PLC0415 -- few releases have one

        by_class = annotation_paths(ingress.rendered, INGRESS_CLASS)
        return Way(
            "Ingress",
            ingress.name,
            Statement(ingress.class_name, (*by_class, *why)),
            reach_of_ingress(ingress, self.provider),
            ingress.hosts,
            doors,
            why,
            admitted_by_ingress(ingress),
            served_by=ingress_served_by(ingress, self.provider),
            dns_names=dns_names(ingress.annotations, ingress.rendered, ingress.hosts),
            annotations=ingress.annotations,
            annotated_by=_annotated_by(ingress.rendered),
        )

    def _door_of_ingress(self, ingress: Ingress, one: IngressPath, first: Statement) -> Door:
        from pachlint.exposure.serving import target_type  # noqa: PLC0415 -- as for its way

        door = self._through(one.path, one.service, one.port, first, "ingress controller")
        service = self.service(one.service)
        return door._replace(
            backend=service.type if service else "", target_type=target_type(ingress, service)
        )

    def _route(self, route: Route) -> Way:
        why = route.rendered.decided_by
        first = Statement(TLS if route.termination else PLAIN, (*route.rendered.origins("spec", "tls"), *why))
        service = self.service(route.service)
        port = service.ports[0].port if service and service.ports else None
        door = self._through("/", route.service, port, first, "router")
        reach = Statement(UNKNOWN, why, "the cluster's router decides")
        hosts = tuple(filter(None, [route.host]))
        return Way("Route", route.name, Statement("", why), reach, hosts, (door,), why)

    def _through(self, path: str, name: str, wanted: object, first: Statement, receiver: str) -> Door:
        """A door of an ingress, which sends in clear text to the port of a service."""
        service = self.service(name)
        port = service.port(wanted) if service else None
        own = Hop(receiver, 443 if first.value == TLS else 80, first)
        if service is None or port is None:
            return Door(None, None, path, programs.HTTP, first, (own,), ())
        listens, hops, targets = self._behind(service, port, None)
        if listens.value not in {REDIRECT, NOTHING}:
            sent = Statement(PLAIN, (), f"the {receiver} sends in clear text")
            _, hops, targets = self._behind(service, port, sent)
        protocol = programs.protocol_of(programs.program_of(service), port)
        return Door(None, None, path, protocol, first, (own, *hops), targets)


def _annotated_by(rendered: Rendered) -> tuple[Path, ...]:
    return tuple(path for path in rendered.origins("metadata", "annotations") if path[-1] == "annotations")


def _asked(service: Service, kind: str) -> Asked:
    """The address that a load balancer asks for; Kubernetes ignores that of other services."""
    if kind != "LoadBalancer" or service.load_balancer_ip in (None, ""):
        return Asked()
    return Asked(str(service.load_balancer_ip), service.rendered.origins("spec", "loadBalancerIP"))


def _own_first(ingress: Ingress) -> tuple[Path, ...]:
    """What decides that there is an ingress, its own block first: through chart 2.0.4 Console's switch stands before it."""
    own = {path[:1] for path in ingress.rendered.origins("spec", "rules", 0, "host")}
    return tuple(sorted(ingress.rendered.decided_by, key=lambda path: path[:1] not in own))


def _backend(service: Service) -> str:
    """How an AWS load balancer that ends TLS sends on."""
    by = server(service.annotations)
    return TLS if sends_tls(service.annotations, by.reader if by else CLASSIC) else PLAIN


_OUTER = ("LoadBalancer", "NodePort")
_ORDER = ("Ingress", "Route", "LoadBalancer", "NodePort", "ClusterIP")


def _from_outside(way: Way) -> tuple[int, str]:
    kind = way.kind.value if way.object == "Service" else way.object
    return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), way.name)
