"""What answers at the addresses that are told: a table of values, and of the redirect URIs that Dex compares."""

from __future__ import annotations

from typing import Any

import pytest

from pachlint import lint
from pachlint.exposure.addresses import read_url
from pachlint.exposure.connectors import expected_callback
from pachlint.judging.ways import with_ways
from pachlint.lint import Job
from pachlint.policy.ways import ADDRESSES
from pachlint.reading.document import read
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve

LB = "proxy: {enabled: true, host: h.example.com, service: {type: LoadBalancer%s}%s}\n"
INGRESS = "proxy: {enabled: false}\ningress: {enabled: true, host: h.example.com}\n"


def addresses(text: str, version: str = "2.11.6") -> dict[str, dict[str, Any]]:
    overrides = Overrides(chart_version=Resolved(resolve(version), "flag"))
    context = lint.prepare(Job("v.yaml", (read(Source("v.yaml", text)),), overrides=overrides))
    found = with_ways(context, [ADDRESSES])
    assert found is not None
    return {one["name"]: one for one in found.values.data[ADDRESSES]}


@pytest.mark.parametrize(
    ("values", "version", "name", "answered", "right"),
    [
        ("", "2.11.6", "issuer", "yes", ""),
        ("pachd: {service: {identityPort: 31658}}", "2.11.6", "issuer", "no", "http://pachd:31658/dex"),
        ("pachd: {service: {type: NodePort}}\nproxy: {enabled: false}", "2.11.6", "issuer", "no", "http://pachd:30658"),
        # up to 2.1 the service itself listens on 1658
        ("pachd: {service: {type: NodePort}}", "2.1.9", "issuer", "yes", ""),
        ("oidc: {issuerURI: 'http://pachd.default.svc:30658/dex'}", "2.11.6", "issuer", "yes", ""),
        ("oidc: {issuerURI: 'http://pachd.other.svc:30000/dex'}", "2.11.6", "issuer", "unknown", ""),
        # an enterprise server in a namespace of its own
        (LB % ("", "") + "oidc: {issuerURI: 'http://pach-enterprise.enterprise:31658/dex'}", "2.11.6", "issuer", "unknown", ""),
        (LB % ("", ""), "2.11.6", "issuer", "unknown", ""),
        (LB % (", httpPort: 8080", ""), "2.11.6", "issuer", "no", "http://h.example.com:8080/dex"),
        (LB % (", httpPort: 8080", ""), "2.11.6", "issuer for browsers", "no", "http://h.example.com:8080"),
        (LB % (", httpsPort: 8443", ", tls: {enabled: true, secretName: s}"), "2.11.6", "issuer", "no", "https://h.example.com:8443/dex"),
        (LB % (", httpPort: 8080", "") + "ingress: {uriHttpsProtoOverride: true}", "2.11.6", "issuer", "unknown", ""),
        (LB % ("", "") + "oidc: {issuerURI: 'http://h.example.com:30658/dex'}", "2.11.6", "issuer", "no", "http://h.example.com/dex"),
        (LB % (", legacyPorts: {identity: 30658}", "") + "oidc: {issuerURI: 'http://h.example.com:30658/dex'}", "2.11.6", "issuer", "unknown", ""),
        (LB % ("", "") + "pachd: {oauthRedirectURI: 'http://h.example.com/oauth/callback'}", "2.11.6", "pachd callback", "no", "http://h.example.com/authorization-code/callback"),
        (INGRESS, "2.11.6", "issuer", "yes", ""),
        (INGRESS + "oidc: {issuerURI: 'http://h.example.com'}", "2.11.6", "issuer", "no", "http://h.example.com/dex"),
        (INGRESS + "oidc: {issuerURI: 'http://h.example.com/dexter'}", "2.11.6", "issuer", "no", "http://h.example.com/dex"),
        (INGRESS + "oidc: {issuerURI: 'http://other.example.com'}", "2.11.6", "issuer", "unknown", ""),
    ],
)  # fmt: skip
def test_what_answers(values: str, version: str, name: str, answered: str, right: str) -> None:
    found = addresses(values, version)[name]
    assert (found["answered"], found["right"]) == (answered, right)


@pytest.mark.parametrize(
    ("values", "version", "host", "setting"),
    [
        ("proxy: {enabled: true, host: 'Pach.example.com:8443'}", "2.11.6", "pach.example.com", "proxy.host"),
        ("proxy: {enabled: true, host: p.example.com}\ningress: {enabled: true, host: i.example.com}", "2.11.6", "i.example.com", "ingress.host"),
        ("ingress: {host: i.example.com}", "2.2.8", "i.example.com", "ingress.host"),
        ("ingress: {host: i.example.com}", "2.3.0", "", ""),
        ("proxy: {enabled: true, host: '${HOST}'}", "2.11.6", "", ""),
    ],
)  # fmt: skip
def test_host_that_users_open(values: str, version: str, host: str, setting: str) -> None:
    for one in addresses(values, version).values():
        assert (one["public_host"], one["public_setting"]) == (host, setting)


CONNECTOR = (
    "proxy: {enabled: true, host: h.example.com}\noidc: {upstreamIDPs: [{id: a, name: a, type: %s, %s}]}"
)
URI = "config: {redirectURI: 'http://h.example.com/dex/callback'}"


@pytest.mark.parametrize(
    ("kind", "settings", "version", "expected", "setting"),
    [
        ("oidc", URI, "2.11.6", "http://h.example.com/dex/callback", "oidc.upstreamIDPs[0].config.redirectURI"),
        ("oidc", URI, "2.3.4", "http://pachd:30658/dex/callback", "oidc.upstreamIDPs[0].config.redirectURI"),
        ("oidc", URI.replace("}", ", insecureSkipIssuerCallbackDomainCheck: true}"), "2.11.6", "", "oidc.upstreamIDPs[0].config.redirectURI"),
        ("github", URI.replace("}", ", insecureSkipIssuerCallbackDomainCheck: true}"), "2.11.6", "http://h.example.com/dex/callback", "oidc.upstreamIDPs[0].config.redirectURI"),
        ("saml", URI, "2.11.6", "", "oidc.upstreamIDPs[0].config.redirectURI"),
        ("oidc", "jsonConfig: '{\"redirectURI\": \"http://x/\"}'", "2.11.6", "http://h.example.com/dex/callback", "oidc.upstreamIDPs[0].jsonConfig"),
        ("oidc", URI + ", jsonConfig: '{\"redirectURI\": \"http://x/\"}'", "2.11.6", "http://h.example.com/dex/callback", "oidc.upstreamIDPs[0].config.redirectURI"),
    ],
)  # fmt: skip
def test_callbacks_of_connectors(kind: str, settings: str, version: str, expected: str, setting: str) -> None:
    found = addresses(CONNECTOR % (kind, settings), version)["connector callback"]
    assert (found["expected"], found["setting"]) == (expected, setting)


@pytest.mark.parametrize(
    "values",
    [
        "oidc: {upstreamIDPs: [{id: a, name: a, type: oidc, " + URI + "}]}\npachd: {activateEnterpriseMember: true}",
        "oidc: {upstreamIDPs: [a, {jsonConfig: 'redirectURI'}, {jsonConfig: '[\"redirectURI\"]'}, {config: {redirectURI: 1}}]}",
        "oidc: {upstreamIDPs: redirectURI}",
    ],
)  # fmt: skip
def test_no_callbacks(values: str) -> None:
    assert "connector callback" not in addresses(values)


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("https://h/dex", "https://h/dex/callback"),
        ("HTTPS://H/dex/", "https://H/dex/callback"),
        ("http://pachd:30658", "http://pachd:30658/callback"),
        ("http://h/a/./b", "http://h/a/b/callback"),
        ("http://https://h/dex", ""),
        ("http://h/dex?a", ""),
        ("h/dex", ""),
    ],
)
def test_what_dex_expects(issuer: str, expected: str) -> None:
    assert expected_callback(issuer) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("HTTP://H.example.com:80/a?b", ("http", "h.example.com", 80, "/a?b")),
        ("https://[::1]:8443", ("https", "[::1]", 8443, "")),
        ("ftp://h", ("", "", None, "")),
    ],
)
def test_parts_of_an_address(text: str, parts: tuple[object, ...]) -> None:
    assert tuple(read_url(text)) == parts


def test_address_is_used_where_login_is_on() -> None:
    assert not addresses("")["issuer"]["used"]
    assert addresses("pachd: {enterpriseLicenseKey: k}")["issuer"]["used"]
    without_console = addresses("pachd: {enterpriseLicenseKey: k}\nconsole: {enabled: false}")
    assert not without_console["Console callback"]["used"]
