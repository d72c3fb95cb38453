"""Parse Go text/template source into a tree of plain tuples.

Nodes: ``("text", str)``, ``("action", pipe)``, ``("if" | "with" | "range", pipe, body, otherwise)`` and
``("template", name, pipe | None)``. A pipe is ``("pipe", names, assigns, commands)``, a command a tuple of
operands; operands: ``("const", v)``, ``("dot",)``, ``("nil",)``, ``("field", names)``,
``("variable", name, names)``, ``("function", name)``, ``("chain", operand, names)`` and pipes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.gotemplate import nodes as go
from pachlint.gotemplate import parser
from pachlint.gotemplate.catalog import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

Node = tuple[Any, ...]


def parse(source: str) -> tuple[list[Node], dict[str, list[Node]]]:
    """Return the nodes of ``source`` and the templates it defines; ``ParseError`` if Go cannot read it."""
    tree = parser.parse(source, FUNCTIONS)
    return _body(tree.nodes), {name: _body(body) for name, body in tree.defined.items()}


def _body(nodes: Sequence[go.Node]) -> list[Node]:
    return [_node(node) for node in nodes]


def _node(node: go.Node) -> Node:
    match node:
        case go.Plain():
            return ("text", node.text)
        case go.Action():
            return ("action", _operand(node.pipe))
        case go.Branch():
            return (node.word, _operand(node.pipe), _body(node.body), _body(node.otherwise or ()))
        case go.Range():
            return ("range", _operand(node.pipe), _body(node.body), _body(node.otherwise or ()))
        case go.Template():
            return ("template", node.name, None if node.pipe is None else _operand(node.pipe))
    message = f"{node.word} is not followed"
    raise NotImplementedError(message)


def _operand(operand: go.Operand) -> Node:
    match operand:
        case go.Bool() | go.Text():
            return ("const", operand.value)
        case go.Number():
            whole = operand.integer is not None and not any(mark in operand.text for mark in ".eE")
            return ("const", operand.integer if whole else operand.floating)
        case go.Dot():
            return ("dot",)
        case go.Nil():
            return ("nil",)
        case go.Field():
            return ("field", operand.names)
        case go.Variable():
            return ("variable", operand.name, operand.names)
        case go.Function():
            return ("function", operand.name)
        case go.Chain():
            return ("chain", _operand(operand.operand), operand.names)
    commands = tuple(tuple(map(_operand, command.operands)) for command in operand.commands)
    return ("pipe", operand.names, operand.assigns, commands)
