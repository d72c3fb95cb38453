"""Whether the conditions of a template file alone can make a manifest that Helm cannot read: tried with chance outcomes."""

from __future__ import annotations

import random
from typing import Any

from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.forms import Call, Choice, Constant, Expressions, Joined, Logical, Pieces
from pachlint.verdict.layouts import Writer, readable_layout

_TRIALS = 120


def is_fragile(expressions: list[Any], pieces: list[Any], file: list[int]) -> bool:
    """Tell whether some of many chance outcomes of the conditions make the file unreadable."""
    rng = random.Random(1)  # noqa: S311 -- no secrets
    evaluator = Evaluator(Expressions(expressions), frozenset(), {})
    typed = Pieces(pieces)
    for _ in range(_TRIALS):
        writer = _Chance(typed, evaluator, rng)
        try:
            writer.write(file)
        except EvaluationError:
            continue
        if not readable_layout(writer.written):
            return True
    return False


class _Chance(Writer):
    """Writes harmless text for every expression; the same condition always comes out the same."""

    def __init__(self, pieces: Pieces, evaluator: Evaluator, rng: random.Random) -> None:
        super().__init__(pieces, evaluator)
        self.expressions = evaluator.expressions
        self.rng = rng
        self.bias = rng.random()
        self.known: dict[int, bool] = {}

    def holds(self, test: int, env: dict[int, object]) -> bool:
        match self.expressions[test]:
            case Call(function="not", arguments=(inner,)):
                return not self.holds(inner, env)
            case Logical(word=word, operands=operands):
                return (all if word == "and" else any)([self.holds(one, env) for one in operands])
            case Constant(value=value):
                return bool(value)
        return self.known.setdefault(test, self.rng.random() < self.bias)

    def pairs(self, over: int, env: dict[int, object]) -> list[tuple[object, object]]:
        return [("x", "x")] * (self.rng.randrange(3) if self.holds(over, env) else 0)

    def text(self, expression: int, env: dict[int, object]) -> str:
        match self.expressions[expression]:
            case Constant(value=value):
                return str(value)
            case Choice(test=test, yes=yes, no=no):
                return self.text(yes if self.holds(test, env) else no, env)
            case Joined(operands=operands):
                return "".join(self.text(one, env) for one in operands)
            case Call(function="fail"):
                raise EvaluationError("reject", "", ())
            case Call(function="shift", arguments=(spaces, inner)):
                return self.text(inner, env).replace("\n", "\n" + " " * int(self.text(spaces, env)))
            case Call(function="text", arguments=(inner,)):
                return self.text(inner, env)
            case Call(function="toYaml"):
                return "x: b\ny: d"
            case Call(function="quote" | "toJson"):
                return '"x"'
        return "x"
