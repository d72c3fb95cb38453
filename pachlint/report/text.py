"""The report for people: the verdict, what must be mended, and again the verdict, nearest to the prompt.

A finding takes three lines; ``-v`` shows it whole. Findings that fail no run are one line for each rule.
"""

from typing import TYPE_CHECKING

from pachlint.report.look import Look
from pachlint.report.styled import Line, Piece, colored, plain, wrapped
from pachlint.report.summary import shown_findings, summary, verdict
from pachlint.visible import Shown

if TYPE_CHECKING:
    from pachlint.results import Report


def render(report: "Report", look: Look) -> Shown:
    """The whole report; with ``quiet`` only its findings."""
    lines = [*_verdict(report, look), *_findings(report, look)]
    if not look.quiet:
        lines += [line for text in summary(report) for line in wrapped(text, look.columns, 2)]
    return colored(lines, links=look.columns is not None) if look.color else plain(lines)


def _verdict(report: "Report", look: Look) -> list[Line]:
    found = verdict(report.findings)
    if not found or look.quiet:
        return []
    is_folded = look.folded is not None and any(one.severity <= look.folded for one in report.findings)
    more = (Piece(" (-v shows each)", "dim"),) if is_folded and not look.verbose else ()
    return [*wrapped((*found, *more), look.columns, 2), ()]


def _findings(report: "Report", look: Look) -> list[Line]:
    findings = shown_findings(report, show_ignored=look.show_ignored)
    if not findings:
        return []
    if look.verbose:
        from pachlint.report import full  # noqa: PLC0415 -- only with -v

        return list(full.entries(findings, report, look))
    from pachlint.report import brief  # noqa: PLC0415 -- where there is anything to show

    return list(brief.entries(findings, report, look))
