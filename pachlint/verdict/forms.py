"""The forms of expressions and pieces in tables: typed, and as the rows of JSON that they are kept as.

Operands are numbers of expressions in the same table, smaller than an expression's own.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pachlint.bundled import decode
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


class Value(NamedTuple):
    """A value, by its path from the root of the values: ``"pachd.tls.enabled"``."""

    path: tuple[str, ...]


class Constant(NamedTuple):
    """What the chart fixes: ``["=", value]``."""

    value: Any


class Variable(NamedTuple):
    """A loop variable: ``["$", number]``."""

    number: int


class Field(NamedTuple):
    """A field of what an expression gives: ``[".", base, "a.b"]``; ``["?.", base, "a.b"]`` is lenient, and nothing of null."""

    base: int
    names: tuple[str, ...]
    lenient: bool


class Choice(NamedTuple):
    """One of two: ``["if", test, yes, no]``."""

    test: int
    yes: int
    no: int


class Logical(NamedTuple):
    """Go's ``and`` and ``or``: ``["and", operand, …]``."""

    word: str
    operands: tuple[int, ...]


class Joined(NamedTuple):
    """What operands print, as one text: ``["cat", operand, …]``."""

    operands: tuple[int, ...]


class Dict(NamedTuple):
    """A map that a template makes: ``["dict", key, value, …]``."""

    pairs: tuple[tuple[str, int], ...]


class Loop(NamedTuple):
    """What a ``range`` prints: ``["each", over, key, item, body, otherwise]``; ``key`` and ``item`` are loop variables."""

    over: int
    key: int
    item: int
    body: int
    otherwise: int


class Fold(NamedTuple):
    """A variable that a ``range`` changes: ``["fold", over, key, item, total, start, step]``; ``total`` is its loop variable."""

    over: int
    key: int
    item: int
    total: int
    start: int
    step: int


class Entries(NamedTuple):
    """What ``range`` goes through: ``["entries", over]``."""

    over: int


class Off(NamedTuple):
    """Whether a value is false, and nothing else: ``["off", value]``."""

    value: int


class Template(NamedTuple):
    """A text that is run as a template, ``["tpl", value]`` or ``["tpl", value, given]`` with what it is run on, or the YAML of any value: ``["tplYaml", value]``."""

    value: int
    given: int = -1
    of_yaml: bool = False


class Call(NamedTuple):
    """A function of templates with its arguments: ``["quote", argument, …]``."""

    function: str
    arguments: tuple[int, ...]


class Hole(NamedTuple):
    """A piece of a file in which an expression is printed: ``[expression]``."""

    expression: int


class Branch(NamedTuple):
    """A piece that a condition decides: ``[test, yes, no]``; ``yes`` and ``no`` are numbers of pieces."""

    test: int
    yes: list[int]
    no: list[int]


class Repeated(NamedTuple):
    """A piece for every item: ``[over, key, item, body, otherwise]``; ``body`` and ``otherwise`` are numbers of pieces."""

    over: int
    key: int
    item: int
    body: list[int]
    otherwise: list[int]


_PIECES = {1: Hole, 3: Branch, 5: Repeated}


class Test(NamedTuple):
    """A condition of a guard, beside those of its ``parent``: ``[parent, test]``, or ``[parent, -test - 1]`` if it does not hold."""

    parent: int
    test: int
    holds: bool


class Iteration(NamedTuple):
    """What stands in a loop, beside the conditions of its ``parent``: ``[parent, over, key, item]``."""

    parent: int
    over: int
    key: int
    item: int


if TYPE_CHECKING:
    Form = (
        Value | Constant | Variable | Field | Choice | Logical | Joined | Dict | Loop | Fold | Entries | Off
        | Template | Call
    )  # fmt: skip
    Piece = str | Hole | Branch | Repeated
    """Of a file: a text of the chart, or what depends on the values."""


def operands(form: Form) -> tuple[int, ...]:  # noqa: C901, PLR0911 -- an arm per form
    """The expressions that a form is made of."""
    match form:
        case Call():
            return form.arguments
        case Value() | Constant() | Variable():
            return ()
        case Field():
            return (form.base,)
        case Choice():
            return form
        case Logical() | Joined():
            return form.operands
        case Dict():
            return tuple(value for _, value in form.pairs)
        case Loop():
            return form.over, form.body, form.otherwise
        case Fold():
            return form.over, form.start, form.step
        case Entries():
            return (form.over,)
        case Off():
            return (form.value,)
        case Template():
            return (form.given, form.value) if form.given >= 0 else (form.value,)


def form_of(row: Any) -> Form:
    """The form that a row of a table says."""
    if isinstance(row, str):
        return Value(tuple(row.split(".")) if row else ())
    return called(row[0], row[1:])


def row_of(form: Form) -> Any:  # noqa: C901, PLR0911, PLR0912 -- an arm per form
    """The row that says a form."""
    match form:
        case Value():
            return ".".join(form.path)
        case Constant():
            return ["=", form.value]
        case Variable():
            return ["$", form.number]
        case Field():
            return ["?." if form.lenient else ".", form.base, ".".join(form.names)]
        case Choice():
            return ["if", *form]
        case Logical():
            return [form.word, *form.operands]
        case Joined():
            return ["cat", *form.operands]
        case Dict():
            return ["dict", *(part for pair in form.pairs for part in pair)]
        case Loop():
            return ["each", *form]
        case Fold():
            return ["fold", *form]
        case Entries() | Off():
            return [_WORDS[type(form)], *form]
        case Template():
            given = () if form.given < 0 else (form.given,)
            return ["tplYaml" if form.of_yaml else "tpl", form.value, *given]
        case Call():
            return [form.function, *form.arguments]


def called(function: str, arguments: Sequence[Any]) -> Form:
    """A function of templates, or what has a form of its own."""
    read = _READ.get(function)
    return Call(function, tuple(arguments)) if read is None else read(arguments)


_READ: Mapping[str, Callable[[Any], Form]] = {
    "=": lambda rest: Constant(rest[0]),
    "$": lambda rest: Variable(rest[0]),
    ".": lambda rest: Field(rest[0], tuple(rest[1].split(".")), lenient=False),
    "?.": lambda rest: Field(rest[0], tuple(rest[1].split(".")), lenient=True),
    "if": lambda rest: Choice(*rest),
    "and": lambda rest: Logical("and", tuple(rest)),
    "or": lambda rest: Logical("or", tuple(rest)),
    "cat": lambda rest: Joined(tuple(rest)),
    "dict": lambda rest: Dict(tuple(zip(rest[::2], rest[1::2], strict=True))),
    "each": lambda rest: Loop(*rest),
    "fold": lambda rest: Fold(*rest),
    "entries": lambda rest: Entries(*rest),
    "off": lambda rest: Off(*rest),
    "tpl": lambda rest: Template(*rest),
    "tplYaml": lambda rest: Template(rest[0], of_yaml=True),
}
_WORDS = {Entries: "entries", Off: "off"}


def read_table(text: bytes) -> dict[str, Any]:
    """Read a table whose last parts, expressions and perhaps pieces, have a line for each row; few of them are needed in a run."""
    head, _, rest = text.removesuffix(b"\n]\n}\n").partition(b',\n"expressions": [\n')
    expressions, _, pieces = rest.partition(b'\n],\n"pieces": [\n')
    found: dict[str, Any] = json.loads(head + b"}")
    return found | {"expressions": expressions.split(b",\n"), "pieces": pieces.split(b",\n")}


class Expressions:
    """The expressions of a table by number; a row, or the text of one, is read when it is first asked for."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = list(rows)

    def __getitem__(self, index: int) -> Form:
        found: Any = self._rows[index]
        if not isinstance(found, tuple):
            row = decode(found) if isinstance(found, bytes) else found
            found = self._rows[index] = form_of(row)
        return found  # type: ignore[no-any-return]


class Pieces:
    """The same for the pieces of files."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = list(rows)

    def __getitem__(self, index: int) -> Piece:
        found = self._rows[index]
        if isinstance(found, bytes):
            found = self._rows[index] = decode(found)
        if isinstance(found, list):
            found = self._rows[index] = _PIECES[len(found)](*found)
        return found  # type: ignore[no-any-return]
