"""What ``pachlint explain`` says of an annotation: its values, who reads it, and what took its place."""

from collections.abc import Iterator

from pachlint.chart import annotations
from pachlint.chart.annotations import Annotation
from pachlint.cli.rule_table import LABEL, fact
from pachlint.report.styled import Line, wrapped


def annotation_facts(key: str, on: str, columns: int | None) -> Iterator[Line]:
    """The facts of a key on a kind of object ("" for any)."""
    known = annotations.find(key)
    if known is None:
        yield from wrapped(fact("known", _unknown(key, on)), columns, LABEL)
        return
    for label, words in _facts(known, on):
        if words:
            yield from wrapped(fact(label, words), columns, LABEL)


def annotation_data(key: str) -> dict[str, object]:
    """The same as data; an unknown key has none."""
    known = annotations.find(key)
    if known is None:
        return {"annotation": None}
    return {
        "annotation": {
            "key": known.key,
            "type": known.kind,
            "values": list(known.values),
            "default": known.default,
            "objects": list(known.objects),
            "read_by": [annotations.reader(name).name for name in known.readers],
            "needs": list(known.needs),
            "conflicts": list(known.conflicts),
            "replaced_by": known.replaced_by,
            "deprecated": known.deprecated,
            "removed": known.removed,
        }
    }


def nearest_annotation(key: str) -> str | None:
    """The known key that was probably meant by an unknown one, on whatever object."""
    from pachlint.chart.annotation_names import nearest_key  # noqa: PLC0415 -- for unknown keys only

    found = (nearest_key(key, on) for on in ("ingress", "service", "serviceaccount", "pod"))
    return next((meant for meant in found if meant), None)


def _facts(known: Annotation, on: str) -> Iterator[tuple[str, str]]:
    readers = [annotations.reader(name).name for name in known.readers]
    yield "type", _type(known)
    yield "default", known.default
    yield "on", ", ".join(known.objects)
    yield "read", _readers(known, readers)
    yield "needs", ", ".join(need.replace("|", " or ") for need in known.needs)
    yield "excludes", ", ".join(known.conflicts)
    yield "use", known.replaced_by
    yield "see", annotations.documentation(known, on or next(iter(known.objects), "")) or ""


def _type(known: Annotation) -> str:
    words = known.kind.replace("-", " ")
    if known.values:
        words = f"one of {', '.join(known.values)}" + (" or others" if known.kind == "enum-open" else "")
    bounds = [
        f"{word} {bound}"
        for word, bound in (("at least", known.minimum), ("at most", known.maximum))
        if bound is not None
    ]
    return f"{words}, {' and '.join(bounds)}" if bounds else words


def _readers(known: Annotation, readers: list[str]) -> str:
    if known.status:
        return f"by nobody: {' or '.join(readers) or 'a controller'} writes it"
    if known.removed:
        return "by no supported version of its controller"
    return f"by {', '.join(readers)}" + ("; deprecated" if known.deprecated else "") if readers else ""


def _unknown(key: str, on: str) -> str:
    from pachlint.chart.annotation_names import nearest_key  # noqa: PLC0415 -- for unknown keys only

    meant = nearest_key(key, on) if on else None
    return "no controller that pachlint knows reads this key" + (f"; did you mean {meant}?" if meant else "")
