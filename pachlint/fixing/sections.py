"""The part of a file around an edit: what the edit does can be judged without the rest, however long that is."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pachlint.fixing.splice import Splice, splice
from pachlint.fixing.trees import changes
from pachlint.kinds import same
from pachlint.layering.values import MISSING
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Path, value_at
from pachlint.reading.document import Document, read
from pachlint.reading.nodes import Entry, MappingNode, Node
from pachlint.records import NamedTuple
from pachlint.source import Source

# Where one of these stands, a part may mean something else without the rest: several documents, merges, anchors, aliases.
_FAR_REACHING = ("<<", "\n---", "\n...", "\n%", "\ufeff")
_AT_THE_TOP = ("---", "%")
_ANCHOR = lazy_regex(r"(?:\A|[\s\[{,:])[&*]")


class Section(NamedTuple):
    """A key of a block mapping with all below it, up to the next key: offsets in the text, and the path of the key.

    ``head`` are the lines of the keys above it: with them the section is a text of its own.
    """

    path: tuple[str, ...]
    head: str
    start: int
    end: int

    @property
    def length(self) -> int:
        """Characters of the text that it is."""
        return len(self.head) + self.end - self.start


class Part(NamedTuple):
    """A section as it reads after an edit: the mapping that holds its key before, and the same after.

    ``start`` is where the text of the document begins in that of the whole file.
    """

    document: Document
    start: int
    before: Mapping[str, object]
    after: Mapping[str, object]


def around(document: Document, splices: Sequence[Splice]) -> list[Section]:
    """The sections that all splices are inside of, the smallest first; none where the rest of the file has a part in it."""
    text, node = document.source.text, document.root
    if not splices or _is_far_reaching(text):
        return []
    first, last = min(one.start for one in splices), max(one.end for one in splices)
    # what is put right before a key is still below the one before it
    find = bisect_left if all(one.start == one.end for one in splices) else bisect_right
    found: list[Section] = []
    outer = Section((), "", 0, len(text))
    while isinstance(node, MappingNode) and not node.flow and len(node.effective) == len(node.entries):
        at = find(node.entries, first, key=_key_start) - 1
        inner = _section(text, node, at, outer) if at >= 0 else None
        if inner is None or first < inner.start or last > inner.end:
            break
        found.append(inner)
        entry = node.entries[at]
        outer = inner._replace(head=inner.head + text[inner.start : entry.key_span.end] + ":\n")
        node = entry.node
    return [one for one in reversed(found) if one.length * 2 < len(text)]


def after(document: Document, section: Section, splices: Sequence[Splice]) -> Part | None:
    """The section after the splices; None unless it and the rest of the file read apart as they do together."""
    source = document.source
    old = source.text[section.start : section.end]
    new = splice(
        old, [Splice(one.start - section.start, one.end - section.start, one.put) for one in splices]
    )
    if _is_far_reaching(new) or not (section.end == len(source.text) or new.endswith("\n")):
        return None
    key = section.path[-1]
    before = _inside(read(Source(source.name, section.head + old)), section)
    found = read(Source(source.name, section.head + new))
    values = _inside(found, section)
    if before is None or values is None or _column(found, section) != _column_of(section, old):
        return None
    siblings = value_at(document.data, section.path[:-1])
    if not isinstance(siblings, Mapping) or not same(before, {key: siblings.get(key, MISSING)}):
        return None
    if any(name != key and name in siblings for name in values):
        return None
    return Part(found, section.start - len(section.head), before, values)


def is_expected(section: Section, part: Part, expected: object, changed: Sequence[Path]) -> bool:
    """Whether the part says what the whole file is expected to, which differs from what it said only at ``changed``."""
    above = section.path[:-1]
    names = {**part.before, **part.after}
    return all(path[: len(above)] == above and path[len(above)] in names for path in changed) and all(
        same(part.after.get(name, MISSING), value_at(expected, (*above, name), MISSING)) for name in names
    )


def changes_by(document: Document, splices: Sequence[Splice]) -> dict[Path, object] | None:
    """The leaves that the splices change, as far as a section tells; None if only the whole file can."""
    for section in around(document, splices):
        part = after(document, section, splices)
        if part:
            found = changes(part.before, part.after)
            return {(*section.path[:-1], *path): value for path, value in found.items()}
    return None


@lru_cache(maxsize=8)
def _is_far_reaching(text: str) -> bool:
    if text.startswith(_AT_THE_TOP) or any(sign in text for sign in _FAR_REACHING):
        return True
    return ("&" in text or "*" in text) and _ANCHOR.search(text) is not None


def _key_start(entry: Entry) -> int:
    return entry.key_span.start


def _section(text: str, mapping: MappingNode, at: int, outer: Section) -> Section | None:
    """The section of an entry; None if its key, or the next one, does not begin its line."""
    entry = mapping.entries[at]
    start = text.rfind("\n", outer.start, entry.key_span.start) + 1 or outer.start
    indent = entry.key_span.start - start
    end = mapping.entries[at + 1].key_span.start - indent if at + 1 < len(mapping.entries) else outer.end
    begins_line = text[start : entry.key_span.start] == " " * indent
    is_apart = end == len(text) or text[end - 1 : end] == "\n"
    if not begins_line or not is_apart or (start and text[start - 1] != "\n"):
        return None
    return Section((*outer.path, entry.key), outer.head, start, end)


def _inside(document: Document, section: Section) -> Mapping[str, object] | None:
    """The mapping that holds the section's key, if the keys above it lead there and nowhere else."""
    values: object = document.data if document.readable else None
    for step in section.path[:-1]:
        values = values.get(step) if isinstance(values, Mapping) and len(values) == 1 else None
    return values if isinstance(values, Mapping) and values else None


def _column(document: Document, section: Section) -> int:
    """The column of the first key of the section, if that stands in its first line."""
    node: Node | None = document.root
    for _ in section.path[:-1]:
        node = node.entries[0].node if isinstance(node, MappingNode) else None
    return node.entries[0].key_span.start - len(section.head) if isinstance(node, MappingNode) else -1


def _column_of(section: Section, text: str) -> int:
    return len(text) - len(text.lstrip(" "))
