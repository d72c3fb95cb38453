"""Number the expressions of a table and its guards, each once, as :mod:`pachlint.verdict.forms` has them."""

from __future__ import annotations

import json
from typing import Any

from pachlint.learning import forms as learned
from pachlint.learning.forms import Each, Expr, Guard, Node, Nodes, Test
from pachlint.learning.output import text_expr
from pachlint.verdict import forms


class Encoder:
    """Interns expressions and guards; ``open`` are the expressions with loop variables in them."""

    def __init__(self) -> None:
        self.expressions: list[Any] = []
        """As rows of JSON."""
        self.open: set[int] = set()
        self.index: dict[Any, int] = {}
        self.known: dict[Expr, int] = {}
        self.guards: list[list[int]] = []
        self.guard_index: dict[tuple[int, ...], int] = {}

    def put(self, form: forms.Form, *, is_open: bool) -> int:
        """The number of a form whose operands have numbers already."""
        # 1 and true are equal, and so is all of which they are parts
        key = json.dumps(form.value) if isinstance(form, forms.Constant) else (type(form), form)
        found = self.index.get(key)
        if found is None:
            found = self.index[key] = len(self.expressions)
            self.expressions.append(forms.row_of(form))
            if is_open:
                self.open.add(found)
        return found

    def expression(self, e: Expr) -> int:
        """The number of an expression."""
        found = self.known.get(e)
        if found is None:
            found = self.known[e] = self._number(e)
        return found

    def _number(self, e: Expr) -> int:  # noqa: C901, PLR0911 -- an arm per form
        match e:
            case learned.Value():
                return self.put(forms.Value(e.path), is_open=False)
            case learned.Constant(value):
                return self.put(forms.Constant(value), is_open=False)
            case learned.Root() | learned.Files():
                return self.put(forms.Constant({}), is_open=False)
            case learned.Variable(number):
                return self.put(forms.Variable(number), is_open=True)
            case learned.Joined(nodes):
                return self.call("cat", [i for node in nodes for i in self.node(node)])
            case learned.Field(base, names, lenient):
                at = self.expression(base)
                return self.put(forms.Field(at, names, lenient), is_open=at in self.open)
            case learned.Choice(test, yes, no):
                return self.call("if", [self.expression(one) for one in (test, yes, no)])
            case learned.Dict(pairs):
                numbered = tuple((key, self.expression(value)) for key, value in pairs)
                return self.put(forms.Dict(numbered), is_open=any(i in self.open for _, i in numbered))
            case learned.List(members):
                return self.call("list", [self.expression(one) for one in members])
            case learned.Fold(over, key, item, total, start, step):
                first, begin = self.expression(over), self.expression(start)
                fold = forms.Fold(first, key, item, total, begin, self.expression(step))
                return self.put(fold, is_open=True)
            case learned.Maybe(given):
                return self.call("maybe", [self.expression(given)])
            case learned.Call(function, arguments):
                return self.call(function, [self.expression(one) for one in arguments])
        raise TypeError(type(e).__name__)

    def call(self, function: str, arguments: list[int]) -> int:
        """The number of a function with its arguments, or of what a word like ``if`` stands for."""
        form = forms.called(function, arguments)
        return self.put(form, is_open=any(i in self.open for i in arguments))

    def node(self, node: Node) -> list[int]:
        """The numbers of the expressions that an output node prints."""
        match node:
            case learned.Text(text):
                return [self.put(forms.Constant(text), is_open=False)]
            case learned.Hole(expression):
                return [self.expression(expression)]
            case learned.Branch(test, yes, no):
                outcomes = [self._text(yes), self._text(no)]
                return [self.call("if", [self.expression(test), *outcomes])]
            case learned.Loop(over, key, item, body, otherwise):
                first, second, third = self.expression(over), self._text(body), self._text(otherwise)
                return [self.put(forms.Loop(first, key, item, second, third), is_open=True)]
        return []

    def _text(self, nodes: Nodes) -> int:
        return self.expression(text_expr(nodes))

    def guard(self, guard: Guard) -> int:
        """The number of the last part of a guard, -1 if it has none."""
        at = -1
        for part in guard:
            row = [at]
            if isinstance(part, Each):
                row += [self.expression(part.over), part.key, part.item]
            elif isinstance(part, Test):
                index = self.expression(part.test)
                row.append(index if part.holds else -index - 1)
            key = tuple(row)
            if key not in self.guard_index:
                self.guard_index[key] = len(self.guards)
                self.guards.append(row)
            at = self.guard_index[key]
        return at


class TextEncoder(Encoder):
    """Keeps what is evaluated and prints nothing: it can fail."""

    def node(self, node: Node) -> list[int]:
        if isinstance(node, learned.Eval):
            return [self.call("quiet", [self.expression(node.expression)])]
        return super().node(node)
