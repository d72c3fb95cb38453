"""The closed list of operators: what each demands of a value, and what it can tell about a failure.

An operator judges one value. Those with a ``sight`` judge a missing value too; a missing value never passes any other.
``unique``, ``items`` and ``any_item`` look at several values, and are judged by :mod:`pachlint.policy.path_tests` and
:mod:`pachlint.policy.value_tests`.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import eq, ge, gt, le, lt
from typing import Any

from pachlint.formats import FORMATS, reason_against
from pachlint.formats.kubernetes import quantity_in_nanos
from pachlint.kinds import in_words, is_empty, is_number, is_truthy, kind_of, same
from pachlint.layering.values import Values
from pachlint.nearness import equally_near
from pachlint.place import Path
from pachlint.policy.expressions import search
from pachlint.records import NamedTuple
from pachlint.versions import Range, parse

Facts = Mapping[str, object]
"""What a failed test knows: some of ``expected missing other nearest reason item``."""

Judge = Callable[[Any, Any], Facts | None]
"""Value and operand to the facts of the failure, or None if the value passes."""

Sight = Callable[[Any, Values, Path], bool]
"""The value, None if it is missing; the values it is one of; and its path. The answer is compared with the operand."""

NO_FACTS: Facts = {}

PRESENCE, EMPTINESS, VALUE, INSIDE = range(4)
"""How deep a test looks: whether something is there, whether it is empty, at the value, or at what is in it."""


class Operator(NamedTuple):
    """One operator.

    ``operand`` names the kind of operand, for the loader. ``judge`` and ``sight`` are None where several values are looked
    at. ``facts`` are those that a failure may have. ``costly``: a regular expression is compiled, or a module imported,
    when it is first used. ``negative``: it names what does not pass.
    """

    operand: str
    judge: Judge | None = None
    facts: tuple[str, ...] = ()
    sight: Sight | None = None
    costly: bool = False
    negative: bool = False
    depth: int = INSIDE

    @property
    def of_tests(self) -> bool:
        """Whether the operand is a test of each item of a list."""
        return self.operand == "tests"

    @property
    def quick(self) -> bool:
        """Whether it is answered at once of one value."""
        return not self.costly and (self.judge is not None or self.sight is not None)


def _equals(value: object, operand: object) -> Facts | None:
    if same(value, operand):
        return None
    facts: dict[str, object] = {"expected": operand}
    one, other = in_words(value), in_words(operand)
    if one != other:
        facts["reason"] = f"is {one}, not {other}"
    return facts


def _not_equals(value: object, operand: object) -> Facts | None:
    return NO_FACTS if same(value, operand) else None


def _in(value: object, operand: Sequence[object]) -> Facts | None:
    return None if any(same(value, item) for item in operand) else {"expected": operand}


def _not_in(value: object, operand: Sequence[object]) -> Facts | None:
    return NO_FACTS if any(same(value, item) for item in operand) else None


def _comparison(holds: Callable[[Any, Any], bool]) -> Judge:
    def judge(value: object, operand: object) -> Facts | None:
        if not is_number(value):
            return {"expected": operand, "reason": f"is {in_words(value)}, not a number"}
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
        return {"expected": operand, "reason": f"is {in_words(value)}, not a string"}
    return None if search(operand, value) else {"expected": operand}


def _type(value: object, operand: Sequence[str]) -> Facts | None:
    kind = kind_of(value)
    if kind in operand or (kind == "integer" and "number" in operand):
        return None
    return {"expected": operand, "reason": f"is {in_words(value)}"}


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


def _typo_of(value: object, operand: Sequence[str]) -> Facts | None:
    return None if _meant(value, operand) else {"expected": operand}


def _not_typo_of(value: object, operand: Sequence[str]) -> Facts | None:
    found = _meant(value, operand)
    return {"nearest": found, "expected": found} if found else None


def _meant(value: object, operand: Sequence[str]) -> str | None:
    """The one word that was meant; a fix may write it."""
    found = equally_near(value, operand) if isinstance(value, str) else []
    return found[0] if len(found) == 1 else None


_LENGTH_TESTS: Mapping[str, tuple[str, Callable[[int, int], bool]]] = {
    "equals": ("", eq),
    "ge": ("at least ", ge),
    "gt": ("more than ", gt),
    "le": ("at most ", le),
    "lt": ("fewer than ", lt),
}
LENGTH_WORDS = tuple(_LENGTH_TESTS)


def _length(value: object, operand: Mapping[str, int]) -> Facts | None:
    if not isinstance(value, str | Mapping | list | tuple):
        return {"reason": f"is {in_words(value)}, which has no length"}
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


def _not(judge: Judge) -> Judge:
    """The opposite of an operator."""
    return lambda value, operand: NO_FACTS if judge(value, operand) is None else None


OPERATORS: Mapping[str, Operator] = {
    "equals": Operator("value", _equals, ("expected", "reason")),
    "not_equals": Operator("value", _not_equals, negative=True),
    "in": Operator("values", _in, ("expected",)),
    "not_in": Operator("values", _not_in, negative=True),
    "gt": Operator("number", _comparison(gt), ("expected", "reason")),
    "ge": Operator("number", _comparison(ge), ("expected", "reason")),
    "lt": Operator("number", _comparison(lt), ("expected", "reason")),
    "le": Operator("number", _comparison(le), ("expected", "reason")),
    "matches": Operator("pattern", _matches, ("expected", "reason"), costly=True),
    "not_matches": Operator("pattern", _not(_matches), costly=True, negative=True),
    "present": Operator("flag", sight=lambda value, values, path: value is not None, depth=PRESENCE),
    "empty": Operator("flag", sight=lambda value, values, path: is_empty(value), depth=EMPTINESS),
    "truthy": Operator("flag", sight=lambda value, values, path: is_truthy(value), depth=EMPTINESS),
    "type": Operator("types", _type, ("expected", "reason"), depth=VALUE),
    "contains": Operator("value", _contains, ("missing", "expected")),
    "not_contains": Operator("value", _not_contains, ("item",), negative=True),
    "contains_all": Operator("values", _contains_all, ("missing", "expected")),
    "contains_any": Operator("values", _contains_any, ("missing", "expected")),
    "starts_with": Operator("texts", _starts_with, ("expected",)),
    "not_starts_with": Operator("texts", _not(_starts_with), negative=True),
    "ends_with": Operator("texts", _ends_with, ("expected",)),
    "not_ends_with": Operator("texts", _not(_ends_with), negative=True),
    "unique": Operator("true", None, ("other", "item")),
    "typo_of": Operator("words", _typo_of, ("expected",), costly=True),
    "not_typo_of": Operator("words", _not_typo_of, ("nearest", "expected"), costly=True, negative=True),
    "length": Operator("length", _length, ("expected", "reason"), depth=VALUE),
    "quantity_gt": Operator("quantity", _quantity_comparison(gt), ("expected", "reason"), costly=True),
    "quantity_ge": Operator("quantity", _quantity_comparison(ge), ("expected", "reason"), costly=True),
    "quantity_lt": Operator("quantity", _quantity_comparison(lt), ("expected", "reason"), costly=True),
    "quantity_le": Operator("quantity", _quantity_comparison(le), ("expected", "reason"), costly=True),
    "version": Operator("range", _version, ("expected", "reason"), costly=True),
    "format": Operator("format", _format, ("expected", "reason"), costly=True),
    "not_format": Operator("format", _not(_format), costly=True, negative=True),
    "set_by_user": Operator(
        "flag", sight=lambda value, values, path: values.set_by_user(path), depth=PRESENCE
    ),
    "from_default": Operator(
        "flag",
        sight=lambda value, values, path: values.has(path) and not values.set_by_user(path),
        depth=PRESENCE,
    ),
    "items": Operator("tests", None, ("item", "expected", "missing", "nearest", "reason")),
    "any_item": Operator("tests", None, ("expected",)),
}
