"""Paths in the words about a chart inside another one are those that the user writes; all else stays as it is."""

import pytest

from pachlint.finding import Finding, Fix, Impact, Related, Safety, Severity
from pachlint.judging.enclosed import in_words, with_whole_paths
from pachlint.lint import Job, prepare
from pachlint.place import Place
from pachlint.policy.context import Enclosing
from pachlint.reading.document import read
from pachlint.source import Source


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


PLACE = Place("v.yaml", 1, 1, 1, 2)


@pytest.mark.parametrize(
    ("help_", "expected"),
    [
        ("Set proxy.host.", "Set pach.proxy.host."),
        # without a path it says below which key it is meant
        ("Remove it.", "Below pach: Remove it."),
        ("", ""),
    ],
)
def test_all_words_of_a_finding_have_whole_paths(help_: str, expected: str) -> None:
    outer = prepare(Job("v", (read(Source("v.yaml", "pach: {}\n")),))).values
    finding = Finding(
        "r", "t", Severity.INFO, Impact.BROKEN, "proxy.host is x", PLACE, help=help_,
        related=(Related(PLACE, "beside ingress.host"),),
    )  # fmt: skip
    found = with_whole_paths(finding, Enclosing(("pach",), outer))
    assert (found.message, found.help, found.fix) == ("pach.proxy.host is x", expected, None)
    assert [one.message for one in found.related] == ["beside pach.ingress.host"]
    fixed = with_whole_paths(
        finding._replace(fix=Fix("set proxy.host", Safety.SAFE, ())), Enclosing(("pach",), outer)
    )
    assert fixed.fix == Fix("set pach.proxy.host", Safety.SAFE, ())
