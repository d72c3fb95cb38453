"""How Go prints values: ``%v``, ``print``, quoted text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pachlint.gotemplate.errors import UnknownError
from pachlint.gotemplate.values import NOTHING, Opaque, Struct, doubt

if TYPE_CHECKING:
    from collections.abc import Sequence

_ESCAPES = {
    "\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", "\\": "\\\\",
}  # fmt: skip


def float_text(value: float) -> str:
    """A float64 as ``%v`` prints it: 1e+06 from a million on."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    sign = "-" if math.copysign(1, value) < 0 else ""
    digits, exponent = shortest(abs(value))
    if exponent < -4 or (exponent >= 6 and value):
        rest = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{sign}{digits[0]}{rest}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    return sign + plain_digits(digits, exponent)


def shortest(value: float) -> tuple[str, int]:
    """The fewest digits that name a number that is not negative, and the power of ten of the first."""
    if not value:
        return "0", 0
    mantissa, _, power = f"{value!r}".partition("e")
    whole, _, part = mantissa.partition(".")
    digits = whole + part
    exponent = int(power or 0) + len(whole) - 1
    stripped = digits.lstrip("0")
    exponent -= len(digits) - len(stripped)
    return stripped.rstrip("0"), exponent


def plain_digits(digits: str, exponent: int) -> str:
    """Digits with the point where it belongs."""
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    if len(digits) <= exponent + 1:
        return digits + "0" * (exponent + 1 - len(digits))
    return f"{digits[: exponent + 1]}.{digits[exponent + 1 :]}"


def show(value: object) -> str:
    """Return a value as ``%v`` prints it.

    Raises:
        UnknownError: if it is not known.
    """
    if value is None or value is NOTHING:
        return "<nil>"
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{show(value[key])}" for key in ordered(value)) + "]"
    if isinstance(value, list):
        return "[" + " ".join(map(show, value)) + "]"
    if isinstance(value, complex | Struct | Opaque):
        return _show_rare(value)
    return str(int(value))  # type: ignore[call-overload]


def _show_rare(value: complex | Struct | Opaque) -> str:
    if isinstance(value, complex):
        real, imaginary = float_text(value.real), float_text(value.imag)
        return f"({real}{'' if imaginary[0] in '+-' else '+'}{imaginary}i)"
    if isinstance(value, Opaque):
        raise doubt(value)
    if value.text is None:
        raise UnknownError("prints a structure of Helm's own")
    return value.text


def ordered(value: dict[str, object]) -> list[str]:
    """The keys of a map in the order in which Go goes through them: by their bytes."""
    return sorted(value, key=lambda key: key.encode("utf-8", "surrogateescape"))


def sprint(values: Sequence[object]) -> str:
    """Go's Sprint: a blank between two values when neither is text."""
    out = ""
    for index, value in enumerate(values):
        if index and not isinstance(value, str) and not isinstance(values[index - 1], str):
            out += " "
        out += show(value)
    return out


def quoted(text: str, mark: str = '"', *, ascii_only: bool = False) -> str:
    """Text as ``%q`` prints it."""
    out = [mark]
    for character in text:
        code = ord(character)
        if character == mark:
            out.append("\\" + character)
        elif character in _ESCAPES:
            out.append(_ESCAPES[character])
        elif 0xDC80 <= code <= 0xDCFF:
            out.append(f"\\x{code - 0xDC00:02x}")
        elif printable(character) and not (ascii_only and code > 127):
            out.append(character)
        elif code < 0x20 or code == 0x7F:
            out.append(f"\\x{code:02x}")
        else:
            out.append(f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
    return "".join([*out, mark])


def printable(character: str) -> bool:
    """Go's strconv.IsPrint: letters, marks, numbers, punctuation, symbols, and the blank."""
    return character.isprintable()


def byte_length(text: str) -> int:
    """The length of text in bytes."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def cut_bytes(text: str, start: int, end: int) -> str:
    """The bytes of text from one offset up to another."""
    if text.isascii():
        return text[start:end]
    return text.encode("utf-8", "surrogateescape")[start:end].decode("utf-8", "surrogateescape")
