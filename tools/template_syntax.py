"""Parse Go text/template source into a tree of plain tuples.

Nodes: ``("text", str)``, ``("action", pipe)``, ``("if" | "with" | "range", pipe, body, otherwise)`` and
``("template", name, pipe | None)``. A pipe is ``("pipe", names, assigns, commands)``, a command a tuple of
operands; operands: ``("const", v)``, ``("dot",)``, ``("nil",)``, ``("field", names)``,
``("variable", name, names)``, ``("function", name)``, ``("chain", operand, names)`` and pipes.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = tuple[Any, ...]
_ACTION = re.compile(
    r"\{\{(-\s)?\s*(/\*.*?\*/|(?:`[^`]*`|\"(?:\\.|[^\"\\])*\"|(?!\}\}).)*?)\s*?(\s-)?\}\}", re.DOTALL
)
_TOKEN = re.compile(
    r"""\s+|(?P<string>"(?:\\.|[^"\\])*"|`[^`]*`)|(?P<char>'(?:\\.|[^'\\])')|(?P<number>[-+]?\d[\w.]*)|(?P<field>(?:\.[A-Za-z_]\w*)+)"""
    r"""|(?P<variable>\$\w*(?:\.[A-Za-z_]\w*)*)|(?P<word>[A-Za-z_]\w*)|(?P<mark>:=|=|\(|\)|\||,|\.)""",
    re.VERBOSE,
)


def _pieces(source: str) -> Iterator[tuple[str, str]]:
    """Yield ("text", …) and ("action", …), white space trimmed as ``{{-`` and ``-}}`` ask for."""
    position, trim = 0, False
    for match in _ACTION.finditer(source):
        text = source[position : match.start()]
        text = text.lstrip() if trim else text
        if match[1]:
            text = text.rstrip()
        if text:
            yield "text", text
        if not match[2].startswith("/*"):
            yield "action", match[2].strip()
        position, trim = match.end(), bool(match[3])
    rest = source[position:].lstrip() if trim else source[position:]
    if rest:
        yield "text", rest


class _Tokens:
    """The tokens of one action."""

    def __init__(self, source: str) -> None:
        self.items: list[tuple[str, str, bool]] = []
        position, spaced = 0, True
        while position < len(source):
            match = _TOKEN.match(source, position)
            if match is None:
                message = f"cannot read {source[position:]!r}"
                raise ValueError(message)
            if match.lastgroup:
                self.items.append((match.lastgroup, match[0], spaced))
            spaced = match.lastgroup is None
            position = match.end()
        self.at = 0

    def peek(self) -> tuple[str, str, bool]:
        return self.items[self.at] if self.at < len(self.items) else ("end", "", True)

    def next(self) -> tuple[str, str, bool]:
        token = self.peek()
        self.at += 1
        return token


def _constant(kind: str, word: str) -> Node:
    if kind == "string":
        if word.startswith("`"):
            return ("const", word[1:-1])
        return ("const", ast.literal_eval(word))
    if kind == "char":
        return ("const", ord(ast.literal_eval(word)))
    return ("const", float(word) if re.search(r"[.eE]", word) and not word.startswith("0x") else int(word, 0))


def _operand(tokens: _Tokens) -> Node:
    kind, word, _ = tokens.next()
    if kind in ("string", "number", "char"):
        return _constant(kind, word)
    if kind == "field":
        return ("field", tuple(word[1:].split(".")))
    if kind == "variable":
        name, *fields = word.split(".")
        return ("variable", name, tuple(fields))
    if word == ".":
        return ("dot",)
    if word == "(":
        inner: Node = _pipe(tokens)
        tokens.next()
        following = tokens.peek()
        if following[0] == "field" and not following[2]:
            tokens.next()
            return ("chain", inner, tuple(following[1][1:].split(".")))
        return inner
    if word in ("true", "false"):
        return ("const", word == "true")
    return ("nil",) if word == "nil" else ("function", word)


def _pipe(tokens: _Tokens) -> Node:
    names: list[str] = []
    assigns = False
    start = tokens.at
    while tokens.peek()[0] == "variable":
        names.append(tokens.next()[1])
        mark = tokens.next()[1]
        if mark in (":=", "="):
            assigns = mark == "="
            break
        if mark != ",":
            names, tokens.at = [], start
            break
    commands = [_command(tokens)]
    while tokens.peek()[1] == "|":
        tokens.next()
        commands.append(_command(tokens))
    return ("pipe", tuple(names), assigns, tuple(commands))


def _command(tokens: _Tokens) -> Node:
    operands = []
    while tokens.peek()[0] != "end" and tokens.peek()[1] not in ("|", ")"):
        operands.append(_operand(tokens))
    return tuple(operands)


def _parse_pipe(source: str) -> Node:
    return _pipe(_Tokens(source))


class _Parser:
    """One template file; ``defined`` collects what ``define`` names."""

    def __init__(self, source: str) -> None:
        self.pieces = list(_pieces(source))
        self.at = 0
        self.defined: dict[str, list[Node]] = {}

    def body(self) -> tuple[list[Node], str]:
        """Return the nodes up to the next ``end`` or ``else``, and that word with its rest."""
        nodes: list[Node] = []
        while self.at < len(self.pieces):
            kind, source = self.pieces[self.at]
            self.at += 1
            if kind == "text":
                nodes.append(("text", source))
                continue
            word, _, rest = source.partition(" ")
            if word in ("end", "else"):
                return nodes, source
            self.action(nodes, word, rest.strip(), source)
        return nodes, ""

    def action(self, nodes: list[Node], word: str, rest: str, source: str) -> None:
        if word in ("if", "with", "range"):
            nodes.append(self.block(word, rest))
        elif word == "define":
            self.defined[ast.literal_eval(rest.strip())], _ = self.body()
        elif word in ("template", "block"):
            tokens = _Tokens(rest)
            name = _operand(tokens)[1]
            nodes.append(("template", name, _pipe(tokens) if tokens.peek()[0] != "end" else None))
        elif source:
            nodes.append(("action", _parse_pipe(source)))

    def block(self, word: str, rest: str) -> Node:
        pipe = _parse_pipe(rest)
        body, end = self.body()
        otherwise: list[Node] = []
        chained = re.match(r"else\s+(if|with)\b", end)
        if chained:
            otherwise = [self.block(chained[1], end[chained.end() :].strip())]
        elif end.startswith("else"):
            otherwise, _ = self.body()
        return (word, pipe, body, otherwise)


def parse(source: str) -> tuple[list[Node], dict[str, list[Node]]]:
    """Return the nodes of ``source`` and the templates it defines; ``ValueError`` if it cannot be read."""
    parser = _Parser(source)
    nodes, _ = parser.body()
    return nodes, parser.defined
