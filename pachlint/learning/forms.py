"""The expressions and output nodes that running templates on unknown values makes, and the conditions around them."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterator

UNKNOWN = "unknown"
"""The function whose result is not known without running the chart: whatever is made of it is not known either."""


class Form:
    """Something that a template makes of values. Forms are never changed, and those that look the same are equal."""

    __slots__ = ("_hash",)
    __match_args__: ClassVar[tuple[str, ...]] = ()
    items: Any
    """What it is made of, in the order of its fields."""
    _hash: int

    def __init_subclass__(cls) -> None:
        names = cls.__match_args__
        if names and "items" not in vars(cls):
            read = attrgetter(*names)
            cls.items = property(read if len(names) > 1 else lambda form: (read(form),))

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            found = hash((type(self).__name__, self.items))
            # once: an expression is part of hundreds of others
            object.__setattr__(self, "_hash", found)
            return found

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other) or hash(self) != hash(other):
            return False
        same: bool = self.items == other.items
        return same


class Expr(Form):
    """An expression over the values."""

    __slots__ = ()


class Node(Form):
    """A part of what a template prints."""

    __slots__ = ()


class Part(Form):
    """A part of a guard."""

    __slots__ = ()


Nodes = tuple[Node, ...]
"""What a template prints."""
Guard = tuple[Part, ...]
"""What must hold, from the outside in."""


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Expr):
    """What is known when the chart is: a text, a number, true, false or null."""

    value: Any

    @property
    def items(self) -> tuple[Any, ...]:
        return type(self.value).__name__, self.value


@dataclass(frozen=True, slots=True, eq=False)
class Value(Expr):
    """A value of the chart at ``scope``, its place among the values, with dots; two of the same ``path`` are the same value."""

    scope: str
    names: tuple[str, ...]

    @property
    def items(self) -> tuple[Any, ...]:
        return (self.path,)

    @property
    def path(self) -> tuple[str, ...]:
        """Its path from the root of the values."""
        return (*self.scope.split("."), *self.names) if self.scope else self.names


@dataclass(frozen=True, slots=True, eq=False)
class Field(Expr):
    """A field of what an expression gives; if it is ``lenient``, that of null is nothing."""

    base: Expr
    names: tuple[str, ...]
    lenient: bool


@dataclass(frozen=True, slots=True, eq=False)
class Variable(Expr):
    """A loop variable."""

    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Joined(Expr):
    """Output as a text."""

    nodes: Nodes


@dataclass(frozen=True, slots=True, eq=False)
class Choice(Expr):
    """One of two."""

    test: Expr
    yes: Expr
    no: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Fold(Expr):
    """A variable that a loop changes; ``total`` is the loop variable of what it is so far."""

    over: Expr
    key: int
    item: int
    total: int
    start: Expr
    step: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Dict(Expr):
    """A map that a template makes."""

    pairs: tuple[tuple[str, Expr], ...]


@dataclass(frozen=True, slots=True, eq=False)
class List(Expr):
    """A list that a template makes."""

    members: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Call(Expr):
    """A function with its arguments."""

    function: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Root(Expr):
    """What a template file of a chart is given."""

    scope: str


@dataclass(frozen=True, slots=True, eq=False)
class Files(Expr):
    """The other files of a chart."""

    scope: str


@dataclass(frozen=True, slots=True, eq=False)
class Maybe(Expr):
    """What a template is given, which may be nothing at all."""

    given: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Text(Node):
    """A text of the chart."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Hole(Node):
    """An expression that is printed."""

    expression: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Eval(Node):
    """An expression that is evaluated, and prints nothing."""

    expression: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Branch(Node):
    """What a condition decides."""

    test: Expr
    yes: Nodes
    no: Nodes


@dataclass(frozen=True, slots=True, eq=False)
class Loop(Node):
    """What is printed for every item, and ``otherwise`` if there are none; ``key`` and ``item`` are loop variables."""

    over: Expr
    key: int
    item: int
    body: Nodes
    otherwise: Nodes


@dataclass(frozen=True, slots=True, eq=False)
class Test(Part):
    """A condition, or if ``holds`` is false its opposite."""

    test: Expr
    holds: bool


@dataclass(frozen=True, slots=True, eq=False)
class Each(Part):
    """A loop that is gone into."""

    over: Expr
    key: int
    item: int


NOTHING: Expr = Constant(None)
FAIL: Expr = Call("fail", ())


def parts(form: Form) -> Iterator[Form]:
    """The forms that a form is made of."""
    for item in form.items:
        yield from _parts(item)


def _parts(item: Any) -> Iterator[Form]:
    if isinstance(item, Form):
        yield item
    elif isinstance(item, tuple):
        for one in item:
            yield from _parts(one)


def calls(e: Expr, *functions: str) -> TypeGuard[Call]:
    """Tell whether ``e`` is a call of one of some functions."""
    return isinstance(e, Call) and e.function in functions


def field_of(base: Expr, names: tuple[str, ...], *, lenient: bool, first: bool) -> Expr:
    """Return a field of what is not known before there are values; of a null that is held, ``lenient``, it is nothing."""
    if isinstance(base, Value) and not (lenient and first):
        return Value(base.scope, base.names + names)
    if isinstance(base, Field):
        return Field(base.base, base.names + names, base.lenient)
    return Field(base, names, lenient=lenient and not isinstance(base, Variable))


def bare(dot: Expr) -> Expr:
    """Return what a template was given."""
    return dot.given if isinstance(dot, Maybe) else dot
