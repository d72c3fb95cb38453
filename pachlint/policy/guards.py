"""Quick answers that rule most releases out before anything of a rule is built.

A guard is what must be true wherever its rule has anything to say, as far as that can be told from single values: a list
of parts that all hold; a list inside it is of parts of which one holds, a list inside that again of parts that all hold.
A part that is no list is the number of a question (see :class:`Questions`), or of its opposite (``~number``).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from pachlint.layering.values import MISSING, Values
from pachlint.place import Path
from pachlint.policy.judged import Judged
from pachlint.policy.operators import OPERATORS, is_empty, is_truthy

TOUCHED = "touched"
"""Asks whether anything was written at, above or below one of the paths that are its operand; its own path is empty."""

ANY = "*"
"""Any step, in such a path."""

_SIGHTS: Mapping[str, Callable[[Any, Values, Path], bool]] = {
    "present": lambda value, values, path: value is not None,
    "empty": lambda value, values, path: is_empty(value),
    "truthy": lambda value, values, path: is_truthy(value),
    "set_by_user": lambda value, values, path: values.set_by_user(path),
    "from_default": lambda value, values, path: values.has(path) and not values.set_by_user(path),
}

_OF_A_VALUE = (
    "equals",
    "not_equals",
    "in",
    "not_in",
    "gt",
    "ge",
    "lt",
    "le",
    "type",
    "contains",
    "not_contains",
    "contains_all",
    "contains_any",
    "starts_with",
    "not_starts_with",
    "ends_with",
    "not_ends_with",
    "length",
)

QUICK = frozenset((*_SIGHTS, *_OF_A_VALUE))
"""The operators that a question may have: those that neither compile an expression nor import a module."""


class Questions:
    """What the guards of a set of rules ask, many of them the same: rows of path (by number), operator and operand.

    A question is whether the effective value at the path passes the operator, in the sense of ``when``.
    """

    __slots__ = ("paths", "rows")

    def __init__(self, paths: Sequence[Path], rows: Sequence[Sequence[Any]]) -> None:
        self.paths = paths
        self.rows = rows

    def let_in(self, guard: Sequence[Any], judged: Judged) -> bool:
        """Whether a rule with this guard may have something to say; no question is answered twice for a release."""
        answers = judged.notes.get(self)
        if answers is None:
            answers = judged.notes[self] = [None] * len(self.rows)
        return self._all(guard, judged, cast("list[bool | None]", answers))

    def _all(self, parts: Sequence[Any], judged: Judged, answers: list[bool | None]) -> bool:
        for part in parts:
            if part.__class__ is list:
                if not self._any(part, judged, answers):
                    return False
            elif not self._holds(part, judged, answers):
                return False
        return True

    def _any(self, parts: Sequence[Any], judged: Judged, answers: list[bool | None]) -> bool:
        for part in parts:
            if part.__class__ is list:
                if self._all(part, judged, answers):
                    return True
            elif self._holds(part, judged, answers):
                return True
        return False

    def _holds(self, number: int, judged: Judged, answers: list[bool | None]) -> bool:
        at = number if number >= 0 else ~number
        found = answers[at]
        if found is None:
            path, operator, operand = self.rows[at]
            if operator == TOUCHED:
                operand = [self.paths[one] for one in operand]
            found = answers[at] = answer(self.paths[path], operator, operand, judged)
        return found is (number >= 0)


def answer(path: Path, operator: str, operand: Any, judged: Judged) -> bool:
    """Whether the value passes; one that is missing or null passes nothing that does not ask for that."""
    values = judged.values
    if operator == TOUCHED:
        # nothing is known of the values of a chart from the disk
        defaults = judged.chart.defaults
        return judged.chart.at_hand or any(_is_touched(values.user, defaults, one) for one in operand)
    value = values.get(path, None)
    sight = _SIGHTS.get(operator)
    if sight is not None:
        return sight(value, values, path) is operand
    if value is None:
        return operator == "type" and "null" in operand and values.has(path)
    judge = OPERATORS[operator].judge
    return judge is not None and judge(value, operand) is None


def _is_touched(written: object, default: object, path: Sequence[str]) -> bool:
    for at, step in enumerate(path):
        if not isinstance(written, dict):
            # one single value for another leaves nothing below it, as before
            return isinstance(written, list) or default is MISSING or isinstance(default, dict | list)
        below = default if isinstance(default, dict) else {}
        if step == ANY:
            rest = path[at + 1 :]
            return any(_is_touched(inner, below.get(key, MISSING), rest) for key, inner in written.items())
        if step not in written:
            return False
        written, default = written[step], below.get(step, MISSING)
    return True
