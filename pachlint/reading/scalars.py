"""What Helm 3 makes of a YAML scalar: neither YAML 1.1 nor 1.2 but go-yaml 2, then Go's JSON.

Checked against Helm 3.17.3 (sigs.k8s.io/yaml 1.4.0). A file's values pass through JSON on their way to the
templates, so every number a template sees is a float64, and what JSON cannot say is rejected.
"""

import binascii
import math
import re
import struct
from datetime import datetime

from pachlint.lazy_regex import lazy_regex

TAG_PREFIX = "tag:yaml.org,2002:"
CHARACTERS_NOT_IN_YAML = r"[\x7f-\x84\x86-\x9f\ufffe\uffff]"
NOT_IN_YAML = lazy_regex(CHARACTERS_NOT_IN_YAML)
"""What may not stand in YAML, and stands in JSON as it is."""

_WORDS: dict[str, object] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
}
_RESOLVED_TAGS = frozenset(TAG_PREFIX + name for name in ("bool", "int", "float", "null", "timestamp"))
# go-yaml hands what follows 0b to a parser that takes a sign, so 0b-1 is a number and -0b-1 is none.
_INTEGER = lazy_regex(
    r"(?P<sign>[-+]?)(?:0[xX](?P<hex>[0-9a-fA-F]+)|0[bB](?P<bin>[01]+)|0[oO]?(?P<oct>[0-7]+)|(?P<dec>0|[1-9][0-9]*)"
    r"|(?<![-+])0b(?P<signed>[-+][01]+))\Z"
)
_FLOAT = lazy_regex(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
# Here, unlike in other numbers, an underscore must stand between two digits.
_POINT_FLOAT = lazy_regex(r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?\Z")
_BASE64 = lazy_regex(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")
_TIMESTAMP = lazy_regex(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"(?:(?P<join>[Tt]| +)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{1,2}):(?P<second>[0-9]{1,2})(?:[.,][0-9]+)?"
    r"(?P<zone>Z|[-+](?P<zone_hour>[0-9]{2}):(?P<zone_minute>[0-9]{2}))?)?\Z"
)
_INT64_MIN, _INT64_MAX, _UINT64_MAX = -(2**63), 2**63 - 1, 2**64 - 1
_SURELY_INT64 = 19
# What a number that is not hexadecimal may end with.
_LAST_SIGNS = "0123456789._"
# From this size on Go prints a float with an exponent.
_WHOLE_LIMIT = 1e21


class ScalarError(ValueError):
    """A scalar that Helm rejects; the text of the error names no value."""


def resolve(text: str, tag: str | None, *, plain: bool) -> object:
    """The value of a scalar as go-yaml decodes it: ``str``, ``bool``, ``int``, ``float`` or ``None``.

    Args:
        text: the scalar after unquoting.
        tag: its full tag, ``!`` for the non-specific one, or None.
        plain: whether it was written without quotes and without a block indicator.

    Raises:
        ScalarError: if the tag and the text do not go together.
    """
    if tag is None:
        return _resolve_plain(text) if plain else text
    if tag == TAG_PREFIX + "binary":
        return _decode_binary(text)
    if tag not in _RESOLVED_TAGS:
        return text
    return _resolve_tagged(text, tag.removeprefix(TAG_PREFIX))


def _resolve_plain(text: str) -> object:
    """Resolve an untagged plain scalar; only the first character decides what is tried."""
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if first in "0123456789+-":
        number = _number(text)
        return text if number is None else number
    if first == "." and _POINT_FLOAT.match(text):
        value = float(text)
        return text if math.isinf(value) else value
    return text


def _number(text: str) -> int | float | None:
    """An int64, a uint64 or a float64, in this order; underscores count for nothing; None if it is no number."""
    if text.isascii() and text.isdigit() and len(text) < _SURELY_INT64 and (text[0] != "0" or len(text) == 1):
        return int(text)
    if text[-1] not in _LAST_SIGNS and "x" not in text and "X" not in text:
        return None
    plain = text.replace("_", "")
    found = _INTEGER.match(plain)
    if found:
        value = _integer(found)
        signed = found["sign"] or found["signed"]
        if _INT64_MIN <= value <= _INT64_MAX or (not signed and 0 < value <= _UINT64_MAX):
            return value
    if not _FLOAT.match(plain):
        return None
    approximate = float(plain)
    return None if math.isinf(approximate) else approximate


def _integer(found: re.Match[str]) -> int:
    digits, base = next(
        (found[name], base)
        for name, base in (("hex", 16), ("bin", 2), ("signed", 2), ("oct", 8), ("dec", 10))
        if found[name]
    )
    # Python refuses to read some thousand decimal digits; so many are beyond any int64 anyway.
    value = int(digits, base) if len(digits) < 100 else _UINT64_MAX + 1
    return -value if found["sign"] == "-" else value


def _resolve_tagged(text: str, name: str) -> object:
    """A scalar with one of the tags ``bool int float null timestamp``."""
    if name == "timestamp":
        if _is_timestamp(text):
            return text
        raise ScalarError("the text after !!timestamp is not a date or time")
    value = _resolve_plain(text)
    kind = _kind(value)
    if name == "float" and kind == "int" and isinstance(value, int) and value <= _INT64_MAX:
        return float(value)
    if kind != name:
        raise ScalarError(f"the text after !!{name} is not of that type")
    return value


def _kind(value: object) -> str:
    if value is None:
        return "null"
    return {bool: "bool", int: "int", float: "float", str: "str"}[type(value)]


def _is_timestamp(text: str) -> bool:
    found = _TIMESTAMP.match(text)
    if not found or (found["join"] and found["join"].isalpha() != bool(found["zone"])):
        return False
    if found["zone_hour"] and not (int(found["zone_hour"]) <= 24 and int(found["zone_minute"]) <= 60):
        return False
    parts = [int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
    if parts[0] == 0:
        parts[0] = 4
    try:
        datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 (only the ranges matter)
    except ValueError:
        return False
    return True


def _decode_binary(text: str) -> str:
    packed = text.replace("\n", "").replace("\r", "")
    if not _BASE64.match(packed):
        raise ScalarError("the text after !!binary is not base64")
    return go_text(binascii.a2b_base64(packed))


def go_text(data: bytes) -> str:
    """Bytes as Go's JSON prints them: one U+FFFD for every byte that is not UTF-8."""
    return re.sub("[\udc80-\udcff]", "\ufffd", data.decode("utf-8", "surrogateescape"))


def as_json(value: object) -> object:
    """The number that JSON makes of a decoded one: a float64, as ``int`` where Go prints it without a point.

    ``9223372036854775807`` becomes ``9223372036854776000``: the digits that ``toJson`` prints. Other values,
    infinities and NaN come back as they are.
    """
    if type(value) is int:
        return value if -(2**53) <= value <= 2**53 else _whole(float(value))
    if type(value) is float:
        return _whole(value)
    return value


def _whole(value: float) -> int | float:
    if not abs(value) < _WHOLE_LIMIT or not value.is_integer():
        return value
    exact = int(value)
    if -(2**53) <= exact <= 2**53:
        return exact
    mantissa, _, exponent = repr(value).partition("e")
    head, _, tail = mantissa.partition(".")
    digits = head + tail.rstrip("0")
    return int(digits + "0" * (len(head) + int(exponent or 0) - len(digits)))


def key_text(value: object) -> str | None:
    """The string that Helm makes of a decoded key; None if it rejects such a key (null, uint64)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value <= _INT64_MAX else None
    if isinstance(value, float):
        return _float32_text(value)
    return None


def _float32_text(value: float) -> str:
    """A float key is printed with the shortest digits that name the same float32."""
    try:
        single: float = struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        single = math.copysign(math.inf, value)
    if math.isnan(single):
        return ".nan"
    if math.isinf(single):
        return ".inf" if single > 0 else "-.inf"
    digits = next(text for text in (f"{single:.{count}e}" for count in range(9)) if _names(text, single))
    mantissa, _, exponent = digits.partition("e")
    power = int(exponent)
    if not -4 <= power < 6:
        return f"{mantissa}e{'-' if power < 0 else '+'}{abs(power):02d}"
    return f"{float(digits):.{max(len(mantissa.lstrip('-').replace('.', '')) - 1 - power, 0)}f}"


def _names(text: str, single: float) -> bool:
    """Whether a decimal text names this float32."""
    try:
        return bool(struct.unpack("<f", struct.pack("<f", float(text)))[0] == single)
    except OverflowError:
        return False
