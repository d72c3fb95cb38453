"""The local charts of ``--chart`` and of a config's ``chart``."""

from functools import partial

from pachlint.chart.at_hand import as_chart
from pachlint.chart.charts import Chart
from pachlint.chart.files import load_chart
from pachlint.chart.packing import ChartError
from pachlint.chart_version_files import locked_in
from pachlint.cli.program import Failure
from pachlint.cli.release import shown
from pachlint.learning.kept import learned
from pachlint.place import Place
from pachlint.terminal import log


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
