"""What SARIF says of the run itself: files that could not be read, and what was not judged or is left out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pachlint.report.sarif_places import Data, Places
from pachlint.report.sarif_results import MAX_RESULTS, reported, text
from pachlint.report.summary import shown_findings
from pachlint.repository import is_name_of_file

if TYPE_CHECKING:
    from pachlint.results import Release, Report

_UNREAD, _UNJUDGED, _FOREIGN = "file-unreadable", "nothing-judged", "file-of-another-chart"
_PARTIAL, _OPEN, _OFF, _LEFT_OUT = "file-is-a-part", "not-judged", "switched-off", "left-out"
_NAMES = {
    "<stdin>": "standard input (--stdin-filename gives it a name)",
    "<command line>": "the command line",
}


def is_successful(report: "Report") -> bool:
    """Whether all was judged that was asked for."""
    return all(release.rules_run and not release.unread for release in report.releases)


def left_out(report: "Report", *, show_ignored: bool) -> list[str]:
    """What the results do not hold, in words."""
    every = shown_findings(report, show_ignored=show_ignored)
    lines = []
    outside = [one.place.file for one in every if not is_name_of_file(one.place.file)]
    if outside:
        where = " and ".join(_NAMES.get(name, name) for name in sorted(set(outside)))
        lines.append(f"{_count(len(outside))} about {where} left out, since SARIF is about files")
    more = len(every) - len(outside) - len(reported(report, show_ignored=show_ignored))
    if more:
        lines.append(f"{_count(more)} left out, the least severe: GitHub takes no more than {MAX_RESULTS:,}")
    return lines


def _count(number: int) -> str:
    return f"{number:,} finding{'' if number == 1 else 's'}"


def notifications(report: "Report", places: Places, *, show_ignored: bool) -> Iterator[Data]:
    """All that is to say of the run."""
    for words in left_out(report, show_ignored=show_ignored):
        yield _notification(_LEFT_OUT, "error", f"{words}.")
    for findings, words in (
        (report.unchanged, "on lines that have not changed"),
        (report.below, "of less than the least severity that is asked for"),
    ):
        if findings:
            yield _notification(_LEFT_OUT, "note", f"{_count(len(findings))} {words} left out.")
    for file in dict.fromkeys(name for release in report.releases for name in release.unread):
        words = "The file could not be read, so the rules about its values were not applied."
        yield _notification(_UNREAD, "error", words, file, places)
    for file in dict.fromkeys(name for release in report.releases for name in release.foreign):
        yield _notification(
            _FOREIGN, "warning", "The file does not look like Pachyderm values.", file, places
        )
    for file in dict.fromkeys(name for release in report.releases for name in release.partial):
        words = "The file is judged as a part of a release, so nothing is said about what is missing."
        yield _notification(_PARTIAL, "note", words, file, places)
    for release in report.releases:
        yield from _of_release(release, places.release_name(release.name, release.files))
    for words in report.book.switched_off:
        yield _notification(_OFF, "note", words)


def _of_release(release: "Release", name: str) -> Iterator[Data]:
    if not release.rules_run:
        yield _notification(_UNJUDGED, "error", f"No rule was applied to {name}.")
    for words in release.not_judged:
        yield _notification(_OPEN, "note", f"{name}: not judged: {words}")


def _notification(kind: str, level: str, words: str, file: str = "", places: Places | None = None) -> Data:
    where: Data = {}
    if places and is_name_of_file(file):
        where["locations"] = [{"physicalLocation": {"artifactLocation": places.address(file)}}]
    return {
        "descriptor": {"id": kind},
        "level": level,
        "message": {"text": text(words)},
        **where,
    }
