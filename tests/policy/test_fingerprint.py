"""The names of findings: other programs keep them, so they stay what they are."""

from hashlib import sha256
from typing import Any

from pachlint.lint import Job, check
from pachlint.policy.fingerprint import fingerprints
from pachlint.reading.document import read
from pachlint.source import Source


def named(text: str) -> str:
    """The name that is made of a text."""
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def test_made_of_rule_file_and_path_and_of_the_order_among_equals(own_rules: Any) -> None:
    book = own_rules(
        mine={
            "each": {"in": "pachd.affinity.*", "as": "p"},
            "require": {"p": 9},
            "at": "pachd.affinity",
            "message": "{p}",
        },
        other={"require": {"pachd.affinity.a": 9}},
    )
    text = "deployTarget: LOCAL\npachd: {affinity: {a: 1, b: 2, c: 3}}\n"
    findings = check([Job("r", (read(Source("v.yaml", text)),))], book).findings
    assert [one.message for one in findings] == ["1", "2", "3", "pachd.affinity.a"]
    whole = "mine\0v.yaml\0pachd.affinity"
    assert fingerprints(findings) == [
        named(whole), named(f"{whole}\x001"), named(f"{whole}\x002"), named("other\0v.yaml\0pachd.affinity.a"),
    ]  # fmt: skip
    assert fingerprints(findings[1:2]) == [named(whole)]
    odd = findings[0]._replace(path="a\ud800")
    assert fingerprints([odd]) == [named("mine\0v.yaml\0a\\ud800")]
    assert fingerprints([]) == []
