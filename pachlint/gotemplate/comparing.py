"""Go's own functions of templates: comparisons, ``index``, ``len``, ``print`` and escapes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from pachlint.gotemplate.errors import ExecutionError, UnknownError
from pachlint.gotemplate.formatting import byte_length, cut_bytes, show
from pachlint.gotemplate.printf import sprintf
from pachlint.gotemplate.signatures import Known
from pachlint.gotemplate.spelling import printable, sprint
from pachlint.gotemplate.values import (
    NOTHING,
    Opaque,
    TextMap,
    Uint8,
    doubt,
    kind_of,
    nil,
    truth,
    type_of,
    word_for,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_BASIC = {
    "bool": "bool",
    "int": "int",
    "int64": "int",
    "uint8": "uint",
    "float64": "float",
    "string": "string",
    "complex128": "complex",
}
_HTML = {"\0": "\ufffd", '"': "&#34;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;"}
_JS = {"\\": "\\\\", "'": "\\'", '"': '\\"', "<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "=": "\\u003D"}


def _basic(value: object) -> str:
    return _BASIC.get(kind_of(value), "")


def _pair(first: object, second: object) -> bool:
    """Whether two values are equal; ExecutionError if Go does not compare their types."""
    if isinstance(first, Opaque) or isinstance(second, Opaque):
        return _opaque_pair(first, second)
    a, b = _basic(first), _basic(second)
    if a != b:
        if {a, b} == {"int", "uint"}:
            return first == second
        if first not in (None, NOTHING) and second not in (None, NOTHING):
            raise ExecutionError(f"incompatible types for comparison: {word_for(first)}, {word_for(second)}")
        return False
    if a:
        return first == second
    if nil(first) or nil(second):
        kinds = {kind_of(first), kind_of(second)}
        if len(kinds) > 1 and "invalid" not in kinds:
            raise ExecutionError("non-comparable types")
        return nil(first) == nil(second)
    if kind_of(first) != kind_of(second) or kind_of(second) in ("map", "slice"):
        raise ExecutionError(f"non-comparable type: {word_for(second)}")
    raise UnknownError("compares structures")


def _opaque_pair(first: object, second: object) -> bool:
    known = [_basic(value) for value in (first, second) if type_or_none(value) != "?"]
    if len(known) == 2 and all(known) and known[0] != known[1] and set(known) != {"int", "uint"}:
        raise ExecutionError(f"incompatible types for comparison: {known[0]}, {known[1]}")
    raise doubt(first, second)


def type_or_none(value: object) -> str:
    """The type of a value, ``nil`` for nothing."""
    return "nil" if value is None or value is NOTHING else type_of(value)


def equal(first: object, *others: object) -> bool:
    """Go's ``eq``."""
    if not others:
        raise ExecutionError("missing argument for comparison")
    return any(_pair(first, other) for other in others)


def less(first: object, second: object) -> bool:
    """Go's ``lt``."""
    if isinstance(first, Opaque) or isinstance(second, Opaque):
        return _opaque_pair(first, second)
    a, b = _basic(first), _basic(second)
    if not a or not b:
        raise ExecutionError(f"invalid type for comparison: {word_for(second if a else first)}")
    if a != b and {a, b} != {"int", "uint"}:
        raise ExecutionError(f"incompatible types for comparison: {word_for(first)}, {word_for(second)}")
    if a in ("bool", "complex"):
        raise ExecutionError(f"invalid type for comparison: {word_for(first)}")
    if isinstance(first, str) and isinstance(second, str):
        return first.encode("utf-8", "surrogateescape") < second.encode("utf-8", "surrogateescape")
    return bool(first < second)  # type: ignore[operator]


def _at_most(first: object, second: object) -> bool:
    return less(first, second) or equal(first, second)


def _index_number(value: object, length: int) -> int:
    if value is None or value is NOTHING:
        raise ExecutionError("cannot index slice/array with nil")
    if isinstance(value, bool) or not isinstance(value, int):
        raise ExecutionError(f"cannot index slice/array with {word_for(value)}")
    if not 0 <= value <= length:
        raise ExecutionError("index out of range")
    return int(value)


def index(item: object, *keys: object) -> object:
    """Go's ``index``."""
    if item is None or item is NOTHING:
        raise ExecutionError("index of untyped nil")
    for key in keys:
        if item is None:
            raise ExecutionError("index of nil pointer")
        if isinstance(item, Opaque) or isinstance(key, Opaque):
            raise doubt(item, key)
        item = _indexed(item, key)
    return item


def _indexed(item: object, key: object) -> object:
    if isinstance(item, list | str):
        length = len(item) if isinstance(item, list) else byte_length(item)
        number = _index_number(key, length)
        if number == length:
            raise ExecutionError("slice index out of range")
        return (
            item[number]
            if isinstance(item, list)
            else Uint8(cut_bytes(item, number, number + 1).encode("utf-8", "surrogateescape")[0])
        )
    if isinstance(item, dict):
        if key is None or key is NOTHING:
            raise ExecutionError("value is nil; should be of type string")
        if not isinstance(key, str):
            raise ExecutionError(f"value is {word_for(key)}; should be text")
        return item.get(key, "" if isinstance(item, TextMap) else None)
    raise ExecutionError(f"can't index item of type {word_for(item)}")


def _length(item: object) -> int:
    if isinstance(item, Opaque) and item.items is not None:
        return len(item.items)
    if isinstance(item, Opaque):
        raise doubt(item)
    if item is None:
        raise ExecutionError("len of nil pointer")
    if isinstance(item, str):
        return byte_length(item)
    if isinstance(item, dict | list):
        return len(item)
    if kind_of(item) in ("slice", "map"):
        raise doubt(item)
    raise ExecutionError(f"len of {word_for(item)}")


def _escaped(values: tuple[object, ...]) -> str:
    return sprint(["<no value>" if value is None or value is NOTHING else value for value in values], show)


def _html(*values: object) -> str:
    return "".join(_HTML.get(character, character) for character in _escaped(values))


def _js(*values: object) -> str:
    out = []
    for character in _escaped(values):
        if character in _JS:
            out.append(_JS[character])
        elif character < " " or (character > "\x7f" and not printable(character)):
            out.append(f"\\u{ord(character):04X}")
        else:
            out.append(character)
    return "".join(out)


def _urlquery(*values: object) -> str:
    return quote_plus(_escaped(values).encode("utf-8", "surrogateescape"), safe="")


def _println(*values: object) -> str:
    return " ".join(show(value) for value in values) + "\n"


def _call(function: object, *_: object) -> object:
    if isinstance(function, Opaque):
        raise doubt(function)
    if function is None or function is NOTHING:
        raise ExecutionError("call of nil")
    raise ExecutionError(f"call of a non-function: {word_for(function)}")


BUILTINS: Mapping[str, Known] = {
    "and": Known("rr*:r"),
    "call": Known("rr*:r", _call),
    "eq": Known("rr*:b", equal),
    "ge": Known("rr:b", lambda first, second: not less(first, second)),
    "gt": Known("rr:b", lambda first, second: not _at_most(first, second)),
    "html": Known("a*:s", _html),
    "index": Known("rr*:r", index),
    "js": Known("a*:s", _js),
    "le": Known("rr:b", _at_most),
    "len": Known("r:i", _length),
    "lt": Known("rr:b", less),
    "ne": Known("rr:b", lambda first, second: not equal(first, second)),
    "not": Known("r:b", lambda value: not truth(value)),
    "or": Known("rr*:r"),
    "print": Known("a*:s", lambda *values: sprint(values, show)),
    "printf": Known("sa*:s", lambda form, *values: sprintf(form, values)),
    "println": Known("a*:s", _println),
    "urlquery": Known("a*:s", _urlquery),
}
