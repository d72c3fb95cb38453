"""What listens behind the ports of services: program, protocol, whether it speaks TLS, and what login stands before it.

pachd serves TLS on its gRPC and S3 ports if the chart mounts a certificate (``src/internal/grpcutil/server.go``,
``src/server/pachd``); its ports for OIDC, identity and metrics are plain HTTP in every release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.exposure.statements import Statement
from pachlint.place import value_at
from pachlint.records import NamedTuple
from pachlint.verdict.gotemplate import truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pachlint.exposure.objects import Port, Service
    from pachlint.place import Path
    from pachlint.versions import Version

ENVOY = "Envoy"
PLAIN, TLS = "plain", "tls"
GRPC, HTTP, S3, OIDC, IDENTITY, METRICS = "gRPC", "HTTP", "S3", "OIDC", "identity", "metrics"
_PROGRAMS = {
    "pachd": "pachd",
    "console": "Console",
    "pachyderm-proxy": ENVOY,
    "pach-enterprise": "enterprise server",
    "pg-bouncer": "PgBouncer",
    "cloudsql-auth-proxy": "Cloud SQL Auth Proxy",
    "etcd": "etcd",
    "loki": "Loki",
    "grafana": "Grafana",
    "postgresql": "PostgreSQL",
    "prometheus": "Prometheus",
    "kube-state-metrics": "kube-state-metrics",
    "fluent-bit-loki": "Fluent Bit",
}
_BEGINNINGS = {
    "determined-db": "PostgreSQL of Determined",
    "determined-master": "Determined",
    "determined-genai": "Determined",
}
_PROTOCOLS = {
    "api-grpc-port": GRPC,
    "api-grpc-peer-port": GRPC,
    "s3gateway-port": S3,
    "oidc-port": OIDC,
    "identity-port": IDENTITY,
    "prom-metrics": METRICS,
    "archive-port": HTTP,
    "pachd-http-port": HTTP,
    "console-http": HTTP,
    "http-metrics": HTTP,
    "http-port": HTTP,
    "https-port": HTTP,
    "console-direct": HTTP,
    "grpc-direct": GRPC,
    "s3-direct": S3,
    "oidc-direct": OIDC,
    "identity-direct": IDENTITY,
    "metrics-direct": METRICS,
}
_OF_PROGRAMS = {
    "PgBouncer": "PostgreSQL",
    "Cloud SQL Auth Proxy": "PostgreSQL",
    "PostgreSQL": "PostgreSQL",
    "PostgreSQL of Determined": "PostgreSQL",
    "etcd": "etcd",
    "Determined": HTTP,
    "Grafana": HTTP,
    "Prometheus": HTTP,
    "kube-state-metrics": METRICS,
}
_SWITCHES: Mapping[str, Path] = {
    "pachd": ("pachd", "tls", "enabled"),
    "enterprise server": ("enterpriseServer", "tls", "enabled"),
    "PostgreSQL": ("postgresql", "tls", "enabled"),
    "Determined": ("determined", "tlsSecret"),
}
_WITH_TLS = (GRPC, S3, "PostgreSQL")

# Who asks for what; metrics, etcd and Loki ask for nothing.
_PASSWORDS = ("PgBouncer", "Cloud SQL Auth Proxy", "PostgreSQL", "PostgreSQL of Determined")
_OWN_LOGIN = ("Determined", "Grafana")
_OPEN_PROGRAMS = ("etcd", "Loki", "Prometheus", "kube-state-metrics", "Fluent Bit")


class Target(NamedTuple):
    """What a request comes to at last.

    ``via`` says which requests, where several come in by one port: a path, or ``gRPC`` and ``S3 requests``. ``tls`` is that of the last
    hop, ``expects`` what the program speaks there.
    """

    program: str
    protocol: str
    port: object
    tls: Statement
    expects: Statement
    login: Statement
    via: str = ""

    @property
    def fits(self) -> bool:
        """Whether what is sent on the last hop is what the program speaks."""
        return self.tls.value == self.expects.value


def program_of(service: Service) -> str:
    """The program that a service selects; its selector's own word if it is none of those known."""
    name = service.selector.get("app") or service.selector.get("app.kubernetes.io/name", "")
    for beginning, program in _BEGINNINGS.items():
        if name.startswith(beginning):
            return program
    return _PROGRAMS.get(name, name)


def protocol_of(program: str, port: Port) -> str:
    """What is spoken on a port; TCP if that is not known."""
    if port.name == "peer-port":
        return "etcd"
    return _OF_PROGRAMS.get(program) or _PROTOCOLS.get(port.name, "TCP")


_BACKEND = "pachd-proxy-backend"
_CONSOLE_BACKEND = "console-proxy-backend"
_ROUTES = (
    ("gRPC", _BACKEND, "api-grpc-port"),
    ("S3 requests", _BACKEND, "s3gateway-port"),
    ("/dex", _BACKEND, "identity-port"),
    ("/authorization-code/callback", _BACKEND, "oidc-port"),
    ("/archive", _BACKEND, "archive-port"),
    ("/", _CONSOLE_BACKEND, "console-http"),
)
_HTTP_OF_PACHD = "/archive, /api, /jsonschema, /pfs"
_HTTP_SINCE = (2, 8, 0)
_DIRECT = {
    "console-direct": (("", _CONSOLE_BACKEND, "console-http"),),
    "grpc-direct": (("", _BACKEND, "api-grpc-port"),),
    "s3-direct": (("", _BACKEND, "s3gateway-port"),),
    "oidc-direct": (("", _BACKEND, "oidc-port"),),
    "identity-direct": (("", _BACKEND, "identity-port"),),
    "metrics-direct": (("", _BACKEND, "prom-metrics"),),
}


def sent_by_envoy(port: Port, version: Version) -> Iterator[tuple[str, str, str]]:
    """Which requests of a port Envoy sends on, to which service and to which of its ports, by name."""
    routes = _ROUTES if port.name in {"http-port", "https-port"} else _DIRECT.get(port.name, ())
    for requests, service, name in routes:
        more = requests == "/archive" and tuple(version) >= _HTTP_SINCE
        yield _HTTP_OF_PACHD if more else requests, service, name


def speaks(program: str, protocol: str, values: Mapping[str, object]) -> Statement:
    """Whether a program expects TLS for a protocol."""
    switch = _SWITCHES.get(program)
    if switch is None or (protocol not in _WITH_TLS and program != "Determined"):
        return Statement(PLAIN, (), f"{program} speaks no TLS there")
    return Statement(TLS if truth(value_at(values, switch)) else PLAIN, (switch,))


def login_before(program: str, protocol: str, values: Mapping[str, object], version: Version) -> Statement:
    """What stands before a program: ``login``, ``password``, ``own`` (of the program itself), ``part-of-login`` or ``none``."""
    if protocol in {OIDC, IDENTITY}:
        return Statement("part-of-login")
    if protocol == METRICS:
        return Statement("none", (), "metrics ask for nothing")
    if program in _PASSWORDS:
        return Statement("password")
    if program in _OWN_LOGIN:
        return Statement("own")
    if program in _OPEN_PROGRAMS:
        return Statement("none", (), f"{program} asks for nothing")
    return pachyderm_login(values, version)


_KEY: Path = ("pachd", "enterpriseLicenseKey")
_SECRET: Path = ("pachd", "enterpriseLicenseKeySecretName")
_SWITCHED_SINCE = (2, 0, 3)
_ALWAYS, _FOR_EVER = (2, 0, 0), (3,)
# what starts login, from which release on and before which (templates/pachd/config-secret.yaml, from 2.3.0 on auth-secret.yaml)
_LICENSES: tuple[tuple[Path, tuple[int, ...], tuple[int, ...]], ...] = (
    (_KEY, _ALWAYS, _FOR_EVER),
    (_SECRET, (2, 1, 2), _FOR_EVER),
    (("pachd", "activateEnterpriseMember"), _ALWAYS, _FOR_EVER),
    (("pachd", "activateEnterprise"), (2, 0, 4), (2, 3, 0)),
)
_AUTH: Path = ("pachd", "activateAuth")
READS: tuple[Path, ...] = (*_SWITCHES.values(), *(path for path, _, _ in _LICENSES), _AUTH)
"""The values that decide what programs speak and ask for."""


def pachyderm_login(values: Mapping[str, object], version: Version) -> Statement:
    """Whether pachd asks who comes: with a license or an enterprise server, unless ``pachd.activateAuth`` is off."""
    licensed = tuple(
        path
        for path, since, until in _LICENSES
        if since <= tuple(version) < until and truth(value_at(values, path))
    )
    if not licensed:
        return Statement(
            "none", (_KEY, _SECRET), "login starts only with an enterprise license or an enterprise server"
        )
    if tuple(version) >= _SWITCHED_SINCE and not truth(value_at(values, _AUTH)):
        return Statement("none", (_AUTH,), "pachd.activateAuth is off")
    return Statement("login", licensed)
