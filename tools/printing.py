"""Which value paths a template writes into a manifest, on lines of their own or in the midst of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.learning.forms import Expr, Nodes

# what these print is a word, a number or a text in quotes, whatever the value is
_HARMLESS = frozenset(
    [
        "quote",
        "toJson",
        "b64enc",
        "hash",
        "int",
        "len",
        "not",
        "eq",
        "ne",
        "gt",
        "lt",
        "le",
        "ge",
        "empty",
        "hasPrefix",
        "hasSuffix",
        "contains",
        "until",
        "semverCompare",
        "c",
    ]
)


class Printing:
    """Collects the value paths of many files: ``alone`` are written on lines of their own, ``inline`` in the midst of lines."""

    def __init__(self) -> None:
        self.alone: set[str] = set()
        self.inline: set[str] = set()

    def file(self, nodes: Nodes) -> frozenset[str]:
        """Follow a file, and return its paths."""
        own = Printing()
        own.walk(nodes, inside=False)
        self.alone |= own.alone
        self.inline |= own.inline
        return frozenset(own.alone | own.inline)

    def walk(self, nodes: Nodes, *, inside: bool) -> bool:
        """Follow the output; ``inside`` tells whether something already stands on the line, at the end too."""
        for node in nodes:
            if node[0] == "text":
                last = node[1].rpartition("\n")
                inside = bool(last[2].strip()) or (inside and not last[1])
            elif node[0] == "hole":
                (self.inline if inside and not _yaml(node[1]) else self.alone).update(_paths(node[1]))
            elif node[0] == "if":
                after = [self.walk(arm, inside=inside) for arm in node[2:]]
                inside = all(after)
            else:
                self.inline.update(_paths(node[1]))
                self.walk(node[4], inside=inside)
                self.walk(node[4], inside=False)
                inside = self.walk(node[5], inside=False)
        return inside


def _yaml(e: Expr) -> bool:
    return e[0] == "toYaml" or any(isinstance(part, tuple) and part and _yaml(part) for part in e[1:])


def _paths(e: Any) -> Iterator[str]:
    """The paths that an expression prints; a chart's ``global`` is found below the charts inside it too."""
    if not isinstance(e, tuple) or not e or e[0] in _HARMLESS:
        return
    if e[0] == "v":
        steps = list(filter(None, (*e[1].split("."), *e[2]) if len(e) > 2 else e[1]))
        yield ".".join(steps) or "*"
        if "global" in steps[1:]:
            yield ".".join(steps[steps.index("global", 1) :])
        return
    for part in e[2:] if e[0] == "if" else e[1:]:
        yield from _paths(part)
