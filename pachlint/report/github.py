"""The report for a job of GitHub Actions: all findings in a group of the log, and annotations for the worst of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pachlint.finding import Finding, Severity
from pachlint.report.concise import line
from pachlint.report.github_commands import Name, command, log
from pachlint.report.look import PLAIN, Look
from pachlint.report.rooted import from_root, worst_first
from pachlint.report.styled import Piece, plain
from pachlint.report.summary import shown_findings
from pachlint.report.wording import details, headline, position
from pachlint.repository import is_name_of_file
from pachlint.visible import GitHubLog, Shown

if TYPE_CHECKING:
    from pachlint.results import Report

MOST_ANNOTATIONS = 10
"""Of a level in a step; GitHub drops the others (``_maxCountPerIssueType`` in ExecutionContext.cs of its runner)."""

_LEVELS: dict[Severity, Name] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def render(report: "Report", look: Look = PLAIN) -> GitHubLog:
    """A group with a line for each finding, the worst first, then annotations; without findings nothing.

    Findings that are ignored are shown in the group only.
    """
    shown = worst_first(from_root(shown_findings(report, show_ignored=look.show_ignored)))
    if not shown:
        return log(())
    standing = [finding for finding in shown if not finding.ignored]
    number = f"{len(standing)} finding{'' if len(standing) == 1 else 's'}, the worst first"
    return log(
        (
            command("group", [f"pachlint: {number}"]),
            plain((Piece(line(finding)),) for finding in shown),
            command("endgroup"),
            *_annotations(standing, report),
            _left_out(standing),
        )
    )


def _annotations(findings: Sequence[Finding], report: "Report") -> Iterator[GitHubLog]:
    made: Counter[Severity] = Counter()
    for finding in findings:
        made[finding.severity] += 1
        if made[finding.severity] <= MOST_ANNOTATIONS:
            rule = report.book.rule(finding.rule)
            yield _annotation(finding, f"{finding.rule}: {rule.title}" if rule else finding.rule)


def _annotation(finding: Finding, title: str) -> GitHubLog:
    return command(
        _LEVELS[finding.severity],
        [headline(finding), *_whereabouts(finding), *details(finding)],
        **_place(finding),
        title=title,
    )


def _whereabouts(finding: Finding) -> Iterator[str]:
    if not is_name_of_file(finding.place.file):
        yield f"at {position(finding.place)}"


def _place(finding: Finding) -> dict[str, str | int]:
    """The properties that say where; columns are rejected where a place has several lines."""
    place = finding.place
    if not is_name_of_file(place.file):
        return {}
    if place.line == place.end_line:
        columns = {"col": place.column, "endColumn": place.end_column}
        return {"file": place.file, "line": place.line, "endLine": place.line, **columns}
    # a place that ends before the first character of a line ends on the line above
    last = max(place.end_line - (place.end_column == 1), place.line)
    return {"file": place.file, "line": place.line, "endLine": last}


def _left_out(findings: Sequence[Finding]) -> Shown:
    """A line for each level of which there are more than GitHub shows."""
    found = Counter(finding.severity for finding in findings)
    return plain(
        (Piece(_more(severity, found[severity] - MOST_ANNOTATIONS)),)
        for severity in _LEVELS
        if found[severity] > MOST_ANNOTATIONS
    )


def _more(severity: Severity, number: int) -> str:
    words = f"{severity.word}s have" if number > 1 else f"{severity.word} has"
    return (
        f"pachlint: {number} more {words} no annotation, since GitHub shows {MOST_ANNOTATIONS} of a level for each step; "
        "the group above has them all"
    )
