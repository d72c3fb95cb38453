"""Patterns that are ready for use."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pachlint.goregexp.automaton import Automaton
from pachlint.goregexp.machine import Slots, search
from pachlint.goregexp.parser import parse
from pachlint.goregexp.program import compile_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.goregexp.program import Program
    from pachlint.goregexp.steps import Steps


class Regexp:
    """A pattern; ``names`` are those of its groups, the whole first."""

    def __init__(self, program: Program, names: tuple[str, ...]) -> None:
        self.names = names
        self.size = len(program.steps)
        self._program = program
        self._automaton = Automaton(program)

    def matches(self, text: str, steps: Steps) -> bool:
        """Whether a part of the text matches.

        Raises:
            RegexpLimitError: if that takes too many steps.
        """
        return self._automaton.matches(text, steps)

    def find(self, text: str, steps: Steps, start: int = 0) -> Slots | None:
        """The first match from an offset on.

        Raises:
            RegexpLimitError: as above.
        """
        return search(self._program, text, start, len(self.names), steps)

    def find_all(self, text: str, steps: Steps) -> Iterator[Slots]:
        """All matches that do not overlap; an empty one counts if none ends where it stands.

        Raises:
            RegexpLimitError: as above.
        """
        at, end = 0, -1
        while at <= len(text):
            found = self.find(text, steps, at)
            if found is None:
                return
            if found[1] > found[0] or found[0] != end:
                yield found
            end = found[1]
            at = end if found[1] > found[0] else end + 1


def compiled(pattern: str, steps: Steps) -> Regexp:
    """A pattern for use.

    Raises:
        RegexpError: if Go rejects it.
        RegexpLimitError: if it is too large to be followed.
    """
    made = _made(pattern)
    steps.take_once(pattern, 5 * len(pattern) + made.size)
    return made


@lru_cache(maxsize=64)
def _made(pattern: str) -> Regexp:
    parsed = parse(pattern)
    return Regexp(compile_node(parsed.node), parsed.names)
