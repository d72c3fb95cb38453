"""The ways into a release and its addresses as data: for rules that go over them, and for programs that read the map."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pachlint.exposure.statements import word_of
from pachlint.lazy_regex import lazy_regex
from pachlint.place import format_path, value_at
from pachlint.policy.ways import BECAUSE, DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pachlint.exposure.programs import Target
    from pachlint.exposure.rendering import Address
    from pachlint.exposure.statements import Statement
    from pachlint.exposure.way import Door, Hop, Way
    from pachlint.place import Path

    # how a statement is told: its word alone, or with what decides it
    Said = Callable[[Statement], Any]

FIELDS: Mapping[str, str] = {
    "object": "Service, Ingress or Route",
    "name": "the name of the object",
    "kind": "the type of a service (ClusterIP, NodePort, LoadBalancer), or the class of an ingress",
    "reach": "internet, allow-list, cloud-network, node-network, cluster-network or unknown",
    "reach_by_default": "whether that is only the default of whoever serves it, and no value chooses it",
    "address": "the address that a load balancer asks for (loadBalancerIP)",
    "admits": "the networks that are let in, where they are listed",
    "tls": "plain if clients may send anything but metrics in clear text, else tls, redirect or nothing",
    "login": "what the least guarded program asks for: none, password, own, login or part-of-login",
    "hosts": "the hosts that it answers to",
    "through": "what requests pass on the way: load balancer, ingress controller, router, Envoy",
    "leads_to": "the programs behind it",
    "protocols": "what is spoken: gRPC, S3, HTTP, OIDC, identity, metrics, PostgreSQL, etcd",
    "setting": "the block of the values that makes it, such as proxy.service",
    "doors": "its ports or paths, each with port, node_port, path, protocol, tls, hops and targets",
}
"""What rules can read of a way, and what it says."""
DOOR_FIELDS = ("port", "node_port", "path", "protocol", "tls", "hops", "targets")
HOP_FIELDS = ("receiver", "port", "tls", "expects")
TARGET_FIELDS = ("program", "protocol", "port", "requests", "tls", "expects", "login")
ADDRESS_FIELDS: Mapping[str, str] = {
    "name": "issuer, issuer for Console, issuer for browsers, Console callback or pachd callback",
    "url": "the whole address",
    "scheme": "http or https",
    "host": "the name or address in it, without a port",
    "port": "the port in it, if there is one",
    "path": "what follows host and port",
    "setting": "the value that gives it whole, such as oidc.issuerURI; empty where the chart makes it of a host",
}
"""What rules can read of an address that the chart derives."""
UNKNOWN_LOGIN = "unknown"


def as_data(way: Way, *, is_login_known: bool = True) -> dict[str, Any]:
    """A way as rules read it, with the paths of the values that decide each part."""
    deciding = way.kind.because or way.reach.because
    return {
        **way_fields(way, word_of),
        **({} if is_login_known else {"login": UNKNOWN_LOGIN}),
        "reach_by_default": way.reach.by_default,
        "address": way.asks.address or None,
        "admits": list(way.admits.networks),
        "through": list(way.through),
        "setting": format_path(deciding[0][:-1]) if deciding else "",
        "doors": [door_fields(one, word_of) for one in way.doors],
        BECAUSE: {
            DEFAULT: deciding,
            "reach": way.reach.because,
            "reach_by_default": way.reach.because,
            "address": way.asks.because,
            "admits": way.admits.because,
            "tls": way.tls.because,
            "login": way.login.because,
        },
    }


def way_fields(way: Way, said: Said) -> dict[str, Any]:
    """What is said of a way, without its doors."""
    return {
        "object": way.object,
        "name": way.name,
        "kind": way.kind.value,
        "reach": said(way.reach),
        "hosts": list(way.hosts),
        "protocols": list(way.protocols),
        "tls": said(way.tls),
        "login": said(way.login),
        "leads_to": list(way.leads_to),
    }


def door_fields(door: Door, said: Said) -> dict[str, Any]:
    """A door, with all that stands behind it."""
    return {
        "port": door.port,
        "node_port": door.node_port,
        "path": door.path or None,
        "protocol": door.protocol,
        "tls": said(door.tls),
        "hops": [_hop(one, said) for one in door.hops],
        "targets": [_target(one, said) for one in door.targets],
    }


def _hop(hop: Hop, said: Said) -> dict[str, Any]:
    return {
        "receiver": hop.receiver,
        "port": hop.port,
        "tls": said(hop.tls),
        "expects": said(hop.expects) if hop.expects else None,
    }


def _target(target: Target, said: Said) -> dict[str, Any]:
    return {
        "program": target.program,
        "protocol": target.protocol,
        "port": target.port,
        "requests": target.via or None,
        "tls": said(target.tls),
        "expects": said(target.expects),
        "login": said(target.login),
    }


def address_as_data(address: Address, values: Mapping[str, object]) -> dict[str, Any]:
    """An address as rules read it; of one that is no URL only name and text are known."""
    scheme, host, port, path = _parts(address.text)
    given = {one: str(value_at(values, one, "")) for one in address.because}
    whole = [one for one, text in given.items() if "://" in text and address.text.startswith(text)]
    return {
        "name": address.name,
        "url": address.text,
        "scheme": scheme,
        "host": host,
        "port": port,
        "path": path,
        "setting": format_path(whole[0]) if whole else "",
        BECAUSE: {DEFAULT: address.because},
    }


def _parts(url: str) -> tuple[str, str, int | None, str]:
    found = _URL.fullmatch(url)
    if not found:
        return "", "", None, ""
    return found[1].lower(), found[2].lower(), int(found[3]) if found[3] else None, found[4]


_URL = lazy_regex(r"(?s)(https?)://(\[[^\]]*\]|[^/:?#]*)(?::([0-9]{1,5}))?((?:[/?#].*)?)", re.IGNORECASE)


def decided_by(way: Way) -> tuple[Path, ...]:
    """All values that decide what rules are told of a way, but for the login, which may be unknown."""
    return tuple(dict.fromkeys((*way.kind.because, *way.reach.because, *way.tls.because)))
