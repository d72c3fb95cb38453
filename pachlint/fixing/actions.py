"""What a fix asks for, in paths, as changes of documents: which file, how to make it there, and what must come of it."""

import re
from collections.abc import Callable, Sequence

from pachlint.fixing import edits as edits_on
from pachlint.fixing import trees
from pachlint.fixing.layout import Layout, NoEditError
from pachlint.fixing.splice import Splice
from pachlint.fixing.trees import NoPlaceError
from pachlint.kinds import same
from pachlint.layering.values import MISSING, Values
from pachlint.place import Path, value_at
from pachlint.policy.expressions import replaced
from pachlint.policy.fixes import EditSpec
from pachlint.reading.document import Document, read
from pachlint.reading.nodes import Entry, MappingNode, ScalarNode, data_of
from pachlint.records import NamedTuple
from pachlint.source import Source


class Action(NamedTuple):
    """One change of one document: how to make it in the text, and what the values must be then.

    All that is different then is at one of ``paths``. ``otherwise`` is another way to make it, if the text does not
    say then what it should.
    """

    splices: Callable[[Layout], list[Splice]]
    expected: Callable[[object], object]
    paths: tuple[Path, ...]
    otherwise: "Action | None" = None


class Draft(NamedTuple):
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


def actions(spec: EditSpec, values: Values, drafts: Sequence[Draft]) -> list[tuple[int, Action]]:
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


def _written(draft: Draft, path: Path) -> Entry | None:
    entry = draft.document.find(path)
    return None if entry is None or entry.merged else entry


def _goal(path: Path, values: Values, drafts: Sequence[Draft]) -> int:
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


def _set(spec: EditSpec, values: Values, draft: Draft) -> Action | None:
    return _setting(spec.path, spec.value, draft)


def _setting(path: Path, value: object, draft: Draft) -> Action | None:
    entry = _written(draft, path)
    if entry and same(data_of(entry.node), value):
        return None
    return Action(
        lambda at: edits_on.set_value(at, path, value), lambda data: trees.put(data, path, value), (path,)
    )


def _insert(spec: EditSpec, values: Values, draft: Draft) -> Action | None:
    return (
        None if values.set_by_user(spec.path) or draft.document.find(spec.path) else _set(spec, values, draft)
    )


def _append(spec: EditSpec, values: Values, draft: Draft) -> Action | None:
    path = spec.path
    entry = _written(draft, path)
    if entry and not (isinstance(entry.node, ScalarNode) and entry.node.value is None):

        def expected(data: object) -> object:
            items = value_at(data, path)
            if not isinstance(items, list):
                raise NoPlaceError
            return trees.put(data, path, [*items, spec.value])

        return Action(lambda at: edits_on.append(at, path, spec.value), expected, (path,))
    items = values.get(path, None) or []
    if not isinstance(items, list):
        raise NoEditError("the value is not a list")
    return _setting(path, [*items, spec.value], draft)


def _replace(spec: EditSpec, values: Values, draft: Draft) -> Action | None:
    entry = _written(draft, spec.path)
    if entry is None or not isinstance(entry.node, ScalarNode) or not isinstance(entry.node.value, str):
        raise NoEditError("no file has a string there")
    old, path = entry.node.value, spec.path
    whole = _setting(path, replaced(spec.match, spec.replacement, old), draft)
    parts = [
        edits_on.Part(*found.span(), found.expand(spec.replacement)) for found in re.finditer(spec.match, old)
    ]
    return whole and Action(
        lambda at: edits_on.replace_parts(at, path, parts), whole.expected, (path,), whole
    )


_SETTING = {"set": _set, "insert": _insert, "append": _append, "replace": _replace}


def _target(spec: EditSpec) -> Path:
    """Where a renamed or moved value goes."""
    return (*spec.path[:-1], spec.to) if isinstance(spec.to, str) else spec.to


def _removing(spec: EditSpec) -> list[Action]:
    path = spec.path
    removal = Action(lambda at: edits_on.delete(at, path), lambda data: trees.drop(data, path), (path,))
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
            Action(
                lambda at: edits_on.rename(at, path, key),
                lambda data: trees.drop(copied(data), path),
                (path, to),
            )
        ]
    return [Action(lambda at: edits_on.copy(at, path, to), copied, (to,)), removal]
