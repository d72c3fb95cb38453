"""Annotations of an ingress against its class: the class decides whose controller reads them."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from pachlint.chart import annotations
from pachlint.policy.context import CheckContext, Violation
from pachlint.predicates.annotations import Noted, in_force, other_cloud_keys

CLASS = "kubernetes.io/ingress.class"
# Classes of controllers that have no keys in the catalog.
_FURTHER_CLASSES = frozenset(("skipper", "tailscale"))


def ingress_class(context: CheckContext) -> str:
    """The class that the ingress names, or an empty text."""
    return str(context.values.get(("ingress", "annotations", CLASS), ""))


def other_class_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys that only the controller of another ingress class reads, and not those of another cloud.

    Facts: ``class`` (in force), ``wanted``.
    """
    given = ingress_class(context)
    if given not in _classes():
        return
    elsewhere = {violation.path for violation in other_cloud_keys(context, {})}
    for one in in_force(context):
        if one.object != "ingress" or one.known is None or one.path in elsewhere:
            continue
        readers = [annotations.reader(name) for name in one.known.readers]
        if readers and all(reader.classes and given not in reader.classes for reader in readers):
            facts = {"class": given, "wanted": readers[0].classes[0], "reader": readers[0].name}
            yield Violation(one.path, facts, key=True)


def mixed_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Of an ingress whose class may be anybody's, the first key that no reader of all keys before it reads.

    Facts: ``reader``, and ``first`` (the first key) with its reader ``by``.
    """
    served = [(one, names) for one, names in _served(context) if _may_serve(names, ingress_class(context))]
    common = served[0][1] if served else frozenset()
    for one, names in served:
        if not common & names:
            by, reader = (annotations.reader(min(those)).name for those in (common, names))
            yield Violation(one.path, {"reader": reader, "first": served[0][0].key, "by": by}, key=True)
            return
        common &= names


def _served(context: CheckContext) -> Iterator[tuple[Noted, frozenset[str]]]:
    """The keys of an ingress that belong to controllers with classes, and these controllers."""
    for one in in_force(context):
        readers = one.known.readers if one.known and one.object == "ingress" else ()
        names = frozenset(name for name in readers if annotations.reader(name).classes)
        if names:
            yield one, names


def _may_serve(names: frozenset[str], given: str) -> bool:
    """Whether one of these controllers may be the one of a class, which is anybody's if it is none of the catalog's."""
    return given not in _classes() or any(given in annotations.reader(name).classes for name in names)


@lru_cache(maxsize=1)
def _classes() -> frozenset[str]:
    return annotations.ingress_classes() | _FURTHER_CLASSES
