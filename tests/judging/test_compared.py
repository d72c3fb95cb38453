"""Releases that came after the rules: what Helm rejects is said by their own templates alone."""

import pytest

import pachlint
from pachlint.judging import judge
from pachlint.versions import RELEASED, RULES_COMPARED, resolve

VALUES = "deployTarget: LOCAL\nenterpriseServer: {enabled: true}\n"
RULE = "enterprise-server-beside-pachd"


def rejected(version: str, values: str = VALUES) -> set[str]:
    """The rules that say that Helm rejects values."""
    found = pachlint.check(text=values, chart_version=version).findings
    return {one.rule for one in found if one.impact == "rejected"}


def test_a_release_that_rules_were_compared_with() -> None:
    assert RULES_COMPARED in RELEASED
    assert rejected("2.11.6") == {RULE}


def test_a_release_that_they_were_not_compared_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "RULES_COMPARED", resolve("2.10.0"))
    # the templates reject this in 2.11.6 as well, so only another rule says so
    assert rejected("2.11.6") == {"chart-rejection"}
    assert rejected("2.9.5") == {RULE}
    assert rejected("2.11.6", "deployTarget: LOCAL\npachd: {replicas: a}\n") == {"wrong-type"}
    assert rejected("2.11.6", "deployTarget: LOCAL\n") == set()
