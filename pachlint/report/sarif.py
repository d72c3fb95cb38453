"""The report as SARIF 2.1.0, for GitHub's code scanning, editors and dashboards.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, and
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from typing import TYPE_CHECKING

from pachlint import __version__
from pachlint.report.look import PLAIN, Look
from pachlint.report.sarif_notifications import is_successful, left_out, notifications
from pachlint.report.sarif_places import ROOT, Data, Places
from pachlint.report.sarif_results import reported, results, text
from pachlint.report.sarif_rules import descriptors
from pachlint.visible import Json, as_json

if TYPE_CHECKING:
    from pachlint.results import Release, Report

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: "Report", look: Look = PLAIN) -> Json:
    """The report as one document; ``look.show_ignored`` puts ignored ones among the results, as suppressed."""
    return as_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, look)]})


def omitted(report: "Report", look: Look) -> list[str]:
    """What a document of this format cannot hold, in words."""
    return left_out(report, show_ignored=look.show_ignored)


def _run(report: "Report", look: Look) -> Data:
    rules = list(descriptors(report.book))
    numbers = {rule.id: number for number, rule in enumerate(report.book.rules)}
    places = Places(report.sources, report.secrets)
    findings = reported(report, show_ignored=look.show_ignored)
    return {
        "tool": {
            "driver": {
                "name": "pachlint",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": rules,
            }
        },
        "automationDetails": {"id": _category(report)},
        "invocations": [
            {
                "executionSuccessful": is_successful(report),
                "toolExecutionNotifications": list(
                    notifications(report, places, show_ignored=look.show_ignored)
                ),
            }
        ],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": list(results(report, findings, numbers, places, show_ignored=look.show_ignored)),
        "properties": {"releases": [_release(release, places) for release in report.releases]},
    }


def _category(report: "Report") -> str:
    """What GitHub tells reports of one commit apart by: all before the last slash."""
    environments = {release.target.environment.value for release in report.releases}
    known = sorted(name for name in environments if name)
    return f"pachlint/{'+'.join(known)}/" if known else "pachlint/"


def _release(release: "Release", places: Places) -> Data:
    target = release.target
    return {
        "name": text(places.release_name(release.name, release.files)),
        "files": [text(places.name(file)) for file in release.files],
        "chartVersion": str(target.chart_version.value),
        "provider": target.provider.value,
        "environment": target.environment.value,
        "rulesApplied": release.rules_run,
    }
