"""Whether a text matches, told by an automaton whose states are made as they are met."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pachlint.goregexp.machine import Around, holds, reached
from pachlint.goregexp.program import Code

if TYPE_CHECKING:
    from pachlint.goregexp.program import Program
    from pachlint.goregexp.steps import Steps

_MOST_STATES = 2000
_LETTER, _SIGN = 0x61, 0x20

State: TypeAlias = "tuple[int, ...]"


class Automaton:
    """All ways of a program through texts."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.anchors = any(step.code == Code.ASSERT for step in program.steps)
        self.moves: dict[tuple[State, int, int], State | None] = {}
        self.kinds: dict[int, int] = {}
        self.known: dict[State, State] = {}

    def matches(self, text: str, steps: Steps) -> bool:
        """Whether a part of the text matches."""
        steps.take(len(text) // 2 + 1)
        state: State = (self.program.start,)
        before = -1
        for character in map(ord, text):
            key = (state, before, character)
            if key in self.moves:
                following = self.moves[key]
            else:
                following = self.moves[key] = self._moved(state, before, character, steps)
            if following is None:
                return True
            state = following
            before = self._kind(character) if self.anchors else 0
        return self._moved(state, before, -1, steps) is None

    def _kind(self, character: int) -> int:
        """A character that no assertion holds apart from this one."""
        kind = self.kinds.get(character)
        if kind is None:
            is_word = 0 <= character < 0x80 and (chr(character).isalnum() or character == 0x5F)
            kind = self.kinds[character] = character if character == 0x0A else _LETTER if is_word else _SIGN
        return kind

    def _moved(self, state: State, before: int, after: int, steps: Steps) -> State | None:
        """The state after a character; None if the text matches before it."""
        if len(self.moves) >= _MOST_STATES:
            self.moves.clear()
        found: list[int] = []
        seen = set[int]()
        for at in reached(self.program, state, Around(before, after), seen):
            step = self.program.steps[at]
            if step.code == Code.MATCH:
                return None
            if after >= 0 and holds(step.ranges, after):
                found.append(step.then)
        following = (*dict.fromkeys(found), self.program.start)
        steps.take(5 + 2 * len(seen))
        return self.known.setdefault(following, following)
