"""What is validated of a field only because of where it stands: names by kind, probes by purpose, amounts by resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.kubernetes.containers import image, once
from pachlint.kubernetes.objects import object_violations
from pachlint.kubernetes.resources import resources
from pachlint.kubernetes.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.kubernetes.violation import Violation
    from pachlint.place import Path

_PROBES = ("livenessProbe", "startupProbe")
_CONTAINERS = frozenset(("containers", "initContainers"))
_AMOUNTS = ("limits", "requests")


def violations_by_place(value: object, kind: str, place: Path, known: str) -> Iterator[Violation]:
    """What is wrong with a value of the right type at a place, whose field is ``known``: ``Container.image``."""
    if place == ("metadata", "name"):
        named = object_violations({"metadata": {"name": value}}, kind)
        yield from (found._replace(path=()) for found in named if found.path == place)
    elif known == "Container.image":
        yield from image(value, (), Scope(kind))
    elif known == "Probe.successThreshold" and place[-2] in _PROBES:
        yield from once(value, ())
    elif known in {"Container.livenessProbe", "Container.startupProbe"}:
        yield from once(
            value.get("successThreshold") if isinstance(value, dict) else None, ("successThreshold",)
        )
    elif known.startswith("ResourceRequirements.") and place[-1] in _AMOUNTS and isinstance(value, dict):
        yield from _amounts({str(place[-1]): value}, 1)
    elif known == "quantity" and place[-2] in _AMOUNTS and not _CONTAINERS.isdisjoint(place):
        yield from _amounts({str(place[-2]): {str(place[-1]): value}}, 2)


def _amounts(value: dict[str, object], depth: int) -> Iterator[Violation]:
    """What is wrong with some amounts, ``depth`` steps below the resources that they belong to."""
    for found in resources(value, (), Scope()):
        if len(found.path) >= depth:
            yield found._replace(path=found.path[depth:])
