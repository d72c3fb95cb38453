"""The keys the user wrote against those of the chart: unknown ones, keys of other versions, keys that no template reads.

Pure functions over values and chart. Each yields violations; the ``facts`` of each are listed in its docstring.
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from pachlint.chart import fields
from pachlint.chart.charts import Chart, Likeness
from pachlint.chart.fields import Node
from pachlint.kinds import kind_of
from pachlint.layering.values import MISSING, Values
from pachlint.place import Path, Place, format_path, value_at
from pachlint.policy.context import CheckContext, Memo, Violation
from pachlint.records import NamedTuple
from pachlint.versions import RELEASED, Version

# More are no typing mistakes; looking for what each was meant to be would take minutes.
_MOST_SUGGESTIONS = 200


def unknown_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys the user wrote that no version of the chart declares or reads; of nested ones the topmost.

    Facts: ``key``, ``suggestion`` (``did you mean etcd.storageSize?`` or empty), ``hint`` (the same after a semicolon), ``why`` (a reason or empty),
    ``kind`` (see :class:`pachlint.predicates.suggestions.Suggestion`), ``nearest`` (the right name; only if nothing else is wrong, below the key either) and
    ``nearest_path`` (the printed path it belongs to, if there is only one).
    """
    values, chart = context.values, context.chart
    backend = str(values.get(("pachd", "storage", "backend"), "") or values.get(("deployTarget",), "") or "")
    unknown = (found for found in context.once(_written) if found.kind == "unknown")
    for number, found in enumerate(unknown):
        from pachlint.predicates.suggestions import Suggestion, suggest  # noqa: PLC0415 -- of use for unknown keys only

        is_sought = number < _MOST_SUGGESTIONS and chart.likeness is not Likeness.OTHER
        meant = suggest(found.path, found.value, chart, backend) if is_sought else Suggestion()
        facts = {
            "key": found.path[-1],
            "suggestion": meant.words,
            "hint": f"; {meant.words}" if meant.words else "",
            "why": meant.why,
            "kind": meant.kind,
            **({"nearest": meant.key} if meant.key and _fits(found, meant.key, chart) else {}),
            "nearest_path": format_path(meant.paths[0]) if len(meant.paths) == 1 else "",
        }
        yield Violation(found.path, facts, place=found.place, key=True)


def other_version_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys the user wrote that this version does not know, and others do; of nested ones the topmost.

    A key set to its default in those versions is skipped: nothing was meant by it.
    Facts: ``key``, ``versions`` (``since 2.3.0``), ``instead`` (a printed path or empty), ``hint`` (``; use`` that path),
    ``note`` (why, or empty),
    ``later`` (whether it comes later than this version).
    """
    for found in context.once(_written):
        present = fields.anywhere(found.path) if found.kind == "other" and found.value is not None else None
        if present is not None and not _is_default_there(found, present, context.chart.version):
            facts = {
                "key": found.path[-1],
                "versions": fields.presence_words(present),
                "later": present[-1][1] > context.chart.version,
                **_instead(found),
            }
            yield Violation(found.path, facts, place=found.place, key=True)


def dead_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys the user wrote that this version declares and no template of it reads; of nested ones the topmost.

    A key set to its default is skipped: nothing was meant by it. Facts: ``key``, ``instead``, ``hint`` and ``note`` as for
    :func:`other_version_keys`, and ``read`` (``since 2.8.0``: the versions that read it, or empty).
    """
    for found in context.once(_written):
        if found.kind == "dead" and not _is_default(found.value, context.chart.defaults, found.path):
            facts = {
                "key": found.path[-1],
                "read": _read_words(found.node) if found.node else "",
                **_instead(found),
            }
            yield Violation(found.path, facts, place=found.place, key=True)


def with_known(context: CheckContext) -> CheckContext:
    """The release with its view for rules, in which keys that only other versions of the chart have are missing."""
    others = (
        [] if context.chart.at_hand else [one.path for one in context.once(_written) if one.kind == "other"]
    )
    if not others:
        return context
    values = context.values
    known = values._replace(data=_without(values.data, others), user=_without(values.user, others))
    return context._replace(known=context._replace(values=known, memo=Memo()))


def _without(data: dict[str, object], paths: list[Path]) -> dict[str, object]:
    """A tree without some of its paths; what is left is shared."""
    for path in paths:
        data = cast("dict[str, object]", _pruned(data, path))
    return data


def _pruned(value: object, path: Path) -> object:
    step, rest = path[0], path[1:]
    if isinstance(value, dict) and step in value:
        kept = {key: inner for key, inner in value.items() if key != step}
        return {**value, step: _pruned(value[step], rest)} if rest else kept
    if isinstance(value, list) and isinstance(step, int) and step < len(value) and rest:
        return [_pruned(inner, rest) if at == step else inner for at, inner in enumerate(value)]
    return value


class _Written(NamedTuple):
    """A key the user wrote that is not simply right. ``kind``: ``unknown``, ``other`` (version) or ``dead``."""

    kind: str
    path: Path
    value: object
    place: Place | None
    node: Node


def _written(context: CheckContext) -> tuple[_Written, ...]:
    found = _find_written(context.values, context.chart)
    if context.enclosing is None:
        return tuple(found)
    # what is global in an umbrella chart is for all charts inside it
    return tuple(one for one in found if context.whole_path(one.path) != one.path)


def _find_written(values: Values, chart: Chart) -> Iterator[_Written]:
    """What is odd about the keys of all files and flags; where several wrote a key, the last one counts."""
    for kind, path, value, node in _odd(values.user, chart.fields, (), chart):
        yield _Written(kind, path, value, values.key_place(path) or _place(values, path), node)
    for path in fields.renamed_paths() if chart.likeness is not Likeness.OTHER else ():
        if not values.set_by_user(path) or chart.may_read(path):
            continue
        if chart.free(path):
            yield _Written("dead", path, values.get(path), values.key_place(path), {})


def _odd(
    data: Mapping[str, object], node: Node, path: Path, chart: Chart
) -> Iterator[tuple[str, Path, object, Node]]:
    free = fields.is_open(node)
    for key, value in data.items():
        below, where = fields.inside(node).get(key), (*path, key)
        if below is None or not fields.is_present(below, chart.version):
            if not free and not chart.known(where) and not chart.may_read(where):
                yield "unknown" if below is None else "other", where, value, below or {}
        elif not fields.is_read(below, chart.version):
            if not chart.may_read(where):
                yield "dead", where, value, below
        elif not fields.is_open(below) or below.get("properties"):
            yield from _odd_below(value, below, where, chart)


def _odd_below(
    value: object, node: Node, path: Path, chart: Chart
) -> Iterator[tuple[str, Path, object, Node]]:
    if isinstance(value, Mapping) and ("object" in fields.types(node) or not fields.types(node)):
        yield from _odd(value, node, path, chart)
    items = cast("Node | None", node.get("items"))
    if items is not None and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _odd_below(item, items, (*path, index), chart)


def _fits(found: _Written, name: str, chart: Chart) -> bool:
    """Whether everything that was written below a key is known under another name of it, too."""
    path = (*found.path[:-1], name)
    node = fields.node_at(path)
    return node is None or not any(_odd_below(found.value, node, path, chart))


def _place(values: Values, path: Path) -> Place | None:
    """The place of a key that has no effective value, such as one set to null."""
    for layer in reversed(values.layers):
        entry = layer.document.find(path) if layer.document is not None else None
        if layer.document is not None and entry is not None:
            return layer.document.source.place(entry.key_span)
    return None


def _instead(found: _Written) -> dict[str, str]:
    """What to use in place of the key and why, said of it or of a section around it."""
    node: Node | None = fields.root()
    instead, note = fields.renamed().get(format_path(found.path), ""), ""
    for step in found.path:
        node = fields.below(node, step) if node is not None else None
        if node is not None:
            instead = cast("str", node.get("x-instead", instead))
            note = cast("str", node.get("x-note", note))
    return {"instead": instead, "hint": f"; use {instead}" if instead else "", "note": note}


def _read_words(node: Node) -> str:
    """The versions that read a path: those that know it without those where it is dead."""
    dead = fields.intervals(node.get("x-dead", ()))
    known = fields.presence(node)
    read = [
        version for version in RELEASED if fields.is_in(known, version) and not fields.is_in(dead, version)
    ]
    return fields.presence_words(fields.joined(read)) if read else ""


def _is_default(value: object, defaults: object, path: Path) -> bool:
    """Whether everything written is what the chart has anyway, or nothing."""
    return value is None or _adds_nothing(value, value_at(defaults, path))


def _is_default_there(found: _Written, present: fields.Presence, version: Version) -> bool:
    """Whether the nearest version that knows the key has all that is written anyway, so that nothing was meant by it."""
    later = (low for low, _ in present if low >= version)
    # a chart that is like a release may lack what the release has
    nearest = version if fields.is_in(present, version) else next(later, present[-1][1])
    default = fields.defaults(found.node, nearest)
    return default is not MISSING and _adds_nothing(found.value, default)


def _adds_nothing(value: object, default: object) -> bool:
    if isinstance(value, Mapping):
        given = default if isinstance(default, Mapping) else {}
        return all(_adds_nothing(inner, given.get(key)) for key, inner in value.items())
    return kind_of(value) == kind_of(default) and value == default
