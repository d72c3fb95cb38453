"""The options that choose a config, and the rules and settings that follow from config and command line."""

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from pachlint.cli.options import option
from pachlint.cli.program import Failure
from pachlint.cli.release import shown
from pachlint.cli.rule_options import RuleOptions, tell_aliases, to_failure
from pachlint.config.find import NONE, settings_for, settings_in
from pachlint.config.settings import Settings
from pachlint.policy.rule import RuleError, RuleErrors
from pachlint.records import NamedTuple
from pachlint.repository import path_in_repository
from pachlint.rulebook import Rulebook, unknown_word

if TYPE_CHECKING:
    from pachlint.finding import Finding
    from pachlint.packs import Pack

Command = TypeVar("Command", bound=Callable[..., Any])


# to look for what is meant takes longer than all the rest
_MOST_HINTS = 20


class ConfigOptions(NamedTuple):
    """What the options say: one file for everything, or no config at all."""

    file: str | None
    none: bool

    def settings(self, folder: str) -> Settings:
        """The settings that hold in a folder; a mistake in the config ends the command."""
        if self.none:
            return NONE
        try:
            if self.file is None:
                return settings_for(folder, shown)
            found = settings_in(os.path.abspath(self.file), shown(self.file))
        except RuleErrors as error:
            raise to_failure(error) from error
        if found is None:
            raise Failure(f"{shown(self.file)} has no [tool.pachlint]")
        return found


def config_options(command: Command) -> Command:
    """Add the options that choose a config to a command."""
    for add in reversed(_OPTIONS):
        command = add(command)
    return command


def all_rules(settings: Settings, options: RuleOptions) -> Rulebook:
    """All rules that config and command line have; a mistake in their files, or in what the config names, ends the command."""
    missing = [
        RuleError(folder.place, f"there is no folder {shown(folder.path)}")
        for folder in settings.rules
        if not os.path.isdir(folder.path)
    ]
    if missing:
        raise to_failure(RuleErrors(tuple(missing)))
    book = options.load(packs_of(settings))
    _check_names(settings, book)
    return book


def packs_of(settings: Settings) -> list["Pack"]:
    """The packs of rules that a config names."""
    if not settings.rules:
        return []
    from pachlint.packs import Pack  # noqa: PLC0415 -- only for rules of users

    return [Pack(folder.name, shown(folder.path), folder.given) for folder in settings.rules]


def rules_for(settings: Settings, options: RuleOptions) -> Rulebook:
    """The rules that config and command line choose; --select of the command line replaces that of the config."""
    book = all_rules(settings, options).with_severities(settings.severity)
    chosen = options.choose(book, settings.select, settings.ignore)
    off = len(options.choose(book).rules) - len(chosen.rules)
    return chosen._replace(switched_off=(_switched_off(settings, off, len(book.rules)),)) if off else chosen


def ignored_by_config(settings: Settings, finding: "Finding") -> str | None:
    """Why a config ignores a finding; None if it does not."""
    file = os.path.relpath(finding.place.file, settings.folder).replace(os.sep, "/")
    return settings.ignored_by(finding, file)


def _switched_off(settings: Settings, off: int, every: int) -> str:
    """What a config leaves unsaid, in words: a summary without it would be too good to be true."""
    words = [
        f"{name}: {', '.join(names)}"
        for name, names in (("select", settings.select), ("ignore", settings.ignore))
        if names
    ]
    return f"{shown(path_in_repository(settings.file))} disables {off} of {every} rules ({'; '.join(words)})"


def _check_names(settings: Settings, book: Rulebook) -> None:
    """End the command if the config names a rule, topic or impact that there is not."""
    if not settings.named:
        return
    known = book.words
    tell_aliases((named.name for named in settings.named), book)
    unknown = [
        named for named in settings.named if named.name not in known and named.name not in book.aliases
    ]
    if unknown:
        raise to_failure(
            RuleErrors(
                tuple(
                    RuleError(one.place, unknown_word(one.name, known if number < _MOST_HINTS else ()))
                    for number, one in enumerate(unknown)
                )
            )
        )


_OPTIONS: Sequence[Callable[[Any], Any]] = (
    option(
        "--config",
        "config_file",
        metavar="FILE",
        help="Use this config instead of the nearest .pachlint.yaml.",
    ),
    option("--no-config", is_flag=True, help="Use no config."),
)
