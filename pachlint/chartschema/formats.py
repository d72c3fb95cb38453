"""What ``format`` of a JSON Schema demands of texts in Helm 3 (gojsonschema 1.2.0); other formats are not looked at."""

import calendar
import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address

from pachlint.chartschema.mail import is_address
from pachlint.chartschema.urls import Url, UrlError, parse_url
from pachlint.goregexp.errors import RegexpError
from pachlint.goregexp.parser import parse

_LABEL = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]{0,61}[a-zA-Z0-9])"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\Z")
_UUID = re.compile(r"[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}\Z")
_POINTER = r"(?:/(?:[^~/]|~0|~1)*)*"
_JSON_POINTER = re.compile(rf"{_POINTER}\Z")
_RELATIVE_POINTER = re.compile(rf"(?:0|[1-9][0-9]*)(?:#|{_POINTER})\Z")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_TIME = re.compile(
    r"([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:[.,][0-9]+)?(Z|[+-]([0-9]{2}):([0-9]{2}))?\Z"
)  # fmt: skip
_BRACE = re.compile("%7[bd]", re.IGNORECASE)
_MOST_HOST_BYTES = 255


def fits(text: str, name: str) -> bool:
    """Whether a text is of a format; of an unknown format every text is.

    Raises:
        RegexpLimitError: of ``regex``, if it is too long to be told.
    """
    check = _CHECKS.get(name)
    return check is None or check(text)


def is_checked(name: str) -> bool:
    """Whether the format is looked at; a number is of none of these."""
    return name in _CHECKS


def is_ip(text: str) -> bool:
    """Whether Go takes it for an IP address: without a zone."""
    try:
        return bool(ip_address(text)) and "%" not in text
    except ValueError:
        return False


def _is_host(text: str) -> bool:
    return bool(_HOST.match(text)) and len(text.encode()) <= _MOST_HOST_BYTES


def _is_date(text: str) -> bool:
    found = _DATE.match(text)
    if found is None:
        return False
    year, month, day = map(int, found.groups())
    return 1 <= month <= 12 and 1 <= day <= _days(year, month)


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year or 4, month)[1]  # the year 0 is a leap year to Go, and none to Python


def _is_time(text: str) -> bool:
    found = _TIME.match(text)
    if found is None:
        return False
    hour, minute, second = (int(found[number]) for number in (1, 2, 3))
    zone = not found[5] or (int(found[5]) <= 24 and int(found[6]) <= 60)
    return hour < 24 and minute < 60 and second < 60 and zone


def _is_date_time(text: str) -> bool:
    date, separator, time = text.partition("T")
    if not separator:
        return _is_date(text) or _is_time(text)
    found = _TIME.match(time)
    return _is_date(date) and found is not None and bool(found[4]) and _is_time(time)


def _url(text: str) -> Url | None:
    try:
        return None if "\\" in text else parse_url(text)
    except UrlError:
        return None


def _is_uri(text: str) -> bool:
    found = _url(text)
    return found is not None and bool(found.scheme)


def _is_uri_template(text: str) -> bool:
    found = _url(text)
    if found is None:
        return False
    rest = _BRACE.sub(lambda brace: "{" if brace[0].lower() == "%7b" else "}", found.path)
    while "{" in rest:
        rest = rest.partition("{")[2]
        if "}" not in rest:
            return False
        rest = rest.partition("}")[2]
    return True


def _is_regexp(text: str) -> bool:
    try:
        parse(text)
    except RegexpError:
        return False
    return True


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "date": _is_date,
    "time": _is_time,
    "date-time": _is_date_time,
    "hostname": _is_host,
    "email": lambda text: is_address(text, is_ip),
    "idn-email": lambda text: is_address(text, is_ip),
    "ipv4": lambda text: "." in text and is_ip(text),
    "ipv6": lambda text: ":" in text and is_ip(text),
    "uri": _is_uri,
    "iri": _is_uri,
    "uri-reference": lambda text: _url(text) is not None,
    "iri-reference": lambda text: _url(text) is not None,
    "uri-template": _is_uri_template,
    "uuid": lambda text: bool(_UUID.match(text)),
    "regex": _is_regexp,
    "json-pointer": lambda text: bool(_JSON_POINTER.match(text)),
    "relative-json-pointer": lambda text: bool(_RELATIVE_POINTER.match(text)),
}
