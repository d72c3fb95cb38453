"""The command line. Each command is a module of its own, imported only when it is called."""

import click

from pachlint import __version__
from pachlint.cli.program import Program, debug_option

__all__ = ["main"]


@click.group(
    cls=Program,
    commands_in={
        "check": "pachlint.cli.check:check",
        "config": "pachlint.cli.config:config",
        "explain": "pachlint.cli.explain:explain",
        "init": "pachlint.cli.init:init",
        "rules": "pachlint.cli.rules:rules",
        "test": "pachlint.cli.test:test",
        "values": "pachlint.cli.values:values",
    },
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or a broken rule, "
    "3 nothing to check, 4 a defect of pachlint, 130 interrupted.",
)
@click.version_option(__version__, message="pachlint %(version)s")
@debug_option
def main() -> None:
    """Check the values.yaml of the Pachyderm 2.x Helm chart before it meets Helm."""
