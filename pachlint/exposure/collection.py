"""The ways into a release as data, which rules go over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.place import format_path
from pachlint.policy.ways import BECAUSE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pachlint.exposure.programs import Target
    from pachlint.exposure.way import Door, Way
    from pachlint.place import Path

FIELDS: Mapping[str, str] = {
    "object": "Service, Ingress or Route",
    "name": "the name of the object",
    "kind": "the type of a service (ClusterIP, NodePort, LoadBalancer), or the class of an ingress",
    "reach": "internet, allow-list, cloud-network, node-network, cluster-network or unknown",
    "tls": "plain if clients may send anything but metrics in clear text, else tls, redirect or nothing",
    "login": "what the least guarded program asks for: none, password, own, login or part-of-login",
    "hosts": "the hosts that it answers to",
    "leads_to": "the programs behind it",
    "protocols": "what is spoken: gRPC, S3, HTTP, OIDC, identity, metrics, PostgreSQL, etcd",
    "setting": "the block of the values that makes it, such as proxy.service",
    "doors": "its ports or paths, each with port, node_port, path, protocol, tls and targets",
}
"""What rules can read of a way, and what it says."""
DOOR_FIELDS = ("port", "node_port", "path", "protocol", "tls", "targets")
TARGET_FIELDS = ("program", "protocol", "port", "requests", "tls", "expects", "login")


def as_data(way: Way) -> dict[str, Any]:
    """A way as rules read it, with the paths of the values that decide each part."""
    deciding = way.kind.because or way.reach.because
    return {
        "object": way.object,
        "name": way.name,
        "kind": way.kind.value,
        "reach": way.reach.value,
        "tls": way.tls.value,
        "login": way.login.value,
        "hosts": list(way.hosts),
        "leads_to": list(way.leads_to),
        "protocols": list(way.protocols),
        "setting": format_path(deciding[0][:-1]) if deciding else "",
        "doors": [_door(one) for one in way.doors],
        BECAUSE: {
            "kind": deciding,
            "reach": way.reach.because,
            "tls": way.tls.because,
            "login": way.login.because,
        },
    }


def _door(door: Door) -> dict[str, Any]:
    return {
        "port": door.port,
        "node_port": door.node_port,
        "path": door.path or None,
        "protocol": door.protocol,
        "tls": door.tls.value,
        "targets": [_target(one) for one in door.targets],
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "program": target.program,
        "protocol": target.protocol,
        "port": target.port,
        "requests": target.via or None,
        "tls": target.tls.value,
        "expects": target.expects.value,
        "login": target.login.value,
    }


def decided_by(way: Way) -> tuple[Path, ...]:
    """All values that decide what rules are told of a way."""
    return tuple(dict.fromkeys((*way.kind.because, *way.reach.because, *way.tls.because, *way.login.because)))
