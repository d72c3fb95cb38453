"""Formats of texts in Kubernetes objects: each returns None, or what is wrong, to follow the field's name.

https://github.com/kubernetes/kubernetes/blob/v1.20.0/staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Any

from pachlint.formats.kubernetes import annotation_key, dns_label, dns_subdomain, label_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SERVICE_NAME = re.compile(r"[a-z](?:[a-z0-9-]*[a-z0-9])?\Z", re.ASCII)
_ENVIRONMENT = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*\Z", re.ASCII)
_CONFIG_KEY = re.compile(r"[-._a-zA-Z0-9]+\Z", re.ASCII)
_HEADER = re.compile(r"[-A-Za-z0-9]+\Z", re.ASCII)
_SYSCTL = re.compile(r"(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?\Z", re.ASCII)
_PERCENT = re.compile(r"[0-9]+%\Z", re.ASCII)


def label(text: str) -> str | None:
    """The value of a label; it may be empty."""
    if len(text) > 63:
        return "has more than 63 characters"
    return label_value(text) if text else None


def lowered_key(text: str) -> str | None:
    """The key of an annotation: validated in lower case, so that a prefix may have capital letters."""
    return annotation_key(text.lower()) if text else "is empty"


def service_name(text: str) -> str | None:
    """The name of a Service: a DNS label that begins with a letter."""
    if text[:1].isdigit():
        return "begins with a digit"
    return None if len(text) < 64 and _SERVICE_NAME.match(text) else dns_label(text)


def port_name(text: str) -> str | None:
    """The name of a container's port, at most 15 characters."""
    if len(text) > 15:
        return "has more than 15 characters"
    if not re.fullmatch(r"[a-z0-9-]+", text, re.ASCII):
        return "has a character that is not a lower-case letter, digit or hyphen"
    if not re.search(r"[a-z]", text):
        return "has no letter"
    if "--" in text or text[0] == "-" or text[-1] == "-":
        return "begins or ends with a hyphen, or has two in a row"
    return None


def port(value: str | int) -> str | None:
    """A port by number or by name."""
    if isinstance(value, str):
        return port_name(value)
    return None if 1 <= value <= 65535 else "is not between 1 and 65535"


def environment_name(text: str) -> str | None:
    """The name of an environment variable."""
    if not _ENVIRONMENT.match(text):
        return "may have letters, digits, hyphens, underscores and dots, and no digit first"
    return "may not be . or begin with .." if text == "." or text.startswith("..") else None


def config_key(text: str) -> str | None:
    """A key in the data of a ConfigMap or Secret."""
    if len(text) > 253:
        return "has more than 253 characters"
    if not _CONFIG_KEY.match(text):
        return "has a character that is not a letter, digit, hyphen, underscore or dot"
    return "may not be . or begin with .." if text == "." or text.startswith("..") else None


def path_segment(text: str) -> str | None:
    """The name of a role: anything that may stand between two slashes of a URL."""
    return (
        "may not be . or .., and have no / or %"
        if text in {".", ".."} or "/" in text or "%" in text
        else None
    )


def path_without_parents(text: str) -> str | None:
    """A path that does not go up."""
    return "may not have .. as a part" if ".." in text.split("/") else None


def relative_path(text: str) -> str | None:
    """A path below another."""
    return "must be a relative path" if text.startswith("/") else path_without_parents(text)


def absolute_path(text: str) -> str | None:
    """A path from the root."""
    return None if text.startswith("/") else "must begin with /"


def ip(text: str) -> str | None:
    """An IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return "is not an IP address"
    return None


def cidr(text: str) -> str | None:
    """A range of IP addresses."""
    address, slash, bits = text.strip().partition("/")
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "is not a range of addresses such as 10.0.0.0/8"
    if not slash:
        return f"has no length; one address is {address}/{known.max_prefixlen}"
    fits = re.fullmatch(r"\d{1,3}", bits, re.ASCII) and int(bits) <= known.max_prefixlen
    return None if fits else f"has a length that is not between 0 and {known.max_prefixlen}"


def wildcard_host(text: str) -> str | None:
    """A host name, or ``*.`` and one."""
    if text.startswith("*."):
        return dns_subdomain(text[2:])
    return dns_subdomain(text) if text else "is empty"


def ingress_host(text: str) -> str | None:
    """A host of an Ingress, which is no IP address."""
    return "must be a DNS name, not an IP address" if ip(text) is None else wildcard_host(text)


def http_header_name(text: str) -> str | None:
    """The name of an HTTP header."""
    return None if _HEADER.match(text) else "may have letters, digits and hyphens only"


def sysctl(text: str) -> str | None:
    """The name of a kernel parameter."""
    return None if len(text) <= 253 and _SYSCTL.match(text) else "is no name of a sysctl"


def amount(value: str | int) -> str | None:
    """A number of pods, or a share of them in percent."""
    if isinstance(value, str):
        return None if _PERCENT.match(value) else "must be a whole number or a percentage such as 25%"
    return None if value >= 0 else "must be at least 0"


def share(value: str | int) -> str | None:
    """The same, up to all of them."""
    if isinstance(value, str) and _PERCENT.match(value) and int(value[:-1]) > 100:
        return "must not be more than 100%"
    return amount(value)


FORMATS: Mapping[str, Callable[[Any], str | None]] = {
    "absolute-path": absolute_path,
    "amount": amount,
    "annotation-key": lowered_key,
    "cidr": cidr,
    "config-key": config_key,
    "dns-label": dns_label,
    "dns-subdomain": dns_subdomain,
    "environment-name": environment_name,
    "http-header-name": http_header_name,
    "ingress-host": ingress_host,
    "ip": ip,
    "label-value": label,
    "path-segment": path_segment,
    "path-without-parents": path_without_parents,
    "port": port,
    "port-name": port_name,
    "qualified-name": annotation_key,
    "relative-path": relative_path,
    "service-name": service_name,
    "share": share,
    "sysctl": sysctl,
    "wildcard-host": wildcard_host,
}
