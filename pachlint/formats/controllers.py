"""Formats of the texts that ingress controllers and clouds read. Each check returns None, or why the text is not one."""

import json as json_reader
import re
from collections.abc import Callable

from pachlint.formats import encodings
from pachlint.formats.networks import port
from pachlint.lazy_regex import lazy_regex

_SIZE = lazy_regex(r"\d+[bkmg]?\Z", re.IGNORECASE | re.ASCII)
_NGINX_TIME = lazy_regex(r"\d++(?:ms|[smhdwMy])?(?:\s*+\d++(?:ms|[smhdwMy]))*+\Z", re.ASCII)
_NAME = r"[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?"
_OBJECT = lazy_regex(rf"{_NAME}\Z")
_OBJECT_ANYWHERE = lazy_regex(rf"(?:{_NAME}/)?{_NAME}\Z")
_DNS_NAME = lazy_regex(r"\.?(?:\*\.)?[A-Za-z0-9_](?:[-A-Za-z0-9_.]*[A-Za-z0-9_])?\.?\Z")


def size(text: str) -> str | None:
    """A size as NGINX reads it: ``0``, ``8m``, ``512k``."""
    return None if _SIZE.match(text) else "must be a size such as 8m: digits followed by k, m or g"


def nginx_time(text: str) -> str | None:
    """A time as NGINX reads it: ``30s``, ``1h 30m``."""
    return None if _NGINX_TIME.match(text) else "must be a time such as 30s"


def ttl(text: str) -> str | None:
    """Seconds, or a duration as Go reads it."""
    if re.fullmatch(r"[1-9]\d{0,9}", text, re.ASCII) or (
        re.match(r"\d.*[a-z]", text) and not encodings.duration(text)
    ):
        return None
    return "must be a number of seconds such as 300, or a duration such as 5m"


def azure_id(text: str) -> str | None:
    """The id of a resource of Azure, which begins with its subscription."""
    return None if text.lower().startswith("/subscriptions/") else "must be a resource ID: /subscriptions/…"


def object_name(text: str) -> str | None:
    """The name of a Kubernetes object in the same namespace."""
    if _OBJECT.match(text):
        return None
    return "must be a name without a namespace" if "/" in text else "must be the name of an object"


def object_reference(text: str) -> str | None:
    """The name of a Kubernetes object, with its namespace before it or without."""
    return None if _OBJECT_ANYWHERE.match(text) else "must be the name of an object: name or namespace/name"


def absolute_path(text: str) -> str | None:
    """The path of a URL or a cookie."""
    return (
        None
        if text.startswith("/") and not re.search(r"\s", text)
        else "must be a path that begins with a slash"
    )


def dns_name(text: str) -> str | None:
    """A name in the DNS, a wildcard and a dot at either end allowed."""
    if _DNS_NAME.match(text):
        return None
    return "must be a name without a scheme" if "://" in text else "must be a host name"


def json_of(kind: type, words: str) -> Callable[[str], str | None]:
    """A check for JSON whose outermost value is of one kind."""

    def check(text: str) -> str | None:
        reason = encodings.json(text)
        if reason:
            return reason
        return None if isinstance(json_reader.loads(text), kind) else f"must be {words}"

    return check


def listeners(text: str) -> str | None:
    """The ports of an Application Load Balancer: ``[{"HTTP": 80}, {"HTTPS": 443}]``."""
    reason = json_of(list, 'a list such as [{"HTTPS": 443}]')(text)
    if reason:
        return reason
    found = json_reader.loads(text)
    if not found:
        return "names no port"
    if not all(isinstance(listener, dict) for listener in found):
        return 'must list pairs such as {"HTTPS": 443}'
    return next(
        (words for listener in found for pair in listener.items() if (words := _bad_listener(*pair))), None
    )


def _bad_listener(protocol: str, number: object) -> str | None:
    if protocol not in ("HTTP", "HTTPS"):
        return "may name only HTTP and HTTPS, in capital letters"
    if isinstance(number, bool) or not isinstance(number, int):
        return "must have each port as a number without quotes"
    return "must have ports from 1 to 65535" if port(number) else None


def backend_config(text: str) -> str | None:
    """Which BackendConfig GKE takes for the ports of a service: ``{"default": "name"}``, ``{"ports": {"80": "name"}}``."""
    reason = json_of(dict, 'an object such as {"default": "name"}')(text)
    if reason:
        return reason
    found = json_reader.loads(text)
    return None if {"default", "ports"} & found.keys() else 'must have the field "default" or "ports"'


def app_protocols(text: str) -> str | None:
    """The protocol of each port of a service of GKE: ``{"https": "HTTPS"}``."""
    reason = json_of(dict, 'an object such as {"https": "HTTPS"}')(text)
    if reason:
        return reason
    protocols = json_reader.loads(text).values()
    return (
        None
        if all(one in ("HTTP", "HTTPS", "HTTP2") for one in protocols)
        else "may name only HTTP, HTTPS and HTTP2"
    )
