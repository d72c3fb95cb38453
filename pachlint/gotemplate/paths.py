"""Sprig's functions of paths, URLs, dates and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.gotemplate.errors import ExecutionError, UnknownError
from pachlint.gotemplate.literals import parsed_int
from pachlint.gotemplate.signatures import Known
from pachlint.gotemplate.values import Int64

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECOND = 1_000_000_000


def _clean(path: str) -> str:
    """path.Clean of Go."""
    if not path:
        return "."
    rooted = path.startswith("/")
    out: list[str] = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part == ".." and out and out[-1] != "..":
            out.pop()
        elif part != ".." or not rooted:
            out.append(part)
    return ("/" if rooted else "") + "/".join(out) or "."


def _base(path: str) -> str:
    """path.Base of Go."""
    if not path:
        return "."
    return path.rstrip("/").rpartition("/")[2] or "/"


def _dir(path: str) -> str:
    """path.Dir of Go."""
    return _clean(path[: path.rfind("/") + 1])


def _ext(path: str) -> str:
    """path.Ext of Go."""
    name = path.rpartition("/")[2]
    return name[name.rindex(".") :] if "." in name else ""


def _is_abs(path: str) -> bool:
    return path.startswith("/")


def duration_text(nanoseconds: int) -> str:
    """A time.Duration of whole seconds as Go prints it."""
    sign, seconds = ("-" if nanoseconds < 0 else ""), abs(nanoseconds) // _SECOND
    if abs(nanoseconds) % _SECOND:
        raise UnknownError("prints parts of a second")
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    text = f"{hours}h{minutes}m{seconds}s" if hours else f"{minutes}m{seconds}s" if minutes else f"{seconds}s"
    return sign + text


def _duration(value: object) -> str:
    number = 0
    if isinstance(value, str):
        whole = parsed_int(value, 10)
        number = 0 if whole is None else min(max(whole, -(2**63)), 2**63 - 1)
    elif isinstance(value, Int64):
        number = int(value)
    nanoseconds = (number * _SECOND + 2**63) % 2**64 - 2**63
    return duration_text(nanoseconds)


def _rounded(value: object) -> str:
    if isinstance(value, str):
        raise UnknownError("reads a duration")
    nanoseconds = abs(int(value)) if isinstance(value, Int64) else 0
    for name, size in (
        ("y", 365 * 86400),
        ("mo", 30 * 86400),
        ("d", 86400),
        ("h", 3600),
        ("m", 60),
        ("s", 1),
    ):
        if nanoseconds > size * _SECOND:
            return f"{nanoseconds // (size * _SECOND)}{name}"
    return "0s"


def _must_to_date(form: str, text: str) -> object:
    parts = any(c.isdigit() for c in form) or any(
        word in form for word in ("Jan", "Mon", "PM", "pm", "MST", "Z07", "_2")
    )
    # nothing in the form stands for a part of a date: the text must be the form itself
    if not parts and form.strip(" ") != text.strip(" "):
        raise ExecutionError("the string is not a date in that format")
    raise UnknownError("reads a date")


PATHS: Mapping[str, Known] = {
    "base": Known("s:s", _base),
    "clean": Known("s:s", _clean),
    "dir": Known("s:s", _dir),
    "ext": Known("s:s", _ext),
    "isAbs": Known("s:b", _is_abs),
    "osBase": Known("s:s", _base),
    "osClean": Known("s:s", _clean),
    "osDir": Known("s:s", _dir),
    "osExt": Known("s:s", _ext),
    "osIsAbs": Known("s:b", _is_abs),
    "urlJoin": Known("m:s"),
    "urlParse": Known("s:m"),
}
DATES: Mapping[str, Known] = {
    "ago": Known("a:s"),
    "date": Known("sa:s"),
    "dateInZone": Known("sas:s"),
    "dateModify": Known("st:t"),
    "date_in_zone": Known("sas:s"),
    "date_modify": Known("st:t"),
    "duration": Known("a:s", _duration),
    "durationRound": Known("a:s", _rounded),
    "htmlDate": Known("a:s"),
    "htmlDateInZone": Known("as:s"),
    "mustDateModify": Known("st:t"),
    "mustToDate": Known("ss:t", _must_to_date),
    "must_date_modify": Known("st:t"),
    "now": Known(":t"),
    "toDate": Known("ss:t"),
    "unixEpoch": Known("t:s"),
}
KEYS: Mapping[str, Known] = {
    "bcrypt": Known("s:s"),
    "buildCustomCert": Known("ss:c"),
    "decryptAES": Known("ss:s"),
    "derivePassword": Known("issss:s"),
    "encryptAES": Known("ss:s"),
    "genCA": Known("si:c"),
    "genCAWithKey": Known("sis:c"),
    "genPrivateKey": Known("s:s"),
    "genSelfSignedCert": Known("sLLi:c"),
    "genSelfSignedCertWithKey": Known("sLLis:c"),
    "genSignedCert": Known("sLLic:c"),
    "genSignedCertWithKey": Known("sLLics:c"),
    "getHostByName": Known("s:s", lambda _: ""),
    "htpasswd": Known("ss:s"),
}
