"""Reduce what a template prints to its layout: indentation, keys, quotes and what is inserted; no text of the chart.

Every word becomes ``x``, except the few names that Helm itself looks at in a manifest. Text in which nothing can be
inserted, in a block scalar for instance, is reduced to its kinds of lines.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from pachlint.learning.constants import constant, known
from pachlint.learning.forms import (
    Branch,
    Call,
    Choice,
    Expr,
    Hole,
    Joined,
    Loop,
    Node,
    Nodes,
    Text,
)
from pachlint.learning.guards import textual
from pachlint.learning.output import shifted, with_arms
from pachlint.records import NamedTuple
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


def plain(nodes: Iterable[Node]) -> Iterator[Node]:
    """Take constants and conditions out of expressions, and leave out what prints nothing."""
    for node in nodes:
        if isinstance(node, Hole):
            yield from _spelled(node.expression)
        elif isinstance(node, Branch | Loop):
            yield with_arms(node, lambda arm: merged(plain(arm)))
        elif isinstance(node, Text):
            yield node


def _spelled(e: Expr) -> Iterator[Node]:
    if constant(e):
        yield Text(printed(known(e)))
        return
    match e:
        case Call("hash"):
            # 64 digits of whatever; what makes it fail is a demand of its own
            yield Text("0" * 64)
        case Joined(nodes):
            yield from plain(nodes)
        case Choice(test, yes, no):
            yield Branch(test, merged(_spelled(yes)), merged(_spelled(no)))
        case Call("text", (inner,)) if textual(inner):
            yield from _spelled(inner)
        case Call("text", (Choice(test, yes, no),)):
            yield from _spelled(Choice(test, Call("text", (yes,)), Call("text", (no,))))
        case Call("shift", (spaces, inner)):
            yield from shifted(merged(_spelled(inner)), int(str(known(spaces))))
        case _:
            yield Hole(e)


def merged(nodes: Iterable[Node]) -> Nodes:
    """Join texts that follow one another."""
    out: list[Node] = []
    for node in nodes:
        last = out[-1] if out else None
        if isinstance(node, Text) and isinstance(last, Text):
            out[-1] = Text(last.text + node.text)
        elif not isinstance(node, Text) or node.text:
            out.append(node)
    return tuple(out)


class _State(NamedTuple):
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

    def _node(self, node: Node) -> Node:
        if isinstance(node, Text):
            return Text(self._text(node.text))
        if not isinstance(node, Branch | Loop):
            self.state = self.state._replace(line=self.state.line + _HOLE, sealed=False)
            return node
        before = self.state
        if isinstance(node, Loop):
            before = before._replace(sure=False)
        after = set[_State]()

        def walked(arm: Nodes) -> Nodes:
            self.state = before
            done = self.walk(arm)
            after.add(self.state)
            return done

        found = with_arms(node, walked)
        self.state = _joined(after)
        return found

    def _text(self, text: str) -> str:
        first, *rest = text.split("\n")
        if not rest:
            self.state = self.state._replace(line=self.state.line + first)
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
        self.state = self.state._replace(line=rest[-1])
        return "\n".join([*lines, _reduced(rest[-1])])

    def _end(self, line: str) -> bool:
        """End a line; tell whether it is one of a block scalar in which nothing is inserted."""
        state = self.state
        indent = len(line) - len(line.lstrip(" "))
        if state.sure and state.block >= 0 and (not line.strip() or indent > state.block):
            self.state = state._replace(line="")
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
