"""JSON as Go writes it."""

import json

# Go's JSON is safe to stand in HTML
_JSON = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def json_text(value: object, indent: int | None = None) -> str:
    """A value as ``toJson``, or with ``indent`` ``toPrettyJson``, writes it: nothing if JSON cannot say it."""
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


def _whole(value: object) -> object:
    """The value with whole numbers as integers, as Go writes them."""
    if isinstance(value, dict):
        return {str(key): _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return list(map(_whole, value))
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e21 else value
