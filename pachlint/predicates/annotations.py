"""Annotations in the values: unknown keys, keys in the wrong place, and texts that their controllers cannot read.

Only annotations of parts that are switched on are looked at: those of others are the business of other rules.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, cast

from pachlint.chart import annotations, fields
from pachlint.chart.annotations import Annotation
from pachlint.formats.kubernetes import annotation_key
from pachlint.place import Path
from pachlint.policy.context import CheckContext, Violation
from pachlint.predicates.annotation_values import fulfils, mistake
from pachlint.records import NamedTuple

_CLOUDS = {"aws": "AWS", "azure": "Azure", "gcp": "Google Cloud"}
# As for unknown keys: more is no typing mistake.
_MOST_SUGGESTIONS = 200


class Noted(NamedTuple):
    """One annotation (or label of a pod) that the user wrote; ``known`` is None for a key of no catalog."""

    path: Path
    value: object
    object: str
    known: Annotation | None

    @property
    def key(self) -> str:
        return cast("str", self.path[-1])

    @property
    def text(self) -> str | None:
        """The text, or the number or truth as it would be in quotes; None for anything else."""
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        return str(self.value) if isinstance(self.value, str | int | float) else None

    @property
    def documentation(self) -> str | None:
        """Where those who read the key say what it is."""
        return annotations.documentation(self.known, self.object) if self.known else None


def near_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Unknown keys that are near a known one. Facts: ``nearest``, and ``right`` if that stands not beside it."""
    for one in islice(_unknown(context), _MOST_SUGGESTIONS):
        from pachlint.chart.annotation_names import nearest_key  # noqa: PLC0415 -- most files have no unknown key

        meant = nearest_key(one.key, one.object)
        if meant is not None:
            facts = {"nearest": meant}
            if not context.values.has((*one.path[:-1], meant)):
                facts["right"] = meant
            yield Violation(one.path, facts, key=True)


def unread_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys under a prefix of which every key is known, that are none of them and near none.

    Facts: ``prefix``, and ``likely`` (words) if a key has the same words.
    """
    for number, one in enumerate(_unknown(context)):
        from pachlint.chart.annotation_names import hint, is_mistaken, nearest_key  # noqa: PLC0415 -- as above

        sought = number < _MOST_SUGGESTIONS
        if is_mistaken(one.key, one.object) and not (sought and nearest_key(one.key, one.object)):
            facts = {"prefix": one.key.partition("/")[0]}
            likely = hint(one.key) if sought else None
            if likely is not None:
                facts["likely"] = f"; did you mean {likely}?"
            yield Violation(one.path, facts, key=True)


def malformed_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys that Kubernetes rejects. Facts: ``reason``."""
    for one in _noted(context):
        reason = annotation_key(one.key)
        if reason:
            yield Violation(one.path, {"reason": reason}, key=True)


def misplaced_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Known keys on an object that they say nothing to. Facts: ``object`` (where it is), ``objects`` (where it belongs)."""
    for one in _noted(context):
        known = one.known
        if known is None or one.object in known.objects or not _OBJECTS.keys() & set(known.objects):
            continue
        facts = {
            "object": _OBJECTS[one.object],
            "objects": " or ".join(_OBJECTS[name] for name in known.objects if name in _OBJECTS),
        }
        yield Violation(one.path, facts, key=True, url=one.documentation)


_OBJECTS = {
    "ingress": "an ingress",
    "service": "a service",
    "pod": "a pod",
    "serviceaccount": "a service account",
    "podlabel": "a pod's labels",
}


def not_text(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Values that are no text. Facts: ``right``, the value in quotes, unless it is a list or a mapping."""
    for one in _noted(context):
        if one.value is None or isinstance(one.value, str) or annotation_key(one.key):
            continue
        entry = context.values.entry(one.path)
        written = getattr(entry.node, "text", None) if entry is not None else None
        facts = {"right": written or one.text} if one.text is not None else {}
        yield Violation(one.path, facts)


def wrong_texts(context: CheckContext, options: Mapping[str, Any]) -> Iterator[Violation]:
    """Texts that the controller cannot read. ``doubtful``: those it may read. Facts: ``reason``, ``nearest`` (or none)."""
    for one in in_force(context):
        found = mistake(one.known, one.text or "") if one.known and not one.known.status else None
        doubtful = one.known is not None and (not one.known.checked or one.known.kind == "enum-open")
        if found is not None and doubtful is bool(options.get("doubtful")):
            facts = {"reason": found.reason} | ({"nearest": found.nearest} if found.nearest else {})
            yield Violation(one.path, facts, url=one.documentation)


def replaced_keys(context: CheckContext, options: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys that nothing reads any more, or with ``deprecated``, those still read that have a successor.

    Facts: ``instead`` and ``since`` (words), and ``right`` if only the key must be written anew.
    """
    noted = [
        one
        for one in _noted(context)
        if one.known and not one.known.status and not _is_of_other_cloud(context, one.known)
    ]
    if noted:
        from pachlint.predicates.successors import replaced  # noqa: PLC0415 -- many files have no annotations

        yield from replaced(
            context, [(one.path, one.object, one.known) for one in noted if one.known], options
        )


def status_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys that a controller writes, not people."""
    for one in _noted(context):
        if one.known is not None and one.known.status:
            yield Violation(one.path, key=True, url=one.documentation)


def other_cloud_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys of another cloud than the one deployed to. Facts: ``cloud``, whose key it is."""
    for one in in_force(context):
        if one.known and _is_of_other_cloud(context, one.known):
            yield Violation(one.path, {"cloud": _CLOUDS[one.known.provider]}, key=True)


def _is_of_other_cloud(context: CheckContext, known: Annotation) -> bool:
    """Whether an annotation is that of another cloud than the one that is said to be deployed to."""
    clouds = {context.target.provider.value, known.provider}
    return context.target.provider.source != "annotations" and len(clouds) == 2 and clouds <= _CLOUDS.keys()


def lacking_keys(context: CheckContext, options: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys that need another one, which is not there or says something else; ``except`` keys have their own rule.

    Facts: ``needs`` (``key`` or ``key: "value"``).
    """
    for one in in_force(context):
        for need in one.known.needs if one.known and one.key not in options.get("except", ()) else ():
            needed = [other.partition("=")[::2] for other in need.split("|")]
            if not any(
                fulfils(context.values.get((*one.path[:-1], key), None), value) for key, value in needed
            ):
                key, value = needed[0]
                facts = {"needs": f'{key}: "{value}"' if value else key}
                yield Violation(one.path, facts, key=True, url=one.documentation)


def excluding_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys that exclude one another; the later of each two. Facts: ``other``."""
    for one in in_force(context):
        for other in one.known.conflicts if one.known else ():
            if other < one.key and context.values.has((*one.path[:-1], other)):
                yield Violation(one.path, {"other": other}, key=True, url=one.documentation)


def in_force(context: CheckContext) -> Iterator[Noted]:
    """Annotations with a known key that stands on the right kind of object and is still read."""
    for one in _noted(context):
        if one.known and one.object in one.known.objects and not one.known.removed and one.text is not None:
            yield one


def _unknown(context: CheckContext) -> list[Noted]:
    return [one for one in _noted(context) if one.known is None]


def _noted(context: CheckContext) -> tuple[Noted, ...]:
    return context.once(_find)


def _find(context: CheckContext) -> tuple[Noted, ...]:
    return tuple(_annotations(context))


def _annotations(context: CheckContext) -> Iterator[Noted]:
    for path in _blocks(fields.root(), context.values.user, ()):
        block = context.values.get(path)
        if (
            not isinstance(block, Mapping)
            or not block
            or not context.chart.known(path)
            or _is_off(context, path)
        ):
            continue
        holder = cast("str", annotations.object_of(path))
        for key, value in block.items():
            if context.values.set_by_user((*path, key)):
                yield Noted((*path, key), value, holder, annotations.find(key))


def _is_off(context: CheckContext, path: Path) -> bool:
    return any(
        context.values.get((*path[:length], "enabled"), True) is False for length in range(1, len(path))
    )


def _blocks(node: fields.Node, user: Mapping[str, object], path: Path) -> Iterator[Path]:
    """The paths that hold annotations, or labels of pods, in any version, where the user wrote something."""
    known = fields.inside(node)
    for name, value in user.items():
        below = known.get(name)
        if below is None or not isinstance(value, dict):
            continue
        where = (*path, name)
        if fields.is_open(below) and annotations.object_of(where):
            yield where
        yield from _blocks(below, value, where)
