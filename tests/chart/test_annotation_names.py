"""Mistyped annotation keys are traced to the key that was meant, and keys of one's own to none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.chart.annotation_names import hint, is_mistaken, nearest_key
from pachlint.chart.annotations import facts, find, keys
from pachlint.nearness import distance

CLASS = "kubernetes.io/ingress.class"
READ = sorted(
    key
    for key in keys()
    if not {"removed", "status", "key_pattern"} & facts(key).keys() and len(key.partition("/")[2]) >= 5
)


@given(st.sampled_from(READ), st.data())
def test_swapped_neighbours_are_traced(key: str, data: st.DataObject) -> None:
    prefix, _, name = key.partition("/")
    at = data.draw(st.integers(1, len(name) - 1))
    typo = f"{prefix}/{name[: at - 1]}{name[at]}{name[at - 1]}{name[at + 1 :]}"
    as_near = [other for other in READ if other != key and distance(typo, other, 1) == 1]
    meant = nearest_key(typo, "ingress")
    assert find(typo) is not None or meant == (None if as_near else key)


def test_of_two_keys_that_are_as_near_neither_is_meant() -> None:
    assert nearest_key("konghq.com/protocosl", "ingress") is None
    assert nearest_key("konghq.com/protocls", "ingress") == "konghq.com/protocols"


@pytest.mark.parametrize(
    "key",
    [
        "kubernetes.io/ingress.clas",
        "kubernetes.io/ingress.classname",
        "kuberntes.io/ingres.class",
        "nginx.ingress.kubernetes.io/ingress.class",
        "networking.k8s.io/ingress.class",
        "ingress.class",
        "className",
    ],
)
def test_class_is_traced(key: str) -> None:
    assert nearest_key(key, "ingress") == CLASS


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("nginx/proxy-body-size", "nginx.ingress.kubernetes.io/proxy-body-size"),
        ("nginx.ingress.k8s.io/proxy-body-size", "nginx.ingress.kubernetes.io/proxy-body-size"),
        ("alb.kubernetes.io/scheme", "alb.ingress.kubernetes.io/scheme"),
        ("alb.ingress.k8s.aws/scheme", "alb.ingress.kubernetes.io/scheme"),
        ("alb.ingress.kubernetes.io/targt-tpye", "alb.ingress.kubernetes.io/target-type"),
    ],
)
def test_wrong_domain_is_traced(key: str, meant: str) -> None:
    assert nearest_key(key, "ingress") == meant


def test_missing_prefix_is_traced_only_where_the_key_belongs() -> None:
    key = "aws-load-balancer-type"
    assert nearest_key(key, "service") == f"service.beta.kubernetes.io/{key}"
    assert nearest_key(key, "ingress") is None


@pytest.mark.parametrize("on", ["ingress", "service", "serviceaccount", "pod", "podlabel"])
@pytest.mark.parametrize(
    "key",
    [
        "example.com/team",
        "team",
        "cost-center",
        "scheme",
        "prometheus.io/scrape",
        "argocd.argoproj.io/sync-wave",
        "meta.helm.sh/release-name",
        "config.linkerd.io/proxy-cpu-request",
        "nginx.example.com/proxy-body-size",
        "metallb.io/loadBalancerIPs",
        "gethomepage.dev/enabled",
    ],
)
def test_own_key_is_near_none(key: str, on: str) -> None:
    assert nearest_key(key, on) is None
    assert not is_mistaken(key, on)


@pytest.mark.parametrize(
    ("key", "likely"),
    [
        ("service.beta.kubernetes.io/aws-load-balancer-alpn", "aws-load-balancer-alpn-policy"),
        ("alb.ingress.kubernetes.io/ssl-redirect-port", "ssl-redirect"),
        ("alb.ingress.kubernetes.io/wafv2-acl", None),
        ("alb.ingress.kubernetes.io/healthcheck-host", None),
    ],
)
def test_other_word_is_a_hint_and_no_typing_mistake(key: str, likely: str | None) -> None:
    assert nearest_key(key, "ingress") is None
    assert is_mistaken(key, "ingress")
    assert hint(key) == likely


@pytest.mark.parametrize(
    "key", ["alb.ingress.kubernetes.io/ssl-cert", "nginx.ingress.kubernetes.io/client-max-body-size"]
)
def test_key_of_another_controller_is_not_offered(key: str) -> None:
    assert nearest_key(key, "ingress") is None


def test_pods_have_keys_that_the_catalogue_does_not_know() -> None:
    assert not is_mistaken("networking.gke.io/default-interface", "pod")
    assert is_mistaken("networking.gke.io/default-interface", "service")
