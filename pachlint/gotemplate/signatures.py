"""What functions take, and how Go fits arguments into it.

A signature is a letter for each parameter, a ``*`` after the last for any number of it, and after a colon the result:
``a`` any value, ``r`` a reflect.Value (which may be none at all), ``s`` string, ``i`` int, ``l`` int64, ``f`` float64,
``b`` bool, ``m`` map[string]interface {}, ``L`` []interface {}, ``S`` []string, ``I`` []int, ``t`` time.Time,
``c`` sprig.certificate, ``v`` *semver.Version, ``N`` [][]interface {}, ``M`` map[string]string.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.gotemplate.errors import ExecutionError
from pachlint.gotemplate.nodes import Bool, Nil, Number, Operand, Text
from pachlint.gotemplate.values import NOTHING, NilList, NilMap, Opaque, TextMap, Values, type_of, word_for
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

TYPES = {
    "a": "interface {}",
    "r": "reflect.Value",
    "s": "string",
    "i": "int",
    "l": "int64",
    "f": "float64",
    "b": "bool",
    "m": "map[string]interface {}",
    "L": "[]interface {}",
    "S": "[]string",
    "I": "[]int",
    "t": "time.Time",
    "c": "sprig.certificate",
    "v": "*semver.Version",
    "N": "[][]interface {}",
    "M": "map[string]string",
}
_NAMES = {"s": "text", "i": "a whole number", "f": "a number", "b": "a boolean", "m": "a map", "L": "a list"}


class Signature(NamedTuple):
    """Parameters and result; with ``variadic`` the last parameter may come any number of times."""

    parameters: str
    variadic: bool
    result: str


class Known(NamedTuple):
    """A function: its signature, and what works out its result; None if it is not supported."""

    signature: str
    run: Callable[..., object] | None = None


def signature(text: str) -> Signature:
    """Read a signature."""
    parameters, _, result = text.partition(":")
    return Signature(parameters.rstrip("*"), parameters.endswith("*"), result)


def parameter_kind(expected: Signature, index: int) -> str:
    """The letter of the parameter that an argument goes to."""
    return expected.parameters[min(index, len(expected.parameters) - 1)]


def check_count(name: str, expected: Signature, count: int) -> None:
    """Reject a wrong number of arguments."""
    least = len(expected.parameters) - expected.variadic
    if expected.variadic and count < least:
        raise ExecutionError(f"wrong number of args for {name}: want at least {least} got {count}")
    if not expected.variadic and count != least:
        raise ExecutionError(f"wrong number of args for {name}: want {least} got {count}")


def constant(operand: Operand, letter: str) -> Any:
    """A constant as an argument for a parameter that takes no any value."""
    if isinstance(operand, Nil):
        return nothing_for(letter, f"cannot assign nil to {TYPES[letter]}")
    if letter == "s" and isinstance(operand, Text):
        return operand.value
    if letter == "b" and isinstance(operand, Bool):
        return operand.value
    if letter == "i" and isinstance(operand, Number) and operand.integer is not None:
        return operand.integer
    if letter == "f" and isinstance(operand, Number) and operand.floating is not None:
        return operand.floating
    given = {Text: "text", Bool: "a boolean", Number: "a number"}.get(type(operand), "nil")
    raise ExecutionError(f"expected {_NAMES.get(letter, TYPES[letter])}; found {given}")


def nothing_for(letter: str, otherwise: str) -> object:
    """What a parameter that may be nil gets for nothing; ExecutionError for one that may not."""
    if letter == "a":
        return None
    if letter == "r":
        return NOTHING
    if letter in "mM":
        return NilMap()
    if letter in "LSI":
        return NilList()
    raise ExecutionError(otherwise)


def fitted(value: object, letter: str) -> object:
    """A value as an argument for a parameter."""
    if letter == "r":
        return value
    if value is NOTHING:
        return nothing_for(letter, f"invalid value; expected {_NAMES.get(letter, TYPES[letter])}")
    if letter == "a" or assignable(value, letter):
        return value
    raise ExecutionError(
        f"wrong type for value; expected {_NAMES.get(letter, TYPES[letter])}; got {word_for(value)}"
    )


def assignable(value: object, letter: str) -> bool:
    """Whether Go assigns a value to a parameter of a type."""
    if isinstance(value, Opaque) and value.type_name == "?":
        return True
    if letter == "m":
        return (isinstance(value, dict) and not isinstance(value, TextMap)) or (
            isinstance(value, Opaque) and value.type_name in (TYPES["m"], "chartutil.Values")
        )
    return type_of(value) == TYPES[letter]


__all__ = [
    "Known",
    "Values",
    "assignable",
    "check_count",
    "constant",
    "fitted",
    "parameter_kind",
    "signature",
]
