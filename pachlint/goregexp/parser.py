"""A pattern's text to its parts, rejected where Go 1.23 rejects it."""

from __future__ import annotations

import re
from typing import NoReturn

from pachlint.goregexp.characters import ANY, ANY_BUT_LINE_END, fold
from pachlint.goregexp.errors import RegexpError, RegexpLimitError
from pachlint.goregexp.escapes import bracketed, escaped, named_class
from pachlint.goregexp.nodes import Assertion, Characters, Choice, Group, Node, Repeat, Sequence
from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple

_MAX_REPEAT = 1000
_MAX_NESTING = 100
MAX_LENGTH = 20_000
_REPEAT = lazy_regex(r"\{(0|[1-9][0-9]*)(?:(,)(0|[1-9][0-9]*)?)?\}", re.ASCII)
_NAME = lazy_regex(r"\(\?P?<([^>]*)>")
_WORD = lazy_regex(r"\w+\Z", re.ASCII)
_FLAGS = lazy_regex(r"\(\?([imsU]*)(?:(-)([imsU]+))?([:)])")


class Parsed(NamedTuple):
    """A pattern's parts, and the names of its groups by number."""

    node: Node
    names: tuple[str, ...]


class _Open:
    """A group that is being read: its finished alternatives, and the parts of the current one."""

    def __init__(self, flags: frozenset[str], number: int | None, name: str) -> None:
        self.flags = flags
        self.number = number
        self.name = name
        self.choices: list[Node] = []
        self.parts: list[Node] = []

    def end_choice(self) -> None:
        self.choices.append(self.parts[0] if len(self.parts) == 1 else Sequence(tuple(self.parts)))
        self.parts = []

    def whole(self) -> Node:
        self.end_choice()
        part = self.choices[0] if len(self.choices) == 1 else Choice(tuple(self.choices))
        return part if self.number is None else Group(part, self.number, self.name)


def parse(pattern: str) -> Parsed:
    """Read a pattern.

    Raises:
        RegexpError: if Go rejects it.
        RegexpLimitError: if it is longer or nested deeper than is followed.
    """
    if len(pattern) > MAX_LENGTH:
        raise RegexpLimitError(f"a pattern of more than {MAX_LENGTH} characters")
    if any("\ud800" <= character <= "\udfff" for character in pattern) and not pattern.isascii():
        raise RegexpError("invalid UTF-8")
    return _Parser(pattern).parse()


class _Parser:
    """Reads from left to right; the groups that are open lie on a stack."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.flags = frozenset[str]()
        self.names = [""]
        self.stack = [_Open(self.flags, None, "")]
        self.repeated = False

    def parse(self) -> Parsed:
        while self.at < len(self.text):
            character = self.text[self.at]
            repeats = self._bounds(character)
            if repeats is not None:
                self._repeat(*repeats)
                self.repeated = True
                continue
            self.repeated = False
            self._part(character)
        if len(self.stack) > 1:
            self._reject("missing closing )")
        return Parsed(self.stack[0].whole(), tuple(self.names))

    def _reject(self, message: str) -> NoReturn:
        raise RegexpError(message)

    def _part(self, character: str) -> None:
        if character == "(":
            self._open()
        elif character == ")":
            self._close()
        elif character == "|":
            self.at += 1
            self.stack[-1].end_choice()
        elif character == "[":
            ranges, self.at = bracketed(self.text, self.at, folds="i" in self.flags)
            self._push(Characters(ranges))
        elif character == "\\":
            self._escape()
        else:
            self.at += 1
            self._push(self._sign(character))

    def _push(self, node: Node) -> None:
        self.stack[-1].parts.append(node)

    def _sign(self, character: str) -> Node:
        if character == ".":
            return Characters(ANY if "s" in self.flags else ANY_BUT_LINE_END)
        if character in "^$":
            return Assertion(character if "m" in self.flags else {"^": "A", "$": "z"}[character])
        return self._literal(ord(character))

    def _literal(self, character: int) -> Characters:
        return Characters(fold(character) if "i" in self.flags else ((character, character),))

    def _bounds(self, character: str) -> tuple[int, int | None] | None:
        """Read ``* + ?`` or ``{n,m}``; None if there is none here."""
        if character in "*+?":
            self.at += 1
            return (1 if character == "+" else 0), (1 if character == "?" else None)
        found = _REPEAT.match(self.text, self.at) if character == "{" else None
        if found is None:
            return None
        self.at = found.end()
        numbers = [int(found[n]) if found[n] and len(found[n]) < 9 else _MAX_REPEAT + 1 for n in (1, 3)]
        least = numbers[0]
        most = least if not found[2] else numbers[1] if found[3] else None
        if least > _MAX_REPEAT or (most is not None and (most > _MAX_REPEAT or least > most)):
            self._reject("invalid repeat count")
        return least, most

    def _repeat(self, least: int, most: int | None) -> None:
        lazy = self.text.startswith("?", self.at)
        self.at += lazy
        if self.repeated:
            self._reject("invalid nested repetition operator")
        parts = self.stack[-1].parts
        if not parts:
            self._reject("missing argument to repetition operator")
        if _depth(parts[-1]) > _MAX_NESTING:
            raise RegexpLimitError(f"a pattern with more than {_MAX_NESTING} repetitions of one another")
        node = Repeat(parts[-1], least, most, greedy=lazy is ("U" in self.flags))
        if (least > 1 or (most or 0) > 1) and _copies(node) > _MAX_REPEAT:
            self._reject("invalid repeat count")
        parts[-1] = node

    def _open(self) -> None:
        number: int | None = None
        name, flags = "", self.flags
        if not self.text.startswith("(?", self.at):
            number, self.at = len(self.names), self.at + 1
        elif found := _NAME.match(self.text, self.at):
            name, number, self.at = found[1], len(self.names), found.end()
            if not _WORD.match(name):
                self._reject("invalid named capture")
        else:
            opens = self._take_flags()
            if not opens:
                return
        if number is not None:
            self.names.append(name)
        if len(self.stack) > _MAX_NESTING:
            raise RegexpLimitError(f"a pattern with more than {_MAX_NESTING} groups in one another")
        self.stack.append(_Open(flags, number, name))

    def _take_flags(self) -> bool:
        """Read ``(?i)`` or ``(?i:``; whether a group is opened."""
        found = _FLAGS.match(self.text, self.at)
        if found is None:
            closed = ")" in self.text[self.at :] or ":" in self.text[self.at :]
            self._reject("invalid or unsupported Perl syntax" if closed else "missing closing )")
        self.at = found.end()
        self.flags = (self.flags | frozenset(found[1])) - frozenset(found[3] or "")
        return found[4] == ":"

    def _close(self) -> None:
        if len(self.stack) == 1:
            self._reject("unexpected )")
        self.at += 1
        closed = self.stack.pop()
        self.flags = closed.flags
        self._push(closed.whole())

    def _escape(self) -> None:
        mark = self.text[self.at + 1 : self.at + 2]
        if mark and mark in "AzbB":
            self.at += 2
            self._push(Assertion(mark))
        elif mark == "Q":
            end = self.text.find("\\E", self.at)
            end = len(self.text) if end < 0 else end
            for character in self.text[self.at + 2 : end]:
                self._push(self._literal(ord(character)))
            self.at = end + 2
        elif found := named_class(self.text, self.at, folds="i" in self.flags):
            self.at = found[1]
            self._push(Characters(found[0]))
        else:
            point, self.at = escaped(self.text, self.at)
            self._push(self._literal(point))


def _depth(node: Node) -> int:
    """How many repetitions are right in one another, as in ``a*(?i)*``."""
    depth = 0
    while isinstance(node, Repeat):
        node, depth = node.part, depth + 1
    return depth


def _copies(node: Node) -> int:
    """How many copies of a part the repetitions in one another ask for."""
    if isinstance(node, Repeat):
        often = node.least if node.most is None else node.most
        return 1 if node.most == 0 else max(often, 1) * _copies(node.part)
    if isinstance(node, Group):
        return _copies(node.part)
    if isinstance(node, Sequence | Choice):
        return max(map(_copies, node.parts), default=1)
    return 1
