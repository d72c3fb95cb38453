"""What an expression looks like when a template prints it: harmless text, a whole YAML value, a block of YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.verdict.placement import HARMLESS

if TYPE_CHECKING:
    from expression_forms import Expr, Nodes

_INERT = frozenset(
    [
        "int",
        "b64enc",
        "hash",
        "until",
        "len",
        "not",
        "eq",
        "ne",
        "gt",
        "lt",
        "le",
        "ge",
        "hasPrefix",
        "hasSuffix",
        "contains",
        "empty",
    ]
)


def inert(e: Expr) -> bool:
    """Tell whether the text of ``e`` can never mean anything to YAML."""
    if e[0] == "c":
        return not isinstance(e[1], str) or not e[1] or HARMLESS.fullmatch(e[1]) is not None
    if e[0] in ("shift", "trunc", "default"):
        return all(inert(argument) for argument in e[1:])
    if e[0] == "if":
        return inert(e[2]) and inert(e[3])
    return e[0] in _INERT


def whole(e: Expr) -> bool:
    """Tell whether ``e`` is a complete YAML value on one line whatever the values are."""
    if e[0] in ("shift", "text"):
        return whole(e[-1])
    if e[0] == "if":
        return (whole(e[2]) or inert(e[2])) and (whole(e[3]) or inert(e[3]))
    if e[0] == "default":
        return whole(e[2]) and (whole(e[1]) or inert(e[1]))
    return e[0] in ("quote", "toJson")


def yaml_block(e: Expr) -> Expr | None:
    """Return the value that ``e`` writes as YAML, None if it does not."""
    while e[0] in ("shift", "text"):
        e = e[-1]
    return e[1] if e[0] == "toYaml" else None


def on_one_line(nodes: Nodes) -> bool:
    """Tell whether ``nodes`` print no line break of their own and no block of YAML."""
    for node in nodes:
        if node[0] == "text" and "\n" in node[1]:
            return False
        if node[0] == "hole" and yaml_block(node[1]) is not None:
            return False
        if node[0] == "if" and not (on_one_line(node[2]) and on_one_line(node[3])):
            return False
        if node[0] == "each" and not (on_one_line(node[4]) and on_one_line(node[5])):
            return False
    return True
