"""The straight line: documents are laid over each other, judged by every rule that applies, and reported in order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pachlint.chart import charts
from pachlint.chart.charts import Chart
from pachlint.chart.secrets import is_secret, secret_spans, text_spans
from pachlint.checks import shape
from pachlint.checks.predicates import LAST_RESORT
from pachlint.finding import Finding, Impact
from pachlint.judging.judge import applies, judge
from pachlint.layering.layer import layer
from pachlint.layering.setflags import Flag
from pachlint.layering.values import Values
from pachlint.place import Place, Span
from pachlint.policy.judged import Judged
from pachlint.policy.rule import Rule
from pachlint.reading.document import Document
from pachlint.rulebook import Rulebook
from pachlint.source import Source
from pachlint.target import Setting, Target, Wanted, chart_version, infer, is_whole, with_comment_problems


class Job(NamedTuple):
    """One release to judge: files in the order in which Helm gets them, and flags.

    ``chart`` is a chart at hand, None for the released one. ``part`` says that the files are only a part of the
    release; None: they are one if they set no deploy target. ``foreign`` names the files that look like the
    values of something else.
    """

    name: str
    documents: tuple[Document, ...]
    flags: tuple[Flag, ...] = ()
    wanted: Wanted = Wanted()
    chart: Chart | None = None
    part: bool | None = False
    foreign: tuple[str, ...] = ()


class Release(NamedTuple):
    """What was judged, and for what.

    ``chart`` is what people call the chart. ``unread`` are the files that cannot be read, for whose sake no rule
    about values was applied; ``partial`` are all files if nothing was said about what is missing.
    """

    name: str
    files: tuple[str, ...]
    target: Target
    chart: str
    rules_run: int
    rules_skipped: int
    unread: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


class Report(NamedTuple):
    """Everything that a run has to say, in order.

    ``sources`` are all texts by name; ``secrets`` are the spans in those with findings that no one may print.
    """

    releases: tuple[Release, ...]
    findings: tuple[Finding, ...]
    ignored: tuple[Finding, ...]
    sources: Mapping[str, Source]
    secrets: Mapping[str, tuple[Span, ...]]
    book: Rulebook


def check(jobs: Iterable[Job], book: Rulebook) -> Report:
    """Judge every job; what several releases have in common is told once.

    Raises:
        PolicyError: if a rule cannot be judged.
    """
    releases: list[Release] = []
    findings: dict[Finding, Finding] = {}
    texts: dict[str, Document | Values] = {}
    for job in jobs:
        judged = prepare(job)
        readable = all(document.readable for document in job.documents)
        rules = [rule for rule in book.rules if (readable or rule.reads_text) and applies(rule, judged)]
        for finding in _judge(rules, judged):
            findings.setdefault(finding, finding._replace(release=job.name))
        releases.append(_release(job, judged, len(rules), len(book.rules) - len(rules)))
        texts |= {document.source.name: document for document in job.documents}
        if judged.values.command_line.text:
            texts[judged.values.command_line.name] = judged.values
    kept = sorted(findings.values(), key=lambda finding: finding.order)
    shown = {place.file for finding in kept for place in _places(finding)}
    return Report(
        releases=tuple(releases),
        findings=tuple(kept),
        ignored=(),
        sources={name: _source(text) for name, text in texts.items()},
        secrets={name: _secrets(text) for name, text in texts.items() if name in shown},
        book=book,
    )


def _judge(rules: Sequence[Rule], judged: Judged) -> Iterator[Finding]:
    """Findings of all rules; those of last resort only if no other says that Helm refuses the values."""
    rejected = False
    for last in (False, True):
        if last and rejected:
            return
        for rule in rules:
            if (rule.body.get("check") == LAST_RESORT) is last:
                for finding in judge(rule, judged):
                    rejected = rejected or finding.impact is Impact.REJECTED
                    yield finding


def prepare(job: Job) -> Judged:
    """Lay the files and flags over the chart's defaults, and find out what they are meant for."""
    user = layer({}, job.documents, job.flags).user
    version = chart_version(job.documents, user, job.wanted)
    if job.chart:
        version = Setting(job.chart.version, "chart")
    chart = job.chart or charts.chart(version.value)
    values = layer(chart.defaults, job.documents, job.flags, chart.label, subcharts=chart.subcharts)
    mismatches = tuple(shape.type_mismatches(values, chart))
    return Judged(
        values=values,
        target=infer(job.documents, user, job.wanted, version),
        chart=chart,
        documents=tuple(map(with_comment_problems, job.documents)),
        partial=not is_whole(user) if job.part is None else job.part,
        bad=frozenset(culprit.path for culprit in mismatches),
        notes={shape.MISMATCHES: mismatches},
    )


def _release(job: Job, judged: Judged, run: int, skipped: int) -> Release:
    files = tuple(document.source.name for document in job.documents)
    return Release(
        name=job.name,
        files=files,
        target=judged.target,
        chart=judged.chart.label,
        rules_run=run,
        rules_skipped=skipped,
        unread=tuple(document.source.name for document in job.documents if not document.readable),
        partial=files if judged.partial else (),
        foreign=job.foreign,
    )


def _places(finding: Finding) -> Sequence[Place]:
    return (finding.place, *(related.place for related in finding.related))


def _source(text: Document | Values) -> Source:
    return text.source if isinstance(text, Document) else text.command_line


def _secrets(text: Document | Values) -> tuple[Span, ...]:
    if isinstance(text, Document):
        return secret_spans(text)
    spans = [*text_spans(text.command_line.text)]
    for one in text.layers:
        offset = one.offset
        spans += [
            Span(write.value_span.start + offset, write.value_span.end + offset)
            for write in one.writes
            if is_secret(write.path)
        ]
    return tuple(sorted(spans))
