"""The click group of ``pachlint``: it finds commands when they are called, and turns every failure into a status."""

import errno
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import click

from pachlint.bundled import BundledError
from pachlint.cli.options import DEBUG
from pachlint.layering.flags import RemoteError
from pachlint.nearness import did_you_mean_choice
from pachlint.terminal import OutputError, finish, log, show
from pachlint.visible import shown

COMPLETE = "_PACHLINT_COMPLETE"
"""Set by shells that want to complete a command line."""

_USAGE = 2
_SENTENCE = 200
DEFECT = 4
INTERRUPTED = 130
_NO_ROOM = frozenset((errno.ENOSPC, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)))


class Failure(click.ClickException):
    """Ends the command with one line on standard error and the given exit status."""

    def __init__(self, message: str, status: int = 2) -> None:
        super().__init__(message)
        self.status = status


class Group(click.Group):
    """A group that tells what it has where no command is given, and what was meant where there is none of that name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without a word the help goes to standard error, as with a mistake."""
        if not args and not ctx.resilient_parsing:
            show(shown(f"{ctx.get_help()}\n"), "error")
            ctx.exit(_USAGE)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; a name that looks like an option is left to click."""
        name = args[0]
        if not ctx.resilient_parsing and self.get_command(ctx, name) is None and not name.startswith("-"):
            raise click.UsageError(f"there is no command '{name}'{self.meant(ctx, name)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command with its whole first sentence, which click would cut."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, command.get_short_help_str(_SENTENCE)) for name, command in commands if command]
            )

    def meant(self, ctx: click.Context, name: str) -> str:
        """What may be meant by a command that there is not, as the end of a message."""
        return did_you_mean_choice(name, self.list_commands(ctx))


class Program(Group):
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
        """Import the command's module; None if there is no such command."""
        if cmd_name not in self.commands_in:
            return None
        from importlib import import_module  # noqa: PLC0415 -- already loaded by Python itself

        module, _, function = self.commands_in[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), function)
        return command

    def meant(self, ctx: click.Context, name: str) -> str:
        """A file is meant to be checked."""
        if name.endswith((".yaml", ".yml", ".json")) or "/" in name:
            return f"; did you mean 'pachlint check {name}'?"
        return super().meant(ctx, name)

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
        if COMPLETE in os.environ:
            from pachlint.cli.completing import prepare  # noqa: PLC0415 -- for shells only

            prepare()
        try:
            status = run() or 0
        except Failure as error:
            status = error.status
            log(f"error: {error.message}")
        except click.ClickException as error:
            from pachlint.cli.usage import usage_message  # noqa: PLC0415 -- for mistakes only

            status = error.exit_code
            log(f"error: {usage_message(error, sys.argv if args is None else args)}")
        except OutputError as error:
            status = 2
            log(f"error: {error}")
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
        log("which led to:")
    for line in "".join(traceback.format_tb(error.__traceback__)).splitlines():
        log(line)
    log(type(error).__name__)


def _defect(error: Exception) -> str:
    """Name the kind of error and its place; its own message might hold a secret."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" at {trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    return f"internal error: {type(error).__name__}{where} (--debug shows the traceback)"


def _flushed(status: int) -> int:
    """Write out what is held back; a reader who went away is no error."""
    try:
        finish()
    except OutputError as error:
        log(f"error: {error}")
        return 2
    return status
