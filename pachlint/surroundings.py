"""What stands beside a values file and tells the version of the chart: Chart.lock, or the dependency in Chart.yaml."""

import os
from collections.abc import Iterator, Mapping

from pachlint.discovery import read_file
from pachlint.target import Setting
from pachlint.versions import Range, RangeError, Version, parse

CHART = "pachyderm"


def chart_beside(folder: str) -> Setting[Version] | None:
    """The newest released version that the chart files in a folder allow; None if they say nothing of Pachyderm's chart.

    Chart.lock wins, because it says what is installed. The source is ``chart``.
    """
    for said in (
        *_dependencies(os.path.join(folder, "Chart.lock")),
        *_said_by_chart(os.path.join(folder, "Chart.yaml")),
    ):
        version = _released(said)
        if version:
            return Setting(version, "chart")
    return None


def _said_by_chart(file: str) -> Iterator[str]:
    data = _data(file)
    if data.get("name") == CHART:
        yield str(data.get("version", ""))
    yield from _dependencies(file)


def _dependencies(file: str) -> Iterator[str]:
    dependencies = _data(file).get("dependencies")
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


def _released(text: str) -> Version | None:
    exact = parse(text)
    try:
        found = Range.parse(text if exact is None else str(exact)).released()
    except RangeError:
        return None
    return found[-1] if found else None
