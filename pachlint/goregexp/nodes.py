"""The parts of a pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.goregexp.characters import Ranges


class Characters(NamedTuple):
    """One character of a set."""

    ranges: Ranges


class Assertion(NamedTuple):
    """A place in the text: one of ``^ $`` (of a line), ``A z`` (of the text), ``b B``."""

    kind: str


class Sequence(NamedTuple):
    """Parts one after another."""

    parts: tuple[Node, ...]


class Choice(NamedTuple):
    """One of several parts, the first that fits."""

    parts: tuple[Node, ...]


class Group(NamedTuple):
    """A part whose text is kept, by number; ``name`` may be empty."""

    part: Node
    number: int
    name: str


class Repeat(NamedTuple):
    """A part, ``least`` times or more often; ``most`` is None without an end."""

    part: Node
    least: int
    most: int | None
    greedy: bool


Node: TypeAlias = "Characters | Assertion | Sequence | Choice | Group | Repeat"
