"""Text as a terminal shows it: how wide it is, and with everything that would steer the terminal made visible."""

import re

from pachlint.regex import regex

# Controls of C0 and C1, line and paragraph separators, direction marks, and bytes that were no UTF-8.
_UNSAFE = regex("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_TAB_WIDTH = 4


def visible(text: str) -> str:
    """``text`` on one line with control characters as signs: ``␛`` for an escape, ``␊`` for a line feed."""
    return text if text.isprintable() else _UNSAFE.sub(_sign, text)


def cell(character: str) -> str:
    """What one character of a source line looks like; a tab is as wide as four spaces."""
    return " " * _TAB_WIDTH if character == "\t" else visible(character)


def width(text: str) -> int:
    """Number of columns that visible text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    # Python keeps a byte that is no UTF-8 as a surrogate.
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else "\ufffd"


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    import unicodedata  # noqa: PLC0415 -- ASCII needs no tables

    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
