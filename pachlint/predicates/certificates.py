"""Inline certificates against the day, the key beside them, the host that they are for, and each other."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

from pachlint.finding import Severity
from pachlint.formats.certificates import Certificate, DerError, PublicKey, certificates, key_of
from pachlint.kinds import is_truthy
from pachlint.place import Path, format_path
from pachlint.policy.context import CheckContext, Violation
from pachlint.records import NamedTuple


class _Server(NamedTuple):
    """Where the certificate of a server and its key stand, and the switch that turns them on.

    ``secret`` is the name of the secret that the server reads, and that the chart makes of the certificate if ``made`` is on.
    """

    certificate: Path
    key: Path
    switch: Path
    secret: Path
    made: Path


class _Front(NamedTuple):
    """A server that clients reach by a host name: the host, its switch, and the switch of what stands before it."""

    server: _Server
    host: Path
    switch: Path
    behind: Path | None


def _server(component: str, block: str = "newSecret", certificate: str = "crt") -> _Server:
    tls = (component, "tls")
    made = (*tls, block, "create" if block == "newSecret" else "key")
    return _Server(
        (*tls, block, certificate), (*tls, block, "key"), (*tls, "enabled"), (*tls, "secretName"), made
    )


_INGRESS, _PROXY = _server("ingress"), _server("proxy", "secret", "cert")
_PACHD, _ENTERPRISE_SERVER = _server("pachd"), _server("enterpriseServer")
_SERVERS = (_INGRESS, _PROXY, _PACHD, _ENTERPRISE_SERVER)
_FRONTS = (
    _Front(_INGRESS, ("ingress", "host"), ("ingress", "enabled"), None),
    _Front(_PROXY, ("proxy", "host"), ("proxy", "enabled"), ("ingress", "enabled")),
)
_DATABASE_CA: Path = ("global", "postgresql", "postgresqlSSLCACert")
_DATABASE_MODE: Path = ("global", "postgresql", "postgresqlSSL")
_NAMED = 3
_SOON = timedelta(days=30)


def expired(context: CheckContext, _: Mapping[str, Any], now: datetime | None = None) -> Iterator[Violation]:
    """Certificates that hold no more, not yet, or not for 30 days. Facts: ``date``, ``when`` (``ended on`` …).

    ``now`` is the time of the clock unless given. Of several authorities for the database, one that holds is enough.
    """
    now = now or datetime.now(timezone.utc)  # noqa: UP017 -- as in formats.certificates
    for server in _used(context):
        chain = _certificates(context, server.certificate)
        for certificate in chain:
            found = _age(certificate, now)
            if found is None:
                continue
            if certificate is not _leaf(chain, _key(context, server.key)):
                found = (
                    f"has a certificate further down the chain that {found[0]}",
                    found[1],
                    Severity.WARNING,
                )
            yield _aged(server.certificate, found)
    if context.values.get(_DATABASE_MODE) in ("verify-ca", "verify-full"):
        ages = [_age(authority, now) for authority in _certificates(context, _DATABASE_CA)]
        known = [age for age in ages if age is not None]
        if known and len(known) == len(ages):
            yield _aged(_DATABASE_CA, known[-1])


def _aged(path: Path, age: tuple[str, datetime, Severity | None]) -> Violation:
    when, day, severity = age
    return Violation(path, {"when": when, "date": day.date().isoformat()}, severity=severity)


def _age(certificate: Certificate, now: datetime) -> tuple[str, datetime, Severity | None] | None:
    if certificate.not_after < now:
        return "expired on", certificate.not_after, None
    if certificate.not_before > now:
        return "is not valid before", certificate.not_before, None
    ends_soon = certificate.not_after - now < _SOON
    return ("expires on", certificate.not_after, Severity.WARNING) if ends_soon else None


def foreign_keys(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Keys that belong to none of the certificates beside them. Facts: ``other``, the path of these."""
    for server in _used(context):
        chain, key = _certificates(context, server.certificate), _key(context, server.key)
        if chain and key and _leaf(chain, None).key and all(one.key != key for one in chain):
            yield Violation(server.key, {"other": format_path(server.certificate)})


def foreign_hosts(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Certificates that are not for the host of the ingress or the proxy that uses them. Facts: ``host``, ``names``.

    A server uses the certificate beside it, or the one of another server whose secret it names.
    """
    for front in _FRONTS:
        host = context.values.get(front.host)
        covered = front.behind is not None and is_truthy(context.values.get(front.behind))
        on = _is_on(context, front.switch) and _is_on(context, front.server.switch)
        if covered or not on or not isinstance(host, str) or not _is_host(host):
            continue
        server = _server_of(context, front.server)
        chain = _certificates(context, server.certificate)
        leaf = _leaf(chain, _key(context, server.key)) if chain else None
        if leaf is not None and not leaf.covers(host):
            names = (*leaf.names, *map(str, leaf.addresses))
            shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
            yield Violation(server.certificate, {"host": host, "names": shown or "no host at all"})


def _server_of(context: CheckContext, server: _Server) -> _Server:
    """The server whose certificate a server uses: another one if the chart makes the secret of that name from it."""
    name = context.values.get(server.secret)
    if _certificates(context, server.certificate) or not name:
        return server
    others = (one for one in _SERVERS if one is not server and context.values.get(one.secret) == name)
    return next((one for one in others if _is_made(context, one)), server)


def _is_made(context: CheckContext, server: _Server) -> bool:
    """Whether the chart makes the secret of a server; the proxy's is made without TLS too."""
    values = context.values
    return is_truthy(values.get(server.made)) and (server is _PROXY or is_truthy(values.get(server.switch)))


def disordered(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Chains that do not lead from the server's certificate upwards. Facts: ``problem``."""
    for server in _used(context):
        chain = _certificates(context, server.certificate)
        if not chain:
            continue
        first = chain.index(_leaf(chain, _key(context, server.key))) + 1
        if first > 1:
            yield Violation(
                server.certificate,
                {"problem": f"starts with a certificate other than the server's, which is number {first}"},
            )
        elif gap := _gap(chain):
            problem = f"does not have the issuer of number {gap} right after it"
            yield Violation(server.certificate, {"problem": problem}, severity=Severity.WARNING)


def _gap(chain: Sequence[Certificate]) -> int:
    """After which certificate, counted from 1, its signer does not come, but stands elsewhere in the chain; or 0.

    An authority may have several certificates, one after the other.
    """
    subjects = {one.subject for one in chain}
    for number, (one, following) in enumerate(pairwise(chain), start=1):
        if following.subject not in (one.issuer, one.subject) and one.issuer in subjects - {one.subject}:
            return number
    return 0


def untrusted(context: CheckContext, _: Mapping[str, Any]) -> Iterator[Violation]:
    """Certificates of pachd and the proxy that no authority signed."""
    for server in (_PACHD, _PROXY):
        chain = _certificates(context, server.certificate)
        if (
            chain
            and _is_on(context, server.switch)
            and _leaf(chain, _key(context, server.key)).signed_itself()
        ):
            yield Violation(server.certificate)


def _used(context: CheckContext) -> Iterator[_Server]:
    return (server for server in _SERVERS if _is_on(context, server.switch))


def _is_on(context: CheckContext, switch: Path) -> bool:
    """Whether a switch is on; in a part of a release, another part may turn it on."""
    return context.partial or is_truthy(context.values.get(switch))


def _leaf(chain: Sequence[Certificate], key: PublicKey | None) -> Certificate:
    """The server's own certificate: that of the key, else the first that may not sign others, else the first."""
    own = [one for one in chain if key and one.key == key]
    return [*own, *(one for one in chain if not one.authority), *chain][0]


def _certificates(context: CheckContext, path: Path) -> list[Certificate]:
    """The certificates at a path; none if it holds something else, about which another rule speaks."""
    text = context.values.get(path)
    if not isinstance(text, str) or "-----BEGIN" not in text:
        return []
    try:
        return certificates(text)
    except DerError:
        return []


def _key(context: CheckContext, path: Path) -> PublicKey | None:
    text = context.values.get(path)
    if not isinstance(text, str) or "-----BEGIN" not in text:
        return None
    try:
        return key_of(text)
    except DerError:
        return None


def _is_host(host: str) -> bool:
    """Whether a text is a host name with a dot or an IPv4 address, and nothing that is filled in later."""
    return "." in host and host.isascii() and not set(host) & set(" /:%{}[]$<>@")
