"""What decides a flow is known: no evaluation reads anything else, so what came of the same values comes again."""

import random
from typing import Any

import pytest

from pachlint.bundled import read
from pachlint.chart.charts import chart
from pachlint.layering.coalesce import effective_values
from pachlint.verdict.breaches import TemplateInput
from pachlint.verdict.conditions import Conditions
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.flow_reads import reads_of
from pachlint.verdict.flows import Flow, load
from pachlint.versions import resolve

TABLE = load(read("schemas/flows.json"))
SETS = reads_of(TABLE)
SWITCHES = [("cloudsqlAuthProxy", "enabled"), ("console", "enabled"), ("ingress", "enabled"), ("pachd", "enabled"), ("determined", "enabled"), ("proxy", "enabled")]  # fmt: skip


def switched(rng: random.Random, version: str) -> TemplateInput:
    """The defaults of a chart version with some charts and parts on or off."""
    user: dict[str, Any] = {"deployTarget": rng.choice(["AMAZON", "LOCAL", "MINIO"])}
    for block, key in SWITCHES:
        user[block] = {key: rng.random() < 0.7}
    released = chart(resolve(version))
    return TemplateInput(effective_values(released.defaults, released.subcharts, user), version)


@pytest.mark.parametrize("version", ["2.0.0", "2.5.5", "2.11.6"])
def test_a_flow_reads_what_its_set_says_and_nothing_else(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[tuple[str, ...]] = set()
    original = Evaluator._read
    monkeypatch.setattr(Evaluator, "_read", lambda self, path: (asked.add(path), original(self, path))[1])
    given, seen = switched(random.Random(version), version), 0
    for _, row in TABLE.flows.of(TABLE.versions[version]):
        flow = Flow(*row)
        asked.clear()
        evaluator = Evaluator(TABLE.expressions, TABLE.open, given.values)
        for env in Conditions(TABLE.guards, evaluator).environments(flow.guard):
            try:
                evaluator.value(max(flow.expression, 0), env) if flow.expression >= 0 else None
            except EvaluationError:
                continue
        known = set(SETS[flow.reads])
        assert {path for path in asked if known and path not in known} == set()
        seen += bool(asked and known)
    assert seen > 100


def test_what_a_flow_reads_is_more_than_what_it_writes() -> None:
    names = {numbers[0] for numbers in TABLE.reads if len(numbers) == 1}
    of_proxy = TABLE.paths.index("cloudsqlAuthProxy.resources")
    assert of_proxy in names
    found = SETS[TABLE.reads.index([of_proxy])]
    assert ("cloudsqlAuthProxy", "enabled") in found
