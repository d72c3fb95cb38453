"""Annotations of load balancers on AWS against who serves them, which of them it reads, and where TLS ends."""

from collections.abc import Iterator, Mapping
from typing import Any

from pachlint.chart.annotations import find, reader
from pachlint.chart.placeholders import is_placeholder
from pachlint.exposure.servers import (
    BACKEND,
    CERTIFICATE,
    CLASSIC,
    NLB,
    PREFIX,
    SSL_PORTS,
    TYPE,
    Server,
    server,
)
from pachlint.finding import Related, Severity
from pachlint.place import Path, format_path
from pachlint.policy.context import CheckContext, Violation
from pachlint.predicates.exposure import Port, Service, services
from pachlint.records import NamedTuple

# Rules of their own are about these.
_LEFT_OUT = (TYPE, f"{PREFIX}scheme")
_PROTECTING = (f"{PREFIX}security-groups", f"{PREFIX}security-group-prefix-lists")
# How the pods behind a Classic load balancer are told to expect TLS.
_TLS_BEHIND_CLASSIC = ("https", "ssl")


class _Balancer(NamedTuple):
    """A load balancer that AWS may make for a service."""

    service: Service
    path: Path
    annotations: Mapping[str, object]
    server: Server


def _balancers(context: CheckContext) -> Iterator[_Balancer]:
    if context.target.provider.value in ("azure", "gcp"):
        return
    for service in services(context.values, context.target.chart_version.value):
        path = (*service.block, "annotations")
        annotations = context.values.get(path, None)
        if service.type != "LoadBalancer" or not isinstance(annotations, Mapping):
            continue
        by = server(annotations)
        if by is not None and any(key.startswith(PREFIX) for key in annotations):
            yield _Balancer(service, path, annotations, by)


def unread_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys that whoever may serve their load balancer does not read. Facts: ``readers``, ``server`` (names)."""
    for balancer in _balancers(context):
        for key, readers in _keys(context, balancer):
            if not set(balancer.server.possible) & set(readers):
                names = " and ".join(reader(one).name for one in readers)
                facts = {"readers": names, "server": reader(balancer.server.reader).name}
                yield Violation((*balancer.path, key), facts, key=True)


def doubtful_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """The keys of a load balancer that are read only if a webhook gave it to AWS Load Balancer Controller.

    One violation for each service. Facts: ``keys``, ``type`` (words). A warning where the type was chosen or a key protects.
    """
    for balancer in _balancers(context):
        by = balancer.server
        keys = [
            key
            for key, readers in _keys(context, balancer)
            if by.reader not in readers and set(by.possible) & set(readers)
        ]
        if not keys:
            continue
        kind = balancer.annotations.get(TYPE)
        weighty = by.reader == NLB or any(key in _PROTECTING for key in keys)
        yield Violation(
            (*balancer.path, keys[0]),
            {"keys": [key.partition("/")[2] for key in keys], "type": f"type {kind}" if kind else "no type"},
            key=True,
            severity=Severity.WARNING if weighty else None,
            related=tuple(
                Related(place, "read by the same controller")
                for key in keys[1:]
                if (place := context.values.key_place((*balancer.path, key)))
            ),
        )


def _keys(context: CheckContext, balancer: _Balancer) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The keys of AWS's controllers that the user wrote for a load balancer, and who reads each."""
    for key in balancer.annotations:
        known = find(key) if key.startswith("service.beta.kubernetes.io/") and key not in _LEFT_OUT else None
        written = context.values.set_by_user((*balancer.path, key))
        if known and written and any(one.startswith("aws-") for one in known.readers):
            yield key, known.readers


def ssl_ports(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Entries of ``ssl-ports`` that are no port of their service; a warning where only a space is wrong.

    Facts: ``service``, ``missing`` (the entries), ``kept`` (the annotation without them, if anything stays), and
    ``expected`` (that, or all ports).
    """
    for balancer in _balancers(context):
        value = balancer.annotations.get(SSL_PORTS)
        text = str(value)
        if not isinstance(value, str | int) or isinstance(value, bool) or is_placeholder(text):
            continue
        missing, kept = _foreign_ports(balancer, text)
        if missing:
            numbers = ",".join(str(port.number) for port in balancer.service.ports if port.number)
            facts: dict[str, object] = {
                "service": balancer.service.name,
                "missing": missing,
                "expected": kept or numbers,
            }
            spaced = len(kept.split(",")) == len(text.split(","))
            yield Violation(
                (*balancer.path, SSL_PORTS),
                facts | ({"kept": kept} if kept else {}),
                severity=Severity.WARNING if spaced else None,
            )


def _foreign_ports(balancer: _Balancer, text: str) -> tuple[list[str], str]:
    """The entries that whoever serves the load balancer finds no port for, and the entries that are ports, as it wants them."""
    if text == "" or (text == "*" and not balancer.server.sure):
        return [], text
    ports = balancer.service.ports
    known = {str(port.number) for port in ports if port.number} | {port.name for port in ports}
    entries = text.split(",")
    missing = [
        entry for entry in entries if (entry.strip() if balancer.server.sure else entry) not in {*known, ""}
    ]
    return [entry.strip() for entry in missing], ",".join(
        entry.strip() for entry in entries if entry.strip() in known
    )


def clear_text_to_tls(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Certificates of load balancers that end TLS and speak clear text to a port that expects TLS.

    Facts: ``ports``, ``program``, ``switch`` (the path that turns TLS on there), and ``other``, the path of the back-end
    protocol, where TLS on all ports is right.
    """
    yield from _at_odds(context, to_tls=True)


def tls_to_clear_text(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Back-end protocols with which a load balancer speaks TLS to a port in clear text. Facts as for the other."""
    yield from _at_odds(context, to_tls=False)


def _at_odds(context: CheckContext, *, to_tls: bool) -> Iterator[Violation]:
    for balancer in _balancers(context):
        certificate = balancer.annotations.get(CERTIFICATE)
        if not isinstance(certificate, str) or not certificate:
            continue
        if _speaks_tls(balancer) is not (not to_tls):
            continue
        ended = [port for port in balancer.service.ports if _ends_tls(balancer, port)]
        ports = [port for port in ended if _expects_tls(context, balancer.service, port) is to_tls]
        if ports:
            facts = _facts(balancer, ports) | (
                {"other": format_path((*balancer.path, BACKEND))} if ports == ended else {}
            )
            yield Violation((*balancer.path, CERTIFICATE if to_tls else BACKEND), facts, key=True)


def _facts(balancer: _Balancer, ports: list[Port]) -> dict[str, object]:
    name = balancer.service.name
    switch = _SWITCHES.get(name, ())
    return {
        "ports": [port.number for port in ports],
        "program": _PROGRAMS[name],
        "switch": format_path(switch),
    }


_PROGRAMS = {
    "pachd": "pachd",
    "pachd-lb": "pachd",
    "pach-enterprise": "the enterprise server",
    "console": "Console",
    "pachyderm-proxy": "Envoy",
}
# Console has no TLS of its own.
_SWITCHES: Mapping[str, Path] = {
    "pachd": ("pachd", "tls", "enabled"),
    "pachd-lb": ("pachd", "tls", "enabled"),
    "pach-enterprise": ("enterpriseServer", "tls", "enabled"),
    "pachyderm-proxy": ("proxy", "tls", "enabled"),
}
# What speaks plain HTTP whatever the values say: login, identity provider, metrics, and Envoy's redirect to https.
_ALWAYS_CLEAR = ("oidc-port", "identity-port", "prom-metrics", "http-port", "console-http")


def _speaks_tls(balancer: _Balancer) -> bool | None:
    """Whether the load balancer speaks TLS to the pods where it ends TLS; None if that depends on who serves it."""
    text = balancer.annotations.get(BACKEND)
    if isinstance(text, str) and is_placeholder(text):
        return None
    found = {
        text in _TLS_BEHIND_CLASSIC if one == CLASSIC else text == "ssl" for one in balancer.server.possible
    }
    return found.pop() if len(found) == 1 else None


def _ends_tls(balancer: _Balancer, port: Port) -> bool:
    """Whether the load balancer ends TLS on a port; for the controller ``*`` is no port."""
    text = balancer.annotations.get(SSL_PORTS)
    if not isinstance(text, str | int) or isinstance(text, bool) or text == "":
        return True
    entries = [entry.strip() for entry in str(text).split(",")]
    return entries == ["*"] or str(port.number) in entries or port.name in entries


def _expects_tls(context: CheckContext, service: Service, port: Port) -> bool | None:
    """Whether the program on a port expects TLS; None for the old ports of the proxy."""
    if port.name.endswith("-direct"):
        return None
    if port.name == "https-port":
        return True
    switch = _SWITCHES.get(service.name)
    if port.name in _ALWAYS_CLEAR or switch is None:
        return False
    return context.values.get(switch) is True
