"""``pachlint rules``: every rule, a line each."""

import os
from collections.abc import Iterator, Sequence
from typing import Any

import click

from pachlint.cli.configured import ConfigOptions, all_rules, config_options
from pachlint.cli.options import Word, debug_option, help_option, option
from pachlint.cli.output import look
from pachlint.cli.rule_options import RuleOptions, rule_options
from pachlint.policy.rule import Rule
from pachlint.report.styled import SEVERITY_STYLES, Line, Piece, coloured, plain
from pachlint.terminal import show
from pachlint.visible import Json, Shown, as_json


@click.command(add_help_option=False)
@rule_options
@config_options
@option("--format", type=Word(["text", "json"]), default="text", help="How to print them.")
@option("--color", type=Word(["auto", "always", "never"]), default="auto", help="Colour in text.")
@debug_option
@help_option
def rules(**given: Any) -> None:
    """List the rules, those of the config's folders too: id, severity, impact, topic and title."""
    options = RuleOptions.of(given)
    settings = ConfigOptions(given["config_file"], given["no_config"]).settings(os.curdir)
    found = options.choose(all_rules(settings, options)).rules
    show(_json(found) if given["format"] == "json" else _text(found, given["color"]))


def _text(found: Sequence[Rule], color: str) -> Shown:
    lines = list(_lines(found))
    return coloured(lines) if look("output", color).color else plain(lines)


def _lines(found: Sequence[Rule]) -> Iterator[Line]:
    columns = [
        max((len(text) for text in texts), default=0)
        for texts in zip(
            *((rule.id, rule.severity.word, rule.impact.value, rule.topic) for rule in found), strict=True
        )
    ]
    for rule in found:
        name, severity, impact, topic = columns
        yield (
            Piece(f"{rule.id:<{name}}  ", "bold"),
            Piece(f"{rule.severity.word:<{severity}}  ", SEVERITY_STYLES[rule.severity]),
            Piece(f"{rule.impact.value:<{impact}}  {rule.topic:<{topic}}  {rule.title}"),
        )


def _json(found: Sequence[Rule]) -> Json:
    return as_json({"version": 1, "rules": [entry(rule) for rule in found]})


def entry(rule: Rule) -> dict[str, object]:
    """What JSON says about a rule."""
    applies = rule.applies
    return {
        "id": rule.id,
        "topic": rule.topic,
        "severity": rule.severity.word,
        "impact": rule.impact.value,
        "title": rule.title,
        "url": rule.url,
        "applies": {
            "chart": applies.chart,
            "provider": list(applies.providers),
            "environment": list(applies.environments),
        },
    }
