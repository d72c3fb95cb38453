"""What Go's text/template takes a value for: its kind, its truth, its text, its order.

Values are plain Python data as Helm hands them to a template. A number of a values file is a
``float`` here (Helm reads YAML by way of JSON), an ``int`` is a number that a template made itself or
that came from ``--set``; ``None`` is both null and a key that is not there.
"""

from __future__ import annotations

import math

from pachlint.gotemplate.spelling import float_text
from pachlint.lazy_regex import lazy_regex

NO_VALUE = "<no value>"
_INT64_MIN = -(2**63)
_GO_INT = lazy_regex(r"[+-]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|[0-9_]+)")


class TemplateError(Exception):
    """Rendering stops here; ``kind`` is ``map``, ``argument``, ``iterable`` or ``reject``."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


def kind_of(value: object) -> str:
    """Return the word for the type of ``value``: null, boolean, number, text, list or map."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "a mapping" if isinstance(value, dict) else "a list"


def truth(value: object) -> bool:
    """Return whether ``if`` takes ``value`` for true: everything but null, false, 0 and what is empty."""
    return bool(value)


def child(value: object, key: str) -> object:
    """Return ``value.key``; ``TemplateError`` unless ``value`` is a map, None when the key is missing."""
    if not isinstance(value, dict):
        raise TemplateError("map", f"is {kind_of(value)}")
    found = value.get(key)
    return float(found) if type(found) is int else found


def element(value: object) -> object:
    """Return a list element or map entry as a template sees it."""
    return float(value) if type(value) is int else value


def entries(value: object) -> list[tuple[object, object]]:
    """Return what ``range`` goes through as (key, element) pairs; ``TemplateError`` for a scalar."""
    if value is None:
        return []
    if isinstance(value, dict):
        return [(key, element(value[key])) for key in sorted(value, key=str)]
    if isinstance(value, list):
        return [(index, element(item)) for index, item in enumerate(value)]
    raise TemplateError("iterable", f"is {kind_of(value)}")


def show(value: object) -> str:
    """Return ``value`` as Go's ``%v`` prints it."""
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{show(element(value[key]))}" for key in sorted(value, key=str)) + "]"
    if isinstance(value, list | tuple):
        return "[" + " ".join(show(element(item)) for item in value) + "]"
    return str(value)


def printed(value: object) -> str:
    """Return what an action leaves in the output."""
    return NO_VALUE if value is None else show(value)


def required_text(value: object) -> str:
    """Return ``value`` where a function takes text only; ``TemplateError`` otherwise."""
    if not isinstance(value, str):
        raise TemplateError("argument", f"must be a string, but is {kind_of(value)}")
    return value


def integer_of(value: object) -> int:
    """Return ``value`` as sprig's ``int`` casts it; what it cannot read is 0."""
    if isinstance(value, bool | int | float):
        return _fitting(int(value), _INT64_MIN) if math.isfinite(value) else _INT64_MIN
    if not isinstance(value, str) or not _GO_INT.fullmatch(value):
        return 0
    digits = value.replace("_", "")
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    if len(digits) > 1 and digits[0] == "0" and digits.isdigit():
        digits = "0o" + digits.lstrip("0") if digits.strip("0") else "0"
    is_octal = digits.startswith("0o")
    return 0 if is_octal and ("8" in digits or "9" in digits) else _fitting(sign * int(digits, 0), 0)


def _fitting(number: int, otherwise: int) -> int:
    """The number if an int64 holds it; what Go (amd64) makes of a float beyond, and of infinity, is the smallest."""
    return number if _INT64_MIN <= number < -_INT64_MIN else otherwise


_OF_FLAG = "is an integer of --set, which the chart cannot compare with its decimals: give it in a file or with --set-json"


def _basic(value: object) -> str:
    """Return Go's kind for comparisons; "" for null, maps and lists."""
    if isinstance(value, bool):
        return "bool"
    for kind, word in ((float, "float"), (int, "int"), (str, "string")):
        if isinstance(value, kind):
            return word
    return ""


def equal(first: object, *others: object) -> bool:
    """Return Go's ``eq``; ``TemplateError`` where the types cannot be compared."""
    for other in others:
        if _basic(first) != _basic(other):
            if first is not None and other is not None:
                raise TemplateError("argument", f"is {kind_of(first)} and is compared with {kind_of(other)}")
        elif _basic(first) == "" and first is not None and other is not None:
            raise TemplateError("argument", f"is {kind_of(first)}, which cannot be compared")
        elif first == other:
            return True
    return False


def less(first: object, second: object) -> bool:
    """Return Go's ``lt``; ``TemplateError`` for null, booleans, maps, lists and unlike types."""
    kinds = {_basic(first), _basic(second)}
    if kinds == {"int", "float"} and type(first) is not int:
        raise TemplateError("argument", _OF_FLAG)
    if len(kinds) != 1 or kinds & {"", "bool"}:
        raise TemplateError("argument", f"is {kind_of(first)} and is compared with {kind_of(second)}")
    return bool(first < second)  # type: ignore[operator]


def at_most(first: object, second: object) -> bool:
    """Tell whether ``le`` holds."""
    return less(first, second) or first == second


def length(value: object) -> int:
    """Return Go's ``len``; ``TemplateError`` for null, numbers and booleans."""
    if isinstance(value, str):
        return len(value.encode())
    if isinstance(value, dict | list):
        return len(value)
    raise TemplateError("argument", f"is {kind_of(value)}, which has no length")
