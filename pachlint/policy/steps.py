"""How much one rule may do for one release: steps are counted, so the answer is the same on every machine."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pachlint.policy.paths import Scope

LIMIT = 300_000
"""Values looked at by one rule in one release."""


class TooManyStepsError(Exception):
    """A rule that looks at values in every combination."""

    def __init__(self) -> None:
        super().__init__(
            f"it takes more than {LIMIT:,} steps for these values; a 'some' or 'every' inside another, or a test of each "
            "item of a list against the others, multiplies them"
        )


class Steps:
    """The steps that are left."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = LIMIT


def take(scope: "Scope", count: int = 1) -> None:
    """Count some steps more of the rule that is judged; a list or a mapping takes as many as it has parts.

    Raises:
        TooManyStepsError: if there were not so many left.
    """
    steps = scope.context.steps
    if steps is not None:
        steps.left -= count
        if steps.left < 0:
            raise TooManyStepsError
