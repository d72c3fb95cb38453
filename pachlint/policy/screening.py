"""Quick answers that rule most releases out before anything of a rule is built.

A screen is what must be true wherever its rule has anything to say, as far as single values say: a list
of parts that all hold; a list inside it is of parts of which one holds, a list inside that again of parts that all hold.
A part that is no list is the number of a question, or of its opposite (``~number``).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pachlint.bundled import decode
from pachlint.place import Path
from pachlint.policy.context import CheckContext
from pachlint.policy.formulas import Ask, Conjunction, Disjunction, Formula
from pachlint.policy.paths import Scope
from pachlint.policy.value_tests import Operation
from pachlint.records import NamedTuple

Screen = Sequence[Any]


class Question(NamedTuple):
    """Whether the effective value at a path passes an operation, in the sense of ``when``."""

    path: Path
    operation: Operation

    def answer(self, context: CheckContext) -> bool:
        """Whether it does."""
        value = context.values.get(self.path)
        return self.operation.failure(value, self.path, Scope(context, {}), required=False) is None


class PredicateCache:
    """What the screens of a set of rules ask, many of them the same; no question is answered twice for a release.

    ``rows`` are the questions as JSON, each ``{"at", "is"}`` of what :func:`screen_to_json` writes.
    """

    __slots__ = ("_questions", "rows")

    def __init__(self, rows: Sequence[bytes]) -> None:
        self.rows = rows
        self._questions: list[Question | None] = [None] * len(rows)

    def may_match(self, screen: Screen, context: CheckContext) -> bool:
        """Whether a rule with this screen may have something to say."""
        return self._all(screen, context, context.once(self._unanswered))

    def _unanswered(self, _: CheckContext) -> list[bool | None]:
        return [None] * len(self.rows)

    def _all(self, parts: Screen, context: CheckContext, answers: list[bool | None]) -> bool:
        for part in parts:
            if part.__class__ is list:
                if not self._any(part, context, answers):
                    return False
                continue
            found = answers[part] if part >= 0 else answers[~part]
            if found is None:
                found = self._answer(part, context, answers)
            if found is not (part >= 0):
                return False
        return True

    def _any(self, parts: Screen, context: CheckContext, answers: list[bool | None]) -> bool:
        for part in parts:
            if part.__class__ is list:
                if self._all(part, context, answers):
                    return True
                continue
            found = answers[part] if part >= 0 else answers[~part]
            if found is None:
                found = self._answer(part, context, answers)
            if found is (part >= 0):
                return True
        return False

    def _answer(self, number: int, context: CheckContext, answers: list[bool | None]) -> bool:
        at = number if number >= 0 else ~number
        question = self._questions[at]
        if question is None:
            question = self._questions[at] = _question(self.rows[at])
        found = answers[at] = question.answer(context)
        return found


def _question(line: bytes) -> Question:
    row: Mapping[str, Any] = decode(line)
    ((name, operand),) = row["is"].items()
    return Question(tuple(row["at"]), Operation.from_json(name, operand))


def screen_to_json(formula: Formula) -> list[Any]:
    """The formula as a screen, with ``{"at", "is": {operator: operand}, "not"}`` for the number of a question.

    What is quickly told comes first.
    """
    if isinstance(formula, bool):
        return [] if formula else [[]]
    parts = formula.parts if isinstance(formula, Conjunction) else (formula,)
    return [_part(part) for part in sorted(parts, key=_size)]


def _part(formula: Formula) -> Any:
    match formula:
        case Ask(path, operation, positive):
            return {"at": path, "is": {operation.name: operation.to_json()}, "not": not positive}
        case Conjunction(parts) | Disjunction(parts):
            return [_part(part) for part in sorted(parts, key=_size)]
    raise ValueError(formula)


def _size(formula: Formula) -> int:
    return sum(map(_size, formula.parts)) if isinstance(formula, Conjunction | Disjunction) else 1
