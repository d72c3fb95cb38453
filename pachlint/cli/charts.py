"""The local charts that releases are judged by: those that are asked for, and those around values files."""

import os
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pachlint.chart_version_files import chart_beside, umbrella_around
from pachlint.cli.release import STDIN, ReleaseOptions
from pachlint.config.settings import ReleaseSettings, Settings
from pachlint.reading.document import Document
from pachlint.target import Resolved
from pachlint.versions import Version

if TYPE_CHECKING:
    from pachlint.chart.charts import Chart


class Charts:
    """The charts that have been read, and what chart files say that stand in the folders of values files."""

    def __init__(self, release: ReleaseOptions) -> None:
        self._release = release
        self._asked = release.charts()
        self._around: dict[str, Chart | None] = {}
        self._folder = cache(os.path.abspath)
        self._beside = cache(chart_beside)
        self._umbrella = cache(umbrella_around)

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
        keys = {key for one in documents for key in one.data}
        found = map(self._umbrella, self._folders(paths))
        return self.around(
            next((one.folder for one in found if one and keys.intersection(one.keys)), ""), settings
        )

    def version_beside(self, paths: Sequence[str]) -> Resolved[Version] | None:
        """The version of Pachyderm's chart that the chart files beside the first values file that has some say."""
        return next(filter(None, map(self._beside, self._folders(paths))), None)

    def around(self, folder: str, settings: Settings) -> "Chart | None":
        """The chart in a folder that nobody asked for; None for no folder."""
        if not folder:
            return None
        from pachlint.cli.local_charts import found_around  # noqa: PLC0415 -- few releases have their own

        return found_around(folder, self._release.chart_version or settings.chart_version, self._around)

    def _folders(self, paths: Iterable[str]) -> Iterable[str]:
        return dict.fromkeys(self._folder(os.path.dirname(path)) for path in paths if path != STDIN)
