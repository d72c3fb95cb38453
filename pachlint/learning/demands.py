"""What Helm stops at: every expression of a chart that can fail, under the weakest conditions."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pachlint.learning.forms import Call, Expr, Guard, Test, Value
from pachlint.learning.guards import node_needs
from pachlint.learning.order import Order
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pachlint.learning.forms import Nodes, Part


class Demand(NamedTuple):
    """An expression that can fail, and the conditions under which it is evaluated."""

    guard: Guard
    expression: Expr


def demands_of(nodes: Nodes, guard: Guard) -> Iterator[Demand]:
    """Yield what a template file demands that prints ``nodes``, under ``guard``."""
    for inner, e in node_needs(nodes, guard):
        yield Demand(inner, e)


def switches(scope: str, conditions: Mapping[str, str]) -> Guard:
    """Return when a bundled chart is on."""
    guard: Guard = ()
    names = scope.split(".") if scope else []
    for depth in range(1, len(names) + 1):
        path = conditions.get(".".join(names[:depth]), "")
        if path:
            off = Call("off", (Value("", tuple(path.split("."))),))
            guard = (*guard, Test(off, holds=False))
    return guard


def without_implied(demands: set[Demand]) -> set[Demand]:
    """Drop what is demanded under a weaker condition as well."""
    by_key: dict[Expr, list[Guard]] = defaultdict(list)
    maps: dict[tuple[str, ...], list[Guard]] = defaultdict(list)
    for guard, e in demands:
        by_key[_key(e)].append(guard)
        if isinstance(e, Value):
            for depth in range(1, len(e.path)):
                maps[e.path[:depth]].append(guard)
    order = Order()
    weakest = {key: _weakest(guards, order) for key, guards in by_key.items()}
    weakest_maps = {path: _weakest(guards, order) for path, guards in maps.items()}
    return {
        Demand(guard, key)
        for key, guards in weakest.items()
        for guard in guards
        if not (isinstance(key, Value) and _deeper(key.path, guard, weakest_maps))
    }


def _key(e: Expr) -> Expr:
    """A path is demanded for its containers: any key below will do."""
    return Value("", (*e.path[:-1], "*")) if isinstance(e, Value) else e


def _deeper(path: tuple[str, ...], guard: Guard, maps: dict[tuple[str, ...], list[Guard]]) -> bool:
    """Tell whether a longer path under a weaker guard demands the same container."""
    held = set(guard)
    return any(
        len(other) >= len(path)
        and other[: len(path) - 1] == path[:-1]
        and any(set(g) <= held for g in guards)
        for other, guards in maps.items()
    )


def _weakest(guards: list[Guard], order: Order) -> list[Guard]:
    kept: list[tuple[frozenset[Part], Guard]] = []
    for guard in sorted(set(guards), key=lambda g: (len(g), order.text(g))):
        held = frozenset(guard)
        if not any(weaker <= held for weaker, _ in kept):
            kept.append((held, guard))
    return [guard for _, guard in kept]
