"""What stands beside a values file and tells the version of the chart: a lock file, or the dependency in Chart.yaml."""

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pachlint.discovery import read_file
from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple
from pachlint.repository import leads_out
from pachlint.target import Resolved
from pachlint.versions import Range, RangeError, Version

CHART = "pachyderm"
# Lock files win, because they say what is installed. Charts from before Helm 3 keep their dependencies apart.
_LEVELS = 3
_FILES = ("Chart.lock", "requirements.lock", "Chart.yaml", "requirements.yaml")

# How Helm writes what a range of ours says otherwise.
_BETWEEN = lazy_regex(r"(?<!\S)(\S+)\s+-\s+(\S+)")
_SIGNS: Mapping[str, str] = {"=>": ">=", "=<": "<=", "~>": "~"}
# A pre-release or build counts as the release that it belongs to: only releases are known.
_SUFFIX = lazy_regex(r"(?<=\d)[-+][0-9A-Za-z.+-]+")


def chart_beside(folder: str) -> Resolved[Version] | None:
    """The newest released version that the chart files in a folder allow; None if they say nothing of Pachyderm's chart.

    The source is ``chart``, its detail the file and what it says.
    """
    for name in _FILES:
        for said in _said(os.path.join(folder, name)):
            version = released(said)
            if version:
                return Resolved(version, "chart", name if said == str(version) else f"{name}: {said}")
    return None


def locked_in(folder: str) -> Version | None:
    """The release of Pachyderm's chart that the chart in a folder depends on, as far as its files say so."""
    found = chart_beside(folder)
    return found.value if found else None


class Umbrella(NamedTuple):
    """A chart that has Pachyderm's as a dependency: its folder, and the keys below which it has Pachyderm's values."""

    folder: str
    keys: tuple[str, ...]


def umbrella_around(folder: str) -> Umbrella | None:
    """The umbrella chart around the files of a folder: the nearest chart, at most two folders above them."""
    return umbrella_in(_nearest(os.path.abspath(folder)))


def _nearest(folder: str) -> str:
    """The folder of the nearest chart; "" if there is none."""
    for _ in range(_LEVELS):
        if os.path.isfile(os.path.join(folder, "Chart.yaml")):
            return folder
        if os.path.exists(os.path.join(folder, ".git")):
            break
        folder = os.path.dirname(folder)
    return ""


def umbrella_in(folder: str) -> Umbrella | None:
    """The umbrella chart in a folder; None if its chart does not depend on Pachyderm's, or there is none."""
    if not folder:
        return None
    files = (_data(os.path.join(folder, name)) for name in ("Chart.yaml", "requirements.yaml"))
    found = (one for file in files for one in _dependencies(file) if one.get("name") == CHART)
    keys = tuple(str(one.get("alias") or CHART) for one in found)
    return Umbrella(folder, keys) if keys else None


def _dependencies(data: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    given = data.get("dependencies")
    yield from (one for one in (given if isinstance(given, list) else ()) if isinstance(one, Mapping))


def _said(file: str) -> Iterator[str]:
    data = _data(file)
    if data.get("name") == CHART:
        yield str(data.get("version", ""))
    for one in _dependencies(data):
        if one.get("name") == CHART:
            yield str(one.get("version", ""))


def _data(file: str) -> Mapping[str, object]:
    if not os.path.isfile(file) or leads_out(file):
        return {}
    try:
        return _read(file, os.stat(file).st_mtime_ns)
    except OSError:
        return {}


@lru_cache(maxsize=8)
def _read(file: str, _changed: int) -> Mapping[str, object]:
    return read_file(file, file).data


def released(text: str) -> Version | None:
    """The newest released version that a version or range of Helm's allows; None if there is none, or it is no range."""
    ours = _SUFFIX.sub("", _BETWEEN.sub(r">=\1 <=\2", text))
    for sign, meant in _SIGNS.items():
        ours = ours.replace(sign, meant)
    try:
        found = Range.parse(ours).released()
    except RangeError:
        return None
    return found[-1] if found else None
