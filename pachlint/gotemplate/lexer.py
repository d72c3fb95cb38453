"""Cut a template into tokens as Go 1.23 does (text/template/parse/lex.go)."""

from __future__ import annotations

import unicodedata

from pachlint.gotemplate.spelling import quoted
from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple

LEFT, RIGHT = "{{", "}}"
SPACES = " \t\r\n"
KEYWORDS = frozenset(
    ["block", "break", "continue", "define", "else", "end", "if", "nil", "range", "template", "with"]
)
_ENDS = frozenset([*SPACES, "", ".", ",", "|", ":", ")", "("])
_NUMBER = lazy_regex(
    r"[+-]?(?:0[xX](?P<hex>[0-9a-fA-F_]*\.?[0-9a-fA-F_]*(?:[pP][+-]?[0-9_]*)?)|0[oO][0-7_]*\.?[0-7_]*"
    r"|0[bB][01_]*\.?[01_]*|[0-9_]*\.?[0-9_]*(?:[eE][+-]?[0-9_]*)?)i?"
)
_QUOTED = lazy_regex(r'"(?:\\[^\n]|[^"\\\n])*"', 0)
_WORD = lazy_regex(r"[A-Za-z0-9_]*+")
_SPACE = lazy_regex(r"[ \t\r\n]*+")
_CHARACTER = lazy_regex(r"'(?:\\[^\n]|[^'\\\n])*'", 0)


class Token(NamedTuple):
    """A token. ``kind`` is a keyword, ``text``, ``left``, ``right``, ``space``, ``end of text``, ``error``."""

    kind: str
    word: str
    line: int

    def described(self) -> str:
        """The token as a message names it; constants may be secrets, and are not shown."""
        if self.kind in ("error", "end of text"):
            return self.word
        if self.kind in KEYWORDS:
            return f"<{self.word}>"
        if self.kind in ("string", "raw string"):
            return "a text"
        return quoted(self.word)


def alphanumeric(character: str) -> bool:
    """Whether Go takes a character for a letter, a digit or an underscore."""
    if character.isascii():
        return character == "_" or character.isalnum()
    category = unicodedata.category(character)
    return category[0] == "L" or category == "Nd"


class Lexer:
    """Hands out the tokens of a template one by one; after an error there is nothing more."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.inside = False
        self.depth = 0
        self.pending: list[Token] = []
        self.counted = (0, 1)

    def line(self, at: int) -> int:
        """The line that an offset is in."""
        before, line = self.counted if at >= self.counted[0] else (0, 1)
        self.counted = (at, line + self.source.count("\n", before, at))
        return self.counted[1]

    def next(self) -> Token:
        """Return the next token."""
        token = self.pending.pop(0) if self.pending else None
        while token is None:
            token = self._inside() if self.inside else self._text()
        return token

    def _token(self, kind: str, start: int, end: int) -> Token:
        self.at = end
        return Token(kind, self.source[start:end], self.line(start))

    def _error(self, message: str, start: int) -> Token:
        self.pending = []
        token = Token("error", message, self.line(start))
        self.source, self.at, self.inside, self.counted = "", 0, False, (0, 1)
        return token

    def _text(self) -> Token | None:
        """The text before an action, or the start of that; None after a comment."""
        source, start, line = self.source, self.at, self.line(self.at)
        found = source.find(LEFT, start)
        if found < 0:
            if start < len(source):
                return self._token("text", start, len(source))
            return Token("end of text", "EOF", line)
        after = found + 2
        trims = source[after : after + 1] == "-" and source[after + 1 : after + 2] in (*SPACES,)
        end = start + len(source[start:found].rstrip(SPACES)) if trims else found
        after += 2 if trims else 0
        if source.startswith("/*", after):
            following = self._comment(after)
        else:
            following = Token("left", LEFT, self.line(found))
            self.at, self.inside, self.depth = after, True, 0
        if end == start:
            return following
        if following:
            self.pending.append(following)
        return Token("text", source[start:end], line)

    def _comment(self, start: int) -> Token | None:
        end = self.source.find("*/", start + 2)
        if end < 0:
            return self._error("unclosed comment", start)
        width = self._right_delimiter(end + 2)
        if not width:
            return self._error("comment ends before closing delimiter", start)
        self._after_right(end + 2, width)
        return None

    def _right_delimiter(self, at: int) -> int:
        """The width of ``}}`` or `` -}}`` at an offset, 0 if there is neither."""
        if self.source.startswith(RIGHT, at):
            return 2
        marked = self.source.startswith("-}}", at + 1) and self.source[at] in SPACES
        return 4 if marked else 0

    def _after_right(self, at: int, width: int) -> None:
        self.at = at + width
        if width == 4:
            rest = self.source[self.at :]
            self.at += len(rest) - len(rest.lstrip(SPACES))
        self.inside = False

    def _inside(self) -> Token:
        source, at = self.source, self.at
        width = self._right_delimiter(at)
        if width:
            if self.depth:
                return self._error("unclosed left paren", at)
            self._after_right(at, width)
            return Token("right", RIGHT, self.line(at + width - 2))
        first = source[at : at + 1]
        if not first:
            return self._error("unclosed action", at)
        if first in SPACES:
            return self._space(at)
        if first in '"`':
            return self._quoted(at, first)
        if first == "'":
            match = _CHARACTER.match(source, at)
            return (
                self._token("char", at, match.end())
                if match
                else self._error("unterminated character constant", at)
            )
        if first in "+-0123456789" or (first == "." and source[at + 1 : at + 2] in (*"0123456789", "")):
            return self._number(at)
        if first in ".$" or alphanumeric(first):
            return self._word(at, first)
        return self._mark(at, first)

    def _mark(self, at: int, first: str) -> Token:
        if first == ":":
            if self.source.startswith(":=", at):
                return self._token("declare", at, at + 2)
            return self._error("expected :=", at)
        if first in "()":
            self.depth += 1 if first == "(" else -1
            return (
                self._token(first, at, at + 1)
                if self.depth >= 0
                else self._error("unexpected right paren", at)
            )
        kinds = {"=": "assign", "|": "pipe"}
        if first.isascii() and first.isprintable():
            return self._token(kinds.get(first, "other"), at, at + 1)
        return self._error(f"unrecognized character in action: U+{ord(first):04X}", at)

    def _space(self, at: int) -> Token:
        end = _SPACE.match(self.source, at).end()  # type: ignore[union-attr]
        if self._right_delimiter(end - 1) == 4:
            end -= 1
            if end == at:
                return self._inside()
        return self._token("space", at, end)

    def _quoted(self, at: int, mark: str) -> Token:
        if mark == "`":
            end = self.source.find("`", at + 1)
            if end < 0:
                return self._error("unterminated raw quoted string", at)
            return self._token("raw string", at, end + 1)
        match = _QUOTED.match(self.source, at)
        if match is None:
            return self._error("unterminated quoted string", at)
        return self._token("string", at, match.end())

    def _number(self, at: int) -> Token:
        end = self._number_end(at)
        if end < 0:
            return self._error("bad number syntax", at)
        if self.source[end : end + 1] in ("+", "-"):
            end = self._number_end(end)
            if end < 0 or self.source[end - 1] != "i":
                return self._error("bad number syntax", at)
            return self._token("complex", at, end)
        return self._token("number", at, end)

    def _number_end(self, at: int) -> int:
        match = _NUMBER.match(self.source, at)
        end = match.end() if match else at
        following = self.source[end : end + 1]
        return -1 if following and alphanumeric(following) else end

    def _word(self, at: int, first: str) -> Token:
        end = _WORD.match(self.source, at + 1).end()  # type: ignore[union-attr]
        while self.source[end : end + 1] and alphanumeric(self.source[end]):
            end += 1
        following = self.source[end : end + 1]
        if following not in _ENDS and not self.source.startswith(RIGHT, end):
            if not following.isprintable():
                return self._error(f"bad character U+{ord(following):04X}", at)
            return self._error(f"bad character U+{ord(following):04X} '{following}'", at)
        word = self.source[at:end]
        return self._token(_kind(word), at, end)


def _kind(word: str) -> str:
    if word in KEYWORDS:
        return word
    if word == ".":
        return "dot"
    if word in ("true", "false"):
        return "bool"
    return {".": "field", "$": "variable"}.get(word[0], "identifier")
