"""The expressions and output nodes that running templates on unknown values makes.

Expressions are tuples: ``("c", constant)``, ``("v", scope, names)`` for a value, ``(".", e, names)`` and
``("?.", e, names)`` for a field of an expression (the second yields nothing when ``e`` is null),
``("$", n)`` for a loop variable, ``("cat", nodes)`` for text put together, ``("if", c, a, b)``,
``("fold", over, key, item, total, start, step)``, ``("dict", pairs)``, ``("root", scope)`` for what a template file of a
chart is given, and ``(function, *arguments)``. Output nodes: ``("text", s)``, ``("hole", e)``, ``("if", c, nodes, nodes)``
``("each", over, key, item, nodes, otherwise)`` and ``("eval", e)``, which prints nothing.
"""

from __future__ import annotations

from typing import Any

Expr = tuple[Any, ...]
"""An expression, or an output node."""
Nodes = tuple[Expr, ...]
"""What a template prints."""
Guard = tuple[Any, ...]
"""What must hold, from the outside in: ``(test, holds)``, and ``("each", over, key, item)`` for a loop that is gone into."""
NOTHING: Expr = ("c", None)
UNKNOWN = "unknown"
"""The function whose result is not known without running the chart: whatever is made of it is not known either."""


def value_of(scope: str, names: tuple[str, ...]) -> Expr:
    """Return the expression for a value of a chart; ``scope`` is the chart's place among the values, with dots."""
    return ("v", scope, names)


def field_of(base: Expr, names: tuple[str, ...], *, lenient: bool, first: bool) -> Expr:
    """Return a field of what is not known before there are values; of a null that is held, ``lenient``, it is nothing."""
    if base[0] == "v" and not (lenient and first):
        return value_of(base[1], base[2] + names)
    if base[0] in (".", "?."):
        return (base[0], base[1], base[2] + names)
    return ("?." if lenient and base[0] != "$" else ".", base, names)


def constant(e: Expr) -> bool:
    """Tell whether ``e`` is known when the chart is."""
    if e[0] in ("dict", "list"):
        return all(
            constant(item[1] if e[0] == "dict" else item) for item in (e[1] if e[0] == "dict" else e[1:])
        )
    return bool(e[0] == "c")


def known(e: Expr) -> object:
    """Return the value of a constant expression."""
    if e[0] == "dict":
        return {key: known(item) for key, item in e[1]}
    return [known(item) for item in e[1:]] if e[0] == "list" else e[1]


def constant_expr(value: object) -> Expr:
    """Return the expression for a value that is known."""
    if isinstance(value, dict):
        return ("dict", tuple((key, constant_expr(item)) for key, item in value.items()))
    return ("list", *map(constant_expr, value)) if isinstance(value, list) else ("c", value)


def bare(dot: Expr) -> Expr:
    """Return what a template was given; ``("maybe", e)`` says that it may be nothing at all."""
    return dot[1] if dot[0] == "maybe" else dot


def text_expr(nodes: Nodes) -> Expr:
    """Return output nodes as one expression."""
    if all(node[0] == "text" for node in nodes):
        return ("c", "".join(node[1] for node in nodes))
    return ("cat", nodes)


def as_nodes(e: Expr) -> Nodes:
    """Return what printing ``e`` adds to the output."""
    if e[0] == "cat":
        return tuple(e[1])
    if e[0] == "c" and isinstance(e[1], str):
        return (("text", e[1]),) if e[1] else ()
    return (("hole", e),)


def shifted(nodes: Nodes, spaces: int) -> Nodes:
    """Indent every line of the output ``nodes`` but the first."""
    out: list[Expr] = []
    for node in nodes:
        if node[0] == "text":
            out.append(("text", node[1].replace("\n", "\n" + " " * spaces)))
        elif node[0] == "hole":
            out.append(("hole", ("shift", ("c", spaces), node[1])))
        elif node[0] == "eval":
            out.append(node)
        elif node[0] == "if":
            out.append(("if", node[1], shifted(node[2], spaces), shifted(node[3], spaces)))
        else:
            out.append((*node[:4], shifted(node[4], spaces), shifted(node[5], spaces)))
    return tuple(out)
