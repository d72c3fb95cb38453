"""Go's ``printf``: fmt.Sprintf with its flags, and its complaints, which are part of the text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pachlint.gotemplate.errors import UnknownError
from pachlint.gotemplate.formatting import byte_length, ordered, show
from pachlint.gotemplate.spelling import float_text, printable, quoted
from pachlint.gotemplate.values import NOTHING, Opaque, Struct, doubt, type_of
from pachlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_WIDTH = 1_000_000
_VERB = lazy_regex(r"%([-+# 0]*)(\*|\d*)(?:(\.)(\*|\d*))?([^\[]|$)", 16)  # re.DOTALL
_LARGEST_WIDTH = 10_000


class _Flags:
    def __init__(self, flags: str, width: int | None, precision: int | None) -> None:
        self.minus = "-" in flags
        self.plus = "+" in flags
        self.sharp = "#" in flags
        self.space = " " in flags
        self.zero = "0" in flags
        self.width = width
        self.precision = precision

    def padded(self, text: str, *, zero: bool = False) -> str:
        """Text in a field of the wanted width, which counts characters."""
        missing = (self.width or 0) - len(text)
        if missing <= 0:
            return text
        if self.minus:
            return text + " " * missing
        return ("0" if zero and self.zero else " ") * missing + text


def sprintf(form: str, values: Sequence[object]) -> str:
    """Return what Sprintf makes of a form and values.

    Raises:
        UnknownError: if it is not known: addresses, values of Helm's own, a field that is too wide.
    """
    return _Printer(list(values)).run(form)


class _Printer:
    def __init__(self, values: list[object]) -> None:
        self.values = values
        self.at = 0

    def run(self, form: str) -> str:
        out: list[str] = []
        position = 0
        while (start := form.find("%", position)) >= 0:
            out.append(form[position:start])
            match = _VERB.match(form, start)
            if match is None:
                raise UnknownError("chooses values by number in printf")
            out.append(self._one(match[1], match[2], match[3], match[4], match[5]))
            position = match.end()
        out.append(form[position:])
        rest = self.values[self.at :]
        if rest:
            extra = ", ".join(_typed(value) for value in rest)
            out.append(f"%!(EXTRA {extra})")
        return "".join(out)

    def _one(self, flags: str, width: str, point: str | None, precision: str | None, verb: str) -> str:
        complaint = ""
        wide = self._number(width) if width else None
        if width == "*" and wide is None:
            complaint = "%!(BADWIDTH)"
        if wide is not None and wide < 0:
            wide, flags = -wide, flags.replace("0", "") + "-"
        exact = None
        if point:
            exact = self._number(precision) if precision else 0
            if precision == "*" and (exact is None or exact < 0):
                complaint += "%!(BADPREC)" if exact is None else ""
                exact = None
        if max(wide or 0, exact or 0) > _LARGEST_WIDTH:
            raise UnknownError("prints a very wide field")
        if not verb:
            return complaint + "%!(NOVERB)"
        if verb == "%":
            return complaint + "%"
        if self.at >= len(self.values):
            return f"{complaint}%!{verb}(MISSING)"
        value = self.values[self.at]
        self.at += 1
        return complaint + printed(value, verb, _Flags(flags, wide, exact))

    def _number(self, text: str) -> int | None:
        if text != "*":
            return int(text) if int(text) <= MAX_WIDTH else None
        if self.at >= len(self.values):
            return None
        value = self.values[self.at]
        self.at += 1
        usable = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MAX_WIDTH
        return int(value) if usable else None  # type: ignore[call-overload]


def _typed(value: object) -> str:
    return "<nil>" if value is None or value is NOTHING else f"{type_of(value)}={show(value)}"


def printed(value: object, verb: str, flags: _Flags) -> str:
    """One value under one verb."""
    if isinstance(value, Opaque):
        raise doubt(value)
    if verb == "w":
        return _bad(value, verb)
    if value is None or value is NOTHING:
        return flags.padded("<nil>") if verb in "Tv" else "%!" + verb + "(<nil>)"
    if verb == "T":
        return flags.padded(type_of(value))
    if verb == "p" or (verb == "v" and flags.sharp):
        raise UnknownError("prints a value as Go's source")
    return _printed(value, verb, flags)


def _printed(value: object, verb: str, flags: _Flags) -> str:
    if isinstance(value, bool):
        return flags.padded(show(value), zero=True) if verb in "tv" else _bad(value, verb)
    if isinstance(value, int):
        return _integer(int(value), verb, flags) or _bad(value, verb)
    if isinstance(value, float):
        return _float(value, verb, flags) or _bad(value, verb)
    if isinstance(value, str):
        return _text(value, verb, flags)
    if isinstance(value, dict):
        parts = [f"{_within(key, verb, flags)}:{_within(value[key], verb, flags)}" for key in ordered(value)]
        return f"map[{' '.join(parts)}]"
    if isinstance(value, list):
        return "[" + " ".join(_within(item, verb, flags) for item in value) + "]"
    if isinstance(value, Struct) and value.text is not None and verb in "vs":
        return flags.padded(value.text, zero=True)
    raise UnknownError("prints a structure")


def _within(value: object, verb: str, flags: _Flags) -> str:
    if value is None:
        return "<nil>"
    return printed(value, verb, flags)


def _bad(value: object, verb: str) -> str:
    return f"%!{verb}({_typed(value)})"


def _integer(value: int, verb: str, flags: _Flags) -> str:
    if verb == "c":
        return flags.padded(_character(value), zero=True)
    if verb == "q":
        return flags.padded(quoted(_character(value), "'", ascii_only=flags.plus), zero=True)
    if verb == "U":
        shown = f" '{chr(value)}'" if flags.sharp and 0 <= value <= 0x10FFFF and printable(chr(value)) else ""
        return flags.padded(f"U+{value & (2**64 - 1):0{max(flags.precision or 4, 4)}X}{shown}")
    form = {"v": "d", "d": "d", "b": "b", "o": "o", "O": "o", "x": "x", "X": "X"}.get(verb)
    if form is None:
        return ""
    if flags.precision == 0 and value == 0:
        return " " * (flags.width or 0)
    digits = format(abs(value), form)
    signed = value < 0 or flags.plus or flags.space
    if flags.precision is not None:
        digits = digits.rjust(flags.precision, "0")
    elif flags.zero and not flags.minus and flags.width:
        digits = digits.rjust(flags.width - signed, "0")
    if flags.sharp and verb != "v":
        lead = {"b": "0b", "x": "0x", "X": "0X", "o": "" if digits[0] == "0" else "0"}.get(verb, "")
        digits = lead + digits
    sign = "-" if value < 0 else "+" if flags.plus else " " if flags.space else ""
    return flags.padded(sign + ("0o" if verb == "O" else "") + digits)


def _character(value: int) -> str:
    return chr(value) if 0 <= value <= 0x10FFFF and not 0xD800 <= value < 0xE000 else "\ufffd"


def _float(value: float, verb: str, flags: _Flags) -> str:
    if verb not in "vgGfFeE":
        if verb in "bxX":
            raise UnknownError("prints a float in base 2")
        return ""
    if flags.sharp:
        raise UnknownError("prints a float with a forced point")
    text = _digits(value, verb, flags.precision)
    negative = text[0] == "-"
    body = text.lstrip("+-")
    sign = "-" if negative else "+" if flags.plus or body == "Inf" else " " if flags.space else ""
    if body == "NaN":
        sign = "+" if flags.plus else " " if flags.space else ""
    if not math.isfinite(value):
        sign = " " if sign == "+" and flags.space and not flags.plus else sign
        return flags.padded(sign + body)
    if flags.zero and not flags.minus and flags.width and sign:
        return sign + body.rjust(flags.width - 1, "0")
    return flags.padded(sign + body, zero=True)


def _digits(value: float, verb: str, precision: int | None) -> str:
    if not math.isfinite(value):
        return float_text(value)
    if verb in "vgG" and precision is None:
        text = float_text(value)
        return text.upper() if verb == "G" else text
    form = {"v": "g", "F": "f"}.get(verb, verb)
    return format(value, f".{6 if precision is None else precision}{form}")


def _text(value: str, verb: str, flags: _Flags) -> str:
    if verb in "vs":
        return flags.padded(_truncated(value, flags), zero=True)
    if verb == "q":
        text = _truncated(value, flags)
        raw = flags.sharp and not any(c in "`\ufeff\x7f" or (ord(c) < 32 and c != "\t") for c in text)
        return flags.padded(f"`{text}`" if raw else quoted(text, ascii_only=flags.plus), zero=True)
    if verb in "xX":
        data = value.encode("utf-8", "surrogateescape")
        data = data if flags.precision is None else data[: flags.precision]
        lead = ("0" + verb) if flags.sharp and data else ""
        parts = [format(byte, "02" + verb) for byte in data]
        text = " ".join(lead + part for part in parts) if flags.space else lead + "".join(parts)
        return flags.padded(text, zero=True)
    return _bad(value, verb)


def _truncated(value: str, flags: _Flags) -> str:
    return value if flags.precision is None else value[: flags.precision]


__all__ = ["byte_length", "sprintf"]
