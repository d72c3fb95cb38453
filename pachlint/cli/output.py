"""Where reports go, in which format, and whether with color."""

import os
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import click

from pachlint.api import FORMATS, render
from pachlint.cli.options import pairs
from pachlint.cli.program import Failure
from pachlint.records import NamedTuple
from pachlint.report.look import PLAIN, Look
from pachlint.terminal import Stream, is_terminal, log, show
from pachlint.visible import Printable

if TYPE_CHECKING:
    from pachlint.results import Report

AUTO = "auto"
LINES = ("text", "concise", "github")
"""Formats that are lines, of which there may be none; the others are documents."""

STDOUT = "-"


class Output(NamedTuple):
    """One report: its format, and the file it is written to (``-`` is standard output)."""

    format: str
    path: str


def outputs(ctx: click.Context) -> list[Output]:
    """The reports that ``--format`` and ``--output`` ask for; text on standard output if neither is given."""
    found = [Output(_format(name), path or STDOUT) for name, path in pairs(ctx, "format", "output")]
    files: set[str] = set()
    for output in found:
        file = STDOUT if output.path == STDOUT else os.path.realpath(output.path)
        if file in files:
            where = "standard output" if file == STDOUT else output.path
            raise click.UsageError(
                f"two reports cannot both go to {where}; give each --format its own --output", ctx
            )
        files.add(file)
    return found or [Output(FORMATS[0], STDOUT)]


def _format(name: str | None) -> str:
    """The format of a name: ``auto`` is ``github`` in a job of GitHub Actions, and else ``text``."""
    if name == AUTO and os.environ.get("GITHUB_ACTIONS", "false") not in ("", "false"):
        return "github"
    return FORMATS[0] if name in (None, AUTO) else str(name)


def write(
    report: "Report",
    where: Sequence[Output],
    color: str,
    wanted: Look,
    to: Stream | None = "output",
) -> None:
    """Write all reports; what only people read goes to standard error if no text report is on standard output.

    ``wanted`` is how they are to look, but for color and width. ``to`` takes what would go to standard output; None if that
    has something else to show, and only files are written.
    """
    for output in where:
        is_stdout = output.path == STDOUT
        if is_stdout and not to:
            continue
        text = render(report, output.format, look(to if is_stdout else None, color, wanted))
        if is_stdout and to:
            show(text, to)
        else:
            write_file(output.path, text)
        if not wanted.quiet:
            for note in _omitted(output.format, report, wanted):
                log(f"note: {note}")
    if to and any(output.format == "github" for output in where):
        from pachlint.cli.step_summary import add_summary  # noqa: PLC0415 -- jobs of GitHub's only

        add_summary(report, look(None, color, wanted), os.environ)
    on_stdout = {output.format for output in where if output.path == STDOUT}
    if to and not wanted.quiet and on_stdout.isdisjoint(("text", "statistics", "json")):
        from pachlint.report.styled import words  # noqa: PLC0415
        from pachlint.report.summary import summary  # noqa: PLC0415

        for line in summary(report):
            log(words(line))


def look(to: Stream | None, color: str, wanted: Look = PLAIN) -> Look:
    """How to show text on a stream, None for a file: color for a terminal, unless the environment says otherwise."""
    seen = to is not None and is_terminal(to)
    return wanted._replace(color=_wants_color(color, is_terminal=seen), columns=_columns() if seen else None)


def _columns() -> int:
    from shutil import get_terminal_size  # noqa: PLC0415 -- a terminal only

    return max(get_terminal_size().columns, 40)


def _wants_color(color: str, *, is_terminal: bool) -> bool:
    # https://no-color.org, https://force-color.org
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return is_terminal and os.environ.get("TERM") != "dumb"


def _omitted(name: str, report: "Report", look: Look) -> Sequence[str]:
    """What a format cannot hold of a report, where its module says so."""
    omitted: Callable[[Report, Look], Sequence[str]] | None = getattr(
        import_module(f"pachlint.report.{name}"), "omitted", None
    )
    return omitted(report, look) if omitted else ()


def write_file(path: str, text: Printable) -> None:
    """Write a report into a file; that it cannot be written ends the command."""
    from pachlint import atomic_write  # noqa: PLC0415 -- most reports go to standard output

    try:
        atomic_write.write_file(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror or error}") from error
