"""What Kubernetes refuses of the objects that values make, and of which value it says so."""

import json
from pathlib import Path
from typing import Any

import pytest

from pachlint.bundled import read
from pachlint.chart.charts import chart
from pachlint.kubernetes.judge import violations_at
from pachlint.kubernetes.types import kind_type
from pachlint.layering.coalesce import effective_values
from pachlint.place import format_path
from pachlint.reading.composer import compose
from pachlint.verdict.breaches import TemplateInput
from pachlint.verdict.flows import Refusal, load, refusals
from pachlint.verdict.plain_values import is_plain
from pachlint.versions import RELEASED, resolve

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "refusals.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
TABLE = load(read("schemas/flows.json"))


def refused(text: str, version: str) -> list[Refusal]:
    """What Kubernetes refuses at once of a chart version with some values."""
    released, user = chart(resolve(version)), compose(text).data
    values = effective_values(released.defaults, released.subcharts, user)
    return [
        one for one in refusals(TemplateInput(values, version, user), TABLE) if not one.violation.deferred
    ]


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row['version']} {row['values']}"[:90].replace("\n", " ")
)
def test_verdict(row: dict[str, Any]) -> None:
    found = [format_path(one.path) for one in refused(row["values"], row["version"])]
    if row["at"] is None:
        assert found == []
    else:
        assert row["at"] in found or any(
            path.startswith((f"{row['at']}.", f"{row['at']}[")) for path in found
        ), found


@pytest.mark.parametrize("version", [str(version) for version in RELEASED])
def test_the_charts_own_values_are_accepted(version: str) -> None:
    released = chart(resolve(version))
    given = TemplateInput(effective_values(released.defaults, released.subcharts, {}), version, {})
    assert refusals(given, TABLE) == []


def test_the_object_and_the_field_are_named() -> None:
    (found,) = refused("deployTarget: LOCAL\npachd:\n  resources: {request: {cpu: 1}}\n", "2.6.4")
    assert (found.kind, found.name, found.place[-1]) == ("Deployment", "pachd", "resources")
    assert (found.violation.words, found.violation.rename) == (
        "no field request; requests is meant",
        "requests",
    )


def test_a_field_that_a_chart_writes_in_the_wrong_place() -> None:
    text = "deployTarget: LOCAL\npgbouncer:\n  annotations: {a: b}\n"
    assert [format_path(one.path) for one in refused(text, "2.9.5")] == ["pgbouncer.annotations.a"]
    assert refused("deployTarget: LOCAL\npgbouncer:\n  annotations: {}\n", "2.9.5") == []


def test_what_is_off_is_not_judged() -> None:
    assert refused("deployTarget: LOCAL\nenterpriseServer: {service: {type: Nodeport}}\n", "2.6.4") == []


ODD: list[object] = [
    *(None, True, False, 0, 1, -1, 1.5, 70000, 2**40, "", "a", "A_b", "a b", "a-", "-a", "a--b", "a.b", "a..b", "1", "1a", "10.0.0.1"),
    *("true", "null", "500m", "1 Gi", "10GB", "Always", "always", "NodePort", "x" * 70, "a/b", "a/b/c", "*.a", "${A}", "é"),
    *({}, [], {"a": "b"}, {"a": 1}, {"a b": "c"}, {"a": "b c"}, {"a/b": "c"}, {"A/b": "c"}, {"a": "x" * 70}, {"limits": {"cpu": 1}}),
    *({"limits": {"cpu": 1}, "requests": {"cpu": 2}}, {"requests": {"memory": "-1Gi"}}, {"limits": None}, {"limits": {"gpu": 1}}),
]  # fmt: skip


def test_a_glance_passes_nothing_that_is_refused() -> None:
    places = {
        (TABLE.objects[row[1]][0], tuple(TABLE.places[row[2]]), row[7]) for row in TABLE.flows if row[7] >= 0
    }
    assert len(places) > 100
    for kind, place, screen in places:
        for value in ODD:
            if is_plain(TABLE.screens[screen], value):
                assert violations_at(value, kind, place) == (), (kind, place, value)


def test_kinds_are_known() -> None:
    known = {
        "v1",
        "apps/v1",
        "batch/v1",
        "networking.k8s.io/v1",
        "rbac.authorization.k8s.io/v1",
        "scheduling.k8s.io/v1",
    }
    assert [kind for kind, *_ in TABLE.objects if not any(kind_type(group, kind) for group in known)] == []
