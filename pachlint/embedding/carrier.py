"""A file of another program as one of the files of a release: it sets nothing, but has comments, and things to be said of it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pachlint.embedding import terraform
from pachlint.embedding.extraction import moved_by
from pachlint.embedding.hcl_outline import outline
from pachlint.embedding.held import Held
from pachlint.embedding.objects import YamlObject, objects, stretches
from pachlint.embedding.scopes import unheeded
from pachlint.embedding.terraform_files import is_json
from pachlint.embedding.text import Embedding
from pachlint.identity import Same
from pachlint.place import Span
from pachlint.reading.document import Document, read
from pachlint.reading.nodes import Comment, Entry, MappingNode, Problem
from pachlint.source import Source

_SEALED = "values stand in it that are written by themselves"


def carriers(held: Held, beside: Sequence[Held] = ()) -> Iterator[Document]:
    """The files around the values of a release, for comments and for remarks, that of the release first.

    Comments among the values belong to these. ``beside`` are the releases of its file.
    """
    embeddings = [one for one in held.layers if isinstance(one, Embedding)]
    problems = tuple(
        Problem(one.code, one.message, one.span, rejected=one.rejected, hint=one.hint, unread=one.unread)
        for one in held.remarks
    )
    for file in {one.name: one for one in (held.file, *(one.outer for one in embeddings))}.values():
        document = _around(file)
        inside = [one.region for one in embeddings if one.outer.name == file.name]
        found = problems if file.name == held.file.name else ()
        around = without_comments_in(inside, document)
        yield around._replace(problems=found, unheeded=unheeded(document, held, beside))


def without_comments_in(regions: Iterable[Span], document: Document) -> Document:
    """The file around values without the comments in regions."""
    comments = document.comments
    starts = _starts(Same(comments))
    kept: list[Comment] = []
    at = 0
    for region in sorted(regions):
        kept += comments[at : bisect_left(starts, region.start)]
        at = max(at, bisect_left(starts, region.end))
    return document._replace(comments=(*kept, *comments[at:]))


@lru_cache(maxsize=8)
def _starts(comments: Same[tuple[Comment, ...]]) -> list[int]:
    return [one.span.start for one in comments.it]


@lru_cache(maxsize=8)
def _around(file: Source) -> Document:
    """The file with all its comments."""
    if terraform.is_terraform(file) and not is_json(file):
        entries, comments = outline(file.text)
        root = MappingNode(entries, Span(0, len(file.text)), flow=True, effective={})
        return Document(file, root, {}, (), comments, sealed=_SEALED, around=True)
    found = {one.start: one for one in objects(file)}.values()
    root = MappingNode(tuple(_entries(found)), Span(0, len(file.text)), flow=False, effective={})
    comments = tuple(one for each in found for one in _moved(each.document, each.start))
    return Document(file, root, {}, (), (*_head(file), *comments), sealed=_SEALED, around=True)


def _head(file: Source) -> Iterator[Comment]:
    """The comments of a file before its first marker, where nothing else stands."""
    end = next(stretches(file)).end
    # without a marker it is all of the file, which was read
    if end < len(file.text):
        document = read(Source(file.name, file.text[:end]))
        if document.root is None:
            yield from document.comments


def _entries(found: Iterable[YamlObject]) -> Iterator[Entry]:
    for one in found:
        root = moved_by(one.document.root, one.start) if one.document.root else None
        yield from root.entries if isinstance(root, MappingNode) else ()


def _moved(document: Document, start: int) -> Iterator[Comment]:
    for one in document.comments:
        yield one._replace(span=Span(one.span.start + start, one.span.end + start))
