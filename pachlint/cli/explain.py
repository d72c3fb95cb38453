"""``pachlint explain``: a rule, a topic, an impact or a value."""

import os
from collections.abc import Iterator
from typing import Any

import click

from pachlint.catalog.search import search
from pachlint.catalog.values import lookup
from pachlint.chart import fields
from pachlint.cli.configured import ConfigOptions, all_rules, config_options
from pachlint.cli.explain_annotation import nearest_annotation
from pachlint.cli.explain_group import explain_impact, explain_topic
from pachlint.cli.explain_rule import explain_rule
from pachlint.cli.explain_value import explain_annotation, explain_value
from pachlint.cli.explanation import Explanation
from pachlint.cli.options import Word, completions, debug_option, help_option, option
from pachlint.cli.output import look
from pachlint.cli.program import Failure
from pachlint.cli.release import shown
from pachlint.cli.rule_choice import Choice, asked_target, choose, chosen, target_options
from pachlint.cli.rule_options import RULES_HELP, RuleOptions
from pachlint.cli.value_paths import bare, pattern_of, pattern_or_fail, reject_value
from pachlint.finding import Impact
from pachlint.nearness import did_you_mean_name
from pachlint.policy.paths import Pattern
from pachlint.report.styled import Line, Piece, colored, plain
from pachlint.rulebook import Rulebook
from pachlint.terminal import log, show
from pachlint.visible import as_json

KINDS = ("rule", "topic", "impact", "value")
_NO_NAME = frozenset(".[*")


@click.command(add_help_option=False)
@click.argument("what", metavar="RULE|TOPIC|IMPACT|PATH", shell_complete=completions)
@option("--as", "kind", type=Word(KINDS), help="What is meant, if the word means several things.")
@option(
    "--chart",
    metavar="DIR|TGZ",
    help="Local chart (folder or package) whose value is meant: what its templates make of it.",
)
@option("--rules", multiple=True, metavar="[NAME=]DIR", help=RULES_HELP)
@config_options
@target_options
@option("--format", type=Word(["text", "json"]), default="text", help="Output format.")
@option("--color", type=Word(["auto", "always", "never"]), default="auto", help="Use color in text output.")
@debug_option
@help_option
def explain(what: str, kind: str | None, color: str, **given: Any) -> None:
    """Explain a rule, a topic, an impact, or a value such as proxy.tls.secretName.

    A rule: why it exists, where it applies, and examples. A topic or an impact: what it is about, and its rules. A
    value: its type, its defaults, the versions of the chart that have it, and the rules that read it.
    """
    found, others = _found(what, kind, given)
    if given["format"] == "json":
        show(as_json(found.data()))
        return
    shown_as = look("output", color)
    lines = [*found.lines(shown_as.columns), *_also(what, others)]
    show(colored(lines) if shown_as.color else plain(lines))
    for note in found.notes:
        log(f"note: {note}")


def _found(what: str, kind: str | None, given: dict[str, Any]) -> tuple[Explanation, list[str]]:
    """What the word means, and what else it means."""
    options = RuleOptions(given["rules"])
    if given["chart"] is not None:
        from pachlint.cli.explain_chart_value import explain_chart_value  # noqa: PLC0415 -- few ask of their own chart

        return explain_chart_value(given["chart"], what, choose(given, options)), []
    if kind in (None, "rule"):
        # a mistake in the config is no reason to be silent about a rule that is not its own
        book = options.load()
        rule = book.rule(what)
        if rule:
            return explain_rule(rule, book), []
        if what in book.aliases:
            return _of_alias(what, book), []
    settings = ConfigOptions(given["config_file"], given["no_config"]).settings(os.curdir)
    book = all_rules(settings, options)
    choice = chosen(settings, options, asked_target(given))
    meanings = dict(_meanings(what, book, choice))
    if kind and kind not in meanings:
        raise Failure(f"there is no {kind} {what}")
    if not meanings:
        _reject(what, book)
    first = kind or next(iter(meanings))
    return meanings.pop(first), list(meanings)


def _of_alias(what: str, book: Rulebook) -> Explanation:
    """What a rule is today that had another id."""
    today = book.aliases[what]
    rule = next(rule for rule in book.rules if rule.id == today[0])
    return explain_rule(rule, book)._replace(notes=(f"the rule {what} is now {' and '.join(today)}",))


def _meanings(what: str, book: Rulebook, choice: Choice) -> Iterator[tuple[str, Explanation]]:
    """All that a word means by its kind, what people mean most often first."""
    rule = book.rule(what)
    if rule:
        yield "rule", explain_rule(rule, book)
    if what in set(Impact):
        yield "impact", explain_impact(Impact(what), choice)
    else:
        names = book.words.difference(book.known)
        topic = next((name for name in (what, f"{what}/") if name in names), None)
        if topic:
            yield "topic", explain_topic(topic, choice)
    pattern = pattern_of(what)
    if isinstance(pattern, Pattern) and lookup(pattern):
        yield "value", explain_value(pattern, bare(what), choice)
    elif "/" in what:
        annotation = explain_annotation(what, choice)
        if annotation:
            yield "value", annotation


def _also(what: str, others: list[str]) -> Iterator[Line]:
    """Where to read what else a word means."""
    if others:
        yield ()
    for other in others:
        yield (Piece(f"{what} is a {other} too: pachlint explain {what} --as {other}"),)


def _reject(what: str, book: Rulebook) -> None:
    if what.endswith((".yaml", ".yml", ".json")):
        raise Failure(
            f"{shown(what)} is a file; pachlint check judges it, pachlint values -f shows what is in it"
        )
    annotation = nearest_annotation(what) if "/" in what else None
    if annotation:
        raise Failure(f"there is no annotation {what}; did you mean '{annotation}'?")
    if not _NO_NAME.isdisjoint(what):
        reject_value(pattern_or_fail(what), what)
    hint = did_you_mean_name(what, book.words.union(fields.inside(fields.root()))) or _about(what, book)
    raise Failure(f"there is no rule, topic, impact or value {what}{hint}")


def _about(what: str, book: Rulebook) -> str:
    """Where to read of a word that names nothing, as the end of a message."""
    found = len(search(book, book.rules, what))
    rules = "1 rule is" if found == 1 else f"{found} rules are"
    return f"; {rules} about it: pachlint rules --search '{what}'" if found else ""
