"""The report for editors and grep: one line for each finding."""

from typing import TYPE_CHECKING

from pachlint.finding import Finding
from pachlint.report.summary import ignored_words, shown_findings
from pachlint.report.visible import visible

if TYPE_CHECKING:
    from pachlint.lint import Report


def render(report: "Report", *, show_ignored: bool = False) -> str:
    """Lines ``file:line:column: severity[rule] message``, with the releases that share the finding."""
    return "".join(
        f"{visible(finding.place.file)}:{finding.place.line}:{finding.place.column}: "
        f"{finding.severity.word}[{finding.rule}] {visible(finding.message)}{_shared(finding)}"
        f"{f' (ignored {ignored_words(finding.ignored)})' if finding.ignored else ''}\n"
        for finding in shown_findings(report, show_ignored=show_ignored)
    )


def _shared(finding: Finding) -> str:
    return f" (releases {', '.join(map(visible, finding.releases))})" if len(finding.releases) > 1 else ""
