"""A text that stands inside another one: the way from its offsets to those of the outer text, and back for edits."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import accumulate

from pachlint.place import Place, Span
from pachlint.reading.document import Document, read
from pachlint.records import NamedTuple
from pachlint.source import LINE_END, Source


class Segment(NamedTuple):
    """A stretch that both texts have: offsets of its beginning in the inner and in the outer one, and its length.

    An escape is one character of the inner text, and so many more, ``extra``, of the outer one.
    """

    inner: int
    outer: int
    length: int
    extra: int = 0


class OuterEdit(NamedTuple):
    """Replace ``start`` to ``end`` of the outer text."""

    start: int
    end: int
    text: str


class Moved(NamedTuple):
    """A text before edits that do not overlap, and after them: where each ends, in order, and by how much what follows is further on."""

    before: Source
    after: Source
    ends: tuple[int, ...]
    shifts: tuple[int, ...]

    @staticmethod
    def by(before: Source, edits: Iterable[OuterEdit]) -> "Moved":
        """The text after edits."""
        parts, ends, shifts = list[str](), [0], [0]
        for start, end, text in sorted(edits):
            parts += [before.text[ends[-1] : start], text]
            ends.append(end)
            shifts.append(shifts[-1] + len(text) - (end - start))
        after = "".join((*parts, before.text[ends[-1] :]))
        return Moved(before, before._replace(text=after), tuple(ends[1:]), tuple(shifts))

    def span(self, span: Span) -> Span:
        """Where a stretch stands afterwards that is not written anew; what was put in right before or behind it is no part of it."""
        start = span.start + self.shifts[bisect_right(self.ends, span.start)]
        end = span.end + self.shifts[bisect_left(self.ends, span.end)]
        return Span(start, max(start, end))

    def place(self, place: Place) -> Place:
        """The same of a place."""
        return self.after.place(self.span(self.before.span(place)))


class Embedding(NamedTuple):
    """Values as a text of their own, ``source``, and where in ``outer`` each piece of it stands.

    ``source`` has a name of its own, by which nothing else goes. Segments are in order and leave no gap in the inner
    text, unless what is written there is not what is said (escapes): then a gap is at the end of the segment before it.
    ``indent`` is what a new line begins with in the outer text. ``refusal`` says why nothing can be written there,
    "" if it can. ``template``: another program fills the values in before Helm gets them. ``document``: the values are
    these, and not what the text alone says. ``hidden``: what stands there in the outer text is not to be shown.
    """

    source: Source
    outer: Source
    segments: tuple[Segment, ...]
    indent: str = ""
    refusal: str = ""
    template: bool = False
    document: Document | None = None
    hidden: bool = False

    def read(self) -> Document:
        """The values."""
        found = self.document or read(self.source)
        return found._replace(sealed=self.refusal or found.sealed, template=found.template or self.template)

    @property
    def region(self) -> Span:
        """The stretch of the outer text in which the values stand."""
        return Span(self.segments[0].outer, self.segments[-1].outer + self.segments[-1].length)

    def within(self, outer: Source, at: int) -> "Embedding":
        """The same where its outer text is itself a part of another one, from an offset on."""
        segments = tuple(one._replace(outer=one.outer + at) for one in self.segments)
        return self._replace(outer=outer, segments=segments)

    def outer_offset(self, offset: int) -> int:
        """Where a character of the values stands in the outer text; at the end of them, where they end."""
        at = bisect_right(self.segments, offset, key=lambda one: one.inner) - 1
        one = self.segments[max(at, 0)]
        return one.outer + min(max(offset - one.inner, 0), one.length)

    def outer_span(self, span: Span) -> Span:
        """The stretch of the outer text from the first character of a span to its last."""
        start = self.outer_offset(span.start)
        end = self._end(span.end - 1) if span.end > span.start else start
        return Span(start, max(start, min(end, len(self.outer.text))))

    def _end(self, offset: int) -> int:
        """Where a character of the values ends in the outer text."""
        at = bisect_right(self.segments, offset, key=lambda one: one.inner) - 1
        return self.outer_offset(offset) + 1 + self.segments[max(at, 0)].extra

    def outer_place(self, place: Place) -> Place:
        """The same of a place."""
        return self.outer.place(self.outer_span(self.source.span(place)))

    def outer_edit(self, span: Span, text: str) -> OuterEdit:
        """What replaces a span of the values, as an edit of the outer text with its indentation."""
        start, end = self.outer_offset(span.start), self.outer_offset(span.end)
        lead = self._lead(span.start, start)
        if lead is None:
            rest = self._rest(span.end, end, text, self.indent) if text else ""
            return OuterEdit(start, end, self._indented(text) + rest)
        is_part = span.end > span.start and not LINE_END.search(self.source.text, *span)
        first = "" if not text or text[0] in "\r\n" else lead if is_part else self.indent
        rest = self._rest(span.end, end, text, self.indent if text else lead)
        return OuterEdit(start - len(lead), end, first + self._indented(text) + rest)

    def edits(self, text: str) -> Iterator[OuterEdit]:
        """What makes the values ``text``, line by line; lines that stay are not touched."""
        return (self._least(span, put) for span, put in self._changed(text))

    def may_take(self, text: str) -> bool:
        """Whether what ``text`` has more lines would be lines of the outer text, too, and cut nothing off there."""
        return all(
            self._lead(span.start, self.outer_offset(span.start)) is not None
            for span, put in self._changed(text)
            if len(_lines(put)) > len(_lines(self.source.text[span.start : span.end]))
        )

    def _changed(self, text: str) -> Iterator[tuple[Span, str]]:
        """The lines that are others then, with what stands there."""
        before, after = _lines(self.source.text), _lines(text)
        starts = [0, *accumulate(map(len, before))]
        matcher = SequenceMatcher(None, before, after, autojunk=len(before) > _MANY_LINES)
        for kind, old, old_end, new, new_end in matcher.get_opcodes():
            if kind != "equal":
                yield Span(starts[old], starts[old_end]), "".join(after[new:new_end])

    def _least(self, span: Span, put: str) -> OuterEdit:
        """An edit without what both texts have at its beginning and, in its last line, at its end."""
        old = self.source.text[span.start : span.end]
        same = _common(old, put)
        same_end = _common(old[same:][::-1], put[same:][::-1])
        return self.outer_edit(Span(span.start + same, span.end - same_end), put[same : len(put) - same_end])

    def _indented(self, text: str) -> str:
        """A text with the indentation at each of its lines but the first and empty ones."""
        if not self.indent:
            return text
        parts, at = [], 0
        for found in LINE_END.finditer(text):
            parts.append(text[at : found.end()])
            at = found.end()
            if text[at : at + 1] not in {"", "\r", "\n"}:
                parts.append(self.indent)
        return "".join((*parts, text[at:]))

    def _rest(self, offset: int, outer: int, text: str, otherwise: str) -> str:
        """What stands before the rest of the line behind an edit, where that begins one."""
        if text and text[-1] not in "\r\n":
            return ""
        if offset == len(self.source.text):
            return ""
        lead = self._lead(offset, outer)
        return otherwise if lead is None else lead

    def _lead(self, offset: int, outer: int) -> str | None:
        """The blanks before the first character of a line in the outer text; None if it is not the first, or more stands there."""
        if offset and self.source.text[offset - 1] not in "\r\n":
            return None
        text = self.outer.text
        at = outer
        while at > 0 and text[at - 1] in " \t":
            at -= 1
        return text[at:outer] if at == 0 or text[at - 1] in "\r\n" else None


_MANY_LINES = 2_000


def _lines(text: str) -> list[str]:
    """The lines of a text with their ends."""
    ends = [found.end() for found in LINE_END.finditer(text)]
    return [text[start:end] for start, end in zip((0, *ends), (*ends, len(text)), strict=True) if end > start]


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    limit = min(len(one), len(other))
    return next((at for at in range(limit) if one[at] != other[at]), limit)
