"""The YAML documents of a file, each with its place: a file of GitOps tools often has several."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from pachlint.embedding import extraction
from pachlint.embedding.text import Embedding
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Path, Span, value_at
from pachlint.reading.document import Document, read, too_large
from pachlint.reading.nodes import MappingNode, Node, ScalarNode
from pachlint.records import NamedTuple
from pachlint.source import Source

MAX_OBJECTS = 1_000
"""Most documents of a file that are read."""
_SMALL = 4_000
"""Most characters of files of which many are kept as they were read."""
_MARKER = lazy_regex(r"(?m)^---(?=[ \t\r\n]|\Z)")


class YamlObject(NamedTuple):
    """One document of a file: ``document`` is read as a text of its own, which begins at ``start`` of the file.

    ``base`` is the path of the object in it, where the document is a list of objects.
    """

    file: Source
    start: int
    document: Document
    base: Path = ()

    @property
    def extent(self) -> Span:
        """All that belongs to the object in the file: its document, or its item of a list with the comments above it.

        What stands above the first object of a file does not, unless a marker stands before that: it is about the file.
        """
        if self.base:
            return with_comments(self.file, self.span())
        start = self.start or self.span().start
        return Span(start, self.start + len(self.document.source.text))

    @property
    def data(self) -> object:
        """The plain values."""
        return value_at(self.document.data, self.base)

    def get(self, *path: str | int) -> object:
        """The value at a path; None if there is none."""
        return value_at(self.data, path)

    def text(self, *path: str | int) -> str:
        """The text at a path; "" if there is none, or no text."""
        found = self.get(*path)
        return found if isinstance(found, str) else ""

    def items(self, *path: str | int) -> Iterator[Path]:
        """The paths of the items of the list at a path."""
        found = self.get(*path)
        return ((*path, number) for number in range(len(found) if isinstance(found, list) else 0))

    def node(self, *path: str | int) -> Node | None:
        """The node at a path."""
        entry = self.document.find((*self.base, *path))
        return entry.node if entry else None

    def span(self, *path: str | int) -> Span:
        """Where the value at a path, or what is nearest above it, stands in the file."""
        _, entry = self.document.nearest((*self.base, *path))
        node = entry.node if entry else self.document.root
        found = (node.alias or node.span) if node else Span(0, 0)
        return Span(found.start + self.start, found.end + self.start)

    def raw(self, *path: str | int) -> str:
        """The text of the value at a path as it is written."""
        found = self.span(*path)
        return self.file.text[found.start : found.end]

    def key_span(self, *path: str | int) -> Span:
        """The same of the key."""
        entry = self.document.find((*self.base, *path))
        if entry is None:
            return self.span(*path)._replace(end=self.span(*path).start)
        return Span(entry.key_span.start + self.start, entry.key_span.end + self.start)

    def values(self, name: str, *path: str | int) -> Embedding | None:
        """The values at a path, a mapping or the text of a string, as a text called ``name``; None if there are none."""
        node = self.node(*path)
        if isinstance(node, MappingNode):
            return extraction.of_mapping(self.document, node, name).within(self.file, self.start)
        if isinstance(node, ScalarNode) and isinstance(node.value, str):
            return extraction.of_text(self.document, node, name).within(self.file, self.start)
        return None


def with_comments(file: Source, span: Span) -> Span:
    """A stretch of a file with the comments right above it and at the end of its last line."""
    line, _ = file.position(span.start)
    while line > 1 and file.line(line - 1).lstrip().startswith(("#", "//")):
        line -= 1
    last, _ = file.position(span.end)
    return Span(file.offset(line, 1), file.offset(last, 1) + len(file.line(last)))


def objects(file: Source, *, template: bool = False) -> tuple[YamlObject, ...]:
    """The documents of a file that are mappings, and those that cannot be read; of a list of objects, each of them.

    ``template``: another program fills the file in.
    """
    name = f"{file.name}.tmpl" if template else file.name
    return (_of_small_file if len(file.text) <= _SMALL else _of_large_file)(file, name)


@lru_cache(maxsize=64)
def _of_small_file(file: Source, name: str) -> tuple[YamlObject, ...]:
    return tuple(_objects(file, name))


@lru_cache(maxsize=8)
def _of_large_file(file: Source, name: str) -> tuple[YamlObject, ...]:
    return tuple(_objects(file, name))


def stretches(file: Source) -> Iterator[Span]:
    """The documents of a file, whatever is in them; the last is all that is not read."""
    start = 0
    for found in islice(_MARKER.finditer(file.text), MAX_OBJECTS):
        yield Span(start, found.start())
        start = found.end()
    yield Span(start, len(file.text))


def _objects(file: Source, name: str) -> Iterator[YamlObject]:
    for number, (start, end) in enumerate(stretches(file)):
        text = file.text[start:end]
        if number == MAX_OBJECTS and _MARKER.search(text):
            yield YamlObject(file, start, too_large(Source(name, text), f"{MAX_OBJECTS:,} documents"))
        elif text.strip():
            document = read(Source(name, text))
            if isinstance(document.root, MappingNode) or not document.readable:
                yield from _each(YamlObject(file, start, document))


def _each(found: YamlObject) -> Iterator[YamlObject]:
    """The object, or those of a list of objects, as kubectl prints them."""
    if found.text("kind").endswith("List") and isinstance(found.get("items"), list):
        for item in found.items("items"):
            if isinstance(found.get(*item), dict):
                yield found._replace(base=item)
    else:
        yield found
