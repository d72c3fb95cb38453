"""The files of a chart's folder that matter here, without walking through all that lies beside them."""

import os
from collections.abc import Iterator
from pathlib import Path

from pachlint.bounded import read_bounded
from pachlint.chart.helmignore import NAME as HELMIGNORE
from pachlint.chart.helmignore import Ignored, IgnoreError, ignored_by
from pachlint.chart.packing import MAX_DEPTH, MAX_FILE_BYTES, ChartError, Files, Kept, is_read
from pachlint.chart.tar import MEBIBYTE
from pachlint.repository import leads_out

MAX_FILES = 5_000
_MAX_FOLDERS_DEEP = 40
_OF_A_CHART = ("Chart.yaml", "values.yaml", "values.schema.json", "requirements.yaml")


def folder_files(folder: Path) -> Files:
    """The files that are read; of what else lies below ``charts/`` the names, since Helm takes it for charts, and of ``files/``.

    Raises:
        ChartError: if one of them cannot be read, lies elsewhere, or there are too many.
    """
    kept = Kept(str(folder))
    try:
        walk = _Walk(folder, _ignored_in(folder))
        for path in walk.files(folder, 0):
            name = path.relative_to(folder).as_posix()
            kept.add(name, _content(path) if is_read(name) else b"")
    except OSError as error:
        raise ChartError(f"{error.filename or folder} cannot be read: {error.strerror or error}") from error
    except IgnoreError as error:
        raise ChartError(f"{folder / HELMIGNORE}: {error}") from error
    return kept.files


def _content(path: Path) -> bytes:
    if path.is_symlink() and not path.exists():
        raise ChartError(f"{path} is a dangling symbolic link")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise ChartError(f"{path} is larger than a chart's files may be ({MAX_FILE_BYTES // MEBIBYTE} MiB)")
    return read_bounded(str(path), MAX_FILE_BYTES)


def _ignored_in(folder: Path) -> Ignored:
    path = folder / HELMIGNORE
    try:
        text = read_bounded(str(path), MAX_FILE_BYTES).decode("utf-8", "replace") if path.exists() else ""
        return ignored_by(text)
    except OSError as error:
        raise ChartError(f"{path} cannot be read: {error.strerror or error}") from error
    except IgnoreError as error:
        raise ChartError(f"{path}: {error}") from error


class _Walk:
    """Looks through a chart's folder; ``seen`` counts what it met."""

    def __init__(self, top: Path, ignored: Ignored) -> None:
        self.top = top
        self.ignored = ignored
        self.seen = 0

    def files(self, folder: Path, depth: int) -> Iterator[Path]:
        """The files of one chart, and of the charts below it."""
        for name in _OF_A_CHART:
            if os.path.lexists(folder / name) and self._is_there(folder / name):
                yield folder / name
        yield from (path for path in self._entries(folder, "envoy") if path.is_file())
        for name in ("scripts", "templates", "files"):
            if (folder / name).is_dir() and self._is_there(folder / name):
                yield from self._all_files(folder / name, 0)
        inner = folder / "charts"
        if not (inner.is_dir() and self._is_there(inner)):
            return
        if depth > MAX_DEPTH:
            raise ChartError(f"{folder}: subcharts nested more than {MAX_DEPTH} levels deep")
        for path in self._entries(inner):
            if path.name.startswith(("_", ".")):
                continue
            if path.is_dir():
                below = list(self.files(path, depth + 1))
                yield from below or self._first_file(path)
            else:
                yield path

    def _first_file(self, folder: Path) -> Iterator[Path]:
        found = next(self._all_files(folder, 0), None)
        if found is not None:
            yield found

    def _all_files(self, folder: Path, depth: int) -> Iterator[Path]:
        if depth > _MAX_FOLDERS_DEEP:
            raise ChartError(f"{folder}: more than {_MAX_FOLDERS_DEEP} nested folders")
        for path in self._entries(folder):
            yield from self._all_files(path, depth + 1) if path.is_dir() else (path,)

    def _entries(self, folder: Path, prefix: str = "") -> list[Path]:
        """What lies in a folder and is not ignored, in order."""
        found = []
        with os.scandir(folder) as entries:
            for entry in entries:
                self._count()
                if entry.name.startswith(prefix) and self._is_there(folder / entry.name):
                    found.append(folder / entry.name)
        return sorted(found)

    def _count(self) -> None:
        self.seen += 1
        if self.seen > MAX_FILES:
            raise ChartError(f"{self.top}: more than {MAX_FILES} files and folders are not supported")

    def _is_there(self, path: Path) -> bool:
        if self.ignored(path.relative_to(self.top).as_posix(), path.is_dir()):
            return False
        if path.is_symlink():
            self._reject_link(path)
        return True

    def _reject_link(self, path: Path) -> None:
        """Helm follows every link: into a circle until it gives up, and to wherever else."""
        target = os.path.realpath(path)
        if os.path.realpath(path.parent).startswith(
            target.rstrip(os.sep) + os.sep
        ) or target == os.path.realpath(path.parent):
            raise ChartError(f"{path} is a symbolic link to a folder that contains it")
        if leads_out(str(path), str(self.top)):
            raise ChartError(
                f"{path} is a symbolic link that leads out of the repository and is not followed"
            )
