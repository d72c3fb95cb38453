"""Charts inside loki-stack that are off by default: judged when they are on, and only then."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pachlint import lint
from pachlint.bundled import read
from pachlint.chart.charts import chart
from pachlint.finding import Finding, Impact
from pachlint.lint import Job
from pachlint.reading.document import read as read_document
from pachlint.rulebook import load
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve

ROOT = Path(__file__).parent.parent.parent
CHARTS = ("filebeat", "fluent-bit", "grafana", "logstash", "prometheus")
VERSIONS = ("2.1.0", "2.2.3", "2.3.3", "2.11.6")

BAD = [
    (
        "grafana: {adminUser: 1}",
        "grafana.adminUser",
        "loki-stack.grafana.adminUser must be a string, but is a number: the chart grafana inside loki-stack reads it",
    ),
    (
        "prometheus: {server: x}",
        "prometheus.server",
        "The chart prometheus inside loki-stack reads keys under loki-stack.prometheus.server, but it is a string",
    ),
    (
        "prometheus: {kube-state-metrics: {rbac: x}}",
        "prometheus.kube-state-metrics.rbac",
        (
            "The chart kube-state-metrics inside prometheus inside loki-stack reads keys under "
            "loki-stack.prometheus.kube-state-metrics.rbac, but it is a string"
        ),
    ),
    (
        "fluent-bit: {config: {parsers: x}}",
        "fluent-bit.config.parsers",
        "The chart fluent-bit inside loki-stack iterates over loki-stack.fluent-bit.config.parsers, but it is a string",
    ),
    (
        "grafana: {extraSecretMounts: [x]}",
        "grafana.extraSecretMounts[0]",
        "The chart grafana inside loki-stack reads keys under loki-stack.grafana.extraSecretMounts[0], but it is a string",
    ),
    (
        "grafana: {podLabels: x, labels: {a: b}}",
        "grafana.podLabels",
        "loki-stack.grafana.podLabels makes a manifest of the chart grafana inside loki-stack invalid YAML",
    ),
    (
        "logstash: {extraVolumes: {a: b}, image: 'x\"'}",
        "logstash.image",
        "loki-stack.logstash.image makes a manifest of the chart logstash inside loki-stack invalid YAML",
    ),
    # of two that are wrong the last one, of one among others that one
    (
        "logstash: {image: 'x\"', replicas: 2, imageTag: 'y\"', secretMounts: []}",
        "logstash.imageTag",
        "loki-stack.logstash.imageTag makes a manifest of the chart logstash inside loki-stack invalid YAML",
    ),
    (
        "logstash: {replicas: 2, image: 'x\"', imageTag: y}",
        "logstash.image",
        "loki-stack.logstash.image makes a manifest of the chart logstash inside loki-stack invalid YAML",
    ),
    (
        "grafana: {labels: {a: b}, podLabels: x, adminPassword: secret, annotations: {}}",
        "grafana.podLabels",
        "loki-stack.grafana.podLabels makes a manifest of the chart grafana inside loki-stack invalid YAML",
    ),
    (
        "prometheus: {kube-state-metrics: {image: {repository: 'x\"'}}}",
        "prometheus.kube-state-metrics.image.repository",
        (
            "loki-stack.prometheus.kube-state-metrics.image.repository makes a manifest of the chart "
            "kube-state-metrics inside prometheus inside loki-stack invalid YAML"
        ),
    ),
]
GOOD = [
    "grafana: {adminPassword: x, dashboards: {default: {a: {json: '{}'}}}, ingress: {enabled: true, hosts: [a.b]}}",
    "prometheus: {server: {extraSecretMounts: [{name: a, mountPath: /a, secretName: b}]}, alertmanager: {enabled: false}}",
    "filebeat: {filebeatConfig: {filebeat.yml: 'a: b'}, unknown: 1}",
    "logstash: {logstashPipeline: {a.conf: 'input { }'}, extraContainers: '- name: x'}",
    "fluent-bit: {image: {pullSecrets: [x]}, rbac: {create: false}, config: {parsers: [{Name: x}]}}",
]


JUDGES = load().select(["rejected"])


def rejected(text: str, version: str) -> list[Finding]:
    """The findings that say that Helm rejects the values."""
    overrides = Overrides(chart_version=Resolved(resolve(version), "flag"))
    report = lint.check(
        [Job("values.yaml", (read_document(Source("values.yaml", text)),), (), overrides)], JUDGES
    )
    return [finding for finding in report.findings if finding.impact is Impact.REJECTED]


def switched_on(text: str) -> str:
    """The values of a chart inside loki-stack, with the chart on."""
    return f"deployTarget: LOCAL\nloki-stack: {{{text.replace('{', '{enabled: true, ', 1)}}}\n"


@pytest.mark.parametrize("version", ["2.3.3", "2.11.6"])
@pytest.mark.parametrize(("text", "path", "message"), BAD)
def test_message_says_which_chart_reads_the_value(text: str, path: str, message: str, version: str) -> None:
    found = rejected(switched_on(text), version)
    assert [(one.rule, one.path) for one in found] == [("chart-crash", f"loki-stack.{path}")]
    assert found[0].message == message


@pytest.mark.parametrize("text", [text for text, *_ in BAD])
def test_nothing_is_said_of_a_chart_that_is_off(text: str) -> None:
    assert rejected(f"deployTarget: LOCAL\nloki-stack: {{{text}}}\n", "2.11.6") == []


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("text", GOOD)
def test_values_of_a_chart_that_is_on_are_accepted(text: str, version: str) -> None:
    assert rejected(switched_on(text), version) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_charts_own_values_are_accepted(version: str) -> None:
    everything = ", ".join(f"{name}: {{enabled: true}}" for name in CHARTS)
    assert rejected(f"deployTarget: LOCAL\nloki-stack: {{{everything}}}\n", version) == []


@pytest.mark.parametrize("switch", ["enabled: yes-please", "enabled: null", "enabled: true"])
def test_chart_is_on_unless_a_boolean_says_that_it_is_not(switch: str) -> None:
    values = f"deployTarget: LOCAL\nloki-stack: {{filebeat: {{{switch}, updateStrategy: 1}}}}\n"
    assert [one.path for one in rejected(values, "2.0.0")] == []
    assert rejected(values, "2.11.6") != []


def test_every_chart_of_every_version_is_known() -> None:
    data = json.loads(read("schemas/optional-charts.json"))
    for index, version in enumerate(data["versions"]):
        bundled = {inner.name: inner for inner in chart(resolve(version)).subcharts}
        spans = [zip(steps[::2], steps[1::2], strict=True) for steps in data["spans"]]
        now = {number for number, span in enumerate(spans) if any(a <= index <= b for a, b in span)}
        scopes = {scope for span, scope, *_ in data["files"] if span in now}
        assert scopes >= ({f"loki-stack.{name}" for name in CHARTS} if "loki-stack" in bundled else set())


def test_table_is_small_and_holds_no_words() -> None:
    text = read("schemas/optional-charts.json").decode()
    assert len(text) < 400_000
    texts = [e[1] for e in json.loads(text)["expressions"] if e[0] == "=" and "\n" in str(e[1])]
    assert len(texts) > 300
    assert not any(word in line for line in texts for word in ("containers", "wget", "ports", "secret"))


def test_table_is_read_only_when_a_chart_is_on(tmp_path: Path) -> None:
    program = (
        "import sys; from pachlint.cli import main\n"
        "try: main(['check', sys.argv[1]])\n"
        "except SystemExit: print('pachlint.verdict.optional_charts' in sys.modules)"
    )
    loaded = []
    for text in (
        "loki-stack: {enabled: true, loki: {enabled: true}}",
        "loki-stack: {grafana: {enabled: true}}",
    ):
        (tmp_path / "values.yaml").write_text(f"deployTarget: LOCAL\n{text}\n")
        command = [sys.executable, "-c", program, str(tmp_path / "values.yaml")]
        run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        loaded.append(run.stdout.splitlines()[-1])
    assert loaded == ["False", "True"]
