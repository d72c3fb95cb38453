"""Where values go, as the templates of the release have it."""

from __future__ import annotations

import pytest

from pachlint.catalog.destinations import destinations
from pachlint.place import parse_path
from pachlint.versions import resolve

CONTAINER = "spec.template.spec.containers[]"


@pytest.mark.parametrize(
    ("path", "version", "expected"),
    [
        ("proxy.service.type", "2.11.6", ["Service pachyderm-proxy: spec.type"]),
        ("proxy.service.type", "2.2.0", []),
        (
            "etcd.storageSize",
            "2.11.6",
            ["StatefulSet etcd: spec.volumeClaimTemplates[].spec.resources.requests.storage"],
        ),
        (
            "console.config.graphqlPort",
            "2.11.6",
            [f"Deployment console: {CONTAINER}.ports[].containerPort", "Service console: spec.ports[].port"],
        ),
        # a part of what is written as a whole
        (
            "pachd.resources.limits.memory",
            "2.11.6",
            [f"Deployment pachd: {CONTAINER}.resources", f"Deployment pachw: {CONTAINER}.resources"],
        ),
        ("no.such.path", "2.11.6", []),
    ],
)
def test_destinations(path: str, version: str, expected: list[str]) -> None:
    found = destinations(parse_path(path), resolve(version))
    assert [f"{one.kind} {one.name}: {one.field}" for one in found] == expected


def test_a_block_goes_where_its_values_go() -> None:
    version = resolve("2.11.6")
    block = set(destinations(parse_path("proxy.service"), version))
    assert block >= set(destinations(parse_path("proxy.service.type"), version))
    assert len(block) > 3
