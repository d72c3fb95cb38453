"""The options that choose rules, and what they say."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pachlint import rulebook
from pachlint.cli.options import option
from pachlint.cli.program import Failure
from pachlint.cli.release import shown
from pachlint.policy.rule import RuleErrors
from pachlint.records import NamedTuple
from pachlint.rulebook import Rulebook, SelectionError
from pachlint.terminal import log

if TYPE_CHECKING:
    from pachlint.packs import Pack

Command = TypeVar("Command", bound=Callable[..., Any])


RULES_HELP = "Folder of your own rules, a pack called NAME or like the folder; repeatable."


class RuleOptions(NamedTuple):
    """Folders of own rules, and the words of --select and --ignore."""

    folders: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: dict[str, Any]) -> "RuleOptions":
        """Take the options that choose rules out of all options of a command."""
        return cls(given.pop("rules"), tuple(_words(given.pop("select"))), tuple(_words(given.pop("ignore"))))

    def load(self, more: Sequence["Pack"] = ()) -> Rulebook:
        """All rules, with those of ``more`` packs; any mistake in a rule file ends the command."""
        try:
            return rulebook.load(self._packs(more) if more or self.folders else ())
        except RuleErrors as error:
            raise to_failure(error) from error

    def _packs(self, more: Sequence["Pack"]) -> Sequence["Pack"]:
        from pachlint.packs import PackError, distinct  # noqa: PLC0415 -- only for rules of users

        try:
            return distinct((*more, *map(pack_of, self.folders)))
        except PackError as error:
            raise click.UsageError(str(error)) from error

    def choose(self, book: Rulebook, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Rulebook:
        """The chosen rules; what the options say wins over ``select``, and adds to ``ignore``."""
        tell_aliases((*self.select, *self.ignore), book)
        try:
            return book.select(self.select or tuple(select), (*ignore, *self.ignore))
        except SelectionError as error:
            raise click.UsageError(str(error)) from error


_TOLD = "pachlint.cli.rule_options.told"


def rule_options(command: Command) -> Command:
    """Add all options that choose rules to a command."""
    for add in reversed(_OPTIONS):
        command = add(command)
    return command


def tell_aliases(words: Iterable[str], book: Rulebook) -> None:
    """Say once in a command what rules are called today that are named as before."""
    command = click.get_current_context(silent=True)
    told: set[str] = command.meta.setdefault(_TOLD, set()) if command else set()
    for word in dict.fromkeys(words):
        if word in book.aliases and word not in told:
            told.add(word)
            log(f"note: the rule {word} is now {' and '.join(book.aliases[word])}")


def to_failure(errors: RuleErrors) -> Failure:
    """Tell all mistakes but the last, and put that into the failure that ends the command."""
    *others, last = errors.errors
    for other in others:
        log(f"error: {other}")
    return Failure(str(last))


def pack_of(text: str) -> "Pack":
    """The pack that ``DIR`` or ``NAME=DIR`` means."""
    from pachlint.packs import Pack, pack_name  # noqa: PLC0415 -- only for rules of users

    name, sign, folder = text.partition("=")
    if sign and not os.path.isdir(text):
        return Pack(name, shown(folder))
    return Pack(pack_name(text), shown(text), given=False)


def _words(lists: Sequence[str]) -> Iterator[str]:
    return (word.strip() for text in lists for word in text.split(",") if word.strip())


_OPTIONS: Sequence[Callable[[Any], Any]] = (
    option("--rules", multiple=True, metavar="[NAME=]DIR", help=RULES_HELP),
    option(
        "--select",
        multiple=True,
        metavar="NAMES",
        help="Use only these rules, topics or impacts, separated by commas; NAME/ is a whole pack.",
    ),
    option("--ignore", multiple=True, metavar="NAMES", help="Ignore these rules, topics or impacts."),
)
