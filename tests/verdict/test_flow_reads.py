"""What decides a flow is known: no evaluation reads anything else, so what came of the same values comes again."""

import functools
import random
from typing import Any

import pytest

from pachlint.bundled import read
from pachlint.chart.charts import chart
from pachlint.layering.coalesce import effective_values
from pachlint.layering.numbering import Numbering
from pachlint.verdict.breaches import TemplateInput
from pachlint.verdict.expressions import Evaluator
from pachlint.verdict.flow_reads import reads_of
from pachlint.verdict.flows import Flow, Flows, Table, load, load_data, refusals
from pachlint.verdict.memory import Settled
from pachlint.versions import resolve

TABLE = load(read("schemas/flows.json"))
SWITCHES = [("cloudsqlAuthProxy", "enabled"), ("console", "enabled"), ("ingress", "enabled"), ("pachd", "enabled"), ("determined", "enabled"), ("proxy", "enabled")]  # fmt: skip


@functools.cache
def sets() -> list[tuple[tuple[str | int, ...], ...]]:
    """What decides the flows of the releases."""
    return reads_of(TABLE)


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
        known = set(sets()[flow.reads])
        assert {path for path in asked if known and path not in known} == set()
        seen += bool(asked and known)
    assert seen > 100


def test_what_a_flow_reads_is_more_than_what_it_writes() -> None:
    names = {numbers[0] for numbers in TABLE.reads if len(numbers) == 1}
    of_proxy = TABLE.paths.index("cloudsqlAuthProxy.resources")
    assert of_proxy in names
    found = sets()[TABLE.reads.index([of_proxy])]
    assert ("cloudsqlAuthProxy", "enabled") in found


# 0 and 1: what is written; 2 and 3: conditions; 4: a label; 5 and 6: names
EXPRESSIONS: list[Any] = ["port", "type", "on", "items", "label", ["=", "it"], ["trunc", 7, 9], ["=", 63], "", "name", ["default", 0, 1], ["toYaml", 1]]  # fmt: skip
GUARDS = [[-1, 2], [0, 3, 0, 1], [-1, -3]]
PLACES = [
    ["spec", "ports", 0, "nodePort"],
    ["spec", "type"],
    ["spec", "template", "spec", "volumes"],
    ["metadata", "annotations"],
]
IT, LABELLED, NAMED, POD = range(4)
OBJECTS = [["Service", 5, []], ["Service", 5, [["app", 4]]], ["Service", 6, []], ["Pod", 5, []]]
PORT, TYPE, VOLUMES, ANNOTATIONS = range(4)
NOTHING = ALWAYS = -1


def table_of(*flows: tuple[int, int, int, int], decided_by: str = "own") -> Table:
    """Flows by object, place, expression and guard, each with a set of its own; that of the first is of one path."""
    return load_data(
        {
            "versions": ["1.0.0"],
            "spans": [[0, 0]],
            "open": [],
            "screens": [],
            "paths": [decided_by, "other"],
            "reads": [[0], *([1] for _ in flows)],
            "expressions": EXPRESSIONS,
            "guards": GUARDS,
            "places": PLACES,
            "objects": OBJECTS,
            "flows": [[0, *flow, 0, number, -1] for number, flow in enumerate(flows)],
        }
    )


@pytest.mark.parametrize(
    ("flow", "beside", "names"),
    [
        ((IT, PORT, 0, ALWAYS), [], "port"),
        ((IT, PORT, NOTHING, ALWAYS), [], ""),
        ((IT, PORT, NOTHING, 0), [], "on"),
        ((IT, PORT, NOTHING, 1), [], "on items"),
        ((IT, PORT, 0, 2), [], "on port"),
        ((IT, PORT, 10, ALWAYS), [], "port type"),
        ((LABELLED, PORT, 0, ALWAYS), [], "label port"),
        ((NAMED, PORT, 0, ALWAYS), [], "name port"),
        # what the type of a service is decides what else it may have; the labels of either do not make it another
        ((IT, PORT, 0, ALWAYS), [(IT, TYPE, 1, 0)], "port type on"),
        ((IT, PORT, 0, ALWAYS), [(IT, TYPE, 1, ALWAYS), (IT, TYPE, 3, ALWAYS)], "port type items"),
        ((IT, PORT, 0, ALWAYS), [(LABELLED, TYPE, 1, ALWAYS)], "port type label"),
        ((LABELLED, PORT, 0, ALWAYS), [(IT, TYPE, 1, ALWAYS)], "port type label"),
        ((POD, PORT, 0, ALWAYS), [(POD, VOLUMES, 3, ALWAYS)], "port items"),
        ((IT, PORT, 0, ALWAYS), [(NAMED, TYPE, 1, ALWAYS)], "port"),
        ((IT, PORT, 0, ALWAYS), [(POD, TYPE, 1, ALWAYS)], "port"),
        ((IT, PORT, 0, ALWAYS), [(IT, ANNOTATIONS, 1, ALWAYS)], "port"),
    ],
)  # fmt: skip
def test_what_decides_a_flow(
    flow: tuple[int, int, int, int], beside: list[tuple[int, int, int, int]], names: str
) -> None:
    found = reads_of(table_of(flow, *beside))
    assert set(found[0]) == {("own",), *((name,) for name in names.split())}
    assert len(found[0]) == len(set(found[0]))


def test_of_what_may_be_anything_nothing_is_known() -> None:
    assert reads_of(table_of((IT, PORT, 0, ALWAYS), decided_by="*"))[0] == ()
    assert reads_of(table_of((IT, PORT, 8, ALWAYS)))[0] == ()


def test_what_an_object_without_a_name_is_not_refused_for_is_told_of_one_with_a_name() -> None:
    """Helm stops at a name that is no text, and nothing else of the object is known."""
    table = table_of((NAMED, ANNOTATIONS, 11, ALWAYS), decided_by="type")
    table = table._replace(settled=Settled(lambda: reads_of(table), and_written=True))

    def told(name: object) -> list[str]:
        values = {"type": {"a b": "c"}, "name": name}
        return [one.name for one in refusals(TemplateInput(values, "1.0.0", values, numbering=Numbering(values, values)), table)]  # fmt: skip

    assert [told(name) for name in (5, 5, 5, "x", "x")] == [[], [], [], ["x"], ["x"]]
