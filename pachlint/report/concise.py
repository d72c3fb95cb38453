"""The report for editors and grep: one line for each finding."""

from typing import TYPE_CHECKING

from pachlint.report.visible import visible

if TYPE_CHECKING:
    from pachlint.lint import Report


def render(report: "Report") -> str:
    """Lines ``file:line:column: severity[rule] message``."""
    return "".join(
        f"{visible(finding.place.file)}:{finding.place.line}:{finding.place.column}: "
        f"{finding.severity.word}[{finding.rule}] {visible(finding.message)}\n"
        for finding in report.findings
    )
