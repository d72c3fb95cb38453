"""Kubernetes' verdict on a manifest, or on a part of one by its type: strict decoding, then validation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.kubernetes.constraints import broken, is_missing, missing_fields
from pachlint.kubernetes.decoding import Decoder
from pachlint.kubernetes.objects import object_violations
from pachlint.kubernetes.places import violations_by_place
from pachlint.kubernetes.scope import Scope
from pachlint.kubernetes.type_checks import TYPE_CHECKS
from pachlint.kubernetes.types import Field, field_at, fields, kind_type, list_at, type_at
from pachlint.kubernetes.violation import NOTHING, Violation, required

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pachlint.place import Path

_ANYWHERE = Scope()
# What the API server only decodes in a StatefulSet: pods and claims are refused when the controller makes them. The same in
# https://github.com/kubernetes/kubernetes/blob/v1.20.0/pkg/apis/apps/validation/validation.go and in 1.37.
_UNVALIDATED = {("PodTemplateSpec", "spec"), ("StatefulSetSpec", "volumeClaimTemplates")}


def violations(manifest: object) -> tuple[Violation, ...]:
    """What the API server refuses in an object; nothing if it is of a kind that is not known here."""
    if not isinstance(manifest, dict):
        return ()
    kind = kind_type(manifest.get("apiVersion"), manifest.get("kind"))
    if kind is None:
        return ()
    decoder = Decoder()
    decoded = decoder.decode(manifest, kind, ())
    found = [*object_violations(decoded, kind), *_validated(decoded, Field(kind), (), Scope(kind))]
    return _joined(decoder.found, found)


def violations_at(value: object, kind: str, place: Path) -> tuple[Violation, ...]:
    """What the API server refuses in the part of an object that stands at a place of it.

    ``kind`` is the object's: ``StatefulSet``, with ``("spec", "template", "spec", "containers", 0, "resources")``.

    Raises:
        KeyError: if such objects have no such field.
    """
    steps = [step for step in place if isinstance(step, str)]
    made = steps[1:3] == ["template", "spec"] or steps[1:2] == ["volumeClaimTemplates"]
    deferred = kind == "StatefulSet" and made
    listed = list_at(kind, place)
    if listed is not None and value is not None:
        found = violations_of([value], listed, Scope(kind, deferred=deferred))
        return tuple(one._replace(path=one.path[1:]) for one in found if one.path)
    known = type_at(kind, place)
    found = violations_of(value, known, Scope(kind, deferred=deferred))
    if found:
        return found
    by_place = violations_by_place(value, kind, place, known)
    return tuple(_deferred(by_place) if deferred else by_place)


def violations_of(value: object, kubernetes_type: str, scope: Scope = _ANYWHERE) -> tuple[Violation, ...]:
    """What the API server refuses in a part of an object.

    ``kubernetes_type`` is a field (``Container.resources``, with what is validated of that field), a type
    (``ResourceRequirements``), a list (``[]Toleration``) or a mapping (``{}string``).

    Raises:
        KeyError: if there is no such field or type.
    """
    field = field_at(kubernetes_type)
    decoder = Decoder()
    owner, dot, _ = kubernetes_type.partition(".")
    decoded = decoder.decode(value, field.type, (), (owner,) if dot else ())
    if decoded is NOTHING:
        return tuple(decoder.found)
    absent = [required(())] if field.constraints.get("required") and is_missing(value) else []
    found = [*absent, *_validated(decoded, field, (), scope)]
    return _joined(decoder.found, _deferred(found) if scope.deferred else found)


def _validated(value: Any, field: Field, path: Path, scope: Scope) -> Iterator[Violation]:
    """What is wrong with a decoded value, to the bottom."""
    if value is NOTHING:
        return
    if field.constraints and value is not None and value != "":
        yield from broken(value, field.constraints, path)
    kind = field.type
    if kind.startswith("[]") and fields(kind[2:]) is not None:
        for index, item in enumerate(value):
            yield from _validated(item, Field(kind[2:]), (*path, index), scope)
    known = fields(kind)
    if known is None:
        return
    inner = scope.within(kind, value)
    yield from missing_fields(value, known, path)
    for name, item in value.items():
        found = _validated(item, known[name], (*path, name), inner)
        made = scope.kind == "StatefulSet" and (kind, name) in _UNVALIDATED
        yield from _deferred(found) if made else found
    for check in TYPE_CHECKS.get(kind, ()):
        yield from check(value, path, inner)


def _deferred(found: Iterable[Violation]) -> list[Violation]:
    return [violation._replace(deferred=True) for violation in found]


def _joined(refused: list[Violation], invalid: list[Violation]) -> tuple[Violation, ...]:
    """Both, without what only follows from a value that could not be decoded or a field that is spelt wrong."""
    misspelt = {(*found.path[:-1], found.rename) for found in refused if found.rename}
    undecoded = [found.path for found in refused if not found.at_key]
    above = {path[:length] for path in undecoded for length in range(len(path) + 1)}
    kept = [found for found in invalid if found.path not in misspelt and found.path not in above]
    return tuple(dict.fromkeys((*refused, *kept)))
