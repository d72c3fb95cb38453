"""The functions of templates that are run on unknown values in a way of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.learning.forms import Expr, Nodes, as_nodes, constant, known, shifted, text_expr

if TYPE_CHECKING:
    from collections.abc import Callable

_RANDOM = "aB3" * 22


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
    return kept[0] if len(kept) == 1 else (name, *kept)


def _dict(arguments: list[Expr]) -> Expr:
    pairs = zip(arguments[::2], arguments[1::2], strict=True)
    return ("dict", tuple((str(known(key)), value) for key, value in pairs))


def _list(arguments: list[Expr]) -> Expr:
    return ("list", *arguments)


def _append(arguments: list[Expr]) -> Expr:
    if arguments[0][0] == "list":
        return (*arguments[0], arguments[1])
    return ("append", *arguments)


def _set(arguments: list[Expr]) -> Expr:
    """A map that a template changes while it runs; the charts only count in one."""
    return arguments[0]


def _lookup(_arguments: list[Expr]) -> Expr:
    return ("dict", ())


def _required(arguments: list[Expr]) -> Expr:
    value = arguments[1]
    if constant(value):
        return ("fail",) if known(value) in (None, "") else value
    return ("required", value)


def _fail(_arguments: list[Expr]) -> Expr:
    return ("fail",)


def _indent(arguments: list[Expr]) -> Expr:
    spaces = int(str(known(arguments[0])))
    if arguments[1][0] == "c" and not isinstance(arguments[1][1], str):
        return ("fail",)
    return text_expr((("text", " " * spaces), *shifted(_as_text(arguments[1]), spaces)))


def _nindent(arguments: list[Expr]) -> Expr:
    spaces = int(str(known(arguments[0])))
    return text_expr((("text", "\n" + " " * spaces), *shifted(_as_text(arguments[1]), spaces)))


def _as_text(e: Expr) -> Nodes:
    if e[0] in ("cat", "toYaml", "c", "tpl", "printf", "toJson", "quote"):
        return as_nodes(e)
    return (("hole", ("text", e)),)


def _rand_alpha_num(arguments: list[Expr]) -> Expr:
    return ("c", _RANDOM[: int(str(known(arguments[0])))])


def _sha256sum(arguments: list[Expr]) -> Expr:
    if constant(arguments[0]):
        return ("c", "0" * 64)
    return text_expr((("hole", ("hash", arguments[0])),))


def _now(_arguments: list[Expr]) -> Expr:
    return ("c", "now")


def _date(_arguments: list[Expr]) -> Expr:
    return ("c", "2024-01-01")


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
