"""Options as click has them, quick to make, and those that every command has."""

from collections.abc import Callable
from typing import Any

import click

DEBUG = "pachlint.debug"


class Option(click.Option):
    """An option whose help is one line, taken as it is: click would import ``inspect`` to clean it."""

    def __init__(self, *names: Any, help: str | None = None, **settings: Any) -> None:  # noqa: A002 -- click's
        super().__init__(*names, **settings)
        self.help = help


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """``click.option`` with this kind of options."""
    return click.option(*names, cls=Option, **settings)


def _show_help(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 -- click's
    if value and not context.resilient_parsing:
        click.echo(context.get_help(), color=context.color)
        context.exit()


def _remember_debug(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 -- click's
    if value:
        context.meta[DEBUG] = True


# click's own would look for translations in every run
help_option = option(
    "-h",
    "--help",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
    help="Show this message and exit.",
)

debug_option = option(
    "--debug",
    is_flag=True,
    expose_value=False,
    callback=_remember_debug,
    help="Show the traceback if pachlint itself fails.",
)
