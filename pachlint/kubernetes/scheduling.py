"""Tolerations, node selectors, affinity, spreading: what belongs together in them.

https://github.com/kubernetes/kubernetes/blob/v1.20.0/pkg/apis/core/validation/validation.go, ValidateTolerations and validateAffinity
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.kubernetes.constraints import not_one_of
from pachlint.kubernetes.formats import label
from pachlint.kubernetes.parts import given, objects, text
from pachlint.kubernetes.violation import NOTHING, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pachlint.kubernetes.scope import Scope
    from pachlint.place import Path

_OPERATORS = ("Equal", "Exists")
# Of Kubernetes 1.35, where they compare numbers.
_NUMERIC = ("Gt", "Lt")


def toleration(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """What does not fit together in a toleration."""
    operator, key = text(value, "operator"), value.get("key", "")
    if key == "" and operator != "Exists":
        yield Violation(
            (*path, "operator"), "must be Exists where there is no key", replacement="Exists", doubtful=True
        )
    if value.get("tolerationSeconds") is not None and text(value, "effect") != "NoExecute":
        yield Violation(
            (*path, "effect"),
            "must be NoExecute where there are tolerationSeconds",
            replacement="NoExecute",
            doubtful=True,
        )
    if operator in {"", "Equal"}:
        problem = label(text(value, "value"))
        if problem:
            yield Violation((*path, "value"), problem)
    elif operator == "Exists":
        if text(value, "value"):
            yield Violation((*path, "value"), "must be empty where the operator is Exists")
    elif operator not in _NUMERIC:
        yield not_one_of(operator, _OPERATORS, (*path, "operator"))


def label_requirement(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """Values that an operator of a label selector needs, or may not have."""
    operator = text(value, "operator")
    values = value.get("values") or []
    if operator in {"In", "NotIn"} and not values:
        yield Violation((*path, "values"), f"must not be empty where the operator is {operator}")
    elif operator in {"Exists", "DoesNotExist"} and values:
        yield Violation((*path, "values"), f"must be empty where the operator is {operator}")


def node_requirement(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """The same for a selector of nodes, which also compares numbers."""
    yield from label_requirement(value, path, scope)
    operator = text(value, "operator")
    values = value.get("values")
    count = len(values) if isinstance(values, list) else 0
    if operator in {"Gt", "Lt"} and count != 1 and values is not NOTHING:
        yield Violation((*path, "values"), f"must be one number where the operator is {operator}")


def node_term(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """Requirements on a node's own fields: only its name, and one."""
    for index, requirement in objects(value, "matchFields"):
        place = (*path, "matchFields", index)
        if text(requirement, "key") and requirement["key"] != "metadata.name":
            yield Violation((*place, "key"), f"must be metadata.name, but is {requirement['key']}")
        if text(requirement, "operator") in {"Exists", "DoesNotExist", "Gt", "Lt"}:
            yield Violation((*place, "operator"), f"must be In or NotIn, but is {requirement['operator']}")
        elif isinstance(requirement.get("values"), list) and len(requirement["values"]) != 1:
            yield Violation((*place, "values"), "must be one name of a node")


def spreading(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """Two constraints on the same topology."""
    seen: dict[tuple[object, object], int] = {}
    for index, constraint in objects(value, "topologySpreadConstraints"):
        pair = (text(constraint, "topologyKey"), text(constraint, "whenUnsatisfiable"))
        if all(pair) and pair in seen:
            yield Violation(
                (*path, "topologySpreadConstraints", index),
                f"says {pair[1]} of {pair[0]} a second time; number {seen[pair]} of the list does",
            )
        seen.setdefault(pair, index + 1)


def dns(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """A pod whose name servers are left to it."""
    if text(value, "dnsPolicy") == "None" and not given(value, "dnsConfig"):
        yield Violation((*path, "dnsConfig"), "must name a name server where dnsPolicy is None")
