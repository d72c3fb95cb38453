"""Number the expressions of a table and its guards, each once, as :mod:`pachlint.verdict.expressions` reads them."""

from __future__ import annotations

import json
from typing import Any

from pachlint.learning.forms import Expr, Guard, text_expr


class Encoder:
    """Interns expressions and guards; ``open`` are the expressions with loop variables in them."""

    def __init__(self) -> None:
        self.expressions: list[Any] = []
        self.open: set[int] = set()
        self.index: dict[str, int] = {}
        self.guards: list[list[int]] = []
        self.guard_index: dict[tuple[int, ...], int] = {}

    def put(self, form: Any, *, is_open: bool) -> int:
        key = json.dumps(form)
        if key not in self.index:
            self.index[key] = len(self.expressions)
            self.expressions.append(form)
            if is_open:
                self.open.add(self.index[key])
        return self.index[key]

    def expression(self, e: Expr) -> int:
        name = e[0]
        if name == "v":
            return self.put(".".join(e[1]), is_open=False)
        if name in ("c", "root", "files"):
            return self.put(["=", e[1] if name == "c" else {}], is_open=False)
        if name == "$":
            return self.put(["$", e[1]], is_open=True)
        if name == "cat":
            return self.call("cat", [i for node in e[1] for i in self.node(node)])
        if name in (".", "?."):
            base = self.expression(e[1])
            return self.put([name, base, ".".join(e[2])], is_open=base in self.open)
        if name == "dict":
            pairs = [(key, self.expression(value)) for key, value in e[1]]
            flat = [part for pair in pairs for part in pair]
            return self.put(["dict", *flat], is_open=any(i in self.open for _, i in pairs))
        if name == "fold":
            parts = [self.expression(e[1]), *e[2:5], self.expression(e[5]), self.expression(e[6])]
            return self.put(["fold", *parts], is_open=True)
        return self.call(name, [self.expression(argument) for argument in e[1:]])

    def call(self, name: str, arguments: list[int]) -> int:
        return self.put([name, *arguments], is_open=any(i in self.open for i in arguments))

    def node(self, node: Expr) -> list[int]:
        if node[0] == "text":
            return [self.put(["=", node[1]], is_open=False)]
        if node[0] == "hole":
            return [self.expression(node[1])]
        if node[0] == "eval":
            return []
        if node[0] == "if":
            arms = [self.expression(text_expr(nodes)) for nodes in node[2:4]]
            return [self.call("if", [self.expression(node[1]), *arms])]
        over, body, otherwise = (
            self.expression(node[1]),
            self.expression(text_expr(node[4])),
            self.expression(text_expr(node[5])),
        )
        return [self.put(["each", over, node[2], node[3], body, otherwise], is_open=True)]

    def guard(self, guard: Guard) -> int:
        at = -1
        for part in guard:
            if part[0] == "each":
                row = [at, self.expression(part[1]), part[2], part[3]]
            else:
                index = self.expression(part[0])
                row = [at, index if part[1] else -index - 1]
            key = tuple(row)
            if key not in self.guard_index:
                self.guard_index[key] = len(self.guards)
                self.guards.append(row)
            at = self.guard_index[key]
        return at


class TextEncoder(Encoder):
    """Keeps what is evaluated and prints nothing: it can fail."""

    def node(self, node: Expr) -> list[int]:
        if node[0] == "eval":
            return [self.call("quiet", [self.expression(node[1])])]
        return super().node(node)
