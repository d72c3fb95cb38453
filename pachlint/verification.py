"""Whether fixes did what they should and nothing else: in the text, in the values, and in what is found afterward."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pachlint.finding import Edit, Finding, Impact, Severity
from pachlint.fixing.fix import apply_edits, edit_splice
from pachlint.fixing.sections import changes_by
from pachlint.fixing.splice import OverlapError
from pachlint.fixing.trees import changes
from pachlint.place import Path, format_path
from pachlint.reading.document import Document, read_again
from pachlint.records import NamedTuple
from pachlint.results import Report

Key = tuple[str, str]
Alone = dict[tuple[int, Key], dict[Path, object] | None]
"""What each fix changes alone in a document; None if the file could not be parsed then."""

_UNREADABLE = "the file could not be parsed afterward"


class Objection(NamedTuple):
    """Why fixes cannot be made together: a reason for each that is to blame, or else one where that is unknown."""

    blamed: Mapping[Key, str]
    reason: str = ""


class FixError(Exception):
    """Fixes that cannot be made together."""

    def __init__(self, reason: str, blamed: Iterable[Finding] = ()) -> None:
        super().__init__(reason)
        self.objection = Objection({key_of(finding): reason for finding in blamed}, reason)


class Edited(NamedTuple):
    """Documents by name after fixes, and the printed paths of values that were given or changed, each with whose fix did it."""

    documents: Mapping[str, Document]
    written: Mapping[str, Sequence[Key]]


def edited_documents(documents: Mapping[str, Document], fixed: Sequence[Finding], alone: Alone) -> Edited:
    """The documents after the fixes; ``alone`` is kept for as long as the documents stay.

    Raises:
        FixError: if a file cannot be parsed then, or a value changes that no fix changes alone.
    """
    after = dict(documents)
    written: dict[str, list[Key]] = {}
    by_file: dict[str, list[Finding]] = {}
    for finding in fixed:
        for name in dict.fromkeys(edit.place.file for edit in _edits(finding)):
            by_file.setdefault(name, []).append(finding)
    for name, findings in by_file.items():
        after[name] = _edited_together(documents[name], findings, alone, written)
    return Edited(after, written)


def _edited_together(
    document: Document, findings: Sequence[Finding], alone: Alone, written: dict[str, list[Key]]
) -> Document:
    expected: dict[Path, object] = {}
    for finding in findings:
        changed = _alone(document, finding, alone)
        if changed is None:
            raise FixError(_UNREADABLE, [finding])
        expected |= changed
        for path, value in changed.items():
            if value is not ...:
                written.setdefault(format_path(path), []).append(key_of(finding))
    edited = _edited(document, findings)
    if edited is None:
        raise FixError(_UNREADABLE, findings if len(findings) == 1 else ())
    if changes(document.data, edited.data) != expected:
        raise FixError("it would change another value")
    return edited


def _alone(document: Document, finding: Finding, alone: Alone) -> dict[Path, object] | None:
    key = id(document), key_of(finding)
    if key not in alone:
        alone[key] = _changed_by(document, finding)
    return alone[key]


def _changed_by(document: Document, finding: Finding) -> dict[Path, object] | None:
    source = document.source
    edits = [edit for edit in _edits(finding) if edit.place.file == source.name]
    found = changes_by(document, [edit_splice(source, edit) for edit in edits])
    if found is not None:
        return found
    edited = _edited(document, [finding])
    return changes(document.data, edited.data) if edited else None


def objection(
    before: Report, after: Report, fixed: Sequence[Finding], written: Mapping[str, Sequence[Key]]
) -> Objection | None:
    """What is wrong with the findings after fixes; ``written`` says which wrote at a path."""
    here, there = _count(before), _count(after)
    standing = [key for key, number in Counter(map(key_of, fixed)).items() if there[key] > here[key] - number]
    if standing:
        return Objection(dict.fromkeys(standing, "the finding would still be there"))
    new = [finding for finding in _rejected(after) if not here[key_of(finding)]]
    # what Helm rejects hides what it would reject next, so only the fix of a rejection may bring up another
    may_reject = bool(_rejected(before)) and all(finding.impact is Impact.REJECTED for finding in fixed)
    if new and not may_reject:
        is_known = not _rejected(before) and all(finding.path in written for finding in new)
        blamed = {key: _rejects(one) for one in new for key in written.get(one.path, ())}
        return Objection(blamed if is_known else {}, _rejects(new[0]))
    faults = {
        key: f"it would cause another finding ({finding.rule})"
        for finding in after.findings
        if finding.severity >= Severity.WARNING and finding.path in written and not here[key_of(finding)]
        for key in written[finding.path]
    }
    return Objection(faults) if faults else None


def _rejects(finding: Finding) -> str:
    return f"Helm would then reject the values ({finding.rule})"


def _edits(finding: Finding) -> Sequence[Edit]:
    return finding.fix.edits if finding.fix else ()


def _edited(document: Document, findings: Sequence[Finding]) -> Document | None:
    name = document.source.name
    edits = [edit for finding in findings for edit in _edits(finding) if edit.place.file == name]
    try:
        found = read_again(document, apply_edits(document.source.text, edits))
    except OverlapError:
        return None
    codes = Counter(problem.code for problem in found.problems)
    codes.subtract(problem.code for problem in document.problems)
    return (
        found if (found.readable or not document.readable) and max(codes.values(), default=0) <= 0 else None
    )


def _rejected(report: Report) -> list[Finding]:
    return [finding for finding in (*report.findings, *report.ignored) if finding.impact is Impact.REJECTED]


def _count(report: Report) -> Counter[Key]:
    return Counter(key_of(finding) for finding in (*report.findings, *report.ignored))


def key_of(finding: Finding) -> Key:
    """What a finding is known by while its file changes; without a path, by what it says."""
    return finding.rule, finding.path or finding.message
