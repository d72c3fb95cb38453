"""The fields of Kubernetes objects: types, and what the API server validates of each (``schemas/kubernetes.json``)."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pachlint import bundled
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pachlint.place import Path

_TABLE = "schemas/kubernetes.json"
_NONE: Mapping[str, Any] = {}


class Field(NamedTuple):
    """A field's type (``string``, ``[]EnvVar``, ``{}quantity``, ``Probe``) and what is validated of its value."""

    type: str
    constraints: Mapping[str, Any] = _NONE


class _Table(NamedTuple):
    kinds: Mapping[str, str]
    types: Mapping[str, Mapping[str, Any]]


@lru_cache(maxsize=1)
def _table() -> _Table:
    data = json.loads(bundled.read(_TABLE))
    return _Table(data["kinds"], data["types"])


@lru_cache(maxsize=256)
def fields(name: str) -> Mapping[str, Field] | None:
    """The fields of a type; None if the name is that of a scalar, a list or a mapping."""
    known = _table().types.get(name)
    if known is None:
        return None
    return {
        field: Field(facts) if isinstance(facts, str) else Field(facts[0], facts[1])
        for field, facts in known.items()
    }


def field_at(name: str) -> Field:
    """The field that ``Container.resources`` names; of another name (``ResourceRequirements``, ``[]EnvVar``) that type itself.

    Raises:
        KeyError: if there is no such field or type.
    """
    owner, dot, field = name.partition(".")
    if dot:
        return (fields(owner) or {})[field]
    element = name.replace("[]", "").replace("{}", "")
    if element not in SCALARS and element not in _table().types:
        raise KeyError(name)
    return Field(name)


def type_at(kind: str, place: Path) -> str:
    """The type at a place in an object: ``Container.resources`` of a Deployment's ``("spec", "template", …)``.

    Raises:
        KeyError: if such objects have no such field.
    """
    name = known = kind
    for step in place:
        if known[:2] in {"[]", "{}"}:
            name = known = known[2:]
            continue
        name = f"{known}.{step}"
        known = field_at(name).type
    return name


def list_at(kind: str, place: Path) -> str | None:
    """The list of whose items something is validated, if the place is an item of one: ``PersistentVolumeClaimSpec.accessModes``.

    Raises:
        KeyError: if such objects have no such field.
    """
    if not place or not isinstance(place[-1], int):
        return None
    known = type_at(kind, place[:-1])
    return known if "." in known and "items" in field_at(known).constraints else None


def kind_type(api_version: object, kind: object) -> str | None:
    """The type of an object; None if it is of a kind that is not known here."""
    return _table().kinds.get(f"{api_version} {kind}")


SCALARS = frozenset(
    ("string", "boolean", "int32", "int64", "quantity", "int-or-string", "time", "bytes", "any")
)
