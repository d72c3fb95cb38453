"""The functions of templates that are run on unknown values in a way of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.learning.constants import constant, known
from pachlint.learning.forms import FAIL, Call, Constant, Dict, Expr, Hole, Joined, List, Nodes, Text, calls
from pachlint.learning.output import as_nodes, shifted, text_expr

if TYPE_CHECKING:
    from collections.abc import Callable

RANDOM = "aB3" * 22
"""What stands for letters and digits that Helm draws."""


def _and(arguments: list[Expr]) -> Expr:
    return _short("and", arguments, stop=False)


def _or(arguments: list[Expr]) -> Expr:
    return _short("or", arguments, stop=True)


def _short(name: str, arguments: list[Expr], *, stop: bool) -> Expr:
    kept: list[Expr] = []
    for index, argument in enumerate(arguments):
        if constant(argument) and bool(known(argument)) is stop:
            kept.append(argument)
            break
        if not constant(argument) or index == len(arguments) - 1:
            kept.append(argument)
    return kept[0] if len(kept) == 1 else Call(name, tuple(kept))


def _dict(arguments: list[Expr]) -> Expr:
    pairs = zip(arguments[::2], arguments[1::2], strict=True)
    return Dict(tuple((str(known(key)), value) for key, value in pairs))


def _list(arguments: list[Expr]) -> Expr:
    return List(tuple(arguments))


def _append(arguments: list[Expr]) -> Expr:
    first, *rest = arguments
    if isinstance(first, List):
        return List((*first.members, rest[0]))
    return Call("append", tuple(arguments))


def _set(arguments: list[Expr]) -> Expr:
    """A map that a template changes while it runs; the charts only count in one."""
    return arguments[0]


def _lookup(_arguments: list[Expr]) -> Expr:
    return Dict(())


def _required(arguments: list[Expr]) -> Expr:
    value = arguments[1]
    if constant(value):
        return FAIL if known(value) in (None, "") else value
    return Call("required", (value,))


def _fail(_arguments: list[Expr]) -> Expr:
    return FAIL


def _indent(arguments: list[Expr]) -> Expr:
    spaces = int(str(known(arguments[0])))
    if isinstance(arguments[1], Constant) and not isinstance(arguments[1].value, str):
        return FAIL
    return text_expr((Text(" " * spaces), *shifted(_as_text(arguments[1]), spaces)))


def _nindent(arguments: list[Expr]) -> Expr:
    spaces = int(str(known(arguments[0])))
    return text_expr((Text("\n" + " " * spaces), *shifted(_as_text(arguments[1]), spaces)))


def _as_text(e: Expr) -> Nodes:
    if isinstance(e, Joined | Constant) or calls(e, "toYaml", "tpl", "printf", "toJson", "quote"):
        return as_nodes(e)
    return (Hole(Call("text", (e,))),)


def _rand_alpha_num(arguments: list[Expr]) -> Expr:
    return Constant(RANDOM[: int(str(known(arguments[0])))])


def _sha256sum(arguments: list[Expr]) -> Expr:
    if constant(arguments[0]):
        return Constant("0" * 64)
    return text_expr((Hole(Call("hash", (arguments[0],))),))


def _now(_arguments: list[Expr]) -> Expr:
    return Constant("now")


def _date(_arguments: list[Expr]) -> Expr:
    return Constant("2024-01-01")


SPECIAL: dict[str, Callable[[list[Expr]], Expr]] = {
    "and": _and,
    "append": _append,
    "date": _date,
    "dict": _dict,
    "fail": _fail,
    "indent": _indent,
    "list": _list,
    "lookup": _lookup,
    "nindent": _nindent,
    "now": _now,
    "or": _or,
    "randAlphaNum": _rand_alpha_num,
    "required": _required,
    "set": _set,
    "sha256sum": _sha256sum,
}
