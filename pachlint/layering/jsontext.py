"""JSON as Go's decoder reads it after ``--set-json``: one value, with whatever follows left alone."""

import json
import re

from pachlint.lazy_regex import lazy_regex
from pachlint.reading.scalars import as_json

MAX_DEPTH = 200
"""Deepest nesting that pachlint reads."""
_SPACE = lazy_regex(r"[ \t\r\n]*")
_NUMBER = lazy_regex(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
# a text without an end goes as far as there is anything, or each quote in it would be looked at to the end again
_BRACKETS = lazy_regex(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_SURROGATE = lazy_regex("[\ud800-\udfff]")


class JsonError(ValueError):
    """A text that is not JSON; the message quotes nothing of it."""


def read_json(text: str, at: int) -> tuple[object, int]:
    """The JSON value at an offset, with the offset after it; numbers as :func:`pachlint.reading.scalars.as_json` gives them.

    Raises:
        JsonError: if there is none.
    """
    at = _SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches the empty text, too
    if _depth(text, at) > MAX_DEPTH:
        raise JsonError(f"the value is nested more than {MAX_DEPTH} levels deep")
    number = _NUMBER.match(text, at)
    if number:
        if text[number.end() : number.end() + 1] in {".", "e", "E"}:
            raise JsonError("the value is not JSON")
        return _number(number[0]), number.end()
    try:
        value, end = _DECODER.raw_decode(text, at)
    except JsonError:
        raise
    except (ValueError, RecursionError):
        raise JsonError("the value is not JSON") from None
    return _value(value), end


def _number(text: str) -> object:
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        raise JsonError("a number is too big")
    return as_json(value)


def _no_constant(_: str) -> object:
    raise JsonError("the value is not JSON")


def _clean(pairs: list[tuple[str, object]]) -> dict[str, object]:
    return {_text(key): _value(value) for key, value in pairs}


def _value(value: object) -> object:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return [_value(item) for item in value]
    return value


def _text(text: str) -> str:
    """Go replaces half of a surrogate pair by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def _depth(text: str, at: int) -> int:
    if text.count("[", at) + text.count("{", at) <= MAX_DEPTH:
        return 0
    depth = deepest = 0
    for found in _BRACKETS.finditer(text, at):
        depth += (found[0] in {"[", "{"}) - (found[0] in {"]", "}"})
        deepest = max(depth, deepest)
    return deepest


_DECODER = json.JSONDecoder(
    object_pairs_hook=_clean, parse_float=_number, parse_int=_number, parse_constant=_no_constant
)
