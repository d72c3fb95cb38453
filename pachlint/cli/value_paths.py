"""Paths of values as arguments."""

from typing import NoReturn

from pachlint.catalog.values import lookup, meant_instead
from pachlint.chart import annotations
from pachlint.chart.annotations import object_of
from pachlint.cli.program import Failure
from pachlint.place import PathError
from pachlint.policy.paths import Pattern, pattern, read_pattern

_ROOT = (".Values.", "Values.")


def pattern_or_fail(text: str) -> Pattern:
    """The pattern of an argument, which may be as templates write it: ``.Values.proxy.host``; no path ends the command."""
    found = pattern_of(text)
    if isinstance(found, PathError):
        raise Failure(str(found)) from found
    return found


def pattern_of(text: str) -> Pattern | PathError:
    """The same, or what is wrong; the key of an annotation needs no quotes: ``ingress.annotations.kubernetes.io/x``."""
    try:
        found = read_pattern(bare(text))
    except PathError as error:
        return error
    for length in range(1, len(found.steps) - 1):
        path = tuple(str(step) for step in found.steps[:length])
        key = ".".join(str(step) for step in found.steps[length:])
        if object_of(path) and annotations.find(key):
            return pattern(steps=(*path, key))
    return found


def bare(text: str) -> str:
    """A path without what templates write before it."""
    return next((text.removeprefix(root) for root in _ROOT if text.startswith(root)), text)


def no_such_value(pattern: Pattern, text: str) -> None:
    """End the command if no chart version has such a value."""
    if not lookup(pattern):
        reject_value(pattern, text)


def reject_value(pattern: Pattern, text: str) -> NoReturn:
    """End the command: there is no such value."""
    meant = meant_instead(pattern)
    raise Failure(f"no chart version has a value {text}" + (f"; did you mean '{meant}'?" if meant else ""))
