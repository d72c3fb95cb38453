"""What decides a flow is known: no evaluation reads anything else, so what came of the same values comes again."""

import random
from contextlib import suppress
from typing import Any

import pytest

from pachlint.bundled import read
from pachlint.chart.charts import chart
from pachlint.layering.coalesce import effective_values
from pachlint.verdict.breaches import TemplateInput
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.flow_reads import reads_of
from pachlint.verdict.flows import Flow, Flows, load
from pachlint.versions import resolve

TABLE = load(read("schemas/flows.json"))
SETS = reads_of(TABLE)
SWITCHES = [("cloudsqlAuthProxy", "enabled"), ("console", "enabled"), ("ingress", "enabled"), ("pachd", "enabled"), ("determined", "enabled"), ("proxy", "enabled")]  # fmt: skip


def switched(rng: random.Random, version: str) -> TemplateInput:
    """The defaults of a chart version with some charts and parts on or off."""
    user: dict[str, Any] = {"deployTarget": rng.choice(["AMAZON", "LOCAL", "MINIO"])}
    for block, key in SWITCHES:
        user[block] = {key: rng.random() < 0.7}
    mounts = [{"name": "x", "mountPath": "/x"}]
    user["postgresql"] = {
        "service": {"nodePort": 30000, "clusterIP": "10.0.0.1"},
        "primary": {"extraVolumeMounts": mounts, "podLabels": {"app": "x"}},
        "extraVolumeMounts": mounts,
    }
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
        list(Flows(given, TABLE)._flow(flow))
        read_by = set(asked)
        # the name of the object is asked for only if something is refused
        asked.clear()
        with suppress(EvaluationError):
            Evaluator(TABLE.expressions, TABLE.open, given.values).value(TABLE.objects[flow.object][1], {})
        read_by -= asked
        known = set(SETS[flow.reads])
        assert {path for path in read_by if known and path not in known} == set()
        seen += bool(read_by and known)
    assert seen > 100


def test_what_a_flow_reads_is_more_than_what_it_writes() -> None:
    names = {numbers[0] for numbers in TABLE.reads if len(numbers) == 1}
    of_proxy = TABLE.paths.index("cloudsqlAuthProxy.resources")
    assert of_proxy in names
    found = SETS[TABLE.reads.index([of_proxy])]
    assert ("cloudsqlAuthProxy", "enabled") in found
