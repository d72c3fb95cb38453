"""Where the secrets of a values file stand: those of its values, of its comments, and of what cannot be read."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from pachlint.chart import fields
from pachlint.chart.secret_nodes import Walk, Where
from pachlint.chart.secret_shapes import ciphertexts, shaped
from pachlint.chart.secret_texts import apart, blocks, named
from pachlint.chart.secrets import is_secret_name
from pachlint.chart.unread_text import LONGEST, unread_spans
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.reading.directives import is_directive
from pachlint.reading.document import Document, read
from pachlint.reading.nodes import Comment, MappingNode, Node, SequenceNode
from pachlint.records import NamedTuple
from pachlint.source import Source

_MARKERS = ("---", "...")
_LONGEST_TEXT = 30_000
_HASHES = lazy_regex(r"^[ \t]*#[# \t]*", re.MULTILINE)
_QUOTED = lazy_regex(r"\"[^\"]*\"|'[^']*'|`[^`]*`")
_KEYS = lazy_regex(r"(?<![\w.-])([A-Za-z_][\w.-]{0,99})(?=[\"']?:(?:\s|\Z))")


class SecretTexts(NamedTuple):
    """What must not be printed of a document: the spans in its text, ascending and apart, and the texts that stand there."""

    spans: tuple[Span, ...]
    texts: frozenset[str]


def secret_spans(document: Document) -> tuple[Span, ...]:
    """The spans of a document's text that no report may print, ascending and apart.

    These are the values of secret paths and whatever stands below them, environment variables, whatever looks like a
    secret, and secrets in comments; in a text that cannot be read, whatever is not plainly harmless.
    """
    return secrets_in(document).spans


def secrets_in(document: Document) -> SecretTexts:
    """The same, with the texts of the secrets as the values have them."""
    return _secrets_in(_ByText(document))


def certain_spans(document: Document) -> tuple[Span, ...]:
    """The same for a diff: of a text that cannot be read, which nothing is ever changed in, only what surely is secret."""
    if document.readable:
        return secret_spans(document)
    text = document.source.text
    return apart((*shaped(text), *named(text, Span(0, len(text))), *blocks(text)))


class _ByText:
    """A document as a key: what is secret in it follows from its text, and which part of it this is; every fix asks for it."""

    __slots__ = ("document",)

    def __init__(self, document: Document) -> None:
        self.document = document

    def __hash__(self) -> int:
        return hash(self.document.source.text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _ByText) or self.document.source.text != other.document.source.text:
            return False
        return getattr(self.document.root, "span", None) == getattr(other.document.root, "span", None)


@lru_cache(maxsize=32)
def _secrets_in(key: _ByText) -> SecretTexts:
    document = key.document
    text = document.source.text
    found = [*shaped(text), *ciphertexts(text)]
    if document.sealed and not document.data:
        # the file around values, which are looked at by themselves
        return SecretTexts(apart(found), frozenset(text[span.start : span.end] for span in found))
    walk = Walk(text)
    if document.root is not None:
        walk.visit(document.root, Where(fields.root()))
        for section in _of_inner_charts(document.root):
            walk.visit(section, Where(fields.root()))
        found += _of_comments(document, apart((*found, *walk.found, *walk.zones)))
    if document.template:
        found += _of_tags(text)
    if document.root is None or not document.readable:
        found += _of_unread(text)
        # of a text too long to look at as a whole, the words that a message may hold
        walk.mask_all(
            span for problem in document.problems for span in _around(document.source, problem.span)
        )
    for problem in document.problems:
        if problem.code == "several-documents":
            # without a marker it is one document, and broken
            marked = text.startswith(_MARKERS, problem.span.start)
            found += _of_unread(text, problem.span.start if marked else 0)
    spans = apart(found)
    short = (span for span in spans if span.end - span.start <= _LONGEST_TEXT)
    texts = frozenset((*walk.texts, *(text[span.start : span.end] for span in short)))
    return SecretTexts(apart((*spans, *walk.found)), texts)


def _of_inner_charts(root: Node) -> Iterator[Node]:
    """The sections that hold Pachyderm's values in those of a chart that has it inside."""
    known = fields.inside(fields.root())
    for entry in root.entries if isinstance(root, MappingNode) else ():
        if entry.key not in known and isinstance(entry.node, MappingNode):
            if not known.keys().isdisjoint(entry.node.effective):
                yield entry.node
            yield from _of_inner_charts(entry.node)


def _of_tags(text: str) -> Iterator[Span]:
    """What is quoted in the tags of a template, which are no part of its values."""
    from pachlint.reading.templates import tags_of  # noqa: PLC0415 -- few files are templates

    for tag in tags_of(text):
        for quoted in _QUOTED.finditer(text, *tag):
            yield from unread_spans(text, Span(*quoted.span()))


def _of_unread(text: str, start: int = 0) -> Iterator[Span]:
    within = Span(start, len(text))
    yield from named(text, within)
    yield from (span for span in blocks(text) if span.start >= start)
    if len(text) <= LONGEST:
        yield from unread_spans(text, within)
    else:
        yield within


def _around(source: Source, span: Span) -> Iterator[Span]:
    """What is not harmless in the line of a problem and the one above it."""
    if len(source.text) > LONGEST:
        line = source.position(span.start)[0]
        start = source.offset(max(line - 1, 1), 1)
        end = source.offset(line, 1) + len(source.line(line))
        yield from unread_spans(source.text, Span(start, min(end, start + _LONGEST_TEXT)))


def _of_comments(document: Document, secrets: tuple[Span, ...]) -> Iterator[Span]:
    """The secrets in comments; a comment inside a secret, or after one on its line, may be a part of it."""
    text = document.source.text
    block: list[Comment] = []
    for comment in document.comments:
        start, end = comment.span
        if is_directive(text, start, end):
            continue
        before = bisect_right(secrets, start, key=lambda span: span.start) - 1
        if before >= 0 and _reaches(document.source, secrets[before], start):
            yield Span(start + 1, end)
            continue
        yield from named(text, comment.span)
        if comment.own_line and (not block or _follows(text, block[-1], comment)):
            block.append(comment)
            continue
        yield from _of_block(text, block)
        block = [comment] if comment.own_line else []
    yield from _of_block(text, block)


def _reaches(source: Source, secret: Span, at: int) -> bool:
    return at < secret.end or source.position(secret.end)[0] == source.position(at)[0]


def _follows(text: str, one: Comment, other: Comment) -> bool:
    """Whether a comment stands on the line below another."""
    return len(text[one.span.end : other.span.start].split("\n")) == 2


def _of_block(text: str, block: list[Comment]) -> Iterator[Span]:
    """The secrets in values that are commented out, line by line."""
    if not any(":" in comment.text for comment in block):
        return
    start, end = block[0].span.start, block[-1].span.end
    commented_out = _HASHES.sub(lambda found: " " * len(found[0]), text[start:end])
    if len(commented_out) > _LONGEST_TEXT:
        yield Span(start, end)
        return
    document = read(Source("", commented_out))
    if isinstance(document.root, MappingNode | SequenceNode) and document.readable:
        for span in secrets_in(document).spans:
            yield Span(start + span.start, start + span.end)
    elif any(map(is_secret_name, _KEYS.findall(commented_out))):
        for span in unread_spans(commented_out, Span(0, len(commented_out))):
            yield Span(start + span.start, start + span.end)
