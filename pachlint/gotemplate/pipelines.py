"""Read what stands inside an action: pipelines, commands and operands."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from pachlint.gotemplate.errors import ParseError, UnknownError
from pachlint.gotemplate.literals import number, unquoted
from pachlint.gotemplate.nodes import (
    Bool,
    Chain,
    Command,
    Dot,
    Field,
    Function,
    Nil,
    Number,
    Operand,
    Pipe,
    Text,
    Variable,
)
from pachlint.gotemplate.spelling import quoted

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from pachlint.gotemplate.lexer import Lexer, Token

_OPERANDS = frozenset(
    [
        "bool",
        "char",
        "complex",
        "dot",
        "field",
        "identifier",
        "number",
        "nil",
        "raw string",
        "string",
        "variable",
        "(",
    ]
)


class Tokens:
    """The tokens of a template, with a way back."""

    def __init__(self, lexer: Lexer) -> None:
        self.lexer = lexer
        self.seen: list[Token] = []
        self.ahead: list[Token] = []
        self.action_line = 0

    def next(self) -> Token:
        """Return the next token."""
        token = self.ahead.pop() if self.ahead else self.lexer.next()
        self.seen = [*self.seen[-3:], token]
        return token

    def peek(self) -> Token:
        """Return the next token and leave it there."""
        if not self.ahead:
            self.ahead.append(self.lexer.next())
        return self.ahead[-1]

    def next_word(self) -> Token:
        """Return the next token that is no white space."""
        token = self.next()
        while token.kind == "space":
            token = self.next()
        return token

    def peek_word(self) -> Token:
        """Return the next token that is no white space, and leave it there; white space is gone."""
        token = self.next_word()
        self.back()
        return token

    def back(self) -> None:
        """Put the last token back."""
        self.ahead.append(self.seen.pop())

    def back_to(self, *tokens: Token) -> None:
        """Put the last token back, and before it others that came earlier, the first one last."""
        self.back()
        self.ahead.extend(reversed(tokens))

    def expect(self, kind: str, context: str) -> Token:
        """Return the next word, which must be of a kind."""
        token = self.next_word()
        if token.kind != kind:
            self.unexpected(token, context)
        return token

    def unexpected(self, token: Token, context: str) -> NoReturn:
        """Complain about a token."""
        if token.kind != "error":
            raise ParseError(f"unexpected {token.described()} in {context}", token.line)
        extra = ""
        if self.action_line not in (0, token.line):
            extra = f" started in line {self.action_line}"
            extra = extra if token.word.endswith(" action") else f" in action{extra}"
        raise ParseError(token.word + extra, token.line)


class Pipelines:
    """Reads pipelines; ``variables`` are those that are declared where it stands."""

    def __init__(self, lexer: Lexer, functions: Container[str], depth: int) -> None:
        self.tokens = Tokens(lexer)
        self.functions = functions
        self.variables = ["$"]
        self.depth = depth

    @contextmanager
    def nested(self) -> Iterator[None]:
        """Go one level deeper."""
        self.depth -= 1
        if self.depth < 0:
            raise UnknownError("is nested too deeply")
        yield
        self.depth += 1

    def pipe(self, context: str, end: str) -> Pipe:
        """Read a pipeline up to ``}}`` or ``)``."""
        with self.nested():
            line = self.tokens.peek_word().line
            names, assigns = self._declared(context)
            commands = self._commands(context, end)
        return Pipe(line, names, assigns, commands)

    def _declared(self, context: str) -> tuple[tuple[str, ...], bool]:
        """Read the variables before ``:=`` or ``=``, if there are any."""
        names: list[str] = []
        while self.tokens.peek_word().kind == "variable":
            variable = self.tokens.next()
            after = self.tokens.peek()
            mark = self.tokens.peek_word()
            if mark.kind in ("assign", "declare"):
                self.tokens.next_word()
                self._declare(names, variable)
                return tuple(names), mark.kind == "assign"
            if mark.word != "," or mark.kind != "other":
                self._undo(variable, after)
                break
            self.tokens.next_word()
            self._declare(names, variable)
            if context != "range" or len(names) > 1:
                raise ParseError(f"too many declarations in {context}", variable.line)
            if self.tokens.peek_word().kind not in ("variable", "right", ")"):
                raise ParseError("range can only initialize variables", variable.line)
        return tuple(names), False

    def _declare(self, names: list[str], variable: Token) -> None:
        names.append(variable.word)
        self.variables.append(variable.word)

    def _undo(self, variable: Token, after: Token) -> None:
        """Put a variable back, and white space after it."""
        if after.kind == "space":
            self.tokens.ahead.append(after)
        self.tokens.ahead.append(variable)

    def _commands(self, context: str, end: str) -> tuple[Command, ...]:
        commands: list[Command] = []
        while True:
            token = self.tokens.next_word()
            if token.kind == end:
                break
            if token.kind not in _OPERANDS:
                self.tokens.unexpected(token, context)
            self.tokens.back()
            commands.append(self._command())
        if not commands:
            raise ParseError(f"missing value for {context}", token.line)
        for stage, command in enumerate(commands[1:], 2):
            if isinstance(command.operands[0], Bool | Dot | Nil | Number | Text):
                raise ParseError(f"non executable command in pipeline stage {stage}", token.line)
        return tuple(commands)

    def _command(self) -> Command:
        line = self.tokens.peek_word().line
        operands: list[Operand] = []
        while True:
            self.tokens.peek_word()
            operand = self._operand()
            if operand is not None:
                operands.append(operand)
            token = self.tokens.next()
            if token.kind == "space":
                continue
            if token.kind in ("right", ")"):
                self.tokens.back()
            elif token.kind != "pipe":
                self.tokens.unexpected(token, "operand")
            break
        if not operands:
            raise ParseError("empty command", token.line)
        return Command(line, tuple(operands))

    def _operand(self) -> Operand | None:
        """Read a term and the fields that follow it."""
        term = self._term()
        if term is None or self.tokens.peek().kind != "field":
            return term
        names: list[str] = []
        while self.tokens.peek().kind == "field":
            names.append(self.tokens.next().word[1:])
        if isinstance(term, Field):
            return term._replace(names=(*term.names, *names))
        if isinstance(term, Variable):
            return term._replace(names=(*term.names, *names))
        if isinstance(term, Bool | Text | Number | Nil | Dot):
            raise ParseError("unexpected . after a constant", term.line)
        return Chain(term.line, term, tuple(names))

    def _term(self) -> Operand | None:
        token = self.tokens.next_word()
        line = token.line
        match token.kind:
            case "identifier":
                if token.word not in self.functions:
                    raise ParseError(f"function {quoted(token.word)} not defined", line)
                return Function(line, token.word)
            case "dot":
                return Dot(line)
            case "nil":
                return Nil(line)
            case "variable":
                if token.word not in self.variables:
                    raise ParseError(f"undefined variable {quoted(token.word)}", line)
                return Variable(line, token.word, ())
            case "field":
                return Field(line, (token.word[1:],))
            case "bool":
                return Bool(line, token.word == "true")
            case "(":
                return self.pipe("parenthesized pipeline", ")")
        return self._constant(token)

    def _constant(self, token: Token) -> Operand | None:
        if token.kind in ("char", "complex", "number"):
            found = number(token)
            if isinstance(found, str):
                raise ParseError(found, token.line)
            return found
        if token.kind in ("string", "raw string"):
            text = unquoted(token.word)
            if text is None:
                raise ParseError("invalid syntax", token.line)
            return Text(token.line, text)
        self.tokens.back()
        return None
