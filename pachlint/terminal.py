"""Standard output and standard error: whatever the program prints, goes through here.

What is for people is :data:`~pachlint.visible.Shown`; what is for programs has a type of its own for each language, such as
:data:`~pachlint.visible.Json`. The rest is what stands in files and is of use only as it is: a diff, and values that were
fixed on standard input.
"""

import os
import stat
import sys
from typing import Literal, TextIO

from pachlint.visible import Printable, harmless, shown, steers, visible

Stream = Literal["output", "error"]
_PLAIN_TERMINALS = ("", "dumb")
# Set by GitHub, GitLab and most others; by Azure; by TeamCity; by Jenkins.
_RUNNERS = ("CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION", "JENKINS_URL")


class OutputError(Exception):
    """Standard output takes nothing; the message says why."""


def log(line: str) -> None:
    """Print a line for people to standard error."""
    show(harmless(f"{visible(line)}\n"), "error")


def replace_line(line: str) -> None:
    """Show a line of standard error in place of the one before, which must be empty or of this function; "" takes it away."""
    # a terminal that wraps lines cannot take them back
    columns = os.get_terminal_size(sys.stderr.fileno()).columns if line else 0
    show(harmless(f"\r\x1b[K{visible(line)[: max(columns - 1, 0)]}"), "error")


def is_watched() -> bool:
    """Whether somebody looks on at standard error: a terminal that takes lines back, and no CI job."""
    return is_terminal("error") and not _is_job() and os.environ.get("TERM", "") not in _PLAIN_TERMINALS


def show(text: Printable, to: Stream = "output") -> None:
    """Print what is fit to be printed, whatever characters the encoding has.

    Raises:
        OutputError: if standard output cannot be written; a reader who goes away is no error.
    """
    stream = _open(to)
    if stream is None:
        return
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        _give_up(stream, error)


def takes(content: bytes) -> bool:
    """Whether standard output may have the content of a file as it is.

    A terminal may not if the content steers it; nor may a pipe in a CI job, since its runner reads it as likely as not.
    """
    return not (is_terminal() or _is_logged()) or not steers(content.decode("utf-8", "surrogateescape"))


def pass_on(content: bytes) -> None:
    """Print the content of a file as it is, or made visible if standard output may not have it.

    Raises:
        OutputError: as :func:`show`.
    """
    if not takes(content):
        show(shown(content.decode("utf-8", "surrogateescape")))
        return
    stream = _open("output")
    if stream is not None:
        try:
            stream.flush()
            stream.buffer.write(content)
            stream.buffer.flush()
        except OSError as error:
            _give_up(stream, error)


def is_terminal(to: Stream = "output") -> bool:
    """Whether somebody looks on."""
    stream = _stream(to)
    return stream is not None and stream.isatty()


def silence() -> None:
    """Write no more to standard error in this process."""
    sys.stderr = None


def finish() -> None:
    """Write out what is held back.

    Raises:
        OutputError: as :func:`show`.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                stream.flush()
            except OSError as error:
                _give_up(stream, error)


def _stream(to: Stream) -> TextIO | None:
    return sys.stdout if to == "output" else sys.stderr


def _open(to: Stream) -> TextIO | None:
    """The stream; None if it is closed."""
    stream = _stream(to)
    if stream is None and to == "output":
        raise OutputError("standard output is closed")
    return stream


def _is_logged() -> bool:
    """Whether this is a CI job, and standard output is no file."""
    return _is_job() and not _is_file()


def _is_job() -> bool:
    return any(os.environ.get(name, "false") not in ("", "false") for name in _RUNNERS)


def _is_file() -> bool:
    try:
        return sys.stdout is not None and stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def _give_up(stream: TextIO, error: OSError) -> None:
    """Write nothing more; a reader who went away is no error, and an error of standard error is not reported."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    if stream is sys.stdout and not isinstance(error, BrokenPipeError):
        raise OutputError(f"standard output cannot be written: {error.strerror}") from error
