"""Fixes in concert: passes, overlaps, what is dropped, and that the files end up better and still the same."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pachlint.finding import Impact, Safety, Severity
from pachlint.fixing.emit import Quoting, Steps, flow_text, mapping_lines
from pachlint.fixing.trees import changes
from pachlint.kinds import same as same_values
from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.repair import MAX_PASSES, NOT_TRIED, OUT_OF_TURNS, repair
from pachlint.results import Report
from pachlint.rulebook import shipped
from pachlint.source import Source

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "examples").glob("*/*.yaml"))
BAD = [
    (rule.id, example.text, example.context)
    for rule in shipped().rules
    for example in shipped().text(rule.id).examples
    if example.bad and example.fixed is not None and not example.context
]


def judge(jobs) -> Report:  # type: ignore[no-untyped-def]
    """All rules."""
    return check(jobs, shipped())


def job(text: str, name: str = "v.yaml") -> Job:
    """A file on its own."""
    return Job(name, (read(Source(name, text)),))


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_examples_get_better_and_settle(path: Path, unsafe: bool) -> None:
    before = job(path.read_text())
    first = repair([before], judge, unsafe=unsafe)
    again = repair(first.jobs, judge, unsafe=unsafe)
    assert (again.fixed, again.texts()) == ((), first.texts())
    old = {(finding.rule, finding.path) for finding in judge([before]).findings}
    # a word that is spelled right at last may be worth a remark, but never an error
    errors = {(one.rule, one.path) for one in first.report.findings if one.severity is Severity.ERROR}
    assert errors <= old
    new = {(finding.rule, finding.path) for finding in first.report.findings}
    assert {(finding.rule, finding.path) for finding in first.fixed} & new == set()
    assert first.fixed or not any(
        finding.fix and (unsafe or finding.fix.safety == "safe") for finding in judge([before]).findings
    )


@pytest.mark.parametrize(
    ("rule", "text", "context"), BAD, ids=[f"{rule}-{number}" for number, (rule, *_) in enumerate(BAD)]
)
def test_fix_of_every_rule_holds_among_all_rules(rule: str, text: str, context: object) -> None:
    before = job(text)
    found = [finding for finding in judge([before]).findings if finding.rule == rule and finding.fix]
    if not found:
        pytest.skip("another rule comes first where all are applied")
    fixed = repair([before], judge, unsafe=True)
    left = [finding for finding in fixed.report.findings if finding.rule == rule and finding.fix]
    reported = [dropped.finding.rule for dropped in fixed.dropped]
    assert not left or rule in reported


def laid(one: object, other: object) -> object:
    """Values over other values."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: laid(one.get(key), other[key]) if key in other else one[key] for key in {**one, **other}}
    return other


def spelt(values: dict[str, object], style: str) -> str:
    """The values as a file in some style."""
    if style == "json":
        return json.dumps(values, indent="\t")
    if style == "flow":
        return flow_text(values, Quoting("single", "plain", "double")) + "\n"
    quotes, keys, dashes, end = style.split(",")
    lines = mapping_lines(values, Quoting(quotes), Steps(int(keys), int(dashes)))
    return "# head\n\n" + "".join(line + end for line in lines)


STYLES = ("json", "flow", "plain,2,2,\n", "plain,4,0,\r\n", "double,1,1,\n", "single,8,2,\r")


@given(st.lists(st.sampled_from(BAD), min_size=1, max_size=4), st.sampled_from(STYLES), st.booleans())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_files_with_several_mistakes_get_better_and_settle(
    bad: list[tuple[str, str, object]], style: str, unsafe: bool
) -> None:
    values: object = {}
    for _, text, _ in bad:
        values = laid(values, read(Source("v.yaml", text)).data)
    assert isinstance(values, dict)
    before = job(spelt(values, style))
    assert same_values(before.documents[0].data, values)
    standing = judge([before])
    first = repair([before], judge, unsafe=unsafe)
    again = repair(first.jobs, judge, unsafe=unsafe)
    assert (again.fixed, again.texts()) == ((), first.texts())
    new = {(finding.rule, finding.path) for finding in first.report.findings}
    assert {(finding.rule, finding.path) for finding in first.fixed if finding.path} & new == set()
    # only a rejection may hide another one
    if not any(finding.impact is Impact.REJECTED for finding in standing.findings):
        assert not any(finding.impact is Impact.REJECTED for finding in first.report.findings)
    # what is not fixed is told: dropped, or a fix that was not asked for
    left = [
        finding
        for finding in first.report.findings
        if finding.fix and (unsafe or finding.fix.safety == "safe")
    ]
    reported = {(dropped.finding.rule, dropped.finding.path) for dropped in first.dropped}
    assert {(finding.rule, finding.path) for finding in left} <= reported


def test_fixes_that_touch_the_same_text_take_turns() -> None:
    text = "deployTarget: LOCAL\ningress: {enabled: 'true', uriHttpsProtoOverride: 'false', annotations: {kubernetes.io/ingress.clas: alb}}\n"
    done = repair([job(text)], judge, unsafe=False)
    assert done.texts()["v.yaml"] == (
        "deployTarget: LOCAL\ningress: {enabled: true, uriHttpsProtoOverride: false, annotations: {kubernetes.io/ingress.class: alb}}\n"
    )


def test_fix_whose_turn_does_not_come_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pachlint.repair.MAX_PASSES", 0)
    done = repair(
        [job("deployTarget: LOCAL\npachd: {enabled: 'true', clusterDeploymentID: 5}\n")], judge, unsafe=False
    )
    assert [dropped.reason for dropped in done.dropped] == [OUT_OF_TURNS] * 2


def test_fix_that_changes_nothing_ends_after_some_passes() -> None:
    calls = []

    def stubborn(jobs):  # type: ignore[no-untyped-def]
        calls.append(jobs)
        report = judge(jobs)
        first = judge([job("deployTarget: LOCAL\npachd: {enabled: 'true'}\n")]).findings
        kept = [finding for finding in first if finding.fix]
        return report._replace(findings=tuple(kept))

    done = repair([job("deployTarget: LOCAL\npachd: {enabled: 'true'}\n")], stubborn, unsafe=False)
    assert done.fixed == ()
    assert done.dropped[0].reason == "the finding would still be there"
    assert len(calls) <= 2 * MAX_PASSES


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 1}, {}),
        ({"a": 1}, {"a": "1"}, {("a",): "1"}),
        ({"a": 1}, {"a": True}, {("a",): True}),
        ({"a": {"b": 1}}, {"a": {}}, {("a", "b"): ..., ("a",): {}}),
        ({"a": [1]}, {"a": [1, 2]}, {("a",): [1, 2]}),
    ],
)
def test_changes(before: object, after: object, expected: object) -> None:
    assert changes(before, after) == expected


def counting(calls: list[int]):  # type: ignore[no-untyped-def]
    """All rules, and how many releases were judged each time."""

    def judged(jobs):  # type: ignore[no-untyped-def]
        calls.append(len(jobs))
        return judge(jobs)

    return judged


# the fix of a wrong type that leads into the next finding is dropped
DROPPED = "deployTarget: LOCAL\npachd: {enabled: 'true', logLevel: 5, clusterDeploymentID: 7}\n"


def test_time_grows_with_the_files_and_no_faster() -> None:
    judged = []
    for number in (5, 10):
        calls: list[int] = []
        done = repair([job(DROPPED, f"v{at}.yaml") for at in range(number)], counting(calls), unsafe=False)
        assert (len(done.fixed), len(done.dropped)) == (2 * number, number)
        assert [one.name for one in done.jobs] == [f"v{at}.yaml" for at in range(number)]
        judged.append(sum(calls))
    assert judged[1] == 2 * judged[0]


def test_releases_that_share_a_file_are_repaired_together() -> None:
    base = read(Source("base.yaml", DROPPED))
    jobs = [Job(name, (base, read(Source(f"{name}.yaml", "pachd: {replicas: 1}\n")))) for name in ("a", "b")]
    alone = job("deployTarget: LOCAL\npachd: {enabled: 'true'}\n", "c.yaml")
    done = repair([jobs[0], alone, jobs[1]], judge, unsafe=False)
    assert [one.name for one in done.jobs] == ["a", "c.yaml", "b"]
    assert done.jobs[0].documents[0] is done.jobs[2].documents[0]
    assert sorted(finding.place.file for finding in done.fixed) == ["base.yaml", "base.yaml", "c.yaml"]


def test_one_bad_fix_among_many_is_known_by_what_it_wrote() -> None:
    calls: list[int] = []
    text = "deployTarget: LOCAL\n" + "".join(
        f"{part}: {{enabled: 'true'}}\n" for part in ("ingress", "console", "proxy", "cloudsqlAuthProxy")
    )
    done = repair([job(text + "pachd: {logLevel: 5}\n")], counting(calls), unsafe=False)
    assert {finding.path for finding in done.fixed} >= {"console.enabled", "cloudsqlAuthProxy.enabled"}
    assert [one.finding.path for one in done.dropped] == ["pachd.logLevel"]
    assert len(calls) == 3, "as they were, all, and without the one to blame"


def test_dropped_fix_gets_another_try_when_others_have_cleared_the_way() -> None:
    text = "deployTarget: LOCAL\nconsole: {enabled: 'true'}\npachd: {enabled: 'true', logLevel: 5}\n"
    first = next(one for one in judge([job(text)]).findings if one.path == "console.enabled")

    def strict(jobs):  # type: ignore[no-untyped-def]
        report, now = judge(jobs), jobs[0].documents[0].source.text
        too_early = "console: {enabled: true}" in now and "pachd: {enabled: 'true'" in now
        found = (*report.findings, *([first] if too_early else []))
        return report._replace(findings=tuple(map(later, found)))

    def later(finding):  # type: ignore[no-untyped-def]
        """The fix of pachd.enabled is tried after the safe ones."""
        if finding.path != "pachd.enabled" or not finding.fix:
            return finding
        return finding._replace(fix=finding.fix._replace(safety=Safety.UNSAFE))

    done = repair([job(text)], strict, unsafe=True)
    assert [one.path for one in done.fixed if one.path.endswith("enabled")] == [
        "pachd.enabled",
        "console.enabled",
    ]
    assert [one.finding.path for one in done.dropped] == ["pachd.logLevel"]
    again = repair(done.jobs, strict, unsafe=True)
    assert (again.fixed, again.texts()) == ((), done.texts())


def test_nothing_to_repair() -> None:
    assert repair([], judge, unsafe=True).fixed == ()


def test_fixes_that_are_all_dropped_are_given_up_after_some_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pachlint.repair.MAX_TRIES", 20)
    calls: list[int] = []

    def judged(jobs):  # type: ignore[no-untyped-def]
        """All rules, and Helm rejects whatever was mended, for something that no fix wrote."""
        calls.append(len(jobs))
        report = judge(jobs)
        rejected = report.findings[0]._replace(rule="other", path="console", impact=Impact.REJECTED, fix=None)
        same = jobs[0].documents[0].source.text == before.documents[0].source.text
        return report if same else report._replace(findings=(*report.findings, rejected))

    keys = "".join(f"    a{number}: {number}\n" for number in range(60))
    before = job(f"deployTarget: LOCAL\npachd:\n  annotations:\n{keys}")
    offered = [one for one in judge([before]).findings if one.fix]
    done = repair([before], judged, unsafe=True)
    assert len(offered) >= 60
    assert len(calls) <= 21
    assert len(done.dropped) == len(offered)
    assert {one.reason for one in done.dropped} == {"Helm would then reject the values (other)", NOT_TRIED}
    assert done.texts() == {"v.yaml": before.documents[0].source.text}


def test_very_many_fixes_are_made_by_running_again() -> None:
    keys = "".join(f"    a{number}: {number}\n" for number in range(1_200))
    jobs = [job(f"deployTarget: AMAZON\npachd:\n  annotations:\n{keys}")]
    made = []
    for _ in range(4):
        calls: list[int] = []
        done = repair(jobs, counting(calls), unsafe=False)
        assert len(calls) <= 4
        assert {one.reason for one in done.dropped} <= {NOT_TRIED}
        made.append(len(done.fixed))
        jobs = list(done.jobs)
        if not done.fixed:
            break
    assert made[0] >= 500
    assert (sum(made), made[-1]) == (1_200, 0)
    assert all(isinstance(one, str) for one in jobs[0].documents[0].data["pachd"]["annotations"].values())  # type: ignore[index]


@pytest.mark.parametrize("is_around", [True, False])
def test_releases_of_a_file_of_another_program_share_the_effort_for_more_than_one_try(
    is_around: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pachlint.repair.MAX_JUDGED", 12_000)
    around = read(Source("app.yaml", ""))._replace(around=is_around)
    jobs = [job("deployTarget: LOCAL\npachd: {replicas: '1'}\n", f"{number}.yaml") for number in range(8)]
    if is_around:
        jobs = [one._replace(documents=(around, *one.documents)) for one in jobs]
    done = repair(jobs, judge, unsafe=True)
    # one finding of each is mended first, one after it
    by_rule = Counter(one.rule for one in done.fixed)
    assert by_rule["wrong-type"] == len(jobs)
    late = by_rule["local-path-random"]
    assert (0 < late < len(jobs)) if is_around else (late == len(jobs))
    assert [one.reason for one in done.dropped] == [NOT_TRIED] * (len(jobs) - late)
