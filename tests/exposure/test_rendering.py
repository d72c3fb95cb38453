"""What Helm prints of services and addresses, with the values in it; ``tests/report/test_map_json.py`` holds whole objects against Helm's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pachlint import lint
from pachlint.chart.at_hand import as_chart
from pachlint.chart.files import load_chart
from pachlint.exposure.release import Exposure, exposure_of
from pachlint.learning.learn import learn
from pachlint.lint import Job
from pachlint.place import parse_path
from pachlint.reading.document import read
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve

if TYPE_CHECKING:
    from pathlib import Path


def exposure(text: str, version: str = "2.11.6", release: str = "pachd") -> Exposure:
    overrides = Overrides(chart_version=Resolved(resolve(version), "flag"), release=release)
    context = lint.prepare(Job("v.yaml", (read(Source("v.yaml", text)),), overrides=overrides))
    return exposure_of(context)


def test_names_follow_the_release() -> None:
    found = exposure("determined: {enabled: true}\n", release="blue")
    names = {one.name for one in found.services}
    assert {"determined-master-service-blue", "blue-loki"} <= names
    # with the chart's name in it, the release's name is enough
    assert "my-loki" in {one.name for one in exposure("", release="my-loki").services}


@pytest.mark.parametrize(
    ("values", "name", "field", "paths"),
    [
        ("proxy: {service: {type: NodePort}}", "pachyderm-proxy", ("spec", "type"), ["proxy.service.type"]),
        ("", "pachd", ("spec", "ports", 0, "port"), ["pachd.service.apiGRPCPort"]),
        ("", "pachd", ("spec", "selector"), []),
        (
            "pachd: {externalService: {enabled: true, loadBalancerIP: 10.0.0.1}}",
            "pachd-lb",
            ("spec", "loadBalancerIP"),
            ["pachd.externalService.loadBalancerIP"],
        ),
        # the chart takes the first of two that is there
        (
            "postgresql: {service: {type: NodePort}}",
            "postgres",
            ("spec", "type"),
            ["postgresql.service.type"],
        ),
        (
            "postgresql: {primary: {service: {type: NodePort}}}",
            "postgres",
            ("spec", "type"),
            ["postgresql.primary.service.type"],
        ),
    ],
)
def test_fields_know_the_values_in_them(
    values: str, name: str, field: tuple[str | int, ...], paths: list[str]
) -> None:
    (one,) = [one for one in exposure(values).rendered if one.name == name and one.kind == "Service"]
    assert one.origins(*field) == tuple(map(parse_path, paths))


def test_objects_know_what_switches_them_on() -> None:
    found = {
        one.name: one.decided_by for one in exposure("pachd: {externalService: {enabled: true}}").rendered
    }
    assert found["pachd-lb"] == (("pachd", "externalService", "enabled"),)
    assert found["etcd"] == ()


@pytest.mark.parametrize(
    ("values", "version", "addresses"),
    [
        (
            "proxy: {host: pach.example.com, tls: {enabled: true, secretName: s}}",
            "2.11.6",
            {"issuer": "https://pach.example.com/dex", "Console callback": "https://pach.example.com/oauth/callback/?inline=true"},
        ),
        ("", "2.11.6", {"issuer": "http://pachd:30658/dex", "pachd callback": "http://localhost/authorization-code/callback"}),
        ("proxy: {enabled: false}", "2.11.6", {"issuer": "http://pachd:30658"}),
        ("pachd: {service: {type: NodePort}}", "2.2.0", {"issuer": "http://pachd:1658"}),
        ("ingress: {host: in.example.com, tls: {enabled: true}}", "2.2.0", {"issuer": "https://in.example.com/dex"}),
    ],
)  # fmt: skip
def test_addresses(values: str, version: str, addresses: dict[str, str]) -> None:
    found = {one.name: one.text for one in exposure(values, version).addresses}
    assert {name: found[name] for name in addresses} == addresses


def test_file_at_which_helm_stops_is_left_out() -> None:
    found = exposure("ingress: {enabled: true}\n")
    assert found.ingresses == ()
    assert "pachd" in {one.name for one in found.services}


def test_services_of_a_local_chart_are_learned(tmp_path: Path) -> None:
    service = (
        "{{- if .Values.gate.enabled }}\n"
        "# where traffic comes in\n"
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}-gate\n"
        "spec:\n  type: {{ .Values.gate.type }}\n  ports:\n  - port: {{ .Values.gate.port }}\n"
        "  selector: {app: pachd}\n"
        "{{- end }}\n"
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: own\nversion: 1.0.0\n")
    (tmp_path / "values.yaml").write_text("gate: {enabled: false, type: ClusterIP, port: 80}\n")
    (tmp_path / "templates" / "gate.yaml").write_text(service)
    chart = as_chart(load_chart(str(tmp_path)), learn)
    text = "gate: {enabled: true, type: LoadBalancer}\n"
    overrides = Overrides(release="blue")
    context = lint.prepare(Job("v.yaml", (read(Source("v.yaml", text)),), overrides=overrides, chart=chart))
    (way,) = exposure_of(context).outer
    assert (way.name, way.kind.value, way.leads_to) == ("blue-gate", "LoadBalancer", ("pachd",))
    assert way.kind.because == (("gate", "type"),)
    assert way.doors[0].because == (("gate", "port"),)
