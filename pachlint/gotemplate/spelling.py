"""How Go spells numbers and texts: the fewest digits that name a float64, ``%q``, and what white space is."""

import math
from collections.abc import Callable, Sequence

SPACE = " \t\n\v\f\r\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
"""What ``unicode.IsSpace`` takes for white space."""

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


def json_number(value: float) -> str:
    """A float64 as encoding/json writes it; ValueError for what is no number."""
    if not math.isfinite(value):
        raise ValueError
    sign = "-" if math.copysign(1, value) < 0 else ""
    digits, exponent = shortest(abs(value))
    if value and (exponent < -6 or exponent >= 21):
        rest = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{sign}{digits[0]}{rest}e{'-' if exponent < 0 else '+'}{abs(exponent):0{1 if exponent < 0 else 2}d}"
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


def trimmed(text: str) -> str:
    """What ``strings.TrimSpace`` leaves."""
    return text.strip(SPACE)


def sprint(values: Sequence[object], show: Callable[[object], str]) -> str:
    """Go's Sprint: a blank between two values when neither is text; ``show`` prints one."""
    out = ""
    for index, value in enumerate(values):
        if index and not isinstance(value, str) and not isinstance(values[index - 1], str):
            out += " "
        out += show(value)
    return out
