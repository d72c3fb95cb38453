"""Constants of templates: texts and characters as strconv.Unquote reads them, and numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pachlint.gotemplate.nodes import Number
from pachlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from pachlint.gotemplate.lexer import Token

_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
_WIDTHS = {"x": 2, "u": 4, "U": 8}
_INTEGER = lazy_regex(
    r"([+-]?)(?:0[xX](_?[0-9a-fA-F])+|0[bB](_?[01])+|0[oO](_?[0-7])+|0(_?[0-7])*|[1-9](_?[0-9])*)", 0
)
_FLOAT = lazy_regex(r"[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]+)?", 0)
_HEX_FLOAT = lazy_regex(r"[+-]?0[xX](?:_?[0-9a-fA-F])*+(?:\.(?:_?[0-9a-fA-F])*+)?[pP][+-]?[0-9]+", 0)
_WORD_FLOAT = lazy_regex(r"[+-]?(?:inf|infinity)|nan", 2)  # re.IGNORECASE
_LARGEST = 2**63 - 1


def _escape(text: str, at: int, quote: str) -> tuple[str, int] | None:
    """What stands for an escape whose backslash is before ``at``, and where it ends."""
    mark = text[at : at + 1]
    if mark in _SIMPLE and mark:
        return _SIMPLE[mark], at + 1
    if mark and mark in "'\"":
        return (mark, at + 1) if mark == quote else None
    width = _WIDTHS.get(mark)
    if width:
        digits = text[at + 1 : at + 1 + width]
        if len(digits) < width or any(d not in "0123456789abcdefABCDEF" for d in digits):
            return None
        number = int(digits, 16)
        if mark == "x":
            return _byte(number), at + 1 + width
        if number > 0x10FFFF or 0xD800 <= number < 0xE000:
            return None
        return chr(number), at + 1 + width
    digits = text[at : at + 3]
    if len(digits) == 3 and all(d in "01234567" for d in digits) and int(digits, 8) < 256:
        return _byte(int(digits, 8)), at + 3
    return None


def _byte(number: int) -> str:
    """A byte of a text; those that are no text of their own are kept as lone surrogates."""
    return chr(number) if number < 128 else chr(0xDC00 + number)


def joined_bytes(text: str) -> str:
    """A text in which bytes that make characters together are those characters."""
    if not any("\udc80" <= character <= "\udcff" for character in text):
        return text
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def unquoted(literal: str) -> str | None:
    """The text that a quoted or raw constant stands for; None if an escape is wrong."""
    if literal.startswith("`"):
        return literal[1:-1].replace("\r", "")
    out: list[str] = []
    at, end = 1, len(literal) - 1
    while at < end:
        if literal[at] != "\\":
            out.append(literal[at])
            at += 1
            continue
        found = _escape(literal[:end], at + 1, '"')
        if found is None:
            return None
        out.append(found[0])
        at = found[1]
    return joined_bytes("".join(out))


def character(literal: str) -> int | None:
    """The number of a character constant; None if it is malformed."""
    body = literal[1:-1]
    if body.startswith("\\"):
        found = _escape(body, 1, "'")
        if found is None or found[1] != len(body):
            return None
        code = ord(found[0])
        return code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else code
    return ord(body) if len(body) == 1 else None


def parsed_int(text: str, base: int = 0) -> int | None:
    """strconv.ParseInt with any number of bits; None if it is not a whole number in that base."""
    if base:
        sign = text[:1] in ("+", "-")
        digits = text[sign:]
        allowed = "0123456789"[:base]
        if not digits or any(d not in allowed for d in digits) or len(digits) > 400:
            return None
        return int(text, base)
    if len(text) > 400 or not _INTEGER.fullmatch(text):
        return None
    plain = text.replace("_", "").lower()
    sign_text = plain[:1] if plain[0] in "+-" else ""
    digits = plain[len(sign_text) :]
    if len(digits) > 1 and digits[0] == "0" and digits.isdigit():
        digits = "0o" + digits
    return int(sign_text + digits, 0)


def in_int64(number: int | None) -> int | None:
    """The number if an int64 holds it."""
    return number if number is not None and -_LARGEST - 1 <= number <= _LARGEST else None


def parsed_float(text: str) -> float | None:
    """strconv.ParseFloat of 64 bits; None if it is no number or too large."""
    if _HEX_FLOAT.fullmatch(text):
        try:
            return float.fromhex(text.replace("_", ""))
        except (ValueError, OverflowError):
            return None
    if _WORD_FLOAT.fullmatch(text):
        return float(text)
    if not _FLOAT.fullmatch(text):
        return None
    found = float(text)
    return found if math.isfinite(found) else None


def number(token: Token) -> Number | str:
    """The constant of a token, or what is wrong with it."""
    text, line = token.word, token.line
    if token.kind == "char":
        code = character(text)
        if code is None:
            return "malformed character constant"
        return Number(line, text, code, float(code), None)
    if token.kind == "complex":
        return _complex(token)
    if text.endswith("i") and (part := parsed_float(text[:-1])) is not None:
        return Number(
            line,
            text,
            0 if part == 0 else None,
            0.0 if part == 0 else None,
            part * 1j,
        )
    whole = parsed_int(text)
    integer = in_int64(whole)
    unsigned = whole is not None and 0 <= whole < 2**64 and (text[0] not in "+-" or whole == 0)
    if integer is not None or unsigned:
        return Number(line, text, integer, float(whole or 0), None)
    floating = parsed_float(text)
    if floating is None:
        return "illegal number syntax"
    if not any(mark in text for mark in ".eEpP"):
        return "integer overflow"
    same = int(floating) if floating == int(floating) and abs(floating) < 2**63 else None
    return Number(line, text, same, floating, None)


def _complex(token: Token) -> Number | str:
    body = token.word[:-1]
    at = max(body.rfind("+"), body.rfind("-"))
    if body[at - 1 : at] in ("e", "E", "p", "P"):
        at = max(body.rfind("+", 0, at), body.rfind("-", 0, at))
    real, part = parsed_float(body[:at]), parsed_float(body[at:])
    if real is None or part is None:
        return "illegal number syntax"
    whole = int(real) if part == 0 and real == int(real) else None
    return Number(token.line, token.word, whole, real if part == 0 else None, complex(real, part))
