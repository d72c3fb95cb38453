"""Regular expressions of Go (RE2), as Python's: what Go refuses, and what its patterns match.

Follows regexp/syntax of Go 1.23 with Perl's flags. Only whether a text matches is kept, not what groups hold.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NoReturn

_DIGITS = "0123456789"
_PERL = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t\n\f\r "}
_POSIX = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "ascii": r"\x00-\x7f", "blank": r"\t ", "cntrl": r"\x00-\x1f\x7f", "digit": "0-9",
    "graph": "!-~", "lower": "a-z", "print": " -~", "punct": r"!-/:-@\[-`{-~", "space": r"\t\n\v\f\r ", "upper": "A-Z",
    "word": "0-9A-Za-z_", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_REPEAT = re.compile(r"\{(0|[1-9][0-9]*)(?:(,)(0|[1-9][0-9]*)?)?\}")
_GROUP_NAME = re.compile(r"\(\?P?<(\w+)>", re.ASCII)
_FLAGS = re.compile(r"\(\?([imsU]*)(?:(-)([imsU]*))?([:)])")
_MAX_REPEAT = 1000
# Python's does not match the empty text.
_NO_BOUNDARY = r"(?:(?a:\B)|\A\Z)"


class RegexpError(ValueError):
    """A pattern that Go refuses."""


class UnknownRegexpError(ValueError):
    """A pattern that may be right, and that Python has no words for."""


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern for Python's ``search``.

    Raises:
        RegexpError: if Go refuses it.
        UnknownRegexpError: if what it matches cannot be told.
    """
    return re.compile("".join(_Translation(pattern).parts()))


class _Translation:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self.at = 0
        self.flags = frozenset[str]()
        self.outer: list[frozenset[str]] = []
        self.repeatable = False
        self.repeated = False

    def parts(self) -> Iterator[str]:
        """The pieces of Python's pattern."""
        while self.at < len(self.text):
            character = self.text[self.at]
            repeats = self._repetition(character)
            if repeats:
                yield repeats
                continue
            self.repeated = False
            if character == "(":
                yield self._open()
            elif character == ")":
                if not self.outer:
                    self._refuse("a ) too many")
                self.flags = self.outer.pop()
                self.at, self.repeatable = self.at + 1, True
                yield ")"
            elif character == "|":
                self.at, self.repeatable = self.at + 1, False
                yield "|"
            else:
                self.repeatable = True
                yield self._atom(character)
        if self.outer:
            self._refuse("a ) is missing")

    def _refuse(self, why: str) -> NoReturn:
        raise RegexpError(why)

    def _repetition(self, character: str) -> str:
        found = _REPEAT.match(self.text, self.at) if character == "{" else None
        if character not in "*+?" and not found:
            return ""
        if found:
            least, most = int(found[1]), int(found[3] or found[1])
            if max(least, most) > _MAX_REPEAT or most < least:
                self._refuse("a repetition is too large")
        if not self.repeatable:
            self._refuse("there is nothing to repeat")
        if self.repeated:
            self._refuse("a repetition is repeated")
        sign = found[0] if found else character
        self.at += len(sign)
        self.at += self.text.startswith("?", self.at)  # lazy ones match the same texts
        self.repeated = True
        return sign

    def _open(self) -> str:
        if not self.text.startswith("(?", self.at):
            self.outer.append(self.flags)
            self.at, self.repeatable = self.at + 1, False
            return "(?:"
        named = _GROUP_NAME.match(self.text, self.at)
        if named:
            self.outer.append(self.flags)
            self.at, self.repeatable = named.end(), False
            return "(?:"
        found = _FLAGS.match(self.text, self.at)
        if found is None or (found[2] and not found[3]):
            self._refuse("this kind of group is not Go's")
        self.at = found.end()
        flags = (self.flags | set(found[1])) - set(found[3] or "")
        if found[4] == ":":
            self.outer.append(self.flags)
            self.repeatable = False
        self.flags = flags
        return "(?:" if found[4] == ":" else ""

    def _atom(self, character: str) -> str:
        if character == "[":
            return self._folded(self._class())
        if character == "\\":
            return self._escape()
        self.at += 1
        if character == ".":
            return "(?s:.)" if "s" in self.flags else r"[^\n]"
        if character == "^":
            return "(?m:^)" if "m" in self.flags else r"(?:\A)"
        if character == "$":
            return "(?m:$)" if "m" in self.flags else r"(?:\Z)"
        return self._folded(re.escape(character))

    def _folded(self, piece: str) -> str:
        return f"(?i:{piece})" if "i" in self.flags else piece

    def _escape(self) -> str:
        following = self.text[self.at + 1 : self.at + 2]
        if following in ("A", "z", "b", "B"):
            self.at += 2
            return {"A": r"(?:\A)", "z": r"(?:\Z)", "b": r"(?a:\b)", "B": _NO_BOUNDARY}[following]
        if following == "Q":
            return self._quoted()
        if following.lower() in _PERL and following:
            self.at += 2
            return f"[{'^' if following.isupper() else ''}{_PERL[following.lower()]}]"
        if following in ("p", "P"):
            raise UnknownRegexpError("classes of Unicode")
        return self._folded(re.escape(self._character()))

    def _quoted(self) -> str:
        end = self.text.find(r"\E", self.at)
        end = len(self.text) if end < 0 else end
        quoted = self.text[self.at + 2 : end]
        self.at = end + 2
        if not quoted:
            self.repeatable = False
            return ""
        # a repetition behind it is about its last character
        return "".join(self._folded(re.escape(character)) for character in quoted)

    def _character(self) -> str:
        """The character of an escape; the text stands before the backslash."""
        following = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        if following in _CONTROLS and following:
            return _CONTROLS[following]
        if following == "x":
            found = re.compile(r"\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2})").match(self.text, self.at)
            code = int(found[1] or found[2], 16) if found else 0x110000
            if found is None or code > 0x10FFFF:
                self._refuse("an escape is none of Go's")
            self.at = found.end()
            return chr(code)
        if following == "0" or (
            following in tuple("1234567") and self.text[self.at : self.at + 1] in tuple("01234567")
        ):
            digits = re.compile("[0-7]{1,3}").match(self.text, self.at - 1)
            assert digits is not None  # noqa: S101 -- its first digit was seen
            self.at = digits.end()
            return chr(int(digits[0], 8))
        if not following or not following.isascii() or following.isalnum():
            self._refuse("an escape is none of Go's")
        return following

    def _class(self) -> str:
        self.at += 1
        negated = self.text.startswith("^", self.at)
        self.at += negated
        pieces: list[str] = []
        while not pieces or not self.text.startswith("]", self.at):
            if self.at >= len(self.text):
                self._refuse("a ] is missing")
            pieces.append(self._named() or self._perl() or self._range())
        self.at += 1
        plain = "".join(piece for piece in pieces if not piece.startswith("^"))
        others = [f"[{piece}]" for piece in pieces if piece.startswith("^")]
        whole = "|".join(([f"[{plain}]"] if plain else []) + others)
        return f"(?:(?!{whole})(?s:.))" if negated else f"(?:{whole})"

    def _named(self) -> str:
        """A POSIX class; one that is negated begins with ``^``."""
        end = self.text.find(":]", self.at + 2)
        if not self.text.startswith("[:", self.at) or end < 0:
            return ""
        name = self.text[self.at + 2 : end]
        if name.removeprefix("^") not in _POSIX:
            self._refuse("a class is none of Go's")
        self.at = end + 2
        return ("^" if name.startswith("^") else "") + _POSIX[name.removeprefix("^")]

    def _perl(self) -> str:
        name = self.text[self.at + 1 : self.at + 2] if self.text.startswith("\\", self.at) else ""
        if name in ("p", "P"):
            raise UnknownRegexpError("classes of Unicode")
        if not name or name.lower() not in _PERL:
            return ""
        self.at += 2
        return ("^" if name.isupper() else "") + _PERL[name.lower()]

    def _range(self) -> str:
        low = high = self._member()
        if self.text.startswith("-", self.at) and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
            self.at += 1
            high = self._member()
        if high < low:
            self._refuse("a range goes backwards")
        return f"\\U{ord(low):08x}-\\U{ord(high):08x}"

    def _member(self) -> str:
        if self.at >= len(self.text):
            self._refuse("a ] is missing")
        if self.text[self.at] == "\\":
            return self._character()
        self.at += 1
        return self.text[self.at - 1]
