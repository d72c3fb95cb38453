"""Pachyderm's chart inside another one, an umbrella chart: the release as its templates see it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, cast

from pachlint.chart.charts import Chart, without_default
from pachlint.layering.coalesce import GLOBAL, effective_values, overlay, places_on
from pachlint.layering.touched import Touched
from pachlint.layering.values import Layer, Values
from pachlint.place import Path, format_path, value_at
from pachlint.policy.context import CheckContext, Enclosing, Memo, Violation
from pachlint.predicates.types import type_mismatches
from pachlint.preparing import Job, is_part
from pachlint.reading.document import Document
from pachlint.reading.nodes import MappingNode
from pachlint.records import NamedTuple
from pachlint.target import infer

if TYPE_CHECKING:
    from pachlint.target import Resolved
    from pachlint.versions import Version


MAX_INNER = 20
"""Most Pachyderm charts inside of a chart that are judged."""


class InnerReleases(NamedTuple):
    """A release as Pachyderm's charts inside its own chart see it, and in words which of them are switched off."""

    contexts: list[CheckContext]
    off: tuple[str, ...]


def inner_releases(job: Job, context: CheckContext) -> InnerReleases:
    """What a release is for the Pachyderm charts inside its own chart; nothing where Helm comes to no values."""
    chart = context.chart
    if context.values.problems:
        return InnerReleases([], ())
    if not chart.inside:
        return InnerReleases([], ())
    on = places_on(chart.defaults, chart.subcharts, context.values.user)
    defaults = effective_values(chart.defaults, chart.subcharts, {})
    inside = [(place, inner) for place, inner in chart.inside if place in on]
    off = [_switched_off(place, chart) for place, _ in chart.inside if place not in on]
    if len(inside) > MAX_INNER:
        off.append(f"Pachyderm's charts after the first {MAX_INNER} in {chart.label}")
    return InnerReleases(
        [_seen_by(inner, place, job, context, defaults) for place, inner in inside[:MAX_INNER]],
        tuple(off),
    )


def _switched_off(place: Path, chart: Chart) -> str:
    """Why nothing is judged of a chart that is switched off."""
    switches: list[str] = []
    subcharts = chart.subcharts
    for step in place:
        used = next(one for one in subcharts if one.name == step)
        switches += filter(None, (used.condition.strip(), *(f"tags.{tag}" for tag in used.tags)))
        subcharts = used.subcharts
    return (
        f"the values below {format_path(place)}, because {', '.join(switches)} switches Pachyderm's chart off"
    )


def _seen_by(
    chart: Chart, place: Path, job: Job, whole: CheckContext, outer: Mapping[str, object]
) -> CheckContext:
    """The release as a chart inside sees it; ``outer`` are the effective values of the whole without the user's."""
    values = _values_below(place, whole, outer)
    defaults = values.layers[0].data
    chart = chart._replace(defaults=defaults)
    documents = tuple(_below(document, place) for document in whole.documents)
    user = overlay(_set_by(whole.chart, place), values.user)
    version: Resolved[Version] = whole.target.chart_version._replace(value=chart.version)
    mismatches = tuple(_violations_below(place, whole) if chart.at_hand else type_mismatches(values, chart))
    bad = {violation.path for violation in mismatches if violation.message is None}
    return whole._replace(
        values=values,
        target=infer(documents, user, job.overrides, version),
        chart=chart,
        documents=documents,
        partial=is_part(job, chart, user) or any(document.inserts for document in documents),
        bad=frozenset(bad.union(without_default(chart))),
        mismatches=mismatches,
        left_open=(),
        memo=Memo(),
        enclosing=Enclosing(place, whole.values),
    )


def _set_by(chart: Chart, place: Path) -> Mapping[str, object]:
    """What the outer chart sets for the inner one."""
    return _mapping_at(chart.defaults, place)


def _violations_below(place: Path, whole: CheckContext) -> Iterator[Violation]:
    for one in whole.mismatches:
        if one.path[: len(place)] == place:
            yield one._replace(path=one.path[len(place) :])


def _values_below(place: Path, whole: CheckContext, outer: Mapping[str, object]) -> Values:
    """The values of the inner chart: what the outer one sets is a default, too."""
    values = whole.values
    layers = [Layer(whole.chart.label, "default", _mapping_at(outer, place))]
    layers += _file_layers(values, place)
    flags = [_flag_below(one, place) for one in values.layers if one.kind == "flag"]
    return Values(
        data=_mapping_at(values.data, place),
        layers=(*layers, *flags),
        problems=(),
        user=_with_global(_mapping_at(values.user, place), values.user),
        command_line=values.command_line,
        touched=Touched([one.writes for one in flags]),
    )


def _file_layers(values: Values, place: Path) -> Iterator[Layer]:
    """What each file sets below the place, and after all of it what each sets for all charts, which wins."""
    files = [one for one in values.layers if one.document]
    found = [_layer(one, place) for one in files if value_at(one.data, place) is not None]
    shared = [_layer(one, (GLOBAL,), kept=True) for one in files if GLOBAL in one.data]
    yield from (*found, *shared) or [_layer(one, place) for one in files[-1:]]


def _layer(one: Layer, place: Path, *, kept: bool = False) -> Layer:
    """A file's layer at a path, below it or with the key ``kept``."""
    document = _below(cast("Document", one.document), place, kept=kept)
    return one._replace(data=document.data, document=document)


def _below(document: Document, place: Path, *, kept: bool = False) -> Document:
    """A part of a document as one of its own, in the same text."""
    entry = document.find(place)
    data = value_at(document.data, place)
    if entry is None or not isinstance(entry.node, MappingNode) or not isinstance(data, dict):
        return document._replace(root=None, data={})
    if not kept:
        return document._replace(root=entry.node, data=data)
    root = cast("MappingNode", document.root)
    return document._replace(
        root=root._replace(entries=(entry,), effective={entry.key: 0}), data={entry.key: data}
    )


def _flag_below(one: Layer, place: Path) -> Layer:
    """A flag with what it writes below the place, and for all charts."""
    depth = len(place)
    writes = []
    for write in one.writes:
        if write.path[:1] == (GLOBAL,):
            writes.append(write)
        elif write.path[:depth] == place and len(write.path) > depth:
            writes.append(write._replace(path=write.path[depth:], ends=write.ends[depth:]))
        elif place[: len(write.path)] == write.path:
            for key, value in _mapping_at(write.value, place[len(write.path) :]).items():
                writes.append(write._replace(path=(key,), value=value, ends=write.ends[-1:]))
    return one._replace(writes=tuple(writes))


def _with_global(inner: dict[str, object], outer: Mapping[str, object]) -> dict[str, object]:
    given = outer.get(GLOBAL)
    if not isinstance(given, dict):
        return inner
    return {**inner, GLOBAL: overlay(_mapping_at(inner, (GLOBAL,)), given)}


def _mapping_at(value: object, path: Path) -> dict[str, object]:
    found = value_at(value, path) if path else value
    return found if isinstance(found, dict) else {}
