"""``pachlint explain RULE``: why a rule exists, whom it concerns, and what it looks like before and after."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from pachlint.cli.configured import ConfigOptions, all_rules, config_options
from pachlint.cli.options import Word, debug_option, help_option, option
from pachlint.cli.output import look
from pachlint.cli.program import Failure
from pachlint.cli.rule_options import RULES_HELP, RuleOptions
from pachlint.nearness import did_you_mean_name
from pachlint.policy.rule import Applies, Rule
from pachlint.policy.rule_text import Example, RuleText
from pachlint.report.styled import RULER, SEVERITY_STYLES, Line, Piece, coloured, plain, wrapped
from pachlint.rulebook import Rulebook
from pachlint.terminal import show
from pachlint.visible import Json, as_json

_LABEL = 12


@click.command(add_help_option=False)
@click.argument("rule")
@option("--rules", multiple=True, metavar="[NAME=]DIR", help=RULES_HELP)
@config_options
@option("--format", type=Word(["text", "json"]), default="text", help="How to print it.")
@option("--color", type=Word(["auto", "always", "never"]), default="auto", help="Colour in text.")
@debug_option
@help_option
def explain(rule: str, rules: tuple[str, ...], color: str, **given: Any) -> None:
    """Explain a rule: why it exists, where it applies, and its examples."""
    book = RuleOptions(rules).load()
    found = book.rule(rule)
    if found is None:
        # a mistake in the config is no reason to be silent about another rule
        settings = ConfigOptions(given["config_file"], given["no_config"]).settings(os.curdir)
        book = all_rules(settings, RuleOptions(rules))
        found = book.rule(rule)
    if found is None:
        raise Failure(f"there is no rule {rule}{did_you_mean_name(rule, book.known)}")
    if given["format"] == "json":
        show(_json(found, book))
        return
    shown = look("output", color)
    lines = list(_lines(found, book.text(found.id), shown.columns))
    show(coloured(lines) if shown.color else plain(lines))


def applies_words(applies: Applies) -> str:
    """Where a rule applies, in words: ``chart >=2.3.0, on aws or gcp, in production``."""
    parts = [
        f"chart {applies.chart}" if applies.chart else "every chart version",
        f"on {_either(applies.providers, 'an unknown provider')}" if applies.providers else "",
        f"in {_either(applies.environments, 'an unknown environment')}" if applies.environments else "",
    ]
    return ", ".join(part for part in parts if part)


def _either(words: Sequence[str], unknown: str) -> str:
    *first, last = [unknown if word == "unknown" else word for word in words]
    return f"{', '.join(first)} or {last}" if first else last


def context_words(context: Mapping[str, object]) -> str:
    """What an example is judged for, in words: ``chart 2.4.6, on azure, in production``; "" if nothing is said."""
    forms = {"chart": "chart {}", "provider": "on {}", "environment": "in {}", "file": "in {}"}
    parts = [form.format(context[name]) for name, form in forms.items() if name in context]
    return ", ".join([*parts, *(["as a part of a release"] if context.get("partial") else [])])


def _lines(rule: Rule, text: RuleText, columns: int | None) -> Iterator[Line]:
    """The whole explanation. Prose is wrapped; the text of an example stands as it is."""
    yield from wrapped((Piece(f"{rule.id}: {rule.title}", "bold"),), columns, 0)
    yield ()
    yield _fact("severity", rule.severity.word, SEVERITY_STYLES[rule.severity])
    yield _fact("impact", rule.impact.value)
    yield _fact("topic", rule.topic)
    yield from wrapped(_fact("applies", applies_words(rule.applies)), columns, _LABEL)
    if text.why:
        yield ()
        yield from wrapped((Piece(text.why),), columns, 0)
    yield from _examples(rule, text, columns)
    yield ()
    for number, address in enumerate(text.see):
        yield _fact("see" if number == 0 else "", address)
    for number, declared in enumerate(text.exceptions):
        said = declared.because or f"reported by {' or '.join(declared.reported_by)}"
        yield from wrapped(
            _fact("exceptions" if number == 0 else "", f"{declared.name}: {said}"), columns, _LABEL
        )
    if text.related:
        yield from wrapped(_fact("related", ", ".join(text.related)), columns, _LABEL)
    yield _fact("ignore", f"# pachlint: ignore[{rule.id}] reason")


def _fact(label: str, text: str, style: str = "") -> Line:
    return (Piece(f"{label:<{_LABEL}}", RULER), Piece(text, style))


def _examples(rule: Rule, text: RuleText, columns: int | None) -> Iterator[Line]:
    """The first bad example with what is said of it, what the fix makes of it, and else the first good one."""
    bad = next(one for one in text.examples if one.bad)
    good = next(one for one in text.examples if not one.bad)
    yield from _example("Bad", bad, bad.text)
    yield from _said(rule, bad, columns)
    if bad.fixed is not None:
        yield from _example("Fixed", bad, bad.fixed)
    else:
        yield from _example("Good", good, good.text)


def _example(title: str, example: Example, text: str) -> Iterator[Line]:
    context = context_words(example.context)
    yield ()
    yield (Piece(title, "bold"), Piece(f" ({context})" if context else ""), Piece(":"))
    yield ()
    for line in text.removesuffix("\n").split("\n"):
        yield (Piece(f"    {line}"),)


def _said(rule: Rule, example: Example, columns: int | None) -> Iterator[Line]:
    from pachlint.rulefiles.examples import findings  # noqa: PLC0415 -- judging imports much, and JSON does without

    found = findings(rule, example, example.text)
    yield ()
    for finding in found:
        yield from wrapped(_fact(f"line {finding.place.line}", finding.message), columns, _LABEL)
    for remedy in dict.fromkeys(finding.help for finding in found if finding.help):
        yield from wrapped(_fact("help", remedy), columns, _LABEL)


def _json(rule: Rule, book: Rulebook) -> Json:
    from pachlint.cli.rules import entry  # noqa: PLC0415

    text = book.text(rule.id)
    examples = [
        {"bad" if one.bad else "good": one.text, "context": dict(one.context), "fixed": one.fixed}
        for one in text.examples
    ]
    whole = {
        "version": 1,
        **entry(rule),
        "why": text.why,
        "see": list(text.see),
        "covers": list(text.covers),
        "related": list(text.related),
        "examples": examples,
    }
    return as_json(whole)
