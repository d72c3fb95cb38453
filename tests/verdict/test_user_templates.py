"""Templates inside values: what comes out of them, what stops Helm, and what is not judged."""

import json
from pathlib import Path
from typing import Any

import pytest

from pachlint import lint
from pachlint.finding import Impact
from pachlint.lint import Job
from pachlint.reading.document import read
from pachlint.rulebook import load
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.verdict.breaches import HelmInput
from pachlint.verdict.gotemplate import TemplateError
from pachlint.verdict.user_templates import Release, around, render, render_value
from pachlint.versions import resolve

DATA = Path(__file__).parent.parent / "data" / "template-verdicts.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in DATA.read_text().splitlines()]
AROUND = {"scope": "loki-stack.promtail", "chart": {"Name": "promtail", "Version": "6.3.0"}, "charts": []}
VALUES: dict[str, object] = {
    "loki-stack": {"promtail": {"a": 1, "b": "x", "config": {"file": "y"}}},
    "pachd": {},
}
RELEASE = Release(VALUES, HelmInput("2.9.7"))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ .Values.a }}{{ .Values.b }}", "1x"),
        ("{{ .Release.Name }} {{ .Release.Namespace }} {{ .Chart.Name }} {{ .Chart.Version }}", "pachd default promtail 6.3.0"),
        ("{{ .Values.pachd }}", ""),
        ('{{ include "promtail.name" . }}', "promtail"),
        ("{{ .Values.missing }}", ""),
        ("{{ .Chart.IsRoot }}", "false"),
        # of the chart around it; and of nothing that the values say
        ('{{ include "loki-stack.name" . }}', "promtail"),
        ('{{ include "promtail.name" (dict "Chart" .Chart "Values" (dict "nameOverride" .Values.missing)) }}', "promtail"),
        ('{{ include "promtail.name" (dict "Chart" .Chart "Values" (dict "nameOverride" (index .Values "missing"))) }}', "promtail"),
        # what kind it is, is known of any
        ('{{ typeOf (include "grafana.fullname" .) }}', "string"),
    ],
)  # fmt: skip
def test_template_sees_what_its_chart_sees(template: str, text: str) -> None:
    assert render(template, AROUND, RELEASE) == (text, None)


@pytest.mark.parametrize(
    ("template", "kind", "reported"),
    [
        ("{{ if }}", "argument", "Helm cannot read: missing value for if"),
        ("a\n{{ .Values.c.d }}", "argument", "Helm stops at in line 2 of it: it reads the field d of null"),
        ('{{ fail "no" }}', "argument", "fail"),
        ('{{ include "nope" . }}', "argument", 'no template "nope"'),
        ('{{ include "pachyderm.host" . }}', "argument", "the template pachyderm.host, which it calls, reads keys of what is null"),
        ('{{ include "promtail.name" (dict "Chart" .Chart "Values" (dict "nameOverride" 5)) }}', "argument", "the template promtail.name, which it calls, is given what must be a string, but is a number"),
        ("{{ now }}", "unknown", "depends on what now gives"),
        ('{{ include "promtail.name" (dict "Chart" .Chart "Values" (dict "nameOverride" (randAlpha 5))) }}', "unknown", "depends on what the template promtail.name gives"),
        ('{{ include "promtail.name" (dict "Chart" .Chart "Values" (dict "nameOverride" (list (randAlpha 5)))) }}', "argument", "is given what must be a string, but is a list"),
        ('{{ include "common.x" . }}', "argument", 'no template "common.x"'),
        ('{{ include "promtail.name" .Values.missing }}', "unknown", "depends on what the template promtail.name gives"),
        ('{{ template "promtail.name" .Values.missing }}', "unknown", "contains a template that calls a template of the chart"),
        ('{{ include "promtail.name" nil }}', "unknown", "depends on what the template promtail.name gives"),
        # whether that chart is switched on is not looked at
        ('{{ include "grafana.fullname" . }}', "unknown", "the template grafana.fullname"),
    ],
)  # fmt: skip
def test_template_that_comes_to_nothing(template: str, kind: str, reported: str) -> None:
    with pytest.raises(TemplateError) as error:
        render(template, AROUND, RELEASE)
    assert error.value.kind == kind
    assert reported in error.value.detail


@pytest.mark.parametrize(
    ("scope", "template", "text"),
    [
        ("", "{{ .Chart.Name }} {{ .Chart.IsRoot }}", "chart true"),
        # of a library inside the chart
        ("postgresql", '{{ include "common.names.name" . }}', "chart"),
        ("postgresql", '{{ include "common.tplvalues.render" (dict "value" (list "a" (dict "x" 1)) "context" .) }}', "- a\n- x: 1"),
        ("postgresql", '{{ include "common.images.renderPullSecrets" (dict "images" (list (dict "pullSecrets" (list "a"))) "context" .) }}', "\nimagePullSecrets:\n  - name: a"),
    ],
)  # fmt: skip
def test_template_in_another_chart(scope: str, template: str, text: str) -> None:
    assert render(template, {"scope": scope, "chart": {"Name": "chart"}, "charts": []}, RELEASE).text == text


def test_of_what_is_by_chance_in_a_list_nothing_is_known() -> None:
    given = '(dict "images" (list (dict "pullSecrets" (list (randAlpha 5)))) "context" .)'
    around = {"scope": "postgresql", "chart": {"Name": "chart"}, "charts": []}
    with pytest.raises(TemplateError, match="what the template common") as error:
        render(f'{{{{ include "common.images.renderPullSecrets" {given} }}}}', around, RELEASE)
    assert error.value.kind == "unknown"


@pytest.mark.parametrize(("version", "text"), [("2.0.0", "https"), ("2.1.0", "https"), ("2.9.7", None)])
def test_a_template_is_that_of_the_version(version: str, text: str | None) -> None:
    given = {"scope": "", "chart": {"Name": "pachyderm"}, "charts": []}
    release = Release({"ingress": {"tls": {"enabled": True}}, "global": {}}, HelmInput(version))
    template = '{{ include "pachyderm.ingressproto" . }}'
    if text is not None:
        assert render(template, given, release).text == text
        return
    with pytest.raises(TemplateError) as error:
        render(template, given, release)
    assert error.value.kind == "unknown"


def test_what_the_chart_gives_must_be_known() -> None:
    with pytest.raises(TemplateError, match="what the chart passes to it is not known") as error:
        render("{{ .x }}", None, RELEASE)
    assert error.value.kind == "unknown"


def test_version_that_is_not_known_has_templates_that_are_not_known() -> None:
    with pytest.raises(TemplateError) as error:
        render('{{ include "promtail.name" . }}', AROUND, Release(VALUES, HelmInput("9.9.9")))
    assert error.value.kind == "unknown"


def test_change_of_the_values_is_returned() -> None:
    made = render('{{ $_ := unset .Values "b" }}', AROUND, RELEASE)
    assert made.changed == {"loki-stack": {"promtail": {"a": 1, "config": {"file": "y"}}}, "pachd": {}}
    assert VALUES["loki-stack"] == {"promtail": {"a": 1, "b": "x", "config": {"file": "y"}}}


def test_yaml_of_a_value_is_run_as_a_whole() -> None:
    assert render_value({"k": "{{ .Values.a }}", "l": ["{{ .Values.b }}"]}, AROUND, RELEASE) == {
        "k": "1",
        "l": ["x"],
    }
    assert render_value({"k": [1]}, AROUND, RELEASE) == {"k": [1]}


@pytest.mark.parametrize(
    ("value", "kind", "reported"),
    [
        ({"k": '{{ "\\x27" }}x'}, "argument", "contains a template whose result is not YAML"),
        # deeper than pachlint reads
        (
            {"k": 'a{{ printf "\\nl:" }} {{ repeat 250 "[" }}{{ repeat 250 "]" }}'},
            "unknown",
            "contains a template whose result cannot be read",
        ),
        (
            {"k": ["{{ 1 }}", *[[]] * 600]},
            "unknown",
            "contains a template in a value that reads very long JSON",
        ),
    ],
)
def test_yaml_that_comes_to_nothing(value: object, kind: str, reported: str) -> None:
    with pytest.raises(TemplateError) as error:
        render_value(value, AROUND, RELEASE)
    assert (error.value.kind, error.value.detail) == (kind, reported)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['version']}-{json.dumps(row['values'])[-60:]}")
def test_values_are_rejected_where_helm_rejects_them(row: dict[str, Any]) -> None:
    """``judged`` is False where pachlint says that it does not know."""
    overrides = Overrides(chart_version=Resolved(resolve(row["version"]), "flag"))
    document = read(Source("values.yaml", json.dumps(row["values"])))
    found = lint.check([Job("values.yaml", (document,), (), overrides)], load()).findings
    assert any(finding.impact is Impact.REJECTED for finding in found) is (row["judged"] and not row["ok"])
    assert any(finding.rule == "template-not-judged" for finding in found) is not row["judged"]


OF_LOKI = ["filebeat", "fluent-bit", "grafana", "logstash", "loki", "prometheus", "promtail"]


@pytest.mark.parametrize(
    ("path", "scope", "name", "inside"),
    [
        ("pachd.annotations", "", "pachyderm", ["loki-stack", "postgresql"]),
        ("global.postgresql", "", "pachyderm", ["loki-stack", "postgresql"]),
        ("loki-stack", "loki-stack", "loki-stack", OF_LOKI),
        ("loki-stack.none.x", "loki-stack", "loki-stack", OF_LOKI),
        ("loki-stack.promtail.config.file", "loki-stack.promtail", "promtail", []),
        ("loki-stack.loki.config", "loki-stack.loki", "loki", []),
        # loki-stack's own template makes these of its charts' values
        ("loki-stack.loki.url", "loki-stack", "loki-stack", OF_LOKI),
        ("loki-stack.prometheus.datasource.jsonData", "loki-stack", "loki-stack", OF_LOKI),
        ("loki-stack.prometheus.datasource", "loki-stack.prometheus", "prometheus", ["kube-state-metrics"]),
        ("loki-stack.prometheus.kube-state-metrics.x", "loki-stack.prometheus.kube-state-metrics", "kube-state-metrics", []),
        ("postgresql.primary.x", "postgresql", "postgresql", ["common"]),
    ],
)  # fmt: skip
def test_chart_that_runs_a_value(path: str, scope: str, name: str, inside: list[str]) -> None:
    assert around(tuple(path.split("."))) == {"scope": scope, "chart": {"Name": name}, "charts": inside}


def test_what_runs_a_value_of_no_path_is_unknown() -> None:
    assert around(()) is None


@pytest.mark.parametrize(
    ("scope", "template", "changed"),
    [
        ("", '{{ $_ := set .Values "x" 1 }}', {"x": 1, "a": {"b": {"c": 1}}}),
        ("a", '{{ $_ := set .Values "x" 1 }}', {"a": {"x": 1, "b": {"c": 1}}}),
        ("a.b", '{{ $_ := set .Values "x" 1 }}', {"a": {"b": {"x": 1, "c": 1}}}),
        ("a.z.y", '{{ $_ := set .Values "x" 1 }}', {"a": {"b": {"c": 1}, "z": {"y": {"x": 1}}}}),
        ("a.b", '{{ $_ := unset .Values "c" }}', {"a": {"b": {}}}),
        ("a.b", "{{ .Values.c }}", None),
        # no map any more
        ("", '{{ $_ := set . "Values" 1 }}', {}),
    ],
)
def test_values_of_a_chart_are_changed_where_they_stand(scope: str, template: str, changed: Any) -> None:
    values: dict[str, object] = {"a": {"b": {"c": 1}}}
    given = {"scope": scope, "chart": {"Name": "x"}, "charts": []}
    made = render(template, given, Release(values, HelmInput("2.9.7")))
    assert json.loads(json.dumps(made.changed)) == changed
    assert values == {"a": {"b": {"c": 1}}}


@pytest.mark.parametrize(
    ("template", "where"),
    [("{{ if }}", ""), ("\n{{ if }}\n", ""), ("a\n{{ if }}", " in line 2 of it"), ("a\n{{ .a.b.c }}", " in line 2 of it"), ("{{ .a.b.c }}\n", "")],
)  # fmt: skip
def test_line_of_a_template_of_several(template: str, where: str) -> None:
    with pytest.raises(TemplateError) as error:
        render(template, AROUND, RELEASE)
    assert error.value.kind == "argument"
    assert error.value.detail.partition(":")[0] in {
        f"contains a template that Helm cannot read{where}",
        f"contains a template that Helm stops at{where}",
    }


@pytest.mark.parametrize(
    ("value", "made"),
    [
        ({"a": 1}, {"a": 1}),
        ({"a": ["{", "}"]}, {"a": ["{", "}"]}),
        ({"a": [[]] * 600}, {"a": [[]] * 600}),  # in which none stands
        ({"{{ .Values.b }}": 1}, {"x": 1}),
        ({"a": {"b": [{"c": "{{ .Values.a }}"}]}}, {"a": {"b": [{"c": "1"}]}}),
        (["{{ .Values.b }}", "y"], ["x", "y"]),
        ("{{ .Values.b }}", "x"),
    ],
)
def test_value_in_which_a_template_stands(value: object, made: object) -> None:
    assert render_value(value, AROUND, RELEASE) == made
