"""What Kubernetes refuses of the objects that a learned chart makes, by values that only this chart has."""

import json
from pathlib import Path

import pytest

from pachlint import lint
from pachlint.chart.at_hand import as_chart
from pachlint.chart.charts import Likeness
from pachlint.chart.files import load_chart
from pachlint.finding import Finding
from pachlint.learning.learn import learn
from pachlint.lint import Job
from pachlint.reading.document import read
from pachlint.rulebook import load
from pachlint.source import Source

DEPLOYMENT = """
{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Values.name }}
spec:
  replicas: {{ .Values.copies }}
  selector:
    matchLabels:
      app: own
      tier: {{ .Values.tier }}
      zone: a
      {{- if .Values.spread }}
      spread: "yes"
      {{- end }}
  template:
    metadata:
      labels:
        app: own
        tier: {{ .Values.tier }}
        spread: "yes"
        {{- toYaml .Values.labels | nindent 8 }}
        zone: a
    spec:
      nodeSelector: {{ .Values.nodes | toJson }}
      containers:
      - name: own
        image: "{{ .Values.repository }}:{{ .Values.tag }}"
        resources:
          {{- toYaml .Values.resources | nindent 10 }}
        {{- range .Values.probes }}
        {{ .name }}Probe:
          httpGet: {port: {{ .port }}}
        {{- end }}
{{- end }}
"""
IN_ITS_COLUMN = """
apiVersion: apps/v1
kind: Deployment
metadata:
  name: own
spec:
  selector: {matchLabels: {app: own}}
  template:
    metadata: {labels: {app: own}}
    spec:
      tolerations:
      {{- toYaml .Values.tolerations | nindent 6 }}
      - operator: Exists
      containers:
      - name: own
        image: own
        args:
        {{- with .Values.more }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
"""
SERVICE = """
apiVersion: v1
kind: Service
metadata:
  name: own
spec:
  type: {{ default "ClusterIP" .Values.type }}
  ports:
  - port: {{ .Values.port }}
"""
DEFAULTS = {
    "enabled": True, "name": "own", "copies": 1, "labels": {}, "nodes": {}, "repository": "own", "tag": "1",
    "resources": {}, "probes": [], "type": "", "port": 80, "tier": "back", "spread": False,
}  # fmt: skip


@pytest.fixture(scope="module")
def own_chart(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A chart of somebody's own."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "templates").mkdir()
    (folder / "Chart.yaml").write_text('{"apiVersion": "v2", "name": "own", "version": "1.0.0"}')
    (folder / "values.yaml").write_text(json.dumps(DEFAULTS))
    (folder / "templates" / "deployment.yaml").write_text(DEPLOYMENT)
    (folder / "templates" / "service.yaml").write_text(SERVICE)
    return str(folder)


def refused(location: str, values: str) -> tuple[Finding, ...]:
    """What Kubernetes refuses of values."""
    chart = as_chart(load_chart(location), learn)
    assert chart.likeness is Likeness.OTHER
    job = Job("values", (read(Source("values.yaml", values)),), chart=chart)
    return lint.check([job], load().select(["kubernetes-refusal", "kubernetes-pod-refusal"])).findings


REFUSED = [
    ("copies: -1", "copies", "Deployment own, spec.replicas: is -1, and must be 0 or more"),
    ("name: Own_1", "name", "Deployment Own_1, metadata.name: is Own_1, which has a capital letter"),
    ("labels: {team: a b}", "labels.team", None),
    (
        "labels: {app: other}",
        "labels.app",
        "Deployment own, metadata.labels: app must be own, by which the selector finds the pods; leave it out",
    ),
    ("labels: {tier: front}", "labels.tier", None),
    ("labels: {app: ''}", "labels.app", None),
    (
        "resources: {request: {cpu: 1}}",
        "resources.request",
        "Deployment own, containers[0].resources: no field request; requests is meant",
    ),
    ("type: Nodeport", "type", None),
    ("port: 70000", "port", "Service own, spec.ports[0].port: is 70000, and must be between 1 and 65535"),
    ("nodes: {a: 1}", "nodes.a", None),
]


@pytest.mark.parametrize(("values", "path", "message"), REFUSED)
def test_refused(values: str, path: str, message: str | None, own_chart: str) -> None:
    (one,) = refused(own_chart, values)
    assert one.path == path
    assert message in (None, one.message)


@pytest.mark.parametrize(
    "values",
    [
        "copies: 2",
        "enabled: false\ncopies: -1",
        "labels: {team: a-b}",
        "labels: {app: own}",
        "labels: {tier: front}\ntier: front",
        "labels: {zone: b}",  # the chart writes its own behind it
        "labels: {spread: 'no'}",  # the selector asks for it only where spread is true
        "resources: {requests: {cpu: 1}}",
        "repository: a\ntag: b",
        "{}",
    ],
)
def test_accepted(values: str, own_chart: str) -> None:
    assert refused(own_chart, values) == ()


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, []),
        ({"tolerations": [{"key": "a", "effect": "NoExecute"}]}, []),
        ({"tolerations": [{"key": "a", "effect": "Noexecute"}]}, ["tolerations[0].effect"]),
        ({"more": ["a"]}, []),
        ({"more": [1]}, ["more[0]"]),
        ({"more": {"workingDir": "/x"}}, []),
        ({"more": {"workingdir": "/x"}}, ["more.workingdir"]),
    ],
)
def test_a_list_in_the_column_of_its_key(values: dict[str, object], found: list[str], tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "templates").mkdir(parents=True)
    (own / "Chart.yaml").write_text('{"apiVersion": "v2", "name": "own", "version": "1.0.0"}')
    (own / "values.yaml").write_text('{"tolerations": [], "more": null}')
    (own / "templates" / "deployment.yaml").write_text(IN_ITS_COLUMN)
    assert [one.path for one in refused(str(own), json.dumps(values))] == found
