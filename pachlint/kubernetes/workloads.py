"""Deployments, StatefulSets, DaemonSets and Jobs: what their templates must fit.

https://github.com/kubernetes/kubernetes/blob/v1.20.0/pkg/apis/apps/validation/validation.go and
https://github.com/kubernetes/kubernetes/blob/v1.20.0/pkg/apis/batch/validation/validation.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.kubernetes.parts import number, objects, part, text
from pachlint.kubernetes.violation import NOTHING, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pachlint.kubernetes.scope import Scope
    from pachlint.place import Path


def workload(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """What a Deployment, StatefulSet or DaemonSet asks of its pods."""
    selector = part(value, "selector")
    if selector and not any(selector.values()):
        yield Violation((*path, "selector"), "must not be empty")
    template = part(value, "template")
    if template:
        yield from _unselected(selector, template, path)
    yield from _restarting(template, ("Always", ""), path)
    if part(template, "spec").get("activeDeadlineSeconds") is not None:
        place = (*path, "template", "spec", "activeDeadlineSeconds")
        yield Violation(place, "may only stand in a Job", at_key=True)


def job(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """What a Job asks of its pods."""
    template = part(value, "template")
    if template:
        yield from _restarting(template, ("OnFailure", "Never"), path)


def _restarting(template: Mapping[str, Any], allowed: tuple[str, ...], path: Path) -> Iterator[Violation]:
    spec = part(template, "spec")
    policy = spec.get("restartPolicy", "")
    if policy is not NOTHING and policy not in allowed and spec:
        words = " or ".join(filter(None, allowed))
        yield Violation(
            (*path, "template", "spec", "restartPolicy"),
            f"must be {words}" + (f", but is {policy}" if policy else ""),
        )


def _unselected(selector: Mapping[str, Any], template: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    """Labels of the selector that the pods do not have, or have with another value."""
    labels = part(part(template, "metadata"), "labels")
    place = (*path, "template", "metadata", "labels")
    for name, wanted in part(selector, "matchLabels").items():
        found = labels.get(name)
        if wanted is not NOTHING and found is not NOTHING and found != wanted:
            yield Violation((*place, name), f"must be {wanted}, as the selector says")
    for _, requirement in objects(selector, "matchExpressions"):
        if not _meets(labels, requirement):
            yield Violation(place, f"must have {text(requirement, 'key')} as the selector says")


def _meets(labels: Mapping[str, Any], requirement: Mapping[str, Any]) -> bool:
    key, operator = text(requirement, "key"), text(requirement, "operator")
    values = requirement.get("values") or []
    match operator:
        case "In":
            return labels.get(key) in values
        case "NotIn":
            return labels.get(key) not in values
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
        case _:
            return True


def deployment(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """How a Deployment replaces its pods, and for how long it may try."""
    deadline = value.get("progressDeadlineSeconds")
    if isinstance(deadline, int) and deadline <= number(value, "minReadySeconds"):
        yield Violation((*path, "progressDeadlineSeconds"), "must be more than minReadySeconds")


def strategy(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """A way of replacing pods with settings of another way, or without any."""
    kind = text(value, "type")
    if kind in {"Recreate", "OnDelete"} and value.get("rollingUpdate") is not None:
        yield Violation((*path, "rollingUpdate"), f"may not stand where the type is {kind}", at_key=True)
    rolling = part(value, "rollingUpdate")
    if _is_zero(rolling.get("maxUnavailable")) and _is_zero(rolling.get("maxSurge")):
        yield Violation((*path, "rollingUpdate", "maxUnavailable"), "may not be 0 where maxSurge is 0")


def _is_zero(value: object) -> bool:
    return value in {0, "0%"} if isinstance(value, str | int) else False
