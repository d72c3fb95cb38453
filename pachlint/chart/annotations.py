"""The annotation keys of ingress controllers, clouds and operators: ``schemas/annotations.json``.

The catalogue is read when a key is first looked up; values without annotations do not need it.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from pachlint.bundled import read_by_line
from pachlint.place import Path
from pachlint.records import NamedTuple
from pachlint.regex import regex


class Annotation(NamedTuple):
    """What is known of one annotation key.

    ``key`` is that of the catalogue: with a part in ``<>`` where it is variable. ``kind`` is the type of the text
    (``bool enum enum-open int port json stringmap arn cidr-list …``). ``objects`` may carry it: ``ingress service pod
    serviceaccount podlabel …``. ``needs`` and ``conflicts`` are keys, or ``key=value``. ``replaced_by`` is a key,
    ``key=value`` or words. ``removed`` keys are read by no supported version; ``status`` keys are written by the
    controller. ``checked`` is false where it comes from general knowledge: no base for an error.
    """

    key: str
    kind: str
    objects: tuple[str, ...]
    provider: str
    controllers: tuple[str, ...] = ()
    ingress_class: str = ""
    values: tuple[str, ...] = ()
    old_values: tuple[str, ...] = ()
    any_case: bool = False
    pattern: str = ""
    minimum: int | None = None
    maximum: int | None = None
    longest: int | None = None
    default: str = ""
    needs: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    replaced_by: str = ""
    versions: str = ""
    removed: bool = False
    deprecated: bool = False
    status: bool = False
    checked: bool = True


@lru_cache(maxsize=1)
def _file() -> tuple[Mapping[str, object], Mapping[str, bytes]]:
    return read_by_line("schemas/annotations.json", "keys")


def catalogue() -> Mapping[str, Mapping[str, object]]:
    """What is known of every key: lines of the file as they stand."""
    return {key: _facts(key) for key in _file()[1]}


@lru_cache(maxsize=1024)
def _facts(key: str) -> Mapping[str, object]:
    return cast("Mapping[str, object]", json.loads(_file()[1][key]))


def _keys_with(field: str) -> list[str]:
    """The keys of which a field is known."""
    sign = f'"{field}": '.encode()
    return [key for key, line in _file()[1].items() if sign in line]


@lru_cache(maxsize=1)
def complete_prefixes() -> tuple[str, ...]:
    """The prefixes of which every key is known."""
    return tuple(cast("list[str]", _file()[0]["complete"]))


def find(key: str) -> Annotation | None:
    """The annotation with this key, its variable parts matched; None if the catalogue has none."""
    if key in _file()[1] and "<" not in key:
        return _annotation(key)
    if "." not in key:
        return None
    return next(
        (
            _annotation(name)
            for start, pattern, name in _variable()
            if key.startswith(start) and pattern.match(key)
        ),
        None,
    )


@lru_cache(maxsize=1)
def ingress_classes() -> frozenset[str]:
    """The ingress classes whose controllers have keys of their own in the catalogue."""
    found = {line.partition(b'"class": "')[2].partition(b'"')[0] for line in _file()[1].values()}
    return frozenset(name.decode() for name in found if name)


def object_of(path: Path) -> str | None:
    """The kind of object that gets the annotations (or labels) of a map in the values; None for other paths.

    ``ingress``, ``service``, ``serviceaccount``, ``pod`` or ``podlabel``.
    """
    if not path or path[0] in ("postgresql", "loki-stack"):
        return None
    match path[1:]:
        case (*_, "additionalAnnotations"):
            return "serviceaccount"
        case (*_, "podLabels"):
            return "podlabel"
        case ("service" | "externalService" | "masterService", "annotations"):
            return "service"
        case ("annotations",):
            return "ingress" if path[0] == "ingress" else "pod"
        case _:
            return None


@lru_cache(maxsize=1)
def _variable() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """The keys with a variable part: what stands before it, what they match, and the key in the catalogue."""
    return tuple(
        (key.partition("<")[0], regex(cast("str", _facts(key)["key_pattern"])), key)
        for key in _keys_with("key_pattern")
    )


@lru_cache(maxsize=256)
def _annotation(key: str) -> Annotation:
    facts = _facts(key)
    return Annotation(
        key=key,
        kind=cast("str", facts["type"]),
        objects=_texts(facts, "on"),
        provider=cast("str", facts["provider"]),
        controllers=_texts(facts, "controller"),
        ingress_class=cast("str", facts.get("class", "")),
        values=_texts(facts, "enum"),
        old_values=_texts(facts, "old_values"),
        any_case=bool(facts.get("any_case")),
        pattern=cast("str", facts.get("pattern", "")),
        minimum=cast("int | None", facts.get("minimum")),
        maximum=cast("int | None", facts.get("maximum")),
        longest=cast("int | None", facts.get("longest")),
        default=cast("str", facts.get("default", "")),
        needs=_texts(facts, "needs"),
        conflicts=_texts(facts, "conflicts"),
        replaced_by=cast("str", facts.get("replaced_by", "")),
        versions=cast("str", facts.get("versions", "")),
        removed=bool(facts.get("removed")),
        deprecated=bool(facts.get("deprecated")),
        status=bool(facts.get("status")),
        checked=not facts.get("unchecked"),
    )


def _texts(facts: Mapping[str, object], name: str) -> tuple[str, ...]:
    return tuple(str(value) for value in cast("list[object]", facts.get(name, ())))
