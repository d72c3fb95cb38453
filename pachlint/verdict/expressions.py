"""Evaluate the expressions of a table over effective values, as Go templates would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.records import NamedTuple
from pachlint.verdict.breaches import HelmInput
from pachlint.verdict.forms import (
    Call,
    Choice,
    Constant,
    Dict,
    Entries,
    Field,
    Fold,
    Joined,
    Logical,
    Loop,
    Off,
    Template,
    Value,
    Variable,
    operands,
)
from pachlint.verdict.functions import FUNCTIONS
from pachlint.verdict.gotemplate import TemplateError, child, entries, kind_of, printed, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from pachlint.verdict.forms import Expressions, Form


KeyPath = tuple[str, ...]
"""A path without list items: what is read in one is laid to the list."""
_UNSEEN = object()
_PACHD = HelmInput()


class EvaluationError(TemplateError):
    """A ``TemplateError`` with the path of the value that is at fault.

    Without one, ``below`` is where the value lies in what a loop around it goes through.
    """

    def __init__(self, kind: str, detail: str, path: tuple[Any, ...], below: tuple[object, ...] = ()) -> None:
        super().__init__(kind, detail)
        self.path, self.below = path, below


class _Failure(NamedTuple):
    """An error, to be raised again."""

    kind: str
    detail: str
    path: tuple[Any, ...]
    below: tuple[object, ...]


class Evaluator:
    """Evaluates expressions over one set of values; ``open_`` are the expressions with loop variables in them."""

    def __init__(
        self,
        expressions: Expressions,
        open_: frozenset[int],
        values: Mapping[str, object],
        functions: Mapping[str, Callable[..., object]] = FUNCTIONS,
        *,
        helm: HelmInput = _PACHD,
    ) -> None:
        self.expressions = expressions
        self.functions = functions
        self.open = open_
        self.values = values
        self.seen: dict[int, object] = {}
        self.helm = helm

    def value(self, index: int, env: dict[int, object]) -> object:
        """Return the value of an expression.

        Raises:
            EvaluationError: if Helm would stop here.
        """
        found = self.seen.get(index, _UNSEEN)
        if found is _UNSEEN:
            if index in self.open:
                return self._fresh(self.expressions[index], index, env)
            try:
                found = self._fresh(self.expressions[index], index, env)
            except EvaluationError as error:
                # an error would hold all that led to it
                found = _Failure(error.kind, error.detail, error.path, error.below)
            self.seen[index] = found
        if isinstance(found, _Failure):
            raise EvaluationError(*found)
        return found

    def _fresh(self, e: Form, index: int, env: dict[int, object]) -> object:
        if isinstance(e, Value):
            return self._read(e.path)
        if not isinstance(e, Call):
            return getattr(self, _OWN[type(e)])(e, env)
        arguments = [self.value(argument, env) for argument in e.arguments]
        try:
            return self.functions[e.function](*arguments)
        except TemplateError as error:
            raise EvaluationError(error.kind, error.detail, self.violation(index)) from None
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise EvaluationError(
                "argument", f"cannot be used here ({type(error).__name__})", self.violation(index)
            ) from None

    def _read(self, path: KeyPath) -> object:
        value: object = self.values
        for depth, name in enumerate(path):
            try:
                value = child(value, name)
            except TemplateError as error:
                raise EvaluationError(error.kind, error.detail, path[:depth]) from None
        return value

    def violation(self, index: int) -> KeyPath:
        """Return the last value path that an expression reads, () if there is none."""
        e = self.expressions[index]
        if isinstance(e, Value):
            return e.path
        for argument in reversed(operands(e)):
            found = self.violation(argument)
            if found:
                return found
        return ()

    def written(self, index: int, text: str) -> KeyPath:
        """Return the path of the longest text of several words or lines that an expression wrote into ``text``."""
        found = [
            (len(value), path)
            for number, path in self._paths(index)
            if isinstance(value := self.seen.get(number), str) and value in text and not value.isalnum()
        ]
        return max(found)[1] if found else ()

    def _paths(self, index: int) -> set[tuple[int, KeyPath]]:
        """Return the value paths below an expression, each with its number."""
        e = self.expressions[index]
        if isinstance(e, Value):
            return {(index, e.path)}
        return {path for argument in operands(e) for path in self._paths(argument)}

    def _constant(self, e: Constant, _env: dict[int, object]) -> object:
        return e.value

    def _variable(self, e: Variable, env: dict[int, object]) -> object:
        return env.get(e.number)

    def _field(self, e: Field, env: dict[int, object]) -> object:
        value = self.value(e.base, env)
        if value is None and e.lenient:
            return None
        for name in e.names:
            try:
                value = child(value, name)
            except TemplateError as error:
                raise EvaluationError(error.kind, error.detail, self.violation(e.base)) from None
        return value

    def _choice(self, e: Choice, env: dict[int, object]) -> object:
        arm = e.yes if truth(self.value(e.test, env)) else e.no
        try:
            return self.value(arm, env)
        except EvaluationError as failure:
            # an outright rejection reads nothing: the condition that led to it does
            path = failure.path or self.violation(e.test)
            raise EvaluationError(failure.kind, failure.detail, path) from None

    def holds(self, test: int, env: dict[int, object]) -> bool:
        """Whether a condition holds."""
        return truth(self.value(test, env))

    def _logical(self, e: Logical, env: dict[int, object]) -> object:
        value: object = None
        for argument in e.operands:
            value = self.value(argument, env)
            if truth(value) is (e.word == "or"):
                break
        return value

    def _joined(self, e: Joined, env: dict[int, object]) -> object:
        return "".join(printed(self.value(argument, env)) for argument in e.operands)

    def _dict(self, e: Dict, env: dict[int, object]) -> object:
        return {key: self.value(argument, env) for key, argument in e.pairs}

    def pairs(self, over: int, env: dict[int, object]) -> list[tuple[object, object]]:
        """Return what ``range`` goes through.

        Raises:
            EvaluationError: if it is neither a list nor a map nor null.
        """
        try:
            return entries(self.value(over, env))
        except EvaluationError:
            raise
        except TemplateError as error:
            raise EvaluationError(error.kind, error.detail, self.violation(over)) from None

    def _loop(self, e: Loop, env: dict[int, object]) -> object:
        found = self.pairs(e.over, env)
        if not found:
            return printed(self.value(e.otherwise, env))
        return "".join(printed(self.item(e, key, env | {e.key: key, e.item: item})) for key, item in found)

    def item(self, e: Loop, _key: object, env: dict[int, object]) -> object:
        """What a loop prints for one item, whose key is given."""
        return self.value(e.body, env)

    def _fold(self, e: Fold, env: dict[int, object]) -> object:
        total = self.value(e.start, env)
        for key, item in self.pairs(e.over, env):
            total = self.value(e.step, env | {e.key: key, e.item: item, e.total: total})
        return total

    def _entries(self, e: Entries, env: dict[int, object]) -> object:
        return self.pairs(e.over, env)

    def _template(self, e: Template, env: dict[int, object]) -> object:
        """What comes out of a value that a chart runs as a template; most are none."""
        value = self.value(e.value, env)
        if not e.of_yaml and not isinstance(value, str):
            raise EvaluationError(
                "argument", f"must be a string, but is {kind_of(value)}", self.violation(e.value)
            )
        if "{{" not in str(value):
            return value
        from pachlint.verdict import user_templates  # noqa: PLC0415 -- few values are templates

        try:
            around = user_templates.around(self.violation(e.value))
            release = user_templates.Release(self.values, self.helm)
            if not isinstance(value, str):
                return user_templates.render_value(value, around, release)
            made = user_templates.render(value, around, release)
        except TemplateError as error:
            raise EvaluationError(error.kind, error.detail, self.violation(e.value)) from None
        if made.changed is not None:
            self._again(e.value, made.changed, env)
        return made.text

    def _again(self, index: int, values: Mapping[str, object], env: dict[int, object]) -> None:
        """Read an expression once more from values that a template has changed: charts read most values twice."""
        try:
            Evaluator(self.expressions, self.open, values).value(index, env)
        except EvaluationError as failure:
            detail = "contains a template that removes values which the chart uses later"
            raise EvaluationError(failure.kind, detail, self.violation(index)) from None
        detail = "contains a template that changes values which the chart uses later"
        raise EvaluationError("unknown", detail, self.violation(index))

    def _off(self, e: Off, env: dict[int, object]) -> object:
        try:
            return self.value(e.value, env) is False
        except EvaluationError:
            return False


_OWN = {
    Constant: "_constant",
    Variable: "_variable",
    Field: "_field",
    Choice: "_choice",
    Logical: "_logical",
    Joined: "_joined",
    Dict: "_dict",
    Loop: "_loop",
    Fold: "_fold",
    Entries: "_entries",
    Off: "_off",
    Template: "_template",
}
"""How a form is evaluated that is no value and no function."""
