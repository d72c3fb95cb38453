"""The map as data: its services and ingresses are those that real Helm printed."""

import json
from pathlib import Path
from typing import Any

import pytest
from map_scenes import of_text

from pachlint.report.map_json import to_json

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "rendered.jsonl").read_text().splitlines()
]
"""Values by version with the services and ingresses that Helm 3.17.3 printed for them, annotations as sorted keys."""


def by_name(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Objects by name, as the rows have them."""
    return {
        one["name"]: {key: value for key, value in one.items() if key != "selector"}
        | {"annotations": sorted(one["annotations"])}
        for one in found
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["version"])
def test_services_and_ingresses_are_those_of_helm(row: dict[str, Any]) -> None:
    found = of_text(row["values"], row["version"])
    data = to_json(found.exposure, found.view, found.mask)
    assert by_name(data["services"]) == by_name(row["services"])
    assert by_name(data["ingresses"]) == by_name(row["ingresses"] or [])


def test_every_way_has_statements_with_the_values_that_decide_them() -> None:
    found = of_text(
        "deployTarget: GOOGLE\nproxy: {service: {type: LoadBalancer}}\n"
        "pachd: {storage: {storageURL: gs://b, google: {bucket: b}}}\n"
    )
    data = to_json(found.exposure, found.view, found.mask)
    proxy = next(one for one in data["exposure"] if one["name"] == "pachyderm-proxy")
    assert proxy["reach"]["value"] == "internet"
    assert proxy["reach"]["because"][0] == "proxy.service.type"
    assert proxy["doors"][0]["hops"][0]["receiver"] == "load balancer"
    assert {one["requests"] for one in proxy["doors"][0]["targets"]} >= {"gRPC", "S3 requests", "/dex", "/"}
