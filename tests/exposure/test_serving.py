"""Who serves a way in, the names that it gets, and how an ALB comes to the pods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pachlint import lint
from pachlint.exposure.release import exposure_of
from pachlint.lint import Job
from pachlint.reading.document import read
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve

if TYPE_CHECKING:
    from pachlint.exposure.way import Way

AWS = "service.beta.kubernetes.io/aws-load-balancer"
LB = "proxy: {enabled: true, service: {type: LoadBalancer, annotations: {%s}}}"
INGRESS = "ingress: {enabled: true, host: h.example.com, annotations: {%s}}"
DNS = "external-dns.alpha.kubernetes.io/hostname"
SOURCE = "external-dns.alpha.kubernetes.io/ingress-hostname-source"


def ways(text: str, provider: str = "aws") -> dict[str, Way]:
    overrides = Overrides(
        chart_version=Resolved(resolve("2.11.6"), "flag"), provider=Resolved(provider, "flag")
    )
    context = lint.prepare(Job("v.yaml", (read(Source("v.yaml", text)),), overrides=overrides))
    return {f"{one.object} {one.name}": one for one in exposure_of(context).ways}


@pytest.mark.parametrize(
    ("annotations", "provider", "served_by"),
    [
        ("", "aws", ("cloud-provider-aws (Classic)", "AWS Load Balancer Controller")),
        (f'"{AWS}-type": nlb', "aws", ("cloud-provider-aws (NLB)", "AWS Load Balancer Controller")),
        (f'"{AWS}-type": external', "aws", ("AWS Load Balancer Controller",)),
        (f'"{AWS}-type": "<type>"', "aws", ()),
        ("", "azure", ("cloud-provider-azure",)),
        ("", "gcp", ("GKE",)),
        ("", "on-prem", ()),
    ],
)
def test_who_serves_a_load_balancer(annotations: str, provider: str, served_by: tuple[str, ...]) -> None:
    assert ways(LB % annotations, provider)["Service pachyderm-proxy"].served_by.words == served_by


@pytest.mark.parametrize(
    ("annotations", "provider", "served_by"),
    [
        ("kubernetes.io/ingress.class: alb", "aws", ("AWS Load Balancer Controller",)),
        ("kubernetes.io/ingress.class: traefik", "aws", ("Traefik",)),
        # two programs take this class
        ("kubernetes.io/ingress.class: nginx", "aws", ()),
        ("", "gcp", ("GKE",)),
        ("", "aws", ()),
    ],
)
def test_who_serves_an_ingress(annotations: str, provider: str, served_by: tuple[str, ...]) -> None:
    assert ways(INGRESS % annotations, provider)["Ingress pachyderm-proxy"].served_by.words == served_by


@pytest.mark.parametrize(
    ("values", "name", "names"),
    [
        (LB % f'"{DNS}": "A.example.com, b.example.com"', "Service pachyderm-proxy", ("a.example.com", "b.example.com")),
        (LB % "", "Service pachyderm-proxy", ()),
        (INGRESS % f'"{DNS}": a.example.com', "Ingress pachyderm-proxy", ("a.example.com", "h.example.com")),
        (INGRESS % f'"{DNS}": a.example.com, "{SOURCE}": annotation-only', "Ingress pachyderm-proxy", ("a.example.com",)),
        (INGRESS % "", "Ingress pachyderm-proxy", ()),
    ],
)  # fmt: skip
def test_names_that_get_records(values: str, name: str, names: tuple[str, ...]) -> None:
    assert ways(values)[name].dns_names.words == names


TARGET = "alb.ingress.kubernetes.io/target-type"
ALB = "kubernetes.io/ingress.class: alb"


@pytest.mark.parametrize(
    ("values", "target_types"),
    [
        (INGRESS % ALB, ["instance"]),
        (INGRESS % f"{ALB}, {TARGET}: ip", ["ip"]),
        # what the service says counts before what the ingress says
        (INGRESS % f"{ALB}, {TARGET}: ip" + f"\nproxy: {{service: {{annotations: {{{TARGET}: instance}}}}}}", ["instance"]),
        (INGRESS % f"{ALB}" + f"\nproxy: {{enabled: false}}\nconsole: {{service: {{annotations: {{{TARGET}: ip}}}}}}", ["instance", "instance", "ip"]),
        (INGRESS % f"kubernetes.io/ingress.class: nginx, {TARGET}: ip", [""]),
    ],
)  # fmt: skip
def test_target_types(values: str, target_types: list[str]) -> None:
    found = ways(values)
    (ingress,) = (one for name, one in found.items() if name.startswith("Ingress"))
    assert [door.target_type for door in ingress.doors] == target_types
    assert {door.backend for door in ingress.doors} == {"ClusterIP"}


def test_annotations_stand_in_their_block() -> None:
    found = ways(LB % f'"{DNS}": a.example.com')["Service pachyderm-proxy"]
    assert (found.annotations, found.annotated_by) == (
        {DNS: "a.example.com"},
        (("proxy", "service", "annotations"),),
    )


def test_class_of_an_ingress_is_told_with_its_annotation() -> None:
    found = ways(INGRESS % ALB)["Ingress pachyderm-proxy"]
    assert found.kind.because[0] == ("ingress", "annotations", "kubernetes.io/ingress.class")
    assert found.made_by[0] == ("ingress", "enabled")
