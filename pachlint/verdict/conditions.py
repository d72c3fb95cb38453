"""Under which conditions, and how often, a template runs what stands under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.verdict.expressions import EvaluationError, Evaluator, KeyPath

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 64


class Conditions:
    """Which guards hold; a guard whose own condition cannot be evaluated does not."""

    def __init__(self, guards: Sequence[Sequence[int]], evaluator: Evaluator) -> None:
        self.guards = guards
        self.evaluator = evaluator
        self.known: dict[int, list[dict[int, object]]] = {-1: [{}]}

    def environments(self, guard: int) -> list[dict[int, object]]:
        """Return the loop variables of every time that what is under ``guard`` runs; [] if it does not."""
        found = self.known.get(guard)
        if found is None:
            parent, *rest = self.guards[guard]
            found = []
            for env in self.environments(parent):
                try:
                    found += self._narrowed(rest, env)
                except EvaluationError:
                    continue
            self.known[guard] = found
        return found

    def _narrowed(self, rest: Sequence[int], env: dict[int, object]) -> list[dict[int, object]]:
        if len(rest) == 3:
            over, key, item = rest
            return [env | {key: name, item: value} for name, value in self.evaluator.pairs(over, env)[:_MOST]]
        (test,) = rest
        holds = self.holds(test if test >= 0 else -test - 1, env)
        return [env] if holds is (test >= 0) else []

    def holds(self, test: int, env: dict[int, object]) -> bool:
        """Whether a condition holds."""
        return self.evaluator.holds(test, env)

    def violation(self, guard: int) -> KeyPath:
        """Return the value path that the innermost condition reads."""
        while guard >= 0:
            parent, test, *_ = self.guards[guard]
            path = self.evaluator.violation(test if test >= 0 else -test - 1)
            if path:
                return path
            guard = parent
        return ()
