"""``--since``: report what concerns lines that have changed since a revision."""

from collections.abc import Iterator, Mapping

from pachlint.changes import ChangesError, changed_lines
from pachlint.cli.program import Failure
from pachlint.finding import Finding
from pachlint.place import Place
from pachlint.repository import is_name_of_file
from pachlint.results import Report


def since(report: Report, revision: str) -> Report:
    """The report with the findings of which a place lies on a changed line, and all about flags; the others are ``unchanged``."""
    # also files without findings, so that an unknown revision is always reported
    named = {file for release in report.releases for file in release.files}
    named.update(place.file for finding in report.findings for place in _places(finding))
    files = filter(is_name_of_file, named)
    try:
        lines = changed_lines(revision, sorted(files))
    except ChangesError as error:
        raise Failure(f"--since {revision}: {error}") from error
    kept: list[Finding] = []
    left: list[Finding] = []
    for finding in report.findings:
        (kept if any(_is_changed(place, lines) for place in _places(finding)) else left).append(finding)
    return report._replace(findings=tuple(kept), unchanged=tuple(left))


def _places(finding: Finding) -> Iterator[Place]:
    yield finding.place
    yield from (related.place for related in finding.related)


def _is_changed(place: Place, lines: Mapping[str, frozenset[int]]) -> bool:
    if not is_name_of_file(place.file):
        return True
    last = max(place.line, place.end_line - (place.end_column == 1))
    return not lines[place.file].isdisjoint(range(place.line, last + 1))
