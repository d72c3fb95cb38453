"""Volumes, and what containers mount of them.

https://github.com/kubernetes/kubernetes/blob/v1.20.0/pkg/apis/core/validation/validation.go, ValidateVolumes and ValidateVolumeMounts
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.formats.kubernetes import quantity_in_nanos
from pachlint.kubernetes.parts import given, objects, text
from pachlint.kubernetes.types import fields
from pachlint.kubernetes.violation import Violation
from pachlint.nearness import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pachlint.kubernetes.scope import Scope
    from pachlint.place import Path

_CONTAINERS = ("containers", "initContainers")


def volume(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """A volume of two sources; one without any is an empty folder."""
    sources = [name for name in fields("Volume") or {} if name != "name"]
    found = sorted(given(value, *sources), key=list(value).index)
    for name in found[1:]:
        yield Violation((*path, name), f"may not stand beside {found[0]}", at_key=True)


def empty_folder(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """The size of an empty folder."""
    limit = value.get("sizeLimit")
    if isinstance(limit, str | int | float) and (quantity_in_nanos(limit) or 0) < 0:
        yield Violation((*path, "sizeLimit"), f"is {limit}, and must be 0 or more")


def projection(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """A projected volume takes each of its sources from one place."""
    found = given(value, *(fields("VolumeProjection") or {}))
    for name in found[1:]:
        yield Violation((*path, name), f"may not stand beside {found[0]}", at_key=True)


def mounts(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """What containers mount must be among the pod's volumes, or claims of its StatefulSet."""
    known = {text(one, "name") for _, one in objects(value, "volumes")} | scope.claims
    for field in _CONTAINERS:
        for index, container in objects(value, field):
            yield from mounts_of(container, known, (*path, field, index))


def mounts_of(container: Mapping[str, Any], known: Collection[str], path: Path) -> Iterator[Violation]:
    """What a container mounts must be among the ``known`` volumes."""
    for index, mount in objects(container, "volumeMounts"):
        name = text(mount, "name")
        if name and name not in known:
            near = nearest(name, sorted(known))
            meant = f"{near} is meant" if near else ""
            yield Violation((*path, "volumeMounts", index, "name"), f"there is no volume {name}", meant)


def container_names(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """Containers and init containers share their names."""
    seen: set[str] = {text(one, "name") for _, one in objects(value, "containers")}
    for index, container in objects(value, "initContainers"):
        name = text(container, "name")
        if name and name in seen:
            yield Violation(
                (*path, "initContainers", index, "name"), f"is {name}, the name of another container"
            )
        seen.add(name)
