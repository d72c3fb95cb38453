"""Fixes in concert: passes, overlaps, what is dropped, and that the files end up better and still the same."""

from pathlib import Path

import pytest

from pachlint.finding import Severity
from pachlint.lint import Job, Report, check
from pachlint.reading.document import read
from pachlint.repair import MAX_PASSES, changes, repair
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
    # a word that is spelt right at last may be worth a remark, but never an error
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
    told = [dropped.finding.rule for dropped in fixed.dropped]
    assert not left or rule in told


def test_fixes_that_touch_the_same_text_take_turns() -> None:
    text = "deployTarget: LOCAL\ningress: {enabled: 'true', host: 5, annotations: {kubernetes.io/ingress.clas: alb}}\n"
    done = repair([job(text)], judge, unsafe=False)
    assert done.texts()["v.yaml"] == (
        "deployTarget: LOCAL\ningress: {enabled: true, host: '5', annotations: {kubernetes.io/ingress.class: alb}}\n"
    )


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
