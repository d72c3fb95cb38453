"""From the edits that a rule asks for, in paths, to splices in the user's files."""

import re
from collections.abc import Iterable, Sequence

from pachlint.chart.masking import Masks
from pachlint.chart.secret_spans import secret_spans, secrets_in
from pachlint.finding import Edit
from pachlint.fixing.actions import Action, Draft, actions
from pachlint.fixing.emit import UnwritableError
from pachlint.fixing.laid_out import laid_out
from pachlint.fixing.layout import NoEditError
from pachlint.fixing.sections import Part, after, around, is_expected
from pachlint.fixing.splice import OverlapError, Splice, compose, ordered, splice
from pachlint.fixing.trees import NoPlaceError
from pachlint.kinds import same
from pachlint.layering.values import Values
from pachlint.place import Span
from pachlint.policy.fixes import EditSpec
from pachlint.policy.steps import Effort
from pachlint.reading.document import Document, read
from pachlint.source import Source

__all__ = ["OverlapError", "apply_edits", "compile_edits"]

_PART = 300
"""To read a part of a file takes at least as long as so many characters."""


def compile_edits(
    specs: Iterable[EditSpec], values: Values, effort: Effort | None = None
) -> tuple[Edit, ...] | None:
    """The edits of the user's files that do what a fix asks for, in order; None if that is not safely possible.

    The edit goes to the file that gives the value; a new key goes to the last of the files that have the deepest of
    its parents. Renaming, moving and deleting is done in every file that has the key. There are no edits if a flag
    gives the value, if an alias leads to it, if no file was given, or if the edit would write a secret. What
    the edited files then say has been read and compared, as far as the effort allows: nothing else is different.
    """
    effort = effort or Effort()
    drafts = _drafts(values)
    try:
        for spec in specs:
            for index, action in actions(spec, values, drafts):
                drafts[index] = _carried_out(drafts[index], action, effort)
    except (NoEditError, NoPlaceError, UnwritableError, OverlapError, re.error):
        return None
    edits = tuple(edit for draft in drafts for edit in _edits(draft))
    return edits if edits and not any(map(_tells_secret, drafts)) else None


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text of one file after edits of that file.

    Raises:
        OverlapError: if two of them touch the same characters.
    """
    source = Source("", text)
    return splice(text, [edit_splice(source, edit) for edit in edits])


def edit_splice(source: Source, edit: Edit) -> Splice:
    """An edit as offsets in the text that it belongs to."""
    return Splice(*source.span(edit.place), edit.text)


def _drafts(values: Values) -> list[Draft]:
    """The files of a release in their order; one that was given twice counts where it was given last."""
    last = {layer.document.source.name: layer.document for layer in values.layers if layer.document}
    named = [layer.document.source.name for layer in values.layers if layer.document]
    order = sorted(last, key=lambda name: len(named) - named[::-1].index(name))
    return [Draft(last[name], last[name].source, last[name]) for name in order]


def _carried_out(draft: Draft, action: Action, effort: Effort) -> Draft:
    """The draft after an action, done in the first way that works."""
    try:
        return _advance(draft, action, effort)
    except (NoEditError, OverlapError):
        if action.otherwise is None:
            raise
        return _carried_out(draft, action.otherwise, effort)


def _advance(draft: Draft, action: Action, effort: Effort) -> Draft:
    """The draft after an action, read again and compared with what is expected.

    Raises:
        NoEditError: if the text does not say what it should.
    """
    before = draft.document
    if before.sealed or not before.readable or not effort.take(0, len(before.source.text)):
        raise NoEditError("the file cannot be read, or it takes too long to try")
    new, expected = action.splices(laid_out(before)), action.expected(before.data)
    source = Source(before.source.name, splice(before.source.text, new))
    part = _part(before, new, action, effort, expected)
    whole = None if part else _whole(source, effort, expected)
    has_secret = draft.has_secret or (
        bool(secret_spans(draft.original))
        and _writes_secret(part.document if part else whole, new, part.start if part else 0)
    )
    return Draft(
        draft.original, source, whole, compose(draft.original.source.text, draft.splices, new), has_secret
    )


def _part(
    before: Document, new: Sequence[Splice], action: Action, effort: Effort, expected: object
) -> Part | None:
    """The smallest part of the file that tells that the whole says what is expected."""
    for section in around(before, new):
        _take(effort, 2 * section.length + _PART)
        part = after(before, section, new)
        if part:
            return part if is_expected(section, part, expected, action.paths) else None
    return None


def _whole(source: Source, effort: Effort, expected: object) -> Document:
    _take(effort, len(source.text))
    found = read(source)
    if not (found.readable and same(found.data, expected)):
        raise NoEditError("the edit does not do what it should")
    return found


def _take(effort: Effort, again: int) -> None:
    if not effort.take(again, 0):
        raise NoEditError("it takes too long to try")


def _edits(draft: Draft) -> list[Edit]:
    source = draft.original.source
    return [Edit(source.place(Span(one.start, one.end)), one.put) for one in draft.splices]


def _tells_secret(draft: Draft) -> bool:
    """Whether a secret would be written anew, and so be shown with the fix: one of the file, or what is one then."""
    texts = [one.put for one in draft.splices if one.put]
    if not texts:
        return False
    masks = Masks(secrets_in(draft.original).texts)
    return draft.has_secret or any(True for put in texts for _ in masks.spans(put))


def _writes_secret(document: Document | None, splices: Sequence[Splice], start: int) -> bool:
    """Whether one of the splices put a secret into the document, which begins at ``start`` of the text."""
    spans = secret_spans(document) if document else ()
    shift = -start
    for one in ordered(splices):
        at = one.start + shift
        if one.put and any(span.start < at + len(one.put) and span.end > at for span in spans):
            return True
        shift += len(one.put) - (one.end - one.start)
    return False
