"""Which findings are reported, which fail a run, and how they look."""

from collections.abc import Mapping, Sequence
from typing import Any

from pachlint.config.settings import Settings
from pachlint.finding import Severity
from pachlint.report.look import Look
from pachlint.results import Report

SEVERITIES = {severity.word: severity for severity in Severity}
NEVER = "never"


def threshold(settings: Settings, given: Mapping[str, Any]) -> int:
    """The least severity that fails a run; more than any if none does."""
    return SEVERITIES.get(_fail_on(settings, given), max(Severity) + 1)


def _fail_on(settings: Settings, given: Mapping[str, Any]) -> str:
    return given["fail_on"] or settings.fail_on or Severity.WARNING.word


def at_least(report: Report, settings: Settings, given: Mapping[str, Any]) -> Report:
    """The report without the findings below the least severity that is to be shown; what fails the run always is."""
    asked = given["min_severity"] or settings.min_severity
    least = min(SEVERITIES[asked], threshold(settings, given)) if asked else Severity.INFO
    if least is Severity.INFO or given["write_baseline"]:
        return report
    below = tuple(one for one in report.findings if one.severity < least)
    findings = tuple(one for one in report.findings if one.severity >= least)
    return report._replace(findings=findings, below=(*report.below, *below))


def look_for(every: Sequence[Settings], given: Mapping[str, Any]) -> Look:
    """How a report is to look; infos are not folded where somebody asks for them, or they fail a run."""
    info = Severity.INFO.word
    asked = given["verbose"] or any(
        info in (given["min_severity"] or one.min_severity, _fail_on(one, given)) for one in every
    )
    return Look(
        quiet=given["quiet"],
        show_ignored=given["show_ignored"],
        verbose=given["verbose"],
        folded=None if asked else Severity.INFO,
        show_fixes=given["show_fixes"],
    )
