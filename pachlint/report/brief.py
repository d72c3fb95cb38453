"""Every finding in three lines: where and what it is, the source with the place underlined, and the remedy beside it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pachlint.finding import Finding
from pachlint.records import NamedTuple
from pachlint.report.frame import Mark, excerpt
from pachlint.report.look import Look
from pachlint.report.styled import SEVERITY_STYLES, Line, Piece, width_of, wrapped
from pachlint.report.summary import ignored_words, lines_of
from pachlint.report.wording import fix_words, written

if TYPE_CHECKING:
    from pachlint.results import Report

_COLUMNS = 120
_SHOWN_OF_A_RULE = 3
_INDENT = 4
_SIGN_STYLES = {"-": "red", "+": "green"}


class _Said(NamedTuple):
    """The remedies that were shown, by rule and file, and the releases that each file belongs to."""

    remedies: set[tuple[str, str, str]]
    releases: Mapping[str, Sequence[str]]


def _releases_by_file(report: "Report") -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for release in report.releases:
        for file in dict.fromkeys(release.files):
            found.setdefault(file, []).append(release.name)
    return found


def entries(findings: Sequence[Finding], report: "Report", look: Look) -> Iterator[Line]:
    """The lines of all findings, those that are folded first, so that what must be mended is nearest to the prompt."""
    folded: list[Finding] = []
    open_ones: list[Finding] = []
    for one in findings:
        (folded if _is_folded(one, look) else open_ones).append(one)
    for group in _grouped(folded, 1):
        yield from _folded(group, look)
    if folded:
        yield ()
    if open_ones:
        said = _Said(set(), _releases_by_file(report))
        for group in _grouped(open_ones, _SHOWN_OF_A_RULE):
            if len(group) > 1:
                yield from _folded(group, look)
            else:
                yield from _entry(group[0], report, look, said)
        yield ()


def _is_folded(finding: Finding, look: Look) -> bool:
    return (
        look.folded is not None and finding.severity <= look.folded and not (look.show_fixes and finding.fix)
    )


def _grouped(findings: Sequence[Finding], shown: int) -> list[list[Finding]]:
    """Each of the first findings of a rule in a file on its own, and all others of it together, where the first of these stands.

    With ``shown`` 1 all of them are together.
    """
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.rule, finding.place.file), []).append(finding)
    groups: list[list[Finding]] = []
    for found in kinds.values():
        alone = 0 if shown == 1 else len(found) if len(found) <= shown + 1 else shown
        groups += [[one] for one in found[:alone]] + ([found[alone:]] if found[alone:] else [])
    return sorted(groups, key=lambda group: group[0].order)


def _header(finding: Finding, more: str = "") -> Line:
    style = SEVERITY_STYLES[finding.severity]
    place = finding.place
    return (
        Piece(f"{place.file}:{place.line}:{place.column}: "),
        Piece(finding.severity.word, style),
        Piece(f"[{finding.rule}]", style, finding.url),
        Piece(": "),
        Piece(finding.message, "bold"),
        Piece(more),
        Piece(f" (ignored {ignored_words(finding.ignored)})" if finding.ignored else ""),
    )


def _folded(group: Sequence[Finding], look: Look) -> list[Line]:
    """One line for several findings of a rule in a file."""
    rest = group[1:]
    more = f" (and {len(rest)} more: {lines_of(rest)})" if rest else ""
    return wrapped(_header(group[0], more), look.columns, _INDENT)


def _entry(finding: Finding, report: "Report", look: Look, said: _Said) -> Iterator[Line]:
    yield from wrapped(_header(finding), look.columns, _INDENT)
    columns = min(look.columns or _COLUMNS, _COLUMNS)
    mark = Mark(finding.place, "^", SEVERITY_STYLES[finding.severity])
    lines = excerpt(mark, report.sources, report.secrets, columns)
    room = (look.columns or _COLUMNS) - (width_of(lines[-1]) + 1 if lines else 0)
    remedy = _remedy(finding, room)
    known = (finding.rule, finding.place.file, remedy)
    if not finding.fix and known in said.remedies:
        remedy = ""
    said.remedies.add(known)
    yield from _with_remedy(lines, remedy, look.columns or _COLUMNS)
    if look.show_fixes and finding.fix:
        from pachlint.report.fix_lines import changed_lines  # noqa: PLC0415 -- with --show-fixes

        for sign, text in changed_lines(finding.fix, report.sources, report.secrets):
            yield (Piece(f"  {sign} {text}", _SIGN_STYLES[sign]),)
    for note in _notes(finding, said.releases):
        yield from wrapped((Piece("  = ", "dim"), Piece(note)), look.columns, _INDENT)


def _with_remedy(lines: list[Line], remedy: str, columns: int) -> Iterator[Line]:
    """The source, and the remedy after the carets if there is room for it, else below them."""
    if not remedy:
        yield from lines
    elif lines and width_of(lines[-1]) + 1 + len(remedy) <= columns:
        yield from lines[:-1]
        yield (*lines[-1], Piece(f" {remedy}"))
    else:
        yield from lines
        yield from wrapped((Piece("  = ", "dim"), Piece(remedy)), columns, _INDENT)


def _remedy(finding: Finding, room: int) -> str:
    """What to do; of a fix what it writes alone, if there is no room for more beside the source."""
    if finding.fix:
        words, put = f"fix: {fix_words(finding, finding.fix)}", written(finding, finding.fix)
        short = f"fix: write {put} ({finding.fix.safety.value})" if put else words
        return short if len(short) <= room < len(words) else words
    return f"help: {finding.help}" if finding.help else ""


def _notes(finding: Finding, releases: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Other files that have to do with it, and the releases if there are several."""
    for related in finding.related:
        if related.place.file != finding.place.file:
            yield f"{related.place.file}:{related.place.line}:{related.place.column}: {related.message}"
    around = tuple(releases.get(finding.place.file, ()))
    if len(around) > 1 and finding.releases != around:
        yield f"release{'s' if len(finding.releases) > 1 else ''}: {', '.join(finding.releases)}"
