"""Whole reports against golden files: text at two widths, with and without color, concise, JSON."""

import json
import re
from collections.abc import Callable

import pytest

from pachlint.finding import Finding, Severity
from pachlint.layering.flags import Flag
from pachlint.lint import Job, check
from pachlint.reading.document import Document, read
from pachlint.report import concise, text
from pachlint.report import json as json_report
from pachlint.report.look import Look
from pachlint.results import Report
from pachlint.rulebook import shipped
from pachlint.source import Source

BASE = """\
# pachlint: chart-version=2.6.4 environment=production
deployTarget: AMAZON
pachd:
  storage: {amazon: {bucket: corp-data, region: us-east-1a}}
  rootToken: 5e2c7a9d41b84f0fb6a3
ingress:
  enabled: true
  host: "pächy.example.com"   # 日本語 in a comment
  annotations:
    kubernetes.io/ingress.clas: alb
    first.example.com/a: 1
    first.example.com/b: 2
    first.example.com/c: 3
    first.example.com/d: 4
    first.example.com/e: 5
"""
PROD = """\
ingress:
  enabled: "yes"
  tls: {enabled: true}
"""


def document(name: str, content: str) -> Document:
    """A values file."""
    return read(Source(name, content))


@pytest.fixture(scope="module")
def report() -> Report:
    """A release of two files and a flag, and a file that cannot be read."""
    flags = (Flag("set", "pachd.externalService.enabled=true"),)
    jobs = [
        Job("base.yaml + prod.yaml", (document("base.yaml", BASE), document("prod.yaml", PROD)), flags),
        Job("bad.yaml", (document("bad.yaml", "pachd:\n  image: [\n"),)),
    ]
    return settled(check(jobs, shipped()))


def settled(report: Report) -> Report:
    """The report with fixed numbers of rules, so that a new rule changes no golden file it has nothing to do with."""
    every = len(shipped().rules)
    assert {release.rules_run + release.rules_skipped for release in report.releases} == {every}
    releases = tuple(
        release._replace(rules_run=300 if release.rules_run > every / 2 else 20, rules_skipped=200)
        for release in report.releases
    )
    return report._replace(releases=releases)


REPEATS = """\
# pachlint: chart-version=2.6.4 environment=production
deployTarget: MICROSOFT   # a place of many findings about what is not set
etcd: {size: 1Gi, storageClassName: fast}   # two places on one line
first: 1
second: 1   # pachlint: ignore[unknown-key] -- read by our own templates
third: 1
fourth: 1   # pachlint: ignore[unknown-key] -- read by our own templates
"""


@pytest.fixture(scope="module")
def repeats() -> Report:
    """Several findings at one place, and many of one rule, some of them set aside."""
    return settled(check([Job("repeats.yaml", (document("repeats.yaml", REPEATS),))], shipped()))


@pytest.mark.parametrize("columns", [80, 200])
def test_repeats_are_reported_once(repeats: Report, columns: int, golden: Callable[[str, str], None]) -> None:
    shown = text.render(repeats, Look(columns=columns, show_ignored=True, verbose=True))
    golden(f"reports/repeats-{columns}.txt", shown)
    assert shown.count(" | deployTarget: MICROSOFT") < shown.count("--> repeats.yaml:2:1 ")
    assert shown.count("Helm accepts unknown keys") == 1
    for finding in (*repeats.findings, *repeats.ignored):
        assert finding.path in shown


@pytest.mark.parametrize("columns", [80, 200, None])
def test_brief(report: Report, columns: int | None, golden: Callable[[str, str], None]) -> None:
    shown = text.render(report, Look(columns=columns))
    golden(f"reports/brief-{columns or 'piped'}.txt", shown)
    lines = shown.splitlines()
    assert lines[0].startswith("Helm rejects this: ")
    assert [line for line in lines if line.startswith("Helm rejects this: ")][1] in lines[-3:]
    if columns:
        assert [
            line for line in lines if len(line) > columns and " " in line.strip("= |").partition(": ")[2]
        ] == []


def test_brief_names_every_place_and_folds_what_fails_no_run(report: Report) -> None:
    shown = text.render(report, Look()).replace("base.yaml + prod.yaml", "")
    for finding in report.findings:
        if finding.severity is not Severity.INFO and finding.place.line != 15:
            assert finding.message in shown
        assert f"[{finding.rule}]" in shown
    assert "first.example.com/d is 4, which YAML does not read as a string (and 1 more: line 15)" in shown
    folded = [line for line in shown.splitlines() if ": info[" in line]
    assert len(folded) == len(
        {(one.rule, one.place.file) for one in report.findings if one.severity is Severity.INFO}
    )


@pytest.mark.parametrize("columns", [80, 200, None])
def test_text(report: Report, columns: int | None, golden: Callable[[str, str], None]) -> None:
    shown = text.render(report, Look(columns=columns, verbose=True))
    golden(f"reports/text-{columns or 'piped'}.txt", shown)
    if columns:
        assert [
            line
            for line in shown.splitlines()
            if len(line) > columns and " " in line.strip("= ").partition(": ")[2]
        ] == []


@pytest.mark.parametrize("verbose", [False, True])
def test_color_changes_nothing_else(
    report: Report, verbose: bool, golden: Callable[[str, str], None]
) -> None:
    colored = text.render(report, Look(color=True, columns=80, verbose=verbose))
    golden(f"reports/color-80{'-full' if verbose else ''}.txt", colored)
    bare = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;;[^\x1b]*\x1b\\", "", colored)
    plain = text.render(report, Look(columns=80, verbose=verbose))
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()


def test_concise(report: Report, golden: Callable[[str, str], None]) -> None:
    shown = concise.render(report)
    golden("reports/concise.txt", shown)
    assert len(shown.splitlines()) == len(report.findings)


def test_json(report: Report, golden: Callable[[str, str], None]) -> None:
    shown = json_report.render(report)
    golden("reports/report.json", shown)
    assert len(json.loads(shown)["findings"]) == len(report.findings)


def test_no_report_tells_the_secret(report: Report) -> None:
    everything = [concise.render(report), json_report.render(report), text.render(report, Look())]
    assert not any("5e2c7a9d41b84f0fb6a3" in shown for shown in everything)


def test_repeats_are_grouped_and_none_is_lost(report: Report) -> None:
    shown = text.render(report, Look(verbose=True))
    for finding in report.findings:
        assert finding.message in shown
    assert "more in base.yaml" in shown


def test_no_finding_is_looked_for_among_the_others(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """There may be thousands of both kinds, folded and not."""

    def compared(*_: object) -> bool:
        raise AssertionError

    monkeypatch.setattr(Finding, "__eq__", compared)
    assert ": info[" in text.render(report, Look())
