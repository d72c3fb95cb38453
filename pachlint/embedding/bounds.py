"""How much is read of a file of another program; what is beyond is told."""

from collections.abc import Iterator
from itertools import islice

from pachlint.embedding.held import Held, Note, Part, ValuesFile
from pachlint.embedding.text import Embedding

MAX_RELEASES = 100
"""Most releases of a file that are read."""
MAX_LAYERS = 100
"""Most values and values files of a release."""
_MAX_NOTES, _LONGEST_NAME = 20, 250


def first_releases(found: Iterator[Held]) -> list[Held]:
    """The releases of a file, as many as are read, with as much of each."""
    first = [_bounded(one) for one in islice(found, MAX_RELEASES)]
    if next(found, None) is not None:
        more = Note(f"only the first {MAX_RELEASES} releases of the file are read")
        first[-1] = first[-1]._replace(parts=(*first[-1].parts, more))
    return first


def _bounded(held: Held) -> Held:
    """A release without what is too much of it."""
    parts = [*_first_layers(held.parts)]
    if len(held.name) > _LONGEST_NAME:
        held = held._replace(name=f"{held.name[:_LONGEST_NAME]}…")
    notes = [*dict.fromkeys(one for one in parts if isinstance(one, Note))]
    if len(notes) <= _MAX_NOTES:
        return held._replace(parts=tuple(parts))
    more = notes[_MAX_NOTES:]
    rest = Note(f"{len(more):,} more are not followed", incomplete=any(one.incomplete for one in more))
    others = (one for one in parts if not isinstance(one, Note))
    return held._replace(parts=(*others, *notes[:_MAX_NOTES], rest))


def _first_layers(parts: tuple[Part, ...]) -> Iterator[Part]:
    number = 0
    for one in parts:
        if isinstance(one, Embedding | ValuesFile):
            number += 1
            if number == MAX_LAYERS + 1:
                yield Note(f"only the first {MAX_LAYERS} of its values are read", incomplete=True)
            if number > MAX_LAYERS:
                continue
        yield one
