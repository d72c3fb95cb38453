"""The comments of a text: libyaml drops them, so they are looked for between its scalars."""

import re
from bisect import bisect_right

from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.reading.nodes import Comment

_HASH = lazy_regex(r"#[^\n\r]*")
_BLANKS = " \t\ufeff"
_OWN_LINE = lazy_regex(r"^[ \t\ufeff]*(#[^\n\r]*)", re.MULTILINE)


def find_comments(text: str, scalars: list[Span], end: int) -> tuple[Comment, ...]:
    """The comments of ``text[:end]``, in order.

    Args:
        text: the whole text.
        scalars: the spans of its scalars, in order; a ``#`` inside one of them is text, except in the header of a
            block text.
        end: where the document ends.
    """
    starts = [span.start for span in scalars]
    comments: list[Comment] = []
    at = 0
    while found := _HASH.search(text, at, end):
        start = found.start()
        index = bisect_right(starts, start) - 1
        if index >= 0 and start < scalars[index].end and not _in_header(text, scalars[index], start):
            at = scalars[index].end
            continue
        comments.append(_comment(text, start, found.end()))
        at = found.end()
    return tuple(comments)


def find_own_line_comments(text: str, start: int) -> tuple[Comment, ...]:
    """The comments of ``text[start:]`` that stand alone on a line: the best there is where the text is not YAML."""
    return tuple(_comment(text, *found.span(1)) for found in _OWN_LINE.finditer(text, start))


def _in_header(text: str, scalar: Span, at: int) -> bool:
    """Whether the offset is on the line of the ``|`` or ``>`` that opens a block text."""
    if text[scalar.start] not in "|>":
        return False
    header = text[scalar.start : at]
    return "\n" not in header and "\r" not in header


def _comment(text: str, start: int, end: int) -> Comment:
    at = start
    while at and text[at - 1] in _BLANKS:
        at -= 1
    return Comment(Span(start, end), text[start:end], own_line=not at or text[at - 1] in "\n\r")
