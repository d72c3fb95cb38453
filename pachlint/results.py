"""What a run found: the releases that were judged, and everything that is reported of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pachlint.finding import Finding
from pachlint.place import Span
from pachlint.records import NamedTuple
from pachlint.rulebook import Rulebook
from pachlint.source import Source
from pachlint.suppressions.suppress import Key
from pachlint.target import Target

if TYPE_CHECKING:
    from pachlint.redaction import Secrets, SecretsOfText, Text


class Release(NamedTuple):
    """What was judged, and for what.

    ``chart`` is what people call the chart. ``unread`` are the files that cannot be read, for whose sake no rule
    about values was applied; ``partial`` are all files if nothing was said about what is missing. ``not_judged`` says
    what is left open, and why.
    """

    name: str
    files: tuple[str, ...]
    target: Target
    chart: str
    rules_run: int
    rules_skipped: int
    rules_off: int = 0
    unread: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    not_judged: tuple[str, ...] = ()


class Report(NamedTuple):
    """Everything that a run has to say, in order.

    ``ignored`` are the findings that are ignored. ``sources`` are all texts by name; ``secrets`` are the
    spans in those with findings that no one may print. ``below`` are findings of less than the least severity that is
    shown, ``unchanged`` those on lines that have not changed since the revision that was asked about. ``baseline`` is what
    the findings were compared with, if anything. ``fixes_tried`` says that the fixes have been tried, and those are left that
    would be made. ``texts`` are all files and flags, ``every_secret`` what is secret in the whole run, None if nothing was found.
    """

    releases: tuple[Release, ...]
    findings: tuple[Finding, ...]
    ignored: tuple[Finding, ...]
    sources: Mapping[str, Source]
    secrets: Mapping[str, tuple[Span, ...]]
    book: Rulebook
    below: tuple[Finding, ...] = ()
    unchanged: tuple[Finding, ...] = ()
    baseline: Mapping[Key, int] | None = None
    fixes_tried: bool = True
    texts: "tuple[Text | SecretsOfText, ...]" = ()
    every_secret: "Secrets | None" = None


def jointly(reports: Sequence[Report]) -> Sequence[Report]:
    """Reports of one run, in each of which is masked what is secret in any."""
    if len(reports) < 2 or not any(one.findings or one.ignored for one in reports):
        return reports
    from pachlint import redaction  # noqa: PLC0415 -- most runs have one report

    secrets = redaction.secrets_of(text for one in reports for text in one.texts)
    found = []
    for one in reports:
        findings, ignored = (
            tuple(redaction.without_secrets(each, secrets) for each in part)
            for part in (one.findings, one.ignored)
        )
        shown = redaction.shown_secrets((*findings, *ignored), one.sources, secrets)
        found.append(one._replace(findings=findings, ignored=ignored, secrets=shown, every_secret=secrets))
    return found


def merge(reports: Sequence[Report]) -> Report:
    """One report of several, which have the same secrets (:func:`jointly`), with rules and settings of their own."""
    if len(reports) == 1:
        return reports[0]
    book = reports[0].book
    for report in reports[1:]:
        book = book.with_more(report.book)
    return Report(
        releases=tuple(release for report in reports for release in report.releases),
        findings=_in_order(finding for report in reports for finding in report.findings),
        ignored=_in_order(finding for report in reports for finding in report.ignored),
        sources={name: source for report in reports for name, source in report.sources.items()},
        secrets={name: spans for report in reports for name, spans in report.secrets.items()},
        book=book,
        below=_in_order(finding for report in reports for finding in report.below),
        unchanged=_in_order(finding for report in reports for finding in report.unchanged),
        baseline=_joined([report.baseline for report in reports]),
        fixes_tried=all(report.fixes_tried for report in reports),
        texts=tuple(text for report in reports for text in report.texts),
        every_secret=next((report.every_secret for report in reports if report.every_secret), None),
    )


def _joined(baselines: Sequence[Mapping[Key, int] | None]) -> Mapping[Key, int] | None:
    found = [baseline for baseline in baselines if baseline is not None]
    return {key: count for baseline in found for key, count in baseline.items()} if found else None


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.order))
