"""Escapes of one character, and classes of characters, in Go's patterns."""

from __future__ import annotations

from pachlint.goregexp.characters import LAST, PERL, POSIX, Ranges, fold, folded, joined, named, others
from pachlint.goregexp.errors import RegexpError

_CONTROLS = {"a": 0x07, "f": 0x0C, "n": 0x0A, "r": 0x0D, "t": 0x09, "v": 0x0B}
_OCTAL = frozenset("01234567")
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
_NO_ESCAPE = "invalid escape sequence"
_NO_RANGE = "invalid character class range"


def escaped(text: str, at: int) -> tuple[int, int]:
    """The character that the escape at an offset stands for, and where it ends."""
    mark = text[at + 1 : at + 2]
    if not mark:
        raise RegexpError("trailing backslash at end of expression")
    # a digit that no other follows would refer to a group
    if mark == "0" or (mark in _OCTAL and text[at + 2 : at + 3] in _OCTAL):
        end = at + 2
        while end < at + 4 and text[end : end + 1] in _OCTAL:
            end += 1
        return int(text[at + 1 : end], 8), end
    if mark == "x":
        return _hexadecimal(text, at + 2)
    if mark in _CONTROLS:
        return _CONTROLS[mark], at + 2
    if mark.isascii() and not mark.isalnum():
        return ord(mark), at + 2
    raise RegexpError(_NO_ESCAPE)


def _hexadecimal(text: str, at: int) -> tuple[int, int]:
    digits, end = text[at : at + 2], at + 2
    if digits.startswith("{"):
        closing = text.find("}", at)
        digits, end = (text[at + 1 : closing], closing + 1) if closing > 0 else ("", at)
    elif len(digits) < 2:
        digits = ""
    if (
        not digits
        or not _HEXADECIMAL.issuperset(digits)
        or len(digits.lstrip("0")) > 6
        or int(digits, 16) > LAST
    ):
        raise RegexpError(_NO_ESCAPE)
    return int(digits, 16), end


def named_class(text: str, at: int, *, folds: bool) -> tuple[Ranges, int] | None:
    r"""What ``\d`` or ``\p{Greek}`` at an offset stands for, and where it ends; None if neither is there."""
    mark = text[at + 1 : at + 2] if text.startswith("\\", at) else ""
    if mark and mark in "pP":
        return _unicode(text, at, folds=folds)
    if not mark or mark.lower() not in PERL:
        return None
    ranges = folded(PERL[mark.lower()]) if folds else PERL[mark.lower()]
    return (others(ranges) if mark.isupper() else ranges), at + 2


def _unicode(text: str, at: int, *, folds: bool) -> tuple[Ranges, int]:
    negated = text[at + 1] == "P"
    name, end = text[at + 2 : at + 3], at + 3
    if name == "{":
        closing = text.find("}", at)
        name, end = (text[at + 3 : closing], closing + 1) if closing > 0 else ("", at)
        if name.startswith("^"):
            name, negated = name[1:], not negated
    ranges = named(name)
    if ranges is None:
        raise RegexpError(_NO_RANGE)
    ranges = folded(ranges) if folds else ranges
    return (others(ranges) if negated else ranges), end


def bracketed(text: str, at: int, *, folds: bool) -> tuple[Ranges, int]:
    """The class in brackets that begins at an offset, and where it ends."""
    at += 1
    negated = text.startswith("^", at)
    at += negated
    parts: list[tuple[int, int]] = []
    first = True
    while first or not text.startswith("]", at):
        first = False
        found = _posix(text, at, folds=folds) or named_class(text, at, folds=folds)
        if found is None:
            found = _range(text, at, folds=folds)
        parts += found[0]
        at = found[1]
    ranges = joined(parts)
    return (others(ranges) if negated else ranges), at + 1


def _posix(text: str, at: int, *, folds: bool) -> tuple[Ranges, int] | None:
    end = text.find(":]", at + 2)
    if not text.startswith("[:", at) or end < 0:
        return None
    name = text[at + 2 : end]
    ranges = POSIX.get(name.removeprefix("^"))
    if ranges is None:
        raise RegexpError(_NO_RANGE)
    ranges = folded(ranges) if folds else ranges
    return (others(ranges) if name.startswith("^") else ranges), end + 2


def _range(text: str, at: int, *, folds: bool) -> tuple[Ranges, int]:
    low, at = _member(text, at)
    high = low
    if text.startswith("-", at) and text[at + 1 : at + 2] not in ("]", ""):
        high, at = _member(text, at + 1)
    if high < low:
        raise RegexpError(_NO_RANGE)
    if not folds:
        return ((low, high),), at
    return (fold(low) if low == high else folded(((low, high),))), at


def _member(text: str, at: int) -> tuple[int, int]:
    if at >= len(text):
        raise RegexpError("missing closing ]")
    return escaped(text, at) if text[at] == "\\" else (ord(text[at]), at + 1)
