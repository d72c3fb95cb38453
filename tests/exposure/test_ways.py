"""Who can reach what, where TLS ends and what a way leads to: a table of values and what is said of one way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from exposed_ways import LICENSE, WAYS

from pachlint import lint
from pachlint.exposure import programs
from pachlint.exposure import ways as worked_out
from pachlint.exposure.release import exposure_of
from pachlint.layering.flags import Flag
from pachlint.lint import Job
from pachlint.place import format_path
from pachlint.reading.document import read
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve

if TYPE_CHECKING:
    from pachlint.exposure.way import Way
    from pachlint.place import Path

AWS = "service.beta.kubernetes.io/aws-load-balancer"
LB = "proxy: {enabled: true, service: {type: LoadBalancer, annotations: {%s}}}"
INGRESS = "ingress: {enabled: true, host: h.example.com, annotations: {%s}}"


def ways(text: str, provider: str = "aws", version: str = "2.11.6") -> dict[str, Way]:
    overrides = Overrides(
        chart_version=Resolved(resolve(version), "flag"), provider=Resolved(provider, "flag")
    )
    context = lint.prepare(Job("v.yaml", (read(Source("v.yaml", text)),), overrides=overrides))
    return {f"{one.object} {one.name}": one for one in exposure_of(context).ways}


@pytest.mark.parametrize(
    ("annotations", "provider", "reach", "because"),
    [
        ("", "aws", "unknown", "proxy.service.type"),
        (f'"{AWS}-type": nlb', "aws", "unknown", "proxy.service.type"),
        (f'"{AWS}-scheme": internet-facing', "aws", "internet", "proxy.service.type"),
        # on a cluster of one's own the controllers of AWS may run, too
        (f'"{AWS}-scheme": internal', "on-prem", "unknown", f'proxy.service.annotations["{AWS}-scheme"]'),
        (f'"{AWS}-type": external', "on-prem", "cloud-network", f'proxy.service.annotations["{AWS}-type"]'),
        (f'"{AWS}-internal": "true"', "aws", "cloud-network", f'proxy.service.annotations["{AWS}-internal"]'),
        (f'"{AWS}-internal": "false"', "aws", "internet", "proxy.service.type"),
        # whatever is not empty and not false is true to cloud-provider-aws
        (f'"{AWS}-internal": "0.0.0.0/0"', "aws", "cloud-network", f'proxy.service.annotations["{AWS}-internal"]'),
        (f'"{AWS}-scheme": internal', "aws", "unknown", f'proxy.service.annotations["{AWS}-scheme"]'),
        (f'"{AWS}-scheme": internet-facing, "{AWS}-internal": "true"', "aws", "unknown", f'proxy.service.annotations["{AWS}-scheme"]'),
        (f'"{AWS}-scheme": internal, "{AWS}-type": external', "aws", "cloud-network", f'proxy.service.annotations["{AWS}-scheme"]'),
        (f'"{AWS}-type": external', "aws", "cloud-network", f'proxy.service.annotations["{AWS}-type"]'),
        (f'"{AWS}-type": external, "{AWS}-scheme": internet-facing', "aws", "internet", "proxy.service.type"),
        ('"service.beta.kubernetes.io/load-balancer-source-ranges": 203.0.113.0/24', "gcp", "allow-list",
         'proxy.service.annotations["service.beta.kubernetes.io/load-balancer-source-ranges"]'),
        ('"service.beta.kubernetes.io/load-balancer-source-ranges": "203.0.113.0/24,0.0.0.0/0"', "gcp", "internet", "proxy.service.type"),
        ('"networking.gke.io/load-balancer-type": Internal', "gcp", "cloud-network",
         'proxy.service.annotations["networking.gke.io/load-balancer-type"]'),
        ('"networking.gke.io/load-balancer-type": Internal', "azure", "internet", "proxy.service.type"),
        ('"service.beta.kubernetes.io/azure-load-balancer-internal": "true"', "azure", "cloud-network",
         'proxy.service.annotations["service.beta.kubernetes.io/azure-load-balancer-internal"]'),
        ("", "on-prem", "unknown", "proxy.service.type"),
        # lists that nobody reads on this cloud
        ('"service.beta.kubernetes.io/azure-allowed-ip-ranges": 10.0.0.0/8', "gcp", "internet", "proxy.service.type"),
        (f'"{AWS}-security-groups": sg-1', "azure", "internet", "proxy.service.type"),
    ],
)  # fmt: skip
def test_reach_of_a_load_balancer(annotations: str, provider: str, reach: str, because: str) -> None:
    found = ways(LB % annotations, provider)["Service pachyderm-proxy"].reach
    assert (found.value, format_path(found.because[0])) == (reach, because)


@pytest.mark.parametrize(
    ("annotations", "provider", "reach", "tls"),
    [
        ("kubernetes.io/ingress.class: nginx", "aws", "unknown", "plain"),
        ("kubernetes.io/ingress.class: alb", "aws", "cloud-network", "plain"),
        ("kubernetes.io/ingress.class: alb, alb.ingress.kubernetes.io/scheme: internet-facing", "aws", "internet", "plain"),
        ("kubernetes.io/ingress.class: alb, alb.ingress.kubernetes.io/scheme: internet-facing, alb.ingress.kubernetes.io/inbound-cidrs: 10.0.0.0/8", "aws", "allow-list", "plain"),
        ("kubernetes.io/ingress.class: alb, alb.ingress.kubernetes.io/certificate-arn: arn", "aws", "cloud-network", "tls"),
        ("kubernetes.io/ingress.class: nginx, alb.ingress.kubernetes.io/certificate-arn: arn", "aws", "unknown", "plain"),
        ("kubernetes.io/ingress.class: traefik, alb.ingress.kubernetes.io/certificate-arn: arn", "aws", "unknown", "plain"),
        ("kubernetes.io/ingress.class: gce", "gcp", "internet", "plain"),
        ("", "gcp", "internet", "plain"),
        ("kubernetes.io/ingress.class: gce-internal", "gcp", "cloud-network", "plain"),
        ("kubernetes.io/ingress.class: gce, networking.gke.io/managed-certificates: c", "gcp", "internet", "tls"),
        ("kubernetes.io/ingress.class: traefik, traefik.ingress.kubernetes.io/router.tls: 'true'", "on-prem", "unknown", "tls"),
        ("kubernetes.io/ingress.class: azure/application-gateway, appgw.ingress.kubernetes.io/use-private-ip: 'true'", "azure", "cloud-network", "plain"),
    ],
)  # fmt: skip
def test_reach_and_tls_of_an_ingress(annotations: str, provider: str, reach: str, tls: str) -> None:
    found = ways(INGRESS % annotations, provider)["Ingress pachyderm-proxy"]
    assert (found.reach.value, found.tls.value) == (reach, tls)


def test_proxy_with_tls_redirects_and_ends_tls_in_envoy() -> None:
    values = "proxy: {enabled: true, service: {type: LoadBalancer, legacyPorts: {grpc: 30650}}, tls: {enabled: true, secretName: s}}"
    found = ways(values)["Service pachyderm-proxy"]
    assert [(door.port, door.tls.value) for door in found.doors] == [
        (80, "redirect"),
        (443, "tls"),
        (30650, "nothing"),
    ]
    targets = [(target.via, target.program, target.protocol, target.tls.value) for target in found.targets]
    assert targets[0] == ("gRPC", "pachd", "gRPC", "plain")
    assert targets[-1] == ("/", "Console", "HTTP", "plain")
    assert found.tls.value == "tls"


def test_certificate_of_the_load_balancer_ends_tls_there() -> None:
    found = ways(LB % f'"{AWS}-ssl-cert": arn')["Service pachyderm-proxy"]
    (door,) = found.doors
    assert [(hop.receiver, hop.tls.value) for hop in door.hops] == [
        ("load balancer", "tls"),
        ("Envoy", "plain"),
    ]
    ports = ways(LB % f'"{AWS}-ssl-cert": arn, "{AWS}-ssl-ports": "443"')["Service pachyderm-proxy"]
    assert ports.tls.value == "plain"
    assert ways(LB % f'"{AWS}-ssl-cert": arn', "gcp")["Service pachyderm-proxy"].tls.value == "plain"


def test_pachd_with_tls_behind_envoy_does_not_fit() -> None:
    values = (
        "proxy: {enabled: true, service: {type: LoadBalancer}}\npachd: {tls: {enabled: true, secretName: s}}"
    )
    targets = ways(values)["Service pachyderm-proxy"].targets
    assert {target.protocol for target in targets if not target.fits} == {"gRPC", "S3"}


def test_seeds_diagram_on_an_old_chart() -> None:
    values = (
        "ingress: {enabled: true, host: h.example.com}\n"
        "console: {enabled: true}\npachd: {externalService: {enabled: true}}"
    )
    found = ways(values, version="2.2.0")
    doors = found["Ingress console"].doors
    assert {door.path: door.targets[0].program for door in doors} == {
        "/dex": "pachd",
        "/authorization-code/callback": "pachd",
        "/": "Console",
    }
    balancer = found["Service pachd-lb"]
    assert {door.port: door.protocol for door in balancer.doors} == {30650: "gRPC", 30600: "S3"}


@pytest.mark.parametrize(
    ("values", "version", "login"),
    [
        ("", "2.11.6", "none"),
        ("pachd: {enterpriseLicenseKey: k}", "2.11.6", "login"),
        ("pachd: {enterpriseLicenseKeySecretName: k}", "2.11.6", "login"),
        ("pachd: {activateEnterpriseMember: true}", "2.11.6", "login"),
        # the secret alone starts login from 2.1.2 on; activateEnterprise does from 2.0.4 to 2.2
        ("pachd: {enterpriseLicenseKeySecretName: k}", "2.1.2", "login"),
        ("pachd: {enterpriseLicenseKeySecretName: k}", "2.1.1", "none"),
        ("pachd: {enterpriseLicenseKeySecretName: k, activateEnterprise: true}", "2.0.4", "login"),
        ("pachd: {activateEnterprise: true}", "2.2.8", "login"),
        ("pachd: {activateEnterprise: true}", "2.3.0", "none"),
        ("pachd: {enterpriseLicenseKey: k, activateAuth: false}", "2.11.6", "none"),
    ],
)
def test_login_before_pachd(values: str, version: str, login: str) -> None:
    assert ways(values, version=version)["Service pachd"].login.value == login


@pytest.mark.parametrize(
    ("values", "name", "protocols", "login"),
    [
        ("etcd: {service: {type: NodePort}}", "etcd", ("etcd",), "none"),
        ("pgbouncer: {service: {type: LoadBalancer}}", "pg-bouncer", ("PostgreSQL",), "password"),
        ("determined: {enabled: true}", "determined-master-service-pachd", ("HTTP",), "own"),
        ("loki-stack: {loki: {service: {type: NodePort}}}", "pachd-loki", ("HTTP",), "none"),
    ],
)
def test_what_is_no_pachd(values: str, name: str, protocols: tuple[str, ...], login: str) -> None:
    found = ways(values)[f"Service {name}"]
    assert (found.protocols, found.login.value) == (protocols, login)
    assert found.reach.value != "cluster-network"


@pytest.mark.parametrize(
    ("ranges", "reach"), [("[203.0.113.0/24]", "allow-list"), ("['0.0.0.0/0']", "unknown")]
)
def test_ranges_in_the_service_itself(ranges: str, reach: str) -> None:
    found = ways(f"determined: {{enabled: true, loadBalancerSourceRanges: {ranges}}}")
    assert found["Service determined-master-service-pachd"].reach.value == reach


def test_own_block_of_an_ingress_stands_before_consoles_switch() -> None:
    values = "console: {enabled: true}\ningress: {enabled: true, host: h.example.com}"
    found = ways(values, version="2.0.0")["Ingress console"]
    assert found.kind.because[0] == ("ingress", "enabled")


def test_releases_share_ways_only_where_all_is_the_same_that_these_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the ways read of the values themselves is listed: it is compared before they are shared."""
    asked: set[Path] = set()

    def value_at(values: Any, path: Path, *given: Any, **how: Any) -> object:
        asked.add(tuple(path))
        return original(values, path, *given, **how)

    original = worked_out.value_at
    for module in (worked_out, programs):
        monkeypatch.setattr(module, "value_at", value_at)
    for number, (made, secured) in enumerate(WAYS.values()):
        for version in ("2.11.6", "2.1.0"):
            # values that no other release has: nothing is remembered
            flags = tuple(
                Flag("set", one) for one in (*made, *secured, *LICENSE, f"proxy.labels.x=n{number}")
            )
            overrides = Overrides(chart_version=Resolved(resolve(version), "flag"))
            exposure = exposure_of(lint.prepare(Job("v", (), flags, overrides)))
            assert exposure.outer or exposure.inner
    assert asked
    assert asked <= set(worked_out.READS)
    assert asked >= {
        ("ingress", "uriHttpsProtoOverride"),
        ("proxy", "tls", "enabled"),
        ("pachd", "enterpriseLicenseKey"),
    }
