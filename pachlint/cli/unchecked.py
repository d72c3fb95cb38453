"""Runs that would succeed only because nothing was checked."""

from collections.abc import Iterator, Sequence

from pachlint.report.summary import names
from pachlint.results import Release, Report
from pachlint.terminal import log

_NO_RULE = "--select, --ignore and the config leave no rule"
_UNREAD = "it cannot be read, and no selected rule reports why"
_NOT_ABOUT_IT = "no selected rule applies to these values"


def tell_unchecked(reports: Sequence[Report]) -> bool:
    """Say what was not checked and why; whether there is any.

    Of several releases some may be none of the chosen rules' business, but not all of them, and no rule must be left
    for each, and a file that cannot be read is no success.
    """
    lines = list(_unchecked(reports))
    for line in lines:
        log(f"error: {line}")
    return bool(lines)


def _unchecked(reports: Sequence[Report]) -> Iterator[str]:
    releases = [release for report in reports for release in report.releases]
    if not any(release.rules_run for release in releases):
        yield f"nothing was checked: {_why(reports, releases)}"
        return
    for report in reports:
        if not report.book.rules:
            yield f"{names([release.name for release in report.releases])}: not checked: {_NO_RULE}"
        else:
            for release in report.releases:
                if release.unread and not release.rules_run:
                    yield f"{names([release.name])}: not checked: {_UNREAD}"


def _why(reports: Sequence[Report], releases: Sequence[Release]) -> str:
    if not any(report.book.rules for report in reports):
        return _NO_RULE
    return _UNREAD if all(release.unread for release in releases) else _NOT_ABOUT_IT
