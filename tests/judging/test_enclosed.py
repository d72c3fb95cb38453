"""Paths in the words about a chart inside another one are those that the user writes; all else stays as it is."""

import pytest

from pachlint.judging.enclosed import in_words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("proxy.tls.secretName is empty", "pach.proxy.tls.secretName is empty"),
        ("Set proxy.host, or remove ingress.host.", "Set pach.proxy.host, or remove pach.ingress.host."),
        ("Set ingress.tls.enabled: true", "Set pach.ingress.tls.enabled: true"),
        ("deployTarget is missing", "pach.deployTarget is missing"),
        ("oidc.upstreamIDPs[0].id is x", "pach.oidc.upstreamIDPs[0].id is x"),
        (
            'ingress.annotations["kubernetes.io/ingress.class"] is x',
            'pach.ingress.annotations["kubernetes.io/ingress.class"] is x',
        ),
        ("(pachd.image.tag)", "(pach.pachd.image.tag)"),
        # no paths of the chart, or words that may be none
        ("the proxy and the ingress", "the proxy and the ingress"),
        ("TLS is on for console.example.com", "TLS is on for console.example.com"),
        ("https://pachd.image.tag/pachd.image", "https://pachd.image.tag/pachd.image"),
        ("a/pachd.image.tag", "a/pachd.image.tag"),
        ("pachd.images is unknown", "pachd.images is unknown"),
        ("service.beta.kubernetes.io/aws-load-balancer-scheme", "service.beta.kubernetes.io/aws-load-balancer-scheme"),
        ("", ""),
    ],
)  # fmt: skip
def test_paths_in_words(words: str, expected: str) -> None:
    assert in_words(words, lambda path: ("pach", *path)) == expected
