"""Whether the text of an annotation is what its controller can read."""

import re
from collections.abc import Callable, Mapping

from pachlint.chart.annotations import Annotation
from pachlint.chart.placeholders import is_example_arn, is_example_id, is_placeholder
from pachlint.formats import clouds, controllers, encodings, networks
from pachlint.lazy_regex import lazy_regex
from pachlint.nearness import equally_near
from pachlint.records import NamedTuple

_INTEGER = lazy_regex(r"-?\d{1,18}\Z", re.ASCII)
_UUID = lazy_regex(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
_ARN = lazy_regex(r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:\S+\Z")
_PORT_NAME = lazy_regex(r"(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?\Z")
_MAP_ITEM = lazy_regex(r"[^\s=,][^=,]*=[^,]*\Z")
_NUMBERED = lazy_regex(r"(?:[-_]|(?<![\d_-]))\d+\Z")
_ALLOCATION = lazy_regex(r"eipalloc-[0-9a-f]{8}([0-9a-f]{9})?\Z")
_GCE_NAME = lazy_regex(r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?\Z")

# What Go's strconv.ParseBool takes; controllers read their booleans with it.
_BOOLEANS = frozenset(("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"))
_TRUTHS = {"yes": "true", "on": "true", "enabled": "true", "y": "true"}
_LIES = {"no": "false", "off": "false", "disabled": "false", "n": "false"}


class Mistake(NamedTuple):
    """Why a text will not do (``must be true or false``), and the text that was probably meant, if any."""

    reason: str
    nearest: str = ""


def fulfils(there: object, value: str) -> bool:
    """Whether an annotation is there and says a value, or only stands for one; if there is no value, any text will do."""
    text = str(there)
    return there is not None and (not value or text.lower() == value.lower() or is_placeholder(text))


def mistake(annotation: Annotation, text: str) -> Mistake | None:
    """What is wrong with the text of an annotation; None if nothing is, or it only stands for a value."""
    if is_placeholder(text) or is_example_arn(text) or is_example_id(text):
        return None
    if annotation.kind in ("enum", "enum-open"):
        return _of_enum(annotation, text)
    if annotation.kind == "bool":
        meant = (_TRUTHS | _LIES).get(text.strip().lower(), "")
        return (
            None
            if text in _BOOLEANS or text in annotation.old_values
            else Mistake('must be "true" or "false"', meant)
        )
    check = _CHECKS.get(annotation.kind)
    reason = check(text) if check is not None else None
    return Mistake(reason) if reason else _of_limits(annotation, text)


def _of_enum(annotation: Annotation, text: str) -> Mistake | None:
    known = (*annotation.values, *annotation.old_values)
    if text in known or (annotation.any_case and text.lower() in {value.lower() for value in known}):
        return None
    near = equally_near(text, annotation.values)
    meant = near[0] if len(near) == 1 else ""
    if annotation.kind == "enum":
        return Mistake(f"must be {_choice(annotation.values)}", meant)
    numbered = _NUMBERED.sub("", text) in annotation.values
    return Mistake("is not one of the usual values", meant) if near and not numbered else None


def _choice(values: tuple[str, ...]) -> str:
    return f"{', '.join(values[:-1])} or {values[-1]}" if len(values) > 1 else "".join(values)


def _of_limits(annotation: Annotation, text: str) -> Mistake | None:
    if annotation.kind in ("int", "port") and _INTEGER.match(text):
        low, high = annotation.minimum, annotation.maximum
        if (low is not None and int(text) < low) or (high is not None and int(text) > high):
            return Mistake(_limits(low, high))
    if annotation.longest is not None and len(text) > annotation.longest:
        return Mistake(f"must not be longer than {annotation.longest} characters")
    if annotation.pattern and not re.search(annotation.pattern, text):
        return Mistake("does not have the form that the controller expects")
    return None


def _limits(low: int | None, high: int | None) -> str:
    if high is None:
        return f"must be {low} or more"
    return f"must be {high} or less" if low is None else f"must be between {low} and {high}"


def _matching(pattern: re.Pattern[str], reason: str) -> Callable[[str], str | None]:
    return lambda text: None if pattern.match(text) else reason


def _each(check: Callable[[str], str | None], what: str) -> Callable[[str], str | None]:
    """A check of every item of a list with commas between; spaces around items are allowed."""

    def of_list(text: str) -> str | None:
        items = [item.strip() for item in text.split(",")]
        if not all(items):
            return "has an extra comma" if text.strip() else "is empty"
        return next((f"must be {what}; {item!r} is not one" for item in items if check(item)), None)

    return of_list


def _id(prefix: str) -> Callable[[str], str | None]:
    """An id of AWS, where a name is allowed too: only what looks like an id must be one."""
    pattern = lazy_regex(rf"{prefix}-[0-9a-f]{{8}}([0-9a-f]{{9}})?\Z")
    like = lazy_regex(rf"{prefix}[-_]", re.IGNORECASE)

    def check(text: str) -> str | None:
        return "is not an ID" if like.match(text) and not pattern.match(text) else None

    return check


def _host_names(text: str) -> str | None:
    """Names with commas between; ingress-nginx takes expressions after a tilde too."""
    return None if "~" in text else _HOST_NAMES(text)


def _port(text: str) -> str | None:
    return None if text == "*" or _PORT_NAME.match(text) or not networks.port(text) else "is not a port"


_HOST_NAMES = _each(controllers.dns_name, "host names separated by commas")
_INT = _matching(_INTEGER, "must be a whole number, in quotes")

_CHECKS: Mapping[str, Callable[[str], str | None]] = {
    "int": _INT,
    "int-list": _each(_INT, "whole numbers"),
    "port-or-traffic-port": lambda text: (
        None if text == "traffic-port" or _PORT_NAME.match(text) else _INT(text)
    ),
    "port": lambda text: None if not networks.port(text) else "must be a port from 1 to 65535",
    "port-list": _each(_port, "ports: names or numbers separated by commas"),
    "json": encodings.json,
    "json-object": controllers.json_of(dict, "an object: {…}"),
    "json-list": controllers.json_of(list, "a list: […]"),
    "alb-listeners": controllers.listeners,
    "gsa-email": clouds.service_account_email,
    "gke-backend-config": controllers.backend_config,
    "gke-protocols": controllers.app_protocols,
    "stringmap": _each(_matching(_MAP_ITEM, "is not a pair"), "pairs: name=value separated by commas"),
    "cidr-list": _each(networks.cidr, "address ranges (CIDR) separated by commas"),
    "ip": lambda text: None if not networks.ip(text) else "must be an IP address",
    "ip-list": _each(networks.ip, "IP addresses separated by commas"),
    "arn": _matching(_ARN, "must be an ARN: arn:aws:service:region:account:resource"),
    "arn-list": _each(_matching(_ARN, "is not an ARN"), "ARNs separated by commas"),
    "uuid": _matching(_UUID, "must be a UUID"),
    "gce-name": _matching(_GCE_NAME, "must be the name of a Google Cloud resource"),
    "subnet-list": _each(_id("subnet"), "IDs of subnets separated by commas"),
    "sg-list": _each(_id("sg"), "IDs of security groups separated by commas"),
    "eip-list": _each(
        _matching(_ALLOCATION, "is not an ID"), "IDs of Elastic IP allocations separated by commas"
    ),
    "pl-list": _each(_id("pl"), "IDs of prefix lists separated by commas"),
    "go-duration": lambda text: None if not encodings.duration(text) else "must be a duration such as 24h",
    "hostname": controllers.dns_name,
    "hostname-list": _host_names,
    "url": networks.http_url,
    "path": controllers.absolute_path,
    "size": controllers.size,
    "nginx-time": controllers.nginx_time,
    "ttl": controllers.ttl,
    "azure-id": controllers.azure_id,
    "name": controllers.object_name,
    "secret-ref": controllers.object_reference,
    "configmap-ref": controllers.object_reference,
}
