"""Expressions that are known when the chart is."""

from __future__ import annotations

from pachlint.learning.forms import Constant, Dict, Expr, List


def constant(e: Expr) -> bool:
    """Tell whether ``e`` is known when the chart is."""
    if isinstance(e, Dict):
        return all(constant(value) for _, value in e.pairs)
    if isinstance(e, List):
        return all(map(constant, e.members))
    return isinstance(e, Constant)


def known(e: Expr) -> object:
    """Return the value of a constant expression."""
    if isinstance(e, Dict):
        return {key: known(value) for key, value in e.pairs}
    if isinstance(e, List):
        return [known(member) for member in e.members]
    return e.value if isinstance(e, Constant) else None


def constant_expr(value: object) -> Expr:
    """Return the expression for a value that is known."""
    if isinstance(value, dict):
        return Dict(tuple((key, constant_expr(item)) for key, item in value.items()))
    return List(tuple(map(constant_expr, value))) if isinstance(value, list) else Constant(value)
