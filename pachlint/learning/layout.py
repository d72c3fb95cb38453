"""Reduce what a template prints to its layout: indentation, keys, quotes and what is inserted; no text of the chart.

Every word becomes ``x``, except the few names that Helm itself looks at in a manifest. Text in which nothing can be
inserted, in a block scalar for instance, is reduced to its kinds of lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from pachlint.learning.forms import Expr, Nodes, constant, known, shifted
from pachlint.learning.guards import textual
from pachlint.verdict.gotemplate import printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEAD = frozenset(["kind", "apiVersion", "metadata", "name", "annotations"])
_WORD = re.compile(r"[^\W_](?:[\w./$-]*\w)?")
_PHRASE = re.compile(r"\bx(?:[, ]+x\b)+(?!:)")
_HEADER = re.compile(r"(?:^|[:-]\s+)[|>][-+0-9]*\s*$")
_HOLE = "\x00"


def skeleton(nodes: Nodes) -> Nodes:
    """Return the layout of what ``nodes`` print."""
    return _Layout().walk(merged(plain(nodes)))


def plain(nodes: Iterable[Expr]) -> Iterator[Expr]:
    """Take constants and conditions out of expressions, and leave out what prints nothing."""
    for node in nodes:
        if node[0] == "hole":
            yield from _spelled(node[1])
        elif node[0] == "if":
            yield ("if", node[1], merged(plain(node[2])), merged(plain(node[3])))
        elif node[0] == "each":
            yield (*node[:4], merged(plain(node[4])), merged(plain(node[5])))
        elif node[0] == "text":
            yield node


def _spelled(e: Expr) -> Iterator[Expr]:
    if constant(e):
        yield ("text", printed(known(e)))
    elif e[0] == "hash":
        # 64 digits of whatever; what makes it fail is a demand of its own
        yield ("text", "0" * 64)
    elif e[0] == "cat":
        yield from plain(e[1])
    elif e[0] == "if":
        yield ("if", e[1], merged(_spelled(e[2])), merged(_spelled(e[3])))
    elif e[0] == "text" and textual(e[1]):
        yield from _spelled(e[1])
    elif e[0] == "text" and e[1][0] == "if":
        test, yes, no = e[1][1:]
        yield from _spelled(("if", test, ("text", yes), ("text", no)))
    elif e[0] == "shift":
        yield from shifted(merged(_spelled(e[2])), int(str(known(e[1]))))
    else:
        yield ("hole", e)


def merged(nodes: Iterable[Expr]) -> Nodes:
    """Join texts that follow one another."""
    out: list[Expr] = []
    for node in nodes:
        if node[0] == "text" and out and out[-1][0] == "text":
            out[-1] = ("text", out[-1][1] + node[1])
        elif node != ("text", ""):
            out.append(node)
    return tuple(out)


@dataclass(frozen=True)
class _State:
    """Where the output stands.

    ``line`` is the unfinished line. ``block`` is the column of the key that a block scalar belongs to; the
    scalar is ``sealed`` while nothing has been inserted in it. ``sure`` tells whether this is known at all.
    """

    line: str = ""
    block: int = -1
    sealed: bool = False
    sure: bool = True


class _Layout:
    """Walks the output of a file and reduces its texts."""

    def __init__(self) -> None:
        self.state = _State()
        self.seen: set[str] = set()

    def walk(self, nodes: Nodes) -> Nodes:
        return tuple(self._node(node) for node in nodes)

    def _node(self, node: Expr) -> Expr:
        if node[0] == "text":
            return ("text", self._text(node[1]))
        if node[0] == "hole":
            self.state = replace(self.state, line=self.state.line + _HOLE, sealed=False)
            return node
        before = self.state
        head, arms = (node[:2], node[2:]) if node[0] == "if" else (node[:4], node[4:])
        if node[0] == "each":
            before = replace(before, sure=False)
        done, after = [], set()
        for arm in arms:
            self.state = before
            done.append(self.walk(arm))
            after.add(self.state)
        self.state = _joined(after)
        return (*head, *done)

    def _text(self, text: str) -> str:
        first, *rest = text.split("\n")
        if not rest:
            self.state = replace(self.state, line=self.state.line + first)
            return _reduced(first)
        lines = [_reduced(first)]
        self._end(self.state.line + first)
        for line in rest[:-1]:
            inside = self._end(line)
            short = _reduced(line)
            if inside and not set(line) & set("\"'"):
                short = re.match(r" *", line)[0] + "x" if line.strip() else ""  # type: ignore[index]
            if (inside and short in self.seen) or (short == lines[-1] and _plain_line(short)):
                continue
            lines.append(short)
            if inside:
                self.seen.add(short)
        self.state = replace(self.state, line=rest[-1])
        return "\n".join([*lines, _reduced(rest[-1])])

    def _end(self, line: str) -> bool:
        """End a line; tell whether it is one of a block scalar in which nothing is inserted."""
        state = self.state
        indent = len(line) - len(line.lstrip(" "))
        if state.sure and state.block >= 0 and (not line.strip() or indent > state.block):
            self.state = replace(state, line="")
            return state.sealed and _HOLE not in line
        opens = state.sure and _HEADER.search(line) is not None and _HOLE not in line
        dashes = re.match(r" *(?:- +)*", line)
        column = len(dashes[0]) if dashes else 0
        self.seen = set()
        # what begins in the first column ends all that came before
        sure = state.sure or bool(line.strip() and not indent and not line.startswith(_HOLE))
        self.state = _State("", (column if ":" in line else column - 1) if opens else -1, opens, sure)
        return False


def _joined(states: set[_State]) -> _State:
    """What is known after a condition, whichever way it went."""
    blocks = {(state.block, state.sure) for state in states}
    lines = sorted(state.line for state in states)
    if len(states) == 1:
        return states.pop()
    if len(blocks) > 1 or any(_HEADER.search(line) for line in lines):
        return _State(sure=False)
    ((block, sure),) = blocks
    start = "".join(
        letters[0] for letters in takewhile(lambda them: len(set(them)) == 1, zip(*lines, strict=False))
    )
    return _State(start + _HOLE, block, sealed=False, sure=sure)


def _plain_line(line: str) -> bool:
    return re.fullmatch(r" *(?:- )*x?(?:: x)?", line) is not None


def _reduced(line: str) -> str:
    # the header of a block scalar stays: |2 says how far its text is indented
    header = _HEADER.search(line)
    head, rest = (line[: header.start()], header[0]) if header else (line, "")
    short = _WORD.sub(lambda word: word[0] if word[0] in _HEAD else "x", head)
    return _PHRASE.sub("x", short) + rest
