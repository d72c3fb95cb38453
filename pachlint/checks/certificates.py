"""Inline certificates against the day, the key beside them and the host that they are for."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from pachlint.formats.certificates import Certificate, DerError, PublicKey, certificates, key_of
from pachlint.place import Path
from pachlint.policy.judged import Culprit, Judged

# certificate, key, and the value that holds the host which clients use
_PLACES: tuple[tuple[Path, Path, Path | None], ...] = (
    (("ingress", "tls", "newSecret", "crt"), ("ingress", "tls", "newSecret", "key"), ("ingress", "host")),
    (("proxy", "tls", "secret", "cert"), ("proxy", "tls", "secret", "key"), ("proxy", "host")),
    (("pachd", "tls", "newSecret", "crt"), ("pachd", "tls", "newSecret", "key"), None),
    (("enterpriseServer", "tls", "newSecret", "crt"), ("enterpriseServer", "tls", "newSecret", "key"), None),
)
_NAMED = 3


def expired(judged: Judged, _: Mapping[str, Any]) -> Iterator[Culprit]:
    """Certificates that hold no more, or not yet. Facts: ``date``, ``when`` (``ended on`` or ``begins on``)."""
    today = datetime.now(timezone.utc)  # noqa: UP017 -- as in formats.certificates
    for path, _key, _host in _PLACES:
        for certificate in _certificates(judged, path):
            if certificate.not_after < today:
                yield Culprit(path, {"when": "ended on", "date": certificate.not_after.date().isoformat()})
            elif certificate.not_before > today:
                yield Culprit(path, {"when": "begins on", "date": certificate.not_before.date().isoformat()})


def foreign_keys(judged: Judged, _: Mapping[str, Any]) -> Iterator[Culprit]:
    """Keys that belong to another certificate than the one beside them. Facts: ``other``, the certificate's path."""
    for path, key_path, _host in _PLACES:
        chain = _certificates(judged, path)
        key = _key(judged, key_path)
        if chain and key and chain[0].key and chain[0].key != key:
            yield Culprit(key_path, {"other": ".".join(map(str, path))})


def foreign_hosts(judged: Judged, _: Mapping[str, Any]) -> Iterator[Culprit]:
    """Certificates that are not for the host of the ingress or the proxy. Facts: ``host``, ``names``."""
    for path, _key, host_path in _PLACES:
        host = judged.values.get(host_path) if host_path else None
        chain = _certificates(judged, path)
        if chain and isinstance(host, str) and _is_name(host) and not chain[0].covers(host):
            names = chain[0].names
            shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
            yield Culprit(path, {"host": host, "names": shown or "no host at all"})


def _certificates(judged: Judged, path: Path) -> list[Certificate]:
    """The certificates at a path; none if it holds something else, about which another rule speaks."""
    text = judged.values.get(path)
    if not isinstance(text, str) or "-----BEGIN" not in text:
        return []
    try:
        return certificates(text)
    except DerError:
        return []


def _key(judged: Judged, path: Path) -> PublicKey | None:
    text = judged.values.get(path)
    if not isinstance(text, str) or "-----BEGIN" not in text:
        return None
    try:
        return key_of(text)
    except DerError:
        return None


def _is_name(host: str) -> bool:
    return "." in host and not set(host) & set(" /:{}$<>") and not host.replace(".", "").isdigit()
