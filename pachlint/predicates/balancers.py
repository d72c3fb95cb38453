"""Annotations of load balancers on AWS against who serves them, which of them it reads, and where TLS ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pachlint.chart.annotations import find, reader
from pachlint.chart.placeholders import is_placeholder
from pachlint.exposure.admission import annotation_paths
from pachlint.exposure.programs import PLAIN, TLS
from pachlint.exposure.release import exposure_of
from pachlint.exposure.servers import (
    BACKEND,
    CERTIFICATE,
    NLB,
    PREFIX,
    SSL_PORTS,
    TYPE,
    Server,
    sends_tls,
    server,
)
from pachlint.exposure.way import NOTHING
from pachlint.finding import Related, Severity
from pachlint.place import Path, format_path
from pachlint.policy.context import CheckContext, Violation
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.exposure.objects import Service
    from pachlint.exposure.statements import Statement
    from pachlint.exposure.way import Door, Way

# Rules of their own are about these.
_LEFT_OUT = (TYPE, f"{PREFIX}scheme")
_PROTECTING = (f"{PREFIX}security-groups", f"{PREFIX}security-group-prefix-lists")


class _Balancer(NamedTuple):
    """A load balancer that AWS may make for a service, and the way in that it is."""

    service: Service
    way: Way
    server: Server

    @property
    def annotations(self) -> Mapping[str, object]:
        return self.service.annotations

    def path(self, key: str) -> Path:
        """The value that gives an annotation."""
        return next(iter(annotation_paths(self.service.rendered, key)), ())


def _balancers(context: CheckContext) -> Iterator[_Balancer]:
    if context.target.provider.value in ("azure", "gcp"):
        return
    exposure = exposure_of(context)
    for way in exposure.outer:
        service = exposure.service(way.name) if way.kind.value == "LoadBalancer" else None
        if service is None or not any(key.startswith(PREFIX) for key in service.annotations):
            continue
        by = server(service.annotations)
        if by is not None:
            yield _Balancer(service, way, by)


def unread_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys that whoever may serve their load balancer does not read. Facts: ``readers``, ``server`` (names)."""
    for balancer in _balancers(context):
        for key, readers in _keys(context, balancer):
            if not set(balancer.server.possible) & set(readers):
                names = " and ".join(reader(one).name for one in readers)
                facts = {"readers": names, "server": reader(balancer.server.reader).name}
                yield Violation(balancer.path(key), facts, key=True)


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
            balancer.path(keys[0]),
            {"keys": [key.partition("/")[2] for key in keys], "type": f"type {kind}" if kind else "no type"},
            key=True,
            severity=Severity.WARNING if weighty else None,
            related=tuple(
                Related(place, "read by the same controller")
                for key in keys[1:]
                if (place := context.values.key_place(balancer.path(key)))
            ),
        )


def _keys(context: CheckContext, balancer: _Balancer) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The keys of AWS's controllers that the user wrote for a load balancer, and who reads each."""
    # Helm sorts them, the user reads them as they are written
    written_order = context.values.get((*balancer.service.setting, "annotations"), balancer.annotations)
    for key in written_order if isinstance(written_order, Mapping) else ():
        known = find(key) if key.startswith("service.beta.kubernetes.io/") and key not in _LEFT_OUT else None
        written = known is not None and context.values.set_by_user(balancer.path(key))
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
            numbers = ",".join(str(port.port) for port in balancer.service.ports if port.port)
            facts: dict[str, object] = {
                "service": balancer.service.name,
                "missing": missing,
                "expected": kept or numbers,
            }
            spaced = len(kept.split(",")) == len(text.split(","))
            yield Violation(
                balancer.path(SSL_PORTS),
                facts | ({"kept": kept} if kept else {}),
                severity=Severity.WARNING if spaced else None,
            )


def _foreign_ports(balancer: _Balancer, text: str) -> tuple[list[str], str]:
    """The entries that whoever serves the load balancer finds no port for, and the entries that are ports, as it wants them."""
    if text == "" or (text == "*" and not balancer.server.sure):
        return [], text
    ports = balancer.service.ports
    known = {str(port.port) for port in ports if port.port} | {port.name for port in ports}
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
        if _sends_tls(balancer) is not (not to_tls):
            continue
        ended = [door for door in balancer.way.doors if _ends_tls(door)]
        wanted = TLS if to_tls else PLAIN
        doors = [
            (door, expects)
            for door in ended
            if (expects := _expects(door)) is not None and (expects.value == TLS) is (wanted == TLS)
        ]
        if doors:
            path = balancer.path(BACKEND)
            whole = {"other": format_path(path or (*balancer.path(CERTIFICATE)[:-1], BACKEND))}
            facts = _facts(doors) | (whole if len(doors) == len(ended) else {})
            yield Violation(balancer.path(CERTIFICATE if to_tls else BACKEND), facts, key=True)


def _sends_tls(balancer: _Balancer) -> bool | None:
    """Whether the load balancer speaks TLS to the pods where it ends TLS; None if that depends on who serves it."""
    text = balancer.annotations.get(BACKEND)
    if isinstance(text, str) and is_placeholder(text):
        return None
    found = {sends_tls(balancer.annotations, one) for one in balancer.server.possible}
    return found.pop() if len(found) == 1 else None


def _ends_tls(door: Door) -> bool:
    """Whether the load balancer ends TLS on a port, with a certificate of its own."""
    return bool(door.hops) and door.hops[0].tls.value == TLS and _of_certificate(door.hops[0].tls)


def _of_certificate(said: Statement) -> bool:
    return bool(said.because) and said.because[0][-1] == CERTIFICATE


def _expects(door: Door) -> Statement | None:
    """What listens behind a load balancer; None where nothing does."""
    found = [hop.expects for hop in door.hops if hop.expects] or [one.expects for one in door.targets]
    return found[0] if found and found[0].value != NOTHING else None


def _facts(doors: list[tuple[Door, Statement]]) -> dict[str, object]:
    first, _ = doors[0]
    switches = [one.because[0] for _, one in doors if one.because]
    program = first.hops[1].receiver if len(first.hops) > 1 else first.targets[0].program
    return {
        "ports": [door.port for door, _ in doors],
        "program": _WITH_ARTICLE.get(program, program),
        "switch": format_path(switches[0]) if switches else "",
    }


_WITH_ARTICLE = {"enterprise server": "the enterprise server"}
