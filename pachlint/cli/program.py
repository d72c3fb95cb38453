"""The click group behind ``pachlint``: finds commands when they are called, and turns every failure into a status."""

import errno
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import click

from pachlint.bundled import BundledError
from pachlint.cli.options import DEBUG, SPLIT
from pachlint.layering.flags import RemoteError
from pachlint.nearness import did_you_mean
from pachlint.terminal import OutputError, finish, tell

DEFECT = 4
INTERRUPTED = 130
_NO_ROOM = frozenset((errno.ENOSPC, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)))


class Failure(click.ClickException):
    """Ends the command with one line on standard error and the given exit status."""

    def __init__(self, message: str, status: int = 2) -> None:
        super().__init__(message)
        self.status = status


class Program(click.Group):
    """A group whose commands are named as ``module:function``.

    Commands return their exit status, or None for 0.
    """

    def __init__(self, *args: Any, commands_in: Mapping[str, str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.commands_in = commands_in

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in alphabetical order."""
        return sorted(self.commands_in)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module; None for a name that looks like an option."""
        if cmd_name in self.commands_in:
            from importlib import import_module  # noqa: PLC0415 -- already loaded by Python itself

            module, _, function = self.commands_in[cmd_name].partition(":")
            command: click.Command = getattr(import_module(module), function)
            return command
        if cmd_name.startswith("-"):
            return None
        if cmd_name.endswith((".yaml", ".yml", ".json")) or "/" in cmd_name:
            ctx.fail(f"no such command '{cmd_name}'; did you mean 'pachlint check {cmd_name}'?")
        raise click.UsageError(f"no such command '{cmd_name}'{did_you_mean(cmd_name, self.commands_in)}", ctx)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 -- click's signature
        **extra: Any,
    ) -> Any:
        """Run a command line and leave with its exit status."""
        run: Callable[[], Any] = partial(
            super().main, args, prog_name, complete_var, standalone_mode=False, **extra
        )
        if not standalone_mode:
            return run()
        try:
            status = run() or 0
        except Failure as error:
            status = error.status
            tell(f"error: {_one_line(error)}")
        except click.ClickException as error:
            status = error.exit_code
            tell(f"error: {_one_line(_unquoted(error, sys.argv if args is None else args))}")
        except OutputError as error:
            status = 2
            tell(f"error: {error}")
        except (click.Abort, KeyboardInterrupt):
            status = INTERRUPTED
        except BrokenPipeError:
            status = 0
        sys.exit(_flushed(status))

    def invoke(self, ctx: click.Context) -> Any:
        """Call the command; a defect becomes one line, or a traceback with ``--debug``."""
        try:
            os.getcwd()
        except OSError as error:
            raise Failure(f"the current folder cannot be used: {error.strerror}") from error
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError, OutputError):
            raise
        except RemoteError as error:
            raise Failure(str(error)) from error
        except BundledError as error:
            raise Failure(str(error), DEFECT) from error
        except OSError as error:
            # whatever a command reads, it tells of itself; what is left is where it writes to
            if error.errno not in _NO_ROOM:
                raise _defective(ctx, error) from error
            raise Failure(f"the output cannot be written: {error.strerror}") from error
        except Exception as error:
            raise _defective(ctx, error) from error


def _defective(ctx: click.Context, error: Exception) -> Failure:
    if ctx.meta.get(DEBUG):
        _show_trace(error)
    return Failure(_defect(error), DEFECT)


def _show_trace(error: BaseException) -> None:
    """The traceback without the words of the exceptions, which may hold a secret."""
    import traceback  # noqa: PLC0415 -- for defects only

    if error.__cause__ or error.__context__:
        _show_trace(error.__cause__ or error.__context__)  # type: ignore[arg-type]  # one of them is there
        tell("which led to:")
    for line in "".join(traceback.format_tb(error.__traceback__)).splitlines():
        tell(line)
    tell(type(error).__name__)


def _unquoted(error: click.ClickException, words: Sequence[str]) -> click.ClickException:
    """The error without a word that nobody knows, if that may be the second half of a flag."""
    if not any(word.startswith("--set") for word in words):
        return error
    if isinstance(error, click.NoSuchOption) and not error.possibilities:
        return click.UsageError(f"no such option; {SPLIT}", error.ctx)
    if isinstance(error, click.UsageError) and "unexpected extra argument" in error.message:
        return click.UsageError(f"there is an argument too many; {SPLIT}", error.ctx)
    return error


def _one_line(error: click.ClickException) -> str:
    message = error.format_message()
    if isinstance(error, click.UsageError) and error.ctx:
        return f"{message.rstrip('.')} (see '{error.ctx.command_path} --help')"
    return message


def _defect(error: Exception) -> str:
    """Name the kind of error and its place; its own message might hold a secret."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" at {trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    return f"this is a defect of pachlint: {type(error).__name__}{where} (--debug shows the traceback)"


def _flushed(status: int) -> int:
    """Write out what is held back; a reader who went away is no error."""
    try:
        finish()
    except OutputError as error:
        tell(f"error: {error}")
        return 2
    return status
