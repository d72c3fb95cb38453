"""Secrets are known by their place, their name or their looks, in texts that can be read and in those that cannot."""

from base64 import b64encode
from pathlib import Path

import pytest

from pachlint.chart.secret_shapes import shape
from pachlint.chart.secret_spans import secret_spans
from pachlint.chart.secret_texts import tells, text_spans
from pachlint.chart.secrets import is_secret_name
from pachlint.reading.document import read
from pachlint.source import Source

DATA = Path(__file__).parent.parent / "data" / "pem"
KEYS = sorted(path for path in DATA.glob("*.pem") if not path.stem.endswith("-cert"))
CERTIFICATES = sorted(DATA.glob("*-cert.pem"))


def once(text: str) -> str:
    """Base64 on one line."""
    return b64encode(text.encode()).decode()


def wrapped(text: str) -> str:
    """Base64 in lines of 76 characters."""
    return "\n".join(text[at : at + 76] for at in range(0, len(text), 76))


def body(text: str) -> str:
    """What stands between the BEGIN and END lines of the last block, on one line."""
    return "".join(text.split("-----")[-3].split())


@pytest.mark.parametrize("path", KEYS, ids=lambda path: path.stem)
def test_keys_in_any_wrapping_are_secrets(path: Path) -> None:
    text = path.read_text()
    for form in (text, once(text), once(once(text)), wrapped(once(text))):
        assert shape(form) == "private key"


@pytest.mark.parametrize("name", ["ec-key", "ec-sec1", "rsa-key", "rsa-pkcs1", "ed-key"])
def test_keys_without_their_lines_are_secrets(name: str) -> None:
    assert shape(body((DATA / f"{name}.pem").read_text())) == "private key"


@pytest.mark.parametrize("path", CERTIFICATES, ids=lambda path: path.stem)
def test_certificates_are_none(path: Path) -> None:
    text = path.read_text()
    assert [shape(form) for form in (text, body(text), once(text), wrapped(once(text)))] == [""] * 4


def test_every_line_of_a_key_is_masked_and_nothing_else() -> None:
    lines = wrapped(once((DATA / "rsa-key.pem").read_text()))
    text = (
        "pachd:\n  logLevel: |\n" + "".join(f"    {line}\n" for line in lines.splitlines()) + "ingress: {}\n"
    )
    shown = text
    for span in reversed(secret_spans(read(Source("v.yaml", text)))):
        shown = f"{shown[: span.start]}***{shown[span.end :]}"
    last = lines.splitlines()[-1]
    assert shown.replace(last, "") == "pachd:\n  logLevel: |\n    ***\ningress: {}\n"


MARK = "S3cretMark"


@pytest.mark.parametrize(
    "text",
    [
        "pachd: {oauthClientSecret: {a: S3cretMark}, enterpriseSecret: [S3cretMark]}",
        "pachd:\n  env:\n  - {name: DB_PASSWORD, value: S3cretMark}",
        "global: {proxy: 'http://ann:S3cretMark@proxy:3128'}",
        "global: {proxy: 'ann:S3cretMark@proxy:3128'}",
        "pachd: {annotations: {run: '--password=S3cretMark', header: 'Bearer S3cretMark'}}",
        "ingress: {annotations: {example.com/password: S3cretMark}}",
        "pachd: {rootToken: !S3cretMark x}",
        "pachd:\n  rootToken: &S3cretMark\n",
        "pachd: {} # {rootToken: S3cretMark}\n# token:S3cretMark",
        "global: {postgresql: {postgresqlPasword: S3cretMark}}",
        # what cannot be read
        'pachd:\n  rootToken: "S3cretMark\n  x: y: z',
        "pachd: {rootToken: S3cretMark, secret: S3cretMark",
        "pachd:\n  rootToken:S3cretMark\n  x: y",
        "pachd:\n  rootToken: *S3cretMark",
        "pachd:\n  rootToken: a#S3cretMark,S3cretMark\n  x: [",
        'pachd:\n  rootToken: "a\n    S3cretMark\n    b" c',
    ],
)
def test_secret_is_masked_wherever_it_stands(text: str) -> None:
    shown = ""
    at = 0
    for span in secret_spans(read(Source("v.yaml", text))):
        shown += text[at : span.start]
        at = span.end
    assert MARK not in shown + text[at:]


@pytest.mark.parametrize(
    "text",
    [
        "pachd: {image: {repository: corp/pachd, tag: 'x:y@sha256:0123'}, lokiHost: secret-loki}",
        "pachd: {pachAuthClusterRoleBindings: {'user:ann@example.io': [repoReader]}}",
        "oidc: {mockIDP: false, upstreamIDPsSecretName: idps} # the token comes later",
        "proxy: {tls: {secretName: pach-tls}}\ningress: {annotations: {a.io/auth-secret: default/basic}}",
    ],
)
def test_what_is_no_secret_is_shown(text: str) -> None:
    assert secret_spans(read(Source("v.yaml", text))) == ()


def test_secret_in_a_flag_ends_where_the_next_key_begins() -> None:
    text = r"--set pachd.rootToken=a\,b,c,pachd.lokiPort=3"
    assert [text[span.start : span.end] for span in text_spans(text)] == [r"a\,b,c"]


def test_text_tells_a_secret_by_name_or_looks() -> None:
    assert tells("host=db password=hunter2")
    assert tells("postgres://ann:x@db/pach")
    assert not tells("user:ann@example.io")
    assert not tells("https://pach.example.io:8443/dex")


def test_key_names() -> None:
    secret = ["DB_PASS", "dbpassword", "clientSecrt", "apikey", "example.com/password"]
    other = ["secretName", "secure", "imagePullSecrets", "bypass", "a.io/auth-secret", "tcpSocket"]
    assert [is_secret_name(name) for name in (*secret, *other)] == [True] * 5 + [False] * 6
