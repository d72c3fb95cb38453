"""Quick answers that rule most releases out before anything of a rule is built.

A screen is what must be true wherever its rule has anything to say, as far as single values say: a list
of parts that all hold; a list inside it is of parts of which one holds, a list inside that again of parts that all hold.
A part that is no list is the number of a question, or of its opposite (``~number``).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pachlint.bundled import decode
from pachlint.place import Path
from pachlint.policy.context import CheckContext, numbering
from pachlint.policy.formulas import Ask, Conjunction, Disjunction, Formula
from pachlint.policy.paths import Scope
from pachlint.policy.value_tests import Operation
from pachlint.reading.directives import may_speak
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.policy.rule import Rule
    from pachlint.versions import Version

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
    """What the screens of a set of rules ask, many of them the same.

    No question is answered twice for a release, nor for two releases of a chart version that leave what it asks about to the chart.
    ``rows`` are the questions as JSON, each ``{"at", "is"}`` of what :func:`screen_to_json` writes.
    """

    __slots__ = ("_about", "_asked", "_of_defaults", "_questions", "rows")

    def __init__(self, rows: Sequence[bytes]) -> None:
        self.rows = rows
        self._questions: list[Question | None] = [None] * len(rows)
        self._asked = False
        self._about: dict[Path, list[int]] = {}
        self._of_defaults: dict[Version, _Found] = {}

    def answers(self, context: CheckContext) -> "_Answers":
        """What is known of a release, or will be."""
        return context.once(self._answers)

    def question(self, number: int) -> Question:
        """One of the questions."""
        found = self._questions[number]
        if found is None:
            found = self._questions[number] = _question(self.rows[number])
        return found

    def _answers(self, context: CheckContext) -> "_Answers":
        """The answers for a release, which begin with those that the chart's defaults give; for the first one there are none yet."""
        nothing: _Found = [None] * len(self.rows)
        values = numbering(context)
        if not self._asked or not values.user:
            self._asked = True
            return _Answers(self, context, nothing)
        if not self._about:
            about: dict[Path, list[int]] = {}
            for number in filter(self.rows.__getitem__, range(len(self.rows))):
                about.setdefault(self.question(number).path[:2], []).append(number)
            self._about = about
        defaults = self._of_defaults.setdefault(context.chart.version, nothing)
        found = defaults.copy()
        own = [at for path, numbers in self._about.items() if not values.is_default(path) for at in numbers]
        for at in own:
            found[at] = None
        return _Answers(self, context, found, defaults, frozenset(own))


_Found = list[bool | None]


class _Answers:
    """What is known of one release; answers to others than its ``own`` questions hold for all that have the defaults."""

    __slots__ = ("_cache", "_context", "_defaults", "_found", "_own")

    def __init__(
        self,
        cache: PredicateCache,
        context: CheckContext,
        found: _Found,
        defaults: _Found | None = None,
        own: frozenset[int] = frozenset(),
    ) -> None:
        self._cache, self._context = cache, context
        self._found, self._defaults, self._own = found, defaults, own

    def all_hold(self, parts: Screen) -> bool:
        """Whether all parts of a screen hold."""
        answers = self._found
        for part in parts:
            if part.__class__ is list:
                if not self._any_holds(part):
                    return False
                continue
            found = answers[part] if part >= 0 else answers[~part]
            if found is None:
                found = self._answer(part if part >= 0 else ~part)
            if found is not (part >= 0):
                return False
        return True

    def _any_holds(self, parts: Screen) -> bool:
        answers = self._found
        for part in parts:
            if part.__class__ is list:
                if self.all_hold(part):
                    return True
                continue
            found = answers[part] if part >= 0 else answers[~part]
            if found is None:
                found = self._answer(part if part >= 0 else ~part)
            if found is (part >= 0):
                return True
        return False

    def _answer(self, at: int) -> bool:
        found = self._found[at] = self._cache.question(at).answer(self._context)
        if self._defaults is not None and at not in self._own:
            self._defaults[at] = found
        return found


def due(rules: Iterable["Rule"], context: CheckContext) -> list["Rule"]:
    """The rules that may have something to say about a release, in their order."""
    holds: dict[tuple[PredicateCache, bool], Callable[[Screen], bool]] = {}
    found = []
    are_in_order = not any(one.problems or may_speak(one) for one in context.documents)
    for rule in rules:
        if are_in_order and rule.traits.of_problems:
            continue
        if rule.screen:
            asked = rule.rule_set.predicate_cache, rule.traits.of_any_version
            if asked not in holds:
                holds[asked] = asked[0].answers(context.as_read(of_any_version=asked[1])).all_hold
            if not holds[asked](rule.screen):
                continue
        found.append(rule)
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
