"""For which releases a comment with settings holds: for that in whose object it stands, or for all of the file."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from pachlint.embedding.held import Held
from pachlint.embedding.objects import objects
from pachlint.embedding.repository_objects import CONFIG_MAP, SECRET
from pachlint.embedding.text import Embedding
from pachlint.place import Span
from pachlint.reading.directives import setting_comments
from pachlint.reading.document import Document


def unheeded(document: Document, held: Held, beside: Iterable[Held]) -> frozenset[int]:
    """Where the comments of a file begin whose settings are for other releases alone.

    Args:
        document: the file around the values of a release.
        held: the release.
        beside: the releases that its own file holds.
    """
    starts = [one.span.start for one in setting_comments(document)]
    if not starts:
        return frozenset()
    file = document.source
    maps = [one.extent for one in objects(file) if one.text("kind") in {CONFIG_MAP, SECRET}]
    values = [
        one.segments[0].outer
        for one in held.layers
        if isinstance(one, Embedding) and one.outer.name == file.name
    ]
    own = [one for one in maps if any(one.start <= at < one.end for at in values)]
    others = list(maps)
    if held.file.name == file.name:
        own.append(held.span)
        others += [one.span for one in beside]
    return frozenset(_inside(starts, others)).difference(_inside(starts, own))


def _inside(starts: Sequence[int], spans: Iterable[Span]) -> Iterator[int]:
    """Which of the offsets, in order, some spans hold."""
    for span in spans:
        yield from starts[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
