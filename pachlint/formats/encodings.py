"""Formats of texts that hold something encoded. Each check returns None, or why the text is not one.

No reason repeats a piece of the text: it may be a secret.
"""

import binascii
import json as json_reader
import re

from pachlint.lazy_regex import lazy_regex

_DURATION = lazy_regex(r"[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+\Z", re.ASCII)
_IDS = lazy_regex(r"[A-Za-z0-9_./:-]+\Z", re.ASCII)


def json(text: str) -> str | None:
    """JSON (RFC 8259)."""
    try:
        json_reader.loads(text, parse_constant=_reject)
    except json_reader.JSONDecodeError as error:
        return f"is not valid JSON ({_explain(error)})"
    except (ValueError, RecursionError):
        return "is not valid JSON"
    return None


def _reject(constant: str) -> object:
    raise ValueError(constant)


def _explain(error: json_reader.JSONDecodeError) -> str:
    """Where the JSON breaks; the library's own words quote nothing of the text."""
    return f"{error.msg[:1].lower()}{error.msg[1:]} at line {error.lineno} column {error.colno}"


def base64(text: str) -> str | None:
    """Standard base64 with padding, on one line or several."""
    bare = "".join(line.strip() for line in text.strip().splitlines())
    if not bare:
        return "is empty"
    try:
        binascii.a2b_base64(bare.encode("ascii"), strict_mode=True)
    except (binascii.Error, UnicodeEncodeError):
        if " " in bare:
            return "has a space"
        if "-" in bare or "_" in bare:
            return "is not standard base64 (- and _ belong to the URL alphabet)"
        return "is not base64"
    return None


def duration(text: str) -> str | None:
    """A duration as Go reads it: ``90s``, ``1h30m``."""
    if text in ("0", "+0", "-0") or _DURATION.match(text):
        return None
    if re.fullmatch(r"[\d.]+", text, re.ASCII):
        return "has no unit (s, m or h)"
    if re.search(r"\d\s*(?:d|days?|w|weeks?)\Z", text):
        return "has a unit that Go does not know; hours (h) are the largest"
    return "is not numbers with the units h, m, s, ms, us or ns"


def integer_text(text: str) -> str | None:
    """A whole number in decimal digits."""
    return None if re.fullmatch(r"[-+]?\d+", text, re.ASCII) else "is not a whole number"


def boolean_text(text: str) -> str | None:
    """``true`` or ``false``, in lower case."""
    if text in ("true", "false"):
        return None
    return "is not in lower case" if text.lower() in ("true", "false") else "is neither true nor false"


def id_list(text: str) -> str | None:
    """Identifiers with commas between; spaces around them are allowed."""
    for part in text.split(","):
        if not part.strip():
            return "has an empty item"
        if not _IDS.match(part.strip()):
            return "has an item that is not an identifier"
    return None
