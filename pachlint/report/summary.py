"""The end of a report for people: what was judged for what, how many findings there are, and what was left out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pachlint.finding import Finding, Ignored, Impact, Safety, Severity
from pachlint.report.styled import SEVERITY_STYLES, Line, Piece
from pachlint.target import Resolved

if TYPE_CHECKING:
    from pachlint.results import Release, Report

_NAMED = 3
_PLACES = 5
_DOT = Piece(" · ", "dim")
_IMPACTS = {Impact.REJECTED: "Helm rejects this"}
_PRODUCTION, _UNKNOWN = "production", "unknown"
_SOURCES = {
    "annotations": "annotations",
    "chart": "local chart",
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


def verdict(findings: Sequence[Finding], *, places_of_worst: bool = False) -> Line:
    """What happens if the values are used as they are: ``Helm rejects this: 3 · broken: 7 · info: 2``; empty if nothing does.

    With ``places_of_worst`` the first part says where.
    """
    parts: list[Line] = []
    for impact in Impact:
        found = [one for one in findings if one.impact is impact and one.severity is not Severity.INFO]
        if found:
            style = SEVERITY_STYLES[max(one.severity for one in found)]
            where = f" ({places(found)})" if places_of_worst and not parts else ""
            parts.append((Piece(_IMPACTS.get(impact, impact.value), style), Piece(f": {len(found)}{where}")))
    infos = sum(one.severity is Severity.INFO for one in findings)
    if infos:
        parts.append((Piece("info"), Piece(f": {infos}")))
    return tuple(piece for number, part in enumerate(parts) for piece in (*([_DOT] if number else []), *part))


def places(findings: Sequence[Finding]) -> str:
    """Where the first findings stand, the file only where it is another: ``values.yaml:3, 12 and 4 more``."""
    named: list[str] = []
    file = findings[0].place.file
    for one in findings[:_PLACES]:
        named.append(
            f"{one.place.line}" if one.place.file == file and named else f"{one.place.file}:{one.place.line}"
        )
        file = one.place.file
    rest = len(findings) - len(named)
    return ", ".join(dict.fromkeys(named)) + (f" and {rest} more" if rest else "")


def lines_of(findings: Sequence[Finding]) -> str:
    """The lines of the first findings of a file: ``lines 3, 12 and 4 more``."""
    lines = list(dict.fromkeys(str(one.place.line) for one in findings))
    rest = len(lines) - _PLACES
    shown = ", ".join(lines[:_PLACES]) + (f" and {rest} more" if rest > 0 else "")
    return f"line {shown}" if len(lines) == 1 else f"lines {shown}"


def summary(report: "Report") -> Iterator[Line]:
    """All closing lines."""
    for text in _notes(report.releases):
        yield (Piece(text),)
    for words in report.book.switched_off:
        yield (Piece(f"note: {words}"),)
    for words in _assumed(report):
        yield (Piece(f"note: {words}"),)
    for target, releases in _by_target(report.releases):
        yield (Piece(f"{names([release.name for release in releases])}: {target}: {_rules(releases)}"),)
    found = verdict(report.findings, places_of_worst=True)
    if found:
        yield found
    yield (Piece(closing(report), "bold"),)


def _assumed(report: "Report") -> Iterator[str]:
    """What is not known of the releases, what that switches off, and how to set it."""
    targets = [release.target for release in report.releases if release.rules_run and not release.unread]
    words, flags = [], []
    newest = next((one.chart_version for one in targets if one.chart_version.source == "newest"), None)
    if newest:
        words.append(f"the chart version is not set, so {newest.value}, the newest known, is assumed")
        flags.append(f"--chart-version {newest.value}")
    if any(one.environment.value is None for one in targets):
        rules = [
            rule
            for rule in report.book.rules
            if _PRODUCTION in (wanted := rule.applies.environments) and _UNKNOWN not in wanted
        ]
        if rules:
            words.append(
                f"the environment is not known, so {_count(len(rules), 'rule')} for production {'is' if len(rules) == 1 else 'are'} off"
            )
            flags.append(f"--environment {_PRODUCTION}")
    if words:
        yield f"{'; '.join(words)} (set {'it' if len(flags) == 1 else 'them'} with {' '.join(flags)}, or in the config: pachlint init)"


def closing(report: "Report") -> str:
    """The last line: ``2 errors, 1 warning in 3 files (1 fixable with --fix, 1 ignored)``."""
    found = [_count(number, word) for word, number in counts(report.findings).items() if number]
    files = len({file for release in report.releases for file in release.files})
    where = f"in {_count(files, 'file')}" if files else "on the command line"
    notes = [
        *fixable(report),
        *([f"{len(report.ignored)} ignored"] if report.ignored else []),
        *([f"{len(report.unchanged)} on unchanged lines"] if report.unchanged else []),
        *([f"{len(report.below)} below --min-severity"] if report.below else []),
    ]
    nothing = "no findings" if any(release.rules_run for release in report.releases) else "nothing checked"
    return f"{', '.join(found) or nothing} {where}" + (f" ({', '.join(notes)})" if notes else "")


def fixable(report: "Report") -> Iterator[str]:
    """How many findings the fixes remove: ``6 fixable with --fix``, ``3 more with --unsafe-fixes``; ``up to`` if not all were tried."""
    found = Counter(finding.fix.safety for finding in report.findings if finding.fix)
    safe, unsafe = found[Safety.SAFE], found[Safety.UNSAFE]
    most = "" if report.fixes_tried else "up to "
    if safe:
        yield f"{most}{safe} fixable with --fix"
    if unsafe:
        words = "more with --unsafe-fixes" if safe else "fixable with --fix --unsafe-fixes"
        yield f"{most}{unsafe} {words}"


def _notes(releases: Sequence["Release"]) -> Iterator[str]:
    for kind, words in (
        ("foreign", "no Pachyderm values, by the look of it"),
        ("unread", "could not be read, so no rule about values was applied"),
        (
            "partial",
            "judged as part of a release: no deployTarget is set, or a program puts lines in, so nothing is said about what is missing",
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
        found.setdefault(target_words(release), []).append(release)
    return list(found.items())


def target_words(release: "Release") -> str:
    """What a release was judged for, each with where that comes from."""
    target = release.target
    return (
        f"{release.chart}{_known(target.chart_version, '--chart-version')}, "
        f"provider {target.provider.value or 'unknown'}{_known(target.provider, '--provider')}, "
        f"environment {target.environment.value or 'unknown'}{_known(target.environment, '--environment')}"
    )


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
    """The findings to show, in order; with ``show_ignored`` ignored ones among them."""
    if not show_ignored:
        return report.findings
    return sorted((*report.findings, *report.ignored), key=lambda finding: finding.order)


def ignored_words(ignored: Ignored) -> str:
    """By what a finding is ignored, and why: ``by a comment: the load balancer ends TLS``."""
    who = {"comment": "by a comment", "config": "by the config", "baseline": "by the baseline"}[ignored.by]
    if ignored.until:
        who += f" until {ignored.until}"
    return f"{who}: {ignored.reason}" if ignored.reason else who
