"""The annotation keys of ingress controllers, clouds and operators: ``schemas/annotations.json``.

The catalogue is read when a key is first looked up; values without annotations do not need it.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, cast

from pachlint.bundled import read_json
from pachlint.nearness import distance, nearest
from pachlint.place import Path

_NOT_PLAIN = re.compile(r"[^a-z0-9]")
_MOST_PREFIX_MISTAKES = 2
_SHORTEST_PREFIX = 8


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
    fewest: int | None = None
    default: str = ""
    needs: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    replaced_by: str = ""
    versions: str = ""
    removed: bool = False
    deprecated: bool = False
    status: bool = False
    checked: bool = True


class _Catalogue(NamedTuple):
    """The file, and the ways to look things up in it."""

    raw: Mapping[str, Mapping[str, object]]
    complete: tuple[str, ...]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    typos: Mapping[str, str]
    plain: Mapping[str, str]
    by_prefix: Mapping[str, tuple[str, ...]]
    by_name: Mapping[str, tuple[str, ...]]


def find(key: str) -> Annotation | None:
    """The annotation with this key, its variable parts matched; None if the catalogue has none."""
    catalogue = _catalogue()
    if key in catalogue.raw and "<" not in key:
        return _annotation(key)
    return next((_annotation(name) for pattern, name in catalogue.patterns if pattern.match(key)), None)


def nearest_key(key: str) -> str | None:
    """The known key that was probably meant by an unknown one, or None.

    A key of somebody's own, such as ``example.com/team``, is near nothing.
    """
    if find(key) is not None:
        return None
    catalogue = _catalogue()
    if key in catalogue.typos:
        return catalogue.typos[key]
    same = catalogue.plain.get(_plain(key))
    if same is not None:
        return same
    prefix, slash, name = key.partition("/")
    if not slash:
        return None
    return (
        _under_prefix(prefix, name) or _under_near_prefix(prefix, name) or _under_other_prefix(prefix, name)
    )


def is_mistaken(key: str) -> bool:
    """Whether an unknown key stands under a prefix of which every key is known, so that nothing reads it."""
    return key.startswith(_catalogue().complete) and find(key) is None


def ingress_classes() -> frozenset[str]:
    """The ingress classes whose controllers have keys of their own in the catalogue."""
    return frozenset(
        str(facts["class"]) for facts in _catalogue().raw.values() if isinstance(facts.get("class"), str)
    )


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


def _under_prefix(prefix: str, name: str) -> str | None:
    meant = nearest(name, _catalogue().by_prefix.get(prefix, ()))
    return f"{prefix}/{meant}" if meant is not None else None


def _under_near_prefix(prefix: str, name: str) -> str | None:
    if len(prefix) < _SHORTEST_PREFIX or prefix in _catalogue().by_prefix:
        return None
    for mistakes in range(1, _MOST_PREFIX_MISTAKES + 1):
        for known, names in _catalogue().by_prefix.items():
            if distance(prefix, known, mistakes) == mistakes:
                meant = name if name in names else nearest(name, names)
                if meant is not None:
                    return f"{known}/{meant}"
    return None


def _under_other_prefix(prefix: str, name: str) -> str | None:
    """The same name under the prefix where it belongs: ``kubernetes.io/aws-load-balancer-type``."""
    keys = _catalogue().by_name.get(name, ())
    return keys[0] if prefix.endswith("kubernetes.io") and len(keys) == 1 else None


@lru_cache(maxsize=1)
def _catalogue() -> _Catalogue:
    data = read_json("schemas/annotations.json")
    raw = cast("Mapping[str, Mapping[str, object]]", data["keys"])
    by_prefix: dict[str, tuple[str, ...]] = {}
    by_name: dict[str, tuple[str, ...]] = {}
    patterns, typos = [], {}
    for key, facts in raw.items():
        typos.update(dict.fromkeys(_texts(facts, "typos"), key))
        if "key_pattern" in facts:
            patterns.append((re.compile(cast("str", facts["key_pattern"])), key))
            continue
        prefix, slash, name = key.partition("/")
        if slash and not facts.get("removed"):
            by_prefix[prefix] = (*by_prefix.get(prefix, ()), name)
            by_name[name] = (*by_name.get(name, ()), key)
    return _Catalogue(
        raw,
        tuple(cast("list[str]", data["complete"])),
        tuple(patterns),
        typos,
        # Last one wins: the keys that are still read.
        {_plain(key): key for key in sorted(raw, key=lambda key: not raw[key].get("removed"))},
        by_prefix,
        by_name,
    )


@lru_cache(maxsize=256)
def _annotation(key: str) -> Annotation:
    facts = _catalogue().raw[key]
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
        fewest=cast("int | None", facts.get("fewest")),
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


def _plain(key: str) -> str:
    return _NOT_PLAIN.sub("", key.lower())
