"""A chart at hand (``--chart DIR|TGZ``): its name, defaults, subcharts and schema, read as Helm reads them."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path, PurePosixPath

from pachlint.chart.charts import Chart, chart
from pachlint.chart.helmignore import NAME as HELMIGNORE
from pachlint.chart.helmignore import Ignored, IgnoreError, ignored_by
from pachlint.layering.coalesce import Subchart
from pachlint.place import Place
from pachlint.reading.document import decode, read
from pachlint.reading.nodes import Problem
from pachlint.records import NamedTuple
from pachlint.regex import regex
from pachlint.source import Source
from pachlint.versions import closest, newest

# Helm 3.17: pkg/chart/loader/archive.go, MaxDecompressedChartSize and MaxDecompressedFileSize.
MAX_CHART_BYTES = 100 * 1024 * 1024
MAX_FILE_BYTES = 5 * 1024 * 1024

_MAX_DEPTH = 8
_WANTED = regex(
    r"(charts/[^/]+/)*(Chart\.yaml|values\.yaml|values\.schema\.json|requirements\.yaml|charts/[^/]+\.tgz)\Z"
)
_OF_A_CHART = ("Chart.yaml", "values.yaml", "values.schema.json", "requirements.yaml")
_TOO_BIG = "more than a chart may hold"

Files = Mapping[str, bytes]
"""The files of a chart that matter here, by their path within it."""


class ChartError(Exception):
    """A chart that cannot be used; ``place`` is where, if it is within a file. As text, it begins with the place."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(f"{place.file}:{place.line}:{place.column}: {message}" if place else message)
        self.place = place


class Dependency(NamedTuple):
    """An entry of ``dependencies`` in ``Chart.yaml``; ``name`` is the alias where there is one."""

    chart: str
    name: str
    version: str
    condition: str
    tags: tuple[str, ...]
    imports: tuple[tuple[str, str], ...] = ()


class ChartFiles(NamedTuple):
    """A chart at hand. ``defaults`` are those of its own ``values.yaml``; ``schema`` is its JSON Schema, or None.

    ``missing`` are dependencies whose chart is not below ``charts/``: Helm refuses to install without them.
    """

    location: str
    name: str
    version: str
    defaults: dict[str, object]
    subcharts: tuple[Subchart, ...]
    schema: object
    dependencies: tuple[Dependency, ...]
    missing: tuple[str, ...]


def load_chart(location: str) -> ChartFiles:
    """Read a chart's folder, or a package made by ``helm package``.

    Raises:
        ChartError: if it is not a chart, or some part of it cannot be read.
    """
    path = Path(location)
    if path.is_dir():
        return _load(_folder_files(path), location, 0)
    try:
        size = path.stat().st_size
        if size > MAX_CHART_BYTES:
            raise ChartError(f"{location} is {_TOO_BIG} ({MAX_CHART_BYTES // 2**20} MiB)")
        packed = path.read_bytes()
    except OSError as error:
        raise ChartError(f"there is no chart at {location}: {error.strerror or error}") from error
    return _load(_package_files(packed, location), location, 0)


def as_chart(loaded: ChartFiles) -> Chart:
    """The chart to judge values by: its own defaults, and what is known of the release it is closest to."""
    version = closest(loaded.version) or newest()
    label = f"chart {loaded.version}" if loaded.version else f"chart {loaded.location}"
    return chart(version)._replace(
        label=label, defaults=loaded.defaults, own_subcharts=loaded.subcharts, own_schema=loaded.schema
    )


def _load(files: Files, location: str, depth: int) -> ChartFiles:
    if "Chart.yaml" not in files:
        raise ChartError(f"{location} is not a chart: it has no Chart.yaml")
    if depth > _MAX_DEPTH:
        raise ChartError(f"{location}: charts within charts, more than {_MAX_DEPTH} deep")
    metadata = _mapping(files, "Chart.yaml", location)
    listed = metadata.get("dependencies")
    if listed is None and "requirements.yaml" in files:
        listed = _mapping(files, "requirements.yaml", location).get("dependencies")
    dependencies = tuple(_dependencies(listed))
    inner = list(_inner_charts(files, location, depth))
    there = {found.name for found in inner}
    return ChartFiles(
        location=location,
        name=_text(metadata.get("name")),
        version=_text(metadata.get("version")),
        defaults=_mapping(files, "values.yaml", location) if "values.yaml" in files else {},
        subcharts=tuple(_subcharts(inner, dependencies)),
        schema=_schema(files, location),
        dependencies=dependencies,
        missing=tuple(dict.fromkeys(one.chart for one in dependencies if one.chart not in there)),
    )


def _subcharts(inner: list[ChartFiles], dependencies: tuple[Dependency, ...]) -> Iterator[Subchart]:
    """As Helm orders and names them: charts nobody lists have no condition, an alias makes a copy."""
    listed = {one.chart for one in dependencies}
    for found in inner:
        if found.name not in listed:
            yield Subchart(
                found.name, found.defaults, subcharts=found.subcharts, schema=found.schema, listed=False
            )
    for one in dependencies:
        same = [found for found in inner if found.name == one.chart]
        best = next((found for found in same if found.version == one.version), same[0] if same else None)
        if best is not None:
            yield Subchart(
                one.name, best.defaults, one.condition, one.tags, best.subcharts, one.imports, best.schema
            )


def _dependencies(listed: object) -> Iterator[Dependency]:
    for entry in listed if isinstance(listed, list) else []:
        if isinstance(entry, dict) and entry.get("name"):
            name, tags = _text(entry["name"]), entry.get("tags")
            yield Dependency(
                chart=name,
                name=_text(entry.get("alias")) or name,
                version=_text(entry.get("version")),
                condition=_text(entry.get("condition")),
                tags=tuple(_text(tag) for tag in tags) if isinstance(tags, list) else (),
                imports=tuple(_imports(entry.get("import-values"))),
            )


def _imports(listed: object) -> Iterator[tuple[str, str]]:
    """``import-values`` as pairs of child table and parent path: a bare name is below the child's ``exports``."""
    for entry in listed if isinstance(listed, list) else []:
        if isinstance(entry, str):
            yield f"exports.{entry}", "."
        elif isinstance(entry, dict):
            yield _text(entry.get("child")), _text(entry.get("parent"))


def _inner_charts(files: Files, location: str, depth: int) -> Iterator[ChartFiles]:
    """The charts below ``charts/``; Helm passes over names that begin with ``_`` or ``.``, and over signatures."""
    folders: dict[str, dict[str, bytes]] = {}
    for name, content in sorted(files.items()):
        top, _, rest = name.removeprefix("charts/").partition("/")
        if not name.startswith("charts/") or top.startswith(("_", ".")) or name.endswith(".prov"):
            continue
        if not rest and top.endswith(".tgz"):
            where = f"{location}/{name}"
            yield _load(_package_files(content, where), where, depth + 1)
        else:
            folders.setdefault(top, {}).update({rest: content} if rest else {})
    for folder, below in folders.items():
        yield _load(below, f"{location}/charts/{folder}", depth + 1)


def _folder_files(folder: Path) -> Files:
    """The files that are wanted; of what else lies below ``charts/`` the names, since Helm takes it for charts."""
    files: dict[str, bytes] = {}
    try:
        paths = list(_wanted_paths(folder, folder, _ignored_in(folder), 0))
    except OSError as error:
        raise ChartError(f"{error.filename or folder} cannot be read: {error.strerror or error}") from error
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            if path.stat().st_size > MAX_FILE_BYTES:
                raise ChartError(f"{path} is {_TOO_BIG} in one file ({MAX_FILE_BYTES // 2**20} MiB)")
            files[name] = path.read_bytes() if _WANTED.match(name) else b""
        except OSError as error:
            raise ChartError(f"{path} cannot be read: {error.strerror or error}") from error
    return files


def _ignored_in(folder: Path) -> Ignored:
    path = folder / HELMIGNORE
    try:
        return ignored_by(path.read_text(encoding="utf-8", errors="replace") if path.is_file() else "")
    except (OSError, IgnoreError) as error:
        raise ChartError(f"{path}: {error}") from error


def _wanted_paths(top: Path, folder: Path, ignored: Ignored, depth: int) -> Iterator[Path]:
    """Only what is wanted is looked at: a chart's folder may hold a whole repository."""

    def there(path: Path) -> bool:
        return not ignored(path.relative_to(top).as_posix(), path.is_dir())

    found = [folder / name for name in _OF_A_CHART if (folder / name).is_file() and there(folder / name)]
    yield from found
    inner = folder / "charts"
    if depth <= _MAX_DEPTH and inner.is_dir() and there(inner):
        for path in sorted(inner.iterdir()):
            if path.name.startswith(("_", ".")) or not there(path):
                continue
            if path.is_dir():
                below = list(_wanted_paths(top, path, ignored, depth + 1))
                yield from below or islice(_any_file(path, there), 1)
            else:
                yield path


def _any_file(folder: Path, there: Callable[[Path], bool]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if there(path):
            yield from _any_file(path, there) if path.is_dir() else (path,)


def _package_files(packed: bytes, location: str) -> Files:
    import tarfile  # noqa: PLC0415 -- a folder does not need it
    import zlib  # noqa: PLC0415

    files: dict[str, bytes] = {}
    total = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as archive:
            for member in archive:
                total += member.size
                if total > MAX_CHART_BYTES or member.size > MAX_FILE_BYTES:
                    raise ChartError(f"{location} unpacks to {_TOO_BIG}")
                name = _inside(member.name, location)
                if member.isfile() and (_WANTED.match(name) or name.startswith("charts/")):
                    content = archive.extractfile(member) if _WANTED.match(name) else None
                    files[name] = content.read() if content is not None else b""
    except (tarfile.TarError, zlib.error, OSError, EOFError, ValueError) as error:
        raise ChartError(f"{location} is not a chart package: {error}") from error
    return files


def _inside(name: str, location: str) -> str:
    """A member's path without the folder that every package has on top, as Helm demands it."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
        raise ChartError(f"{location} is not a chart package: it holds {name!r}, outside of its own folder")
    return "/".join(parts[1:])


def _mapping(files: Files, name: str, location: str) -> dict[str, object]:
    where = f"{location}/{name}"
    document = read(Source(where, _decoded(files[name], where)))
    refused = next((problem for problem in document.problems if problem.refused or problem.unread), None)
    if refused is not None:
        raise ChartError(refused.message, document.source.place(refused.span))
    return document.data


def _schema(files: Files, location: str) -> object:
    """The chart's JSON Schema; None without one, or with one that says nothing."""
    if "values.schema.json" not in files:
        return None
    from pachlint.chart.json_schema import SchemaError, parse  # noqa: PLC0415 -- few charts at hand have one

    where = f"{location}/values.schema.json"
    try:
        return parse(_decoded(files["values.schema.json"], where))
    except SchemaError as error:
        raise ChartError(f"{where}: {error}") from error


def _decoded(content: bytes, where: str) -> str:
    text = decode(content)
    if isinstance(text, Problem):
        raise ChartError(f"{where}: {text.message}")
    return text


def _text(value: object) -> str:
    return "" if value is None else str(value)
