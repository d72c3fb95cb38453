"""Local charts: of ``--chart``, of a config's ``chart``, and those around values files."""

from functools import partial

from pachlint.chart.at_hand import as_chart
from pachlint.chart.charts import Chart
from pachlint.chart.files import load_chart
from pachlint.chart.packing import ChartError
from pachlint.chart_version_files import locked_in, umbrella_in
from pachlint.cli.program import Failure
from pachlint.cli.release import shown
from pachlint.learning.kept import learned
from pachlint.place import Place
from pachlint.terminal import log
from pachlint.versions import Version


def loaded(path: str, place: Place | None = None) -> Chart:
    """The chart in a folder or package, which a config names at ``place``; one that cannot be read ends the command."""
    try:
        found = load_chart(shown(path))
    except ChartError as error:
        where = f"{place.file}:{place.line}:{place.column}: " if place else ""
        raise Failure(f"{where}{error}") from error
    if found.missing:
        words = f"note: {', '.join(found.missing)} not below {shown(path)}/charts"
        log(f"{words}; Helm rejects the chart until helm dependency build has run")
    return as_chart(found, learned, partial(locked_in, path))


def found_around(folder: str, wanted: Version | None, known: dict[str, Chart | None]) -> Chart | None:
    """The chart in a folder that nobody named; None if it cannot be read, which is told.

    Of Pachyderm's chart, if it is a dependency and not below ``charts/``, it has the release ``wanted``, or the one that its files
    tell. Any other chart counts only if no release is wanted. ``known`` are the charts that were read so far.
    """
    if not folder or (wanted and not umbrella_in(folder)):
        return None
    key = f"{folder} {wanted or ''}"
    if key not in known:
        known[key] = _read(folder, wanted)
    return known[key]


def _read(folder: str, wanted: Version | None) -> Chart | None:
    try:
        found = load_chart(shown(folder))
    except ChartError as error:
        log(f"note: {error}")
        return None
    return as_chart(found, learned, lambda: wanted or locked_in(folder))
