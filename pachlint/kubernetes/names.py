"""Fields that a type does not have: which other name is meant, or where the field belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.kubernetes.types import Field, fields
from pachlint.kubernetes.violation import Violation
from pachlint.nearness import equally_near
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pachlint.place import Path

# What belongs below limits and requests, and is often written beside them.
_RESOURCES = frozenset(("cpu", "memory", "ephemeral-storage", "storage", "nvidia.com/gpu"))


class _Kin(NamedTuple):
    """A type that is taken for another, and where it stands."""

    type: str
    place: str


_KIN = {
    "SecurityContext": _Kin("PodSecurityContext", "the security context of the pod"),
    "PodSecurityContext": _Kin("SecurityContext", "the security context of a container"),
    "Container": _Kin("PodSpec", "the pod"),
}


def unknown_field(path: Path, key: str, kind: str, owners: tuple[str, ...]) -> Violation:
    """A field ``key`` that the type ``kind`` does not have; ``owners`` are the types around it, the outermost first."""
    known = fields(kind) or {}
    place = (*path, key)
    problem = f"no field {key}"
    inner = list(_below(key, known))
    if inner:
        return Violation(place, problem, f"it belongs below {' or '.join(inner)}", at_key=True)
    near = equally_near(key, known)
    if near:
        meant = f"{' or '.join(near)} {'is' if len(near) == 1 else 'are'} meant"
        return Violation(place, problem, meant, at_key=True, rename=near[0] if len(near) == 1 else None)
    kin = _KIN.get(kind)
    if kin and key in (fields(kin.type) or {}):
        return Violation(place, problem, f"{kin.place} has it", at_key=True)
    outer = next((owner for owner in reversed(owners) if key in (fields(owner) or {})), None)
    if outer:
        return Violation(place, problem, f"{outer} has it, further up", at_key=True)
    return Violation(place, problem, at_key=True)


def _below(key: str, known: Mapping[str, Field]) -> Iterator[str]:
    """The fields whose own fields include the name."""
    if key in _RESOURCES:
        yield from (name for name, field in known.items() if field.type == "{}quantity")
        return
    holders = [name for name, field in known.items() if key in (fields(field.type) or {})]
    # a name as common as "name" says nothing about where it belongs
    if len(holders) <= 3:
        yield from holders
