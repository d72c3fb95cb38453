"""Formats of names and addresses in a network. Each check returns None, or why the text is not one."""

import re

from pachlint.lazy_regex import lazy_regex

_LABEL = lazy_regex(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\Z", re.ASCII)
_LABEL_LETTERS = lazy_regex(r"[A-Za-z0-9-]*\Z", re.ASCII)
_SCHEME = lazy_regex(r"[A-Za-z][A-Za-z0-9+.-]*://")
_WELL_KNOWN_SCHEMES = frozenset(
    ("http", "https", "grpc", "grpcs", "s3", "gs", "azblob", "postgres", "postgresql", "ldap", "ldaps", "tcp")
)
_PORT_AT_END = lazy_regex(r":\d+\Z", re.ASCII)
_DOTTED = lazy_regex(r"\d+\.\d+\.\d+\.\d+\Z", re.ASCII)
_DIGITS = lazy_regex(r"\d{1,10}\Z", re.ASCII)
_URL = lazy_regex(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#@\s]*@)?(?P<host>\[[^\]\s]*\]|[^/?#:\s]*)(?::(?P<port>[^/?#\s]*))?(?P<rest>[/?#]\S*)?\Z"
)
_EMAIL = lazy_regex(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?P<host>[^@]+)\Z", re.ASCII)

# Go's ParseIP, which Kubernetes uses, reads neither "010.0.0.1" nor IPv6 zones.
_IPV4 = lazy_regex(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.|\Z)){4}(?<!\.)", re.ASCII)


def ipv4(text: str) -> str | None:
    """An IPv4 address in four decimal parts."""
    if _IPV4.fullmatch(text):
        return None
    if ":" in text and ip(text) is None:
        return "is an IPv6 address"
    if _DOTTED.match(text):
        return "has a part that is not a number from 0 to 255 without leading zeros"
    return "is not four numbers separated by dots"


def ip(text: str) -> str | None:
    """An IPv4 or IPv6 address."""
    if ":" not in text:
        return ipv4(text)
    import ipaddress  # noqa: PLC0415 -- slow to import, and IPv6 is rare

    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return "is not an IPv6 address"
    return "has a zone" if "%" in text else None


def cidr(text: str) -> str | None:
    """An address range: ``10.0.0.0/8``. Bits after the prefix are allowed, as Kubernetes allows them."""
    address, slash, size = text.partition("/")
    if not slash:
        return "has no prefix length (such as /32)"
    reason = ip(address)
    if reason:
        return f"has an address that {reason}"
    longest = 128 if ":" in address else 32
    if not _DIGITS.match(size) or int(size) > longest or (len(size) > 1 and size[0] == "0"):
        return f"has a prefix length that is not a number from 0 to {longest}"
    return None


def host(text: str) -> str | None:
    """A host name or an IP address."""
    return None if ip(text) is None else hostname(text)


def hostname(text: str) -> str | None:
    """A DNS name (RFC 1123) that is no IP address: ``pach.example.com``, ``localhost``."""
    return _not_a_name(text) or _bad_label(text)


def fqdn(text: str) -> str | None:
    """A DNS name with a dot in it."""
    reason = hostname(text)
    if reason:
        return reason
    if text.lower() == "localhost":
        return "is localhost"
    return None if "." in text else "has no dot"


def scheme_words(text: str) -> str:
    """Say that a text has a scheme; only well-known ones are named, for the text may be a secret."""
    scheme = text.partition("://")[0]
    return f"has the scheme {scheme}://" if scheme in _WELL_KNOWN_SCHEMES else "has a scheme"


def _not_a_name(text: str) -> str | None:
    if _SCHEME.match(text):
        return scheme_words(text)
    if ip(text) is None:
        return "is an IP address"
    for letter, words in (("/", "has a path"), ("@", "has an @"), ("*", "has a wildcard")):
        if letter in text:
            return words
    if _PORT_AT_END.search(text):
        return "has a port"
    if text.endswith("."):
        return "ends with a dot"
    return "has more than 253 characters" if len(text) > 253 else None


def _bad_label(text: str) -> str | None:
    labels = text.split(".")
    for label in labels:
        if not label:
            return "has two dots in a row" if ".." in text else "begins with a dot"
        if len(label) > 63:
            return "has a part of more than 63 characters"
        if "_" in label:
            return "has an underscore"
        if not _LABEL_LETTERS.match(label):
            return "has a character that is not a letter, digit, hyphen or dot"
        if not _LABEL.match(label):
            return "has a part that begins or ends with a hyphen"
    if len(labels) > 1 and labels[-1].isdigit():
        return "ends in a number, as an IP address does"
    return None


def url(text: str) -> str | None:
    """An absolute URL with a host."""
    found = _URL.match(text)
    if not found:
        return _not_a_url(text)
    if not found["host"]:
        return "has no host"
    reason = _bad_url_host(found["host"])
    if reason:
        return f"has a host that {reason}"
    if found["port"] is not None and port(found["port"]):
        return "has a port that is not a number from 1 to 65535"
    return None


def _not_a_url(text: str) -> str:
    if re.search(r"\s", text):
        return "has a space"
    if "://" not in text:
        return "has no scheme (such as https://)"
    return "begins with something that is not a scheme"


def _bad_url_host(text: str) -> str | None:
    if text.startswith("["):
        return None if ":" in text and ip(text[1:-1]) is None else "is not an IPv6 address"
    return host(text)


def http_url(text: str) -> str | None:
    """An absolute URL with http or https."""
    scheme, mark, _ = text.partition("://")
    if mark and scheme.lower() not in ("http", "https"):
        return f"{scheme_words(text)}, not http or https"
    return url(text)


def port(value: str | int) -> str | None:
    """A TCP port, 1 to 65535, as a number or as text."""
    return _in_range(value, 1, 65535)


def node_port(value: str | int) -> str | None:
    """A port from Kubernetes' default range for NodePort services, 30000 to 32767."""
    return _in_range(value, 30000, 32767)


def _in_range(value: str | int, low: int, high: int) -> str | None:
    if isinstance(value, str) and not _DIGITS.match(value):
        return "is not a whole number"
    return None if low <= int(value) <= high else f"is not between {low} and {high}"


def port_list(text: str) -> str | None:
    """Ports with commas between: ``443,30650``."""
    for part in text.split(","):
        if not part.strip():
            return "has an empty item"
        reason = port(part.strip())
        if reason:
            return f"has an item that {reason}"
    return None


def email(text: str) -> str | None:
    """A mail address with a host name that has a dot."""
    found = _EMAIL.match(text)
    if not found:
        return "is not of the form name@host"
    reason = fqdn(found["host"])
    return f"has a host that {reason}" if reason else None
