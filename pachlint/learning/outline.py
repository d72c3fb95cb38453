"""Reduce the text of a manifest template to its outline: what decides whether Helm can read it, and no words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pachlint.learning.forms import Expr, Nodes

_HELM_READS = ("kind", "apiVersion", "metadata", "name", "annotations")
_WORD = re.compile(r"\\.|[A-Za-z][\w./-]*")
_COMMENT = re.compile(r"^( *)#[^\n]*(?=\n)", re.MULTILINE)


def outlined(nodes: Nodes) -> Nodes:
    """Return ``nodes`` with their text reduced; names that Helm itself looks at stay."""
    return tuple(_outlined(node) for node in nodes)


def silenced(nodes: Nodes) -> Nodes:
    """Return ``nodes`` without text, for what is printed to people."""
    return tuple(
        _with_arms(node, silenced) if node[0] in ("if", "each") else node
        for node in nodes
        if node[0] != "text"
    )


def _outlined(node: Expr) -> Expr:
    if node[0] == "text":
        return ("text", _WORD.sub(_shortened, _COMMENT.sub(r"\1#", node[1])))
    return _with_arms(node, outlined) if node[0] in ("if", "each") else node


def _with_arms(node: Expr, change: Callable[[Nodes], Nodes]) -> Expr:
    return (*node[:-2], *(change(arm) for arm in node[-2:]))


def _shortened(match: re.Match[str]) -> str:
    word = match[0]
    return word if word.startswith("\\") or word in _HELM_READS else "x"
