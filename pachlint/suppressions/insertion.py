"""Write ignore comments for current findings."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from pachlint.finding import Finding
from pachlint.fixing.splice import Splice, splice
from pachlint.lazy_regex import lazy_regex
from pachlint.reading.document import Document, read
from pachlint.records import NamedTuple
from pachlint.source import LINE_END, Source
from pachlint.suppressions.comment_problems import COMMENT_CODES
from pachlint.suppressions.covering import Around
from pachlint.suppressions.ignores import Ignore, entry_spans, ignores_of

# What may stand before the first key or item of a line.
_OPENERS = lazy_regex(r"[ \t]*(?:[-?][ \t]+)*(?:[{\[][ \t]*)*")
_WHOLE_FILE = 0


class Insertion(NamedTuple):
    """New texts by file name, and the findings that no comment can ignore."""

    texts: Mapping[str, str]
    left: tuple[Finding, ...]


def with_ignores(
    findings: Sequence[Finding],
    documents: Mapping[str, Document],
    reason: str = "",
    until: str = "",
    held: Callable[[Mapping[str, str]], Set[str]] = Mapping.keys,
) -> Insertion:
    """Put ``# pachlint: ignore[…]`` above the key of every finding, or add to the comment that stands there already.

    What no key covers is ignored for the whole file. Left are findings about comments, and those in JSON, which
    has no comments, in files that cannot be read, in flags, and where new texts are not among those ``held`` by the files around them.
    """
    wanted: dict[str, dict[int, dict[str, None]]] = {}
    keys: dict[str, _Keys] = {}
    left = []
    for finding in findings:
        document = documents.get(finding.place.file)
        if document is None or not _takes_comments(document) or finding.rule in COMMENT_CODES:
            left.append(finding)
            continue
        name = document.source.name
        if name not in keys:
            keys[name] = _Keys(document)
        names = wanted.setdefault(name, {}).setdefault(keys[name].line_for(finding), {})
        names[finding.rule] = None
    texts = {}
    for name, lines in wanted.items():
        text = _written(documents[name], lines, reason, until)
        after = read(Source(name, text))
        if after.readable and after.data == documents[name].data:
            texts[name] = text
    kept = held(texts)
    here = set(map(id, left))
    lost = wanted.keys() - kept
    left += [one for one in findings if one.place.file in lost and id(one) not in here]
    return Insertion({name: text for name, text in texts.items() if name in kept}, tuple(left))


def _takes_comments(document: Document) -> bool:
    return document.readable and not document.sealed and not document.source.name.lower().endswith(".json")


class _Keys:
    """The entries of a document by the place that they stand at."""

    def __init__(self, document: Document) -> None:
        self._source = document.source
        self._spans = [span for _, span in entry_spans(document.root)] if document.root is not None else []
        self._around = Around()
        for number, span in enumerate(self._spans):
            self._around.add(span, number)

    def line_for(self, finding: Finding) -> int:
        """The line above which a comment covers the finding; 0, the whole file, if there is none."""
        source = self._source
        for number in self._around.at(source.offset(finding.place.line, finding.place.column)):
            line, column = source.position(self._spans[number].start)
            before = source.line(line)[: column - 1].lstrip("\ufeff")
            found = _OPENERS.match(before)
            if found and found.end() == len(before):
                return line
        return _WHOLE_FILE


def _written(document: Document, lines: Mapping[int, Iterable[str]], reason: str, until: str) -> str:
    source = document.source
    ending = LINE_END.search(source.text)
    newline = ending[0] if ending else "\n"
    standing = _standing(document)
    splices = []
    for line, names in lines.items():
        known = standing.get(line)
        if known and (known.reason or not reason) and known.until == until:
            last = known.names[-1].span.end
            new = [name for name in names if name not in {one.rule for one in known.names}]
            splices.append(Splice(last, last, "".join(f", {name}" for name in new)))
            continue
        text = source.line(max(line, 1))
        start = source.offset(max(line, 1), 1) + text.startswith("\ufeff")
        text = text.removeprefix("\ufeff")
        indent = text[: len(text) - len(text.lstrip(" "))] if line else ""
        kind = "ignore" if line else "ignore-file"
        until_words = f"until {until} " if until else ""
        words = f"# pachlint: {kind}[{', '.join(names)}] {until_words}{reason}".rstrip()
        splices.append(Splice(start, start, f"{indent}{words}{newline}"))
    return splice(source.text, splices)


def _standing(document: Document) -> dict[int, Ignore]:
    """The comments that more rules can be added to, by the line that each is about; 0 is the whole file."""
    source = document.source
    found: dict[int, Ignore] = {}
    for ignore in ignores_of(document):
        line, column = source.position(ignore.span.start)
        alone = not source.line(line)[: column - 1].strip(" \t\ufeff")
        if ignore.whole_file:
            found[_WHOLE_FILE] = ignore
        elif alone:
            found[line + 1] = ignore
        else:
            # if a key begins on the line, it is about that
            found[line] = ignore
    return found
