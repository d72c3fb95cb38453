"""PEM as people paste it, compared with what OpenSSL loads."""

import ssl
import time
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pachlint.formats.certificates import certificates, key_of
from pachlint.formats.pem import blocks, pem, pem_certificate, pem_private_key

DATA = Path(__file__).parent.parent / "data" / "pem"
CERTIFICATE, KEY = (DATA / "ec-cert.pem").read_text(), (DATA / "ec-key.pem").read_text()
BODY = "".join(CERTIFICATE.splitlines()[1:-1])
DER = b64decode(BODY)


def block(label: str, data: bytes) -> str:
    """A block as OpenSSL writes it, on one line."""
    return f"-----BEGIN {label}-----\n{b64encode(data).decode()}\n-----END {label}-----\n"


def stored(name: str) -> str:
    """A stored text."""
    return (DATA / f"{name}.pem").read_text()


def no_passphrase() -> str:
    """What OpenSSL gets where it would ask a person."""
    raise PermissionError


def loads(folder: Path, certificate: str, key: str) -> bool:
    """Whether OpenSSL can serve with a certificate and a key."""
    paths = [folder / "tls.crt", folder / "tls.key"]
    for path, text in zip(paths, (certificate, key), strict=True):
        path.write_bytes(text.encode())
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*paths, password=no_passphrase)
    except (ssl.SSLError, PermissionError, ValueError):
        return False
    return True


GOOD_CERTIFICATES = {
    "plain": CERTIFICATE,
    "after its description": stored("ec_text-cert"),
    "after attributes of PKCS#12": f"Bag Attributes\n    friendlyName: pach\nsubject=CN = pach\n{CERTIFICATE}",
    "with Windows line ends": CERTIFICATE.replace("\n", "\r\n"),
    "with spaces at line ends": CERTIFICATE.replace("-----\n", "-----  \n"),
    "without the last line end": CERTIFICATE.rstrip(),
    "before its key": CERTIFICATE + KEY,
    "after its key": KEY + CERTIFICATE,
    "on one long line": block("CERTIFICATE", DER),
    "by its old name": CERTIFICATE.replace("CERTIFICATE", "X509 CERTIFICATE"),
    "before another": CERTIFICATE + stored("chain_mid-cert"),
}
GOOD_KEYS = {
    "PKCS#8": KEY,
    "SEC1": stored("ec-sec1"),
    "after parameters of its curve": stored("ec-parameters"),
    "after its certificate": CERTIFICATE + KEY,
    "after words": f"the key of pachd:\n{KEY}",
}


@pytest.mark.parametrize("name", GOOD_CERTIFICATES)
def test_what_openssl_loads_is_a_certificate(name: str, tmp_path: Path) -> None:
    text = GOOD_CERTIFICATES[name]
    assert loads(tmp_path, text, KEY)
    assert (pem_certificate(text), pem(text)) == (None, None)
    assert certificates(text)[0].key == key_of(KEY)


@pytest.mark.parametrize("name", GOOD_KEYS)
def test_what_openssl_loads_is_a_key(name: str, tmp_path: Path) -> None:
    text = GOOD_KEYS[name]
    assert loads(tmp_path, CERTIFICATE, text)
    assert pem_private_key(text) is None
    assert key_of(text) == certificates(CERTIFICATE)[0].key


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (KEY, "holds a private key, not a certificate"),
        (stored("rsa-pkcs1"), "holds a private key, not a certificate"),
        (CERTIFICATE.replace("CERTIFICATE", "CERTIFICATE REQUEST"), "holds a certificate request, not a certificate"),
        (b64encode(CERTIFICATE.encode()).decode(), "is PEM, but base64-encoded again"),
        (b64encode(b64encode(CERTIFICATE.encode())).decode(), "is PEM, but base64-encoded again"),
        (BODY, "is base64 without the lines -----BEGIN … and -----END …"),
        (DER.decode("utf-8", "replace"), "is binary, such as DER, and not PEM"),
        (CERTIFICATE.replace("\n", " "), "has its lines joined into one"),
        (CERTIFICATE.replace("\n", ""), "has its lines joined into one"),
        (CERTIFICATE.replace("\n", "\\n"), "has \\n written out instead of line ends"),
        (CERTIFICATE.replace("\n", "\n  "), "has BEGIN and END lines that do not stand alone at the beginning of a line"),
        (CERTIFICATE.split("-----END")[0], "has a BEGIN line without its END line"),
        (CERTIFICATE.replace("END CERT", "END X509 CERT"), "has a BEGIN line without its END line"),
        (CERTIFICATE.replace(BODY[:20], "..."), "has lines between BEGIN and END that are not base64"),
        (block("CERTIFICATE", DER[:-9]), "holds a certificate that is cut off or damaged"),
        (block("CERTIFICATE", b""), "holds a certificate that is cut off or damaged"),
        (CERTIFICATE + block("CERTIFICATE", b"0"), "holds a certificate that is cut off or damaged"),
        ("/etc/ssl/pachd.crt", "has no line -----BEGIN …"),
        ("Q0VSVA==", "has no line -----BEGIN …"),
        ("", "has no line -----BEGIN …"),
    ],
)  # fmt: skip
def test_why_a_certificate_cannot_be_loaded(text: str, reason: str, tmp_path: Path) -> None:
    assert pem_certificate(text) == reason
    assert text.count("BEGIN CERTIFICATE--") == 2 or not loads(tmp_path, text, KEY)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (CERTIFICATE, "holds a certificate, not a private key"),
        (block("EC PRIVATE KEY", b"\x02\x01\x01"), "holds a private key that is cut off or damaged"),
        (
            stored("ec-parameters").split("-----BEGIN EC PRIVATE")[0],
            "holds the parameters of a key, not a private key",
        ),
        (block("UNHEARD", b"0"), "holds something else, not a private key"),
        (KEY.replace("BEGIN ", "BEGIN"), "has no line -----BEGIN …"),
    ],
)
def test_why_a_key_cannot_be_loaded(text: str, reason: str, tmp_path: Path) -> None:
    assert pem_private_key(text) == reason
    assert not loads(tmp_path, CERTIFICATE, text)


@pytest.mark.parametrize("name", ["encrypted-key", "encrypted-legacy"])
def test_encrypted_keys_are_pem_that_tells_nothing(name: str, tmp_path: Path) -> None:
    text = stored(name)
    assert not loads(tmp_path, CERTIFICATE, text)
    assert [found.encrypted for found in blocks(text)] == [True]
    assert (pem_private_key(text), key_of(text)) == (None, None)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_false_alarm_about_what_openssl_loads(tmp_path: Path, data: st.DataObject) -> None:
    lines = CERTIFICATE.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at : at + data.draw(st.integers(0, 1))] = [
            data.draw(
                st.sampled_from(["", "\n", "words\n", "a: b\n", " ", "\t", "\r\n", lines[at], lines[0], KEY])
            )
        ]
    text = "".join(lines)
    # OpenSSL takes "-" for the end of base64, and so a BEGIN inside a block; encoding/pem of Go, and so pachd, does not
    if text.count("-----BEGIN ") == text.count("-----END ") and loads(tmp_path, text, KEY):
        assert pem_certificate(text) is None, text


@given(st.text(alphabet="-BEGIND CRT\n:a=\r\\", max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    for check in (pem, pem_certificate, pem_private_key):
        assert check(text) is None or blocks(text) or check(text)
    assert blocks(text) == [] or text.count("-----BEGIN ") >= len(blocks(text))


@pytest.mark.parametrize(
    "text",
    ["-----BEGIN A-----\n" * 20_000, "-----BEGIN A-----\n" + "a:b\n" * 50_000, "-----BEGIN A-----\n" + "a\n" * 100_000, "-" * 200_000],
)  # fmt: skip
def test_long_texts_take_no_time(text: str) -> None:
    start = time.perf_counter()
    assert pem(text)
    assert time.perf_counter() - start < 1


def test_reasons_repeat_nothing_of_the_text() -> None:
    for secret in ("hunter2hunter2hunter2", b64encode(b"hunter2hunter2hunter2").decode()):
        for text in (
            secret,
            f"-----BEGIN {secret}-----",
            block(secret.upper().strip("="), b"0"),
            block("PRIVATE KEY", secret.encode()),
        ):
            assert secret.lower() not in (pem_private_key(text) or "").lower()
            assert secret.lower() not in (pem_certificate(text) or "").lower()
