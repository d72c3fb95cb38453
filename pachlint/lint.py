"""The straight line: documents are laid over each other, judged by every rule that applies, and reported in order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from pachlint.finding import Finding
from pachlint.judged import Judged, Judging, Task, judge_group, judge_groups
from pachlint.place import Span
from pachlint.preparing import Job, prepare
from pachlint.reading.directives import may_ignore
from pachlint.results import Report
from pachlint.rulebook import Rulebook
from pachlint.source import Source
from pachlint.suppressions.suppress import Suppressions, apply_suppressions

if TYPE_CHECKING:
    from pachlint.redaction import Secrets, SecretsOfText, Text

__all__ = ["Job", "check", "prepare"]

_NO_SUPPRESSIONS = Suppressions()


def check(
    jobs: Iterable[Job],
    book: Rulebook,
    suppressions: Suppressions = _NO_SUPPRESSIONS,
    *,
    whole: bool = False,
    judging: Judging = judge_groups,
) -> Report:
    """Judge every job; what several releases have in common is reported once.

    Of one rule in one release no more than :data:`MAX_FINDINGS` findings that are not ignored are reported one by one,
    and the others in one; with ``whole`` all are, without the fixes of rules. ``judging`` judges groups of several.

    Raises:
        PolicyError: if a rule cannot be judged.
    """
    jobs = tuple(jobs)
    endless = book.known if whole else _ignored_rules(jobs, book)
    task = Task(book, endless, fixes=not whole, chosen={})
    found = _judged(jobs, task, judging)
    if (suppressions.config or suppressions.baseline) and not whole and any(one.top for one in found):
        task = task._replace(endless=book.known)
        found = _judged(jobs, task, judging)
    documents = {document.source.name: document for job in jobs for document in job.documents}
    texts = tuple(text for one in found for text in one.texts)
    secrets = _Secrets(texts)
    parted = apply_suppressions(
        secrets.without(_merged(found, suppressions.located)),
        documents,
        {one.release.name: one.release.files for one in found},
        suppressions,
    )
    kept = parted.kept if whole or not task.endless else _shortened(parted.kept, found)
    about = secrets.without(_about_comments(jobs, found, book, parted.used, suppressions))
    comments = apply_suppressions(about, {}, {}, suppressions)
    findings = sorted((*kept, *comments.kept), key=lambda finding: finding.order)
    ignored = sorted((*parted.ignored, *comments.ignored), key=lambda finding: finding.order)
    sources = {one.source.name: one.source for one in documents.values()}
    sources |= {one.flags.name: one.flags for one in found if one.flags}
    return Report(
        releases=tuple(one.release for one in found),
        findings=tuple(findings),
        ignored=tuple(ignored),
        sources=sources,
        secrets=secrets.shown((*findings, *ignored), sources),
        book=book,
        baseline=suppressions.baseline,
        texts=texts,
        every_secret=secrets.found,
    )


def _judged(jobs: Sequence[Job], task: Task, judging: Judging) -> list[Judged]:
    """The jobs, judged, in their order."""
    if len(jobs) == 1:
        return [*judge_group(jobs, task)]
    from pachlint.sharing import apart  # noqa: PLC0415 -- most runs judge one

    groups = apart(jobs)
    number = {id(job): at for at, job in enumerate(jobs)}
    found = [
        (number[id(job)], one)
        for group, judged in zip(groups, judging(groups, task), strict=True)
        for job, one in zip(group, judged, strict=True)
    ]
    return [one for _, one in sorted(found, key=itemgetter(0))]


class _Secrets:
    """The secrets of a run, which are looked for where there is anything to say."""

    def __init__(self, texts: "Sequence[Text | SecretsOfText]") -> None:
        self._texts = texts
        self.found: Secrets | None = None

    def without(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """The findings without secrets."""
        if not findings:
            return findings
        from pachlint import redaction  # noqa: PLC0415 -- of nothing there is nothing to hide

        self.found = self.found or redaction.secrets_of(self._texts)
        return [redaction.without_secrets(one, self.found) for one in findings]

    def shown(
        self, findings: Sequence[Finding], sources: Mapping[str, Source]
    ) -> Mapping[str, tuple[Span, ...]]:
        """The spans of secrets in all texts that the findings show."""
        if self.found is None:
            return {}
        from pachlint import redaction  # noqa: PLC0415 -- as above

        return redaction.shown_secrets(findings, sources, self.found)


def _ignored_rules(jobs: Iterable[Job], book: Rulebook) -> frozenset[str]:
    """The rules that comments ignore somewhere: it is not known before which of their findings are reported."""
    documents = [document for job in jobs for document in job.documents if may_ignore(document)]
    if not documents:
        return frozenset()
    from pachlint.suppressions.ignores import ignored_rules  # noqa: PLC0415 -- few files have such comments

    names = (name for document in documents for name in ignored_rules(document))
    return frozenset(rule for name in names for rule in book.aliases.get(name, (name,)))


def _shortened(findings: Sequence[Finding], judged: Sequence[Judged]) -> Sequence[Finding]:
    tops = {one.release.name: one.top for one in judged if one.top}
    if not tops:
        return findings
    from pachlint.judging.limits import shortened  # noqa: PLC0415 -- few files have so many findings

    return shortened(findings, tops)


def _merged(judged: Sequence[Judged], located: Callable[[Finding], Finding] | None) -> list[Finding]:
    """The findings of all releases in order, each with the releases that it concerns."""
    if len(judged) == 1:
        names = (judged[0].release.name,)
        found = [one._replace(release=names[0], releases=names) for one in judged[0].findings]
        return sorted(found, key=lambda finding: finding.order)
    from pachlint.judging.releases import merge_findings  # noqa: PLC0415 -- most runs judge one

    return merge_findings([(one.release.name, one.findings) for one in judged], located)


def _about_comments(
    jobs: Sequence[Job],
    judged: Sequence[Judged],
    book: Rulebook,
    used: frozenset[tuple[str, Span]],
    suppressions: Suppressions,
) -> list[Finding]:
    """Findings about ignore comments."""
    about = [(job, one) for job, one in zip(jobs, judged, strict=True) if any(map(may_ignore, job.documents))]
    if not about:
        return []
    from pachlint.suppressions.comment_findings import (  # noqa: PLC0415 -- few files have such comments
        JudgedRelease,
        Names,
        comment_findings,
    )

    releases = [JudgedRelease(job.name, one.context or prepare(job), one.findings) for job, one in about]
    found = comment_findings(
        releases, book.rules, Names(book.known, book.aliases), used, required=suppressions.required
    )
    return list(found)
