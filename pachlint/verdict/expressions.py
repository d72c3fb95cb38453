"""Evaluate the expressions of ``schemas/demands.json`` over effective values, as Go templates would.

An expression is a path in dots (``"pachd.tls.enabled"``), or a list: ``["=", constant]``,
``["$", n]`` for a loop variable, ``[".", e, "a.b"]`` and ``["?.", e, "a.b"]`` for fields (of the second
nothing comes when ``e`` is null), ``["if", c, a, b]``, ``["and" | "or" | "cat" | "list", e…]``,
``["dict", key, e, …]``, ``["each", over, key, item, body, otherwise]``,
``["fold", over, key, item, total, start, step]``, ``["off", e]``, ``["tpl" | "tplYaml", e]`` for a text or the YAML of a
value that is run as a template, or a function with its arguments.
``e`` is an index into the same table, smaller than the expression's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.verdict.breaches import HelmInput
from pachlint.verdict.functions import FUNCTIONS
from pachlint.verdict.gotemplate import TemplateError, child, entries, kind_of, printed, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Protocol

    class Indexed(Protocol):
        """The expressions of a table, by number."""

        def __getitem__(self, index: int, /) -> Any: ...


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


def operands(e: Any) -> Sequence[int]:
    """Return the expressions that a list form is made of, loop variables and names left out."""
    if e[0] in ("=", "$"):
        return ()
    if e[0] == "each":
        return e[1], e[4], e[5]
    if e[0] == "fold":
        return e[1], e[5], e[6]
    return [part for part in e[1:] if isinstance(part, int)]


class Evaluator:
    """Evaluates expressions over one set of values; ``open_`` are the expressions with loop variables in them."""

    def __init__(
        self,
        expressions: Indexed,
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
            except EvaluationError as failure:
                found = failure
            self.seen[index] = found
        if isinstance(found, EvaluationError):
            raise found
        return found

    def _fresh(self, e: Any, index: int, env: dict[int, object]) -> object:
        if isinstance(e, str):
            return self._read(tuple(e.split(".")) if e else ())
        special = _SPECIAL.get(e[0])
        if special is not None:
            return getattr(self, special)(e, env)
        arguments = [self.value(argument, env) for argument in e[1:]]
        try:
            return self.functions[e[0]](*arguments)
        except EvaluationError:
            raise
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
        if isinstance(e, str):
            return tuple(e.split("."))
        for argument in reversed(operands(e)):
            found = self.violation(argument)
            if found:
                return found
        return ()

    def written(self, index: int, text: str) -> KeyPath:
        """Return the path of the longest text of several words or lines that an expression wrote into ``text``."""
        found = [
            (len(value), self.expressions[path])
            for path in self._paths(index)
            if isinstance(value := self.seen.get(path), str) and value in text and not value.isalnum()
        ]
        return tuple(max(found)[1].split(".")) if found else ()

    def _paths(self, index: int) -> set[int]:
        """Return the expressions below one that are value paths."""
        e = self.expressions[index]
        if isinstance(e, str):
            return {index}
        return {path for argument in operands(e) for path in self._paths(argument)}

    def _constant(self, e: Any, _env: dict[int, object]) -> object:
        return e[1]

    def _variable(self, e: Any, env: dict[int, object]) -> object:
        return env.get(e[1])

    def _field(self, e: Any, env: dict[int, object]) -> object:
        value = self.value(e[1], env)
        if value is None and e[0] == "?.":
            return None
        for name in e[2].split("."):
            try:
                value = child(value, name)
            except TemplateError as error:
                raise EvaluationError(error.kind, error.detail, self.violation(e[1])) from None
        return value

    def _if(self, e: Any, env: dict[int, object]) -> object:
        arm = e[2] if truth(self.value(e[1], env)) else e[3]
        try:
            return self.value(arm, env)
        except EvaluationError as failure:
            # an outright rejection reads nothing: the condition that led to it does
            path = failure.path or self.violation(e[1])
            raise EvaluationError(failure.kind, failure.detail, path) from None

    def holds(self, test: int, env: dict[int, object]) -> bool:
        """Whether a condition holds."""
        return truth(self.value(test, env))

    def _and(self, e: Any, env: dict[int, object]) -> object:
        value: object = None
        for argument in e[1:]:
            value = self.value(argument, env)
            if truth(value) is (e[0] == "or"):
                break
        return value

    def _cat(self, e: Any, env: dict[int, object]) -> object:
        return "".join(printed(self.value(argument, env)) for argument in e[1:])

    def _dict(self, e: Any, env: dict[int, object]) -> object:
        return {key: self.value(argument, env) for key, argument in zip(e[1::2], e[2::2], strict=True)}

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

    def _each(self, e: Any, env: dict[int, object]) -> object:
        found = self.pairs(e[1], env)
        if not found:
            return printed(self.value(e[5], env))
        return "".join(printed(self.item(e, key, env | {e[2]: key, e[3]: item})) for key, item in found)

    def item(self, e: Any, _key: object, env: dict[int, object]) -> object:
        """What a loop prints for one item, whose key is given."""
        return self.value(e[4], env)

    def _fold(self, e: Any, env: dict[int, object]) -> object:
        total = self.value(e[5], env)
        for key, item in self.pairs(e[1], env):
            total = self.value(e[6], env | {e[2]: key, e[3]: item, e[4]: total})
        return total

    def _entries(self, e: Any, env: dict[int, object]) -> object:
        return self.pairs(e[1], env)

    def _tpl(self, e: Any, env: dict[int, object]) -> object:
        """What comes out of a value that a chart runs as a template; most are none."""
        value = self.value(e[1], env)
        if e[0] == "tpl" and not isinstance(value, str):
            raise EvaluationError(
                "argument", f"must be a string, but is {kind_of(value)}", self.violation(e[1])
            )
        if "{{" not in str(value):
            return value
        from pachlint.verdict import user_templates  # noqa: PLC0415 -- few values are templates

        try:
            around = user_templates.around(self.violation(e[1]))
            release = user_templates.Release(self.values, self.helm)
            if not isinstance(value, str):
                return user_templates.render_value(value, around, release)
            made = user_templates.render(value, around, release)
        except EvaluationError:
            raise
        except TemplateError as error:
            raise EvaluationError(error.kind, error.detail, self.violation(e[1])) from None
        if made.changed is not None:
            self._again(e[1], made.changed, env)
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

    def _off(self, e: Any, env: dict[int, object]) -> object:
        try:
            return self.value(e[1], env) is False
        except EvaluationError:
            return False


_SPECIAL = {
    "=": "_constant",
    "$": "_variable",
    ".": "_field",
    "?.": "_field",
    "if": "_if",
    "and": "_and",
    "or": "_and",
    "cat": "_cat",
    "dict": "_dict",
    "each": "_each",
    "fold": "_fold",
    "entries": "_entries",
    "off": "_off",
    "tpl": "_tpl",
    "tplYaml": "_tpl",
}
