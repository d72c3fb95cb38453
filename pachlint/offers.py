"""Which of the fixes that findings offer would be made: only those are shown and counted."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pachlint.finding import Finding
from pachlint.fixing.trees import changes
from pachlint.lint import Job
from pachlint.place import Path
from pachlint.policy.rule import Rule
from pachlint.repair import UNREACHED, Dropped, Judge, Repair, Tries, least_weight, repaired
from pachlint.results import Report
from pachlint.rulebook import Rulebook
from pachlint.sharing import apart
from pachlint.target import Target
from pachlint.verification import Key, key_of

JudgeBy = Callable[[Sequence[Job], Rulebook], Report]

_MOST = 300_000
"""Characters that may be read and judged again to try the fixes of a plain check, a finding for some; half a second."""
_MOST_OF_GROUP = 100_000
_PART = 3
"""Of so many times what may be judged again a part would be tried and the rest not: then none is."""


def offered(report: Report, jobs: Sequence[Job], judge: JudgeBy) -> Report:
    """The report with those fixes only that would be made, safe ones by themselves and unsafe ones after them.

    ``judge`` is what the report was made by, and is asked about the rules that a fix can matter to. Where that would take too long, the fixes stay, and ``fixes_tried`` is false.
    """
    if not any(finding.fix for finding in report.findings):
        return report
    dropped: list[Dropped] = []
    left = _MOST
    targets = {release.name: release.target for release in report.releases}
    groups = apart(jobs)
    fixable = [
        (group, own)
        for group, own in zip(groups, _parted(report, groups), strict=True)
        if any(finding.fix for finding in own.findings)
    ]
    if sum(least_weight(group) for group, _ in fixable) > _PART * _MOST and len(fixable) > 1:
        return report._replace(fixes_tried=False)
    for group, own in fixable:
        wanted = {key_of(finding) for finding in own.findings if finding.fix}
        tries = Tries(min(left, _MOST_OF_GROUP), least=0)
        before = tries.weight
        again = _narrowed(own, group, judge, targets)
        dropped += repaired(group, again, own, tries, unsafe=True, wanted=wanted).dropped
        left -= before - tries.weight
    return without(report, dropped)


def _parted(report: Report, groups: Sequence[Sequence[Job]]) -> Iterator[Report]:
    """What there is to say about each group."""
    group_of = {job.name: number for number, group in enumerate(groups) for job in group}
    findings: list[list[Finding]] = [[] for _ in groups]
    ignored: list[list[Finding]] = [[] for _ in groups]
    for found, parts in ((report.findings, findings), (report.ignored, ignored)):
        for one in found:
            if one.release in group_of:
                parts[group_of[one.release]].append(one)
    for some, others in zip(findings, ignored, strict=True):
        yield report._replace(findings=tuple(some), ignored=tuple(others))


def _narrowed(report: Report, jobs: Sequence[Job], judge: JudgeBy, targets: Mapping[str, Target]) -> Judge:
    """Judge releases as before but for values that fixes change; what is found is what all rules would find.

    Rules that read none of these values, and found nothing, are left out, unless the release is meant for something else then than its target.
    """
    if any(job.chart and job.chart.inside for job in jobs):
        return lambda now: judge(now, report.book)
    before = {document.source.name: document for job in jobs for document in job.documents}
    found_by = {finding.rule for finding in (*report.findings, *report.ignored)}
    known = report.book.known

    def judged(now: Sequence[Job]) -> Report:
        documents = {document.source.name: document for job in now for document in job.documents}
        changed = frozenset(
            path
            for name, document in documents.items()
            if document is not before[name]
            for path in changes(before[name].data, document.data)
        )
        rules = tuple(
            rule for rule in report.book.rules if rule.id in found_by or _is_concerned(rule, changed)
        )
        others = known.difference(rule.id for rule in rules)
        found = judge(now, report.book._replace(rules=rules, deselected=others))
        if any(release.target != targets[release.name] for release in found.releases):
            return judge(now, report.book)
        return found

    return judged


def _is_concerned(rule: Rule, changed: frozenset[Path]) -> bool:
    """Whether what a rule finds may have to do with values at these paths; predicates may read any, and ways in follow from many."""
    if rule.predicate or rule.traits.reads_text or rule.logic.collections:
        return True
    return rule.number in rule.rule_set.read_index.near(changed)


def left_over(done: Repair, judge: Judge, *, unsafe: bool) -> Report:
    """What a repair leaves to say, with those fixes only that would be made: dropped ones are not."""
    report = without(done.report, done.dropped)
    return report if unsafe else offered(report, done.jobs, lambda jobs, _: judge(jobs))


def without(report: Report, dropped: Iterable[Dropped]) -> Report:
    """The report without the fixes that were dropped; those that were not reached are not known to be any good."""
    reasons = {key_of(one.finding): one.reason for one in dropped}
    bad = {key for key, reason in reasons.items() if reason not in UNREACHED}
    return report._replace(
        findings=tuple(_without_fix(finding, bad) for finding in report.findings),
        fixes_tried=report.fixes_tried and len(bad) == len(reasons),
    )


def _without_fix(finding: Finding, bad: set[Key]) -> Finding:
    return finding._replace(fix=None) if finding.fix and key_of(finding) in bad else finding
