"""Demands that nothing of the user's decides are skipped, and that changes no verdict."""

import json
import random

import pytest
import random_values

from pachlint.bundled import read
from pachlint.lint import Job, prepare
from pachlint.reading.document import read as read_document
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.verdict import template_checks
from pachlint.verdict.breaches import TemplateInput, decided_sets
from pachlint.verdict.expressions import EvaluationError
from pachlint.verdict.template_checks import _message
from pachlint.versions import RELEASED

TABLE = template_checks.load(read("schemas/demands.json"))
KINDS = (random_values.scattered, random_values.likely, random_values.crowded)


@pytest.mark.parametrize("seed", range(120))
def test_verdict_is_that_of_all_demands(seed: int) -> None:
    rng = random.Random(seed)
    version = rng.choice(RELEASED)
    text = json.dumps(KINDS[seed % len(KINDS)](rng, str(version)))
    overrides = Overrides(chart_version=Resolved(version, "flag"))
    values = prepare(Job("v", (read_document(Source("v.yaml", text)),), overrides=overrides)).values
    if not values.problems:  # else nothing is laid over the defaults of the charts inside
        few = template_checks.breaches(TemplateInput(values.data, str(version), values.user), TABLE)
        assert few == template_checks.breaches(TemplateInput(values.data, str(version)), TABLE)


def test_most_demands_are_skipped() -> None:
    context = prepare(Job("v", (read_document(Source("v.yaml", "deployTarget: LOCAL\n")),)))
    version = str(context.chart.version)
    decided = decided_sets(TABLE.paths, TABLE.reads, context.values.user)
    rows = [row for _, _, under_guard in TABLE.demands for row in under_guard]
    touched = [row for row in rows if decided[row[1]]]
    given = TemplateInput(context.values.data, version, context.values.user)
    assert template_checks.breaches(given, TABLE) == []
    assert 0 < len(touched) < len(rows) / 5


@pytest.mark.parametrize(
    ("kind", "path", "message"),
    [
        ("map", ("a", "b"), "the chart reads keys under a.b, but it is a string"),
        ("iterable", ("a", 0), "the chart iterates over a[0], but it is a string"),
        ("argument", ("a",), "a is a string"),
        ("argument", (), "is a string"),
    ],
)
def test_what_a_chart_does_is_told(kind: str, path: tuple[str | int, ...], message: str) -> None:
    assert _message(EvaluationError(kind, "is a string", path), path) == message
