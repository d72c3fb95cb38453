"""The annotation keys of ingress controllers, clouds and operators: ``schemas/annotations.json``.

The catalog is read when a key is first looked up; values without annotations do not need it.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import cast

from pachlint.bundled import read_json
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Path
from pachlint.records import NamedTuple


class Annotation(NamedTuple):
    """What is known of one annotation key.

    ``key`` is that of the catalog: with a part in ``<>`` where it is variable. ``kind`` is the type of the text
    (``bool enum enum-open int port json stringmap arn cidr-list …``). ``objects`` may carry it: ``ingress service pod
    serviceaccount podlabel …``. ``readers`` are the ids of those who read it (:func:`reader`), ``since`` their first versions
    that do, where that matters. ``needs`` and ``conflicts`` are keys, or ``key=value``. ``replaced_by`` is a key,
    ``key=value`` or words. ``removed`` keys are read by no supported version; ``status`` keys are written by the
    controller. ``checked`` is false where it comes from general knowledge: no base for an error.
    """

    key: str
    kind: str
    objects: tuple[str, ...]
    provider: str
    readers: tuple[str, ...] = ()
    since: Mapping[str, str] = MappingProxyType({})
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
    removed: bool = False
    deprecated: bool = False
    status: bool = False
    checked: bool = True


@lru_cache(maxsize=1)
def _file() -> Mapping[str, object]:
    return read_json("schemas/annotations.json")


def _keys() -> Mapping[str, Mapping[str, object]]:
    return cast("Mapping[str, Mapping[str, object]]", _file()["keys"])


def keys() -> Iterable[str]:
    """Every key of the catalog, in its order."""
    return _keys()


def facts(key: str) -> Mapping[str, object]:
    """What is known of a key of the catalog."""
    return _keys()[key]


def keys_with(field: str) -> list[str]:
    """The keys of which a field is known."""
    return [key for key, known in _keys().items() if field in known]


@lru_cache(maxsize=1)
def complete_prefixes() -> tuple[str, ...]:
    """The prefixes of which every key is known."""
    return tuple(cast("list[str]", _file()["complete"]))


def find(key: str) -> Annotation | None:
    """The annotation with this key, its variable parts matched; None if the catalog has none."""
    if key in _keys() and "<" not in key:
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


class Reader(NamedTuple):
    """Who reads annotations: a name for messages, and the ingress classes if it looks at ingresses of these alone.

    ``see`` is its documentation, by the object that carries the annotation; ``*`` is any.
    """

    name: str
    classes: tuple[str, ...] = ()
    see: Mapping[str, str] = MappingProxyType({})

    def documentation(self, on: str) -> str | None:
        """The address of what it says about annotations of an object."""
        return self.see.get(on, self.see.get("*"))


def reader(name: str) -> Reader:
    """The reader with this id; an id that the catalog does not have is an error of the program."""
    known = _readers()[name]
    see = known.get("see", {})
    return Reader(
        cast("str", known["name"]),
        _texts(known, "classes"),
        cast("Mapping[str, str]", {"*": see} if isinstance(see, str) else see),
    )


def documentation(known: Annotation, on: str) -> str | None:
    """The address of what the reader of a key says about annotations of an object; None if it is everybody's."""
    alone = known.readers and known.provider != "kubernetes"
    return reader(known.readers[0]).documentation(on) if alone else None


@lru_cache(maxsize=1)
def ingress_classes() -> frozenset[str]:
    """The ingress classes whose controllers the catalog knows."""
    return frozenset(name for known in _readers().values() for name in _texts(known, "classes"))


def _readers() -> Mapping[str, Mapping[str, object]]:
    return cast("Mapping[str, Mapping[str, object]]", _file()["readers"])


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
    """The keys with a variable part: what stands before it, what they match, and the key in the catalog."""
    return tuple(
        (key.partition("<")[0], lazy_regex(cast("str", facts(key)["key_pattern"])), key)
        for key in keys_with("key_pattern")
    )


@lru_cache(maxsize=256)
def _annotation(key: str) -> Annotation:
    known = facts(key)
    return Annotation(
        key=key,
        kind=cast("str", known["type"]),
        objects=_texts(known, "on"),
        provider=cast("str", known["provider"]),
        readers=_texts(known, "read_by"),
        since=cast("Mapping[str, str]", known.get("since", {})),
        values=_texts(known, "enum"),
        old_values=_texts(known, "old_values"),
        any_case=bool(known.get("any_case")),
        pattern=cast("str", known.get("pattern", "")),
        minimum=cast("int | None", known.get("minimum")),
        maximum=cast("int | None", known.get("maximum")),
        longest=cast("int | None", known.get("longest")),
        default=cast("str", known.get("default", "")),
        needs=_texts(known, "needs"),
        conflicts=_texts(known, "conflicts"),
        replaced_by=cast("str", known.get("replaced_by", "")),
        removed=bool(known.get("removed")),
        deprecated=bool(known.get("deprecated")),
        status=bool(known.get("status")),
        checked=not known.get("unchecked"),
    )


def _texts(known: Mapping[str, object], name: str) -> tuple[str, ...]:
    return tuple(str(value) for value in cast("list[object]", known.get(name, ())))
