"""Where reports go, in which format, and whether with colour."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TextIO

import click

from pachlint.cli.options import pairs
from pachlint.cli.program import Failure
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.lint import Report
    from pachlint.report.text import Look

FORMATS = ("text", "concise", "json")
STDOUT = "-"


class Output(NamedTuple):
    """One report: its format, and the file it is written to (``-`` is standard output)."""

    format: str
    path: str


def outputs(ctx: click.Context) -> list[Output]:
    """The reports that ``--format`` and ``--output`` ask for; text on standard output if neither is given."""
    found = [Output(name or FORMATS[0], path or STDOUT) for name, path in pairs(ctx, "format", "output")]
    for path in {output.path for output in found}:
        if sum(output.path == path for output in found) > 1:
            where = "standard output" if path == STDOUT else path
            raise click.UsageError(
                f"two reports cannot both go to {where}; follow each --format by its --output", ctx
            )
    return found or [Output(FORMATS[0], STDOUT)]


def write(
    report: "Report",
    where: Sequence[Output],
    color: str,
    *,
    quiet: bool,
    show_ignored: bool = False,
    stream: TextIO | None = None,
) -> None:
    """Write all reports; what only people read goes to standard error if no text report is on standard output.

    ``stream`` takes what would go to standard output.
    """
    out = stream or sys.stdout
    for output in where:
        is_stdout = output.path == STDOUT
        shown = look(out if is_stdout else None, color, quiet=quiet)._replace(show_ignored=show_ignored)
        text = _RENDERERS[output.format](report, shown)
        if is_stdout and stream:
            stream.write(text)
        elif is_stdout:
            write_stdout(text)
        else:
            _write_file(output.path, text)
    if not quiet and Output("text", STDOUT) not in where and Output("json", STDOUT) not in where:
        from pachlint.report.summary import summary  # noqa: PLC0415

        for line in summary(report):
            click.echo(line, err=True)


def write_stdout(text: str) -> None:
    """Write to standard output, whatever characters its encoding has; a reader who goes away is no error."""
    if sys.stdout is None:
        raise Failure("standard output is closed")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise Failure(f"standard output cannot be written: {error.strerror}") from error


def write_bytes(content: bytes) -> None:
    """Write bytes as they are to standard output; a reader who goes away is no error."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise Failure(f"standard output cannot be written: {error.strerror}") from error


def look(stream: TextIO | None, color: str, *, quiet: bool = False) -> "Look":
    """How to show text on a stream, None for a file: colour for a terminal, unless the environment says otherwise."""
    from pachlint.report.text import Look  # noqa: PLC0415

    is_terminal = stream is not None and stream.isatty()
    return Look(_wants_colour(color, is_terminal=is_terminal), _columns() if is_terminal else None, quiet)


def _columns() -> int:
    from shutil import get_terminal_size  # noqa: PLC0415 -- a terminal only

    return max(get_terminal_size().columns, 40)


def _wants_colour(color: str, *, is_terminal: bool) -> bool:
    # https://no-color.org, https://force-color.org
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return is_terminal and os.environ.get("TERM") != "dumb"


def _write_file(path: str, text: str) -> None:
    from pachlint.replacing import write_file  # noqa: PLC0415 -- most reports go to standard output

    try:
        write_file(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror or error}") from error


def _text(report: "Report", look: "Look") -> str:
    from pachlint.report import text  # noqa: PLC0415

    return text.render(report, look)


def _concise(report: "Report", look: "Look") -> str:
    from pachlint.report import concise  # noqa: PLC0415

    return concise.render(report, show_ignored=look.show_ignored)


def _json(report: "Report", look: "Look") -> str:
    from pachlint.report import json  # noqa: PLC0415

    return json.render(report, show_ignored=look.show_ignored)


_RENDERERS: dict[str, Callable[["Report", "Look"], str]] = {"text": _text, "concise": _concise, "json": _json}
