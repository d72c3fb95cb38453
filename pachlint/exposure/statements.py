"""What is said of a way in, and the values that decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.place import Path


class Statement(NamedTuple):
    """A word, the paths of the values that decide it (the most important one first), and in words why."""

    value: str
    because: tuple[Path, ...] = ()
    reason: str = ""

    def __str__(self) -> str:
        return self.value
