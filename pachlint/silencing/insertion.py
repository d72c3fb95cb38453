"""Write the comments that set today's findings aside."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pachlint.finding import Finding
from pachlint.fixing.splice import Splice, splice
from pachlint.place import Span
from pachlint.reading.document import Document, read
from pachlint.regex import regex
from pachlint.silencing.ignores import Ignore, entry_spans, ignores_of
from pachlint.source import Source

_LINE_END = regex(r"\r\n|\n|\r")
_DASH = regex(r"[ \t]*(?:-[ \t]+)*")


class Insertion(NamedTuple):
    """New texts by file name, and the findings that no comment can set aside."""

    texts: Mapping[str, str]
    left: tuple[Finding, ...]


def with_ignores(
    findings: Sequence[Finding], documents: Mapping[str, Document], reason: str = ""
) -> Insertion:
    """Put ``# pachlint: ignore[…]`` above the key of every finding, or add to the comment that stands there already."""
    wanted: dict[str, dict[int, list[str]]] = {}
    left = []
    for finding in findings:
        document = documents.get(finding.place.file)
        line = _line_for(finding, document) if document else 0
        if document is None or not line:
            left.append(finding)
            continue
        names = wanted.setdefault(document.source.name, {}).setdefault(line, [])
        if finding.rule not in names:
            names.append(finding.rule)
    texts = {}
    for name, lines in wanted.items():
        text = _written(documents[name], lines, reason)
        after = read(Source(name, text))
        if after.readable and after.data == documents[name].data:
            texts[name] = text
        else:
            left += [finding for finding in findings if finding.place.file == name and finding not in left]
    return Insertion(texts, tuple(left))


def _line_for(finding: Finding, document: Document) -> int:
    """The line above which a comment covers the finding; 0 if there is none."""
    source = document.source
    at = source.offset(finding.place.line, finding.place.column)
    if document.root is None or not document.readable:
        return 0
    around = [
        span for _, span in entry_spans(document.root) if span.start <= at < max(span.end, span.start + 1)
    ]
    for span in reversed(around):
        line, column = source.position(span.start)
        before = source.line(line)[: column - 1].lstrip("\ufeff")
        found = _DASH.match(before)
        if found and found.end() == len(before):
            return line
    return 0


def _written(document: Document, lines: Mapping[int, Sequence[str]], reason: str) -> str:
    source = document.source
    ending = _LINE_END.search(source.text)
    newline = ending[0] if ending else "\n"
    above = {
        _line_of(source, ignore.span): ignore for ignore in ignores_of(document) if not ignore.whole_file
    }
    splices = []
    for line, names in lines.items():
        standing = above.get(line - 1)
        if standing and _alone(source, standing):
            last = standing.names[-1].span.end
            new = [name for name in names if name not in {known.rule for known in standing.names}]
            splices.append(Splice(last, last, "".join(f", {name}" for name in new)))
            continue
        text = source.line(line)
        start = source.offset(line, 1) + text.startswith("\ufeff")
        indent = text.lstrip("\ufeff")[: len(text.lstrip("\ufeff")) - len(text.lstrip("\ufeff").lstrip(" "))]
        words = f"# pachlint: ignore[{', '.join(names)}] {reason}".rstrip()
        splices.append(Splice(start, start, f"{indent}{words}{newline}"))
    return splice(source.text, splices)


def _line_of(source: Source, span: Span) -> int:
    return source.position(span.start)[0]


def _alone(source: Source, ignore: Ignore) -> bool:
    line, column = source.position(ignore.span.start)
    return not source.line(line)[: column - 1].strip(" \t\ufeff")
