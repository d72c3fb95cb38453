"""Under which conditions, and how often, a template runs what stands under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.verdict.expressions import EvaluationError, Evaluator, KeyPath
from pachlint.verdict.forms import Iteration, Test

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 64


class Guards:
    """The parts of the guards of a table by number, each read when it is first asked for."""

    def __init__(self, rows: Iterable[list[int]]) -> None:
        self._parts: list[list[int] | Test | Iteration] = list(rows)

    def __getitem__(self, index: int) -> Test | Iteration:
        found = self._parts[index]
        if isinstance(found, list):
            found = self._parts[index] = guard_of(found)
        return found


class Conditions:
    """Which guards hold; a guard whose own condition cannot be evaluated does not."""

    def __init__(self, guards: Guards, evaluator: Evaluator) -> None:
        self.guards = guards
        self.evaluator = evaluator
        self.known: dict[int, list[dict[int, object]]] = {-1: [{}]}

    def environments(self, guard: int) -> list[dict[int, object]]:
        """Return the loop variables of every time that what is under ``guard`` runs; [] if it does not."""
        found = self.known.get(guard)
        if found is None:
            part = self.guards[guard]
            found = []
            for env in self.environments(part.parent):
                try:
                    found += self._narrowed(part, env)
                except EvaluationError:
                    continue
            self.known[guard] = found
        return found

    def _narrowed(self, part: Test | Iteration, env: dict[int, object]) -> list[dict[int, object]]:
        if isinstance(part, Iteration):
            pairs = self.evaluator.pairs(part.over, env)[:_MOST]
            return [env | {part.key: key, part.item: item} for key, item in pairs]
        return [env] if self.holds(part.test, env) is part.holds else []

    def holds(self, test: int, env: dict[int, object]) -> bool:
        """Whether a condition holds."""
        return self.evaluator.holds(test, env)

    def loop_of(self, item: int, guard: int) -> Iteration | None:
        """Return the loop around what is under ``guard`` whose items a variable takes."""
        while guard >= 0:
            part = self.guards[guard]
            if isinstance(part, Iteration) and part.item == item:
                return part
            guard = part.parent
        return None

    def violation(self, guard: int) -> KeyPath:
        """Return the value path that the innermost condition reads."""
        while guard >= 0:
            part = self.guards[guard]
            path = self.evaluator.violation(part.over if isinstance(part, Iteration) else part.test)
            if path:
                return path
            guard = part.parent
        return ()


def guard_of(row: list[int]) -> Test | Iteration:
    """The part of a guard that a row says."""
    if len(row) == 4:
        return Iteration(*row)
    parent, test = row
    return Test(parent, test, holds=True) if test >= 0 else Test(parent, -test - 1, holds=False)
