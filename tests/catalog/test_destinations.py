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
            [
                *(
                    f"Deployment console: {CONTAINER}.{field}"
                    for field in ("env[].value", "ports[].containerPort")
                ),
                "Service console: spec.ports[].port",
            ],
        ),
        # a part of what is written as a whole
        (
            "pachd.resources.limits.memory",
            "2.11.6",
            [f"Deployment pachd: {CONTAINER}.resources", f"Deployment pachw: {CONTAINER}.resources"],
        ),
        # what Kubernetes takes as it is: a variable of a container, and a text
        ("pachd.logLevel", "2.11.6", [f"Deployment pach{x}: {CONTAINER}.env[].value" for x in "dw"]),
        (
            "pachd.enterpriseLicenseKey",
            "2.11.6",
            [
                *(
                    f"Deployment {name}: {CONTAINER}.env[].valueFrom.secretKeyRef.name"
                    for name in ("pach-enterprise", "pachd")
                ),
                "Secret pachyderm-license: stringData.enterprise-license-key",
            ],
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


def test_what_decides_it_and_what_is_a_part_of_a_text() -> None:
    (field,) = destinations(parse_path("proxy.service.type"), resolve("2.11.6"))
    assert (field.whole, field.decided_by) == (True, ("proxy.enabled",))
    found = destinations(parse_path("console.config.oauthRedirectURI"), resolve("2.11.6"))
    assert [(one.field, one.whole) for one in found] == [
        ("data.oidc-clients", False),
        ("spec.template.spec.containers[].env[].value", True),
    ]
