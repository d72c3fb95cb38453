"""The lines that a fix changes."""

import pytest

from pachlint.finding import Edit, Fix, Safety
from pachlint.place import Place, Span
from pachlint.report.fix_lines import changed_lines
from pachlint.source import Source

TEXT = "a: 1\nb: {c: two, d: secret}\ne: 3\n"


def edit(line: int, column: int, end_line: int, end_column: int, text: str) -> Edit:
    """An edit of the file ``v``."""
    return Edit(Place("v", line, column, end_line, end_column), text)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([edit(1, 4, 1, 5, '"1"')], ["-a: 1", '+a: "1"']),
        ([edit(2, 8, 2, 11, "2")], ["-b: {c: two, d: ***}", "+b: {c: 2, d: ***}"]),
        ([edit(1, 1, 1, 1, "x: 1\n")], ["+x: 1"]),
        ([edit(1, 1, 2, 1, "")], ["-a: 1"]),
        ([edit(3, 5, 3, 5, "\nf: 4")], ["+f: 4"]),
        (
            [edit(1, 4, 1, 5, "one"), edit(3, 4, 3, 5, "three")],
            ["-a: 1", "-b: {c: two, d: ***}", "-e: 3", "+a: one", "+b: {c: two, d: ***}", "+e: three"],
        ),
        ([edit(2, 16, 2, 22, "other")], ["-b: {c: two, d: ***}", "+b: {c: two, d: other}"]),
    ],
)
def test_lines_before_and_after(edits: list[Edit], expected: list[str]) -> None:
    start = TEXT.index("secret")
    fix = Fix("title", Safety.SAFE, tuple(edits))
    found = changed_lines(fix, {"v": Source("v", TEXT)}, {"v": [Span(start, start + 6)]})
    assert ["".join(line) for line in found] == expected


def test_file_that_is_not_there_shows_nothing() -> None:
    fix = Fix("title", Safety.SAFE, (edit(1, 1, 1, 1, "x"),))
    assert list(changed_lines(fix, {}, {})) == []
