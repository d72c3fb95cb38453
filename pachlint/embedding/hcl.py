"""Terraform's language, as far as values stand in it: blocks, attributes, strings and heredocs, each with its exact place.

Follows hclsyntax of https://github.com/hashicorp/hcl (spec.md, scan_tokens.rl). What is more than a literal, a list, an
object or a call is kept as an expression that nobody works out. A reader of our own, because values are written back
into heredocs: python-hcl2 gives lines and no columns, and takes seconds for a small file.
"""

import re
from functools import lru_cache

from pachlint.embedding.hcl_nodes import (
    Attribute,
    Block,
    Call,
    Expression,
    Item,
    Items,
    Pair,
    Pairs,
    Template,
    Word,
)
from pachlint.embedding.hcl_strings import HclError, after_hole, heredoc, quoted
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.reading.nodes import Comment

__all__ = ["HclError", "expression", "read_body"]

MAX_DEPTH = 60
MAX_LENGTH = 100_000
"""Longest file in characters that is read."""
_BLANK = lazy_regex(r"[ \t]+|(?P<comment>\#[^\r\n]*|//[^\r\n]*|/\*.*?\*/)", re.DOTALL)
_LINES = lazy_regex(r"[ \t\r\n\ufeff]+|(?P<comment>\#[^\r\n]*|//[^\r\n]*|/\*.*?\*/)", re.DOTALL)
_NAME = lazy_regex(r"[^\W\d][\w-]*")
_HEREDOC = lazy_regex(r"<<-?[^\W\d][\w-]*\r?\n")
_WORD = lazy_regex(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|[^\W\d][\w-]*")
# those with a sign that would end an expression
_OPERATORS = ("==", "<=", ">=", "!=")
_CLOSING = {"(": ")", "[": "]", "{": "}"}


@lru_cache(maxsize=8)
def read_body(text: str) -> tuple[tuple[Item, ...], tuple[Comment, ...]]:
    """The blocks and attributes of a file, and its comments.

    Raises:
        HclError: if it cannot be read.
    """
    if len(text) > MAX_LENGTH:
        raise HclError(f"more than {MAX_LENGTH:,} characters", 0, too_large=True)
    reader = _Reader(text)
    return tuple(reader.body("")), tuple(reader.comments)


def expression(text: str) -> Expression:
    """An expression that stands alone.

    Raises:
        HclError: if it cannot be read.
    """
    return _Reader(text).expression(lines=True)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.comments: list[Comment] = []

    def blank(self, *, lines: bool) -> str:
        """Pass blanks and comments, and line ends if they mean nothing; the character that follows, "" at the end."""
        pattern = _LINES if lines else _BLANK
        while found := pattern.match(self.text, self.at):
            comment = found["comment"]
            if comment and comment.startswith("#"):
                before = self.text[self.text.rfind("\n", 0, self.at) + 1 : self.at]
                self.comments.append(Comment(Span(*found.span()), comment, own_line=not before.strip()))
            self.at = found.end()
        return self.text[self.at : self.at + 1]

    def body(self, end: str) -> list[Item]:
        """Blocks and attributes up to a closing brace or the end of the text, which is passed."""
        items: list[Item] = []
        while (sign := self.blank(lines=True)) != end:
            name = _NAME.match(self.text, self.at)
            if not sign or not name:
                raise HclError("neither an attribute nor a block", self.at)
            self.at = name.end()
            key = Span(*name.span())
            if self.blank(lines=False) == "=":
                self.at += 1
                items.append(Attribute(name[0], key, self.expression(lines=False)))
            else:
                items.append(self.block(name[0], key))
        self.at += len(end)
        return items

    def block(self, kind: str, key: Span) -> Block:
        """A block from its labels on."""
        labels: list[str] = []
        while (sign := self.blank(lines=False)) != "{":
            if sign == '"':
                found = quoted(self.text, self.at)
                labels.append(found.text)
                self.at = found.span.end
            elif name := _NAME.match(self.text, self.at):
                labels.append(name[0])
                self.at = name.end()
            else:
                raise HclError("a block without its brace", self.at)
        self.at += 1
        self.deeper()
        items = tuple(self.body("}"))
        self.depth -= 1
        return Block(kind, tuple(labels), items, Span(key.start, self.at), key)

    def deeper(self) -> None:
        """Bound how deep blocks and expressions stand in each other."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise HclError(f"more than {MAX_DEPTH} levels", self.at, too_large=True)

    def expression(self, *, lines: bool) -> Expression:
        """An expression up to what ends it: a comma, a closing bracket, or a line end unless these mean nothing."""
        self.deeper()
        self.blank(lines=lines)
        start = self.at
        found = self.term()
        end = self.at
        if not self.ends(lines=lines):
            found = None
        while not self.ends(lines=lines):
            self.operand()
            end = self.at
        if end == start:
            raise HclError("nothing where a value belongs", start)
        self.depth -= 1
        return found if found is not None else Word(Span(start, end), self.text[start:end], known=False)

    def ends(self, *, lines: bool) -> bool:
        sign = self.blank(lines=lines)
        return sign in {"", ",", ")", "]", "}", "\r", "\n"} or (
            sign in {"=", ":"} and self.text[self.at : self.at + 2] not in {"==", "=>"}
        )

    def operand(self) -> None:
        """Pass a part of an expression that is not worked out; a condition has a colon, for has one and an arrow."""
        sign, before = self.text[self.at], self.at
        if sign == "?":
            self.at += 1
            self.expression(lines=False)
            if self.blank(lines=True) == ":":
                self.at += 1
                self.blank(lines=True)
        elif self.text[self.at : self.at + 2] in _OPERATORS:
            self.at += 2
        elif sign in '"<' or sign in _CLOSING or _WORD.match(self.text, self.at):
            self.term()
            self.at += self.at == before
        else:
            self.at += 1

    def term(self) -> Expression | None:
        """A literal, a list, an object or a call; None for anything else, of which the first word is passed."""
        sign = self.text[self.at : self.at + 1]
        if sign == '"':
            return self.template(quoted(self.text, self.at))
        if sign == "<" and _HEREDOC.match(self.text, self.at):
            return self.template(heredoc(self.text, self.at))
        if sign == "[":
            return self.items()
        if sign == "{":
            return self.pairs()
        if sign == "(":
            self.passed()
            return None
        word = _WORD.match(self.text, self.at)
        if word is None:
            return None
        self.at = word.end()
        if self.text[self.at : self.at + 1] == "(":
            return self.call(word[0], word.start())
        return Word(Span(*word.span()), word[0], known=True)

    def template(self, found: Template) -> Template:
        self.at = found.span.end
        return found

    def call(self, name: str, start: int) -> Call:
        self.at += 1
        return Call(arguments=tuple(self.listed(")")), name=name, span=Span(start, self.at))

    def items(self) -> Expression | None:
        start = self.at
        if self.is_for(start + 1):
            self.passed()
            return None
        self.at += 1
        items = tuple(self.listed("]"))
        return Items(Span(start, self.at), items)

    def listed(self, end: str) -> list[Expression]:
        """Expressions with commas between them, to the closing bracket, which is passed."""
        items: list[Expression] = []
        while (sign := self.blank(lines=True)) != end:
            if sign == ",":
                self.at += 1
            else:
                items.append(self.expression(lines=True))
        self.at += 1
        return items

    def pairs(self) -> Expression | None:
        start = self.at
        if self.is_for(start + 1):
            self.passed()
            return None
        self.at += 1
        self.deeper()
        found: list[Pair] = []
        while (sign := self.blank(lines=True)) != "}":
            if sign == ",":
                self.at += 1
            else:
                found.append(self.pair())
        self.at += 1
        self.depth -= 1
        return Pairs(Span(start, self.at), tuple(found))

    def pair(self) -> Pair:
        start = self.at
        key = self.term()
        end = self.at
        if self.blank(lines=False) not in {"=", ":"}:
            raise HclError("an object's key without a value", self.at)
        self.at += 1
        value = self.expression(lines=False)
        name = (
            key.text if isinstance(key, Word) or (isinstance(key, Template) and not key.is_filled) else None
        )
        return Pair(name, Span(start, end), value)

    def is_for(self, at: int) -> bool:
        """Whether a list or an object is made by ``for``."""
        found = _LINES.match(self.text, at)
        word = _NAME.match(self.text, found.end() if found else at)
        return word is not None and word[0] == "for"

    def passed(self) -> None:
        """Pass everything to the bracket that closes the one here."""
        self.at = after_hole(self.text, self.at + 1, _CLOSING[self.text[self.at]])
