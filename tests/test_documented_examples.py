"""What people paste from the documentation gets exactly the findings it deserves."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pachlint import lint
from pachlint.finding import Finding, Severity
from pachlint.lint import Job
from pachlint.reading.document import read
from pachlint.rulebook import load
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve

CASES: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).parent / "data" / "documented.yaml")
IDS = [case["name"] for case in CASES]
TOPICS = (
    "annotations",
    "exposure",
    "hosts",
    "ingress",
    "load-balancer",
    "placeholders",
    "proxy",
    "services",
    "tls",
)


def findings(text: str, version: str) -> tuple[Finding, ...]:
    """What is found in the text as the values of a chart version."""
    overrides = Overrides(chart_version=Resolved(resolve(version), "flag"))
    job = Job("values.yaml", (read(Source("values.yaml", text)),), overrides=overrides)
    return lint.check([job], load()).findings


def reported(found: tuple[Finding, ...], severity: Severity | None = None) -> list[str]:
    """``error rule-id`` of each finding about traffic from outside, in order; above info, or of one severity."""
    topics = {rule.id: rule.topic for rule in load().rules}
    return [
        f"{one.severity.word} {one.rule}"
        for one in found
        if topics[one.rule] in TOPICS
        and (one.severity is severity if severity else one.severity is not Severity.INFO)
    ]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_findings_above_info_are_these(case: dict[str, Any]) -> None:
    found = findings(f"deployTarget: {case['target']}\n{case['values']}", "2.4.6")
    assert sorted(reported(found)) == sorted(case["expect"])
    assert {f"info {rule}" for rule in case.get("info", ())} <= set(reported(found, Severity.INFO))


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_deprecation_is_said_from_2_5_on(case: dict[str, Any]) -> None:
    found = findings(f"deployTarget: {case['target']}\n{case['values']}", "2.11.6")
    if case["values"].startswith("ingress"):
        assert sorted(reported(found)) == sorted(case["expect"])
        assert "info ingress-deprecated" in reported(found, Severity.INFO)
    else:
        assert sorted(reported(found)) == sorted([*case["expect"], "warning external-service-deprecated"])


@pytest.mark.parametrize("case", CASES, ids=IDS)
@pytest.mark.parametrize("version", ["2.4.6", "2.11.6"])
def test_missing_target_is_rejected(case: dict[str, Any], version: str) -> None:
    found = findings(case["values"], version)
    assert "deploy-target-set" in [one.rule for one in found if one.severity is Severity.ERROR]
