"""The schemas inside a local chart, and jsonschema as the oracle for what is known of the released charts."""

import json
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pachlint.chart.at_hand import as_chart
from pachlint.chart.charts import Chart, chart
from pachlint.chart.files import ChartError, load_chart
from pachlint.finding import Finding, Impact
from pachlint.layering.flags import Flag
from pachlint.lint import Job, check, prepare
from pachlint.reading.document import read
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import RELEASED

SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["deployTarget"],
    "properties": {
        "pachd": {
            "additionalProperties": False,
            "properties": {
                "image": {"properties": {"tag": {"type": ["string", "null"], "pattern": "^2[.]"}}},
                "enabled": {"type": "boolean"},
                "logLevel": {"enum": ["info", "debug"]},
            },
        },
        "etcd": {
            "properties": {"dynamicNodes": {"type": "integer", "minimum": 1}, "rootToken": {"const": "x"}}
        },
        "oidc": {"properties": {"upstreamIDPs": {"items": {"$ref": "#/definitions/provider"}}}},
        "console": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
    },
    "definitions": {"provider": {"type": "object", "required": ["id", "name"]}},
}
CASES = {
    "deployTarget: LOCAL\n": [],
    "{}\n": ["1:1 the top level lacks deployTarget, which the schema of chart 2.6.4 requires"],
    "deployTarget: LOCAL\npachd:\n  image: {tag: 2}\n": [
        "3:16 pachd.image.tag must be a string or null in chart 2.6.4, but is 2 (integer)"
    ],
    "deployTarget: LOCAL\npachd:\n  image: {tag: 1.13}\n  more: 1\n  most: 2\n": [
        "2:1 pachd has more and most, which the schema of chart 2.6.4 does not allow",
        "3:16 pachd.image.tag must be a string or null in chart 2.6.4, but is 1.13 (number)",
    ],
    "deployTarget: LOCAL\npachd: {image: {tag: v2}}\n": [
        '2:22 pachd.image.tag does not match the schema of chart 2.6.4: pattern "^2[.]"'
    ],
    "deployTarget: LOCAL\npachd: {enabled: 'true', logLevel: warn}\n": [
        "2:18 pachd.enabled must be a boolean in chart 2.6.4, but is true (string)",
        '2:36 pachd.logLevel must be "info" or "debug", as the schema of chart 2.6.4 requires',
    ],
    "deployTarget: LOCAL\netcd: {dynamicNodes: 0, rootToken: s3cr3t}\n": [
        "2:22 etcd.dynamicNodes does not match the schema of chart 2.6.4: minimum 1",
        '2:36 etcd.rootToken must be "x", as the schema of chart 2.6.4 requires',
    ],
    "deployTarget: LOCAL\noidc:\n  upstreamIDPs:\n  - id: a\n": [
        "4:5 oidc.upstreamIDPs[0] lacks name, which the schema of chart 2.6.4 requires"
    ],
    "deployTarget: LOCAL\nconsole: {c: 1}\n": [
        "2:1 console does not match the schema of chart 2.6.4: its conditions (anyOf) are not met"
    ],
    "deployTarget: LOCAL\nsub: {size: x}\n": [
        "2:13 sub.size must be an integer in chart 2.6.4, but is x (string)"
    ],
    "deployTarget: LOCAL\nsub: {enabled: false, size: x}\n": [],
}


def write_chart(folder: Path, schema: object, name: str = "pachyderm", **metadata: object) -> Path:
    """A chart of no more than a schema."""
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text(
        json.dumps({"apiVersion": "v2", "name": name, "version": "2.6.4", **metadata})
    )
    (folder / "values.schema.json").write_text(schema if isinstance(schema, str) else json.dumps(schema))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A chart with a schema, and with a subchart that has one too."""
    dependency = {"name": "sub", "version": "1.0.0", "condition": "sub.enabled"}
    whole = write_chart(tmp_path / "chart", SCHEMA, dependencies=[dependency])
    sub = {"properties": {"size": {"type": "integer"}}}
    write_chart(whole / "charts" / "sub", sub, "sub", version="1.0.0")
    return whole


def rejected(at_hand: Chart, text: str, *flags: Flag) -> list[Finding]:
    """What Helm would reject because of a type or a schema."""
    job = Job("v", (read(Source("v.yaml", text)),), flags, chart=at_hand)
    return [
        one
        for one in check([job], shipped().select(["wrong-type"])).findings
        if one.impact is Impact.REJECTED
    ]


@pytest.mark.parametrize("text", CASES)
def test_schema_of_a_local_chart_is_judged(folder: Path, text: str) -> None:
    found = rejected(as_chart(load_chart(str(folder))), text)
    assert [f"{one.place.line}:{one.place.column} {one.message}" for one in found] == CASES[text]


@pytest.mark.helm
@pytest.mark.parametrize("text", CASES)
def test_helm_rejects_the_same(folder: Path, text: str, helm3: Path, tmp_path: Path) -> None:
    (tmp_path / "v.yaml").write_text(text)
    done = subprocess.run(
        [helm3, "template", "x", folder, "-f", tmp_path / "v.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) == (CASES[text] == []), done.stderr


def test_schema_that_allows_nothing(tmp_path: Path) -> None:
    found = rejected(
        as_chart(load_chart(str(write_chart(tmp_path / "chart", {"properties": {"a": False}})))), "a: 1\n"
    )
    assert [(one.place.line, one.message) for one in found] == [
        (1, "the top level contains something that the schema of chart 2.6.4 forbids")
    ]


def test_type_that_only_the_released_chart_requires_is_no_matter(tmp_path: Path) -> None:
    lax = as_chart(load_chart(str(write_chart(tmp_path / "lax", {}))))
    assert rejected(lax, "ingress: {enabled: 'true'}\n") == []
    strict = Job("v", (read(Source("v.yaml", "ingress: {enabled: 'true'}\n")),))
    assert prepare(strict).bad == {("ingress", "enabled")}


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("{", "this is not JSON"),
        ("[]", "it must be an object"),
        ('{"$schema": 5}', "$schema must be a string"),
        ('{"properties": {"a": {"pattern": "(?=a)"}}}', '/properties/a/pattern cannot be "(?=a)"'),
        ('{"type": "text"}', 'this is not a JSON Schema: /type cannot be "text"'),
        ('{"required": true}', "/required cannot be true"),
        ('{"$ref": "other.json"}', "refers to other.json"),
        ('{"properties": {"a": {"$ref": "#/definitions/none"}}}', "refers to #/definitions/none"),
    ],
)
def test_schema_that_cannot_be_used_is_reported(tmp_path: Path, schema: str, message: str) -> None:
    with pytest.raises(ChartError) as caught:
        load_chart(str(write_chart(tmp_path / "chart", schema)))
    assert str(caught.value).startswith(f"{tmp_path / 'chart'}/values.schema.json: ")
    assert message in str(caught.value)


def test_schema_that_cannot_be_used_counts_where_its_chart_is_on(tmp_path: Path) -> None:
    dependencies = [{"name": name, "version": "1.0.0", "condition": f"{name}.use"} for name in ("sub", "far")]
    whole = write_chart(tmp_path / "chart", {}, dependencies=dependencies)
    write_chart(whole / "charts" / "sub", '{"type": "text"}', "sub", version="1.0.0")
    write_chart(whole / "charts" / "far", '{"$ref": "https://example.com/x.json"}', "far", version="1.0.0")
    own = as_chart(load_chart(str(whole)))
    job = Job("v", (read(Source("v.yaml", "sub: {use: false}\nfar: {use: true}\n")),), chart=own)
    report = check([job], shipped())
    assert [one for one in report.findings if one.impact is Impact.REJECTED] == []
    where = "the schema of its subchart far"
    assert (
        f"{where}: it refers to https://example.com/x.json, which pachlint does not fetch"
        in report.releases[0].not_judged
    )
    found = rejected(own, "sub: {use: true}\nfar: {use: false}\n")
    assert [(one.place.line, one.message) for one in found] == [
        (
            1,
            (
                "Helm rejects the chart, because the schema of its subchart sub cannot be used: "
                'this is not a JSON Schema: /type cannot be "text"'
            ),
        )
    ]


LATER = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "properties": {"a": {"prefixItems": [{"type": "string"}]}, "global": {}, "deployTarget": {}},
    "unevaluatedProperties": False,
}
LATER_CASES = {
    "a: [x]\n": "",
    "a: [1]\n": "prefixItems in the schema of chart 2.6.4, by which Helm 4 rejects a[0]: Helm 3 ignores it",
    "b: 1\n": "unevaluatedProperties in the schema of chart 2.6.4, by which Helm 4 rejects the values: Helm 3 ignores it",
}


@pytest.mark.parametrize("text", LATER_CASES)
def test_what_only_helm_4_rejects_is_reported(tmp_path: Path, text: str) -> None:
    own = as_chart(load_chart(str(write_chart(tmp_path / "chart", LATER))))
    report = check([Job("v", (read(Source("v.yaml", text)),), chart=own)], shipped())
    assert report.findings == ()
    assert list(report.releases[0].not_judged[1:]) == [line for line in (LATER_CASES[text],) if line]


@pytest.mark.helm
def test_helm_4_rejects_it_and_helm_3_does_not(tmp_path: Path, helm3: Path, helm4: Path) -> None:
    folder = write_chart(tmp_path / "chart", LATER)
    for text, reported in LATER_CASES.items():
        (tmp_path / "v.yaml").write_text(text)
        for helm, accepts in ((helm3, True), (helm4, not reported)):
            command = [helm, "template", "x", folder, "-f", tmp_path / "v.yaml"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert (done.returncode == 0) is accepts, done.stderr


LEAVES = st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from([1.0, 1.5, "", "x", "true"])


def paths(schema: dict[str, Any]) -> list[tuple[str, ...]]:
    """Every path that the schema describes."""
    found: list[tuple[str, ...]] = []
    for name, below in schema.get("properties", {}).items():
        found += [(name,), *((name, *rest) for rest in paths(below))]
    return found


SCHEMAS = {str(version): chart(version).schema() for version in RELEASED[::12]}
PATHS = {version: paths(schema) for version, schema in SCHEMAS.items()}


@st.composite
def releases(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A version, and values at some of its paths, right and wrong."""
    version = draw(st.sampled_from(sorted(PATHS)))
    values: dict[str, Any] = {}
    for path in draw(st.lists(st.sampled_from(PATHS[version]), min_size=1, max_size=6)):
        node = values
        for step in path[:-1]:
            below = node.get(step)
            node[step] = node = below if isinstance(below, dict) else {}
        node[path[-1]] = draw(LEAVES | st.just([]) | st.lists(LEAVES, max_size=2) | st.just({}))
    return version, values


@settings(max_examples=200, deadline=None)
@given(releases())
def test_jsonschema_agrees_about_the_released_charts(release: tuple[str, dict[str, Any]]) -> None:
    version, values = release
    overrides = Overrides(
        chart_version=Resolved(next(one for one in RELEASED if str(one) == version), "flag")
    )
    context = prepare(Job("v", (read(Source("v.yaml", json.dumps(values))),), overrides=overrides))
    validator = jsonschema.Draft7Validator(SCHEMAS[version])
    rejected = {tuple(error.absolute_path) for error in validator.iter_errors(context.values.data)}
    assert context.bad == rejected
