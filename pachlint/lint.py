"""The straight line: documents are laid over each other, judged by every rule that applies, and reported in order."""

import sys
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pachlint.chart.charts import Likeness
from pachlint.finding import Finding, Impact, Severity
from pachlint.judging.judge import MAX_FINDINGS, applies, judge
from pachlint.place import Span
from pachlint.policy.context import CheckContext
from pachlint.policy.rule import Rule
from pachlint.predicates.table import LAST_RESORT
from pachlint.preparing import Job, not_judged, prepare
from pachlint.reading.directives import may_ignore
from pachlint.records import NamedTuple
from pachlint.results import Release, Report
from pachlint.rulebook import Rulebook
from pachlint.source import Source
from pachlint.suppressions.suppress import Suppressions, apply_suppressions

if TYPE_CHECKING:
    from pachlint.redaction import Secrets, Text

__all__ = ["Job", "check", "prepare"]

_NO_SUPPRESSIONS = Suppressions()
_NO_LIMIT = sys.maxsize


class _View(NamedTuple):
    """A release as one of its charts sees it, and the rules about that."""

    context: CheckContext
    rules: list[Rule]


class _Run(NamedTuple):
    """One job, judged: as its chart sees it, and as Pachyderm's chart inside that one does, if there is one."""

    job: Job
    views: tuple[_View, ...]
    findings: list[Finding]
    not_judged: tuple[str, ...]

    @property
    def context(self) -> CheckContext:
        """The release as its own chart sees it."""
        return self.views[0].context

    @property
    def rules_run(self) -> int:
        """How many rules were applied."""
        return len({rule.id for view in self.views for rule in view.rules})


def check(
    jobs: Iterable[Job], book: Rulebook, suppressions: Suppressions = _NO_SUPPRESSIONS, *, whole: bool = False
) -> Report:
    """Judge every job; what several releases have in common is reported once.

    Of one rule in one release no more than :data:`MAX_FINDINGS` findings that are not ignored are reported one by one,
    and the others in one; with ``whole`` all are, without the fixes of rules.

    Raises:
        PolicyError: if a rule cannot be judged.
    """
    jobs = tuple(jobs)
    endless = book.known if whole else _ignored_rules(jobs, book)
    runs = [_run(job, book, endless, fixes=not whole) for job in jobs]
    if (suppressions.config or suppressions.baseline) and not whole and any(map(_is_long, runs)):
        endless = book.known
        runs = [_run(job, book, endless) for job in jobs]
    documents = {document.source.name: document for run in runs for document in run.job.documents}
    files = {run.job.name: tuple(document.source.name for document in run.job.documents) for run in runs}
    flags = [run.context.values for run in runs if run.context.values.command_line.text]
    secrets = _Secrets((*documents.values(), *flags))
    parted = apply_suppressions(secrets.without(_merged_findings(runs)), documents, files, suppressions)
    kept = parted.kept if whole or not endless else _shortened(parted.kept, runs)
    about = secrets.without(_about_comments(runs, book, parted.used, suppressions))
    comments = apply_suppressions(about, {}, {}, suppressions)
    findings = sorted((*kept, *comments.kept), key=lambda finding: finding.order)
    ignored = sorted((*parted.ignored, *comments.ignored), key=lambda finding: finding.order)
    sources = {one.source.name: one.source for one in documents.values()}
    sources |= {one.command_line.name: one.command_line for one in flags}
    return Report(
        releases=tuple(_release(run, book) for run in runs),
        findings=tuple(findings),
        ignored=tuple(ignored),
        sources=sources,
        secrets=secrets.shown((*findings, *ignored), sources),
        book=book,
        baseline=suppressions.baseline,
    )


class _Secrets:
    """The secrets of a run, which are looked for where there is anything to say."""

    def __init__(self, texts: "Sequence[Text]") -> None:
        self._texts = texts
        self._found: Secrets | None = None

    def without(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """The findings without secrets."""
        if not findings:
            return findings
        from pachlint import redaction  # noqa: PLC0415 -- of nothing there is nothing to hide

        self._found = self._found or redaction.secrets_of(self._texts)
        return [redaction.without_secrets(one, self._found) for one in findings]

    def shown(
        self, findings: Sequence[Finding], sources: Mapping[str, Source]
    ) -> Mapping[str, tuple[Span, ...]]:
        """The spans of secrets in all texts that the findings show."""
        if self._found is None:
            return {}
        from pachlint import redaction  # noqa: PLC0415 -- as above

        return redaction.shown_secrets(findings, sources, self._found)


def _ignored_rules(jobs: Iterable[Job], book: Rulebook) -> frozenset[str]:
    """The rules that comments ignore somewhere: it is not known before which of their findings are reported."""
    documents = [document for job in jobs for document in job.documents if may_ignore(document)]
    if not documents:
        return frozenset()
    from pachlint.suppressions.ignores import ignored_rules  # noqa: PLC0415 -- few files have such comments

    names = (name for document in documents for name in ignored_rules(document))
    return frozenset(rule for name in names for rule in book.aliases.get(name, (name,)))


def _is_long(run: _Run) -> bool:
    return len(run.findings) > MAX_FINDINGS


def _shortened(findings: Sequence[Finding], runs: Sequence[_Run]) -> Sequence[Finding]:
    if not any(map(_is_long, runs)):
        return findings
    from pachlint.judging.limits import shortened  # noqa: PLC0415 -- few files have so many findings

    return shortened(findings, {run.job.name: run.context for run in runs})


def _run(job: Job, book: Rulebook, endless: Container[str], *, fixes: bool = True) -> _Run:
    context = prepare(job)
    readable = all(document.readable for document in job.documents)
    rules = [rule for rule in book.rules if readable or rule.traits.reads_text]
    contexts, off = [context], tuple[str, ...]()
    if context.chart.inside and readable:
        from pachlint.umbrella import inner_releases  # noqa: PLC0415 -- few charts have Pachyderm's inside

        inner, off = inner_releases(job, context)
        contexts += inner
    views = tuple(_view(one, rules, fixes=fixes) for one in contexts)
    findings = _most_exact(views, _judged(views, endless))
    # what fixes were not tried for want of time is known only now
    left = (*not_judged(context), *off)
    return _Run(job, views, _by_aliases(findings, book) if book.of_aliases else findings, left)


def _view(context: CheckContext, rules: Sequence[Rule], *, fixes: bool) -> _View:
    if not fixes:
        known = context.known and context.known._replace(fixes=False)
        context = context._replace(fixes=False, known=known)
    return _View(context, [rule for rule in rules if applies(rule, context)])


def _by_aliases(findings: Iterable[Finding], book: Rulebook) -> list[Finding]:
    """The findings after what is wanted of ids that they had before."""
    wanted = [
        (one, [book.of_aliases[name] for name in one.aliases if name in book.of_aliases]) for one in findings
    ]
    return [
        one._replace(severity=severities[0]) if severities and severities[0] else one
        for one, severities in wanted
        if None not in severities
    ]


def _merged_findings(runs: Sequence[_Run]) -> list[Finding]:
    """The findings of all runs in order, each with the releases that it concerns."""
    if len(runs) == 1:
        names = (runs[0].job.name,)
        found = [one._replace(release=names[0], releases=names) for one in runs[0].findings]
        return sorted(found, key=lambda finding: finding.order)
    from pachlint.judging.releases import ReleaseFindings, merge_findings  # noqa: PLC0415 -- most runs judge one

    return merge_findings(
        [
            ReleaseFindings(
                run.job.name,
                frozenset(document.source.name for document in run.job.documents),
                run.context.values,
                run.findings,
            )
            for run in runs
        ]
    )


def _about_comments(
    runs: Sequence[_Run], book: Rulebook, used: frozenset[tuple[str, Span]], suppressions: Suppressions
) -> list[Finding]:
    """Findings about ignore comments."""
    if not any(may_ignore(document) for run in runs for document in run.job.documents):
        return []
    from pachlint.suppressions.comment_findings import (  # noqa: PLC0415 -- few files have such comments
        JudgedRelease,
        Names,
        comment_findings,
    )

    releases = [JudgedRelease(run.job.name, run.context, run.findings) for run in runs]
    found = comment_findings(
        releases, book.rules, Names(book.known, book.aliases), used, required=suppressions.required
    )
    return list(found)


def _judged(views: Sequence[_View], endless: Container[str]) -> list[Finding]:
    """Findings of all rules; what is said of a chart is not said again of one inside it."""
    found = _judge(views, endless)
    if len(views) == 1:
        return list(found)
    return list({(one.rule, one.place, one.path): one for one in reversed([*found])}.values())


def _judge(views: Sequence[_View], endless: Container[str]) -> Iterator[Finding]:
    """Findings of all rules; those of last resort only if no other says that Helm rejects the values."""
    rejected = False
    for last in (False, True):
        if last and rejected:
            return
        for context, rule in ((view.context, rule) for view in views for rule in view.rules):
            if (rule.predicate == LAST_RESORT) is last:
                most = _NO_LIMIT if rule.id in endless else MAX_FINDINGS
                for finding in judge(rule, context, most):
                    rejected = rejected or finding.impact is Impact.REJECTED
                    yield finding


# Predicates that speak about anything, and of what impact a rule about the very same path must be to speak in their place.
_KUBERNETES = "kubernetes-refusal"
_GENERAL = {
    "chart-crash": (Impact.REJECTED,),
    "unknown-key": (Impact.INEFFECTIVE,),
    _KUBERNETES: (Impact.REJECTED, Impact.BROKEN),
}


def _most_exact(views: Sequence[_View], findings: list[Finding]) -> list[Finding]:
    """The findings without what a rule made for the path says already."""
    rules = [rule for view in views for rule in view.rules]
    general = {rule.id: _GENERAL[rule.predicate] for rule in rules if rule.predicate in _GENERAL}
    if not any(one.rule in general for one in findings):
        return findings
    made_for_it = {rule.id for rule in rules if not rule.predicate}
    specific = {(one.path, one.impact) for one in findings if one.rule in made_for_it}
    # what Kubernetes refuses may be said by any other rule, of annotations for instance
    of_kubernetes = {rule.id for rule in rules if rule.predicate == _KUBERNETES}
    said = {
        (one.path, one.impact)
        for one in findings
        if one.rule not in general and one.severity is Severity.ERROR
    }
    return [
        one
        for one in findings
        if not any(
            (one.path, impact) in (said if one.rule in of_kubernetes else specific)
            for impact in general.get(one.rule, ())
        )
    ]


def _release(run: _Run, book: Rulebook) -> Release:
    job, context = run.job, run.context
    files = tuple(document.source.name for document in job.documents)
    return Release(
        name=job.name,
        files=files,
        target=run.views[-1].context.target,
        chart=context.chart.label,
        rules_run=run.rules_run,
        rules_skipped=len(book.rules) - run.rules_run,
        rules_off=len(book.deselected),
        unread=tuple(document.source.name for document in job.documents if not document.readable),
        partial=files if context.partial else (),
        foreign=() if context.chart.likeness is Likeness.OTHER else job.foreign,
        not_judged=run.not_judged,
    )
