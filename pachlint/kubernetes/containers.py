"""Containers: sources of variables, probes, hooks, privileges.

https://github.com/kubernetes/kubernetes/blob/v1.20.0/pkg/apis/core/validation/validation.go, validateContainers
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.kubernetes.formats import relative_path
from pachlint.kubernetes.parts import given, number, objects, part, text
from pachlint.kubernetes.violation import NOTHING, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pachlint.kubernetes.scope import Scope
    from pachlint.place import Path

_ONCE = ("livenessProbe", "startupProbe")
_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc")
_HOOKS = (*_HANDLERS[:3], "sleep")
# fileKeyRef is of Kubernetes 1.34.
_VALUE_SOURCES = ("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef")
_POD_FIELDS = frozenset((
    "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.podIP",
    "status.podIPs", "status.hostIPs",
))  # fmt: skip


def one_of(value: Mapping[str, Any], names: tuple[str, ...], path: Path, what: str) -> Iterator[Violation]:
    """Exactly one of some fields must be there."""
    found = given(value, *names)
    if not found:
        yield Violation(path, f"must have {what}: {', '.join(names[:-1])} or {names[-1]}")
    for name in found[1:]:
        yield Violation((*path, name), f"may not stand beside {found[0]}", at_key=True)


def variable(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """An environment variable with a value and a source of it."""
    source = value.get("valueFrom")
    if text(value, "value") and source is not None:
        yield Violation((*path, "valueFrom"), "may not stand beside a value", at_key=True)


def variable_source(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """Where an environment variable comes from."""
    yield from one_of(value, _VALUE_SOURCES, path, "one source")


def variables_source(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """Where all of a container's environment variables come from."""
    yield from one_of(value, ("configMapRef", "secretRef"), path, "one source")


def pod_field(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """A field of the pod's own that a container may see."""
    name = text(value, "fieldPath")
    if name and not name.startswith(("metadata.labels", "metadata.annotations")) and name not in _POD_FIELDS:
        yield Violation((*path, "fieldPath"), f"may not be {name}")


def probe(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """How a container is probed."""
    yield from one_of(value, _HANDLERS, path, "one handler")


def hook(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """What is run when a container starts or stops."""
    yield from one_of(value, _HOOKS, path, "one handler")


def image(value: object, path: Path, scope: Scope) -> Iterator[Violation]:
    """An image with blanks around it, which is validated of pods and not of templates of pods."""
    if isinstance(value, str) and value != value.strip():
        yield Violation(path, "has blanks around it", deferred=scope.kind not in {"", "Pod"})


def once(threshold: object, path: Path) -> Iterator[Violation]:
    """How often a probe that can end a container has to succeed; 0 is taken for 1."""
    if isinstance(threshold, int) and threshold not in {0, 1}:
        yield Violation(path, f"is {threshold}, and must be 1", replacement=1)


def container(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """What does not fit together in a container."""
    for name in _ONCE:
        threshold = part(value, name).get("successThreshold")
        yield from once(threshold, (*path, name, "successThreshold"))
    yield from image(value.get("image"), (*path, "image"), scope)
    for index, mount in objects(value, "volumeMounts"):
        if text(mount, "subPath") and text(mount, "subPathExpr"):
            yield Violation(
                (*path, "volumeMounts", index, "subPathExpr"), "may not stand beside subPath", at_key=True
            )
        if text(mount, "mountPropagation") == "Bidirectional" and not part(value, "securityContext").get(
            "privileged"
        ):
            place = (*path, "volumeMounts", index, "mountPropagation")
            yield Violation(place, "may be Bidirectional only in a privileged container")


def privileges(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """A container that is denied more privileges than it has."""
    if value.get("allowPrivilegeEscalation") is not False:
        return
    place = (*path, "allowPrivilegeEscalation")
    if value.get("privileged") is True:
        yield Violation(place, "may not be false where privileged is true")
    added = part(value, "capabilities").get("add")
    if isinstance(added, list) and "CAP_SYS_ADMIN" in added:
        yield Violation(place, "may not be false where the capability CAP_SYS_ADMIN is added")


def seccomp(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """A profile of system calls that stands on the node, and no other."""
    kind, profile = text(value, "type"), value.get("localhostProfile")
    place = (*path, "localhostProfile")
    if kind == "Localhost" and profile in {None, ""}:
        yield Violation(place, "is required where the type is Localhost")
    elif kind != "Localhost" and profile not in {None, NOTHING}:
        yield Violation(place, "may only stand where the type is Localhost", at_key=True)
    elif isinstance(profile, str) and (problem := relative_path(profile)):
        yield Violation(place, problem)


def initial(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """What containers that run first may not have; those that restart always may, since Kubernetes 1.28."""
    for index, first in objects(value, "initContainers"):
        if text(first, "restartPolicy") == "Always":
            continue
        for name in given(first, "lifecycle", "livenessProbe", "readinessProbe", "startupProbe"):
            yield Violation(
                (*path, "initContainers", index, name), "may not be set for an init container", at_key=True
            )


def host_ports(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """Two ports of one node that are the same."""
    seen: set[tuple[object, ...]] = set()
    for index, one in objects(value, "containers"):
        for place, port in objects(one, "ports"):
            taken = (number(port, "hostPort"), text(port, "hostIP"), text(port, "protocol") or "TCP")
            if taken[0] and taken in seen:
                yield Violation(
                    (*path, "containers", index, "ports", place, "hostPort"), f"is {taken[0]} a second time"
                )
            seen.add(taken)
