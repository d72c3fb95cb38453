"""Character classes of Go's regular expressions."""

from __future__ import annotations

import re

from pachlint.gotemplate.errors import UnknownError
from pachlint.gotemplate.re2_escapes import escape

PERL = {"d": "0-9", "s": "\\t\\n\\f\\r ", "w": "0-9A-Za-z_", "D": "", "S": "", "W": ""}
_POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": "\\x00-\\x7f",
    "blank": "\\t ",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\t\\n\\v\\f\\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_NEGATED = {
    "d": "\\x00-/:-\\U0010ffff",
    "s": "\\x00-\\x08\\x0b\\x0e-\\x1f!-\\U0010ffff",
    "w": "\\x00-/:-@\\[-\\^`{-\\U0010ffff",
}
_NAMED = re.compile(r"\[:(\^?)([a-z]*):\]")


class PosixError(ValueError):
    """A class that Go does not know, or that does not end."""


def char_class(text: str, start: int) -> tuple[str, int]:
    """The class that begins at an offset, as Python writes it, and where it ends."""
    at = start + 1
    out = ["["]
    if text[at : at + 1] == "^":
        out.append("^")
        at += 1
    first = True
    while first or text[at : at + 1] != "]":
        first = False
        if at >= len(text):
            raise PosixError("missing closing ]")
        part, at = _part(text, at)
        out.append(part)
    return "".join([*out, "]"]), at + 1


def _part(text: str, at: int) -> tuple[str, int]:
    named = _NAMED.match(text, at)
    if text.startswith("[:", at) and ":]" in text[at + 2 :]:
        if named is None or named[2] not in _POSIX:
            raise PosixError("invalid character class range")
        if named[1]:
            raise UnknownError("uses a regular expression with a negated class in a class")
        return _POSIX[named[2]], named.end()
    if text[at] == "\\":
        mark = text[at + 1 : at + 2]
        if mark and mark in PERL:
            return (PERL[mark] if mark.islower() else _NEGATED[mark.lower()]), at + 2
        if mark and mark in "pP":
            raise UnknownError("uses a regular expression with classes of Unicode")
    low, at = _character(text, at)
    if text[at : at + 1] != "-" or text[at + 1 : at + 2] in ("]", ""):
        return _escaped(low), at
    high, at = _character(text, at + 1)
    if high < low:
        raise PosixError("invalid character class range")
    return f"{_escaped(low)}-{_escaped(high)}", at


def _character(text: str, at: int) -> tuple[str, int]:
    if text[at] == "\\":
        return escape(text, at)
    return text[at], at + 1


def _escaped(character: str) -> str:
    return "\\" + character if character in "\\]^-[&~|" else re.escape(character)
