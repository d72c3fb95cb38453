"""What does not go with what else a chart writes into an object: mounts of volumes that its pods do not have."""

import json
from pathlib import Path
from typing import Any

import pytest

from pachlint import lint
from pachlint.bundled import read
from pachlint.chart.at_hand import as_chart
from pachlint.chart.charts import chart
from pachlint.chart.files import load_chart
from pachlint.layering.coalesce import effective_values
from pachlint.learning.learn import learn
from pachlint.lint import Job
from pachlint.place import format_path
from pachlint.reading.document import read as read_document
from pachlint.rulebook import load as load_rules
from pachlint.source import Source
from pachlint.verdict.breaches import TemplateInput
from pachlint.verdict.flows import load, load_data, refusals
from pachlint.verdict.landed import mounts, names_in
from pachlint.versions import resolve

TABLE = load(read("schemas/flows.json"))
EXTRA = [{"name": "extra", "mountPath": "/extra"}]
VOLUME = [{"name": "extra", "emptyDir": {}}]
PRIMARY, PROMTAIL = (
    "postgresql.primary.extraVolumeMounts[0].name",
    "loki-stack.promtail.extraVolumeMounts[0].name",
)


@pytest.mark.parametrize("version", ["2.3.0", "2.6.4", "2.11.6"])
@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"postgresql": {"primary": {"extraVolumeMounts": EXTRA}}}, [PRIMARY]),
        ({"postgresql": {"primary": {"extraVolumeMounts": EXTRA, "extraVolumes": VOLUME}}}, []),
        ({"postgresql": {"primary": {"extraVolumeMounts": EXTRA, "extraVolumes": []}}}, [PRIMARY]),
        ({"postgresql": {"primary": {"extraVolumeMounts": [{"name": "data", "mountPath": "/x"}]}}}, []),
        ({"loki-stack": {"promtail": {"extraVolumeMounts": EXTRA}}}, [PROMTAIL]),
        ({"loki-stack": {"promtail": {"extraVolumeMounts": EXTRA, "extraVolumes": VOLUME}}}, []),
        ({"loki-stack": {"promtail": {"extraVolumeMounts": [{"name": "config", "mountPath": "/x"}]}}}, []),
    ],
)
def test_a_mount_needs_a_volume(version: str, values: dict[str, Any], found: list[str]) -> None:
    released, user = (
        chart(resolve(version)),
        {"deployTarget": "LOCAL", "pachd": {"lokiDeploy": True}, **values},
    )
    given = TemplateInput(effective_values(released.defaults, released.subcharts, user), version, user)
    told = refusals(given, TABLE)
    assert [format_path(one.path) for one in told] == found
    assert {one.violation.deferred for one in told} <= {"postgresql" in values}


DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {{name: own}}
spec:
  selector: {{matchLabels: {{app: own}}}}
  template:
    metadata: {{labels: {{app: own}}}}
    spec:
      containers:
      - name: own
        image: own
        volumeMounts:
        {{{{- toYaml .Values.mounts | nindent 8 }}}}
      {volumes}
"""


@pytest.mark.parametrize(
    ("volumes", "values", "told"),
    [
        ("", {}, True),
        ("volumes: []", {}, True),
        ("volumes: [{name: extra, emptyDir: {}}]", {}, False),
        ("volumes:\n      - {name: extra, emptyDir: {}}", {}, False),
        ("volumes:\n      - emptyDir: {}\n        name: extra", {}, False),
        ('volumes:\n      - emptyDir: {}\n        name: "other"', {}, True),
        ("volumes:\n      - name: {{ .Release.Name }}\n        emptyDir: {}", {}, True),
        ("volumes:\n      - name: {{ .Values.name }}\n        emptyDir: {}", {"name": "extra"}, False),
        ("volumes: {{- toYaml .Values.volumes | nindent 6 }}", {"volumes": VOLUME}, False),
        ("volumes: {{- toYaml .Values.volumes | nindent 6 }}", {"volumes": []}, True),
        ("volumes: {{- toYaml .Values.volumes | nindent 6 }}", {"volumes": [{"name": "b", "emptyDir": {}}]}, True),
        ("volumes: {{ .Values.volumes | toJson }}", {"volumes": VOLUME}, False),
        ("volumes:\n      {{- range .Values.volumes }}\n      - {{ toYaml . | nindent 8 }}\n      {{- end }}", {"volumes": VOLUME}, False),
        ("{{- toYaml .Values.pod | nindent 6 }}", {"pod": {"volumes": VOLUME}}, False),
        ("{{- if .Values.on }}\n      volumes: {{- toYaml .Values.volumes | nindent 6 }}\n      {{- end }}", {"volumes": VOLUME}, True),
        ("{{- if .Values.on }}\n      volumes: {{- toYaml .Values.volumes | nindent 6 }}\n      {{- end }}", {"volumes": VOLUME, "on": True}, False),
        ("{{- if repeat 1 .Values.name }}\n      volumes: {{- toYaml .Values.volumes | nindent 6 }}\n      {{- end }}", {"volumes": VOLUME, "name": "x"}, False),
    ],
)  # fmt: skip
def test_a_mount_in_a_learned_chart(volumes: str, values: dict[str, Any], told: bool, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "templates").mkdir(parents=True)
    (own / "Chart.yaml").write_text('{"apiVersion": "v2", "name": "own", "version": "1.0.0"}')
    (own / "values.yaml").write_text('{"mounts": [], "volumes": [], "pod": {}, "on": false, "name": ""}')
    (own / "templates" / "a.yaml").write_text(DEPLOYMENT.format(volumes=volumes))
    document = read_document(Source("values.yaml", json.dumps({"mounts": EXTRA, **values})))
    job = Job("values", (document,), chart=as_chart(load_chart(str(own)), learn))
    found = lint.check([job], load_rules().select(["kubernetes-refusal"])).findings
    assert [one.path for one in found] == (["mounts[0].name"] if told else [])


OWN, OTHER, UNNAMED, SERVICE, BALANCED = range(5)
PLACES: list[list[str | int]] = [
    ["spec", "template", "spec", "containers", 0, "volumeMounts"],
    ["spec", "template", "spec", "volumes"],
    ["spec", "template", "spec", "size"],
    ["spec", "type"],
    ["spec", "ports", 0, "nodePort"],
    ["spec", "clusterIP"],
    ["spec", "externalTrafficPolicy"],
    ["spec", "loadBalancerSourceRanges"],
    ["metadata", "labels", "nodePort"],
]
MOUNTS, VOLUMES, SIZE, TYPE, PORT, ADDRESS, POLICY, RANGES, LABEL = range(9)
EXPRESSIONS: list[Any] = [
    ["toYaml", 1], "mounts", "volumes", ["toYaml", 2], ["=", "own"], ["=", "other"], "type", "port", "on", "items", ["fail"], ["toYaml", 1],
    ["toYaml", 7], ["toYaml", 1],
]  # fmt: skip
WHOLE, ON, LOOP, STOPPED = -1, 0, 1, 2
PORT_IS = [(SERVICE, PORT, 7, WHOLE), (SERVICE, TYPE, 6, WHOLE)]


@pytest.mark.parametrize(
    ("rows", "values", "paths"),
    [
        ([(OWN, MOUNTS, 0, WHOLE)], {"mounts": EXTRA}, ["mounts[0].name"]),
        ([(OWN, MOUNTS, 0, WHOLE)], {"mounts": [{"name": "data", "mountPath": "/x"}]}, []),
        ([(OWN, MOUNTS, 0, WHOLE)], {"mounts": {"name": "extra"}}, ["mounts"]),
        ([(OWN, MOUNTS, 0, WHOLE)], {"defaults": EXTRA}, []),
        # the field itself is none of the object's, whatever is written into it
        ([(OWN, SIZE, -1, ON)], {"on": True, "mounts": EXTRA}, ["on"]),
        ([(OWN, MOUNTS, 0, WHOLE), (OWN, VOLUMES, 3, WHOLE)], {"mounts": EXTRA, "volumes": VOLUME}, []),
        ([(OWN, MOUNTS, 0, WHOLE), (UNNAMED, VOLUMES, 3, WHOLE)], {"mounts": EXTRA, "volumes": VOLUME}, []),
        # those are volumes of other pods
        ([(OWN, MOUNTS, 0, WHOLE), (OTHER, VOLUMES, 3, WHOLE)], {"mounts": EXTRA, "volumes": VOLUME}, ["mounts[0].name"]),
        ([(OWN, MOUNTS, 0, WHOLE), (OTHER, VOLUMES, 3, WHOLE), (OWN, VOLUMES, 3, WHOLE)], {"mounts": EXTRA, "volumes": VOLUME}, []),
        # nobody knows which volumes those are
        ([(OWN, MOUNTS, 0, WHOLE), (OWN, VOLUMES, 3, WHOLE)], {"mounts": EXTRA, "volumes": "x"}, ["volumes"]),
        ([(OWN, MOUNTS, 0, WHOLE), (OWN, VOLUMES, 3, LOOP)], {"mounts": EXTRA, "volumes": [], "items": [1]}, []),
        ([(OWN, MOUNTS, 0, WHOLE), (OWN, VOLUMES, 3, STOPPED)], {"mounts": EXTRA, "volumes": []}, []),
        ([(OWN, MOUNTS, 0, WHOLE), (OWN, VOLUMES, 3, ON)], {"mounts": EXTRA, "volumes": [], "on": 1}, ["mounts[0].name"]),
        ([(OWN, MOUNTS, 0, WHOLE), (OWN, VOLUMES, 3, ON)], {"mounts": EXTRA, "volumes": VOLUME, "on": False}, ["mounts[0].name"]),
        (PORT_IS, {"port": 30000, "type": "ClusterIP"}, ["port"]),
        (PORT_IS, {"port": 30000, "type": "NodePort"}, []),
        (PORT_IS, {"port": None, "type": "ClusterIP"}, []),
        ([PORT_IS[0], (BALANCED, TYPE, 6, WHOLE)], {"port": 30000, "type": "ClusterIP"}, []),
        ([(SERVICE, ADDRESS, 7, WHOLE), PORT_IS[1]], {"port": "None", "type": "NodePort"}, ["port"]),
        ([(SERVICE, ADDRESS, 7, WHOLE), PORT_IS[1]], {"port": "None", "type": "ClusterIP"}, []),
        ([(SERVICE, POLICY, 7, WHOLE), PORT_IS[1]], {"port": "Local", "type": "ClusterIP"}, ["port"]),
        ([(SERVICE, POLICY, 7, WHOLE), PORT_IS[1]], {"port": "Local", "type": "NodePort"}, []),
        ([(SERVICE, RANGES, 12, WHOLE), PORT_IS[1]], {"port": ["10.0.0.0/8"], "type": "NodePort"}, ["port"]),
        ([(SERVICE, RANGES, 12, WHOLE), PORT_IS[1]], {"port": ["10.0.0.0/8"], "type": "LoadBalancer"}, []),
        ([PORT_IS[1]], {"type": "Nodeport"}, ["type"]),
        # a label may be called as a field of a Service is
        ([(OTHER, LABEL, 6, WHOLE)], {"type": "x"}, []),
        ([(OWN, MOUNTS, 0, WHOLE), (OWN, VOLUMES, 0, WHOLE)], {"mounts": EXTRA}, ["mounts[0].mountPath"]),
    ],
)  # fmt: skip
def test_rows_of_a_table(
    rows: list[tuple[int, int, int, int]], values: dict[str, Any], paths: list[str]
) -> None:
    table = load_data(
        {
            "versions": ["1.0.0"],
            "spans": [[0, 0]],
            "objects": [
                ("Deployment", 4, (), ("data",)), ("Deployment", 5, ()), ("Deployment", 4, ()), ("Service", 4, ()), ("Service", 5, ()),
            ],
            "places": PLACES,
            "open": [],
            "paths": ["*"],
            "reads": [[0]],
            "guards": [[-1, 8], [-1, 9, 20, 21], [-1, 10]],
            "screens": [],
            "expressions": EXPRESSIONS,
            "flows": [(0, object_, place, expression, guard, 0, 0, -1) for object_, place, expression, guard in rows],
        }
    )  # fmt: skip
    effective = {"mounts": values.get("defaults", []), **values}
    assert [
        format_path(one.path) for one in refusals(TemplateInput(effective, "1.0.0", values), table)
    ] == paths


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (None, set()),
        ([], set()),
        (VOLUME, {"extra"}),
        ([{"name": 1}], set()),
        ("x", None),
        (["x"], None),
        ("", None),
        ({}, None),
        (0, None),
    ],
)
def test_names_of_volumes(value: object, names: set[str] | None) -> None:
    assert names_in(value) == names


@pytest.mark.parametrize("deferred", [True, False])
def test_a_near_name_is_suggested(deferred: bool) -> None:
    (found,) = mounts([{"name": "dat"}, {"name": "data"}, {}], {"data"}, deferred=deferred)
    assert (found.path, found.deferred) == ((0, "name"), deferred)
    assert "data is meant" in found.words
