"""The parts of a parsed template.

``line`` is where the part begins in the template, counted from 1.
"""

from __future__ import annotations

from pachlint.records import NamedTuple


class Dot(NamedTuple):
    """``.``, what the template is given."""

    line: int


class Nil(NamedTuple):
    """``nil``, nothing."""

    line: int


class Bool(NamedTuple):
    """``true`` or ``false``."""

    line: int
    value: bool


class Text(NamedTuple):
    """A text constant."""

    line: int
    value: str


class Number(NamedTuple):
    """A numeric constant, as the kinds of number that Go can take it for; None where it cannot."""

    line: int
    text: str
    integer: int | None
    floating: float | None
    imaginary: complex | None


class Field(NamedTuple):
    """``.a.b``, a field of what the template is given."""

    line: int
    names: tuple[str, ...]


class Variable(NamedTuple):
    """``$x`` or ``$x.a.b``; ``name`` has the ``$``."""

    line: int
    name: str
    names: tuple[str, ...]


class Function(NamedTuple):
    """The name of a function."""

    line: int
    name: str


class Chain(NamedTuple):
    """Fields of what is in parentheses, or of a function's result."""

    line: int
    operand: Operand
    names: tuple[str, ...]


class Command(NamedTuple):
    """An operand, or a function with its arguments."""

    line: int
    operands: tuple[Operand, ...]


class Pipe(NamedTuple):
    """Commands that hand their results on, and the variables that take the last; ``assigns`` tells ``=`` from ``:=``."""

    line: int
    names: tuple[str, ...]
    assigns: bool
    commands: tuple[Command, ...]


Operand = Dot | Nil | Bool | Text | Number | Field | Variable | Function | Chain | Pipe


class Plain(NamedTuple):
    """Text outside all actions."""

    line: int
    text: str


class Action(NamedTuple):
    """A pipeline whose result is printed, unless it declares or sets variables."""

    line: int
    pipe: Pipe


class Branch(NamedTuple):
    """``if`` or ``with``; ``otherwise`` is None without ``else``."""

    line: int
    word: str
    pipe: Pipe
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...] | None


class Range(NamedTuple):
    """``range``; ``otherwise`` is None without ``else``."""

    line: int
    pipe: Pipe
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...] | None


class Template(NamedTuple):
    """``template`` or ``block``: runs a template by its name, with nothing for a dot if ``pipe`` is None."""

    line: int
    name: str
    pipe: Pipe | None


class Leave(NamedTuple):
    """``break`` or ``continue``."""

    line: int
    word: str


Node = Plain | Action | Branch | Range | Template | Leave


class Tree(NamedTuple):
    """A parsed template, and those that it defines by name."""

    nodes: tuple[Node, ...]
    defined: dict[str, tuple[Node, ...]]
