"""The page that a step of GitHub Actions leaves: https://docs.github.com/actions, "job summaries"."""

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from pachlint.finding import Finding
from pachlint.report.look import PLAIN, Look
from pachlint.report.markdown import Markdown, code, markdown, row
from pachlint.report.rooted import from_root, worst_first
from pachlint.report.styled import words
from pachlint.report.summary import closing, ignored_words, shown_findings, summary, verdict
from pachlint.report.wording import advice, position

if TYPE_CHECKING:
    from pachlint.results import Report

LIMIT = 1024 * 1024
"""Bytes that GitHub takes of a step (AttachmentSizeLimit in FileCommandManager.cs of its runner); of more it shows nothing."""

_HEAD = ("| Severity | Place | Rule | Finding |", "| --- | --- | --- | --- |")
_LONGEST = 1_000


def render(report: "Report", look: Look = PLAIN, room: int = LIMIT) -> str:
    """Markdown of at most ``room`` bytes: how many findings there are, a table of them, the worst first, and what was judged.

    Where there is no room for the head, nothing.
    """
    findings = worst_first(from_root(shown_findings(report, show_ignored=look.show_ignored)))
    *judged, _ = map(words, summary(report))
    happens = words(verdict(report.findings, places_of_worst=True))
    head = f"### pachlint: {markdown(closing(report))}\n\n" + (
        f"**{markdown(happens)}**\n\n" if happens else ""
    )
    tail = "".join(f"- {markdown(_short(line))}\n" for line in judged if line != happens)
    rows = [f"{_row(finding)}\n" for finding in findings]
    table = _table(rows, room - _size(head) - _size(tail))
    page = head + (f"{table}\n" if table else "") + tail + "\n"
    return page if _size(page) <= room else ""


def _row(finding: Finding) -> Markdown:
    suppressions = f" (ignored {ignored_words(finding.ignored)})" if finding.ignored else ""
    return row(
        (
            markdown(finding.severity.word),
            code(_short(position(finding.place))),
            code(_short(finding.rule)),
            markdown(_short(advice(finding) + suppressions)),
        )
    )


def _table(rows: Sequence[str], room: int) -> str:
    """The table, with as many of the rows as there is room for, and how many there is none for."""
    if not rows:
        return ""
    left_out = "\n{} more findings are not shown here, for lack of room; the log of the step has them.\n"
    head = "".join(f"{line}\n" for line in _HEAD)
    room -= _size(head) + 2
    sizes = list(accumulate(map(_size, rows)))
    if sizes[-1] <= room:
        return head + "".join(rows)
    room -= len(left_out) + len(str(len(rows)))
    fitting = sum(size <= room for size in sizes)
    return (head if fitting else "") + "".join(rows[:fitting]) + left_out.format(len(rows) - fitting)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _size(text: str) -> int:
    return len(text.encode())
