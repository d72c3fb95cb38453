"""Counts of findings by rule, impact, and file."""

from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.report import statistics
from pachlint.report.look import Look
from pachlint.results import Report
from pachlint.rulebook import shipped
from pachlint.source import Source

TEXT = """\
# pachlint: chart-version=2.11.6
deployTarget: AMAZON
console: {enabled: "true"}
proxy: {enabled: "true"}
pachd: {rootToken: 5e2c7a9d41b84f0fb6a3, unknwn: 1}
"""


def report() -> Report:
    """A release with findings of three rules."""
    document = read(Source("v.yaml", TEXT))
    return check(
        [Job("v.yaml", (document,))], shipped().select(["wrong-type", "unknown-key", "plain-secret"])
    )


def test_tables_are_sorted_by_count() -> None:
    tables = statistics.render(report(), Look(quiet=True)).rstrip().split("\n\n")
    assert [table.splitlines() for table in tables] == [
        [
            "findings  fixable  rule",
            "       2        2  wrong-type (error)",
            "       1           plain-secret (info)",
            "       1           unknown-key (warning)",
        ],
        [
            "findings  fixable  impact",
            "       2        2  rejected by Helm",
            "       1           ineffective",
            "       1           insecure (info)",
        ],
        ["findings  fixable  file", "       4        2  v.yaml"],
    ]


def test_summary_follows() -> None:
    lines = statistics.render(report(), Look()).splitlines()
    assert lines[-1] == "2 errors, 1 warning, 1 info in 1 file (2 fixable with --fix)"
    assert lines[-2] == "Helm rejects this: 2 (v.yaml:3, 4) · ineffective: 1 · info: 1"


def test_nothing_found_leaves_the_summary() -> None:
    document = read(Source("v.yaml", "deployTarget: LOCAL\n"))
    found = check([Job("v.yaml", (document,))], shipped().select(["wrong-type"]))
    assert statistics.render(found, Look(quiet=True)) == ""
    assert statistics.render(found, Look()).endswith("no findings in 1 file\n")
