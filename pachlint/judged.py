"""Judge releases: the rules that apply to each, and what is kept of it once its values are let go."""

import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pachlint.chart.charts import Likeness
from pachlint.finding import Finding, Impact, Severity
from pachlint.judging.judge import MAX_FINDINGS, is_about, judge_due, stands_on_bad_ground, top_of
from pachlint.place import Place
from pachlint.policy.context import CheckContext
from pachlint.policy.rule import Rule
from pachlint.policy.screening import due
from pachlint.predicates.table import LAST_RESORT
from pachlint.preparing import Job, not_judged, prepare
from pachlint.reading.directives import may_ignore
from pachlint.records import NamedTuple
from pachlint.results import Release
from pachlint.rulebook import Rulebook
from pachlint.source import Source

if TYPE_CHECKING:
    from pachlint.redaction import SecretsOfText, Text

_NO_LIMIT = sys.maxsize


class Judged(NamedTuple):
    """A release that was judged.

    ``texts`` are its files and flags, or what is secret in them; ``flags`` is what reports show of these. ``top`` is where it is said that
    there are more findings than are shown, None if there are not. ``context`` is kept where comments may ignore something.
    """

    release: Release
    findings: tuple[Finding, ...]
    texts: "tuple[Text | SecretsOfText, ...]"
    flags: Source | None = None
    top: Place | None = None
    context: CheckContext | None = None


class Task(NamedTuple):
    """How releases are judged: by which rules, of which of these without limit, and whether fixes are wanted.

    ``chosen`` are the rules about releases of a kind, as they come up.
    """

    book: Rulebook
    endless: frozenset[str]
    fixes: bool
    chosen: dict[object, "Chosen"]


Judging = Callable[[Sequence[Sequence[Job]], Task], Iterable[Sequence[Judged]]]
"""Judges groups of releases, of which no two have a file in common, in their order."""


def judge_groups(groups: Sequence[Sequence[Job]], task: Task) -> Iterator[Sequence[Judged]]:
    """Judge groups of releases, one after the other.

    Raises:
        PolicyError: if a rule cannot be judged.
    """
    return (judge_group(group, task) for group in groups)


def judge_group(jobs: Sequence[Job], task: Task) -> list[Judged]:
    """Judge releases that have files in common.

    Raises:
        PolicyError: if a rule cannot be judged.
    """
    runs = [_run(job, task) for job in jobs]
    findings = [run.findings for run in runs]
    if len(runs) > 1:
        from pachlint.judging.releases import (  # noqa: PLC0415 -- most releases share no file
            ReleaseFindings,
            with_shared_places,
        )

        findings = with_shared_places(
            [
                ReleaseFindings(
                    run.job.name,
                    frozenset(one.source.name for one in run.job.documents if not one.around),
                    run.context.values,
                    run.findings,
                )
                for run in runs
            ]
        )
    return [_kept(run, found, task.book) for run, found in zip(runs, findings, strict=True)]


def _kept(run: "_Run", findings: Sequence[Finding], book: Rulebook) -> Judged:
    context, documents = run.context, run.job.documents
    flags = context.values.command_line
    kept = Judged(
        _release(run, book),
        tuple(findings),
        (*documents, context.values) if flags.text else documents,
        flags if flags.text else None,
        top_of(context) if len(findings) > MAX_FINDINGS else None,
        context if any(map(may_ignore, documents)) else None,
    )
    for view in run.views:
        view.context.memo.forget()
        if view.context.known:
            view.context.known.memo.forget()
    return kept


class Chosen(NamedTuple):
    """The rules about some releases; those of last resort are judged after all others."""

    rules: Sequence[Rule]
    last: Sequence[Rule]


class _View(NamedTuple):
    """A release as one of its charts sees it, and the rules about that."""

    context: CheckContext
    chosen: Chosen

    @property
    def rules(self) -> Iterator[Rule]:
        """All of them."""
        yield from self.chosen.rules
        yield from self.chosen.last


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
        if len(self.views) == 1:
            return sum(map(len, self.views[0].chosen))
        return len({rule.id for view in self.views for rule in view.rules})


def _run(job: Job, task: Task) -> _Run:
    context, book = prepare(job), task.book
    readable = all(document.readable for document in job.documents)
    contexts, off = [context], tuple[str, ...]()
    if context.chart.inside and readable:
        from pachlint.umbrella import inner_releases  # noqa: PLC0415 -- few charts have Pachyderm's inside

        inner, off = inner_releases(job, context)
        contexts += inner
    views = tuple(_view(one, task, readable=readable) for one in contexts)
    findings = _most_exact(views, _judged(views, task.endless))
    # what fixes were not tried for want of time is known only now
    left = (*not_judged(context), *off)
    return _Run(job, views, _by_aliases(findings, book) if book.of_aliases else findings, left)


def _view(context: CheckContext, task: Task, *, readable: bool) -> _View:
    if not task.fixes:
        known = context.known and context.known._replace(fixes=False)
        context = context._replace(fixes=False, known=known)
    chosen = _about(context, task, readable=readable)
    if context.bad:
        chosen = Chosen(
            *([rule for rule in part if not stands_on_bad_ground(rule, context)] for part in chosen)
        )
    return _View(context, chosen)


def _about(context: CheckContext, task: Task, *, readable: bool) -> Chosen:
    """The rules about a release, which are the same for all releases of a version that are meant for the same."""
    if context.enclosing is not None or context.chart.likeness is not Likeness.SAME:
        return _choose(context, task.book, readable=readable)
    target = context.target
    version = (context.chart.version, target.chart_version.value)
    meant = (version, target.provider.value, target.environment.value, readable)
    if meant not in task.chosen:
        task.chosen[meant] = _choose(context, task.book, readable=readable)
    return task.chosen[meant]


def _choose(context: CheckContext, book: Rulebook, *, readable: bool) -> Chosen:
    rules = [rule for rule in book.rules if (readable or rule.traits.reads_text) and is_about(rule, context)]
    return Chosen(
        tuple(rule for rule in rules if rule.predicate != LAST_RESORT),
        tuple(rule for rule in rules if rule.predicate == LAST_RESORT),
    )


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
        for context, chosen in views:
            for rule in due(chosen.last if last else chosen.rules, context):
                most = _NO_LIMIT if rule.id in endless else MAX_FINDINGS
                for finding in judge_due(rule, context, most):
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
