"""The end of a report for people: what was judged for what, how many findings there are, and what was left out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pachlint.finding import Finding, Ignored, Severity
from pachlint.target import Resolved

if TYPE_CHECKING:
    from pachlint.results import Release, Report

_NAMED = 3
_SOURCES = {
    "annotations": "annotations",
    "chart": "--chart",
    "comment": "comment",
    "config": "config",
    "deploy-target": "deployTarget",
    "hosts": "localhost",
    "image-tag": "tag of pachd's image",
    "newest": "newest known",
}


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """Number of findings of each severity, the worst first."""
    found = Counter(finding.severity for finding in findings)
    return {severity.word: found[severity] for severity in sorted(Severity, reverse=True)}


def summary(report: "Report") -> Iterator[str]:
    """All closing lines, without colour."""
    yield from _notes(report.releases)
    yield from (f"note: {words}" for words in report.book.switched_off)
    for target, releases in _by_target(report.releases):
        yield f"{names([release.name for release in releases])}: {target}: {_rules(releases)}"
    yield closing(report)


def closing(report: "Report") -> str:
    """The last line: ``2 errors, 1 warning in 3 files (1 fixable, 1 ignored)``."""
    found = [_count(number, word) for word, number in counts(report.findings).items() if number]
    files = len({file for release in report.releases for file in release.files})
    where = f"in {_count(files, 'file')}" if files else "on the command line"
    fixable = sum(finding.fix is not None for finding in report.findings)
    aside = [
        f"{number} {word}"
        for number, word in ((fixable, "fixable"), (len(report.ignored), "ignored"))
        if number
    ]
    nothing = "no findings" if any(release.rules_run for release in report.releases) else "nothing checked"
    return f"{', '.join(found) or nothing} {where}" + (f" ({', '.join(aside)})" if aside else "")


def _notes(releases: Sequence["Release"]) -> Iterator[str]:
    for kind, words in (
        ("foreign", "do not look like values of Pachyderm"),
        ("unread", "could not be read, so the rules about their values were not applied"),
        (
            "partial",
            "judged as parts of a release: they set no deployTarget, or a program puts lines in, so nothing is said about what is missing",
        ),
    ):
        files = [file for release in releases for file in getattr(release, kind)]
        if files:
            yield f"note: {names(files)}: {words}"
    for words in dict.fromkeys(line for release in releases for line in release.not_judged):
        judged_so = [release.name for release in releases if words in release.not_judged]
        yield f"note: {names(judged_so)}: not judged: {words}"


def _by_target(releases: Sequence["Release"]) -> list[tuple[str, list["Release"]]]:
    found: dict[str, list[Release]] = {}
    for release in releases:
        target = release.target
        words = (
            f"{release.chart}{_known(target.chart_version, '--chart-version')}, "
            f"provider {target.provider.value or 'unknown'}{_known(target.provider, '--provider')}, "
            f"environment {target.environment.value or 'unknown'}{_known(target.environment, '--environment')}"
        )
        found.setdefault(words, []).append(release)
    return list(found.items())


def _known(setting: Resolved[object], flag: str) -> str:
    if setting.source == "none":
        return ""
    words = flag if setting.source == "flag" else _SOURCES.get(setting.source, setting.source)
    return f" ({setting.detail or words})"


def _rules(releases: Sequence["Release"]) -> str:
    run = sorted({release.rules_run for release in releases})
    every = max(release.rules_run + release.rules_skipped for release in releases)
    words = str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}"
    return f"{words} of {_count(every, 'rule')} applied"


def names(every: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    rest = len(every) - _NAMED
    shown = every[: _NAMED if rest > 1 else len(every)]
    return ", ".join(shown) + (f" and {rest} more" if rest > 1 else "")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word if word == 'info' else word + 's'}"


def shown_findings(report: "Report", *, show_ignored: bool) -> Sequence[Finding]:
    """The findings to show, in order; with ``show_ignored`` those that are set aside among them."""
    if not show_ignored:
        return report.findings
    return sorted((*report.findings, *report.ignored), key=lambda finding: finding.order)


def ignored_words(ignored: Ignored) -> str:
    """Who set a finding aside, and why: ``by a comment: the load balancer ends TLS``."""
    who = {"comment": "by a comment", "config": "by the config", "baseline": "by the baseline"}[ignored.by]
    return f"{who}: {ignored.reason}" if ignored.reason else who
