"""``pachlint rules``: every rule that applies here, a line each."""

from collections.abc import Iterator, Sequence
from typing import Any

import click

from pachlint.catalog.reads import readers
from pachlint.catalog.search import nearest_words, search
from pachlint.cli.configured import config_options
from pachlint.cli.options import Word, debug_option, help_option, option
from pachlint.cli.output import look
from pachlint.cli.program import Failure
from pachlint.cli.rule_choice import Choice, choose, target_options
from pachlint.cli.rule_options import RuleOptions, rule_options
from pachlint.cli.rule_table import entry, table
from pachlint.cli.value_paths import no_such_value, pattern_or_fail
from pachlint.policy.rule import Rule
from pachlint.records import NamedTuple
from pachlint.report.styled import colored, plain
from pachlint.terminal import log, show
from pachlint.visible import as_json


class _Found(NamedTuple):
    """The rules to list, and those that look at every value and so at the one that was asked for."""

    rules: Sequence[Rule]
    every: Sequence[Rule] = ()


@click.command(add_help_option=False)
@rule_options
@config_options
@target_options
@option(
    "--reads",
    multiple=True,
    metavar="PATH",
    help="Only rules that read this value, or one below or above it.",
)
@option(
    "--search", multiple=True, metavar="WORDS", help="Only rules about these words, the best match first."
)
@option("--format", type=Word(["text", "json"]), default="text", help="Output format.")
@option("--color", type=Word(["auto", "always", "never"]), default="auto", help="Use color in text output.")
@debug_option
@help_option
def rules(**given: Any) -> None:
    """List the rules that apply here, with those of the config's folders."""
    choice = choose(given, RuleOptions.of(given))
    found = _filtered(choice, given["reads"], " ".join(given["search"]))
    if given["format"] == "json":
        every = {"every_value": [rule.id for rule in found.every]} if given["reads"] else {}
        show(as_json({"version": 1, "rules": [entry(rule) for rule in found.rules], **every}))
        return
    shown = look("output", given["color"])
    lines = list(table(found.rules, shown.columns))
    show(colored(lines) if shown.color else plain(lines))
    for note in (*choice.notes, *_notes(found)):
        log(f"note: {note}")


def _filtered(choice: Choice, paths: Sequence[str], words: str) -> _Found:
    found = _Found(choice.rules)
    for text in paths:
        pattern = pattern_or_fail(text)
        of_it, every = readers(found.rules, pattern)
        if not of_it and not readers(choice.rules, pattern).of_it:
            no_such_value(pattern, text)
        found = _Found(of_it, found.every or every)
    if words:
        matching = search(choice.book, found.rules, words)
        if not matching:
            meant = nearest_words(choice.book, found.rules, words)
            raise Failure(f"no rule is about '{words}'" + (f"; did you mean '{meant}'?" if meant else ""))
        found = _Found(matching, search(choice.book, found.every, words))
    return found


def _notes(found: _Found) -> Iterator[str]:
    if not found.rules:
        yield "no rule is about that value alone" if found.every else "no rule is left"
    if found.every:
        names = ", ".join(rule.id for rule in found.every)
        yield f"{len(found.every)} rules look at every value: {names}"
