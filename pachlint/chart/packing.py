"""The files of a chart in a folder or in a package made by ``helm package``, as far as they matter here."""

import re
from collections.abc import Mapping
from pathlib import Path
from posixpath import normpath

from pachlint.bounded import read_bounded
from pachlint.chart.tar import MEBIBYTE, Allowance, Archive, TarError
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Place

# Helm 3.17: pkg/chart/loader/archive.go, MaxDecompressedChartSize and MaxDecompressedFileSize.
MAX_CHART_BYTES = 100 * MEBIBYTE
MAX_FILE_BYTES = 5 * MEBIBYTE
MAX_DEPTH = 8
MAX_KEPT = 10 * MEBIBYTE
"""What the files that matter here may hold together."""

_WANTED = lazy_regex(
    r"(?:charts/[^/]+/)*+"
    r"(?:(?:Chart|values|requirements)\.yaml|values\.schema\.json|charts/[^/]+\.tgz|templates/.+|envoy[^/]*|scripts/.+)\Z",
    re.DOTALL,
)
_NAMED = lazy_regex(r"(?:charts/[^/]+/)*+files/.+\Z", re.DOTALL)
# Helm lays several of these over each other, and some fields of the first shine through
_LAID_OVER = ("Chart.yaml", "requirements.yaml")
_BOM = b"\xef\xbb\xbf"

Files = Mapping[str, bytes]
"""The files of a chart that matter here, by their path within it."""


class ChartError(Exception):
    """A chart that cannot be used; ``place`` is where, if it is within a file. As text, it begins with the place."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(f"{place.file}:{place.line}:{place.column}: {message}" if place else message)
        self.place = place


def is_read(name: str) -> bool:
    """Whether a file matters here."""
    return _WANTED.match(name) is not None


def is_named(name: str) -> bool:
    """Whether it matters here that there is a file, and not what is in it: templates may ask for it."""
    return _NAMED.match(name) is not None


class Kept:
    """The files of a chart that were found so far."""

    def __init__(self, location: str) -> None:
        self.location = location
        self.files: dict[str, bytes] = {}
        self.size = 0

    def add(self, name: str, content: bytes) -> None:
        """Keep a file.

        Raises:
            ChartError: if there are more, or larger ones, than are followed.
        """
        self.size += len(content)
        if self.size > MAX_KEPT:
            raise ChartError(
                f"{self.location}: templates, values and schemas of more than {MAX_KEPT // MEBIBYTE} MiB are not supported"
            )
        self.files[name] = content.removeprefix(_BOM)


def chart_files(location: str, allowance: Allowance) -> Files:
    """The files of a chart's folder or package.

    Raises:
        ChartError: if there is none, or it cannot be read.
    """
    path = Path(location)
    if path.is_dir():
        from pachlint.chart.folders import folder_files  # noqa: PLC0415 -- a package does not need it

        return folder_files(path)
    try:
        packed = read_bounded(location, MAX_CHART_BYTES)
    except OSError as error:
        raise ChartError(f"there is no chart at {location}: {error.strerror or error}") from error
    return package_files(packed, location, allowance)


def package_files(packed: bytes, location: str, allowance: Allowance) -> Files:
    """The files of a package's content; ``location`` is what people call it.

    Raises:
        ChartError: if it is none, or holds more than a chart may.
    """
    kept = Kept(location)
    left = MAX_CHART_BYTES
    archive = Archive(packed, allowance)
    try:
        for member in archive:
            name = _inside(member.name, location)
            if member.size > MAX_FILE_BYTES:
                raise ChartError(
                    f"{location}: {name} is larger than a chart's files may be ({MAX_FILE_BYTES // MEBIBYTE} MiB)"
                )
            left -= member.size
            if left <= 0:
                raise ChartError(
                    f"{location} unpacks to more than a chart may hold ({MAX_CHART_BYTES // MEBIBYTE} MiB)"
                )
            has_content = is_read(name)
            if name in kept.files and name.endswith(".tgz"):
                continue  # of several packages Helm takes the first, of other files the last
            if name in kept.files and name.endswith(_LAID_OVER):
                raise ChartError(f"{location} has several files named {name}, which is not supported")
            if has_content or name.startswith("charts/") or is_named(name):
                kept.add(name, archive.read() if has_content else b"")
    except TarError as error:
        raise ChartError(f"{location} is not a chart package: {error}") from error
    return kept.files


def _inside(name: str, location: str) -> str:
    """A member's path without the folder that every package has on top, as Helm demands it."""
    top, *below = name.split("\\" if "\\" in name else "/")
    inner = "/".join(below)
    path = normpath(inner)
    if (
        inner.startswith("/")
        or path == "."
        or path.startswith("..")
        or re.match("[A-Za-z]:/", path)
        or top == "Chart.yaml"
    ):
        raise ChartError(f"{location} is not a chart package: it contains {name!r}, outside its own folder")
    return path
