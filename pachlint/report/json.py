"""The report for programs, version 1; ``schemas/report.schema.json`` describes it."""

from typing import TYPE_CHECKING

from pachlint import __version__
from pachlint.finding import Edit, Finding, Fix, Ignored
from pachlint.place import Place
from pachlint.policy.fingerprint import fingerprints
from pachlint.report.look import PLAIN, Look
from pachlint.report.summary import counts, shown_findings
from pachlint.visible import Json, as_json

if TYPE_CHECKING:
    from pachlint.results import Release, Report

FORMAT_VERSION = 1


def render(report: "Report", look: Look = PLAIN) -> Json:
    """The report as one JSON document; ``look.show_ignored`` puts ignored findings among the others."""
    shown = shown_findings(report, show_ignored=look.show_ignored)
    marked = zip(shown, fingerprints(shown), strict=True)
    document = {
        "version": FORMAT_VERSION,
        "pachlint": __version__,
        "releases": [release_facts(release) for release in report.releases],
        "findings": [_finding(finding, fingerprint) for finding, fingerprint in marked],
        "summary": {
            **counts(report.findings),
            "fixable": sum(finding.fix is not None for finding in report.findings),
            "ignored": len(report.ignored),
            **({} if report.fixes_tried else {"fixes_tried": False}),
        },
    }
    return as_json(document)


def release_facts(release: "Release") -> dict[str, object]:
    """What was judged, and for what."""
    target = release.target
    return {
        "name": release.name,
        "files": list(release.files),
        "not_judged": list(release.not_judged),
        "chart_version": {"value": str(target.chart_version.value), "from": target.chart_version.source},
        "provider": {"value": target.provider.value, "from": target.provider.source},
        "environment": {"value": target.environment.value, "from": target.environment.source},
        "rules_run": release.rules_run,
        "rules_skipped": release.rules_skipped,
        "rules_off": release.rules_off,
    }


def _finding(finding: Finding, fingerprint: str) -> dict[str, object]:
    ignored = finding.ignored
    return {
        "rule": finding.rule,
        "topic": finding.topic,
        "severity": finding.severity.word,
        "impact": finding.impact.value,
        "message": finding.message,
        "help": finding.help,
        "url": finding.url,
        "path": finding.path,
        "from": finding.origin,
        **_place(finding.place),
        "related": [{**_place(related.place), "message": related.message} for related in finding.related],
        "fix": _fix(finding.fix) if finding.fix else None,
        "ignored": _ignored(ignored) if ignored else None,
        "fingerprint": fingerprint,
        "release": finding.release,
        "releases": list(finding.releases),
    }


def _ignored(ignored: Ignored) -> dict[str, str]:
    found = {"by": ignored.by, "reason": ignored.reason}
    return {**found, "until": ignored.until} if ignored.until else found


def _place(place: Place) -> dict[str, object]:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def _fix(fix: Fix) -> dict[str, object]:
    return {"title": fix.title, "safety": fix.safety.value, "edits": [_edit(edit) for edit in fix.edits]}


def _edit(edit: Edit) -> dict[str, object]:
    return {**_place(edit.place), "text": edit.text}
