"""The report for GitLab's Code Quality: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from typing import TYPE_CHECKING

from pachlint.finding import Finding, Impact, Severity
from pachlint.policy.fingerprint import fingerprints
from pachlint.report.look import PLAIN, Look
from pachlint.report.rooted import Names, moved
from pachlint.report.wording import headline
from pachlint.visible import Json, as_json, visible

if TYPE_CHECKING:
    from pachlint.results import Report

_ERRORS = {Impact.REJECTED: "blocker", Impact.INSECURE: "critical"}
_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: "Report", _look: Look = PLAIN) -> Json:
    """An array with the findings that count: GitLab knows no ignored ones."""
    names = Names()
    marked = zip(report.findings, fingerprints(report.findings), strict=True)
    found = [(moved(finding, names), fingerprint) for finding, fingerprint in marked]
    return as_json([_issue(*one) for one in sorted(found, key=lambda one: one[0].order)])


def _issue(finding: Finding, fingerprint: str) -> dict[str, object]:
    """GitLab shows the description, but not the name of the check."""
    return {
        "engine_name": "pachlint",
        "check_name": finding.rule,
        "description": visible(f"{finding.rule}: {headline(finding)}"),
        "severity": _severity(finding),
        "fingerprint": fingerprint,
        "location": {"path": finding.place.file, "lines": {"begin": finding.place.line}},
    }


def _severity(finding: Finding) -> str:
    if finding.severity is Severity.ERROR:
        return _ERRORS.get(finding.impact, _SEVERITIES[Severity.ERROR])
    return _SEVERITIES[finding.severity]
