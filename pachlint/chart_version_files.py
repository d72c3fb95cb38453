"""What stands beside a values file and tells the version of the chart: a lock file, or the dependency in Chart.yaml."""

import os
from collections.abc import Iterator, Mapping

from pachlint.discovery import read_file
from pachlint.lazy_regex import lazy_regex
from pachlint.target import Resolved
from pachlint.versions import Range, RangeError, Version

CHART = "pachyderm"
# Lock files win, because they say what is installed. Charts from before Helm 3 keep their dependencies apart.
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


def _said(file: str) -> Iterator[str]:
    data = _data(file)
    if data.get("name") == CHART:
        yield str(data.get("version", ""))
    dependencies = data.get("dependencies")
    for one in dependencies if isinstance(dependencies, list) else ():
        if isinstance(one, Mapping) and one.get("name") == CHART:
            yield str(one.get("version", ""))


def _data(file: str) -> Mapping[str, object]:
    if not os.path.isfile(file):
        return {}
    try:
        return read_file(file, file).data
    except OSError:
        return {}


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
