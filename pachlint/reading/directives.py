"""``# pachlint:`` comments as they are written: the settings of a file, and the rules whose findings it ignores."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from pachlint.identity import Same
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.reading.document import Document
from pachlint.reading.nodes import Comment
from pachlint.records import NamedTuple

_OPENING = r"#+\s*pachlint\s*:\s*+"
_DIRECTIVE = lazy_regex(_OPENING, re.IGNORECASE)
_WORDS_FOR_US = lazy_regex(r"(?<!#)#++\s*+pachlint\s*+:", re.IGNORECASE)
_SETTINGS = lazy_regex(rf"{_OPENING}(?!ignore(?:-file)?\b)", re.IGNORECASE)
_IGNORE = lazy_regex(rf"(?<!#){_OPENING}(?P<kind>ignore-file|ignore)\b", re.IGNORECASE)
# The reason ends where another comment begins.
_NAMES = lazy_regex(r"\s*\[(?P<names>[^\]\n]*)\](?P<reason>(?:(?!\s#+\s).)*)")
# Where the reason begins, the last day on which the comment holds; anything else there is reported as a mistake.
# A day with a letter too many is one that is not known, and no shorter one.
_UNTIL = lazy_regex(r"until\s+(?P<day>\d{4}(?:[./-]\d++)++\w*+|\d[\d./-]*\d(?![\w]))[\s:;,-]*", re.IGNORECASE)
_WORD = lazy_regex(r"[^\s,]+")


MAX_NAMES = 10_000
"""Most rules that are read in the comments of one file."""
MAX_SETTINGS = 500
"""Most settings that are read in the comments of one file."""


class Word(NamedTuple):
    """A word of a comment."""

    text: str
    span: Span


class IgnoreDirective(NamedTuple):
    """``# pachlint: ignore[rule, rule] until 2027-03-01 reason`` up to the end of the reason.

    ``kind`` is ``ignore`` or ``ignore-file``; ``until`` is empty if no day is given. One that names no rule is malformed, and runs to the end of the comment.
    ``cut``: it names more rules than are read, and what follows is not read.
    """

    comment: Comment
    span: Span
    kind: str
    names: tuple[Word, ...] = ()
    reason: str = ""
    until: str = ""
    cut: bool = False


def is_directive(text: str, start: int, end: int) -> bool:
    """Whether a comment that begins there is one for pachlint."""
    return bool(_DIRECTIVE.match(text, start, end))


def settings(document: Document) -> Iterator[list[Word]]:
    """The words of each comment with settings, such as ``# pachlint: provider=aws environment=production``.

    They end with the first word that is one too many for :data:`MAX_SETTINGS`.
    """
    text, left = document.source.text, MAX_SETTINGS
    for comment, start in _settings(document):
        if comment.span.start not in document.unheeded:
            words = _words(text, start, comment.span.end, left + 1)
            yield words
            left -= len(words)
            if left < 0:
                return


def setting_comments(document: Document) -> list[Comment]:
    """The comments with settings, heeded or not."""
    return [comment for comment, _ in _settings(document)]


def _settings(document: Document) -> tuple[tuple[Comment, int], ...]:
    """The comments with settings, and where these begin."""
    return _found_settings(Same(document.comments), document.source.text) if may_speak(document) else ()


@lru_cache(maxsize=8)
def _found_settings(comments: Same[tuple[Comment, ...]], text: str) -> tuple[tuple[Comment, int], ...]:
    openings = ((comment, _SETTINGS.match(text, *comment.span)) for comment in _beginning(comments.it, text))
    return tuple((comment, opening.end()) for comment, opening in openings if opening)


def _beginning(comments: Sequence[Comment], text: str) -> Iterator[Comment]:
    """Those of the comments, which are in order, that may begin with words for pachlint."""
    for start in _directives(text):
        at = bisect_left(comments, start, key=lambda one: one.span.start)
        if at < len(comments) and comments[at].span.start == start:
            yield comments[at]


@lru_cache(maxsize=8)
def _directives(text: str) -> list[int]:
    """Where words for pachlint begin, in comments or not."""
    return [found.start() for found in _WORDS_FOR_US.finditer(text)]


def may_speak(document: Document) -> bool:
    """Whether a comment of a file may be one for pachlint."""
    return _may_say(document, "pachlint")


def may_ignore(document: Document) -> bool:
    """Whether a file may ignore findings, as far as its words say."""
    return _may_say(document, "pachlint", "ignore")


def ignores(document: Document) -> Iterator[IgnoreDirective]:
    """What the comments of a file ignore, up to :data:`MAX_NAMES` rules; a comment may hold several."""
    if not may_ignore(document):
        return
    left = MAX_NAMES
    for comment in document.comments:
        for opening in _IGNORE.finditer(comment.text):
            directive = _ignore(document.source.text, comment, opening, left)
            yield directive
            if directive.cut:
                return
            left -= len(directive.names)


def begins_ignore(text: str, at: int) -> bool:
    """Whether a comment that begins there ignores findings of the key below it."""
    opening = _IGNORE.match(text, at)
    return bool(opening and opening["kind"].lower() == "ignore" and _NAMES.match(text, opening.end()))


def _may_say(document: Document, *words: str) -> bool:
    return bool(document.comments) and _has_words(document.source.text, words)


# of the many releases of a file each asks
@lru_cache(maxsize=8)
def _has_words(text: str, words: tuple[str, ...]) -> bool:
    lowered = text.lower()
    return all(word in lowered for word in words)


def _ignore(text: str, comment: Comment, opening: re.Match[str], most: int) -> IgnoreDirective:
    start, kind = comment.span.start + opening.start(), opening["kind"]
    found = _NAMES.match(text, comment.span.start + opening.end(), comment.span.end)
    names = _words(text, *found.span("names"), most + 1) if found else []
    if found is None or not names:
        return IgnoreDirective(comment, Span(start, comment.span.end), kind)
    reason = found["reason"].strip().lstrip("-: ").strip()
    until = _UNTIL.match(reason)
    if until:
        reason = reason[until.end() :]
    span, day = Span(start, found.end()), until["day"] if until else ""
    return IgnoreDirective(comment, span, kind, tuple(names[:most]), reason, day, cut=len(names) > most)


def _words(text: str, start: int, end: int, most: int) -> list[Word]:
    return [Word(found[0], Span(*found.span())) for found in islice(_WORD.finditer(text, start, end), most)]
