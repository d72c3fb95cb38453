"""How much one rule, and what it offers, may do: steps are counted, so the answer is the same on every machine."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pachlint.policy.paths import Scope

LIMIT = 300_000
"""Values looked at by one rule in one release."""

REREAD = 500_000
"""Characters read again to find out which findings of one release have a fix; half a second."""
"""The note of a release that holds the :class:`Effort`."""

# To put a text together takes this part of the time to read it.
_GLANCES = 200


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
        self.renew()

    def renew(self) -> None:
        """All of them are left again."""
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


class Effort:
    """The characters that are left to try fixes; ``spent`` as soon as something was not done for want of them."""

    __slots__ = ("left", "spent")

    def __init__(self, left: int = REREAD) -> None:
        self.left = left
        self.spent = False

    def take(self, again: int, length: int) -> bool:
        """Count characters that are read again, and a text that is copied; False if there are not so many left."""
        wanted = again + length // _GLANCES
        if wanted > self.left:
            self.spent = True
            return False
        self.left -= wanted
        return True


def effort_of(_: object) -> Effort:
    """What may be done for the fixes of a release, to be asked for once."""
    return Effort()
