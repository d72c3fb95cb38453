"""A reference stands for the value at its path: a text is one text, whatever the operator."""

import json

import pytest

from pachlint.lint import Job, check
from pachlint.policy.packing import build_rules
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook
from pachlint.rulefiles.reader import Loading, read_rule
from pachlint.source import Source


@pytest.mark.parametrize(
    ("operator", "value", "other", "holds"),
    [
        ("starts_with", "https://a.example/dex", "https://a.example", True),
        ("starts_with", "https://b.example/dex", "https://a.example", False),
        ("not_starts_with", "https://b.example/dex", "https://a.example", True),
        ("not_starts_with", "https://a.example/dex", "https://a.example", False),
        ("ends_with", "pach.a.example", "a.example", True),
        ("ends_with", "pach.b.example", "a.example", False),
        ("not_ends_with", "pach.b.example", "a.example", True),
        ("equals", "a", "a", True),
        ("equals", "a", "abc", False),
        ("contains", "pach.a.example", "a.ex", True),
        ("contains", "pach.b.example", "a.ex", False),
        ("in", "a", "a", True),
        ("in", "a", "abc", False),
    ],
)
def test_a_text_at_another_path_is_one_text(operator: str, value: str, other: str, holds: bool) -> None:
    operand = [{"ref": "oidc.issuerURI"}] if operator == "in" else {"ref": "oidc.issuerURI"}
    rule = {
        "title": "T", "severity": "error", "impact": "broken", "message": "{@path}",
        "require": {"pachd.oauthRedirectURI": {operator: operand}}, "examples": [{"bad": "a", "expect": [{}]}, {"good": "b"}],
    }  # fmt: skip
    compiled, problems = read_rule(Source("r.yaml", json.dumps(rule)), "r", "t", Loading())
    assert compiled, problems
    text = json.dumps({"oidc": {"issuerURI": other}, "pachd": {"oauthRedirectURI": value}})
    report = check(
        [Job("v", (read(Source("v.yaml", text)),))], Rulebook(build_rules([compiled.source.to_json()]), dict)
    )
    assert bool(report.findings) is not holds
