"""Annotation keys that gave way to others, and whether whoever reads the old one reads the new one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pachlint.chart import annotations
from pachlint.chart.annotations import Annotation
from pachlint.place import Path
from pachlint.policy.context import CheckContext, Violation
from pachlint.predicates.annotation_values import mistake
from pachlint.predicates.ingress_classes import ingress_class

# What legacy keys are only known to take as text.
_ALIKE = {"name": {"name", "string"}, "url": {"url", "string"}, "bool": {"bool", "string"}}


def replaced(
    context: CheckContext, noted: Sequence[tuple[Path, str, Annotation]], options: Mapping[str, Any]
) -> Iterator[Violation]:
    """Of keys with their object, those that nothing reads any more, or with ``deprecated``, those that have a successor."""
    deprecated = bool(options.get("deprecated"))
    for path, on, known in noted:
        new = annotations.find(known.replaced_by) if known.replaced_by else None
        if deprecated:
            is_replaced = known.deprecated and (new is None or _read_too(context, path, known, new))
        else:
            is_replaced = known.removed and not _is_read(ingress_class(context), known)
        if is_replaced:
            facts = {
                "instead": f"; use {known.replaced_by}" if known.replaced_by else "",
                "since": _readers_of(new),
            }
            text = str(context.values.get(path, ""))
            if (
                new is not None
                and _takes_the_same(new, known, on)
                and not context.values.has((*path[:-1], new.key))
                and mistake(new, text) is None
            ):
                facts["right"] = new.key
            yield Violation(path, facts, key=True, url=annotations.documentation(new or known, on))


def _readers_of(new: Annotation | None) -> str:
    """From which version of whose a key is read: `` (from MetalLB 0.14.9 on)``, or nothing."""
    versions = (
        [f"{annotations.reader(name).name} {version}" for name, version in new.since.items()] if new else []
    )
    return f" (from {' and '.join(versions)} on)" if versions else ""


def _takes_the_same(new: Annotation, old: Annotation, on: str) -> bool:
    return {new.kind, old.kind} <= _ALIKE.get(new.kind, {new.kind}) and on in new.objects


def _is_read(given: str, known: Annotation) -> bool:
    """Whether a class, or one that begins with it (``haproxy-internal``), is that of a controller that reads the key."""
    classes = [name for one in known.readers for name in annotations.reader(one).classes]
    return given in classes or given.startswith(tuple(f"{name}-" for name in classes))


def _read_too(context: CheckContext, path: Path, old: Annotation, new: Annotation) -> bool:
    """Whether all who may read a key read its successor too; on AWS that depends on who serves the load balancer."""
    if set(old.readers) <= set(new.readers):
        return True
    from pachlint.exposure import servers  # noqa: PLC0415 -- two controllers share few keys

    noted = context.values.get(path[:-1], None)
    by = servers.server(noted if isinstance(noted, Mapping) else {})
    return by is not None and set(by.possible) <= set(new.readers)
