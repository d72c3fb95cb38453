"""How much may be done to follow a chart: steps are counted, so the answer is the same on every machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.learning.errors import NotFollowedError
from pachlint.learning.forms import Form

if TYPE_CHECKING:
    from pachlint.learning.forms import Expr, Nodes

MAX_STEPS = 1_500_000
"""Steps to follow all templates of a chart: Pachyderm's takes 550,000."""
MAX_ACTIONS = 900_000
"""Bytes of all actions in the templates of a chart: Pachyderm's has 370,000."""
MAX_PARTS = 100_000
"""Parts of what a template file prints, with what is written twice counted twice: the largest of Pachyderm's has 39,000."""
MAX_DEPTH = 150
_LETTERS = 16


class TooMuchError(NotFollowedError):
    """All steps are spent, so nothing more of the chart is followed."""


class Effort:
    """The steps that are left for a chart."""

    def __init__(self, left: int = MAX_STEPS) -> None:
        self.left = left

    def take(self, count: int = 1) -> None:
        """Count some steps.

        Raises:
            TooMuchError: if there are not so many left.
        """
        self.left -= count
        if self.left < 0:
            raise TooMuchError(f"more than {MAX_STEPS:,} steps")


class Scales:
    """Weighs expressions: ``parts`` as if none were shared, and how deep they lie inside one another."""

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        # the form is kept as well, so that no other one can get its identity
        self.known: dict[int, tuple[int, int, Form]] = {}

    def check(self, e: Expr | Nodes) -> None:
        """Weigh an expression.

        Raises:
            NotFollowedError: if it is too large, or too deep.
        """
        parts, depth = self._weigh(e)
        if parts > MAX_PARTS:
            raise NotFollowedError(f"more than {MAX_PARTS:,} parts in one template")
        if depth > MAX_DEPTH:
            raise NotFollowedError(f"expressions more than {MAX_DEPTH} deep")

    def _weigh(self, item: Any) -> tuple[int, int]:
        if isinstance(item, Form):
            found = self.known.get(id(item))
            if found is None:
                parts, depth = self._sum(item.items)
                found = self.known[id(item)] = parts, depth + 1, item
            return found[:2]
        if isinstance(item, tuple):
            parts, depth = self._sum(item)
            return parts, depth + 1
        return (1 + len(item) // _LETTERS if isinstance(item, str) else 1), 0

    def _sum(self, items: tuple[Any, ...]) -> tuple[int, int]:
        """The weight of what something is made of, which is counted as steps the first time."""
        parts, depth, letters = 2, 0, 0
        for item in items:
            more, below = self._weigh(item)
            parts += more
            depth = max(depth, below)
            letters += more if isinstance(item, str) else 0
        self.effort.take(2 + letters + len(items))
        return parts, depth
