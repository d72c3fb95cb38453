"""Whoever applies what is offered ends well: it ends, nothing is taken back, and no fix leads into the next finding."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from io import StringIO
from pathlib import Path

import pytest
import random_values
from ruamel.yaml import YAML

from pachlint.example_fixes import example_job
from pachlint.finding import Impact, Severity
from pachlint.fixing.trees import changes
from pachlint.layering.flags import Flag
from pachlint.lint import Job, check
from pachlint.place import format_path
from pachlint.reading.document import read
from pachlint.repair import Judge, Repair, repair
from pachlint.results import Report
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import RELEASED, resolve

CORPUS = Path(__file__).parent / "quiet" / "files.jsonl"
GENERATED = 200
DROPPED_FOR_GOOD = {
    "wrong-type": "what the values mean is judged only when all types are right",
    "annotation-spelling": "what stands at a key is judged only when its name is right",
    "backend-spelling": "what a backend needs is demanded only when its name is right",
    "unknown-key": "what stands at a key is judged only when its name is right",
}
"""Rules whose fixes may lead into another finding, which is seen when they are tried: they are dropped then."""


def judging() -> Judge:
    """All rules, asked once about every text of a release."""
    known: dict[tuple[str, ...], Report] = {}

    def judge(jobs: Sequence[Job]) -> Report:
        texts = tuple(one.source.text for job in jobs for one in job.documents)
        if texts not in known:
            known[texts] = check(jobs, shipped())
        return known[texts]

    return judge


# Releases are made when they are tried: to make them all takes longer than to find all other tests.
def of_examples() -> Iterator[tuple[str, Callable[[], Job]]]:
    """Every bad example of every rule, for what it is meant."""
    for rule in shipped().rules:
        for number, example in enumerate(shipped().text(rule.id).examples):
            if example.bad:
                yield f"{rule.id}-{number}", partial(example_job, rule, example)


def of_corpus() -> Iterator[tuple[str, Callable[[], Job]]]:
    """Every real file, for the newest version that it was written for."""
    for row in map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines()):
        version, flags = row["cases"][-1]
        yield row["id"], partial(job, row["values"], version, flags)


def of_chance() -> Iterator[tuple[str, Callable[[], Job]]]:
    """Values that people might write."""
    for number in range(GENERATED):
        yield f"generated-{number}", partial(generated, number)


def generated(number: int) -> Job:
    """Values at random, for a version at random."""
    values, version = all_generated()[number]
    return job(values, version, [])


@cache
def all_generated() -> list[tuple[object, str]]:
    chosen = random.Random(12)
    versions = (str(chosen.choice(RELEASED)) for _ in range(GENERATED))
    return [(random_values.likely(chosen, version), version) for version in versions]


def job(values: object, version: str, flags: list[str]) -> Job:
    """A release of one file."""
    text = StringIO()
    YAML().dump(values, text)
    return Job(
        "release",
        (read(Source("v.yaml", text.getvalue())),),
        tuple(Flag("set", flag) for flag in flags),
        overrides=Overrides(chart_version=Resolved(resolve(version), "flag")),
    )


def mistakes(start: Job) -> list[str]:
    """What is wrong with what becomes of a release whose findings are fixed, the safe ones first."""
    judge = judging()
    before = judge([start])
    if not any(finding.fix for finding in before.findings):
        return []
    safe = repair([start], judge, unsafe=False)
    done = repair(safe.jobs, judge, unsafe=True)
    again = repair(done.jobs, judge, unsafe=True)
    found = [f"not at an end: {finding.rule} {finding.path}" for finding in again.fixed]
    found += [
        f"{one.finding.rule} at {one.finding.path} is dropped: {one.reason}"
        for one in (*safe.dropped, *done.dropped)
        if one.finding.rule not in DROPPED_FOR_GOOD
    ]
    return found + list(_worse(start, before, (safe, done)))


def _worse(start: Job, before: Report, repairs: tuple[Repair, ...]) -> Iterator[str]:
    """What is found afterwards at what was written, and was not before."""
    done = repairs[-1]
    old = {(finding.rule, finding.path) for finding in before.findings}
    fixed = {(finding.rule, finding.path) for one in repairs for finding in one.fixed if finding.path}
    written = {
        format_path(path)
        for one, other in zip(start.documents, done.jobs[0].documents, strict=True)
        for path, value in changes(one.data, other.data).items()
        if value is not ...
    }
    for finding in done.report.findings:
        key = (finding.rule, finding.path)
        if key in fixed:
            yield f"fixed and still there: {key}"
        elif key not in old and finding.path in written and finding.severity >= Severity.WARNING:
            yield f"a fix led to {key}"
        elif finding.impact is Impact.REJECTED and not _is_rejected(before):
            yield f"Helm rejects then: {key}"


def _is_rejected(report: Report) -> bool:
    return any(finding.impact is Impact.REJECTED for finding in report.findings)


@pytest.mark.parametrize(
    "make",
    [pytest.param(make, id=name) for name, make in (*of_examples(), *of_corpus(), *of_chance())],
)
def test_following_the_advice_ends_well(make: Callable[[], Job]) -> None:
    assert mistakes(make()) == []
