"""Arithmetic of Sprig: casts as spf13/cast 1.7 makes them, and what is worked out with int64 and float64."""

from __future__ import annotations

import math
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pachlint.gotemplate.errors import BudgetError, ExecutionError, UnknownError
from pachlint.gotemplate.formatting import show
from pachlint.gotemplate.literals import in_int64, parsed_float, parsed_int
from pachlint.gotemplate.signatures import Known
from pachlint.gotemplate.values import Int64, Integers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LEAST = -(2**63)
MAX_ITEMS = 20_000
_DIVISION = Context(prec=60)


def wrapped(number: int) -> int:
    """A whole number as 64 bits hold it."""
    return (number - _LEAST) % 2**64 + _LEAST


def _of_float(value: float) -> int:
    """What amd64 makes of a float64 as an int64: the least one for what does not fit."""
    if not math.isfinite(value) or not -(2.0**63) <= value < 2.0**63:
        return _LEAST
    return int(value)


def _without_zeros(text: str) -> str:
    """Text without a point and zeros at its end."""
    body = text.rstrip("0")
    return body[:-1] if body.endswith(".") and len(body) < len(text) else text


def to_int64(value: object) -> int:
    """cast.ToInt64; what it cannot read is 0."""
    if isinstance(value, bool | int):
        return wrapped(int(value))
    if isinstance(value, float):
        return _of_float(value)
    if isinstance(value, str):
        return in_int64(parsed_int(_without_zeros(value))) or 0
    return 0


def to_float(value: object) -> float:
    """cast.ToFloat64; what it cannot read is 0."""
    if isinstance(value, bool | int | float):
        return float(value)
    return (parsed_float(value) or 0.0) if isinstance(value, str) else 0.0


def _divided(first: object, second: object) -> tuple[int, int]:
    a, b = to_int64(first), to_int64(second)
    if b == 0:
        raise ExecutionError("integer divide by zero")
    quotient = abs(a) // abs(b)
    quotient = quotient if (a < 0) == (b < 0) else -quotient
    return wrapped(quotient), a - b * quotient


def _folded(first: object, rest: tuple[object, ...], step: Callable[[int, int], int]) -> Int64:
    total = to_int64(first)
    for value in rest:
        total = wrapped(step(total, to_int64(value)))
    return Int64(total)


def _decimal(value: object) -> Decimal:
    number = to_float(value)
    if not math.isfinite(number):
        # decimal.NewFromFloat panics
        raise ExecutionError("cannot create a Decimal from NaN or an infinity")
    return Decimal(repr(number))


def _exact(first: object, rest: tuple[object, ...], step: Callable[[Decimal, Decimal], Decimal]) -> float:
    total = _decimal(first)
    for value in rest:
        try:
            total = step(total, _decimal(value))
        except InvalidOperation:
            raise UnknownError("works with very large numbers") from None
    return float(total)


def _plus(a: Decimal, b: Decimal) -> Decimal:
    return Context(prec=700).add(a, b)


def _minus(a: Decimal, b: Decimal) -> Decimal:
    return Context(prec=700).subtract(a, b)


def _times(a: Decimal, b: Decimal) -> Decimal:
    return Context(prec=1400).multiply(a, b)


def _over(a: Decimal, b: Decimal) -> Decimal:
    """Division to 16 places, as shopspring/decimal does it."""
    if b == 0:
        raise ExecutionError("decimal division by 0")
    quotient = _DIVISION.divide(a, b)
    if abs(quotient) > Decimal(10) ** 30:
        raise UnknownError("works with very large numbers")
    return quotient.quantize(Decimal("1e-16"), rounding="ROUND_HALF_UP", context=_DIVISION)


def until_step(start: int, stop: int, step: int) -> Integers:
    """The whole numbers from one up to another."""
    if (stop < start and step >= 0) or (stop >= start and step <= 0):
        return Integers()
    found = range(start, stop, step)
    if len(found) > MAX_ITEMS:
        raise BudgetError("makes very long lists")
    return Integers(found)


def _until(count: int) -> Integers:
    return until_step(0, count, -1 if count < 0 else 1)


def _seq(*params: int) -> str:
    if len(params) == 1:
        increment = -1 if params[0] < 1 else 1
        found = until_step(1, params[0] + increment, increment)
    elif len(params) == 2:
        step = -1 if params[1] < params[0] else 1
        found = until_step(params[0], params[1] + step, step)
    elif len(params) == 3:
        start, step, end = params
        if end < start and step > 0:
            return ""
        found = until_step(start, end + (-1 if end < start else 1), step)
    else:
        return ""
    return " ".join(map(str, found))


def _round(value: object, places: int, *options: float) -> float:
    on = options[0] if options else 0.5
    try:
        power = math.pow(10, places)
    except OverflowError:
        power = math.inf
    digit = power * to_float(value)
    if not math.isfinite(digit):
        raise UnknownError("rounds a number that is too large")
    if not power:
        return math.nan
    part = math.modf(digit)[0]
    whole = float(math.ceil(digit) if part >= on else math.floor(digit))
    return whole / power


def _floored(value: object, how: Callable[[float], int]) -> float:
    number = to_float(value)
    return math.copysign(float(how(number)), number) if math.isfinite(number) else number


def _largest(*values: object) -> float:
    numbers = [to_float(value) for value in values]
    return math.nan if any(map(math.isnan, numbers)) else max(numbers)


def _smallest(*values: object) -> float:
    numbers = [to_float(value) for value in values]
    return math.nan if any(map(math.isnan, numbers)) else min(numbers)


def _atoi(text: str) -> int:
    whole = parsed_int(text, 10)
    if whole is None:
        return 0
    return min(max(whole, _LEAST), -_LEAST - 1)


def _to_decimal(value: object) -> Int64:
    return Int64(in_int64(parsed_int(show(value), 8)) or 0)


NUMBERS: Mapping[str, Known] = {
    "add": Known("a*:l", lambda *values: _folded(0, values, lambda a, b: a + b)),
    "add1": Known("a:l", lambda value: Int64(wrapped(to_int64(value) + 1))),
    "add1f": Known("a:f", lambda value: _exact(value, (1,), _plus)),
    "addf": Known("a*:f", lambda *values: _exact(0.0, values, _plus)),
    "atoi": Known("s:i", _atoi),
    "biggest": Known("aa*:l", lambda *values: Int64(max(map(to_int64, values)))),
    "ceil": Known("a:f", lambda value: _floored(value, math.ceil)),
    "div": Known("aa:l", lambda a, b: Int64(_divided(a, b)[0])),
    "divf": Known("aa*:f", lambda first, *rest: _exact(first, rest, _over)),
    "float64": Known("a:f", to_float),
    "floor": Known("a:f", lambda value: _floored(value, math.floor)),
    "int": Known("a:i", to_int64),
    "int64": Known("a:l", lambda value: Int64(to_int64(value))),
    "max": Known("aa*:l", lambda *values: Int64(max(map(to_int64, values)))),
    "maxf": Known("aa*:f", _largest),
    "min": Known("aa*:l", lambda *values: Int64(min(map(to_int64, values)))),
    "minf": Known("aa*:f", _smallest),
    "mod": Known("aa:l", lambda a, b: Int64(_divided(a, b)[1])),
    "mul": Known("aa*:l", lambda first, *rest: _folded(first, rest, lambda a, b: a * b)),
    "mulf": Known("aa*:f", lambda first, *rest: _exact(first, rest, _times)),
    "randInt": Known("ii:i"),
    "round": Known("aif*:f", _round),
    "seq": Known("i*:s", _seq),
    "sub": Known("aa:l", lambda a, b: Int64(wrapped(to_int64(a) - to_int64(b)))),
    "subf": Known("aa*:f", lambda first, *rest: _exact(first, rest, _minus)),
    "toDecimal": Known("a:l", _to_decimal),
    "until": Known("i:I", _until),
    "untilStep": Known("iii:I", until_step),
}
