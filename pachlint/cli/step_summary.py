"""The page of a step of GitHub Actions, which is appended to what others have written there."""

import os
from collections.abc import Callable, Mapping

from pachlint.report.look import Look
from pachlint.report.step_summary import LIMIT, render
from pachlint.results import Report
from pachlint.terminal import log

VARIABLE = "GITHUB_STEP_SUMMARY"


def add_summary(report: Report, look: Look, environment: Mapping[str, str]) -> None:
    """Append the page if the job wants one; that it cannot be written is reported, and fails nothing."""
    append(lambda room: render(report, look, room), environment)


def append(render: Callable[[int], str], environment: Mapping[str, str], what: str = "a summary") -> None:
    """Append what is rendered for the bytes that are left, which is empty if there is no room."""
    path = environment.get(VARIABLE)
    if not path:
        return
    try:
        size = os.path.getsize(path) if os.path.isfile(path) else 0
        page = render(LIMIT - size - 1)
        if not page:
            log(f"note: {VARIABLE} has no room for {what}")
            return
        # without waiting for a reader, if it is a pipe
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0)
        with open(os.open(path, flags, 0o666), "ab") as file:
            file.write(("\n" + page if size else page).encode())
    except OSError as error:
        log(f"note: the summary cannot be written to {VARIABLE}: {error.strerror or error}")
