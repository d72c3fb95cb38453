"""Fields and methods of values, and what ``range`` goes through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.gotemplate.errors import ExecutionError
from pachlint.gotemplate.formatting import ordered
from pachlint.gotemplate.signatures import check_count, fitted, signature
from pachlint.gotemplate.values import (
    NOTHING,
    Opaque,
    Struct,
    TextMap,
    Values,
    doubt,
    kind_of,
    word_for,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_VALUES_METHODS = {"YAML": ":s", "Table": "s:m", "AsMap": ":m", "PathValue": "s:a", "Encode": "a:a"}
_CERTIFICATE = ("Cert", "Key")


def field(receiver: object, name: str, arguments: Sequence[object], *, called: bool) -> object:
    """Return ``receiver.name``; ``called`` says that arguments were given, which only methods take.

    Raises:
        ExecutionError: if Go stops here.
    """
    if receiver is NOTHING:
        return NOTHING
    if receiver is None:
        raise ExecutionError(f"it reads the field {name} of null")
    if isinstance(receiver, Opaque):
        return _opaque_field(receiver, name)
    if isinstance(receiver, Struct):
        return _struct_field(receiver, name, arguments, called=called)
    if isinstance(receiver, dict):
        if isinstance(receiver, Values) and name in _VALUES_METHODS:
            return _values_method(receiver, name, arguments)
        if called:
            raise ExecutionError(f"it gives arguments to {name}, which is not a method")
        return receiver.get(name, "" if isinstance(receiver, TextMap) else None)
    raise ExecutionError(f"it reads the field {name} of {word_for(receiver)}")


def _opaque_field(receiver: Opaque, name: str) -> object:
    if receiver.type_name == "sprig.certificate" and name in _CERTIFICATE:
        return Opaque("string", receiver.source)
    if kind_of(receiver) in ("string", "int", "int64", "float64", "bool", "slice"):
        raise ExecutionError(f"it reads the field {name} of {word_for(receiver)}")
    return Opaque("?", receiver.source)


def _struct_field(receiver: Struct, name: str, arguments: Sequence[object], *, called: bool) -> object:
    method = receiver.methods.get(name)
    if method is not None:
        return _called(name, method[0], method[1], arguments)
    if name not in receiver.fields:
        raise ExecutionError(f"it reads the field {name} of {word_for(receiver)}")
    if called:
        raise ExecutionError(f"it gives arguments to {name}, which is not a method")
    return receiver.fields[name]


def _called(name: str, form: str, run: object, arguments: Sequence[object]) -> object:
    expected = signature(form)
    check_count(name, expected, len(arguments))
    given = [fitted(value, letter) for value, letter in zip(arguments, expected.parameters, strict=True)]
    if any(isinstance(value, Opaque) for value in given):
        return Opaque("?")
    return run(*given)  # type: ignore[operator]


def _values_method(receiver: Values, name: str, arguments: Sequence[object]) -> object:
    expected = signature(_VALUES_METHODS[name])
    check_count(name, expected, len(arguments))
    for value, letter in zip(arguments, expected.parameters, strict=True):
        fitted(value, letter)
    if name == "AsMap":
        return dict(receiver)
    return Opaque("string" if name == "YAML" else "?")


def entries(value: object) -> list[tuple[object, object]]:
    """What ``range`` goes through: keys or numbers, and items.

    Raises:
        ExecutionError: if it is neither a list nor a map nor nil.
        UnknownError: if its content is unknown.
    """
    if value is NOTHING or value is None:
        return []
    if isinstance(value, dict):
        return [(key, value[key]) for key in ordered(value)]
    if isinstance(value, list):
        return list(enumerate(value))
    if isinstance(value, Opaque):
        kind = kind_of(value)
        if kind in ("string", "int", "int64", "float64", "bool"):
            raise ExecutionError(f"range iterates over {word_for(value)}")
        raise doubt(value)
    if isinstance(value, Struct) and kind_of(value) in ("slice", "map"):
        raise doubt(value)
    raise ExecutionError(f"range iterates over {word_for(value)}")
