"""Scenes for maps, worked out, and maps of any values."""

from functools import lru_cache
from pathlib import Path

from pachlint.cli.mapped import Mapped, mapped
from pachlint.cli.one_release import OneRelease
from pachlint.config.find import NONE
from pachlint.lint import Job
from pachlint.reading.document import read
from pachlint.report.map_view import MapView
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve

_FOLDER = Path(__file__).parent.parent / "tests/data/maps"
SCENES = sorted(path.stem for path in _FOLDER.glob("*.yaml"))


@lru_cache
def scene(name: str) -> MapView:
    """The map of a scene."""
    return of_text((_FOLDER / f"{name}.yaml").read_text()).view


def of_text(text: str, version: str | None = None) -> Mapped:
    """The map of a values file, for a chart version if it does not say itself."""
    wanted = Resolved(resolve(version), "flag") if version else None
    job = Job("values.yaml", (read(Source("values.yaml", text)),), overrides=Overrides(chart_version=wanted))
    return mapped(OneRelease(job, NONE))
