"""Rules in a table, and labelled facts, as ``rules`` and ``explain`` show them."""

from collections.abc import Iterator, Sequence

from pachlint.policy.rule import Rule
from pachlint.report.styled import RULER, SEVERITY_STYLES, Line, Piece, wrapped

LABEL = 12
"""Columns of a label."""

_LEAST = 40
_INDENT = 4


def fact(label: str, text: str, style: str = "") -> Line:
    """A line with a label before it."""
    return (Piece(f"{label:<{LABEL}}", RULER), Piece(text, style))


def table(found: Sequence[Rule], columns: int | None, *, topics: bool = True) -> Iterator[Line]:
    """A line for each rule: its id, severity, impact, with ``topics`` its topic, and its title.

    On a terminal a title is wrapped in its column, or where that is too narrow, stands below.
    """
    rows = [
        (rule.id, rule.severity.word, rule.impact.value, *([rule.topic] if topics else [])) for rule in found
    ]
    widths = [max(map(len, texts)) + 2 for texts in zip(*rows, strict=True)]
    before = sum(widths)
    for rule, row in zip(found, rows, strict=True):
        name, severity, *rest = (f"{text:<{width}}" for text, width in zip(row, widths, strict=True))
        line = (
            Piece(name, "bold"),
            Piece(severity, SEVERITY_STYLES[rule.severity]),
            Piece("".join(rest)),
        )
        if columns is None or columns - before >= _LEAST:
            yield from wrapped((*line, Piece(rule.title)), columns, before)
        else:
            yield line
            yield from wrapped((Piece(" " * _INDENT), Piece(rule.title)), columns, _INDENT)


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
