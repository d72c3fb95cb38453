"""Read a template as Go 1.23 does (text/template/parse/parse.go), mistakes and all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from pachlint.gotemplate.errors import ParseError
from pachlint.gotemplate.lexer import SPACES, Lexer, Token
from pachlint.gotemplate.literals import unquoted
from pachlint.gotemplate.nodes import Action, Branch, Leave, Node, Plain, Range, Template, Tree
from pachlint.gotemplate.pipelines import Pipelines

if TYPE_CHECKING:
    from collections.abc import Container

    from pachlint.gotemplate.nodes import Pipe

MAX_NESTING = 80
"""Blocks and parentheses inside one another. Go has no bound; what is deeper is not judged."""


def parse(source: str, functions: Container[str]) -> Tree:
    """Return the parts of a template.

    Raises:
        ParseError: if Go rejects it.
        UnknownError: if it is nested too deeply to be followed.
    """
    return _Parser(source, functions).tree()


def empty(nodes: tuple[Node, ...]) -> bool:
    """Whether there is nothing but white space."""
    return all(isinstance(node, Plain) and not node.text.strip() for node in nodes)


class _End:
    """An ``end`` or an ``else``, and what else follows at once: ``if`` or ``with``."""

    def __init__(self, word: str, line: int, then: str = "") -> None:
        self.word = word
        self.line = line
        self.then = then


class _Parser:
    def __init__(self, source: str, functions: Container[str]) -> None:
        self.pipelines = Pipelines(Lexer(source), functions, MAX_NESTING)
        self.tokens = self.pipelines.tokens
        self.defined: dict[str, tuple[Node, ...]] = {}
        self.ranges = 0

    def tree(self) -> Tree:
        """Read everything."""
        nodes: list[Node] = []
        while self.tokens.peek().kind != "end of text":
            if self.tokens.peek().kind == "left":
                left = self.tokens.next()
                if self.tokens.next_word().kind == "define":
                    self._definition()
                    continue
                self.tokens.back_to(left)
            found = self._item()
            if isinstance(found, _End):
                self._fail(f"unexpected {{{{{found.word}}}}}", found.line)
            nodes.append(found)
        return Tree(tuple(nodes), self.defined)

    def _fail(self, message: str, line: int) -> NoReturn:
        raise ParseError(message, line)

    def _unexpected(self, token: Token, context: str) -> NoReturn:
        self.tokens.unexpected(token, context)

    def _item(self) -> Node | _End:
        token = self.tokens.next_word()
        if token.kind == "text":
            return Plain(token.line, token.word)
        if token.kind != "left":
            self._unexpected(token, "input")
        self.tokens.action_line = token.line
        found = self._action()
        self.tokens.action_line = 0
        return found

    def _action(self) -> Node | _End:
        token = self.tokens.next_word()
        match token.kind:
            case "block":
                return self._block()
            case "break" | "continue":
                return self._leave(token)
            case "else":
                return self._else(token)
            case "end":
                self.tokens.expect("right", "end")
                return _End("end", token.line)
            case "if" | "with" | "range":
                return self._control(token)
            case "template":
                return self._template()
        self.tokens.back()
        pipe = self.pipelines.pipe("command", "right")
        return Action(pipe.line, pipe)

    def _leave(self, token: Token) -> Node:
        following = self.tokens.next_word()
        if following.kind != "right":
            self._unexpected(following, f"{{{{{token.word}}}}}")
        if not self.ranges:
            self._fail(f"{{{{{token.word}}}}} outside {{{{range}}}}", token.line)
        return Leave(token.line, token.word)

    def _else(self, token: Token) -> _End:
        following = self.tokens.peek_word()
        if following.kind in ("if", "with"):
            return _End("else", token.line, following.kind)
        self.tokens.expect("right", "else")
        return _End("else", token.line)

    def _items(self) -> tuple[tuple[Node, ...], _End]:
        """Read up to the next ``end`` or ``else``."""
        nodes: list[Node] = []
        while True:
            if self.tokens.peek_word().kind == "end of text":
                self._fail("unexpected EOF", self.tokens.peek_word().line)
            found = self._item()
            if isinstance(found, _End):
                return tuple(nodes), found
            nodes.append(found)

    def _control(self, token: Token) -> Node:
        word = token.kind
        variables = len(self.pipelines.variables)
        with self.pipelines.nested():
            pipe = self.pipelines.pipe(word, "right")
            self.ranges += word == "range"
            body, end = self._items()
            self.ranges -= word == "range"
            otherwise = self._otherwise(word, end) if end.word == "else" else None
        del self.pipelines.variables[variables:]
        if word == "range":
            return Range(token.line, pipe, body, otherwise)
        return Branch(token.line, word, pipe, body, otherwise)

    def _otherwise(self, word: str, end: _End) -> tuple[Node, ...]:
        if word == end.then and word in ("if", "with"):
            return (self._control(self.tokens.next_word()),)
        nodes, last = self._items()
        if last.word != "end":
            self._fail(f"expected end; found {{{{{last.word}}}}}", last.line)
        return nodes

    def _name(self, context: str) -> tuple[str, int]:
        token = self.tokens.next_word()
        if token.kind not in ("string", "raw string"):
            self._unexpected(token, context)
        name = unquoted(token.word)
        if name is None:
            self._fail("invalid syntax", token.line)
        return name, token.line

    def _template(self) -> Node:
        name, line = self._name("template clause")
        pipe: Pipe | None = None
        if self.tokens.next_word().kind != "right":
            self.tokens.back()
            pipe = self.pipelines.pipe("template clause", "right")
        return Template(line, name, pipe)

    def _block(self) -> Node:
        name, line = self._name("block clause")
        pipe = self.pipelines.pipe("block clause", "right")
        self._define(name, "block clause", line)
        return Template(line, name, pipe)

    def _definition(self) -> None:
        name, line = self._name("define clause")
        self.tokens.expect("right", "define clause")
        self._define(name, "define clause", line)

    def _define(self, name: str, context: str, line: int) -> None:
        """Read the body of a template and keep it; variables and ``range`` outside are not seen in it."""
        outer, self.pipelines.variables = self.pipelines.variables, ["$"]
        ranges, self.ranges = self.ranges, 0
        action_line, self.tokens.action_line = self.tokens.action_line, 0
        with self.pipelines.nested():
            body, end = self._items()
        if end.word != "end":
            self._fail(f"unexpected {{{{{end.word}}}}} in {context}", end.line)
        self.pipelines.variables, self.ranges, self.tokens.action_line = outer, ranges, action_line
        if name in self.defined and not empty(self.defined[name]):
            if not empty(body):
                self._fail("multiple definition of a template", line)
            return
        self.defined[name] = body


__all__ = ["SPACES", "parse"]
