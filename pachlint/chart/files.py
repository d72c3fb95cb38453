"""The files of a local chart: its name, defaults, subcharts and schema, read as Helm reads them."""

from __future__ import annotations

import json
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from pachlint.chart.metadata import Dependency, Metadata, MetadataError, read_metadata
from pachlint.chart.packing import MAX_DEPTH, ChartError, Files, chart_files, package_files
from pachlint.chart.tar import Allowance, TarError
from pachlint.layering.coalesce import Subchart
from pachlint.reading.document import decode, read
from pachlint.reading.nodes import Problem
from pachlint.records import NamedTuple
from pachlint.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pachlint.chartschema.reading import SchemaFile

MAX_NAMES = 20
"""Most names by which a chart depends on another one."""
MAX_VALUES = 100_000

NAMED = "files/"


class ChartFiles(NamedTuple):
    """A local chart. ``defaults`` are those of its own ``values.yaml``; ``schema`` is its JSON Schema, None if it has none.

    ``missing`` are dependencies whose chart is not below ``charts/``: Helm rejects a chart without them.
    ``templates`` are those of the chart and of the charts inside it, with the files that they read and what switches
    those charts on. ``size`` counts the values, with those of the charts inside under each of their names.
    ``about`` is ``Chart.yaml``, ``own`` are the chart's own templates and the files that they read (of those below ``files/`` only the
    names), ``inside`` the charts of ``subcharts``, by their names there.
    """

    location: str
    name: str
    version: str
    defaults: dict[str, object]
    subcharts: tuple[Subchart, ...]
    schema: SchemaFile | None
    dependencies: tuple[Dependency, ...]
    missing: tuple[str, ...]
    templates: Mapping[str, bytes]
    is_library: bool = False
    size: int = 0
    about: Mapping[str, object] = MappingProxyType({})
    own: Mapping[str, bytes] = MappingProxyType({})
    inside: tuple[tuple[str, ChartFiles], ...] = ()


def load_chart(location: str) -> ChartFiles:
    """Read a chart's folder, or a package made by ``helm package``.

    Raises:
        ChartError: if it is not a chart, or some part of it cannot be read.
    """
    allowance = Allowance()
    loaded = _load(chart_files(location, allowance), location, 0, allowance)
    if loaded.is_library:
        raise ChartError(f"{location} is a library chart, which Helm does not install")
    if loaded.schema is not None and loaded.schema.rejected:
        raise ChartError(f"{location}/values.schema.json: {loaded.schema.rejected}")
    return loaded


def _load(files: Files, location: str, depth: int, allowance: Allowance) -> ChartFiles:
    if depth > MAX_DEPTH:
        raise ChartError(f"{location}: subcharts nested more than {MAX_DEPTH} levels deep")
    metadata, about = _metadata(files, location, allowance)
    inner = list(_inner_charts(files, location, depth, allowance))
    there = {found.name for found in inner}
    dependencies = metadata.dependencies
    for name, times in Counter(one.chart for one in dependencies).items():
        if times > MAX_NAMES:
            raise ChartError(f"{location}: more than {MAX_NAMES} names of {name} are not supported")
    defaults = _mapping(files, "values.yaml", location, allowance) if "values.yaml" in files else {}
    used = tuple(_subcharts(inner, dependencies, lists=metadata.listed))
    subcharts = tuple(subchart for _, subchart in used)
    return ChartFiles(
        location=location,
        name=metadata.name,
        version=metadata.version,
        defaults=defaults,
        subcharts=subcharts,
        schema=_schema(files, location, allowance),
        size=_size(location, defaults, subcharts, inner),
        dependencies=dependencies,
        missing=tuple(dict.fromkeys(one.chart for one in dependencies if one.chart not in there)),
        templates=dict(_templates(files, dependencies, inner)),
        is_library=metadata.type == "library",
        about=about,
        own=_own_templates(files),
        inside=tuple((subchart.name, found) for found, subchart in used),
    )


def _metadata(files: Files, location: str, allowance: Allowance) -> tuple[Metadata, dict[str, object]]:
    """What Chart.yaml says, and all of it; Helm lays the requirements.yaml of old charts over it."""
    found: dict[str, object] = {}
    for name in ("Chart.yaml", "requirements.yaml"):
        if name in files:
            found |= _mapping(files, name, location, allowance)
    if "Chart.yaml" not in files:
        raise ChartError(f"{location} is not a chart: it has no Chart.yaml")
    try:
        return read_metadata(found), found
    except MetadataError as error:
        raise ChartError(f"{location}/Chart.yaml: Helm rejects the chart: {error}") from error


def _templates(
    files: Files, dependencies: tuple[Dependency, ...], inner: list[ChartFiles]
) -> Iterator[tuple[str, bytes]]:
    for name, content in files.items():
        if name.startswith(("templates/", "envoy")):
            yield name, content
    switches = sorted((one.chart, one.name, one.condition, one.tags, one.imports) for one in dependencies)
    if switches:
        yield "dependencies", json.dumps(switches).encode()
    for found in inner:
        for name, content in found.templates.items():
            yield f"charts/{found.name}/{name}", content


def _own_templates(files: Files) -> dict[str, bytes]:
    return {
        name: content
        for name, content in files.items()
        if name.startswith(("templates/", "envoy", "scripts/", NAMED))
    }


def _subcharts(
    inner: list[ChartFiles], dependencies: tuple[Dependency, ...], *, lists: bool
) -> Iterator[tuple[ChartFiles, Subchart]]:
    """As Helm orders and names them: charts that are not listed have no condition, an alias makes a copy.

    An empty list makes Helm look at what those charts list themselves.
    """
    listed = {one.chart for one in dependencies}
    for found in inner:
        if found.name not in listed:
            yield (
                found,
                Subchart(
                    found.name,
                    found.defaults,
                    subcharts=found.subcharts,
                    schema=found.schema,
                    listed=False,
                    beside_list=lists,
                ),
            )
    for one in dependencies:
        same = [found for found in inner if found.name == one.chart]
        best = next((found for found in same if found.version == one.version), same[0] if same else None)
        if best is not None:
            yield (
                best,
                Subchart(
                    one.name, best.defaults, one.condition, one.tags, best.subcharts, one.imports, best.schema
                ),
            )


def _inner_charts(files: Files, location: str, depth: int, allowance: Allowance) -> Iterator[ChartFiles]:
    """The charts below ``charts/``; Helm skips names that begin with ``_`` or ``.``, and signatures."""
    folders: dict[str, dict[str, bytes]] = {}
    for name, content in sorted(files.items()):
        top, _, rest = name.removeprefix("charts/").partition("/")
        if not name.startswith("charts/") or top.startswith(("_", ".")) or name.endswith(".prov"):
            continue
        if not rest and top.endswith(".tgz"):
            where = f"{location}/{name}"
            yield _load(package_files(content, where, allowance), where, depth + 1, allowance)
        else:
            folders.setdefault(top, {}).update({rest: content} if rest else {})
    for folder, below in folders.items():
        yield _load(below, f"{location}/charts/{folder}", depth + 1, allowance)


def _mapping(files: Files, name: str, location: str, allowance: Allowance) -> dict[str, object]:
    where = f"{location}/{name}"
    _take(allowance, location, files[name])
    document = read(Source(where, _decoded(files[name], where)))
    rejected = next((problem for problem in document.problems if problem.rejected or problem.unread), None)
    if rejected is not None:
        raise ChartError(rejected.message, document.source.place(rejected.span))
    return document.data


def _size(location: str, defaults: object, subcharts: tuple[Subchart, ...], inner: list[ChartFiles]) -> int:
    """How many values a chart brings: a chart inside counts as often as it has names and is imported from."""
    sizes = {id(found.defaults): found.size for found in inner}
    size = 1 + _values(defaults) + sum(sizes[id(one.defaults)] * (1 + len(one.imports)) for one in subcharts)
    if size > MAX_VALUES:
        raise ChartError(
            f"{location}: more than {MAX_VALUES} values, including those of subcharts, are not supported"
        )
    return size


def _values(value: object) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(_values, value.values()))
    return len(value) + sum(map(_values, value)) if isinstance(value, list) else 0


def _schema(files: Files, location: str, allowance: Allowance) -> SchemaFile | None:
    content = files.get("values.schema.json")
    if content is None:
        return None
    _take(allowance, location, content)
    from pachlint.chartschema.reading import schema_file  # noqa: PLC0415 -- few local charts have one

    return schema_file(content)


def _take(allowance: Allowance, location: str, content: bytes) -> None:
    try:
        allowance.take_data(len(content))
    except TarError as error:
        raise ChartError(f"{location}: {error}") from error


def _decoded(content: bytes, where: str) -> str:
    text = decode(content)
    if isinstance(text, Problem):
        raise ChartError(f"{where}: {text.message}")
    return text
