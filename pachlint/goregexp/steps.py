"""How many steps patterns may take, all together: whoever gives the patterns may be a stranger."""

from __future__ import annotations

from pachlint.goregexp.errors import RegexpLimitError

MAX_STEPS = 1_000_000
"""About a second."""


class Steps:
    """The steps that are left to a run; ``what`` takes them, in words."""

    def __init__(self, most: int = MAX_STEPS, what: str = "patterns") -> None:
        self.most = most
        self.what = what
        self.left = most
        self.patterns = set[str]()

    def take(self, count: int) -> None:
        """Count some more.

        Raises:
            RegexpLimitError: if there are too many.
        """
        self.left -= count
        if self.left < 0:
            raise RegexpLimitError(f"{self.what} that take more than {self.most} steps")

    def take_once(self, pattern: str, count: int) -> None:
        """Count what it takes to make a pattern ready, which is done once."""
        if pattern not in self.patterns:
            self.patterns.add(pattern)
            self.take(count)
