"""The names of findings: other programs keep them, so they stay what they are."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

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


def test_current_folder_changes_nothing(
    own_rules: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "deploy").mkdir()
    book = own_rules(mine={"require": {"pachd.affinity.a": 9}})
    names = set()
    for here, name in ((".", "deploy/v.yaml"), ("deploy", "v.yaml"), ("/", str(tmp_path / "deploy/v.yaml"))):
        monkeypatch.chdir(tmp_path / here)
        job = Job("r", (read(Source(name, "deployTarget: LOCAL\npachd: {affinity: {a: 1}}\n")),))
        names.update(fingerprints(check([job], book).findings))
    assert names == {named("mine\0deploy/v.yaml\0pachd.affinity.a")}
