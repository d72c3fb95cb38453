"""What is said of every way in: by who can reach it, TLS, login, environment and provider.

``tests/golden/exposure-matrix.txt`` is the table; each line of it is a values file that is judged.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from pachlint import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

OF_TLS_AND_LOGIN = (
    "exposed-without-tls",
    "exposed-through-node-port",
    "database-exposed",
    "production-without-login",
)
RULES = (
    *OF_TLS_AND_LOGIN,
    *("unrestricted-load-balancer", "internal-load-balancer", "exposed-past-the-proxy"),
    *(
        "nothing-exposed",
        "console-out-of-reach",
        "ingress-carries-no-grpc",
        "host-without-exposure",
        "proxy-off",
    ),
    *("proxy-tls-behind-ingress", "pachd-tls-behind-proxy", "tls-ends-at-load-balancer"),
)
PROVIDERS = ("aws", "azure", "gcp", "on-prem", "local")
ENVIRONMENTS = ("production", "unknown", "development")
LICENSE = ("pachd.enterpriseLicenseKeySecretName=license",)
WAYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "proxy, ClusterIP": (("proxy.enabled=true",), ("proxy.tls.enabled=true", "proxy.tls.secretName=s")),
    "proxy, LoadBalancer": (
        ("proxy.enabled=true", "proxy.service.type=LoadBalancer"),
        ("proxy.tls.enabled=true", "proxy.tls.secretName=s"),
    ),
    "proxy, internal LoadBalancer": (
        (
            "proxy.enabled=true",
            "proxy.service.type=LoadBalancer",
            r"proxy.service.annotations.service\.beta\.kubernetes\.io/azure-load-balancer-internal=true",
            r"proxy.service.annotations.service\.beta\.kubernetes\.io/aws-load-balancer-internal=true",
            r"proxy.service.annotations.networking\.gke\.io/load-balancer-type=Internal",
        ),
        ("proxy.tls.enabled=true", "proxy.tls.secretName=s"),
    ),
    "proxy, LoadBalancer for everybody": (
        (
            "proxy.enabled=true",
            "proxy.service.type=LoadBalancer",
            r"proxy.service.annotations.service\.beta\.kubernetes\.io/load-balancer-source-ranges=0.0.0.0/0",
        ),
        ("proxy.tls.enabled=true", "proxy.tls.secretName=s"),
    ),
    "proxy, LoadBalancer of AWS Load Balancer Controller": (
        (
            "proxy.enabled=true",
            "proxy.service.type=LoadBalancer",
            r"proxy.service.annotations.service\.beta\.kubernetes\.io/aws-load-balancer-type=external",
            r"proxy.service.annotations.service\.beta\.kubernetes\.io/aws-load-balancer-scheme=internet-facing",
        ),
        ("proxy.tls.enabled=true", "proxy.tls.secretName=s"),
    ),
    "proxy, gateway of the platform": (
        ("proxy.enabled=true", "proxy.host=pach.example.com"),
        ("proxy.tls.enabled=true", "proxy.tls.secretName=s"),
    ),
    "no proxy, nothing else": (("proxy.enabled=false",), ()),
    "no proxy, ingress": (
        (
            "proxy.enabled=false",
            "ingress.enabled=true",
            "ingress.host=h.example.com",
            r"ingress.annotations.kubernetes\.io/ingress\.class=nginx",
        ),
        ("ingress.tls.enabled=true", "ingress.tls.secretName=s"),
    ),
    "no proxy, external service of pachd": (
        ("proxy.enabled=false", "pachd.externalService.enabled=true"),
        ("pachd.tls.enabled=true", "pachd.tls.secretName=s"),
    ),
    "proxy, LoadBalancer for some": (
        (
            "proxy.enabled=true",
            "proxy.service.type=LoadBalancer",
            r"proxy.service.annotations.service\.beta\.kubernetes\.io/load-balancer-source-ranges=203.0.113.0/24",
        ),
        ("proxy.tls.enabled=true", "proxy.tls.secretName=s"),
    ),
    "proxy, NodePort": (
        ("proxy.enabled=true", "proxy.service.type=NodePort"),
        ("proxy.tls.enabled=true", "proxy.tls.secretName=s"),
    ),
    "proxy, LoadBalancer beside an ingress with TLS": (
        (
            "proxy.enabled=true",
            "proxy.service.type=LoadBalancer",
            "ingress.enabled=true",
            "ingress.host=h.example.com",
            "ingress.tls.enabled=true",
            "ingress.tls.secretName=s",
        ),
        ("proxy.service.type=ClusterIP",),
    ),
    "ingress of nginx": (
        (
            "ingress.enabled=true",
            "ingress.host=h.example.com",
            r"ingress.annotations.kubernetes\.io/ingress\.class=nginx",
        ),
        ("ingress.tls.enabled=true", "ingress.tls.secretName=s"),
    ),
    "ingress, public ALB": (
        (
            "ingress.enabled=true",
            "ingress.host=h.example.com",
            r"ingress.annotations.kubernetes\.io/ingress\.class=alb",
            r"ingress.annotations.alb\.ingress\.kubernetes\.io/scheme=internet-facing",
        ),
        ("ingress.tls.enabled=true", "ingress.tls.secretName=s"),
    ),
    "external service of pachd": (
        ("pachd.externalService.enabled=true",),
        ("pachd.tls.enabled=true", "pachd.tls.secretName=s"),
    ),
    "pachd, LoadBalancer": (
        ("pachd.service.type=LoadBalancer",),
        ("pachd.tls.enabled=true", "pachd.tls.secretName=s"),
    ),
    "pachd, NodePort": (
        ("pachd.service.type=NodePort",),
        ("pachd.tls.enabled=true", "pachd.tls.secretName=s"),
    ),
    "Console, LoadBalancer": (
        ("console.enabled=true", "console.service.type=LoadBalancer"),
        ("console.service.type=ClusterIP",),
    ),
    "enterprise server, LoadBalancer": (
        ("enterpriseServer.enabled=true", "enterpriseServer.service.type=LoadBalancer"),
        ("enterpriseServer.tls.enabled=true", "enterpriseServer.tls.secretName=s"),
    ),
    "Determined, LoadBalancer": (("determined.enabled=true",), ("determined.tlsSecret=s",)),
    "PgBouncer, LoadBalancer": (("pgbouncer.service.type=LoadBalancer",), ()),
    "PostgreSQL, NodePort": (("postgresql.enabled=true", "postgresql.service.type=NodePort"), ()),
    "etcd, LoadBalancer": (("etcd.service.type=LoadBalancer",), ()),
}
"""Each way in, and what gives it TLS (or takes it back from the outside where it has none)."""


def said(
    flags: tuple[str, ...], provider: str, environment: str, rules: tuple[str, ...] = OF_TLS_AND_LOGIN
) -> str:
    """Rules and severities of what is said."""
    report = check(
        text="deployTarget: CUSTOM\npachd: {storage: {backend: LOCAL}}\n",
        flags={"set": flags},
        chart_version="2.11.6",
        provider=provider,
        environment=None if environment == "unknown" else environment,
        select=rules,
    )
    found = sorted({f"{one.severity} {one.rule}" for one in report.findings})
    return ", ".join(found) or "-"


def table() -> Iterator[str]:
    """The lines of the table; providers of which the same is said share one."""
    for (name, (made, secured)), tls, login in product(WAYS.items(), (False, True), (False, True)):
        if tls and not secured:
            continue
        flags = (*made, *(secured if tls else ()), *(LICENSE if login else ()))
        yield f"{name} · {'TLS' if tls else 'plain'} · {'login' if login else 'no login'}"
        for environment in ENVIRONMENTS:
            by_words: dict[str, list[str]] = {}
            for provider in PROVIDERS:
                by_words.setdefault(said(flags, provider, environment, RULES), []).append(provider)
            for words, providers in by_words.items():
                yield f"    {environment:<12} {', '.join(providers):<34} {words}"


def test_matrix(golden: Callable[[str, str], None]) -> None:
    golden("exposure-matrix.txt", "\n".join(table()) + "\n")


PUBLIC = [
    "proxy, LoadBalancer",
    "proxy, LoadBalancer beside an ingress with TLS",
    "external service of pachd",
    "pachd, LoadBalancer",
    "Console, LoadBalancer",
    "enterprise server, LoadBalancer",
    "PgBouncer, LoadBalancer",
    "etcd, LoadBalancer",
]


@pytest.mark.parametrize("provider", ["aws", "azure", "gcp"])
@pytest.mark.parametrize("name", PUBLIC)
def test_what_is_public_plain_and_open_in_production_fails_the_gate(name: str, provider: str) -> None:
    assert "error " in said(WAYS[name][0], provider, "production")


@pytest.mark.parametrize("name", [name for name, (_, secured) in WAYS.items() if secured])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_with_tls_and_login_no_rule_speaks_of_tls_or_login(name: str, provider: str) -> None:
    made, secured = WAYS[name]
    words = said((*made, *secured, *LICENSE), provider, "production")
    assert words in {"-", "warning exposed-through-node-port"}


def test_gateway_of_the_platform_is_no_warning() -> None:
    flags = ("proxy.enabled=true", "proxy.host=pach.example.com", *LICENSE)
    assert said(flags, "azure", "production") == "-"
    assert said(flags, "azure", "production", RULES) == "info host-without-exposure"
