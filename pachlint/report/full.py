"""Every finding with its piece of source, why it matters, and what to do: what ``-v`` asks for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pachlint.finding import Finding, Impact
from pachlint.report.frame import Mark, frame
from pachlint.report.look import Look
from pachlint.report.styled import RULER, SEVERITY_STYLES, Line, Piece, wrapped
from pachlint.report.summary import ignored_words
from pachlint.report.wording import fix_words

if TYPE_CHECKING:
    from pachlint.results import Report

_FRAME_COLUMNS = 120
_SHOWN_OF_A_RULE = 3
# Notes that are the same for all findings of a rule, or nearly so.
_OF_THE_RULE = frozenset(("help", "see", *(impact.value for impact in Impact)))


def entries(findings: Sequence[Finding], report: "Report", look: Look) -> Iterator[Line]:
    """The lines of all findings, an empty one after each."""
    shown_before = _Shown()
    for entry in _entries(findings):
        yield from _entry(entry, report, look, shown_before)
        yield ()


class _Shown:
    """What the reader knows by now, and need not read again right below."""

    def __init__(self) -> None:
        self._notes: set[tuple[str, str, str]] = set()
        self._marks: list[Mark] = []

    def news(self, finding: Finding, notes: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """The notes without those that this rule has in this file already; a fix is shown every time."""
        place = (finding.place.file, finding.rule)
        new = [note for note in notes if note[0] not in _OF_THE_RULE or (*place, note[1]) not in self._notes]
        self._notes.update((*place, text) for _, text in new)
        return new

    def sees(self, marks: list[Mark]) -> bool:
        """Whether the source shown last has all these marks."""
        bare = [mark._replace(style="") for mark in marks]
        seen = all(mark in self._marks for mark in bare)
        if not seen:
            self._marks = bare
        return seen


def _entries(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings to show one by one, and lists of those that follow the first few of a rule in a file."""
    shown: Counter[tuple[str, str]] = Counter()
    all_of_a_kind = Counter((finding.rule, finding.place.file) for finding in findings)
    entries: list[list[Finding]] = []
    rest: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kind = (finding.rule, finding.place.file)
        shown[kind] += 1
        # a list of one is no shorter than the finding itself
        if shown[kind] <= _SHOWN_OF_A_RULE or all_of_a_kind[kind] == _SHOWN_OF_A_RULE + 1:
            entries.append([finding])
        elif kind in rest:
            rest[kind].append(finding)
        else:
            entries.append(rest.setdefault(kind, [finding]))
    return entries


def _entry(findings: list[Finding], report: "Report", look: Look, shown_before: _Shown) -> Iterator[Line]:
    if len(findings) == 1:
        yield from _finding(findings[0], report, look, shown_before)
        return
    first = findings[0]
    text = f"{len(findings)} more in {first.place.file}"
    yield _header(first, text)
    places = [f"{finding.place.line}:{finding.place.column}" for finding in findings]
    widest = max(map(len, places))
    for finding, place in zip(findings, places, strict=True):
        line = (Piece(f"  {place:<{widest}}  ", RULER), Piece(finding.message + _remarks(finding)))
        yield from wrapped(line, look.columns, widest + 4)


def _remarks(finding: Finding) -> str:
    """What a line of a list says after the message: whether there is a fix, and by what the finding is ignored."""
    words = ["fixable"] if finding.fix else []
    words += [f"ignored {ignored_words(finding.ignored)}"] if finding.ignored else []
    return f" ({', '.join(words)})" if words else ""


def _header(finding: Finding, message: str) -> Line:
    style = SEVERITY_STYLES[finding.severity]
    return (
        Piece(finding.severity.word, style),
        Piece(f"[{finding.rule}]", style),
        Piece(f": {message}", "bold"),
    )


def _finding(finding: Finding, report: "Report", look: Look, shown_before: _Shown) -> Iterator[Line]:
    yield from wrapped(_header(finding, finding.message), look.columns, 2)
    marks = [Mark(finding.place, "^", SEVERITY_STYLES[finding.severity])]
    marks += [Mark(related.place, "-", RULER, related.message) for related in finding.related]
    columns = min(look.columns or _FRAME_COLUMNS, _FRAME_COLUMNS)
    framed = frame(marks, finding.path, report.sources, report.secrets, columns)
    notes = shown_before.news(finding, _notes(finding, report))
    yield from framed[:1] if shown_before.sees(marks) else framed if notes else framed[:-1]
    indent = max(len(str(mark.place.line)) for mark in marks) + 1
    if look.show_fixes and finding.fix:
        from pachlint.report.fix_lines import changed_lines  # noqa: PLC0415 -- with --show-fixes

        for sign, text in changed_lines(finding.fix, report.sources, report.secrets):
            yield (Piece(" " * indent + f"{sign} {text}", "red" if sign == "-" else "green"),)
    for label, text in notes:
        line = (Piece(" " * indent), Piece("= ", RULER), Piece(f"{label}: ", "bold"), Piece(text))
        yield from wrapped(line, look.columns, indent + 2)


def _notes(finding: Finding, report: "Report") -> Iterator[tuple[str, str]]:
    """What is said below the source, as label and text."""
    if finding.why:
        yield finding.impact.value, finding.why
    if finding.help:
        yield "help", finding.help
    if finding.fix:
        yield "fix", fix_words(finding, finding.fix)
    if len(report.releases) > 1 and finding.releases != (finding.place.file,):
        yield "releases" if len(finding.releases) > 1 else "release", ", ".join(finding.releases)
    if finding.ignored:
        yield "ignored", ignored_words(finding.ignored)
    if finding.url:
        yield "see", finding.url
