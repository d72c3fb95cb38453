"""Values of which a glance tells that Kubernetes accepts them in a field: most are, and judging takes more time.

A screen stands in ``schemas/flows.json`` for what a field takes: ``text``, ``name``, ``host``, ``port-name``, ``reference`` (an image, a path), ``quantity``, ``labels``,
``annotations``, ``resources``, a list of texts, or least and most of a number. It passes nothing that is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pachlint.formats.kubernetes import quantity_in_nanos
from pachlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NAME = lazy_regex(r"[a-z](?:[a-z0-9]|-(?=[a-z0-9])){0,62}")
_HOST = lazy_regex(r"[a-z](?:[a-z0-9]|[.-](?=[a-z0-9])){0,62}")
_PORT_NAME = lazy_regex(r"[a-z](?:[a-z0-9]|-(?=[a-z0-9])){0,14}")
_REFERENCE = lazy_regex(r"/?\w(?:[\w/:@-]|\.(?=\w))*", re.ASCII)
_KEY = lazy_regex(r"(?:[a-z0-9]+(?:[.-][a-z0-9]+){0,9}/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?")
_LABEL = lazy_regex(r"(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?")
_QUANTITY = lazy_regex(r"\d{1,9}(?:\.\d{1,3})?(?:m|[KMGT]i|[kMGT])?")
_RESOURCES = frozenset(("limits", "requests"))
_AMOUNTS = frozenset(("cpu", "memory", "ephemeral-storage"))


def is_plain(screen: Any, value: object) -> bool:
    """Tell whether a value is surely accepted in a field with that screen."""
    if isinstance(screen, str):
        return _BY_NAME[screen](value)
    if isinstance(screen[0], str):
        return value in screen if isinstance(value, str) else False
    least, most = screen
    return type(value) is int and least <= value <= most


def _text(value: object) -> bool:
    return isinstance(value, str)


def _name(value: object) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _host(value: object) -> bool:
    return isinstance(value, str) and _HOST.fullmatch(value) is not None


def _port_name(value: object) -> bool:
    return isinstance(value, str) and _PORT_NAME.fullmatch(value) is not None


def _reference(value: object) -> bool:
    return isinstance(value, str) and _REFERENCE.fullmatch(value) is not None


def _quantity(value: object) -> bool:
    return (type(value) is int and 0 <= value < 10**15) or (
        isinstance(value, str) and _QUANTITY.fullmatch(value) is not None
    )


def _annotations(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(text, str) and len(text) < 4096 and _KEY.fullmatch(str(key)) is not None
        for key, text in value.items()
    )


def _labels(value: object) -> bool:
    return (
        isinstance(value, dict)
        and _annotations(value)
        and all(_LABEL.fullmatch(text) is not None for text in value.values())
    )


def _resources(value: object) -> bool:
    if not isinstance(value, dict) or not value.keys() <= _RESOURCES:
        return False
    blocks: list[Any] = [{} if value.get(name) is None else value[name] for name in ("limits", "requests")]
    if not all(isinstance(block, dict) and block.keys() <= _AMOUNTS for block in blocks):
        return False
    limits, requests = blocks
    return all(_quantity(amount) for block in blocks for amount in block.values()) and all(
        (quantity_in_nanos(requests[name]) or 0) <= (quantity_in_nanos(limits[name]) or 0)
        for name in requests.keys() & limits.keys()
    )


_BY_NAME: Mapping[str, Callable[[object], bool]] = {
    "text": _text,
    "name": _name,
    "host": _host,
    "port-name": _port_name,
    "reference": _reference,
    "quantity": _quantity,
    "labels": _labels,
    "annotations": _annotations,
    "resources": _resources,
}
