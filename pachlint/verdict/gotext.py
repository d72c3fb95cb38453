"""Texts as Go spells them: ``%q``, JSON, and without the white space around them."""

import json

_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_SHORT = {
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    "\\": "\\\\",
    '"': '\\"',
}
# Go's JSON is safe to stand in HTML
_JSON = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def trimmed(text: str) -> str:
    """What ``strings.TrimSpace`` leaves."""
    return text.strip(_SPACE)


def quoted(text: str) -> str:
    """``text`` in double quotes as ``%q`` writes it: what cannot be printed is escaped."""
    if text.isprintable() and text.isascii() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    short = _SHORT.get(letter)
    if short or letter.isprintable():
        return short or letter
    code = ord(letter)
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


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
