"""The options that choose rules, and what they say."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import click

from pachlint import rulebook
from pachlint.cli.program import Failure
from pachlint.policy.rule import RuleErrors
from pachlint.rulebook import Rulebook, SelectionError

Command = TypeVar("Command", bound=Callable[..., Any])


def rule_options(command: Command) -> Command:
    """Add all options that choose rules to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def load_rules(
    folders: Sequence[str] = (), select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> Rulebook:
    """The rules that the options choose; any mistake ends the command, with all mistakes in rule files told."""
    try:
        return rulebook.load(folders).select(tuple(_words(select)), tuple(_words(ignore)))
    except RuleErrors as error:
        raise told(error) from error
    except SelectionError as error:
        raise click.UsageError(str(error)) from error


def told(errors: RuleErrors) -> Failure:
    """Tell all mistakes but the last, and put that into the failure that ends the command."""
    *others, last = errors.errors
    for other in others:
        click.echo(f"error: {other}", err=True)
    return Failure(str(last))


def _words(lists: Sequence[str]) -> Iterator[str]:
    return (word.strip() for text in lists for word in text.split(",") if word.strip())


_OPTIONS: Sequence[Callable[[Any], Any]] = (
    click.option("--rules", multiple=True, metavar="DIR", help="A folder of rules of your own; repeatable."),
    click.option(
        "--select",
        multiple=True,
        metavar="NAMES",
        help="Only these rules, topics or impacts; a list with commas.",
    ),
    click.option("--ignore", multiple=True, metavar="NAMES", help="Not these rules, topics or impacts."),
)
