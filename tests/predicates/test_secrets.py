"""Secrets of unmistakable shape under keys that are not meant for any."""

import json
from typing import Any

import pytest

from pachlint.lint import Job, prepare
from pachlint.place import format_path
from pachlint.predicates.table import PREDICATES
from pachlint.reading.document import read
from pachlint.source import Source

BODY = "MIIEowIBAAKCAQEA0IRslLmqC89SwynBxXTzlHVsHiYGSpCzX145CNT4JlBA8R0l"
ACCESS_KEY = "AKIAZ7QX4T3MBNOPQRST"


def pem(kind: str, body: str = BODY) -> str:
    """A key in PEM, damaged but of the right look."""
    return f"-----BEGIN {kind}-----\n{body}\n-----END {kind}-----\n"


def reported(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Path and kind of what is told."""
    job = Job("v", (read(Source("v.yaml", json.dumps(values))),))
    found = PREDICATES["secret-shape"](prepare(job), {"except": ["proxy.tls.secret.cert"]})
    return [(format_path(one.path), str(one.facts["kind"])) for one in found]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (pem("RSA PRIVATE KEY"), "a private key"),
        (pem("ENCRYPTED PRIVATE KEY"), "a private key"),
        (pem("EC PRIVATE KEY", f"Proc-Type: 4,ENCRYPTED\n\n{BODY}"), "a private key"),
        (pem("PRIVATE KEY").replace("\n", "\\n"), "a private key"),
        (f"aws_access_key_id = {ACCESS_KEY}", "an AWS access key"),
        ("ghp_" + "a1B2" * 9, "a token of GitHub"),
        ("AIza" + "a1B2c" * 7, "an API key of Google"),
        (json.dumps({"private_key": pem("PRIVATE KEY")}), "a private key"),
        ("AccountName=a;AccountKey=" + "q8Zr2v" * 8 + "==", "a key of an Azure storage account"),
        (pem("CERTIFICATE"), None),
        (pem("PRIVATE KEY", "<your key>"), None),
        ("-----BEGIN PRIVATE KEY-----", None),
        ("AKIAIOSFODNN7EXAMPLE", None),
        ("${TLS_KEY}", None),
        ("a word", None),
    ],
)
def test_secrets_are_reported_by_their_looks_under_any_key(text: str, kind: str | None) -> None:
    values = {"deployTarget": "LOCAL", "mine": {"deep": [{"value": text}]}}
    assert reported(values) == ([("mine.deep[0].value", kind)] if kind else [])


def test_fields_that_are_reported_by_other_rules_are_left_out() -> None:
    key = pem("RSA PRIVATE KEY")
    values = {
        "deployTarget": "LOCAL",
        "pachd": {
            "tls": {"newSecret": {"create": True, "crt": "c", "key": key}},
            "storage": {"amazon": {"id": ACCESS_KEY}, "google": {"cred": key}},
        },
        "proxy": {"tls": {"secret": {"cert": key, "key": key}}},
    }
    assert reported(values) == []
