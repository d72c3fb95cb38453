"""Which value is to blame where Helm rejects: path, line and words of the finding, for values with one mistake or two."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pachlint import lint
from pachlint.lint import Job
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook, load
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve

ROWS = [
    json.loads(line) for line in (Path(__file__).parent.parent / "data/blamed.jsonl").read_text().splitlines()
]


@cache
def judges() -> Rulebook:
    """The rule that says what stops the chart."""
    return load().select(["chart-crash"])


def reported(row: dict[str, Any]) -> list[list[object]]:
    """What is found, as path, line and message."""
    overrides = Overrides(chart_version=Resolved(resolve(row["version"]), "flag"))
    document = read(Source("values.yaml", row["values"]))
    found = lint.check([Job("values.yaml", (document,), (), overrides)], judges()).findings
    return [[one.path, one.place.line, one.message] for one in found]


@pytest.mark.parametrize("version", sorted({row["version"] for row in ROWS}))
def test_value_that_stops_the_chart_is_named(version: str) -> None:
    rows = [row for row in ROWS if row["version"] == version]
    assert [(row["values"], reported(row)) for row in rows] == [
        (row["values"], row["reported"]) for row in rows
    ]


@pytest.mark.parametrize(
    "text",
    [
        "pachd: {metrics: null, clusterDeploymentID: 5}",
        "pachd: {metrics: null}\na: .inf",
        "pachd: {metrics: null, clusterDeploymentID: {}}",
    ],
)
def test_chart_is_not_reached_where_helm_stops_before(text: str) -> None:
    row = {"values": f"deployTarget: LOCAL\n{text}\n", "version": "2.11.6"}
    assert reported(row) == []
    alone = {**row, "values": "deployTarget: LOCAL\npachd: {metrics: null}\n"}
    assert [found[0] for found in reported(alone)] == ["pachd.metrics"]
