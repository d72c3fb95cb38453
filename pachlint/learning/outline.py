"""Reduce the text of a manifest template to its outline: what decides whether Helm can read it, and no words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pachlint.learning.forms import Branch, Loop, Text
from pachlint.learning.output import with_arms

if TYPE_CHECKING:
    from pachlint.learning.forms import Node, Nodes

_HELM_READS = ("kind", "apiVersion", "metadata", "name", "annotations")
_WORD = re.compile(r"\\.|[A-Za-z][\w./-]*")
_COMMENT = re.compile(r"^( *)#[^\n]*(?=\n)", re.MULTILINE)


def outlined(nodes: Nodes) -> Nodes:
    """Return ``nodes`` with their text reduced; names that Helm itself looks at stay."""
    return tuple(_outlined(node) for node in nodes)


def silenced(nodes: Nodes) -> Nodes:
    """Return ``nodes`` without text, for what is printed to people."""
    return tuple(
        with_arms(node, silenced) if isinstance(node, Branch | Loop) else node
        for node in nodes
        if not isinstance(node, Text)
    )


def _outlined(node: Node) -> Node:
    if isinstance(node, Text):
        return Text(_WORD.sub(_shortened, _COMMENT.sub(r"\1#", node.text)))
    return with_arms(node, outlined) if isinstance(node, Branch | Loop) else node


def _shortened(match: re.Match[str]) -> str:
    word = match[0]
    return word if word.startswith("\\") or word in _HELM_READS else "x"
