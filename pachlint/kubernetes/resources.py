"""Requests and limits of containers: names of resources, amounts, and limits that are below requests.

https://github.com/kubernetes/kubernetes/blob/v1.20.0/pkg/apis/core/validation/validation.go, ValidateResourceRequirements
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.formats.kubernetes import annotation_key, quantity_in_nanos
from pachlint.kubernetes.parts import part
from pachlint.kubernetes.violation import NOTHING, Violation
from pachlint.nearness import equally_near

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pachlint.kubernetes.scope import Scope
    from pachlint.place import Path

_STANDARD = ("cpu", "memory", "ephemeral-storage")
_SHORT = {"mem": "memory", "ram": "memory"}
_HUGE_PAGES = "hugepages-"
_BILLION = 10**9


def resources(value: Mapping[str, Any], path: Path, scope: Scope) -> Iterator[Violation]:
    """What is wrong with a container's requests and limits."""
    for field in ("limits", "requests"):
        for name, amount in part(value, field).items():
            place = (*path, field, name)
            yield from _bad_name(name, place)
            yield from _bad_amount(name, amount, place)
    limits, requests = part(value, "limits"), part(value, "requests")
    for name, amount in requests.items():
        yield from _above_limit(name, amount, limits.get(name), path)
    yield from _pages_alone({*limits, *requests}, path)


def _bad_name(name: str, place: Path) -> Iterator[Violation]:
    if "/" in name:
        problem = annotation_key(name)
        if problem:
            yield Violation(place, f"the resource {name} {problem}", at_key=True)
        return
    if name in _STANDARD or name.startswith(_HUGE_PAGES):
        return
    near = equally_near(name, _STANDARD)
    single = near[0] if len(near) == 1 else _SHORT.get(name.lower())
    wanted = (
        f"{single} is meant"
        if single
        else f"there are {', '.join(_STANDARD)}, and names with a domain such as nvidia.com/gpu"
    )
    yield Violation(place, f"no resource {name}", wanted, at_key=True, rename=single)


def is_extended(name: str) -> bool:
    """Whether a device plugin hands out the resource: whole numbers of it, and no more than its limit."""
    domain = name.partition("/")[0]
    return (
        "/" in name
        and not (domain == "kubernetes.io" or domain.endswith(".kubernetes.io"))
        and "kubernetes.io/" not in name
    )


def _bad_amount(name: str, amount: object, place: Path) -> Iterator[Violation]:
    nanos = None if amount is NOTHING else quantity_in_nanos(amount)
    if nanos is None:
        return
    if nanos < 0:
        yield Violation(place, f"is {amount}, and must be 0 or more")
    elif is_extended(name) and nanos % _BILLION:
        yield Violation(place, f"is {amount}, and must be a whole number")


def _above_limit(name: str, amount: object, limit: object, path: Path) -> Iterator[Violation]:
    wanted = None if amount is NOTHING else quantity_in_nanos(amount)
    fixed = is_extended(name) or name.startswith(_HUGE_PAGES)
    if limit is None:
        if fixed:
            yield Violation((*path, "limits"), f"there must be a limit of {name} equal to the request")
        return
    most = None if limit is NOTHING else quantity_in_nanos(limit)
    if wanted is None or most is None:
        return
    if fixed and wanted != most:
        said = f"is {amount}, and must be equal to the limit, {limit}"
        yield Violation((*path, "requests", name), said, beside=(*path, "limits", name))
    elif wanted > most and name == "memory" and isinstance(limit, str) and limit.endswith("m"):
        yield _minute(amount, limit, (*path, "limits", name))
    elif wanted > most:
        said = f"is {amount}, above the limit of {limit}"
        yield Violation((*path, "requests", name), said, beside=(*path, "limits", name))


def _minute(amount: object, limit: str, place: Path) -> Violation:
    """A limit of memory in thousandths of a byte, a common slip of the key."""
    meant = f"{limit[:-1]}Mi"
    said = f"m is thousandths of a byte, {meant} is meant"
    return Violation(
        place, f"is {limit}, below the request of {amount}", said, replacement=meant, doubtful=True
    )


def _pages_alone(names: set[str], path: Path) -> Iterator[Violation]:
    if any(name.startswith(_HUGE_PAGES) for name in names) and not names & {"cpu", "memory"}:
        yield Violation(path, "huge pages need a request or limit of cpu or memory beside them")
