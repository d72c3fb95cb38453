"""Inline certificates against a given day, their keys, their hosts and each other."""

import json
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pachlint.finding import Severity
from pachlint.lint import Job, check, prepare
from pachlint.place import format_path
from pachlint.policy.context import CheckContext
from pachlint.predicates import certificates
from pachlint.predicates.table import PREDICATES
from pachlint.reading.document import read
from pachlint.report import json as json_report
from pachlint.report import text as text_report
from pachlint.report.look import Look
from pachlint.rulebook import shipped
from pachlint.source import Source

DATA = Path(__file__).parent.parent / "data" / "pem"
SERVERS = {
    "ingress": ("newSecret", "crt"),
    "proxy": ("secret", "cert"),
    "pachd": ("newSecret", "crt"),
    "enterpriseServer": ("newSecret", "crt"),
}
PREDICATE_NAMES = sorted(name for name in PREDICATES if name.startswith("certificate-"))
ENDS = datetime(2199, 1, 2, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def pem(*names: str) -> str:
    """Stored certificates and keys, one after the other."""
    return "".join((DATA / f"{name}.pem").read_text() for name in names)


def once(text: str) -> str:
    """Base64 on one line."""
    return b64encode(text.encode()).decode()


def job(values: dict[str, Any], *, part: bool = False) -> Job:
    """Values as a release; JSON is YAML."""
    return Job("v", (read(Source("v.yaml", json.dumps(values))),), part=part)


def served(
    component: str, certificate: str, key: str = "", *, tls: bool = True, **more: object
) -> dict[str, Any]:
    """Values in which a component has an inline certificate."""
    block, name = SERVERS[component]
    secret = {name: certificate, "key": key} | ({"create": True} if block == "newSecret" else {})
    return {
        "deployTarget": "LOCAL",
        component: {"tls": {"enabled": tls, "secretName": "s", block: secret}, **more},
    }


def reported(predicate: str, values: dict[str, Any], *, part: bool = False) -> list[str]:
    """The paths that a predicate blames."""
    return [
        format_path(violation.path)
        for violation in PREDICATES[predicate](prepare(job(values, part=part)), {})
    ]


def ages(context: CheckContext, now: datetime) -> list[tuple[object, object, Severity | None]]:
    """What is said on a day."""
    return [
        (one.facts["when"], one.facts["date"], one.severity) for one in certificates.expired(context, {}, now)
    ]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2020, 1, 2, tzinfo=UTC) - SECOND, [("is not valid before", "2020-01-02", None)]),
        (datetime(2020, 1, 2, tzinfo=UTC), []),
        (ENDS - 30 * DAY, []),
        (ENDS - 30 * DAY + SECOND, [("expires on", "2199-01-02", Severity.WARNING)]),
        (ENDS, [("expires on", "2199-01-02", Severity.WARNING)]),
        (ENDS + SECOND, [("expired on", "2199-01-02", None)]),
    ],
)
def test_days(now: datetime, expected: list[object]) -> None:
    assert ages(prepare(job(served("pachd", pem("ec-cert")))), now) == expected


def test_only_the_certificate_of_the_server_is_an_error() -> None:
    context = prepare(job(served("proxy", pem("chain_leaf-cert", "chain_mid_old-cert"))))
    said = "has a certificate further down the chain that expired on"
    assert ages(context, ENDS - 60 * DAY) == [(said, "2021-03-04", Severity.WARNING)]
    assert ages(context, ENDS + DAY) == [
        ("expired on", "2199-01-02", None),
        (said, "2021-03-04", Severity.WARNING),
    ]


@pytest.mark.parametrize("component", SERVERS)
def test_every_place_is_judged(component: str) -> None:
    block, name = SERVERS[component]
    values = served(component, pem("ec_old-cert"), pem("ec2-key"))
    assert reported("certificate-expired", values) == [f"{component}.tls.{block}.{name}"]
    assert reported("certificate-key", values) == [f"{component}.tls.{block}.key"]
    chain = served(component, pem("chain_mid-cert", "chain_leaf-cert"))
    assert reported("certificate-order", chain) == [f"{component}.tls.{block}.{name}"]


@pytest.mark.parametrize("component", SERVERS)
def test_what_is_off_is_not_judged_unless_another_file_may_turn_it_on(component: str) -> None:
    values = served(component, pem("ec_old-cert"), pem("ec2-key"), tls=False)
    for predicate in ("certificate-expired", "certificate-key"):
        assert reported(predicate, values) == []
        assert len(reported(predicate, values, part=True)) == 1


@pytest.mark.parametrize(
    ("certificate", "key", "fits"),
    [
        ("ec", "ec-key", True),
        ("ec", "ec-sec1", True),
        ("ec", "ec-parameters", True),
        ("rsa", "rsa-pkcs1", True),
        ("ec", "ec2-key", False),
        ("ec", "rsa-key", False),
        ("rsa", "ec-key", False),
        ("ed", "ed-key", True),
        ("ec", "encrypted-key", True),
        ("ec", "ed-key", True),
        ("ed", "ec-key", True),
    ],
)
def test_keys(certificate: str, key: str, fits: bool) -> None:
    values = served("pachd", pem(f"{certificate}-cert"), pem(key))
    assert reported("certificate-key", values) == ([] if fits else ["pachd.tls.newSecret.key"])


@pytest.mark.parametrize(
    ("names", "problem", "severity"),
    [
        (("leaf",), None, None),
        (("leaf", "mid"), None, None),
        (("leaf", "mid", "root"), None, None),
        (("leaf", "mid", "mid_old", "root"), None, None),
        (("leaf", "root"), None, None),
        (("mid", "leaf"), "number 2", None),
        (("root", "mid", "leaf"), "number 3", None),
        (("leaf", "root", "mid"), "number 1", Severity.WARNING),
        (("root", "mid"), None, None),
    ],
)
@pytest.mark.parametrize("key", ["", "chain_leaf-key"])
def test_order(names: tuple[str, ...], problem: str | None, severity: Severity | None, key: str) -> None:
    values = served("proxy", pem(*(f"chain_{name}-cert" for name in names)), pem(key) if key else "")
    found = list(PREDICATES["certificate-order"](prepare(job(values)), {}))
    assert [one.severity for one in found] == ([severity] if problem else [])
    assert all(problem and problem in str(one.facts["problem"]) for one in found)


@pytest.mark.parametrize(
    ("host", "names"),
    [
        ("pach.example.org", None),
        ("a.corp.example.org", None),
        ("a.b.corp.example.org", "pach.example.org, *.corp.example.org"),
        ("192.0.2.1", "pach.example.org, *.corp.example.org"),
        ("localhost", None),
        ("${HOST}.example.net", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("component", ["ingress", "proxy"])
def test_hosts(component: str, host: str, names: str | None) -> None:
    values = served(component, pem("ec-cert"), host=host, enabled=True)
    found = list(PREDICATES["certificate-host"](prepare(job(values)), {}))
    assert [one.facts["names"] for one in found] == ([names] if names else [])


@pytest.mark.parametrize(
    ("component", "changed", "blamed"),
    [
        ("pachd", {}, ["pachd.tls.newSecret.crt"]),
        ("enterpriseServer", {}, ["enterpriseServer.tls.newSecret.crt"]),
        ("proxy", {"enabled": False}, ["proxy.tls.secret.cert"]),
        ("pachd", {"tls": {"secretName": "other"}}, []),
        ("pachd", {"tls": {"newSecret": {"create": False}}}, []),
        ("pachd", {"tls": {"enabled": False}}, []),
    ],
)
def test_certificate_is_compared_with_the_host_of_who_uses_its_secret(
    component: str, changed: dict[str, Any], blamed: list[str]
) -> None:
    values = served(component, pem("ec-cert"), pem("ec-key"))
    values[component] |= {key: value for key, value in changed.items() if key != "tls"}
    tls = values[component]["tls"]
    for key, value in changed.get("tls", {}).items():
        tls[key] = {**tls[key], **value} if isinstance(value, dict) else value
    ingress = {"enabled": True, "host": "other.example.net", "tls": {"enabled": True, "secretName": "s"}}
    assert reported("certificate-host", {**values, "ingress": ingress}) == blamed
    assert reported("certificate-host", {**values, "ingress": {**ingress, "host": "pach.example.org"}}) == []


def test_host_has_the_certificate_beside_it_before_that_of_another_secret() -> None:
    values = served("proxy", pem("ec-cert"), pem("ec-key"), host="pach.example.org", enabled=True)
    foreign = served("pachd", pem("self-cert"), "key")
    assert reported("certificate-host", {**foreign, **values}) == []


def test_host_of_what_clients_do_not_reach_is_not_judged() -> None:
    behind = served("proxy", pem("ec-cert"), host="other.example.org", enabled=True)
    assert reported("certificate-host", behind) == ["proxy.tls.secret.cert"]
    assert (
        reported("certificate-host", {**behind, "ingress": {"enabled": True, "host": "a.example.org"}}) == []
    )
    assert (
        reported("certificate-host", served("proxy", pem("ec-cert"), host="a.example.org", enabled=False))
        == []
    )


@pytest.mark.parametrize(
    ("certificate", "trusted"), [("self-cert", False), ("chain_leaf-cert", True), ("chain_mid-cert", True)]
)
def test_certificates_that_are_not_signed(certificate: str, trusted: bool) -> None:
    assert reported("certificate-untrusted", served("ingress", pem(certificate))) == []
    for component in ("pachd", "proxy"):
        assert (reported("certificate-untrusted", served(component, pem(certificate))) == []) is trusted


@pytest.mark.parametrize(
    ("mode", "names", "count"),
    [
        ("verify-full", ("ec_old-cert",), 1),
        ("verify-ca", ("ec_old-cert", "chain_mid_old-cert"), 1),
        ("verify-ca", ("ec_old-cert", "chain_root-cert"), 0),
        ("require", ("ec_old-cert",), 0),
    ],
)
def test_one_authority_of_the_database_that_holds_is_enough(
    mode: str, names: tuple[str, ...], count: int
) -> None:
    database = {"postgresqlSSL": mode, "postgresqlSSLCACert": pem(*names)}
    found = reported("certificate-expired", {"deployTarget": "LOCAL", "global": {"postgresql": database}})
    assert found == ["global.postgresql.postgresqlSSLCACert"] * count


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("-----BEGIN CERTIFICATE-----")
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SERVERS)), ANYTHING, ANYTHING, ANYTHING)
def test_no_values_make_a_predicate_fail(component: str, secret: object, host: object, tls: object) -> None:
    block, name = SERVERS[component]
    inside = {name: secret, "key": secret} if tls else secret
    values = {component: {"host": host, "enabled": tls, "tls": {"enabled": tls, block: inside}}}
    for predicate in PREDICATE_NAMES:
        assert isinstance(reported(predicate, values, part=True), list)


@pytest.mark.parametrize(
    "wrap", [str, once, lambda key: key.replace("\n", " ")], ids=["pem", "base64", "joined"]
)
def test_no_report_holds_a_piece_of_a_key(wrap: Callable[[str], str]) -> None:
    key = wrap(pem("ec2-key"))
    pieces = [key[at : at + 12] for at in range(48, len(key) - 60, 12)]
    for values in (
        served("proxy", pem("ec-cert"), key, host="a.example.net", enabled=True),
        served("proxy", key, pem("ec-cert")),
        served("pachd", key, key),
        {"deployTarget": "LOCAL", "global": {"customCaCerts": key}},
        {"global": {"postgresql": {"postgresqlSSL": "verify-full", "postgresqlSSLCACert": key}}},
    ):
        report = check([job(values)], shipped())
        assert report.findings
        shown = json_report.render(report) + text_report.render(report, Look())
        assert [piece for piece in pieces if piece in shown] == []
