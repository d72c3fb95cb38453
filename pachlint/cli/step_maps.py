"""The maps of releases on the page of a step of GitHub Actions, folded."""

import os
from collections.abc import Callable, Sequence

from pachlint.cli.mapped import mapped
from pachlint.cli.one_release import OneRelease
from pachlint.cli.program import Failure
from pachlint.cli.step_summary import VARIABLE, append
from pachlint.report.map_mermaid import in_markdown
from pachlint.terminal import log

MOST = 10
"""Releases of which maps are drawn: GitHub draws few diagrams of a page."""


def add_maps(releases: Sequence[OneRelease]) -> None:
    """Append the map of each release; one that cannot be drawn is named, and fails nothing."""
    if not os.environ.get(VARIABLE):
        return
    for one in releases[:MOST]:
        try:
            append(_fitting(in_markdown(mapped(one).view)), os.environ, f"the map of {one.job.name}")
        except Failure as error:
            log(f"note: no map of {one.job.name}: {error.message}")
    if len(releases) > MOST:
        log(f"note: there are maps of the first {MOST} releases only, of {len(releases)}")


def _fitting(page: str) -> Callable[[int], str]:
    """The page, if there is room for it."""
    return lambda room: page if len(page.encode()) <= room else ""
