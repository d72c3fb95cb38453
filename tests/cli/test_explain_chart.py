"""``pachlint explain PATH --chart``: what the templates of a chart at hand make of a value."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main

SERVICE = """\
{{- if .Values.exporter.enabled }}
{{- if not (has .Values.exporter.mode (list "pull" "push")) }}
{{- fail "pull or push" }}
{{- end }}
apiVersion: v1
kind: Service
metadata:
  name: exporter
  labels:
    app: exporter
    {{- toYaml .Values.exporter.labels | nindent 4 }}
  annotations:
    to: {{ required "where" .Values.exporter.endpoint | quote }}
    key: {{ .Values.exporter.password | b64enc }}
spec:
  ports:
  - port: {{ .Values.exporter.port }}
{{- end }}
"""
VALUES = """\
exporter: {enabled: false, mode: pull, port: 9400, labels: {}, password: hunter2, unused: 1}
"""


@pytest.fixture
def chart(tmp_path: Path) -> str:
    """A chart of somebody's own."""
    folder = tmp_path / "own"
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text('{"apiVersion": "v2", "name": "own", "version": "1.0.0"}')
    (folder / "values.yaml").write_text(VALUES)
    (folder / "templates" / "service.yaml").write_text(SERVICE)
    return str(folder)


def run(*words: str) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, ["explain", *words], prog_name="pachlint", catch_exceptions=False)


def facts(path: str, chart: str) -> list[str]:
    """The lines about a value, without those about rules."""
    return run(path, "--chart", chart).stdout.split("\n\n")[1].splitlines()


ON = "(decided by exporter.enabled)"


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        (
            "exporter.port",
            [
                "type        integer",
                "default     9400",
                f"read        by the chart's templates {ON}",
                f"goes to     Service exporter: spec.ports[].port {ON}",
            ],
        ),
        (
            ".Values.exporter.endpoint",
            [
                "type        any",
                "default     none",
                f"read        by the chart's templates {ON}",
                f"goes to     Service exporter: metadata.annotations.to {ON}",
                f"demands     it must not be empty {ON}",
            ],
        ),
        (
            "exporter.mode",
            [
                "type        string",
                'default     "pull"',
                f"read        by the chart's templates {ON}",
                f"demands     the chart stops Helm itself for some values {ON}",
            ],
        ),
        (
            "exporter.labels.team",
            [
                "in          exporter.labels, where any key may stand",
                f"read        by the chart's templates {ON}",
                f"goes to     Service exporter: metadata.labels {ON}",
            ],
        ),
        (
            "exporter.unused",
            ["type        integer", "default     1", "read        by no template"],
        ),
        (
            "exporter.password",
            [
                "type        string",
                "default     not shown",
                f"read        by the chart's templates {ON}",
                f"goes to     Service exporter: metadata.annotations.key {ON}",
                f"demands     b64enc must be able to take it {ON}",
            ],
        ),
    ],
)
def test_facts(path: str, lines: list[str], chart: str) -> None:
    assert facts(path, chart) == ["chart       own 1.0.0", *lines]


def test_block(chart: str) -> None:
    found = facts("exporter", chart)
    assert found[:2] == ["chart       own 1.0.0", "type        object"]
    assert "keys        enabled, endpoint, labels, mode, password, port, unused" in found
    assert "demands     it must be a map" in found


def test_json(chart: str) -> None:
    data = json.loads(run("exporter.endpoint", "--chart", chart, "--format", "json").stdout)
    assert data["chart"] == "chart own 1.0.0"
    (one,) = data["values"]
    assert (one["path"], one["read"], one["decided_by"]) == ("exporter.endpoint", True, ["exporter.enabled"])
    assert "default" not in one
    assert [(to["kind"], to["field"]) for to in one["goes_to"]] == [("Service", "metadata.annotations.to")]
    assert one["demands"] == [{"words": "it must not be empty", "decided_by": ["exporter.enabled"]}]
    assert "hunter2" not in run("exporter.password", "--chart", chart, "--format", "json").stdout


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (
            "exporter.mood",
            "error: chart own 1.0.0 has no value exporter.mood; did you mean 'exporter.mode'?\n",
        ),
        ("exporter.*", "error: exporter.* means several values; --chart explains one\n"),
        ("exporter..x", "error: not a path: 'exporter..x' (at character 9)\n"),
    ],
)
def test_what_there_is_not(word: str, said: str, chart: str) -> None:
    result = run(word, "--chart", chart)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


def test_no_chart(tmp_path: Path) -> None:
    result = run("exporter.mode", "--chart", str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: ")
    assert run("a", "--chart", "https://example.org/chart.tgz").exit_code == 2
