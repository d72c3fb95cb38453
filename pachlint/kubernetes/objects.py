"""Whole objects: their names by kind, secrets by type, roles, claims.

https://github.com/kubernetes/kubernetes/blob/v1.20.0/staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go and the
packages of pkg/apis/*/validation at the same tag
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.formats.kubernetes import dns_label, dns_subdomain, quantity_in_nanos
from pachlint.kubernetes.formats import path_segment, service_name
from pachlint.kubernetes.parts import objects, part, text
from pachlint.kubernetes.violation import NOTHING, Violation, required

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pachlint.kubernetes.scope import Scope
    from pachlint.place import Path

_NAMES: Mapping[str, Callable[[str], str | None]] = {
    "Service": service_name,
    "Role": path_segment,
    "ClusterRole": path_segment,
    "RoleBinding": path_segment,
    "ClusterRoleBinding": path_segment,
}
_ANNOTATIONS_BYTES = 256 * 1024
_INGRESS_CLASS = "kubernetes.io/ingress.class"
_RBAC = "rbac.authorization.k8s.io"
# The keys that a secret of a type must have.
_SECRET_KEYS = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}


def object_violations(value: Mapping[str, Any], kind: str) -> Iterator[Violation]:
    """What is wrong with the metadata of a whole object, and between its metadata and the rest."""
    metadata = value.get("metadata")
    if metadata is NOTHING:
        return
    metadata = part(value, "metadata")
    yield from _names(metadata, kind)
    named = part(value, "spec").get("ingressClassName") not in {None, ""}
    if kind == "Ingress" and named and _INGRESS_CLASS in part(metadata, "annotations"):
        place = ("metadata", "annotations", _INGRESS_CLASS)
        yield Violation(place, "may not stand beside ingressClassName", at_key=True)
    if kind == "Secret":
        yield from _secret(value)


def _names(metadata: Mapping[str, Any], kind: str) -> Iterator[Violation]:
    name, namespace = metadata.get("name"), text(metadata, "namespace")
    if name is None or name == "":
        if not text(metadata, "generateName"):
            yield required(("metadata", "name"))
    elif isinstance(name, str):
        problem = _NAMES.get(kind, dns_subdomain)(name)
        if problem:
            yield Violation(("metadata", "name"), f"is {name}, which {problem}")
    if namespace and (problem := dns_label(namespace)):
        yield Violation(("metadata", "namespace"), f"is {namespace}, which {problem}")
    held = part(metadata, "annotations").items()
    size = sum(len(key.encode()) + len(text.encode()) for key, text in held if isinstance(text, str))
    if size > _ANNOTATIONS_BYTES:
        yield Violation(("metadata", "annotations"), f"has {size} bytes, and may have {_ANNOTATIONS_BYTES}")


def _secret(value: Mapping[str, Any]) -> Iterator[Violation]:
    held = {*part(value, "data"), *part(value, "stringData")}
    for key in _SECRET_KEYS.get(text(value, "type"), ()):
        if key not in held:
            yield required(("data", key), f"is required in a secret of type {text(value, 'type')}")


def role(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """What a rule of a role is about."""
    for index, rule in objects(value, "rules"):
        place = (*path, "rules", index)
        if rule.get("nonResourceURLs"):
            continue
        for field in ("apiGroups", "resources"):
            if not rule.get(field):
                yield required((*place, field))


def subject(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """Who is bound to a role."""
    if text(value, "kind") != "ServiceAccount":
        return
    problem = dns_subdomain(text(value, "name")) if text(value, "name") else None
    if problem:
        yield Violation((*path, "name"), f"is {value['name']}, which {problem}")
    if text(value, "apiGroup"):
        yield Violation((*path, "apiGroup"), "may not stand where the kind is ServiceAccount", at_key=True)
    if scope.kind == "ClusterRoleBinding" and value.get("namespace") in {None, ""}:
        yield required((*path, "namespace"))


def role_reference(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """The group of a role."""
    if text(value, "apiGroup") not in {"", _RBAC}:
        yield Violation((*path, "apiGroup"), f"must be {_RBAC}", replacement=_RBAC)


def claim(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """A claim needs a size."""
    amount = part(part(value, "resources"), "requests").get("storage")
    place = (*path, "resources", "requests", "storage")
    if amount is None:
        yield required(place)
    elif amount is not NOTHING and (quantity_in_nanos(amount) or 0) <= 0:
        yield Violation(place, f"is {amount}, and must be more than 0")
