"""A fix on an HTML page: the lines that it changes, before and after, with no secret in them."""

import difflib
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pachlint.chart.secrets import MASK
from pachlint.finding import Edit, Fix
from pachlint.place import Span
from pachlint.records import NamedTuple
from pachlint.report.html_frame import Sheet, row
from pachlint.report.html_markup import NOTHING, as_html, join, lines, tag, text
from pachlint.source import Source
from pachlint.visible import Html, cell

_APART = 3
"""Lines between two edits that are shown apart."""
_BESIDE = 200
"""Characters of a line that are shown beside an edit."""
_COLUMNS = 240
_MOST_LINES = 80


class _Changed(NamedTuple):
    """A stretch of lines before and after, and the number of the first."""

    first: int
    old: Sequence[str]
    new: Sequence[str]


def diff(fix: Fix, sheet: Sheet) -> Html:
    """What the fix changes, file by file."""
    files = [file for file in dict.fromkeys(edit.place.file for edit in fix.edits) if file in sheet.sources]
    return lines(_of_file(file, fix, sheet, named=len(files) > 1) for file in files)


def _of_file(file: str, fix: Fix, sheet: Sheet, *, named: bool) -> Html:
    edits = sorted((edit for edit in fix.edits if edit.place.file == file), key=lambda edit: edit.place[1:])
    rows: list[Html] = []
    for together in _together(edits):
        if rows:
            rows.append(row("gap", "⋯", NOTHING))
        rows += _rows(_changed(together, sheet.sources[file], sheet.secrets.get(file, ())))
    if len(rows) > _MOST_LINES:
        rows[_MOST_LINES:] = [row("gap", "⋯", as_html(f"{len(rows) - _MOST_LINES} more lines"))]
    heading = (tag("figcaption", text(file)),) if named else ()
    return tag("figure", *heading, tag("pre", lines(rows)), class_="diff")


def _together(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """The edits in order, those that stand near each other together."""
    group: list[Edit] = []
    for edit in edits:
        if group and edit.place.line > group[-1].place.end_line + _APART:
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _changed(edits: Sequence[Edit], source: Source, secrets: Sequence[Span]) -> _Changed:
    """The whole lines that the edits are on, and one around them, before and after."""
    spans = [source.span(edit.place) for edit in edits]
    first = max(edits[0].place.line - 1, 1)
    # an edit that ends where a line begins does not touch that line
    last = edits[-1].place.end_line + (edits[-1].place.end_column > 1)
    start = max(source.offset(first, 1), spans[0].start - _BESIDE)
    end = source.offset(last + 1, 1) if last < source.line_count else len(source.text)
    end = min(end, spans[-1].end + _BESIDE)
    kept = [_shown(source.text, one.start, one.end, secrets) for one in _between(start, spans, end)]
    new = kept[0] + "".join(edit.text + after for edit, after in zip(edits, kept[1:], strict=True))
    return _Changed(source.position(start)[0], _split(_shown(source.text, start, end, secrets)), _split(new))


def _between(start: int, spans: Sequence[Span], end: int) -> list[Span]:
    """What the edits leave between ``start`` and ``end``."""
    starts = (start, *(span.end for span in spans))
    return [Span(*one) for one in zip(starts, (*(span.start for span in spans), end), strict=True)]


def _shown(text: str, start: int, end: int, secrets: Sequence[Span]) -> str:
    """A stretch of a text with its secrets masked."""
    at, parts = start, []
    for secret in secrets[bisect_left(secrets, start + 1, key=lambda span: span.end) :]:
        if secret.start >= end:
            break
        parts += [text[at : max(secret.start, at)], MASK]
        at = min(secret.end, end)
    return "".join(parts) + text[at:end]


def _split(text: str) -> list[str]:
    found = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return found if found[-1] else found[:-1]


def _rows(changed: _Changed) -> Iterator[Html]:
    codes = difflib.SequenceMatcher(None, changed.old, changed.new, autojunk=False).get_opcodes()
    only_replaced = {kind for kind, *_ in codes} <= {"equal", "replace"}
    for kind, old, old_end, new, new_end in codes:
        before, after = changed.old[old:old_end], changed.new[new:new_end]
        if kind == "equal" and only_replaced:
            continue
        if kind == "equal":
            yield from (
                row("", str(changed.first + number), _line(" ", line))
                for number, line in enumerate(before, old)
            )
            continue
        inner = _inner(before[0], after[0]) if len(before) == len(after) == 1 else None
        for number, line in enumerate(before, old):
            yield row("old", str(changed.first + number), tag("del", _line("-", line, inner and inner[0])))
        for number, line in enumerate(after, new):
            yield row("new", str(changed.first + number), tag("ins", _line("+", line, inner and inner[1])))


def _inner(old: str, new: str) -> tuple[Span, Span]:
    """The stretches in which two lines differ."""
    least = min(len(old), len(new))
    head = next((at for at in range(least) if old[at] != new[at]), least)
    rest = least - head
    tail = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    return Span(head, len(old) - tail), Span(head, len(new) - tail)


def _line(sign: str, line: str, inner: Span | None = None) -> Html:
    cut, more = line[:_COLUMNS], as_html("…" if len(line) > _COLUMNS else "")
    if inner is None or inner.start >= min(inner.end, len(cut)):
        return join(as_html(sign), _seen(cut), more)
    return join(
        as_html(sign),
        _seen(cut[: inner.start]),
        tag("b", _seen(cut[inner.start : inner.end])),
        _seen(cut[inner.end :]),
        more,
    )


def _seen(line: str) -> Html:
    return as_html("".join(map(cell, line)))
