"""Which values the predicates look at, for those who ask for the rules about a value; judging needs none of it."""

from collections.abc import Mapping
from functools import lru_cache

from pachlint.chart import annotations, fields
from pachlint.place import format_path

EVERY = "**"
"""Stands for every value."""

_EVERY = (EVERY,)
_PARTS = ("ingress", "proxy", "pachd", "enterpriseServer")
_TLS = tuple(f"{part}.tls.enabled" for part in _PARTS)
_CERTIFICATES = (
    *_TLS,
    *("proxy.tls.secret.cert", "proxy.tls.secret.key"),
    *(f"{part}.tls.newSecret.{name}" for part in _PARTS if part != "proxy" for name in ("crt", "key")),
)
_HOSTS = tuple(
    f"{part}.{name}" for part in ("ingress", "proxy") for name in ("enabled", "host", "tls.secretName")
)
SERVICES = (
    *("pachd.enabled", "pachd.service.type", "pachd.service.*Port"),
    *("pachd.externalService.enabled", "pachd.externalService.*Port"),
    *("enterpriseServer.enabled", "enterpriseServer.service.type", "enterpriseServer.service.*Port"),
    *("console.enabled", "console.service.type", "console.config.graphqlPort"),
    *("proxy.enabled", "proxy.service.type", "proxy.service.*Port", "proxy.service.legacyPorts.*"),
    "proxy.tls.enabled",
)
"""What decides which services a release has, and their ports."""

_BALANCERS = tuple(
    f"{part}.annotations.*"
    for part in ("pachd.externalService", "proxy.service", "pachd.service", "console.service")
)
_INGRESS = ("ingress.annotations.*", "ingress.enabled")

_READS: Mapping[str, tuple[str, ...]] = {
    "document-problem": (),
    "flag-problem": (),
    "type-mismatch": _EVERY,
    "unknown-key": _EVERY,
    "other-version-key": _EVERY,
    "dead-key": _EVERY,
    "annotation-of-other-class": _INGRESS,
    "annotation-of-two-controllers": _INGRESS,
    "placeholder": _EVERY,
    "placeholder-in-key": _EVERY,
    "secret-shape": _EVERY,
    "image-tag": ("pachd.image.tag", "pachd.worker.image.tag", "enterpriseServer.image.tag"),
    "certificate-expired": (
        *_CERTIFICATES,
        "global.postgresql.postgresqlSSL",
        "global.postgresql.postgresqlSSLCACert",
    ),
    "certificate-key": _CERTIFICATES,
    "certificate-host": (*_CERTIFICATES, *_HOSTS),
    "certificate-order": _CERTIFICATES,
    "certificate-untrusted": _CERTIFICATES,
    "control-character": _EVERY,
    "chart-crash": _EVERY,
    "chart-rejection": _EVERY,
    "template-unjudged": _EVERY,
    "kubernetes-refusal": _EVERY,
    "ssl-ports": (*_BALANCERS, *SERVICES),
    "annotation-unread-by-server": _BALANCERS,
    "annotation-of-other-server": _BALANCERS,
    "clear-text-to-tls": (*_BALANCERS, *SERVICES, *_TLS),
    "tls-to-clear-text": (*_BALANCERS, *SERVICES, *_TLS),
    "alb-redirect": _INGRESS,
    "node-port-range": SERVICES,
    "node-ports-clash": SERVICES,
    "service-ports-clash": SERVICES,
}


def predicate_reads(name: str) -> tuple[str, ...]:
    """Patterns of the values that a predicate looks at; :data:`EVERY` for all, none if it looks at texts of files only."""
    found = _READS.get(name)
    return _annotated() if found is None else found


@lru_cache(maxsize=1)
def _annotated() -> tuple[str, ...]:
    """What stands in every map of annotations, and of labels of pods."""
    return tuple(f"{format_path(path)}.*" for path, _ in fields.walk() if annotations.object_of(path))
