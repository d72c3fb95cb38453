"""What ``pachlint explain RULE`` says: why a rule exists, whom it concerns, and what it looks like before and after."""

from collections.abc import Iterator

from pachlint.cli.explanation import Explanation
from pachlint.cli.rule_table import LABEL, entry, fact
from pachlint.policy.rule import Rule
from pachlint.policy.rule_text import Example, RuleText
from pachlint.report.rule_words import applies_words, context_words
from pachlint.report.styled import SEVERITY_STYLES, Line, Piece, wrapped
from pachlint.rulebook import Rulebook


def explain_rule(rule: Rule, book: Rulebook) -> Explanation:
    """A rule."""
    return Explanation(lambda columns: _lines(rule, book.text(rule.id), columns), lambda: _data(rule, book))


def _lines(rule: Rule, text: RuleText, columns: int | None) -> Iterator[Line]:
    """The whole explanation. Prose is wrapped; the text of an example stands as it is."""
    yield from wrapped((Piece(f"{rule.id}: {rule.title}", "bold"),), columns, 0)
    yield ()
    yield fact("severity", rule.severity.word, SEVERITY_STYLES[rule.severity])
    yield fact("impact", rule.impact.value)
    yield fact("topic", rule.topic)
    yield from wrapped(fact("applies", applies_words(rule.applies)), columns, LABEL)
    if text.why:
        yield ()
        yield from wrapped((Piece(text.why),), columns, 0)
    yield from _examples(rule, text, columns)
    yield ()
    for number, address in enumerate(text.see):
        yield fact("see" if number == 0 else "", address)
    for number, declared in enumerate(text.exceptions):
        said = declared.because or f"reported by {' or '.join(declared.reported_by)}"
        yield from wrapped(
            fact("exceptions" if number == 0 else "", f"{declared.name}: {said}"), columns, LABEL
        )
    if text.related:
        yield from wrapped(fact("related", ", ".join(text.related)), columns, LABEL)
    if rule.aliases:
        yield from wrapped(fact("formerly", ", ".join(rule.aliases)), columns, LABEL)
    yield fact("ignore", f"# pachlint: ignore[{rule.id}] reason")


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
        yield from wrapped(fact(f"line {finding.place.line}", finding.message), columns, LABEL)
    for remedy in dict.fromkeys(finding.help for finding in found if finding.help):
        yield from wrapped(fact("help", remedy), columns, LABEL)


def _data(rule: Rule, book: Rulebook) -> dict[str, object]:
    """The same as data."""
    text = book.text(rule.id)
    examples = [
        {"bad" if one.bad else "good": one.text, "context": dict(one.context), "fixed": one.fixed}
        for one in text.examples
    ]
    return {
        "version": 1,
        **entry(rule),
        "why": text.why,
        "see": list(text.see),
        "covers": list(text.covers),
        "related": list(text.related),
        "aliases": list(rule.aliases),
        "examples": examples,
    }
