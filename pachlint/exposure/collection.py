"""The ways into a release and its addresses as data: for rules that go over them, and for programs that read the map."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pachlint.exposure.addresses import CONNECTOR, Answers, Url, read_address
from pachlint.exposure.programs import pachyderm_login
from pachlint.exposure.rendering import Address
from pachlint.exposure.statements import word_of
from pachlint.place import format_path, value_at
from pachlint.policy.ways import BECAUSE, DEFAULT
from pachlint.verdict.gotemplate import truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pachlint.exposure.addresses import Answer
    from pachlint.exposure.programs import Target
    from pachlint.exposure.release import Exposure
    from pachlint.exposure.statements import Statement
    from pachlint.exposure.way import Door, Hop, Way
    from pachlint.place import Path
    from pachlint.versions import Version

    # how a statement is told: its word alone, or with what decides it
    Said = Callable[[Statement], Any]

FIELDS: Mapping[str, str] = {
    "object": "Service, Ingress or Route",
    "name": "the name of the object",
    "kind": "the type of a service (ClusterIP, NodePort, LoadBalancer), or the class of an ingress",
    "reach": "internet, allow-list, cloud-network, node-network, cluster-network or unknown",
    "reach_by_default": "whether that is only the default of whoever serves it, and no value chooses it",
    "address": "the address that a load balancer asks for (loadBalancerIP)",
    "served_by": "who may serve a load balancer or an ingress, where the values tell",
    "annotations": "its annotations, by their keys",
    "dns_names": "the names that ExternalDNS makes records for, if an annotation names any",
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
DOOR_FIELDS = ("port", "node_port", "path", "protocol", "tls", "backend", "target_type", "hops", "targets")
HOP_FIELDS = ("receiver", "port", "tls", "expects")
TARGET_FIELDS = ("program", "protocol", "port", "requests", "tls", "expects", "login")
ADDRESS_FIELDS: Mapping[str, str] = {
    "name": "issuer, issuer for Console, issuer for browsers, Console callback, pachd callback or connector callback",
    "url": "the whole address",
    "scheme": "http or https",
    "host": "the name or address in it, without a port",
    "port": "the port in it, if there is one",
    "path": "what follows host and port",
    "setting": "the value that gives it whole, such as oidc.issuerURI; empty where the chart makes it of a host",
    "used": "whether pachd or Console reads it: login is on",
    "answered": "yes or no where the values tell whether what it is for answers there, else unknown",
    "by": "the object that it leads to, such as Service pachd",
    "ports": "the ports on which that answers",
    "right": "the address at which it answers, if that is known",
    "expected": "of a connector callback: what Dex compares it with; empty if it does not",
    "public_host": "the host that users open, from ingress.host or proxy.host, without a port",
    "public_setting": "the value that names that host",
}
"""What rules can read of an address that the chart derives."""
UNKNOWN_LOGIN = "unknown"


def as_data(way: Way, *, is_login_known: bool = True) -> dict[str, Any]:
    """A way as rules read it, with the paths of the values that decide each part."""
    deciding = way.made_by or way.reach.because
    return {
        **way_fields(way, word_of),
        **({} if is_login_known else {"login": UNKNOWN_LOGIN}),
        "reach_by_default": way.reach.by_default,
        "address": way.asks.address or None,
        "admits": list(way.admits.networks),
        "through": list(way.through),
        "setting": format_path(deciding[0][:-1]) if deciding else "",
        "served_by": list(way.served_by.words),
        "dns_names": list(way.dns_names.words),
        "annotations": dict(way.annotations),
        "doors": [
            door_fields(one, word_of)
            | {"backend": one.backend or None, "target_type": one.target_type or None}
            for one in way.doors
        ],
        BECAUSE: {
            DEFAULT: deciding,
            "kind": way.kind.because,
            "served_by": way.served_by.because,
            "dns_names": way.dns_names.because,
            "annotations": way.annotated_by,
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


def addresses_as_data(
    exposure: Exposure, version: Version, is_known: Callable[[Address], bool]
) -> Iterator[dict[str, Any]]:
    """The addresses of a release as rules read them, without those that values decide which are not known."""
    answers = Answers(exposure, version)
    if answers.public and not is_known(Address("", "", given=answers.public_setting)):
        answers.public = ""
    login = pachyderm_login(exposure.values, version).value == "login"
    console = truth(value_at(exposure.values, ("console", "enabled")))
    issuer = ""
    for one in exposure.addresses:
        if is_known(one):
            is_used = login and (console or "Console" not in one.name)
            issuer = one.text if one.name == "issuer" else issuer
            yield _address(one, answers, is_used=is_used)
    if not value_at(exposure.values, ("oidc", "upstreamIDPs")):
        return
    from pachlint.exposure.connectors import callbacks, expected_callback  # noqa: PLC0415 -- few releases have connectors

    for callback in callbacks(exposure.values, version):
        if is_known(callback.address):
            expected = expected_callback(issuer) if callback.is_compared else ""
            yield _address(callback.address, answers, is_used=login) | {"expected": expected}


def _address(address: Address, answers: Answers, *, is_used: bool) -> dict[str, Any]:
    """An address as rules read it; of one that is no URL only name and text are known."""
    url, public = read_address(address), answers.public
    answer = answers.of(address.name, url)
    setting = _whole(address, answers.values)
    return {
        "name": address.name,
        "url": address.text,
        **dict(zip(Url._fields, url, strict=True)),
        "setting": format_path(setting[0]) if setting else "",
        "used": is_used,
        "answered": answer.word,
        "by": answer.by,
        "ports": list(answer.ports),
        "right": answer.right,
        "expected": "",
        "public_host": public,
        "public_setting": format_path(answers.public_setting) if public else "",
        BECAUSE: partial(_reasons, address, answer, answers.public_setting),
    }


def _reasons(address: Address, answer: Answer, public: Path) -> dict[str, tuple[Path, ...]]:
    """The values that decide what is said of an address."""
    made = address.because
    return {
        DEFAULT: made,
        "answered": (*(one for one in made if one[-1] != "enabled"), *answer.because, *made),
        "ports": answer.because,
        "public_host": (public,),
    }


def _whole(address: Address, values: Mapping[str, object]) -> tuple[Path, ...]:
    """The value that an address is, or begins with."""
    if address.name == CONNECTOR:
        return address.written
    texts = {one: value_at(values, one) for one in address.written if one[-1] != "host"}
    return tuple(one for one, text in texts.items() if isinstance(text, str) and _begins_with(address, text))


def _begins_with(address: Address, text: str) -> bool:
    return bool(text) and (text == address.text or ("://" in text and address.text.startswith(text)))


def decided_by(way: Way) -> tuple[Path, ...]:
    """All values that decide what rules are told of a way, but for the login, which may be unknown."""
    return tuple(dict.fromkeys((*way.kind.because, *way.reach.because, *way.tls.because)))
