"""``pachlint completion``: the script by which a shell completes command lines."""

from typing import Any

import click
from click.shell_completion import get_completion_class

from pachlint.cli.options import Word, completions, debug_option, help_option
from pachlint.cli.program import COMPLETE
from pachlint.terminal import show
from pachlint.visible import shown

SHELLS = ("bash", "fish", "zsh")


@click.command(add_help_option=False)
@click.argument("shell", type=Word(SHELLS), shell_complete=completions)
@debug_option
@help_option
@click.pass_context
def completion(ctx: click.Context, /, shell: str, **_given: Any) -> None:
    """Print the script that makes bash, zsh or fish complete commands, options, rules, values and files.

    In ~/.bashrc: eval "$(pachlint completion bash)"
    """
    completer = get_completion_class(shell)
    if completer is None:
        raise click.UsageError(f"this version of click knows no completion for {shell}")
    show(shown(completer(ctx.find_root().command, {}, "pachlint", COMPLETE).source()))
