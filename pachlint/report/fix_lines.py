"""The lines that a fix changes, before and after, without secrets."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from pachlint.chart.secrets import MASK
from pachlint.finding import Edit, Fix
from pachlint.place import Span

if TYPE_CHECKING:
    from pachlint.source import Source


def changed_lines(
    fix: Fix, sources: Mapping[str, "Source"], secrets: Mapping[str, Sequence[Span]]
) -> Iterator[tuple[str, str]]:
    """Each line that is taken away (``-``) or added (``+``), file by file."""
    for name in dict.fromkeys(edit.place.file for edit in fix.edits):
        if name in sources:
            edits = [edit for edit in fix.edits if edit.place.file == name]
            yield from _of_file(sources[name], edits, secrets.get(name, ()))


def _of_file(source: "Source", edits: Sequence[Edit], secrets: Sequence[Span]) -> Iterator[tuple[str, str]]:
    first = min(edit.place.line for edit in edits)
    last = max(edit.place.end_line for edit in edits)
    start = source.offset(first, 1)
    end = source.offset(last, 1) + len(source.line(last))
    changes = [(source.span(edit.place), edit.text) for edit in edits]
    before = _spliced(
        source.text, start, end, [(span, MASK) for span in secrets if start <= span.start < end]
    )
    kept = [
        (span, MASK)
        for span in secrets
        if start <= span.start < end and not any(_meet(span, one) for one, _ in changes)
    ]
    after = _spliced(source.text, start, end, [*changes, *kept])
    yield from _difference(before.splitlines(), after.splitlines())


def _difference(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    head = sum(accumulate((one == other for one, other in zip(before, after, strict=False)), min))
    tail = sum(
        accumulate(
            (one == other for one, other in zip(before[head:][::-1], after[head:][::-1], strict=False)), min
        )
    )
    yield from (("-", line) for line in before[head : len(before) - tail])
    yield from (("+", line) for line in after[head : len(after) - tail])


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _spliced(text: str, start: int, end: int, changes: Sequence[tuple[Span, str]]) -> str:
    """The text from ``start`` to ``end`` with other texts in place of spans that do not meet."""
    parts, at = [], start
    for span, new in sorted(changes):
        parts += [text[at : max(span.start, at)], new]
        at = max(span.end, at)
    return "".join([*parts, text[at:end]])
