"""Escapes of one character in Go's regular expressions."""

from __future__ import annotations

_SIMPLE = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_OCTAL = "01234567"


class EscapeError(ValueError):
    """An escape that Go does not know."""


def escape(text: str, at: int) -> tuple[str, int]:
    r"""The character that the escape at an offset stands for, and where it ends."""
    mark = text[at + 1 : at + 2]
    if not mark:
        raise EscapeError("trailing backslash at end of expression")
    if mark in _OCTAL:
        return _octal(text, at, mark)
    if mark == "x":
        return _hexadecimal(text, at)
    if mark in _SIMPLE:
        return _SIMPLE[mark], at + 2
    if mark.isascii() and not mark.isalnum() and mark != "_":
        return mark, at + 2
    if mark == "_":
        return mark, at + 2
    raise EscapeError("invalid escape sequence")


def _octal(text: str, at: int, mark: str) -> tuple[str, int]:
    if mark != "0" and text[at + 2 : at + 3] not in tuple(_OCTAL):
        raise EscapeError("invalid escape sequence")
    end = at + 2
    while end < at + 4 and text[end : end + 1] in tuple(_OCTAL):
        end += 1
    return chr(int(text[at + 1 : end], 8)), end


def _hexadecimal(text: str, at: int) -> tuple[str, int]:
    if text[at + 2 : at + 3] == "{":
        end = text.find("}", at)
        digits = text[at + 3 : end] if end > 0 else ""
        following = end + 1
    else:
        digits, following = text[at + 2 : at + 4], at + 4
        digits = digits if len(digits) == 2 else ""
    if not digits or any(d not in "0123456789abcdefABCDEF" for d in digits) or int(digits, 16) > 0x10FFFF:
        raise EscapeError("invalid escape sequence")
    return chr(int(digits, 16)), following
