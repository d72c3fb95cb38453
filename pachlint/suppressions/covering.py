"""Which comments of a file ignore a finding: those for the whole file, at a key above it, or around its place."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from pachlint.finding import OF_CHART, Finding
from pachlint.place import Path, PathError, Span, parse_path
from pachlint.reading.document import Document
from pachlint.records import NamedTuple
from pachlint.suppressions.ignores import Ignore, Name


class Around:
    """Numbers of comments by spans of the text, of which two are one inside the other, or apart."""

    def __init__(self) -> None:
        self._spans: list[tuple[Span, int]] = []
        self._outer: list[int] = []

    def add(self, span: Span, number: int) -> None:
        """Add a comment; what an empty key stands for is one character wide."""
        self._spans.append((Span(span.start, max(span.end, span.start + 1)), number))

    def at(self, offset: int) -> Iterator[int]:
        """The comments whose span the offset is in."""
        if not self._outer:
            self._spans.sort(key=lambda found: (found[0].start, -found[0].end))
            self._outer = self._nest()
        at = bisect_right(self._spans, offset, key=lambda found: found[0].start) - 1
        while at >= 0:
            span, number = self._spans[at]
            if offset < span.end:
                yield number
            at = self._outer[at]

    def _nest(self) -> list[int]:
        """For each span the index of the one around it, or -1."""
        outer: list[int] = []
        open_spans: list[int] = []
        for at, (span, _) in enumerate(self._spans):
            while open_spans and self._spans[open_spans[-1]][0].end <= span.start:
                open_spans.pop()
            outer.append(open_spans[-1] if open_spans else -1)
            open_spans.append(at)
        return outer


class _OfRule(NamedTuple):
    """The comments for one rule."""

    whole_file: list[int]
    below: dict[Path, list[int]]
    around: Around


class Covering:
    """The comments of one file."""

    def __init__(self, document: Document, ignores: Sequence[Ignore]) -> None:
        self._document = document
        self._named = [(ignore, name) for ignore in ignores for name in ignore.names]
        self._rules: dict[str, _OfRule] = {}
        for number, (ignore, name) in enumerate(self._named):
            found = self._rules.setdefault(name.rule, _OfRule([], {}, Around()))
            if ignore.whole_file:
                found.whole_file.append(number)
            for path, span in ignore.scopes:
                found.below.setdefault(path, []).append(number)
                found.around.add(span, number)

    def of(self, finding: Finding) -> list[tuple[Ignore, Name]]:
        """The comments that ignore a finding, in their order."""
        of_rules = (self._rules[name] for name in (finding.rule, *finding.aliases) if name in self._rules)
        numbers = {number for found in of_rules for number in self._numbers(found, finding)}
        return [self._named[number] for number in sorted(numbers)]

    def _numbers(self, found: _OfRule, finding: Finding) -> Iterator[int]:
        here = finding.place.file == self._document.source.name
        if here:
            yield from found.whole_file
            yield from found.around.at(self._document.source.offset(finding.place.line, finding.place.column))
        # what is missing, or the chart's own, stands at the last file whose keys are nearest
        if here or finding.origin == OF_CHART:
            path = _path(finding.path)
            for length in range(1, len(path) + 1):
                yield from found.below.get(path[:length], ())


def _path(text: str) -> Path:
    try:
        return parse_path(text)
    except PathError:
        return ()
