"""A unified diff of a values file that ``git apply`` and ``patch -p1`` understand, and that prints no secret."""

import difflib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any

from pachlint.chart.masking import Masks
from pachlint.chart.secret_spans import certain_spans, secrets_in
from pachlint.chart.secret_texts import apart
from pachlint.chart.secrets import MASK
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.reading.document import Document, read
from pachlint.records import NamedTuple
from pachlint.report.styled import Line, Piece
from pachlint.repository import path_in_repository
from pachlint.source import Source
from pachlint.visible import visible

_CONTEXT = 3
_MOST_PAIRS = 5_000_000
"""Of lines that are the same; finding the best diff takes time by their number."""
_PLAIN = lazy_regex(r"[ !#-\[\]-~]")
_STYLES = {"+": "green", "-": "red", "@": "cyan", "\\": "", " ": ""}


class Patch(NamedTuple):
    """The lines of a diff, each without its line feed.

    ``masked`` says that a changed line holds a secret, so that the diff cannot be applied; ``bare`` that the lines
    below a change are left out for the sake of a secret, so that git wants ``--unidiff-zero``.
    """

    lines: tuple[str, ...]
    masked: bool
    bare: bool


class _Side(NamedTuple):
    """One of the two texts: its lines, the same with masks, and which of them hold a secret."""

    lines: tuple[str, ...]
    shown: tuple[str, ...]
    secret_lines: frozenset[int]


class _Stretch(NamedTuple):
    """Lines of both texts, as far as they are the same or changed together."""

    same: bool
    old: range
    new: range


def patch(before: Document, after: str, masks: Masks | None = None) -> Patch:
    """What turns a file into ``after``. Lines with secrets are no context; in changed lines secrets are masked.

    ``masks`` are the secrets of the run, by default those of the file.
    """
    masks = masks or Masks(secrets_in(before).texts)
    name = path_in_repository(before.source.name.replace("\\", "/"))
    old, new = _side(before, masks), _side(read(Source(name, after)), masks)
    hunks = list(_hunks(old, new))
    changed = [one for hunk in hunks for one in hunk if not one.same]
    return Patch(
        lines=(
            # with this line git takes the names from the root of the repository, wherever it is called
            f"diff --git {_named('a/' + name)} {_named('b/' + name)}".replace("\t", ""),
            f"--- {_named('a/' + name)}",
            f"+++ {_named('b/' + name)}",
            *(line for hunk in hunks for line in _printed(hunk, old, new)),
        ),
        masked=any(
            not old.secret_lines.isdisjoint(one.old) or not new.secret_lines.isdisjoint(one.new)
            for one in changed
        ),
        bare=any(not hunk[-1].same and hunk[-1].old.stop < len(old.lines) for hunk in hunks),
    )


def _named(name: str) -> str:
    """A name as git writes it: in quotes if it holds what cannot be seen (``core.quotePath`` in git-config's manual)."""
    if visible(name) == name:
        return name + ("\t" if " " in name else "")
    codes = name.encode("utf-8", "surrogateescape")
    return '"' + "".join(chr(code) if _PLAIN.match(chr(code)) else f"\\{code:03o}" for code in codes) + '"'


def styled(patch: Patch) -> list[Line]:
    """The diff for a terminal: colored, and with what would steer the terminal made visible."""
    return [
        (
            Piece(
                line.rstrip("\r").replace("\t", "    "),
                "bold" if number < 3 else _STYLES[line[:1]],
            ),
        )
        for number, line in enumerate(patch.lines)
    ]


def _side(document: Document, masks: Masks) -> _Side:
    text = document.source.text
    lines = _split(text)
    starts = list(accumulate(map(len, lines), initial=0))
    spans = apart((*certain_spans(document), *masks.spans(text)))
    touched: dict[int, list[Span]] = {}
    for span in spans:
        for number in range(bisect_right(starts, span.start) - 1, bisect_left(starts, span.end)):
            start = starts[number]
            touched.setdefault(number, []).append(Span(span.start - start, span.end - start))
    shown = tuple(
        _masked(line, touched[number]) if number in touched else line for number, line in enumerate(lines)
    )
    return _Side(lines, shown, frozenset(touched))


def _split(text: str) -> tuple[str, ...]:
    """The lines with their line feeds, which alone end a line of a diff."""
    parts = text.split("\n")
    return (*(f"{part}\n" for part in parts[:-1]), *parts[-1:][: bool(parts[-1])])


def _masked(line: str, spans: Sequence[Span]) -> str:
    end = len(line.rstrip("\r\n"))
    for span in reversed(spans):
        line = line[: max(span.start, 0)] + MASK + line[min(span.end, end) :]
        end = len(line.rstrip("\r\n"))
    return line


def _hunks(old: _Side, new: _Side) -> Iterator[list[_Stretch]]:
    """The changes with the lines around them, cut where a secret stands between or beside them."""
    is_long = _pairs_of_lines(old.lines, new.lines) > _MOST_PAIRS
    matcher = (_InOne if is_long else _Matcher)(old.lines, new.lines)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        hunk: list[_Stretch] = []
        for tag, *ends in group:
            stretch = _Stretch(tag == "equal", range(*ends[:2]), range(*ends[2:]))
            secret = [at for at, pair in enumerate(_pairs(stretch)) if _has_secret(*pair, old, new)]
            if not stretch.same or not secret:
                hunk.append(stretch)
                continue
            if hunk:
                yield [*hunk, *_part(stretch, 0, secret[0])]
            hunk = _part(stretch, secret[-1] + 1, len(stretch.old))
        if not all(one.same for one in hunk):
            yield hunk


def _pairs_of_lines(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pairs of lines are the same, each of which takes time to compare."""
    counts = Counter(new)
    return sum(number * counts[line] for line, number in Counter(old).items())


class _Matcher(difflib.SequenceMatcher[str]):
    """What became of which lines."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        super().__init__(None, old, new, autojunk=False)
        self.old, self.new = old, new


class _InOne(_Matcher):
    """Takes all changes as one, from the first line that differs to the last."""

    def get_opcodes(self) -> list[Any]:
        """That change, and the lines around it."""
        old, new = self.old, self.new
        least = min(len(old), len(new))
        start = next((at for at in range(least) if old[at] != new[at]), least)
        end = next((at for at in range(least - start) if old[-1 - at] != new[-1 - at]), least - start)
        a, b = len(old) - end, len(new) - end
        return [
            ("equal", 0, start, 0, start),
            ("replace", start, a, start, b),
            ("equal", a, len(old), b, len(new)),
        ]


def _pairs(stretch: _Stretch) -> Iterable[tuple[int, int]]:
    return zip(stretch.old, stretch.new, strict=True) if stretch.same else ()


def _has_secret(before: int, after: int, old: _Side, new: _Side) -> bool:
    return before in old.secret_lines or after in new.secret_lines


def _part(stretch: _Stretch, start: int, end: int) -> list[_Stretch]:
    return [_Stretch(True, stretch.old[start:end], stretch.new[start:end])] if start < end else []  # noqa: FBT003


def _printed(hunk: Sequence[_Stretch], old: _Side, new: _Side) -> Iterator[str]:
    before, after = (
        _range(side[0].start, side[-1].stop)
        for side in ([one.old for one in hunk], [one.new for one in hunk])
    )
    yield f"@@ -{before} +{after} @@"
    for stretch in hunk:
        for number in stretch.old:
            yield from _line(" " if stretch.same else "-", old.shown[number])
        for number in () if stretch.same else stretch.new:
            yield from _line("+", new.shown[number])


def _line(sign: str, text: str) -> Iterator[str]:
    yield sign + text.removesuffix("\n")
    if not text.endswith("\n"):
        yield "\\ No newline at end of file"


def _range(start: int, stop: int) -> str:
    """A stretch of lines in the words of the format: one that is empty is told by the line above it."""
    length = stop - start
    return f"{start + 1}" if length == 1 else f"{start + bool(length)},{length}"
