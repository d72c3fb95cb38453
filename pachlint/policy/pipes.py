"""Pipes: what may be done to a value before it is tested."""

import re
from collections.abc import Callable, Mapping

from pachlint.lazy_regex import lazy_regex

PIPES = ("json", "keys", "bucket", "split", "lower", "to_int", "to_text")
"""What may change a value before the tests, in the order in which it is done."""

# wasb://container@account/... names the container before the @, all others where the host stands.
_STORAGE_URL = lazy_regex(r"(?P<scheme>[a-z0-9+.-]+)://(?:(?P<user>[^/?#@]*)@)?(?P<host>[^/?#]*)")


class PipeError(ValueError):
    """A value that a pipe cannot change; the text says why, as the end of a sentence."""


Pipes = tuple[tuple[str, object], ...]
"""Pipes by name, each with its argument, in the order of :data:`PIPES`."""


def piped(pipes: Pipes, value: object) -> object:
    """The value after all pipes.

    Raises:
        PipeError: if the value is not what one of the pipes works on.
    """
    for name, argument in pipes:
        value = _apply(name, argument, value)
    return value


def _apply(name: str, argument: object, value: object) -> object:
    if name == "split":
        if not isinstance(value, str):
            raise PipeError("is not a string")
        return [part.strip() for part in value.split(str(argument))] if value.strip() else []
    if isinstance(value, list | tuple):
        return [_PIPES[name](item) for item in value] if name != "json" else value
    return _PIPES[name](value)


def _read_json(value: object) -> object:
    if not isinstance(value, str):
        return value
    import json  # noqa: PLC0415 -- few rules need it

    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise PipeError("is not valid JSON") from None


def _keys(value: object) -> object:
    if not isinstance(value, Mapping):
        raise PipeError("is not a mapping")
    return list(value)


def _bucket(value: object) -> object:
    found = _STORAGE_URL.match(value) if isinstance(value, str) else None
    if found is None:
        raise PipeError("is not a storage URL")
    return (found["user"] or "") if found["scheme"] == "wasb" else found["host"]


def _to_int(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"\s*[-+]?\d{1,30}\s*", value, re.ASCII):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise PipeError("is not a whole number")


def _to_text(value: object) -> object:
    if isinstance(value, Mapping | list | tuple):
        raise PipeError("is not a single value")
    return scalar_text(value)


def scalar_text(value: object) -> str:
    """A scalar as a template prints it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return "null" if value is None else str(value)


_PIPES: Mapping[str, Callable[[object], object]] = {
    "json": _read_json,
    "keys": _keys,
    "bucket": _bucket,
    "lower": lambda value: value.lower() if isinstance(value, str) else value,
    "to_int": _to_int,
    "to_text": _to_text,
}
