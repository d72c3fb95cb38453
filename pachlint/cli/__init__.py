"""The command line. Each command is a module of its own, imported only when it is called."""

import click

from pachlint import __version__
from pachlint.cli.options import debug_option, help_option, option
from pachlint.cli.program import Program
from pachlint.terminal import show
from pachlint.visible import shown

__all__ = ["main"]


def _show_version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 -- click's
    if value and not context.resilient_parsing:
        show(shown(f"pachlint {__version__}\n"))
        context.exit()


@click.group(
    cls=Program,
    add_help_option=False,
    commands_in={
        "check": "pachlint.cli.check:check",
        "completion": "pachlint.cli.completion:completion",
        "config": "pachlint.cli.config:config",
        "explain": "pachlint.cli.explain:explain",
        "init": "pachlint.cli.init:init",
        "map": "pachlint.cli.map:map_",
        "rules": "pachlint.cli.rules:rules",
        "test": "pachlint.cli.test:test",
        "values": "pachlint.cli.values:values",
    },
    context_settings={"max_content_width": 100},
    epilog="Exit status: 0 nothing at or above --fail-on, 1 findings, 2 usage, config or rule error, "
    "3 nothing to check, 4 internal error, 130 interrupted.",
)
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
@debug_option
@help_option
def main() -> None:
    """Check the values.yaml of the Pachyderm 2.x Helm chart before it meets Helm."""
