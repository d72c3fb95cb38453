"""What Helm stops at: every expression of a chart that can fail, under the weakest conditions."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pachlint.learning.guards import node_needs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pachlint.learning.forms import Expr, Guard, Nodes

Demand = tuple["Guard", "Expr"]


def demands_of(nodes: Nodes, guard: Guard) -> Iterator[Demand]:
    """Yield what a template file demands that prints ``nodes``, under ``guard``; paths are those of the main chart."""
    for inner, e in node_needs(nodes, guard):
        yield read_as_root(inner), read_as_root(e)


def read_as_root(e: Any) -> Any:
    """Turn a bundled chart's value paths into paths from the main chart's root."""
    if not isinstance(e, tuple):
        return e
    if e and e[0] == "v":
        return ("v", tuple(filter(None, e[1].split("."))) + e[2])
    return e if e and e[0] == "c" else tuple(read_as_root(part) for part in e)


def switches(scope: str, conditions: Mapping[str, str]) -> Guard:
    """Return when a bundled chart is on."""
    guard: Guard = ()
    names = scope.split(".") if scope else []
    for depth in range(1, len(names) + 1):
        path = conditions.get(".".join(names[:depth]), "")
        if path:
            guard = (*guard, (("off", ("v", "", tuple(path.split(".")))), False))
    return guard


def without_implied(demands: set[Demand]) -> set[Demand]:
    """Drop what is demanded under a weaker condition as well."""
    by_key: dict[Expr, list[Guard]] = defaultdict(list)
    maps: dict[tuple[str, ...], list[Guard]] = defaultdict(list)
    for guard, e in demands:
        by_key[_key(e)].append(guard)
        if e[0] == "v":
            for depth in range(1, len(e[1])):
                maps[e[1][:depth]].append(guard)
    weakest = {key: _weakest(guards) for key, guards in by_key.items()}
    weakest_maps = {path: _weakest(guards) for path, guards in maps.items()}
    return {
        (guard, key)
        for key, guards in weakest.items()
        for guard in guards
        if key[0] != "v" or not _deeper(key[1], guard, weakest_maps)
    }


def _key(e: Expr) -> Expr:
    """A path is demanded for its containers: any key below will do."""
    return ("v", (*e[1][:-1], "*")) if e[0] == "v" else e


def _deeper(path: tuple[str, ...], guard: Guard, maps: dict[tuple[str, ...], list[Guard]]) -> bool:
    """Tell whether a longer path under a weaker guard demands the same container."""
    held = set(guard)
    return any(
        len(other) >= len(path)
        and other[: len(path) - 1] == path[:-1]
        and any(set(g) <= held for g in guards)
        for other, guards in maps.items()
    )


def _weakest(guards: list[Guard]) -> list[Guard]:
    kept: list[tuple[frozenset[Any], Guard]] = []
    for guard in sorted(set(guards), key=lambda g: (len(g), repr(g))):
        held = frozenset(guard)
        if not any(weaker <= held for weaker, _ in kept):
            kept.append((held, guard))
    return [guard for _, guard in kept]
