"""The report as one page for a browser, which needs no network and no other file."""

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from pachlint import __version__
from pachlint.finding import Finding, Impact, Severity
from pachlint.report.html_findings import MANY, MOST_WHOLE, WORDS, Entry, entries, sections
from pachlint.report.html_markup import (
    BLANK,
    LINE_END,
    NOTHING,
    as_html,
    filled,
    lines,
    shipped,
    start,
    tag,
    text,
)
from pachlint.report.look import PLAIN, Look
from pachlint.report.styled import Line
from pachlint.report.summary import shown_findings, summary, verdict
from pachlint.visible import Html

if TYPE_CHECKING:
    from pachlint.results import Report

_VERDICTS = {
    Impact.REJECTED: "Helm rejects these values",
    Impact.BROKEN: "Some of this will not work",
    Impact.INSECURE: "Something here is exposed",
    Impact.INEFFECTIVE: "Some values do nothing",
    Impact.FRAGILE: "Not fit for production",
    Impact.OUTDATED: "Some of this is out of date",
}


def render(report: "Report", look: Look = PLAIN) -> Html:
    """The page; ``look.show_ignored`` adds the ignored findings."""
    findings = shown_findings(report, show_ignored=look.show_ignored)
    found = entries(findings)
    *checked, closing = ("".join(piece.text for piece in line) for line in _checked(report))
    style, script = (shipped(f"report/page.{kind}") for kind in ("css", "js"))
    parts = {
        "policy": _policy(style, script),
        "style": style,
        "script": script,
        "verdict": as_html(headline(report)),
        "closing": text(closing),
        "checked": lines(tag("li", text(line)) for line in checked),
        "impacts": _impacts(findings),
        "filters": _filters(findings),
        "count": as_html(_count(len(found))),
        "size": as_html(" many" if len(found) > MANY else ""),
        "cut": _cut(found),
        "findings": sections(found, report),
        "version": as_html(__version__),
    }
    return filled(shipped("report/page.html"), parts)


def headline(report: "Report") -> str:
    """The worst that happens if the values are used as they are; infos are remarks."""
    if not report.findings:
        return (
            "No findings" if any(release.rules_run for release in report.releases) else "Nothing was checked"
        )
    graver = [one for one in report.findings if one.severity > Severity.INFO]
    worst = next((impact for impact in WORDS if any(one.impact is impact for one in graver)), None)
    if worst is None:
        return "Remarks only"
    rejected = {name for one in graver if one.impact is Impact.REJECTED for name in one.releases}
    if rejected and len(report.releases) > 1:
        return f"Helm rejects {len(rejected)} of {len(report.releases)} releases"
    return _VERDICTS[worst]


def _checked(report: "Report") -> list[Line]:
    """The closing lines without the numbers by impact, which stand on the page already."""
    numbers = verdict(report.findings, places_of_worst=True)
    return [line for line in summary(report) if line != numbers]


def _policy(style: Html, script: Html) -> Html:
    """What the browser may do: use this style and this script, and nothing else."""
    sums = (b64encode(sha256(part.encode()).digest()).decode() for part in (style, script))
    style_sum, script_sum = sums
    return as_html(
        f"default-src 'none'; style-src 'sha256-{style_sum}'; script-src 'sha256-{script_sum}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _impacts(findings: Sequence[Finding]) -> Html:
    """The summary by impact, which filters too."""
    numbers = Counter(finding.impact for finding in findings)
    return lines(
        tag(
            "label",
            start("input", type="checkbox", name="impact", value=impact.value),
            tag("b", as_html(str(numbers[impact])), class_="n"),
            BLANK,
            tag("span", as_html(impact.value)),
            BLANK,
            tag("small", as_html(words)),
            class_="tile" if numbers[impact] else "tile none",
        )
        for impact, words in WORDS.items()
    )


def _filters(findings: Sequence[Finding]) -> Html:
    """The groups of boxes to tick, each with the number of findings after it."""
    severities = Counter(finding.severity.word for finding in findings)
    fixes = Counter(finding.fix.safety.value if finding.fix else "none" for finding in findings)
    states = Counter("ignored" if finding.ignored else "reported" for finding in findings)
    return lines(
        (
            _boxes("Severity", "severity", severities, [one.word for one in sorted(Severity, reverse=True)]),
            _boxes("Fix", "fix", fixes, ["safe", "unsafe", "none"]),
            *([_boxes("State", "state", states, ["reported", "ignored"])] if states["ignored"] else []),
        )
    )


def _boxes(legend: str, name: str, numbers: Counter[str], values: Sequence[str]) -> Html:
    boxes = [
        tag(
            "label",
            start("input", type="checkbox", name=name, value=value),
            tag("span", as_html(value), class_=f"word {value}"),
            BLANK,
            tag("span", as_html(str(numbers[value])), class_="n"),
            class_=None if numbers[value] else "none",
        )
        for value in values
    ]
    return tag("fieldset", tag("legend", as_html(legend)), LINE_END, *boxes)


def _count(number: int) -> str:
    return "1 finding" if number == 1 else f"{number} findings"


def _cut(found: Sequence[Entry]) -> Html:
    """A word on what the page leaves out."""
    if len(found) <= MOST_WHOLE:
        return NOTHING
    words = f"The worst {MOST_WHOLE} findings are shown in full, the others with message and place only."
    return tag("p", as_html(words), class_="note")
