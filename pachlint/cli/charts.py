"""The local charts that releases are judged by: those that are asked for, and those around values files."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pachlint.chart_version_files import umbrella_of
from pachlint.cli.release import STDIN, ReleaseOptions
from pachlint.config.settings import ReleaseSettings, Settings
from pachlint.reading.document import Document

if TYPE_CHECKING:
    from pachlint.chart.charts import Chart


class Charts:
    """The charts that have been read."""

    def __init__(self, release: ReleaseOptions) -> None:
        self._release = release
        self._asked = release.charts()
        self._around: dict[str, Chart | None] = {}

    def of(
        self,
        settings: Settings,
        documents: Sequence[Document] = (),
        paths: Sequence[str] = (),
        release: ReleaseSettings | None = None,
    ) -> "Chart | None":
        """The local chart that is asked for, else the umbrella chart around values files that hold values for it."""
        asked = self._release.local_chart(settings, release, self._asked)
        if asked is not None:
            return asked
        folders = (os.path.dirname(path) for path in paths if path != STDIN)
        return self.around(umbrella_of(folders, {key for one in documents for key in one.data}), settings)

    def around(self, folder: str, settings: Settings) -> "Chart | None":
        """The chart in a folder that nobody asked for; None for no folder."""
        if not folder:
            return None
        from pachlint.cli.local_charts import found_around  # noqa: PLC0415 -- few releases have their own

        return found_around(folder, self._release.chart_version or settings.chart_version, self._around)
