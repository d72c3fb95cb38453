"""The files of a chart in a folder or in a package made by ``helm package``, as far as they matter here."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path, PurePosixPath

from pachlint.chart.helmignore import NAME as HELMIGNORE
from pachlint.chart.helmignore import Ignored, IgnoreError, ignored_by
from pachlint.place import Place
from pachlint.regex import regex

# Helm 3.17: pkg/chart/loader/archive.go, MaxDecompressedChartSize and MaxDecompressedFileSize.
MAX_CHART_BYTES = 100 * 1024 * 1024
MAX_FILE_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 8

_WANTED = regex(
    r"(charts/[^/]+/)*"
    r"(Chart\.yaml|values\.yaml|values\.schema\.json|requirements\.yaml|charts/[^/]+\.tgz|templates/.+|envoy[^/]*)\Z"
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


def chart_files(location: str) -> Files:
    """The files of a chart's folder or package.

    Raises:
        ChartError: if there is none, or it cannot be read.
    """
    path = Path(location)
    if path.is_dir():
        return _folder_files(path)
    try:
        size = path.stat().st_size
        if size > MAX_CHART_BYTES:
            raise ChartError(f"{location} is {_TOO_BIG} ({MAX_CHART_BYTES // 2**20} MiB)")
        packed = path.read_bytes()
    except OSError as error:
        raise ChartError(f"there is no chart at {location}: {error.strerror or error}") from error
    return package_files(packed, location)


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
    yield from (path for path in sorted(folder.glob("envoy*")) if path.is_file() and there(path))
    if (folder / "templates").is_dir() and there(folder / "templates"):
        yield from _all_files(folder / "templates", there)
    inner = folder / "charts"
    if depth <= MAX_DEPTH and inner.is_dir() and there(inner):
        for path in sorted(inner.iterdir()):
            if path.name.startswith(("_", ".")) or not there(path):
                continue
            if path.is_dir():
                below = list(_wanted_paths(top, path, ignored, depth + 1))
                yield from below or islice(_all_files(path, there), 1)
            else:
                yield path


def _all_files(folder: Path, there: Callable[[Path], bool]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if there(path):
            yield from _all_files(path, there) if path.is_dir() else (path,)


def package_files(packed: bytes, location: str) -> Files:
    """The files of a package's content; ``location`` is what people call it.

    Raises:
        ChartError: if it is none, or holds more than a chart may.
    """
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
