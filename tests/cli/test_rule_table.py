"""Rules in a table: whole lines where nobody looks on, and no cut words on a terminal."""

import pytest

from pachlint.cli.rule_table import table
from pachlint.report.styled import plain
from pachlint.rulebook import shipped

RULES = shipped().rules


def lines(columns: int | None, *, topics: bool = True) -> list[str]:
    """The table as text."""
    return plain(table(RULES, columns, topics=topics)).splitlines()


def test_a_line_each_off_a_terminal() -> None:
    assert [line.split()[0] for line in lines(None)] == [rule.id for rule in RULES]
    assert all(line.endswith(rule.title) for line, rule in zip(lines(None), RULES, strict=True))


@pytest.mark.parametrize("columns", [80, 120, 160])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    found = lines(columns)
    assert max(map(len, found)) <= columns
    # whatever is wrapped, all words are there
    words = " ".join(found).split()
    assert [word for rule in RULES for word in rule.title.split() if word not in words] == []


def test_narrow_terminal_has_titles_below() -> None:
    found = lines(80)
    at = next(number for number, line in enumerate(found) if line.startswith(f"{RULES[0].id} "))
    assert found[at + 1].startswith(f"    {RULES[0].title[:30]}")
