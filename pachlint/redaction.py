"""The secrets of a run, and findings without them: what is secret once is masked wherever else it stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pachlint.chart.masking import Masks
from pachlint.chart.secret_spans import SecretTexts, secrets_in
from pachlint.chart.secret_texts import apart
from pachlint.chart.unread_text import could_be_secret
from pachlint.finding import Finding
from pachlint.layering.values import Values
from pachlint.place import Place, Span
from pachlint.reading.document import Document
from pachlint.records import NamedTuple
from pachlint.source import Source

CONTEXT = 2
"""Number of lines that a report may show on either side of a line in question."""

Text = Document | Values
"""What has a text of the user's: a file, or the flags of a release."""


class Secrets(NamedTuple):
    """The spans in each text that must not be printed, the texts that stand there, and those of texts that cannot be read."""

    spans: Mapping[str, tuple[Span, ...]]
    everywhere: Masks
    in_file: Mapping[str, Masks]

    def masks(self, file: str) -> Masks:
        """What is masked in a file and in what is said of it."""
        return self.in_file.get(file, self.everywhere)


class SecretsOfText(NamedTuple):
    """What is secret in a text of that name, which can be read or not."""

    name: str
    found: SecretTexts
    readable: bool


def secrets_of(texts: "Iterable[Text | SecretsOfText]") -> Secrets:
    """The secrets of all files and flags of a run.

    Of a file that cannot be read whatever is not plainly harmless counts in that file, and what could be a secret by
    its looks in the others.
    """
    spans: dict[str, tuple[Span, ...]] = {}
    everywhere: set[str] = set()
    unread: dict[str, frozenset[str]] = {}
    for text in texts:
        name, found, readable = text if isinstance(text, SecretsOfText) else secrets_of_text(text)
        spans[name] = found.spans
        if readable:
            everywhere |= found.texts
        else:
            unread[name] = found.texts
            everywhere.update(filter(could_be_secret, found.texts))
    return Secrets(
        spans,
        Masks(everywhere),
        {name: Masks((*everywhere, *own)) for name, own in unread.items()},
    )


def secrets_of_text(text: Text) -> SecretsOfText:
    """The secrets of a file, or of flags."""
    readable = text.readable if isinstance(text, Document) else True
    return SecretsOfText(source_of(text).name, _secrets_in(text), readable)


def source_of(text: Text) -> Source:
    """The text itself, with its name."""
    return text.source if isinstance(text, Document) else text.command_line


def without_secrets(finding: Finding, secrets: Secrets) -> Finding:
    """The finding as it may be printed; a fix that would show a secret is none."""
    masks = secrets.masks(finding.place.file)
    if not masks:
        return finding
    mask = masks.mask
    fix = finding.fix
    if fix is not None:
        shown = any(True for edit in fix.edits for _ in masks.spans(edit.text))
        fix = None if shown else fix._replace(title=mask(fix.title))
    return finding._replace(
        message=mask(finding.message),
        help=mask(finding.help),
        path=mask(finding.path),
        related=tuple(one._replace(message=mask(one.message)) for one in finding.related),
        fix=fix,
    )


def shown_secrets(
    findings: Sequence[Finding], sources: Mapping[str, Source], secrets: Secrets
) -> dict[str, tuple[Span, ...]]:
    """The spans of secrets in every text with findings: their own, and their texts in the lines that are shown.

    These are the lines of places and of edits, with ``CONTEXT`` lines around them.
    """
    lines: dict[str, set[int]] = {}
    for finding in findings:
        for file, first, last in _stretches(finding):
            if file in sources:
                lines.setdefault(file, set()).update(range(max(first - CONTEXT, 1), last + CONTEXT + 1))
    return {
        name: apart((*secrets.spans.get(name, ()), *_in_lines(sources[name], numbers, secrets.masks(name))))
        for name, numbers in lines.items()
    }


def _stretches(finding: Finding) -> Iterator[tuple[str, int, int]]:
    """What a report shows of files: the first line of every place, and all lines that a fix changes."""
    for place in places(finding):
        yield place.file, place.line, place.line
    for edit in finding.fix.edits if finding.fix else ():
        yield edit.place.file, edit.place.line, edit.place.end_line


def places(finding: Finding) -> Sequence[Place]:
    """All places that a finding shows."""
    return (finding.place, *(related.place for related in finding.related))


def _in_lines(source: Source, numbers: Iterable[int], masks: Masks) -> Iterable[Span]:
    for number in numbers:
        if masks and number <= source.line_count:
            start = source.offset(number, 1)
            for span in masks.spans(source.line(number)):
                yield Span(start + span.start, start + span.end)


def _secrets_in(text: Text) -> SecretTexts:
    if isinstance(text, Document):
        return secrets_in(text)
    from pachlint.chart.secret_flags import secrets_in_flags  # noqa: PLC0415 -- most releases have no flags

    return secrets_in_flags(text)
