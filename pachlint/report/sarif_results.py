"""Findings as results of SARIF."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pachlint.finding import Finding, Fix, Ignored, Related, Severity
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Place
from pachlint.policy.fingerprint import fingerprints
from pachlint.report.sarif_places import Data, Places
from pachlint.report.summary import ignored_words, shown_findings
from pachlint.repository import is_name_of_file
from pachlint.suppressions.suppress import Key, key_of, same_file
from pachlint.visible import visible

if TYPE_CHECKING:
    from pachlint.results import Report

MAX_RESULTS = 25_000
"""GitHub rejects a file with more."""

# with the first place 1,000
_MAX_RELATED = 999
_MAX_NAMED = 10
_MAX_TEXT = 2_000
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# ``[words](1)`` is a link in SARIF's messages.
_LINK = lazy_regex(r"\](?=\()")
_SENTENCE_ENDS = (".", "!", "?")


def level(severity: Severity) -> str:
    """SARIF's word for a severity."""
    return _LEVELS[severity]


def reported(report: "Report", *, show_ignored: bool) -> Sequence[Finding]:
    """The findings that become results: those in files, and of too many the worst."""
    found = [
        one for one in shown_findings(report, show_ignored=show_ignored) if is_name_of_file(one.place.file)
    ]
    if len(found) <= MAX_RESULTS:
        return found
    worst = sorted(found, key=lambda one: (one.ignored is not None, -one.severity))[:MAX_RESULTS]
    return sorted(worst, key=lambda one: one.order)


def results(
    report: "Report",
    findings: Sequence[Finding],
    numbers: Mapping[str, int],
    places: Places,
    *,
    show_ignored: bool,
) -> Iterator[Data]:
    """The results of findings. ``numbers`` are those of the rules in the report.

    With ``show_ignored`` each says whether it is suppressed; with a baseline, whether it is new. What has gone from the
    baseline is reported with the suppressed ones only, for GitHub takes it for what is there.
    """
    state = _States(report.baseline)
    names = {one.name: places.release_name(one.name, one.files) for one in report.releases}
    for finding, fingerprint in zip(findings, fingerprints(findings), strict=True):
        found = _result(finding, fingerprint, places)
        found["ruleIndex"] = numbers[finding.rule]
        if len(names) > 1:
            found["properties"]["releases"] = [text(names.get(name, name)) for name in finding.releases]
        if show_ignored:
            found["suppressions"] = _suppressions(finding.ignored)
        if report.baseline is not None:
            found["baselineState"] = state.of(finding)
        yield found
    if show_ignored:
        yield from (_absent(key, places, numbers) for key in state.gone(report))


def _result(finding: Finding, fingerprint: str, places: Places) -> dict[str, Any]:
    related = [one for one in finding.related if is_name_of_file(one.place.file)][:_MAX_RELATED]
    line_hash = places.line_hash(finding.place)
    found: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": -1,
        "kind": "fail",
        "level": level(finding.severity),
        "message": {"text": _message(finding, related, places)},
        "locations": [_location(finding, places)],
    }
    if related:
        found["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": text(one.message)},
                "physicalLocation": places.location(one.place),
            }
            for number, one in enumerate(related, 1)
        ]
    found["partialFingerprints"] = {
        **({"primaryLocationLineHash": line_hash} if line_hash else {}),
        "pachlint/v1": fingerprint,
    }
    if finding.fix:
        found["fixes"] = [_fix(finding.fix, places)]
    found["properties"] = {"impact": finding.impact.value, "origin": finding.origin}
    return found


def _location(finding: Finding, places: Places) -> Data:
    found: Data = {"physicalLocation": places.location(finding.place)}
    if finding.path:
        found["logicalLocations"] = [{"fullyQualifiedName": visible(finding.path), "kind": "property"}]
    return found


def _message(finding: Finding, related: Sequence[Related], places: Places) -> str:
    """What is wrong, as a sentence that is a title; then what to do; then the other places, with links to those in files."""
    numbers = {id(one): number for number, one in enumerate(related, 1)}
    others = [
        f"{text(one.message).removesuffix('.')} ({_where(one.place, numbers.get(id(one)), finding.place, places)})"
        for one in finding.related[:_MAX_NAMED]
    ]
    more = len(finding.related) - len(others)
    others += [f"and {more} more places"] if more else []
    parts = (text(finding.message), text(finding.help), f"See also: {'; '.join(others)}" if others else "")
    return " ".join(part if part.endswith(_SENTENCE_ENDS) else f"{part}." for part in parts if part)


def _where(place: Place, number: int | None, of: Place, places: Places) -> str:
    if number is None:
        return "not in a file"
    other = "" if place.file == of.file else f" of {text(places.name(place.file))}"
    return f"[line {place.line}]({number}){other}"


def text(words: str) -> str:
    """Words of anybody's as one line of a message, in which nothing is a link."""
    shown = _LINK.sub("] ", visible(words))
    return shown if len(shown) <= _MAX_TEXT else shown[: _MAX_TEXT - 1] + "…"


def _fix(fix: Fix, places: Places) -> Data:
    files = dict.fromkeys(edit.place.file for edit in fix.edits)
    changes = [
        {
            "artifactLocation": places.address(file),
            "replacements": [places.replacement(edit) for edit in fix.edits if edit.place.file == file],
        }
        for file in files
    ]
    return {
        "description": {"text": f"{text(fix.title)} ({fix.safety.value})"},
        "artifactChanges": changes,
        "properties": {"safety": fix.safety.value},
    }


def _suppressions(ignored: Ignored | None) -> list[Data]:
    if ignored is None:
        return []
    kind = "inSource" if ignored.by == "comment" else "external"
    until = f" (until {ignored.until})" if ignored.until else ""
    justification = text(ignored.reason) + until if ignored.reason else f"Ignored {ignored_words(ignored)}."
    return [{"kind": kind, "status": "accepted", "justification": justification}]


class _States:
    """What is left of a baseline while findings are compared with it."""

    def __init__(self, baseline: Mapping[Key, int] | None) -> None:
        self._left = Counter(baseline or {})

    def of(self, finding: Finding) -> str:
        """Whether a finding stood in the baseline."""
        key = key_of(finding)
        if self._left[key] <= 0:
            return "new"
        self._left[key] -= 1
        return "unchanged"

    def gone(self, report: "Report") -> list[Key]:
        """The entries that nothing stands for, of rules and files that were judged, after all results were compared."""
        for finding in (*report.below, *report.unchanged):
            self.of(finding)
        rules = {rule.id for rule in report.book.rules}
        files = {same_file(file) for release in report.releases for file in release.files}
        return sorted(
            (rule, file, path)
            for (rule, file, path), count in self._left.items()
            if count > 0
            and rule in rules
            and is_name_of_file(file)
            and (file in files or not os.path.exists(file))
        )


def _absent(key: Key, places: Places, numbers: Mapping[str, int]) -> Data:
    rule, file, path = key
    return {
        "ruleId": rule,
        "ruleIndex": numbers[rule],
        "kind": "fail",
        "message": {"text": f"No longer found at {text(path) or 'this file'}."},
        "locations": [
            {"physicalLocation": {"artifactLocation": places.address(file), "region": {"startLine": 1}}}
        ],
        "suppressions": [],
        "baselineState": "absent",
    }
