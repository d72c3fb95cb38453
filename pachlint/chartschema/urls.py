"""URLs as net/url of Go 1.23 parses them: what it takes, and the parts that count here."""

import re

from pachlint.records import NamedTuple

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_USER = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*\Z")
_HOST = re.compile(r"[A-Za-z0-9\-_.~!$&'()*+,;=:\[\]<>\"%\x80-\U0010ffff]*\Z")
_PORT = re.compile(r"(?::[0-9]*)?\Z")
# In a host only characters that are not ASCII may be escaped, and % before a zone.
_HOST_ESCAPE = re.compile(r"%(?!25|[89A-Fa-f])")


class UrlError(ValueError):
    """A text that Go takes for no URL."""


class Url(NamedTuple):
    """The parts of a URL; ``path`` still has its escapes."""

    scheme: str
    host: str
    path: str


def parse_url(text: str) -> Url:
    """Take a URL apart.

    Raises:
        UrlError: if Go does not take it.
    """
    rest, _, fragment = text.partition("#")
    if _CONTROL.search(rest) or _BAD_ESCAPE.search(fragment):
        raise UrlError
    if rest.startswith(":"):
        raise UrlError
    found = _SCHEME.match(rest)
    scheme = found[1].lower() if found else ""
    rest = (rest[found.end() :] if found else rest).partition("?")[0]
    if not rest.startswith("/"):
        if scheme:
            return Url(scheme, "", "")
        if ":" in rest.partition("/")[0]:
            raise UrlError
    host = ""
    if rest.startswith("//") and (scheme or not rest.startswith("///")):
        authority, slash, path = rest[2:].partition("/")
        host, rest = _host(authority), slash + path
    if _BAD_ESCAPE.search(rest):
        raise UrlError
    return Url(scheme, host, rest)


def _host(authority: str) -> str:
    user, _, host = authority.rpartition("@")
    if not _USER.match(user) or _BAD_ESCAPE.search(user):
        raise UrlError
    if host.startswith("["):
        inner, bracket, port = host.rpartition("]")
        zone = inner.partition("%25")[0]
        if not bracket or not _PORT.match(port) or _HOST_ESCAPE.search(zone):
            raise UrlError
    elif ":" in host and not _PORT.match(host[host.rindex(":") :]):
        raise UrlError
    if not _HOST.match(host) or _BAD_ESCAPE.search(host) or _HOST_ESCAPE.search(host):
        raise UrlError
    return host
