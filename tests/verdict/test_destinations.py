"""What is written into which field of a chart's objects, against what Helm renders."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from destination_agreement import objects, wrong

from pachlint.chart.files import load_chart
from pachlint.layering.coalesce import effective_values
from pachlint.learning.destinations import AnyVersion, DestinationRows, destinations_of
from pachlint.learning.program import program
from pachlint.verdict.breaches import TemplateInput
from pachlint.verdict.destinations import Table, Written, load_data, rows_of, shipped, written
from pachlint.versions import RELEASED

TEMPLATE = """
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-{{ .Values.name | default "own" }} # the name
  labels:
    {{- toYaml .Values.labels | nindent 4 }}
spec:
  replicas: {{ .Values.copies }}
  template:
    spec:
      {{- if .Values.root }}
      user: 0
      {{- else }}
      user: 1000
      {{- end }}
      containers:
      - name: own
        image: "own-{{ .Chart.Version }}:{{ .Chart.AppVersion }}"
        args: [{{ range .Values.list }}"--{{ . }}", {{ end }}"--last"]
        command:
        - sh
        - |
          run {{ .Values.name }}
        {{- range .Values.list }}
        - {{ . | upper | quote }}
        {{- end }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: texts
data:
  file: |
    name = {{ .Values.name }}
  drawn: {{ .Values.secret | default (randAlphaNum 8) }}
  {{- with .Values.extra }}
  extra: {{ .text | upper }}
  {{- end }}
---
apiVersion: v1
kind: Secret
metadata:
  name: {{ .Values.none }}
type: {{ .Values.name | default "Opaque" }}
"""
DEFAULTS: dict[str, Any] = {"name": "", "copies": 1, "labels": {"a": "b"}, "root": False, "list": [], "extra": {}, "secret": ""}  # fmt: skip
VALUES: list[dict[str, Any]] = [
    {},
    {"name": "x", "copies": 3, "labels": {"c": "1", "d": "yes"}},
    {"root": True, "list": ["p", "q: r"], "extra": {"text": "loud"}},
    {"labels": None, "extra": {"text": "12"}, "secret": "s"},
]


@pytest.fixture(scope="module")
def chart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chart") / "own"
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text("{apiVersion: v2, name: own, version: 1.2.3, appVersion: 1.2.3}")
    (folder / "values.yaml").write_text(json.dumps(DEFAULTS))
    (folder / "templates" / "a.yaml").write_text(TEMPLATE)
    return folder


@pytest.fixture(scope="module")
def table(chart: Path) -> Table:
    rows = DestinationRows()
    nodes = AnyVersion(program(load_chart(str(chart)))).file("own/templates/a.yaml")
    numbered = [rows.put(0, one) for one in destinations_of(nodes, ())]
    return load_data({"versions": ["1.2.3", "1.3.0"], "spans": [[0, 0]], **rows.table(), "rows": numbered})


def predicted(values: dict[str, Any], table: Table, version: str = "1.2.3") -> list[Written]:
    return list(written(TemplateInput(effective_values(DEFAULTS, (), values), version), table))


def test_what_is_written(table: Table) -> None:
    found = {(one.name, one.place[-1]): one.value for one in predicted(VALUES[2], table)}
    assert found["pachd-own", "user"] == 0
    assert found["pachd-own", "image"] == "own-1.2.3:1.2.3"
    assert found["pachd-own", "args"] == ["--p", "--q: r", "--last"]
    assert found["texts", "extra"] == "LOUD"
    assert found["", "type"] == "Opaque"


def test_what_cannot_be_written_leaves_the_rest(table: Table) -> None:
    found = predicted({"list": [1, "b", "c"], "extra": {"text": 1}}, table)
    assert [one.value for one in found if "command" in one.place] == ["B", "C"]
    assert {one.place[-1] for one in found} >= {"name", "args", "type"}
    assert "extra" not in {one.place[-1] for one in found}


@pytest.mark.parametrize("version", ["1.3.0", "9.9.9"])
def test_of_another_version_nothing_is_said(version: str, table: Table) -> None:
    assert predicted(VALUES[2], table, version) == []


def test_texts_of_the_chart_and_what_is_drawn_are_not_kept(table: Table) -> None:
    parts = {tuple(table.places[row.place])[-1] for row in rows_of("1.2.3", table) if not row.whole}
    assert parts == {"file", "drawn", 0}
    kept = json.dumps([table.expressions[row.expression] for row in rows_of("1.2.3", table)])
    assert not any(word in kept for word in ("run ", "name = ", "aB3"))


@pytest.mark.helm
@pytest.mark.parametrize("values", VALUES, ids=json.dumps)
def test_helm_writes_the_same(
    values: dict[str, Any], chart: Path, table: Table, tmp_path: Path, helm3: Path
) -> None:
    (tmp_path / "v.yaml").write_text(json.dumps(values))
    command = [helm3, "template", "pachd", chart, "-f", tmp_path / "v.yaml"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert list(wrong(predicted(values, table), objects(text), ("1.2.3", "1.2.3"))) == []


def test_the_shipped_table_knows_every_release() -> None:
    found = shipped()
    assert list(found.versions) == [str(version) for version in RELEASED]
    assert all(sum(1 for _ in rows_of(version, found)) > 500 for version in found.versions)
