"""Redirects of an ALB against its listeners."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pachlint.chart.placeholders import is_placeholder
from pachlint.finding import Severity
from pachlint.formats.controllers import listeners
from pachlint.place import Path
from pachlint.policy.context import CheckContext, Violation

_NOTES: Path = ("ingress", "annotations")
_LISTENERS = "alb.ingress.kubernetes.io/listen-ports"
_REDIRECT = "alb.ingress.kubernetes.io/ssl-redirect"
_GIVE_HTTPS = ("certificate-arn", "create-acm-cert", "group.name")


def redirects(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Redirects of an ALB to a port where it has no HTTPS listener. Facts: ``there``, `` there`` if it has another."""
    path = (*_NOTES, _REDIRECT)
    text, written = context.values.get(path, None), context.values.get((*_NOTES, _LISTENERS), None)
    if written is None and text is not None and _has_no_https(context):
        yield Violation(path, severity=Severity.WARNING)
    if not isinstance(written, str) or not _is_on(context) or listeners(written):
        return
    https = {str(port) for one in json.loads(written) for name, port in one.items() if name == "HTTPS"}
    if text is not None and str(text) not in https and not is_placeholder(str(text)):
        yield Violation(path, {"there": " there"} if https else {})


def _has_no_https(context: CheckContext) -> bool:
    """Whether an ALB without listed ports has HTTP alone, unless the parameters of its class name a certificate."""
    notes = context.values.get(_NOTES, None)
    return (
        isinstance(notes, Mapping)
        and _is_on(context)
        and notes.get("kubernetes.io/ingress.class") == "alb"
        and not any(notes.get(f"alb.ingress.kubernetes.io/{name}") for name in _GIVE_HTTPS)
    )


def _is_on(context: CheckContext) -> bool:
    return context.values.get(("ingress", "enabled")) is True
