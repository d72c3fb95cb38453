"""Which value paths a template writes into a manifest, on lines of their own or in the midst of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.learning.forms import (
    Branch,
    Call,
    Choice,
    Constant,
    Expr,
    Form,
    Hole,
    Loop,
    Text,
    Value,
    calls,
    parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.learning.forms import Nodes

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
            match node:
                case Text(text):
                    last = text.rpartition("\n")
                    inside = bool(last[2].strip()) or (inside and not last[1])
                case Hole(expression):
                    found = self.inline if inside and not _yaml(expression) else self.alone
                    found.update(_paths(expression))
                case Branch(_, yes, no):
                    after = [self.walk(arm, inside=inside) for arm in (yes, no)]
                    inside = all(after)
                case Loop(over, _, _, body, otherwise):
                    self.inline.update(_paths(over))
                    self.walk(body, inside=inside)
                    self.walk(body, inside=False)
                    inside = self.walk(otherwise, inside=False)
        return inside


def _yaml(e: Form) -> bool:
    return (isinstance(e, Expr) and calls(e, "toYaml")) or any(map(_yaml, parts(e)))


def _paths(e: Form) -> Iterator[str]:
    """The paths that an expression prints; a chart's ``global`` is found below the charts inside it too."""
    if isinstance(e, Constant) or (isinstance(e, Call) and e.function in _HARMLESS):
        return
    if isinstance(e, Value):
        steps = e.path
        yield ".".join(steps) or "*"
        if "global" in steps[1:]:
            yield ".".join(steps[steps.index("global", 1) :])
        return
    test = e.test if isinstance(e, Choice | Branch) else None
    for part in parts(e):
        if part is not test:
            yield from _paths(part)
