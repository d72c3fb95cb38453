"""What Kubernetes refuses in an object, in words for the people who wrote the values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.place import Path


class Nothing:
    """No value is meant, not even ``None``."""

    def __repr__(self) -> str:
        return "NOTHING"


NOTHING: Final = Nothing()


class Violation(NamedTuple):
    """One thing that the API server refuses.

    ``path`` leads to the value, or with ``at_key`` to its key; ``problem`` is said of the place before the last step if the key
    is at fault, else of the value. ``rename`` is the one name that the key can mean, ``replacement`` the one value; with ``doubtful`` another
    value may be meant. ``beside`` is the path of another value that does not fit this one, and may be at fault as well.
    ``deferred`` says that the object itself is accepted, and the pods or claims are refused that a controller makes of it.
    """

    path: Path
    problem: str
    suggestion: str = ""
    at_key: bool = False
    rename: str | None = None
    replacement: object = NOTHING
    deferred: bool = False
    doubtful: bool = False
    beside: Path | None = None

    @property
    def words(self) -> str:
        """The problem and what is suggested."""
        return f"{self.problem}; {self.suggestion}" if self.suggestion else self.problem


def required(path: Path, problem: str = "is required") -> Violation:
    """A field that is missing or empty."""
    return Violation(path, problem)
