"""The rules that ``rules`` and ``explain`` are about: those that a check here would apply, and what they are chosen for."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from pachlint.cli.configured import ConfigOptions, rules_for
from pachlint.cli.release import TARGET_OPTIONS
from pachlint.cli.rule_options import RuleOptions
from pachlint.config.settings import Settings
from pachlint.policy.finding_template import is_within
from pachlint.policy.rule import Rule
from pachlint.records import NamedTuple
from pachlint.rulebook import Rulebook
from pachlint.target import Overrides, Resolved

Command = TypeVar("Command", bound=Callable[..., Any])


class Choice(NamedTuple):
    """A rulebook without the rules that do not apply here, the target that decides it, and what was left out, in words."""

    book: Rulebook
    target: Overrides
    notes: tuple[str, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that apply."""
        return self.book.rules


def target_options(command: Command) -> Command:
    """Add the options that say what rules are wanted for."""
    for add in reversed(TARGET_OPTIONS):
        command = add(command)
    return command


def choose(given: dict[str, Any], options: RuleOptions) -> Choice:
    """The rules as command line and config choose them, in the current folder."""
    settings = ConfigOptions(given["config_file"], given["no_config"]).settings(os.curdir)
    return chosen(settings, options, asked_target(given))


def chosen(settings: Settings, options: RuleOptions, asked: Overrides) -> Choice:
    """The same with settings at hand; a provider or environment that is not given rules out nothing."""
    book = rules_for(settings, options)
    target = settings.overrides(asked)
    rules = tuple(rule for rule in book.rules if _fits(rule, target))
    notes = book.switched_off
    if len(rules) < len(book.rules):
        notes = (*notes, f"{len(rules)} of {len(book.rules)} rules apply to {_words(target)}")
    return Choice(book._replace(rules=rules), target, notes)


def asked_target(given: dict[str, Any]) -> Overrides:
    """What the options of :func:`target_options` ask for."""
    version, provider, environment = (
        Resolved(given[name], "flag") if given[name] else None
        for name in ("chart_version", "provider", "environment")
    )
    return Overrides(version, provider, environment)


def _fits(rule: Rule, target: Overrides) -> bool:
    applies = rule.applies
    named: Sequence[tuple[Resolved[str] | None, Sequence[str]]] = (
        (target.provider, applies.providers),
        (target.environment, applies.environments),
    )
    if (
        target.chart_version
        and applies.chart
        and not is_within(target.chart_version.value, applies.intervals)
    ):
        return False
    return all(not one or not words or one.value in words for one, words in named)


def _words(target: Overrides) -> str:
    return ", ".join(_said(target))


def _said(target: Overrides) -> Iterator[str]:
    settings: Sequence[tuple[str, str, Resolved[Any] | None]] = (
        ("chart", "--chart-version", target.chart_version),
        ("provider", "--provider", target.provider),
        ("environment", "--environment", target.environment),
    )
    for name, flag, one in settings:
        if one:
            yield f"{name} {one.value} ({flag if one.source == 'flag' else one.source})"
