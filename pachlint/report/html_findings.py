"""The findings on an HTML page: each whole, so that a link to it says everything."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pachlint.finding import Finding, Impact, Safety
from pachlint.policy.fingerprint import fingerprints
from pachlint.records import NamedTuple
from pachlint.report.html_diff import diff
from pachlint.report.html_frame import Sheet, frames
from pachlint.report.html_markup import BLANK, LINE_END, as_html, join, lines, tag, text
from pachlint.report.summary import ignored_words
from pachlint.visible import Html

if TYPE_CHECKING:
    from pachlint.results import Report

MANY = 500
"""Findings of a page whose browser had better lay out only what is seen; a screen reader then waits for the rest."""
MOST_WHOLE = 3000
"""Findings that are shown in full; of those after them, which are no worse, a page shows message and place."""
WORDS = {
    Impact.REJECTED: "Helm rejects the values",
    Impact.BROKEN: "installs, and does not work",
    Impact.INSECURE: "works, and is exposed",
    Impact.INEFFECTIVE: "the value does nothing",
    Impact.FRAGILE: "works, and is not fit for production",
    Impact.OUTDATED: "works, and is out of date",
}
"""What happens if the values are used as they are, the worst first."""
_ORDER = {impact: number for number, impact in enumerate(WORDS)}
_HOW = {Safety.SAFE: "safe: --fix writes it", Safety.UNSAFE: "read it first: --fix --unsafe-fixes writes it"}
_LINKS = ("https://", "http://")


class Entry(NamedTuple):
    """A finding with its fingerprint and its number in the order of places."""

    finding: Finding
    fingerprint: str
    number: int


def entries(findings: Sequence[Finding]) -> list[Entry]:
    """The findings with the worst first: by impact, severity and place."""
    found = [
        Entry(finding, fingerprint, number)
        for number, (finding, fingerprint) in enumerate(zip(findings, fingerprints(findings), strict=True))
    ]
    return sorted(found, key=lambda one: (_ORDER[one.finding.impact], -one.finding.severity, one.number))


def sections(found: Sequence[Entry], report: "Report") -> Html:
    """All findings, a section for each impact."""
    sheet = Sheet(report.sources, report.secrets, {})
    whole = frozenset(one.number for one in found[:MOST_WHOLE])
    several = len(report.releases) > 1
    parts = []
    for impact, words in WORDS.items():
        here = [one for one in found if one.finding.impact is impact]
        if here:
            heading = tag(
                "h2",
                as_html(f"{impact.value.capitalize()} "),
                tag("small", as_html(words)),
                BLANK,
                tag("span", as_html(str(len(here))), class_="n"),
            )
            articles = (
                _article(one, sheet if one.number in whole else None, several=several) for one in here
            )
            parts.append(tag("section", heading, LINE_END, *articles))
    return lines(parts)


def _article(entry: Entry, sheet: Sheet | None, *, several: bool) -> Html:
    finding, name = entry.finding, f"f-{entry.fingerprint}"
    header = tag(
        "header",
        tag(
            "h3",
            tag("span", as_html(finding.severity.word), class_="severity"),
            BLANK,
            text(finding.message),
            id=f"{name}-m",
        ),
        _where(finding, name),
    )
    body = (tag("div", *_body(finding, sheet, several=several), class_="body"),) if sheet else ()
    return lines((tag("article", header, *body, **_attributes(entry, name)),))


def _body(finding: Finding, sheet: Sheet, *, several: bool) -> Iterator[Html]:
    yield LINE_END
    yield frames(finding, sheet)
    notes = [
        join(tag("dt", as_html(label)), tag("dd", content))
        for label, content in _notes(finding, sheet, several=several)
    ]
    if notes:
        yield tag("dl", *notes)


def _attributes(entry: Entry, name: str) -> dict[str, str | None]:
    """What the page finds a finding by."""
    finding = entry.finding
    return {
        "id": name,
        "class_": finding.severity.word,
        "aria_labelledby": f"{name}-m",
        "data_at": str(entry.number),
        "data_severity": finding.severity.word,
        "data_impact": finding.impact.value,
        "data_fix": finding.fix.safety.value if finding.fix else "none",
        "data_file": finding.place.file,
        "data_rule": finding.rule,
        "data_state": "ignored" if finding.ignored else None,
    }


def _where(finding: Finding, name: str) -> Html:
    place = finding.place
    at = tag("a", text(f"{place.file}:{place.line}:{place.column}"), href=f"#{name}", class_="place")
    path = (tag("code", text(finding.path), class_="path"),) if finding.path else ()
    rule = tag("span", as_html(finding.rule), class_="rule")
    impact = tag("span", as_html(finding.impact.value), class_="impact")
    state = (tag("span", as_html("ignored"), class_="state"),) if finding.ignored else ()
    return tag("p", join(at, *path, rule, impact, *state, between=BLANK), class_="where")


def _notes(finding: Finding, sheet: Sheet, *, several: bool) -> Iterator[tuple[str, Html]]:
    """What is said below the source, as label and content."""
    if finding.why:
        yield "Why", text(finding.why)
    if finding.help:
        yield "Help", text(finding.help)
    if finding.fix:
        title = join(text(finding.fix.title), BLANK, tag("em", as_html(_HOW[finding.fix.safety])))
        yield "Fix", join(title, diff(finding.fix, sheet))
    if several and finding.releases != (finding.place.file,):
        yield "Releases" if len(finding.releases) > 1 else "Release", text(", ".join(finding.releases))
    if finding.ignored:
        yield "Ignored", text(ignored_words(finding.ignored))
    if finding.url:
        yield "See", _link(finding.url)


def _link(address: str) -> Html:
    """A link if it leads to the web: a rule of anybody's may name what runs a script."""
    if not address.startswith(_LINKS):
        return text(address)
    return tag("a", text(address), href=address, rel="noopener noreferrer")
