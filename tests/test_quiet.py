"""Real values files that Helm accepts get the errors and warnings that somebody has judged to be right, and no others."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

from pachlint import lint
from pachlint.chart.charts import chart
from pachlint.finding import Severity
from pachlint.layering.flags import Flag
from pachlint.lint import Job
from pachlint.reading.document import read
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import RELEASED, resolve

FILES = Path(__file__).parent / "quiet" / "files.jsonl"
JUDGED = Path(__file__).parent / "quiet" / "judged.yaml"
NEWEST_OF_EACH_MINOR = sorted({(one.major, one.minor): one for one in sorted(RELEASED)}.values())
TARGETS = {
    "LOCAL": [],
    "AMAZON": [
        "pachd.storage.amazon.bucket=corp-data",
        "pachd.storage.amazon.region=us-east-1",
        "pachd.storage.storageURL=s3://corp-data?region=us-east-1",
    ],
    "GOOGLE": ["pachd.storage.google.bucket=corp-data", "pachd.storage.storageURL=gs://corp-data"],
}


class Judgment(NamedTuple):
    """Why the findings of a rule are right: the paths, each with the files it is found in."""

    rule: str
    because: str
    found: dict[str, list[str]]


@cache
def judgments() -> tuple[Judgment, ...]:
    """All judgments."""
    if not JUDGED.exists():
        return ()
    return tuple(Judgment(**row) for row in YAML(typ="safe").load(JUDGED))


def reported(text: str, version: str, flags: list[str]) -> set[tuple[str, str]]:
    """Rule and path of every error and warning in the text as the whole values of a release."""
    job = Job(
        "values.yaml",
        (read(Source("values.yaml", text)),),
        tuple(Flag("set", flag) for flag in flags),
        overrides=Overrides(chart_version=Resolved(resolve(version), "flag")),
    )
    found = lint.check([job], shipped()).findings
    return {(one.rule, one.path) for one in found if one.severity >= Severity.WARNING}


def found_in(row: dict[str, Any]) -> set[tuple[str, str]]:
    """Rule and path of every error and warning in a file, for all chart versions it is checked with."""
    text = json.dumps(row["values"], ensure_ascii=False)
    return {found for version, flags in row["cases"] for found in reported(text, version, flags)}


def rows() -> list[Any]:
    """The files, one a test."""
    lines = FILES.read_text(encoding="utf-8").splitlines()
    return [pytest.param(row, id=row["id"]) for row in map(json.loads, lines)]


@pytest.mark.parametrize("row", rows())
def test_only_what_is_judged_to_be_right_is_reported(row: dict[str, Any]) -> None:
    right = {(one.rule, path) for one in judgments() for path, ids in one.found.items() if row["id"] in ids}
    assert found_in(row) == right


def test_every_judgement_has_a_reason() -> None:
    assert [one.rule for one in judgments() if len(one.because.split()) < 4] == []


def test_every_judgement_is_of_a_file_that_is_here() -> None:
    judged = {name for one in judgments() for ids in one.found.values() for name in ids}
    assert judged <= {str(row.id) for row in rows()}


@pytest.mark.parametrize("version", NEWEST_OF_EACH_MINOR, ids=str)
@pytest.mark.parametrize("target", TARGETS)
def test_defaults_written_out_are_no_mistakes(version: Any, target: str) -> None:
    """A copy of the chart's own values says nothing that saying nothing does not say."""
    flags = [f"deployTarget={target}", *TARGETS[target]]
    written = reported(json.dumps(chart(version).defaults), str(version), flags)
    assert written <= reported("{}", str(version), flags)
