"""Certificates and keys made with OpenSSL, and anything else that somebody may paste."""

import _ssl
import ssl
from base64 import b64decode, b64encode
from datetime import date
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.formats.certificates import Certificate, DerError, certificates, key_of

DATA = Path(__file__).parent.parent / "data" / "pem"


def pem(name: str) -> str:
    """A stored certificate or key."""
    return (DATA / f"{name}.pem").read_text()


def certificate(name: str) -> Certificate:
    """The first certificate of a file."""
    return certificates(pem(f"{name}-cert"))[0]


def test_days_and_names() -> None:
    found = certificate("ec")
    assert (found.not_before.date(), found.not_after.date()) == (date(2020, 1, 2), date(2199, 1, 2))
    assert found.names == ("pach.example.org", "*.corp.example.org")
    assert certificate("ec_nosan").names == ()
    assert certificate("rsa").not_after.date() == date(2040, 5, 6)


@pytest.mark.parametrize(("name", "keys"), [("ec", ("ec-key", "ec-sec1")), ("rsa", ("rsa-key", "rsa-pkcs1"))])
def test_key_and_certificate_share_their_public_half(name: str, keys: tuple[str, ...]) -> None:
    assert {key_of(pem(key)) for key in keys} == {certificate(name).key}
    assert certificate(name).key is not None


def test_other_keys_differ_and_some_do_not_tell() -> None:
    assert key_of(pem("ec2-key")) != certificate("ec").key
    assert key_of(pem("ed-key")) is certificate("ed").key is None
    assert key_of(pem("encrypted-key")) is None
    assert key_of("") is None


@pytest.mark.parametrize(
    ("host", "covered"),
    [
        ("pach.example.org", True),
        ("PACH.example.org.", True),
        ("a.corp.example.org", True),
        ("a.b.corp.example.org", False),
        ("corp.example.org", False),
        ("example.org", False),
        (".corp.example.org", False),
    ],
)
def test_hosts(host: str, covered: bool) -> None:
    assert certificate("ec").covers(host) is covered


def test_chain_is_read_in_order() -> None:
    found = certificates(pem("ec-cert") + "between\n" + pem("rsa-cert"))
    assert [one.key and one.key[0] for one in found] == ["ec", "rsa"]


@given(st.binary(max_size=200))
def test_no_bytes_do_anything_but_raise_der_error(data: bytes) -> None:
    for label in ("CERTIFICATE", "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"):
        text = f"-----BEGIN {label}-----\n{b64encode(data).decode()}\n-----END {label}-----\n"
        for read in (certificates, key_of):
            try:
                read(text)
            except DerError:
                continue


@given(st.data())
def test_no_damaged_certificate_does_anything_else(data: st.DataObject) -> None:
    body = bytearray(b64decode("".join(pem("rsa-cert").split("-----")[2].split())))
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        certificates(f"-----BEGIN CERTIFICATE-----\n{b64encode(body).decode()}\n-----END CERTIFICATE-----\n")
    except DerError:
        return


def test_who_signed_whom() -> None:
    root, mid, leaf = (certificate(f"chain_{name}") for name in ("root", "mid", "leaf"))
    assert (leaf.issuer, mid.issuer, root.issuer) == (mid.subject, root.subject, root.subject)
    assert [one.authority for one in (root, mid, leaf)] == [True, True, False]
    assert [one.signed_itself() for one in (root, mid, leaf)] == [True, False, False]
    assert certificate("chain_mid_old").subject == mid.subject


def test_addresses() -> None:
    found = certificate("ip")
    assert list(map(str, found.addresses)) == ["192.0.2.10", "2001:db8::10"]
    assert [found.covers(host) for host in ("192.0.2.10", "192.0.2.11", "2001:DB8:0::10", "a.example")] == [
        True,
        False,
        True,
        False,
    ]
    assert not certificate("ec").covers("192.0.2.10")


@pytest.mark.parametrize("path", sorted(DATA.glob("*-cert.pem")), ids=lambda path: path.stem)
def test_reads_what_openssl_reads(path: Path) -> None:
    reported = _ssl._test_decode_cert(str(path))
    found = certificates(path.read_text())[0]
    days = [ssl.cert_time_to_seconds(reported[key]) for key in ("notBefore", "notAfter")]
    assert [found.not_before.timestamp(), found.not_after.timestamp()] == days
    alternatives = reported.get("subjectAltName", ())
    assert found.names == tuple(name for kind, name in alternatives if kind == "DNS")
    assert found.addresses == tuple(
        ip_address(name.strip()) for kind, name in alternatives if kind == "IP Address"
    )
    assert found.signed_itself() == (reported["subject"] == reported["issuer"])
