"""What a template prints: output nodes as expressions, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.learning.forms import (
    Branch,
    Call,
    Constant,
    Expr,
    Guard,
    Hole,
    Joined,
    Loop,
    Node,
    Nodes,
    Test,
    Text,
    calls,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def arms(node: Branch | Loop) -> tuple[Nodes, Nodes]:
    """What is printed one way and the other."""
    return (node.yes, node.no) if isinstance(node, Branch) else (node.body, node.otherwise)


def with_arms(node: Branch | Loop, change: Callable[[Nodes], Nodes]) -> Branch | Loop:
    """The same with other output both ways."""
    if isinstance(node, Branch):
        return Branch(node.test, change(node.yes), change(node.no))
    return Loop(node.over, node.key, node.item, change(node.body), change(node.otherwise))


def under_guard(nodes: Nodes, guard: Guard) -> Nodes:
    """What is printed under conditions, as output of its own."""
    for part in reversed(guard):
        if isinstance(part, Test):
            nodes = (Branch(part.test, nodes, ()) if part.holds else Branch(part.test, (), nodes),)
    return nodes


def text_expr(nodes: Nodes) -> Expr:
    """Return output nodes as one expression."""
    if all(isinstance(node, Text) for node in nodes):
        return Constant("".join(node.text for node in nodes if isinstance(node, Text)))
    return Joined(nodes)


def as_nodes(e: Expr) -> Nodes:
    """Return what printing ``e`` adds to the output."""
    if isinstance(e, Joined):
        return e.nodes
    if isinstance(e, Constant) and isinstance(e.value, str):
        return (Text(e.value),) if e.value else ()
    return (Hole(e),)


def shifted(nodes: Nodes, spaces: int) -> Nodes:
    """Indent every line of the output ``nodes`` but the first."""
    return tuple(_shifted(node, spaces) for node in nodes)


def _shifted(node: Node, spaces: int) -> Node:
    match node:
        case Text(text):
            return Text(text.replace("\n", "\n" + " " * spaces))
        case Hole(expression):
            return Hole(Call("shift", (Constant(spaces), expression)))
        case Branch() | Loop():
            return with_arms(node, lambda arm: shifted(arm, spaces))
    return node


def writes_yaml(e: Expr) -> bool:
    """Whether an expression writes a value as ``toYaml`` does."""
    return calls(unwrapped(e), "toYaml")


def unwrapped(e: Expr) -> Expr:
    """An expression without what only indents it, or makes sure that it is a text."""
    while isinstance(e, Call) and e.function in {"shift", "text"}:
        e = e.arguments[-1]
    return e


def yaml_alone(nodes: Nodes) -> Call | None:
    """The ``toYaml`` of a value that is all that is printed; None if there is more, or something else."""
    holes = [node for node in nodes if isinstance(node, Hole)]
    blank = all(
        isinstance(node, Hole) or (isinstance(node, Text) and not node.text.strip()) for node in nodes
    )
    inner = unwrapped(holes[0].expression) if blank and len(holes) == 1 else None
    return inner if inner is not None and calls(inner, "toYaml") else None
