"""From the edits that a rule asks for, in paths, to splices in the user's files."""

import re
from collections.abc import Callable, Iterable, Sequence

from pachlint.chart.masking import Masks
from pachlint.chart.secret_spans import secret_spans, secrets_in
from pachlint.finding import Edit
from pachlint.fixing import edits as edits_on
from pachlint.fixing import trees
from pachlint.fixing.emit import UnwritableError
from pachlint.fixing.laid_out import laid_out
from pachlint.fixing.layout import Layout, NoEditError
from pachlint.fixing.sections import after, around
from pachlint.fixing.splice import OverlapError, Splice, compose, ordered, splice
from pachlint.fixing.trees import NoPlaceError
from pachlint.kinds import same
from pachlint.layering.values import MISSING, Values
from pachlint.place import Path, Span, value_at
from pachlint.policy.expressions import replaced
from pachlint.policy.fixes import EditSpec
from pachlint.policy.steps import Effort
from pachlint.reading.document import Document, read
from pachlint.reading.nodes import Entry, MappingNode, ScalarNode, data_of
from pachlint.records import NamedTuple
from pachlint.source import Source

__all__ = ["OverlapError", "apply_edits", "compile_edits"]


class _Action(NamedTuple):
    """One change of one document: how to make it in the text, and what the values must be then.

    ``otherwise`` is another way to make it, if the text does not say then what it should.
    """

    splices: Callable[[Layout], list[Splice]]
    expected: Callable[[object], object]
    otherwise: "_Action | None" = None


class _Draft(NamedTuple):
    """A document on its way: as it was, as it is now, and the splices between the two.

    ``known`` is how it reads now, if somebody had to know; ``has_secret`` tells whether an edit wrote one.
    """

    original: Document
    source: Source
    known: Document | None
    splices: tuple[Splice, ...] = ()
    has_secret: bool = False

    @property
    def document(self) -> Document:
        """How it reads now."""
        return self.known or read(self.source)


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
            for index, action in _actions(spec, values, drafts):
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
    place = edit.place
    return Splice(
        source.offset(place.line, place.column), source.offset(place.end_line, place.end_column), edit.text
    )


def _drafts(values: Values) -> list[_Draft]:
    """The files of a release in their order; one that was given twice counts where it was given last."""
    last = {layer.document.source.name: layer.document for layer in values.layers if layer.document}
    named = [layer.document.source.name for layer in values.layers if layer.document]
    order = sorted(last, key=lambda name: len(named) - named[::-1].index(name))
    return [_Draft(last[name], last[name].source, last[name]) for name in order]


def _actions(spec: EditSpec, values: Values, drafts: Sequence[_Draft]) -> list[tuple[int, _Action]]:
    """What to do to which file, one after the other.

    Raises:
        NoEditError: if a file cannot bring it about.
    """
    _reject_flags(spec.path, values)
    if spec.kind in {"rename", "delete", "move"}:
        holders = [index for index, draft in enumerate(drafts) if _written(draft, spec.path)]
        if not holders:
            raise NoEditError("no file has the key")
        if spec.kind != "delete" and any(drafts[index].document.find(_target(spec)) for index in holders):
            raise NoEditError("the file has the other key too")
        return [(index, action) for index in holders for action in _removing(spec)]
    index = _goal(spec.path, values, drafts)
    action = _SETTING[spec.kind](spec, values, drafts[index])
    return [] if action is None else [(index, action)]


def _reject_flags(path: Path, values: Values) -> None:
    for length in range(1, len(path) + 1):
        origin = values.origin(path[:length])
        if (
            origin
            and origin.kind == "flag"
            and (length == len(path) or not isinstance(values.get(path[:length]), dict))
        ):
            raise NoEditError("a flag gives the value")
        if values.removed(path[:length]) and (length < len(path) or values.entry(path) is None):
            raise NoEditError("a null removes the defaults here")


def _written(draft: _Draft, path: Path) -> Entry | None:
    entry = draft.document.find(path)
    return None if entry is None or entry.merged else entry


def _goal(path: Path, values: Values, drafts: Sequence[_Draft]) -> int:
    """The file to write a value in: the last that has it, or keeps others from giving it, or has the deepest parent."""
    depths = []
    for index in reversed(range(len(drafts))):
        document = drafts[index].document
        if not document.readable:
            raise NoEditError("a file cannot be read")
        near, entry = document.nearest(path)
        node = entry.node if entry else document.root
        if len(near) == len(path) or (near and not isinstance(node, MappingNode)):
            return index
        depths.append((len(near), index))
    if not depths:
        raise NoEditError("there is no file")
    return max(depths)[1]


def _set(spec: EditSpec, values: Values, draft: _Draft) -> _Action | None:
    return _setting(spec.path, spec.value, draft)


def _setting(path: Path, value: object, draft: _Draft) -> _Action | None:
    entry = _written(draft, path)
    if entry and same(data_of(entry.node), value):
        return None
    return _Action(lambda at: edits_on.set_value(at, path, value), lambda data: trees.put(data, path, value))


def _insert(spec: EditSpec, values: Values, draft: _Draft) -> _Action | None:
    return (
        None if values.set_by_user(spec.path) or draft.document.find(spec.path) else _set(spec, values, draft)
    )


def _append(spec: EditSpec, values: Values, draft: _Draft) -> _Action | None:
    path = spec.path
    entry = _written(draft, path)
    if entry and not (isinstance(entry.node, ScalarNode) and entry.node.value is None):

        def expected(data: object) -> object:
            items = value_at(data, path)
            if not isinstance(items, list):
                raise NoPlaceError
            return trees.put(data, path, [*items, spec.value])

        return _Action(lambda at: edits_on.append(at, path, spec.value), expected)
    items = values.get(path, None) or []
    if not isinstance(items, list):
        raise NoEditError("the value is not a list")
    return _setting(path, [*items, spec.value], draft)


def _replace(spec: EditSpec, values: Values, draft: _Draft) -> _Action | None:
    entry = _written(draft, spec.path)
    if entry is None or not isinstance(entry.node, ScalarNode) or not isinstance(entry.node.value, str):
        raise NoEditError("no file has a string there")
    old, path = entry.node.value, spec.path
    whole = _setting(path, replaced(spec.match, spec.replacement, old), draft)
    parts = [
        edits_on.Part(*found.span(), found.expand(spec.replacement)) for found in re.finditer(spec.match, old)
    ]
    return whole and _Action(lambda at: edits_on.replace_parts(at, path, parts), whole.expected, whole)


_SETTING = {"set": _set, "insert": _insert, "append": _append, "replace": _replace}


def _target(spec: EditSpec) -> Path:
    """Where a renamed or moved value goes."""
    return (*spec.path[:-1], spec.to) if isinstance(spec.to, str) else spec.to


def _removing(spec: EditSpec) -> list[_Action]:
    path = spec.path
    removal = _Action(lambda at: edits_on.delete(at, path), lambda data: trees.drop(data, path))
    if spec.kind == "delete":
        return [removal]
    to = _target(spec)

    def copied(data: object) -> object:
        value = value_at(data, path, MISSING)
        if value is MISSING:
            raise NoPlaceError
        return trees.put(data, to, value)

    if to[:-1] == path[:-1]:
        key = str(to[-1])
        return [
            _Action(lambda at: edits_on.rename(at, path, key), lambda data: trees.drop(copied(data), path))
        ]
    return [_Action(lambda at: edits_on.copy(at, path, to), copied), removal]


def _carried_out(draft: _Draft, action: _Action, effort: Effort) -> _Draft:
    """The draft after an action, done in the first way that works."""
    try:
        return _advance(draft, action, effort)
    except (NoEditError, OverlapError):
        if action.otherwise is None:
            raise
        return _carried_out(draft, action.otherwise, effort)


def _advance(draft: _Draft, action: _Action, effort: Effort) -> _Draft:
    """The draft after an action, read again and compared with what is expected.

    Raises:
        NoEditError: if the text does not say what it should.
    """
    before = draft.document
    if not before.readable or not effort.take(0, len(before.source.text)):
        raise NoEditError("the file cannot be read, or it takes too long to try")
    new, expected = action.splices(laid_out(before)), action.expected(before.data)
    source = Source(before.source.name, splice(before.source.text, new))
    section = around(before, new)
    again = 2 * (section.end - section.start) if section else len(source.text)
    if not effort.take(again, 0):
        raise NoEditError("it takes too long to try")
    part = after(before, section, new, expected) if section else None
    whole = read(source) if part is None else None
    if whole and not (whole.readable and same(whole.data, expected)):
        raise NoEditError("the edit does not do what it should")
    has_secret = draft.has_secret or (
        bool(secret_spans(draft.original))
        and _writes_secret(part or whole, new, section.start if section and part else 0)
    )
    return _Draft(
        draft.original, source, whole, compose(draft.original.source.text, draft.splices, new), has_secret
    )


def _edits(draft: _Draft) -> list[Edit]:
    source = draft.original.source
    return [Edit(source.place(Span(one.start, one.end)), one.put) for one in draft.splices]


def _tells_secret(draft: _Draft) -> bool:
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
