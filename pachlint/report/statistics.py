"""How many findings there are of each rule, impact, and file."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from pachlint.finding import Finding, Impact, Safety, Severity
from pachlint.report.look import Look
from pachlint.report.styled import SEVERITY_STYLES, Line, Piece, colored, plain, wrapped
from pachlint.report.summary import shown_findings, summary
from pachlint.visible import Shown

if TYPE_CHECKING:
    from pachlint.results import Report


def render(report: "Report", look: Look) -> Shown:
    """The tables, the most frequent first, and the summary of a text report."""
    findings = shown_findings(report, show_ignored=look.show_ignored)
    lines: list[Line] = []
    for title, key in _TABLES:
        lines += _table(title, findings, key)
    if not look.quiet:
        lines += [line for text in summary(report) for line in wrapped(text, look.columns, 2)]
    return colored(lines) if look.color else plain(lines)


def _table(title: str, findings: Sequence[Finding], key: Callable[[Finding], str]) -> Iterator[Line]:
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(key(finding), []).append(finding)
    if not groups:
        return
    number = max(len("findings"), *(len(str(len(found))) for found in groups.values()))
    yield (Piece(f"{'findings':>{number}}  fixable  {title}", "bold"),)
    for name, found in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        style = SEVERITY_STYLES[max(one.severity for one in found)]
        yield (Piece(f"{len(found):>{number}}  {_fixable(found):<7}  "), Piece(name, style))
    yield ()


def _fixable(findings: Sequence[Finding]) -> str:
    """How many of them --fix removes."""
    number = sum(one.fix is not None and one.fix.safety is Safety.SAFE for one in findings)
    return f"{number:>7}" if number else ""


def _rule(finding: Finding) -> str:
    return f"{finding.rule} ({finding.severity.word})"


def _impact(finding: Finding) -> str:
    words = "rejected by Helm" if finding.impact is Impact.REJECTED else finding.impact.value
    return f"{words} (info)" if finding.severity is Severity.INFO else words


def _file(finding: Finding) -> str:
    return finding.place.file


_TABLES: Sequence[tuple[str, Callable[[Finding], str]]] = (
    ("rule", _rule),
    ("impact", _impact),
    ("file", _file),
)
