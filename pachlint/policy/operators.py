"""The closed list of operators: what each demands of a value, and what it can tell about a failure.

An operator judges one present value. Which values are missing, which belong to whom, and what stands at other
paths is the business of :mod:`pachlint.policy.conditions`; the operators that need to know (``present``, ``unique``,
``items`` …) are listed here and judged there.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from pachlint.formats import FORMATS, reason_against
from pachlint.formats.kubernetes import quantity_in_nanos
from pachlint.nearness import equally_near
from pachlint.policy.expressions import search
from pachlint.records import NamedTuple
from pachlint.versions import Range, parse

Facts = Mapping[str, object]
"""What a failed test knows: some of ``expected missing other nearest reason item``."""

Judge = Callable[[Any, Any], Facts | None]
"""Value and operand to the facts of the failure, or None if the value passes."""

_NO_FACTS: Facts = {}


class Operator(NamedTuple):
    """``operand`` names the kind of operand for the loader; ``judge`` is None where conditions judge."""

    operand: str
    judge: Judge | None = None
    facts: tuple[str, ...] = ()


def is_number(value: object) -> bool:
    """Whether ``value`` is a number; true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def kind_of(value: object) -> str:
    """The JSON type of a value; a float without a fraction is an ``integer``."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "integer"
    if isinstance(value, float):
        return "number"
    return "list" if isinstance(value, list | tuple) else "mapping"


_KIND_WORDS = {
    "null": "null",
    "boolean": "true or false",
    "string": "a text",
    "integer": "a number",
    "number": "a number",
    "list": "a list",
    "mapping": "a mapping",
}


def same(one: object, other: object) -> bool:
    """Equality with type: ``"1"``, ``1`` and ``true`` all differ; 1 and 1.0 do not, since Helm knows one kind of number."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def is_empty(value: object) -> bool:
    """Null, ``""``, ``{}`` and ``[]``; 0 and false are not empty."""
    return value is None or (not value and isinstance(value, str | Mapping | list | tuple))


def is_truthy(value: object) -> bool:
    """What Go templates take for true: not null, false, 0, ``""``, ``{}`` or ``[]``."""
    return bool(value)


def _equals(value: object, operand: object) -> Facts | None:
    if same(value, operand):
        return None
    facts: dict[str, object] = {"expected": operand}
    one, other = _KIND_WORDS[kind_of(value)], _KIND_WORDS[kind_of(operand)]
    if one != other:
        facts["reason"] = f"is {one}, not {other}"
    return facts


def _not_equals(value: object, operand: object) -> Facts | None:
    return _NO_FACTS if same(value, operand) else None


def _in(value: object, operand: Sequence[object]) -> Facts | None:
    return None if any(same(value, item) for item in operand) else {"expected": operand}


def _not_in(value: object, operand: Sequence[object]) -> Facts | None:
    return _NO_FACTS if any(same(value, item) for item in operand) else None


def _comparison(holds: Callable[[Any, Any], bool]) -> Judge:
    def judge(value: object, operand: object) -> Facts | None:
        if not is_number(value):
            return {"expected": operand, "reason": f"is {_KIND_WORDS[kind_of(value)]}, not a number"}
        return None if is_number(operand) and holds(value, operand) else {"expected": operand}

    return judge


def _quantity_comparison(holds: Callable[[int, int], bool]) -> Judge:
    def judge(value: object, operand: object) -> Facts | None:
        one, other = quantity_in_nanos(value), quantity_in_nanos(operand)
        if one is None:
            return {"expected": operand, "reason": reason_against("quantity", value)}
        return None if other is not None and holds(one, other) else {"expected": operand}

    return judge


def _matches(value: object, operand: str) -> Facts | None:
    if not isinstance(value, str):
        return {"expected": operand, "reason": f"is {_KIND_WORDS[kind_of(value)]}, not a text"}
    return None if search(operand, value) else {"expected": operand}


def _type(value: object, operand: Sequence[str]) -> Facts | None:
    kind = kind_of(value)
    if kind in operand or (kind == "integer" and "number" in operand):
        return None
    return {"expected": operand, "reason": f"is {_KIND_WORDS[kind]}"}


def _contains(value: object, operand: object) -> Facts | None:
    return None if _has(value, operand) else {"missing": operand, "expected": operand}


def _has(value: object, wanted: object) -> bool:
    if isinstance(value, str):
        return isinstance(wanted, str) and wanted in value
    if isinstance(value, Mapping):
        return isinstance(wanted, str) and wanted in value
    return isinstance(value, list | tuple) and any(same(item, wanted) for item in value)


def _not_contains(value: object, operand: object) -> Facts | None:
    return {"item": operand} if _has(value, operand) else None


def _contains_all(value: object, operand: Sequence[object]) -> Facts | None:
    missing = [item for item in operand if not _has(value, item)]
    return {"missing": missing, "expected": operand} if missing else None


def _contains_any(value: object, operand: Sequence[object]) -> Facts | None:
    return None if any(_has(value, item) for item in operand) else {"expected": operand, "missing": operand}


def _starts_with(value: object, operand: str | Sequence[str]) -> Facts | None:
    return None if isinstance(value, str) and value.startswith(_one_of(operand)) else {"expected": operand}


def _ends_with(value: object, operand: str | Sequence[str]) -> Facts | None:
    return None if isinstance(value, str) and value.endswith(_one_of(operand)) else {"expected": operand}


def _one_of(operand: str | Sequence[str]) -> str | tuple[str, ...]:
    """What ``startswith`` takes; a text that stood at another path is one, not its characters."""
    return operand if isinstance(operand, str) else tuple(operand)


def _near(value: object, operand: Sequence[str]) -> Facts | None:
    return None if _meant(value, operand) else {"expected": operand}


def _not_near(value: object, operand: Sequence[str]) -> Facts | None:
    found = _meant(value, operand)
    return {"nearest": found, "expected": found} if found else None


def _meant(value: object, operand: Sequence[str]) -> str | None:
    """The one word that was meant; a fix may write it."""
    found = equally_near(value, operand) if isinstance(value, str) else []
    return found[0] if len(found) == 1 else None


_LENGTH_TESTS: Mapping[str, tuple[str, Callable[[int, int], bool]]] = {
    "equals": ("", lambda length, bound: length == bound),
    "ge": ("at least ", lambda length, bound: length >= bound),
    "gt": ("more than ", lambda length, bound: length > bound),
    "le": ("at most ", lambda length, bound: length <= bound),
    "lt": ("fewer than ", lambda length, bound: length < bound),
}
LENGTH_WORDS = tuple(_LENGTH_TESTS)


def _length(value: object, operand: Mapping[str, int]) -> Facts | None:
    if not isinstance(value, str | Mapping | list | tuple):
        return {"reason": f"is {_KIND_WORDS[kind_of(value)]}, which has no length"}
    for word, bound in operand.items():
        words, holds = _LENGTH_TESTS[word]
        if not holds(len(value), bound):
            return {"expected": f"{words}{bound}", "reason": f"has {len(value)}"}
    return None


@cache
def version_range(text: str) -> Range:
    """A range, read once."""
    return Range.parse(text)


def _version(value: object, operand: str) -> Facts | None:
    found = parse(value) if isinstance(value, str) else None
    if found is None:
        return {"expected": operand, "reason": "is not a version"}
    return None if version_range(operand).contains(found) else {"expected": operand}


def _format(value: object, operand: str) -> Facts | None:
    reason = reason_against(operand, value)
    return {"expected": FORMATS[operand].words, "reason": reason} if reason else None


def _not(judge: Judge, fact: str = "") -> Judge:
    """The opposite of an operator; with ``fact`` it names the operand under that name."""

    def opposite(value: object, operand: object) -> Facts | None:
        if judge(value, operand) is not None:
            return None
        return {fact: operand} if fact else _NO_FACTS

    return opposite


OPERATORS: Mapping[str, Operator] = {
    "equals": Operator("value", _equals, ("expected", "reason")),
    "not_equals": Operator("value", _not_equals),
    "in": Operator("values", _in, ("expected",)),
    "not_in": Operator("values", _not_in),
    "gt": Operator("number", _comparison(lambda one, other: one > other), ("expected", "reason")),
    "ge": Operator("number", _comparison(lambda one, other: one >= other), ("expected", "reason")),
    "lt": Operator("number", _comparison(lambda one, other: one < other), ("expected", "reason")),
    "le": Operator("number", _comparison(lambda one, other: one <= other), ("expected", "reason")),
    "matches": Operator("pattern", _matches, ("expected", "reason")),
    "not_matches": Operator("pattern", _not(_matches)),
    "present": Operator("flag"),
    "empty": Operator("flag"),
    "truthy": Operator("flag"),
    "type": Operator("types", _type, ("expected", "reason")),
    "contains": Operator("value", _contains, ("missing", "expected")),
    "not_contains": Operator("value", _not_contains, ("item",)),
    "contains_all": Operator("values", _contains_all, ("missing", "expected")),
    "contains_any": Operator("values", _contains_any, ("missing", "expected")),
    "starts_with": Operator("texts", _starts_with, ("expected",)),
    "not_starts_with": Operator("texts", _not(_starts_with)),
    "ends_with": Operator("texts", _ends_with, ("expected",)),
    "not_ends_with": Operator("texts", _not(_ends_with)),
    "unique": Operator("true", None, ("other", "item")),
    "near": Operator("words", _near, ("expected",)),
    "not_near": Operator("words", _not_near, ("nearest", "expected")),
    "length": Operator("length", _length, ("expected", "reason")),
    "quantity_gt": Operator(
        "quantity", _quantity_comparison(lambda one, other: one > other), ("expected", "reason")
    ),
    "quantity_ge": Operator(
        "quantity", _quantity_comparison(lambda one, other: one >= other), ("expected", "reason")
    ),
    "quantity_lt": Operator(
        "quantity", _quantity_comparison(lambda one, other: one < other), ("expected", "reason")
    ),
    "quantity_le": Operator(
        "quantity", _quantity_comparison(lambda one, other: one <= other), ("expected", "reason")
    ),
    "version": Operator("range", _version, ("expected", "reason")),
    "format": Operator("format", _format, ("expected", "reason")),
    "not_format": Operator("format", _not(_format)),
    "set_by_user": Operator("flag"),
    "from_default": Operator("flag"),
    "items": Operator("tests", None, ("item", "expected", "missing", "nearest", "reason")),
    "any_item": Operator("tests", None, ("expected",)),
}

SEE_MISSING = frozenset(("present", "empty", "truthy", "set_by_user", "from_default"))
"""The operators that judge a missing or null value too; for all others it never passes."""

NEGATIVE = frozenset(
    ("not_equals", "not_in", "not_matches", "not_contains", "not_starts_with", "not_ends_with")
)
