"""Whether fixes did what they should and nothing else: in the text, in the values, and in what is found afterward."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence

from pachlint.finding import Edit, Finding, Impact, Severity
from pachlint.fixing.fix import apply_edits
from pachlint.fixing.splice import OverlapError
from pachlint.fixing.trees import changes
from pachlint.place import Path, format_path
from pachlint.reading.document import Document, read
from pachlint.results import Report
from pachlint.source import Source

Key = tuple[str, str]
Alone = dict[tuple[int, Key], dict[Path, object] | None]
"""What each fix changes alone in a document; None if the file could not be parsed then."""


class FixError(Exception):
    """Fixes that cannot be made together; the message says why."""


def edited_documents(
    documents: Mapping[str, Document], fixed: Sequence[Finding], alone: Alone
) -> dict[str, Document]:
    """The documents by name after the fixes; ``alone`` is kept for as long as the documents stay.

    Raises:
        FixError: if a file cannot be parsed then, or a value changes that no fix changes alone.
    """
    after = dict(documents)
    for name in dict.fromkeys(edit.place.file for finding in fixed for edit in _edits(finding)):
        edited = _edited(documents[name], fixed)
        if edited is None:
            raise FixError("the file could not be parsed afterward")
        if not _adds_up(documents[name], edited, fixed, alone):
            raise FixError("it would change another value")
        after[name] = edited
    return after


def objection(before: Report, after: Report, fixed: Sequence[Finding], written: Container[str]) -> str:
    """What is wrong with the findings after fixes that wrote at these paths; "" if nothing is."""
    here, there = _count(before), _count(after)
    if any(there[key] > here[key] - number for key, number in Counter(map(key_of, fixed)).items()):
        return "the finding would still be there"
    new = [finding for finding in _rejected(after) if not here[key_of(finding)]]
    # what Helm rejects hides what it would reject next, so only the fix of a rejection may bring up another
    if new and not (_rejected(before) and all(finding.impact is Impact.REJECTED for finding in fixed)):
        return f"Helm would then reject the values ({new[0].rule})"
    return _fault(before, after, written)


def _edits(finding: Finding) -> Sequence[Edit]:
    return finding.fix.edits if finding.fix else ()


def _edited(document: Document, findings: Sequence[Finding]) -> Document | None:
    name = document.source.name
    edits = [edit for finding in findings for edit in _edits(finding) if edit.place.file == name]
    try:
        found = read(Source(name, apply_edits(document.source.text, edits)))
    except OverlapError:
        return None
    codes = Counter(problem.code for problem in found.problems)
    codes.subtract(problem.code for problem in document.problems)
    return (
        found if (found.readable or not document.readable) and max(codes.values(), default=0) <= 0 else None
    )


def _adds_up(before: Document, after: Document, findings: Sequence[Finding], alone: Alone) -> bool:
    """Whether all fixes together change the values that each changes alone, and no other."""
    if len(findings) == 1:
        return True
    expected: dict[Path, object] = {}
    for finding in findings:
        key = id(before), key_of(finding)
        if key not in alone:
            edited = _edited(before, [finding])
            alone[key] = changes(before.data, edited.data) if edited else None
        changed = alone[key]
        if changed is None:
            return False
        expected |= changed
    return changes(before.data, after.data) == expected


def written_paths(before: Document, after: Document) -> Iterator[str]:
    """The printed paths of values that an edit gave or changed."""
    if before is not after:
        for path, value in changes(before.data, after.data).items():
            if value is not ...:
                yield format_path(path)


def _fault(before: Report, after: Report, written: Container[str]) -> str:
    """What another rule finds wrong with something that was written; "" if nothing."""
    known = _count(before)
    for finding in after.findings:
        if finding.path in written and finding.severity >= Severity.WARNING and not known[key_of(finding)]:
            return f"it would cause another finding ({finding.rule})"
    return ""


def _rejected(report: Report) -> list[Finding]:
    return [finding for finding in (*report.findings, *report.ignored) if finding.impact is Impact.REJECTED]


def _count(report: Report) -> Counter[Key]:
    return Counter(key_of(finding) for finding in (*report.findings, *report.ignored))


def key_of(finding: Finding) -> Key:
    """What a finding is known by while its file changes; without a path, by what it says."""
    return finding.rule, finding.path or finding.message
