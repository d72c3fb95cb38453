"""Private keys are known by their looks, however they are wrapped."""

from base64 import b64encode
from pathlib import Path

import pytest

from pachlint.chart.secrets import secret_spans, shape
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


def test_every_line_of_a_key_is_hidden_and_nothing_else() -> None:
    lines = wrapped(once((DATA / "rsa-key.pem").read_text()))
    text = (
        "pachd:\n  logLevel: |\n" + "".join(f"    {line}\n" for line in lines.splitlines()) + "ingress: {}\n"
    )
    shown = text
    for span in reversed(secret_spans(read(Source("v.yaml", text)))):
        shown = f"{shown[: span.start]}***{shown[span.end :]}"
    last = lines.splitlines()[-1]
    assert shown.replace(last, "") == "pachd:\n  logLevel: |\n    ***\ningress: {}\n"
