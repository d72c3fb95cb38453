"""JSON, base 64 and 32, and sums, as Go makes them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
import zlib
from typing import TYPE_CHECKING, NoReturn

from pachlint.gotemplate.errors import ExecutionError, UnknownError
from pachlint.gotemplate.formatting import ordered
from pachlint.gotemplate.signatures import Known
from pachlint.gotemplate.spelling import json_number
from pachlint.gotemplate.values import NilList, NilMap, NilTexts, Opaque, Struct, doubt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HTML = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_MAX_DEPTH = 60


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _json_string(text: str, *, html: bool) -> str:
    out = []
    for character in text:
        if character in _ESCAPES:
            out.append(_ESCAPES[character])
        elif html and character in _HTML:
            out.append(_HTML[character])
        elif character < " " or character in "\u2028\u2029":
            out.append(f"\\u{ord(character):04x}")
        elif "\ud800" <= character <= "\udfff":
            out.append("\\ufffd")
        else:
            out.append(character)
    return '"' + "".join(out) + '"'


def to_json(value: object, *, html: bool = True, depth: int = 0) -> str:
    """A value as encoding/json writes it; ValueError if that fails."""
    if depth > _MAX_DEPTH:
        raise UnknownError("writes very deep JSON")
    if value is None or isinstance(value, NilMap | NilList | NilTexts):
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return json_number(value)
    if isinstance(value, str):
        return _json_string(value, html=html)
    if isinstance(value, dict):
        pairs = (
            f"{_json_string(key, html=html)}:{to_json(value[key], html=html, depth=depth + 1)}"
            for key in ordered(value)
        )
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(to_json(item, html=html, depth=depth + 1) for item in value) + "]"
    if isinstance(value, Opaque | Struct):
        raise doubt(value)
    raise ValueError


def _pretty(value: object, indent: str = "") -> str:
    inner = indent + "  "
    if isinstance(value, dict) and value:
        pairs = (
            f"{inner}{_json_string(key, html=True)}: {_pretty(value[key], inner)}" for key in ordered(value)
        )
        return "{\n" + ",\n".join(pairs) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(inner + _pretty(item, inner) for item in value) + f"\n{indent}]"
    return to_json(value, depth=len(indent) // 2)


def _or_empty(make: Callable[[object], str]) -> Callable[[object], str]:
    def run(value: object) -> str:
        try:
            return make(value)
        except ValueError:
            return ""

    return run


def written(value: object, *, pretty: bool = False) -> str:
    """What ``toJson`` or ``toPrettyJson`` gives: nothing if JSON cannot say it."""
    return _or_empty(_pretty if pretty else to_json)(value)


def _or_rejected(make: Callable[[object], str]) -> Callable[[object], str]:
    def run(value: object) -> str:
        try:
            return make(value)
        except ValueError:
            raise ExecutionError("json: unsupported value") from None

    return run


def _reject(_: str) -> NoReturn:
    raise ValueError


def _number(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise ValueError
    return found


def from_json(text: str) -> object:
    """What encoding/json reads; ValueError if it cannot."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise UnknownError("reads JSON with odd bytes")
    if len(text) > 200_000 or text.count("[") + text.count("{") > 500:
        raise UnknownError("reads very long JSON")
    if "\\u" in text and "\\ud" in text.lower():
        raise UnknownError("reads JSON with surrogates")
    body = text.strip(" \t\r\n")
    return json.loads(body, parse_float=_number, parse_int=_number, parse_constant=_reject)


def _from_json_map(text: str) -> object:
    try:
        found = from_json(text)
    except ValueError:
        return {"Error": Opaque("string", "fromJson")}
    if found is None:
        return NilMap()
    if not isinstance(found, dict):
        return {"Error": Opaque("string", "fromJson")}
    return found


def _from_json_list(text: str) -> object:
    try:
        found = from_json(text)
    except ValueError:
        return [Opaque("string", "fromJsonArray")]
    if found is None:
        return NilList()
    return found if isinstance(found, list) else [Opaque("string", "fromJsonArray")]


def _must_from_json(text: str) -> object:
    try:
        return from_json(text)
    except ValueError:
        raise ExecutionError("the string is not JSON") from None


def _b64dec(text: str) -> str:
    clean = text.replace("\r", "").replace("\n", "")
    try:
        data = base64.b64decode(_bytes(clean), validate=True)
    except (binascii.Error, ValueError):
        raise UnknownError("decodes invalid base64") from None
    if "=" in clean.rstrip("=") or len(clean) % 4:
        raise UnknownError("decodes invalid base64")
    return _text(data)


def _b32dec(text: str) -> str:
    clean = text.replace("\r", "").replace("\n", "")
    try:
        return _text(base64.b32decode(_bytes(clean)))
    except (binascii.Error, ValueError):
        raise UnknownError("decodes invalid base32") from None


def _raw(value: object) -> str:
    return to_json(value, html=False)


ENCODINGS: Mapping[str, Known] = {
    "adler32sum": Known("s:s", lambda text: str(zlib.adler32(_bytes(text)))),
    "b32dec": Known("s:s", _b32dec),
    "b32enc": Known("s:s", lambda text: base64.b32encode(_bytes(text)).decode()),
    "b64dec": Known("s:s", _b64dec),
    "b64enc": Known("s:s", lambda text: base64.b64encode(_bytes(text)).decode()),
    "fromJson": Known("s:m", _from_json_map),
    "fromJsonArray": Known("s:L", _from_json_list),
    "mustFromJson": Known("s:a", _must_from_json),
    "mustToJson": Known("a:s", _or_rejected(to_json)),
    "mustToPrettyJson": Known("a:s", _or_rejected(_pretty)),
    "mustToRawJson": Known("a:s", _or_rejected(_raw)),
    "sha1sum": Known("s:s", lambda text: hashlib.sha1(_bytes(text)).hexdigest()),  # noqa: S324 -- as Sprig has it
    "sha256sum": Known("s:s", lambda text: hashlib.sha256(_bytes(text)).hexdigest()),
    "sha512sum": Known("s:s", lambda text: hashlib.sha512(_bytes(text)).hexdigest()),
    "toJson": Known("a:s", _or_empty(to_json)),
    "toPrettyJson": Known("a:s", _or_empty(_pretty)),
    "toRawJson": Known("a:s", _or_rejected(_raw)),
}
