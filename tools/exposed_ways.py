"""Each way into a release, as flags, for tests of what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    *("unanswered-address", "proxy-host-for-login", "ingress-tls-without-ingress"),
    *("load-balancer-type-on-aws", "alb-target-type"),
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
