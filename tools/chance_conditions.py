"""Whether the conditions of a template file alone can make a manifest that Helm cannot read: tried with chance outcomes."""

from __future__ import annotations

import random
from typing import Any

from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.layouts import Writer, readable_layout

_TRIALS = 120


def is_fragile(expressions: list[Any], pieces: list[Any], file: list[int]) -> bool:
    """Tell whether some of many chance outcomes of the conditions make the file unreadable."""
    rng = random.Random(1)  # noqa: S311 -- no secrets
    evaluator = Evaluator(expressions, frozenset(), {})
    for _ in range(_TRIALS):
        writer = _Chance(expressions, pieces, evaluator, rng)
        try:
            writer.write(file)
        except EvaluationError:
            continue
        if not readable_layout(writer.written):
            return True
    return False


class _Chance(Writer):
    """Writes harmless text for every expression; the same condition always comes out the same."""

    def __init__(
        self, expressions: list[Any], pieces: list[Any], evaluator: Evaluator, rng: random.Random
    ) -> None:
        super().__init__(pieces, evaluator)
        self.expressions = expressions
        self.rng = rng
        self.bias = rng.random()
        self.known: dict[int, bool] = {}

    def holds(self, test: int, env: dict[int, object]) -> bool:
        form = self.expressions[test]
        if form[0] == "not":
            return not self.holds(form[1], env)
        if form[0] in ("and", "or"):
            return (all if form[0] == "and" else any)([self.holds(part, env) for part in form[1:]])
        if form[0] == "=":
            return bool(form[1])
        return self.known.setdefault(test, self.rng.random() < self.bias)

    def pairs(self, over: int, env: dict[int, object]) -> list[tuple[object, object]]:
        return [("x", "x")] * (self.rng.randrange(3) if self.holds(over, env) else 0)

    def text(self, expression: int, env: dict[int, object]) -> str:
        form = self.expressions[expression]
        match form[0]:
            case "fail":
                raise EvaluationError("reject", "", ())
            case "=":
                return str(form[1])
            case "shift":
                spaces = self.expressions[form[1]][1]
                return self.text(form[2], env).replace("\n", "\n" + " " * spaces)
            case "text":
                return self.text(form[1], env)
            case "toYaml":
                return "x: b\ny: d"
            case "if":
                return self.text(form[2] if self.holds(form[1], env) else form[3], env)
            case "cat":
                return "".join(self.text(part, env) for part in form[1:])
            case "quote" | "toJson":
                return '"x"'
        return "x"
