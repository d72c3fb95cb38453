"""A file of another program as one of the files of a release: it sets nothing, but has comments, and things to be said of it."""

from collections.abc import Iterable, Sequence

from pachlint.embedding.extraction import moved_by
from pachlint.embedding.held import Remark
from pachlint.embedding.objects import YamlObject, objects
from pachlint.embedding.text import Embedding
from pachlint.place import Span
from pachlint.reading.document import Document
from pachlint.reading.nodes import Comment, Entry, MappingNode, Problem
from pachlint.source import Source


def carrier(file: Source, embeddings: Iterable[Embedding], remarks: Iterable[Remark]) -> Document:
    """The file around values, for comments and for remarks.

    Comments among the values belong to these.
    """
    found = list(objects(file))
    inside = [one.region for one in embeddings if one.outer.name == file.name]
    comments = [one for each in found for one in _comments(each)]
    return Document(
        file,
        MappingNode(_entries(found), Span(0, len(file.text)), flow=False, effective={}),
        {},
        tuple(Problem(one.code, one.message, one.span, rejected=False, hint=one.hint) for one in remarks),
        tuple(one for one in comments if not _is_inside(one, inside)),
        sealed=True,
    )


def _entries(found: Sequence[YamlObject]) -> tuple[Entry, ...]:
    roots = (moved_by(one.document.root, one.start) for one in found if one.document.root)
    return tuple(entry for root in roots if isinstance(root, MappingNode) for entry in root.entries)


def _comments(found: YamlObject) -> Iterable[Comment]:
    for one in found.document.comments:
        yield one._replace(span=Span(one.span.start + found.start, one.span.end + found.start))


def _is_inside(comment: Comment, regions: Iterable[Span]) -> bool:
    return any(region.start <= comment.span.start < region.end for region in regions)
