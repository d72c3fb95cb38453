"""Services and Ingresses.

https://github.com/kubernetes/kubernetes/blob/v1.20.0/pkg/apis/core/validation/validation.go, ValidateService, and
https://github.com/kubernetes/kubernetes/blob/v1.20.0/pkg/apis/networking/validation/validation.go, ValidateIngressSpec
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pachlint.kubernetes.formats import ip
from pachlint.kubernetes.parts import given, number, objects, part, text
from pachlint.kubernetes.violation import NOTHING, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pachlint.kubernetes.scope import Scope
    from pachlint.place import Path

_NOT_FOR_PATHS = re.compile(r"//|/\./|/\.\./|%2[fF]|/\.{1,2}\Z")
_KUBELET = 10250


def service(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """What does not fit together in a Service."""
    kind = text(value, "type") or "ClusterIP"
    yield from _address(value, kind, path)
    ports = list(objects(value, "ports"))
    if (
        not ports
        and kind != "ExternalName"
        and text(value, "clusterIP") != "None"
        and value.get("ports") is not NOTHING
    ):
        yield Violation((*path, "ports"), "is required")
    for index, port in ports:
        if len(ports) > 1 and port.get("name") in {None, ""}:
            yield Violation((*path, "ports", index, "name"), "is required where there is more than one port")
        if number(port, "nodePort") and kind == "ClusterIP":
            place = (*path, "ports", index, "nodePort")
            yield Violation(place, "may not stand where the type is ClusterIP", at_key=True)
        if kind == "LoadBalancer" and port.get("port") == _KUBELET:
            place = (*path, "ports", index, "port")
            yield Violation(place, f"may not be {_KUBELET}, the kubelet's, where the type is LoadBalancer")
    yield from _taken_twice(ports, "port", path)
    yield from _taken_twice(ports, "nodePort", path)
    if kind not in {"LoadBalancer", "NodePort"} and text(value, "externalTrafficPolicy"):
        place = (*path, "externalTrafficPolicy")
        yield Violation(place, "may only stand where the type is LoadBalancer or NodePort", at_key=True)
    if kind != "LoadBalancer" and value.get("loadBalancerSourceRanges"):
        place = (*path, "loadBalancerSourceRanges")
        yield Violation(place, "may only stand where the type is LoadBalancer", at_key=True)


def _address(value: Mapping[str, Any], kind: str, path: Path) -> Iterator[Violation]:
    address = text(value, "clusterIP")
    if kind == "ExternalName":
        if value.get("externalName") in {None, ""}:
            yield Violation((*path, "externalName"), "is required where the type is ExternalName")
        if address and address != "None":
            yield Violation((*path, "clusterIP"), "may not stand where the type is ExternalName", at_key=True)
    elif address == "None" and kind in {"LoadBalancer", "NodePort"}:
        yield Violation((*path, "clusterIP"), f"may not be None where the type is {kind}")
    elif address and address != "None" and ip(address):
        yield Violation((*path, "clusterIP"), "must be None or an IP address")


def _taken_twice(ports: list[tuple[int, Mapping[str, Any]]], field: str, path: Path) -> Iterator[Violation]:
    seen: dict[tuple[int, str], int] = {}
    for index, port in ports:
        taken = (number(port, field), text(port, "protocol") or "TCP")
        if taken[0] and taken in seen:
            said = f"is {taken[0]} a second time; number {seen[taken]} of the list has it"
            yield Violation((*path, "ports", index, field), said)
        seen.setdefault(taken, index + 1)


def ingress(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """An Ingress that leads nowhere."""
    if not given(value, "defaultBackend") and not value.get("rules"):
        yield Violation((*path, "rules"), "is required where there is no defaultBackend")


def ingress_path(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """A path of an Ingress, by its type."""
    kind, route = text(value, "pathType"), text(value, "path")
    place = (*path, "path")
    if kind in {"Exact", "Prefix"}:
        if not route.startswith("/"):
            yield Violation(place, "must begin with /")
        elif _NOT_FOR_PATHS.search(route):
            yield Violation(place, "may not have //, /./, /../ or an encoded slash in it")
    elif kind == "ImplementationSpecific" and route and not route.startswith("/"):
        yield Violation(place, "must begin with /")


def ingress_backend(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """What an Ingress leads to: one Service by one of its ports, or one resource."""
    found = given(value, "service", "resource")
    if not found:
        yield Violation(path, "must have a service or a resource")
    for name in found[1:]:
        yield Violation((*path, name), f"may not stand beside {found[0]}", at_key=True)
    if found[:1] == ["service"]:
        port = part(part(value, "service"), "port")
        place = (*path, "service", "port")
        if not given(port, "name") and not port.get("number"):
            yield Violation(place, "must have a name or a number")
        elif given(port, "name") and port.get("number"):
            yield Violation((*place, "number"), "may not stand beside name", at_key=True)
