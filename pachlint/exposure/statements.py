"""What is said of a way in, and the values that decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.place import Path


class Statement(NamedTuple):
    """A word, the paths of the values that decide it (the most important one first), and in words why.

    ``by_default``: no value chooses it; it is what whoever serves the object does without one.
    """

    value: str
    because: tuple[Path, ...] = ()
    reason: str = ""
    by_default: bool = False

    def __str__(self) -> str:
        return self.value


def word_of(said: Statement) -> str:
    """The word alone."""
    return said.value


class Asked(NamedTuple):
    """The address that a load balancer is to have, empty where none is asked for, and the values that name it."""

    address: str = ""
    because: tuple[Path, ...] = ()


class Admitted(NamedTuple):
    """The networks that a list lets in, none where there is no list, and the values that name them."""

    networks: tuple[str, ...] = ()
    because: tuple[Path, ...] = ()


class Listed(NamedTuple):
    """Words, and the values that give them."""

    words: tuple[str, ...] = ()
    because: tuple[Path, ...] = ()
