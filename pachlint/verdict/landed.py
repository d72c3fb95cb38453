"""What Kubernetes says of a value in the field where a chart writes it, alone or beside other fields of the same object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.kubernetes.constraints import not_one_of
from pachlint.kubernetes.judge import violations_at
from pachlint.kubernetes.names import unknown_field
from pachlint.kubernetes.networking import service
from pachlint.kubernetes.scope import Scope
from pachlint.kubernetes.types import field_at, fields, type_at
from pachlint.kubernetes.violation import Violation
from pachlint.kubernetes.volumes import mounts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pachlint.place import Path

# No chart gives a Service an externalName, which ExternalName requires.
_SERVICE_TYPES = ("ClusterIP", "LoadBalancer", "NodePort")


def no_such_field(kind: str, place: Path) -> Violation:
    """A field that a chart writes, and that objects of the kind do not have."""
    above = place[:-1]
    return unknown_field(above, str(place[-1]), _type_of(kind, above), _owners(kind, place))


def other_label(key: str, wanted: str) -> Violation:
    """A label of the pods by which their owner finds them, with another value."""
    problem = f"{key} must be {wanted}, by which the selector finds the pods"
    return Violation((key,), problem, "leave it out", at_key=True)


def beside_type(value: object, place: Sequence[str | int], kind: object) -> Iterator[Violation]:
    """What may not stand at a place of a Service of some type."""
    field = place[-1]
    inside = {"ports": [{field: value}]} if "ports" in place else {"ports": [{}], str(field): value}
    for violation in service({"type": kind, **inside}, (), Scope("Service")):
        if violation.path[-1] == field:
            yield violation._replace(path=())


def mounts(value: object, known: Collection[str], *, deferred: bool) -> Iterator[Violation]:
    """What may not be mounted in a container whose pod has the ``known`` volumes."""
    for violation in mounts_of({"volumeMounts": value}, known, ()):
        yield violation._replace(path=violation.path[1:], deferred=deferred)


def names_in(value: object) -> set[str] | None:
    """The names of a list of volumes; None if it is none."""
    if value is None:
        return set()
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return None
    return {name for one in value if isinstance(name := one.get("name"), str)}


def violations(value: object, kind: str, place: Path, *, shared: bool) -> Iterator[Violation]:
    """What is wrong with a value at a place; if that is ``shared``, the chart writes other fields of the same object there."""
    known = fields(_type_of(kind, place)) if shared else None
    if known is not None and isinstance(value, dict):
        for key, item in value.items():
            if key not in known:
                yield unknown_field((), key, _type_of(kind, place), _owners(kind, place))
            else:
                for violation in violations_at(item, kind, (*place, key)):
                    yield violation._replace(path=(key, *violation.path))
    elif value is not None or not shared:
        is_type = isinstance(value, str) and (kind, place) == ("Service", ("spec", "type"))
        if is_type and value not in {"", *_SERVICE_TYPES}:
            yield not_one_of(str(value), _SERVICE_TYPES, ())
        else:
            yield from violations_at(value, kind, place)


def _type_of(kind: str, place: Path) -> str:
    return field_at(type_at(kind, place)).type if place else kind


def _owners(kind: str, place: Path) -> tuple[str, ...]:
    around = (_type_of(kind, place[:depth]) for depth in range(len(place)))
    return tuple(found for found in around if fields(found) is not None)
