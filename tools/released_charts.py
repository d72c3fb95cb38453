"""The extracted charts of all releases, and which of the charts inside them the tables speak of."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from spans import version_key

from pachlint.chart.files import ChartFiles, load_chart
from pachlint.learning.program import Program, program

if TYPE_CHECKING:
    from pathlib import Path

    from pachlint.layering.coalesce import Subchart

READ = ("postgresql", "postgresql.common", "loki-stack", "loki-stack.loki", "loki-stack.promtail")
OPTIONAL = (
    "loki-stack.filebeat",
    "loki-stack.fluent-bit",
    "loki-stack.grafana",
    "loki-stack.logstash",
    "loki-stack.prometheus",
    "loki-stack.prometheus.kube-state-metrics",
)
"""Charts that are off by default."""
_ANY_VERSION = "2.0.0"


def version_folders(charts: Path) -> list[Path]:
    """Return the folders of the extracted charts, oldest version first."""
    return sorted(
        (path for path in charts.iterdir() if path.is_dir()), key=lambda path: version_key(path.name)
    )


@lru_cache(maxsize=1)
def released(folder: Path) -> ChartFiles:
    """Read a released chart."""
    return load_chart(str(folder))


def released_program(folder: Path) -> Program:
    """Return the templates of a release, as those of any other: the charts are to say nothing of their versions."""
    found = program(released(folder), _ANY_VERSION, READ + OPTIONAL)
    if found.unread:
        message = f"{folder}: Go cannot read {', '.join(found.unread)}"
        raise ValueError(message)
    return found


def condition_paths(folder: Path) -> dict[str, str]:
    """Return the path that switches each chart inside a release, by the chart's place among the values."""
    found: dict[str, str] = {}
    _conditions(released(folder).subcharts, "", found)
    return found


def _conditions(subcharts: tuple[Subchart, ...], scope: str, found: dict[str, str]) -> None:
    for one in subcharts:
        inner = f"{scope}.{one.name}" if scope else one.name
        found[inner] = f"{scope}.{one.condition}" if scope and one.condition else one.condition
        _conditions(one.subcharts, inner, found)
