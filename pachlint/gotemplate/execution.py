"""Run a parsed template as Go does (text/template/exec.go), within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.gotemplate.errors import BudgetError, ExecutionError, UnknownError
from pachlint.gotemplate.fields import entries, field
from pachlint.gotemplate.formatting import show
from pachlint.gotemplate.nodes import (
    Action,
    Bool,
    Branch,
    Chain,
    Command,
    Dot,
    Field,
    Function,
    Leave,
    Nil,
    Node,
    Number,
    Operand,
    Pipe,
    Plain,
    Range,
    Template,
    Text,
    Variable,
)
from pachlint.gotemplate.signatures import Signature, check_count, constant, fitted, parameter_kind, signature
from pachlint.gotemplate.values import NOTHING, Opaque, truth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pachlint.gotemplate.engine import Engine

_MISSING: Any = object()


class _Leaving(Exception):
    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Execution:
    """One template that is run; ``defined`` are the templates that it knows by name."""

    def __init__(self, engine: Engine, defined: dict[str, tuple[Node, ...]], dot: object) -> None:
        self.engine = engine
        self.defined = defined
        self.variables: list[tuple[str, object]] = [("$", dot)]
        self.out: list[str] = []

    def run(self, nodes: Sequence[Node], dot: object) -> str:
        """Return what the parts print."""
        self.walk(nodes, dot)
        return "".join(self.out)

    def walk(self, nodes: Sequence[Node], dot: object) -> None:
        """Run the parts one after the other."""
        for node in nodes:
            self.engine.spend(1)
            try:
                self._node(node, dot)
            except ExecutionError as error:
                error.line = error.line or node.line
                raise

    def _node(self, node: Node, dot: object) -> None:
        if isinstance(node, Plain):
            self.write(node.text)
        elif isinstance(node, Action):
            value = self.pipe(node.pipe, dot)
            if not node.pipe.names:
                self._print(value)
        elif isinstance(node, Branch):
            self._branch(node, dot)
        elif isinstance(node, Range):
            self._range(node, dot)
        elif isinstance(node, Template):
            self._template(node, dot)
        elif isinstance(node, Leave):
            raise _Leaving(node.word)

    def write(self, text: str) -> None:
        """Add to the output."""
        self.engine.spend(1 + len(text) // 64)
        self.out.append(text)

    def _print(self, value: object) -> None:
        if value is NOTHING:
            self.write("<no value>")
            return
        try:
            self.write(show(value))
        except BudgetError:
            raise
        except UnknownError as error:
            self.engine.doubt(error)

    def _branch(self, node: Branch, dot: object) -> None:
        mark = len(self.variables)
        value = self.pipe(node.pipe, dot)
        if truth(value):
            self.walk(node.body, value if node.word == "with" else dot)
        elif node.otherwise is not None:
            self.walk(node.otherwise, dot)
        del self.variables[mark:]

    def _range(self, node: Range, dot: object) -> None:
        outside = len(self.variables)
        found = entries(self.pipe(node.pipe, dot))
        mark = len(self.variables)
        try:
            for key, item in found:
                self._declare(node.pipe, key, item)
                self._iteration(node, item)
                del self.variables[mark:]
        except _Leaving as leaving:
            if leaving.word != "break":
                raise
        if not found and node.otherwise is not None:
            self.walk(node.otherwise, dot)
        del self.variables[outside:]

    def _iteration(self, node: Range, item: object) -> None:
        try:
            self.walk(node.body, item)
        except _Leaving as leaving:
            if leaving.word != "continue":
                raise

    def _declare(self, pipe: Pipe, key: object, item: object) -> None:
        """Give the variables of ``range`` their values; a single one takes the item."""
        values = [key, item] if len(pipe.names) == 2 else [item]
        for number, (name, value) in enumerate(zip(pipe.names, values, strict=False)):
            if pipe.assigns:
                self._assign(name, value)
            else:
                self.variables[len(self.variables) - len(pipe.names) + number] = (name, value)

    def _assign(self, name: str, value: object) -> None:
        for at in range(len(self.variables) - 1, -1, -1):
            if self.variables[at][0] == name:
                self.variables[at] = (name, value)
                return
        raise ExecutionError(f"undefined variable: {name}")

    def _template(self, node: Template, dot: object) -> None:
        body = self.defined.get(node.name)
        if body is None:
            self.engine.missing(node.name, f'template "{node.name}" not defined')
            given = self.pipe(node.pipe, dot) if node.pipe else NOTHING
            self.write_known(self.engine.outside(node.name, given))
            return
        given = self.pipe(node.pipe, dot) if node.pipe else NOTHING
        with self.engine.deeper():
            self.write(Execution(self.engine, self.defined, given).run(body, given))

    def write_known(self, text: str | Opaque) -> None:
        """Add the output of another template, which may not be known."""
        if isinstance(text, str):
            self.write(text)
        else:
            self.engine.doubt(UnknownError("calls a template of the chart"))

    # Pipelines

    def pipe(self, pipe: Pipe, dot: object) -> object:
        """Return the result of a pipeline; a nil is nothing from here on."""
        value: object = _MISSING
        for command in pipe.commands:
            value = self._command(command, dot, value)
            value = NOTHING if value is None else value
        for name in pipe.names:
            if pipe.assigns:
                self._assign(name, value)
            else:
                self.variables.append((name, value))
        return value

    def _command(self, command: Command, dot: object, final: object) -> object:
        self.engine.spend(1)
        first, *rest = command.operands
        if isinstance(first, Field | Chain | Variable) and (not isinstance(first, Variable) or first.names):
            receiver, names = self._receiver(first, dot)
            return self._fields(receiver, names, rest, dot, final)
        if isinstance(first, Function):
            return self._function(first, rest, dot, final)
        if rest or final is not _MISSING:
            raise ExecutionError("can't give argument to non-function")
        if isinstance(first, Nil):
            raise ExecutionError("nil is not a command")
        return self._any(first, dot)

    def _receiver(self, operand: Field | Chain | Variable, dot: object) -> tuple[object, tuple[str, ...]]:
        if isinstance(operand, Field):
            return dot, operand.names
        if isinstance(operand, Variable):
            return self._variable(operand.name), operand.names
        if isinstance(operand.operand, Nil):
            raise ExecutionError("indirection through explicit nil")
        return self._any(operand.operand, dot), operand.names

    def _variable(self, name: str) -> object:
        for known, value in reversed(self.variables):
            if known == name:
                return value
        raise ExecutionError(f"undefined variable: {name}")

    def _fields(
        self, receiver: object, names: tuple[str, ...], rest: Sequence[Operand], dot: object, final: object
    ) -> object:
        for name in names[:-1]:
            receiver = field(receiver, name, (), called=False)
        called = bool(rest) or final is not _MISSING
        arguments = (
            [self._any(operand, dot) for operand in rest]
            if called and receiver not in (None, NOTHING)
            else []
        )
        if final is not _MISSING:
            arguments.append(final)
        return field(receiver, names[-1], arguments, called=called)

    def _any(self, operand: Operand, dot: object) -> object:
        """The value of an operand where any value is taken."""
        match operand:
            case Dot():
                return dot
            case Bool() | Text():
                return operand.value
            case Number():
                return _ideal(operand)
            case Variable(names=()):
                return self._variable(operand.name)
            case Field() | Variable() | Chain():
                receiver, names = self._receiver(operand, dot)
                return self._fields(receiver, names, (), dot, _MISSING)
            case Function():
                return self._function(operand, (), dot, _MISSING)
            case Pipe():
                return self.pipe(operand, dot)
        return None

    def _argument(self, operand: Operand, letter: str, dot: object) -> object:
        if isinstance(operand, Nil) or (letter not in "ar" and isinstance(operand, Bool | Text | Number)):
            return constant(operand, letter)
        return fitted(self._any(operand, dot), letter)

    def _function(self, function: Function, rest: Sequence[Operand], dot: object, final: object) -> object:
        name = function.name
        expected = signature(self.engine.functions[name].signature)
        check_count(name, expected, len(rest) + (final is not _MISSING))
        if name in ("and", "or"):
            return self._short(name, rest, dot, final)
        arguments = [
            self._argument(operand, parameter_kind(expected, index), dot)
            for index, operand in enumerate(rest)
        ]
        if final is not _MISSING:
            arguments.append(fitted(final, _final_letter(expected, len(rest))))
        return self.engine.call(self, name, arguments)

    def _short(self, name: str, rest: Sequence[Operand], dot: object, final: object) -> object:
        """``and`` and ``or`` work out no more arguments than they need."""
        value: object = NOTHING
        for operand in rest:
            value = NOTHING if isinstance(operand, Nil) else self._any(operand, dot)
            if truth(value) is (name == "or"):
                return value
        return value if final is _MISSING else final


def _final_letter(expected: Signature, given: int) -> str:
    """The parameter that the result of the command before goes to."""
    return expected.parameters[-1] if not expected.variadic else parameter_kind(expected, given)


def _ideal(number: Number) -> object:
    """A numeric constant where nothing asks for a type."""
    if number.imaginary is not None:
        return number.imaginary
    text = number.text
    hexadecimal = text[:1] == "0" and text[1:2] in ("x", "X") and not any(mark in text for mark in "pP")
    if (
        number.floating is not None
        and not hexadecimal
        and text[0] != "'"
        and any(mark in text for mark in ".eEpP")
    ):
        return number.floating
    if number.integer is not None:
        return number.integer
    raise ExecutionError("a number overflows int")
