"""The parts of a pattern as a program of single steps, as Go's compiler lays it out: which of two ways comes first counts."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from pachlint.goregexp.errors import RegexpLimitError
from pachlint.goregexp.nodes import Assertion, Characters, Choice, Group, Node, Repeat, Sequence
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.goregexp.characters import Ranges

MAX_STEPS = 50_000


class Code(IntEnum):
    """What a step does."""

    MATCH = 0
    CHARACTER = 1
    SPLIT = 2
    ASSERT = 3
    SAVE = 4


class Step(NamedTuple):
    """One step. ``then`` is the next one; of a SPLIT the better one, ``other`` is the second."""

    code: Code
    then: int = 0
    other: int = 0
    ranges: Ranges = ()
    kind: str = ""
    slot: int = 0


class Program(NamedTuple):
    """All steps, and where to begin."""

    steps: tuple[Step, ...]
    start: int


def compile_node(node: Node) -> Program:
    """A program for a pattern's parts.

    Raises:
        RegexpLimitError: if it has more than MAX_STEPS steps.
    """
    layout = _Layout()
    end = layout.add(Step(Code.MATCH))
    start = layout.node(node, end)
    return Program(tuple(layout.steps), start)


class _Layout:
    """Steps are laid out from the end: every method gives the step that begins a part which goes on to ``then``."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def add(self, step: Step) -> int:
        if len(self.steps) >= MAX_STEPS:
            raise RegexpLimitError(f"a pattern of more than {MAX_STEPS} steps")
        self.steps.append(step)
        return len(self.steps) - 1

    def node(self, node: Node, then: int) -> int:
        if isinstance(node, Characters):
            return self.add(Step(Code.CHARACTER, then, ranges=node.ranges))
        if isinstance(node, Assertion):
            return self.add(Step(Code.ASSERT, then, kind=node.kind))
        if isinstance(node, Group):
            closing = self.add(Step(Code.SAVE, then, slot=2 * node.number + 1))
            return self.add(Step(Code.SAVE, self.node(node.part, closing), slot=2 * node.number))
        if isinstance(node, Sequence):
            for part in reversed(node.parts):
                then = self.node(part, then)
            return then
        if isinstance(node, Choice):
            *earlier, last = (self.node(part, then) for part in node.parts)
            for start in reversed(earlier):
                last = self.add(Step(Code.SPLIT, start, last))
            return last
        return self._repeat(node, then)

    def _repeat(self, node: Repeat, then: int) -> int:
        if node.most is None:
            then = self._loop(node, then) if node.least else self._any(node, then)
            often = max(node.least - 1, 0)
        else:
            then = self._optional(node, node.most - node.least, then)
            often = node.least
        for _ in range(often):
            then = self.node(node.part, then)
        return then

    def _split(self, node: Repeat, first: int, leave: int) -> int:
        return self.add(Step(Code.SPLIT, first, leave) if node.greedy else Step(Code.SPLIT, leave, first))

    def _loop(self, node: Repeat, then: int) -> int:
        """Once or more often; where the part begins."""
        at = self.add(Step(Code.SPLIT))
        start = self.node(node.part, at)
        self.steps[at] = Step(Code.SPLIT, start, then) if node.greedy else Step(Code.SPLIT, then, start)
        return start

    def _any(self, node: Repeat, then: int) -> int:
        """Any number of times. A part that may be empty is asked once at least, which decides what comes first (Go 46123)."""
        if _may_be_empty(node.part):
            return self._split(node, self._loop(node, then), then)
        at = self.add(Step(Code.SPLIT))
        start = self.node(node.part, at)
        self.steps[at] = Step(Code.SPLIT, start, then) if node.greedy else Step(Code.SPLIT, then, start)
        return at

    def _optional(self, node: Repeat, often: int, then: int) -> int:
        """Up to so many times, each inside the one before."""
        after = then
        for _ in range(often):
            after = self._split(node, self.node(node.part, after), then)
        return after


def _may_be_empty(node: Node) -> bool:
    if isinstance(node, Characters):
        return False
    if isinstance(node, Assertion):
        return True
    if isinstance(node, Group):
        return _may_be_empty(node.part)
    if isinstance(node, Sequence):
        return all(map(_may_be_empty, node.parts))
    if isinstance(node, Choice):
        return any(map(_may_be_empty, node.parts))
    return node.least == 0 or _may_be_empty(node.part)
