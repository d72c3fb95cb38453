"""Run what templates of optional charts print: the functions that only they call, and an evaluator that names items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.verdict import containers, functions
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.forms import Value, Variable
from pachlint.verdict.gotemplate import TemplateError, element, kind_of, printed, required_text, show
from pachlint.verdict.gotext import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pachlint.verdict.breaches import HelmInput
    from pachlint.verdict.forms import Expressions, Loop

_GO_TYPES = {dict: "map[string]interface {}", list: "[]interface {}", str: "string", bool: "bool", float: "float64",
             int: "int64", type(None): "<nil>"}  # fmt: skip


def _kind_is(name: object, value: object) -> bool:
    return value is None if name == "invalid" else bool(functions.call("kindIs", (name, value)))


def _printf(form: object, *values: object) -> str:
    if form == "%T":
        return _GO_TYPES[type(values[0])]
    return functions.call("printf", (form, *values))  # type: ignore[return-value]


def _first(items: object) -> object:
    if not isinstance(items, list):
        raise TemplateError("argument", f"must be a list, but is {kind_of(items)}")
    return element(items[0]) if items else None


def _sorted(items: object) -> list[str]:
    return sorted(show(element(item)) for item in (items if isinstance(items, list) else [items]))


FUNCTIONS: Mapping[str, Callable[..., object]] = {
    **functions.FUNCTIONS,
    "fileText": lambda name: required_text(name) and "",
    "first": _first,
    "hasKey": lambda value, key: required_text(key) in containers.map_of(value),
    "kindIs": _kind_is,
    "keys": lambda value: list(containers.map_of(value)),
    "printf": _printf,
    "quiet": lambda _: "",
    "sortAlpha": _sorted,
    "toPrettyJson": lambda value: json_text(value, 2),
}


class Renderer(Evaluator):
    """Evaluates what a template file prints; a failure inside a loop is laid to the item."""

    def __init__(
        self, expressions: Expressions, open_: frozenset[int], values: Mapping[str, object], helm: HelmInput
    ) -> None:
        super().__init__(expressions, open_, values, FUNCTIONS, helm=helm)

    def text(self, index: int) -> str:
        """Return what a file prints.

        Raises:
            EvaluationError: if Helm would stop here.
        """
        return printed(self.value(index, {}))

    def item(self, e: Loop, key: object, env: dict[int, object]) -> object:
        """What is printed for one item; a failure that lies in no value alone lies in the item."""
        try:
            return super().item(e, key, env)
        except EvaluationError as failure:
            if failure.path:
                raise
            of_items = isinstance(self.expressions[e.over], Value | Variable)
            below = (key, *failure.below) if of_items else ()
            path = self.violation(e.over)
            raise EvaluationError(
                failure.kind, failure.detail, path and (*path, *below), () if path else below
            ) from None
