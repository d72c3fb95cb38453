"""JSON as Go writes it."""

import json

# Go's JSON is safe to stand in HTML
_JSON = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
# nor does it hold bytes that are no text
_JSON |= dict.fromkeys(range(0xDC80, 0xDD00), "\\ufffd")


def json_text(value: object, indent: int | None = None) -> str:
    """A value as ``toJson``, or with ``indent`` ``toPrettyJson``, writes it: nothing if JSON cannot say it."""
    if _has_exponent(value):
        from pachlint.gotemplate.encodings import written  # noqa: PLC0415 -- hardly a value is as small as that

        return written(value, pretty=bool(indent))
    marks = (",", ": ") if indent else (",", ":")
    try:
        found = json.dumps(
            _whole(value),
            sort_keys=True,
            indent=indent,
            separators=marks,
            ensure_ascii=False,
            allow_nan=False,
        )
    except (TypeError, ValueError):
        return ""
    return found.translate(_JSON)


def _has_exponent(value: object) -> bool:
    """Whether there is a number in a value that Python writes with an exponent, and Go without one or with another."""
    if isinstance(value, dict):
        return any(map(_has_exponent, value.values()))
    if isinstance(value, list):
        return any(map(_has_exponent, value))
    return isinstance(value, float) and 0 < abs(value) < 1e-4


def _whole(value: object) -> object:
    """The value with whole numbers as integers, as Go writes them."""
    if isinstance(value, dict):
        return {str(key): _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return list(map(_whole, value))
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e21 else value
