"""Usage errors in the same words with every version of click, whose own differ."""

from collections.abc import Sequence

import click

from pachlint.cli.options import SPLIT
from pachlint.nearness import did_you_mean

_EXTRA = "unexpected extra argument"
_NEEDS_VALUE = "requires an argument"
_TAKES_NONE = "does not take a value"


def usage_message(error: click.ClickException, words: Sequence[str]) -> str:
    """The one line for an error that click, or a command through it, raised; ``words`` are those of the command line."""
    if not isinstance(error, click.UsageError):
        return error.format_message()
    split = any(word.startswith("--set") for word in words)
    message = _message(error, split=split).rstrip(".")
    return f"{message} (see '{error.ctx.command_path} --help')" if error.ctx else message


def _message(error: click.UsageError, *, split: bool) -> str:
    """What is wrong. Beside --set, an unknown word may be part of a secret: ``split``."""
    if isinstance(error, click.NoSuchOption):
        return _unknown_option(error, split=split)
    if isinstance(error, click.MissingParameter):
        return f"the argument {_name(error)} is missing"
    if isinstance(error, click.BadParameter):
        return f"{_name(error)}: {error.message}" if error.param else error.message
    if isinstance(error, click.BadOptionUsage):
        if _NEEDS_VALUE in error.message:
            return f"{error.option_name} needs a value"
        if _TAKES_NONE in error.message:
            return f"{error.option_name} takes no value"
    if _EXTRA in error.message:
        if split:
            return f"unexpected extra argument; {SPLIT}"
        extra = error.message.rpartition("(")[2].rstrip(".)")
        return f"too many arguments: {extra} is not needed"
    return error.message


def _unknown_option(error: click.NoSuchOption, *, split: bool) -> str:
    name = error.option_name
    hint = _meant(name, _options(error.ctx)) if name.startswith("--") else ""
    if not hint and split:
        return f"no such option; {SPLIT}"
    if not hint and error.ctx and isinstance(error.ctx.command, click.Group):
        hint = _belongs_to(name, error.ctx.command, error.ctx)
    return f"there is no option {name}{hint}"


def _meant(name: str, known: Sequence[str]) -> str:
    """The option that is near, or the only one that begins so."""
    longer = [one for one in known if one.startswith(name)]
    return did_you_mean(name, known) or (f"; did you mean '{longer[0]}'?" if len(longer) == 1 else "")


def _options(context: click.Context | None) -> list[str]:
    if context is None:
        return []
    return [
        name
        for parameter in context.command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for name in parameter.opts
        if name.startswith("--")
    ]


def _belongs_to(name: str, group: click.Group, context: click.Context) -> str:
    """What to say of an option that stands before the command that it is for."""
    found = [
        word
        for word in group.list_commands(context)
        if (command := group.get_command(context, word)) and any(name in one.opts for one in command.params)
    ]
    one = "check" if "check" in found else next(iter(found), "")
    return f" here; write it after the command: {context.command_path} {one} {name}" if one else ""


def _name(error: click.BadParameter) -> str:
    """The parameter as people write it: ``--environment``, ``RULE``."""
    if isinstance(error.param, click.Argument):
        return error.param.metavar or str(error.param.name).upper()
    return max(error.param.opts, key=len) if error.param else ""
