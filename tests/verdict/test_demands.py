"""Demands that nothing of the user's decides are passed over, and that changes no verdict."""

import json
import random

import pytest
import random_values

from pachlint.bundled import read
from pachlint.lint import Job, prepare
from pachlint.reading.document import read as read_document
from pachlint.source import Source
from pachlint.target import Setting, Wanted
from pachlint.verdict import demands
from pachlint.versions import RELEASED

TABLE = demands.load(read("schemas/demands.json"))
KINDS = (random_values.scattered, random_values.likely, random_values.crowded)


@pytest.mark.parametrize("seed", range(120))
def test_verdict_is_that_of_all_demands(seed: int) -> None:
    dice = random.Random(seed)
    version = dice.choice(RELEASED)
    text = json.dumps(KINDS[seed % len(KINDS)](dice, str(version)))
    wanted = Wanted(chart_version=Setting(version, "flag"))
    values = prepare(Job("v", (read_document(Source("v.yaml", text)),), wanted=wanted)).values
    if not values.problems:  # else nothing is laid over the defaults of the charts inside
        few = demands.breaches(values.data, str(version), TABLE, values.user)
        assert few == demands.breaches(values.data, str(version), TABLE)


def test_most_demands_are_passed_over() -> None:
    judged = prepare(Job("v", (read_document(Source("v.yaml", "deployTarget: LOCAL\n")),)))
    version = str(judged.chart.version)
    decided = demands.decided_sets(TABLE, judged.values.user)
    rows = [row for _, _, under_guard in TABLE.demands for row in under_guard]
    touched = [row for row in rows if decided[row[1]]]
    assert demands.breaches(judged.values.data, version, TABLE, judged.values.user) == []
    assert 0 < len(touched) < len(rows) / 5
