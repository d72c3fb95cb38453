"""The report for editors and grep: one line for each finding."""

from typing import TYPE_CHECKING

from pachlint.finding import Finding
from pachlint.report.look import PLAIN, Look
from pachlint.report.styled import Piece, plain
from pachlint.report.summary import ignored_words, shown_findings
from pachlint.report.wording import headline, position
from pachlint.visible import Shown

if TYPE_CHECKING:
    from pachlint.results import Report


def render(report: "Report", look: Look = PLAIN) -> Shown:
    """Lines ``file:line:column: severity[rule] message``, with the releases that share the finding."""
    return plain(
        (Piece(line(finding)),) for finding in shown_findings(report, show_ignored=look.show_ignored)
    )


def line(finding: Finding) -> str:
    """A finding on one line."""
    return (
        f"{position(finding.place)}: {finding.severity.word}[{finding.rule}] {headline(finding)}"
        f"{f' (ignored {ignored_words(finding.ignored)})' if finding.ignored else ''}"
    )
