"""pachlint rejects exactly what Helm rejects: conditions of the templates, and generated values.

``rejections.jsonl`` has a trigger and a near miss of every condition, with the versions at both ends of its range that
Helm 3.17 accepts and rejects. ``verdicts.jsonl`` has generated values with Helm's verdict.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pachlint import lint
from pachlint.finding import Finding, Impact
from pachlint.layering.flags import Flag
from pachlint.lint import Job
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook, load
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve

DATA = Path(__file__).parent.parent / "data"


def records(name: str) -> list[dict[str, Any]]:
    """The lines of a file of facts."""
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


REJECTIONS = records("rejections.jsonl")
VERDICTS = records("verdicts.jsonl")


@cache
def judges() -> Rulebook:
    """The rules that can say that Helm rejects values."""
    return load().select(["rejected"])


def rejected(text: str, version: str, *flags: Flag) -> list[Finding]:
    """The findings that say that Helm rejects the values."""
    overrides = Overrides(chart_version=Resolved(resolve(version), "flag"))
    report = lint.check(
        [Job("values.yaml", (read(Source("values.yaml", text)),), flags, overrides)], judges()
    )
    return [finding for finding in report.findings if finding.impact is Impact.REJECTED]


@pytest.mark.parametrize(
    "fact", [fact for fact in REJECTIONS if "flags" not in fact], ids=lambda fact: fact["id"]
)
def test_condition_is_rejected_where_helm_rejects_it(fact: dict[str, Any]) -> None:
    for kind in ("trigger", "near_miss"):
        assert [version for version in fact["refused"][kind] if not rejected(fact[kind], version)] == []
        assert [version for version in fact["accepted"][kind] if rejected(fact[kind], version)] == []


@pytest.mark.parametrize(
    "fact", [fact for fact in REJECTIONS if "flags" in fact], ids=lambda fact: fact["id"]
)
def test_condition_of_an_upgrade_is_no_rejection(fact: dict[str, Any]) -> None:
    assert fact["flags"] == ["--is-upgrade"]
    assert [version for version in fact["refused"]["trigger"] if rejected(fact["trigger"], version)] == []


@pytest.mark.parametrize("version", sorted({row["version"] for row in VERDICTS}))
def test_generated_values_get_helms_verdict(version: str) -> None:
    rows = [row for row in VERDICTS if row["version"] == version]
    wrong = [row["values"] for row in rows if bool(rejected(row["values"], version)) == row["ok"]]
    assert wrong == []


BUNDLED = [
    # after what is there by default; without that, alone below its key
    ("postgresql: {primary: {extraVolumeMounts: s}}", False),
    ("postgresql: {primary: {extraVolumeMounts: [{name: a, mountPath: /a}]}}", True),
    ("loki-stack: {loki: {podAnnotations: s}}", False),
    ("loki-stack: {loki: {config: {existingSecret: x}, podAnnotations: s}}", True),
    ("loki-stack: {loki: {podAnnotations: {a: b}}}", True),
    # text that is written as it is
    ("postgresql: {lifecycleHooks: '- a'}", True),
    ("postgresql: {primary: {sidecars: '- a'}}", True),
    ("postgresql: {primary: {sidecars: s}}", False),
    ("postgresql: {extraEnv: s}", False),
    ("postgresql: {commonAnnotations: a}", False),
    ("postgresql: {commonAnnotations: '!x'}", False),
    ("postgresql: {commonAnnotations: 'a: b'}", True),
    ("postgresql: {extraDeploy: [s]}", False),
    ("postgresql: {extraDeploy: ['a: b']}", True),
    # actions inside values that go through tpl
    ("loki-stack: {loki: {config: {a: {b: '{{ x }}'}}}}", False),
    ("loki-stack: {loki: {config: {a: {b: '{{ \"x\" }}'}}}}", True),
    # a format for text, and a value that is none
    ("postgresql: {global: {imageRegistry: true}}", False),
    ("postgresql: {global: {imageRegistry: registry.lab.internal}}", True),
]


@pytest.mark.parametrize(("text", "accepted"), BUNDLED)
def test_odd_values_of_bundled_charts_get_helms_verdict(text: str, accepted: bool) -> None:
    versions = ("2.3.0", "2.11.6")
    assert [bool(rejected(f"deployTarget: LOCAL\n{text}\n", one)) for one in versions] == [not accepted] * 2


@pytest.mark.parametrize("version", ["2.0.0", "2.11.6"])
def test_integer_of_set_is_not_what_a_chart_can_compare(version: str) -> None:
    values = "deployTarget: LOCAL\n"
    found = rejected(values, version, Flag("set", "etcd.dynamicNodes=3"))
    assert [(one.rule, one.path) for one in found] == [("chart-crash", "etcd.dynamicNodes")]
    assert "is an integer of --set" in found[0].message
    assert rejected(values, version, Flag("set-json", "etcd.dynamicNodes=3")) == []
    assert rejected(f"{values}etcd: {{dynamicNodes: 3}}\n", version) == []
    assert rejected(values, version, Flag("set", "pachd.goMaxProcs=2")) != []
    # what is false is not compared, and other numbers are not
    assert rejected(values, version, Flag("set", "pachd.goMaxProcs=0")) == []
    assert rejected(values, version, Flag("set", "pgbouncer.maxConnections=1000")) == []


def test_message_stands_at_what_the_user_wrote() -> None:
    found = rejected("deployTarget: LOCAL\npachd:\n  metrics: null\n", "2.11.6")
    assert [(one.rule, one.place.line, one.path) for one in found] == [("chart-crash", 3, "pachd.metrics")]
