"""The options that choose rules, and what they say."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import click

from pachlint import rulebook
from pachlint.cli.options import option
from pachlint.cli.program import Failure
from pachlint.cli.release import shown
from pachlint.policy.rule import RuleErrors
from pachlint.records import NamedTuple
from pachlint.rulebook import Rulebook, SelectionError

Command = TypeVar("Command", bound=Callable[..., Any])


class RuleOptions(NamedTuple):
    """Folders of own rules, and the words of --select and --ignore."""

    folders: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: dict[str, Any]) -> "RuleOptions":
        """Take the options that choose rules out of all options of a command."""
        return cls(given.pop("rules"), tuple(_words(given.pop("select"))), tuple(_words(given.pop("ignore"))))

    def load(self, more: Sequence[str] = ()) -> Rulebook:
        """All rules, with those of ``more`` folders; any mistake in a rule file ends the command."""
        try:
            return rulebook.load(tuple(dict.fromkeys(map(shown, (*more, *self.folders)))))
        except RuleErrors as error:
            raise told(error) from error

    def choose(self, book: Rulebook, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Rulebook:
        """The chosen rules; what the options say wins over ``select``, and adds to ``ignore``."""
        try:
            return book.select(self.select or tuple(select), (*ignore, *self.ignore))
        except SelectionError as error:
            raise click.UsageError(str(error)) from error


def rule_options(command: Command) -> Command:
    """Add all options that choose rules to a command."""
    for add in reversed(_OPTIONS):
        command = add(command)
    return command


def load_rules(
    folders: Sequence[str] = (), select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> Rulebook:
    """The rules that the options choose; any mistake ends the command, with all mistakes in rule files told."""
    options = RuleOptions(tuple(folders), tuple(_words(select)), tuple(_words(ignore)))
    return options.choose(options.load())


def told(errors: RuleErrors) -> Failure:
    """Tell all mistakes but the last, and put that into the failure that ends the command."""
    *others, last = errors.errors
    for other in others:
        click.echo(f"error: {other}", err=True)
    return Failure(str(last))


def _words(lists: Sequence[str]) -> Iterator[str]:
    return (word.strip() for text in lists for word in text.split(",") if word.strip())


_OPTIONS: Sequence[Callable[[Any], Any]] = (
    option("--rules", multiple=True, metavar="DIR", help="A folder of rules of your own; repeatable."),
    option(
        "--select",
        multiple=True,
        metavar="NAMES",
        help="Only these rules, topics or impacts; a list with commas.",
    ),
    option("--ignore", multiple=True, metavar="NAMES", help="Not these rules, topics or impacts."),
)
