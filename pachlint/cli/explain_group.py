"""What ``pachlint explain`` says of a topic, a pack and an impact: what it is about, and its rules."""

from collections.abc import Iterator, Sequence

from pachlint.catalog.topics import IMPACTS, about
from pachlint.cli.explanation import Explanation
from pachlint.cli.rule_choice import Choice
from pachlint.cli.rule_table import entry, table
from pachlint.finding import Impact
from pachlint.policy.rule import Rule
from pachlint.report.styled import Line, Piece, wrapped
from pachlint.rulebook import names_of

_NONE = "No rule of it applies here."


def explain_topic(name: str, choice: Choice) -> Explanation:
    """A topic, or a pack by its name with a slash."""
    words = about(name) or ("A pack of rules of your own." if name.endswith("/") else "")
    return _group("topic", name, words, choice)


def explain_impact(impact: Impact, choice: Choice) -> Explanation:
    """An impact."""
    return _group("impact", impact.value, IMPACTS[impact], choice)


def _group(kind: str, name: str, words: str, choice: Choice) -> Explanation:
    rules = [rule for rule in choice.rules if name in names_of(rule.id, rule.topic, rule.impact)]

    def lines(columns: int | None) -> Iterator[Line]:
        yield from wrapped((Piece(name, "bold"), Piece(f": {words}" if words else "")), columns, 0)
        yield ()
        yield from _rules(rules, columns, topics=kind != "topic" or name.endswith("/"))

    return Explanation(
        lines,
        lambda: {"version": 1, kind: name, "about": words, "rules": [entry(rule) for rule in rules]},
        choice.notes,
    )


def _rules(rules: Sequence[Rule], columns: int | None, *, topics: bool) -> Iterator[Line]:
    if not rules:
        yield (Piece(_NONE),)
        return
    yield (Piece(f"{len(rules)} {'rule' if len(rules) == 1 else 'rules'}:"),)
    yield ()
    yield from table(rules, columns, topics=topics)
