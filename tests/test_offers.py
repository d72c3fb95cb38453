"""A fix that is shown is a fix that is made: what findings offer is what ``--fix`` does."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pachlint
from pachlint import offers
from pachlint.finding import Finding, Safety
from pachlint.lint import Job, check
from pachlint.offers import JudgeBy, left_over, offered
from pachlint.reading.document import read
from pachlint.repair import least_weight, repair
from pachlint.results import Report
from pachlint.rulebook import Rulebook
from pachlint.source import Source
from tests.test_repair import BAD, STYLES, job, judge, laid, spelt

FILES = sorted((Path(__file__).parent.parent / "examples").glob("*/*.yaml"))
# as a string it is still no quantity, so the fix of one rule makes the finding of another
OBJECTED = "postgresql: {enabled: true, persistence: {size: 10}}\n"
TEXT = f"deployTarget: AMAZON\npachd: {{enabled: 'true'}}\n{OBJECTED}"


def keys(findings: object, *, safe: bool) -> set[tuple[str, str]]:
    """The findings that offer a fix: those of safe ones, or all."""
    return {
        (one.rule, one.path or one.message)
        for one in findings  # type: ignore[attr-defined]
        if one.fix and (not safe or one.fix.safety is Safety.SAFE)
    }


def judge_by(jobs: Sequence[Job], book: Rulebook) -> Report:
    return check(jobs, book)


def same_as_all(jobs: Sequence[Job], book: Rulebook) -> Report:
    """What some rules find, which must be all that all find."""
    found, every = check(jobs, book), judge(jobs)
    assert found.findings == every.findings, [job.documents[0].source.text for job in jobs]
    return found


def counting(calls: list[int]) -> JudgeBy:
    """All rules, and how many releases were judged each time."""

    def judged(jobs: Sequence[Job], book: Rulebook) -> Report:
        calls.append(len(jobs))
        return check(jobs, book)

    return judged


def agree(jobs: list[Job]) -> None:
    """What is offered is made, or there is no need for it any more; what is made first was offered."""
    first = judge(jobs)
    report = offered(first, jobs, same_as_all)
    assert report.fixes_tried
    assert [one._replace(fix=None) for one in report.findings] == [
        one._replace(fix=None) for one in first.findings
    ]
    for unsafe in (False, True):
        done = repair(jobs, judge, unsafe=unsafe)
        shown, made = keys(report.findings, safe=not unsafe), keys(done.fixed, safe=False)
        left = {(one.rule, one.path or one.message) for one in done.report.findings}
        assert shown & left - made == set(), [one.reason for one in done.dropped]
        assert made & keys(first.findings, safe=not unsafe) <= shown
        # and another run makes nothing that the first left over
        after = left_over(done, judge, unsafe=unsafe)
        assert keys(after.findings, safe=not unsafe) == set()
        again = repair(done.jobs, judge, unsafe=True)
        if not unsafe:
            # a finding may get a fix only when others are made
            before = keys(done.report.findings, safe=False)
            assert keys(again.fixed, safe=False) & before <= keys(after.findings, safe=False)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_examples(path: Path) -> None:
    agree([job(path.read_text())])


@given(st.lists(st.sampled_from(BAD), min_size=1, max_size=5), st.sampled_from(STYLES), st.booleans())
@settings(max_examples=25, deadline=None, derandomize=True)
def test_files_with_several_mistakes(bad: list[tuple[str, str, object]], style: str, objected: bool) -> None:
    values: object = {}
    for text in [*(text for _, text, _ in bad), *([OBJECTED] if objected else [])]:
        values = laid(values, read(Source("v.yaml", text)).data)
    assert isinstance(values, dict)
    agree([job(spelt(values, style))])


def test_releases_that_share_files() -> None:
    base = read(Source("base.yaml", TEXT))
    jobs = [
        Job(name, (base, read(Source(f"{name}.yaml", text))))
        for name, text in (("a", OBJECTED), ("b", "x: 1\n"))
    ]
    agree([*jobs, job(TEXT, "c.yaml")])


def fixes(report: Report) -> dict[str, bool]:
    return {one.path: one.fix is not None for one in report.findings if one.rule == "wrong-type"}


def test_fix_that_another_rule_objects_to_is_not_offered() -> None:
    report = pachlint.check(text=TEXT, filename="v.yaml")
    assert fixes(report) == {"pachd.enabled": True, "postgresql.persistence.size": False}
    assert "(1 fixable with --fix)" in str(pachlint.render(report))
    document = json.loads(str(pachlint.render(report, "json")))
    assert (document["summary"]["fixable"], "fixes_tried" in document["summary"]) == (1, False)
    title = "use the type that the chart requires"
    for name in ("sarif", "html"):
        assert str(pachlint.render(report, name)).count(title) == 1, name


def test_safe_fix_does_not_count_on_an_unsafe_one() -> None:
    """What only an unsafe fix makes possible is not offered for ``--fix`` alone."""
    text = "deployTarget: LOCAL\nconsole: {enabled: 'true'}\npachd: {enabled: 'true'}\n"

    def strict(jobs):  # type: ignore[no-untyped-def]
        report, now = judge(jobs), jobs[0].documents[0].source.text
        found = [later(one) for one in report.findings if one.rule == "wrong-type"]
        if "console: {enabled: true}" in now and "pachd: {enabled: 'true'" in now:
            found.append(found[0]._replace(path="console.enabled", rule="other", fix=None))
        return report._replace(findings=tuple(found))

    def later(finding: Finding) -> Finding:
        if finding.path != "pachd.enabled" or not finding.fix:
            return finding
        return finding._replace(fix=finding.fix._replace(safety=Safety.UNSAFE))

    jobs = [job(text)]
    assert [one.path for one in repair(jobs, strict, unsafe=False).fixed] == []
    assert [one.path for one in repair(jobs, strict, unsafe=True).fixed] == [
        "pachd.enabled",
        "console.enabled",
    ]


def test_nothing_is_judged_again_without_a_fix() -> None:
    calls: list[int] = []
    jobs = [
        job("deployTarget: AMAZON\nzzq: 1\n"),
        job("deployTarget: AMAZON\npachd: {enabled: 'true'}\n", "w.yaml"),
    ]
    report = judge(jobs)
    assert offered(report, jobs, counting(calls)) == report
    assert calls == [1], "the release with fixes, with all of them made"
    calls.clear()
    assert offered(judge(jobs[:1]), jobs[:1], counting(calls)) == judge(jobs[:1])
    assert calls == []


def test_fixes_that_take_too_long_to_try_are_offered_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "_MOST_OF_GROUP", 10)
    report = pachlint.check(text=TEXT)
    assert fixes(report) == {"pachd.enabled": True, "postgresql.persistence.size": True}
    assert "(up to 2 fixable with --fix)" in str(pachlint.render(report))
    document = json.loads(str(pachlint.render(report, "json")))
    assert (document["summary"]["fixable"], document["summary"]["fixes_tried"]) == (2, False)


def test_time_for_all_files_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "_MOST", 25_000)
    calls: list[int] = []
    jobs = [job(TEXT, f"v{number}.yaml") for number in range(30)]
    report = offered(judge(jobs), jobs, counting(calls))
    assert 2 <= len(calls) < 30
    assert not report.fixes_tried


def test_where_few_of_all_files_could_be_tried_none_is(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    jobs = [job(TEXT, f"v{number}.yaml") for number in range(30)]
    monkeypatch.setattr(offers, "_MOST", 30 * least_weight(jobs[:1]) // offers._PART - 1)
    report = offered(judge(jobs), jobs, counting(calls))
    assert (calls, report.fixes_tried) == ([], False)
    assert [finding.fix for finding in report.findings] == [finding.fix for finding in judge(jobs).findings]
    # files without fixes do not count
    good = [job("deployTarget: LOCAL\n", f"g{number}.yaml") for number in range(30)]
    offered(judge(jobs[:2] + good), jobs[:2] + good, counting(calls))
    assert calls
