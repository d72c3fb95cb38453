"""When the demands of the templates are looked at at all, and what is told of them; Helm 3.17.3 has the same verdict."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

import pytest

from pachlint.chart.at_hand import as_chart
from pachlint.chart.charts import Likeness, chart
from pachlint.chart.files import load_chart
from pachlint.layering.flags import Flag
from pachlint.learning.learn import learn
from pachlint.lint import Job, prepare
from pachlint.place import Path
from pachlint.policy.context import Violation
from pachlint.reading.document import read
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.verdict.crashes import chart_crashes, unjudged_templates
from pachlint.versions import resolve

LOCAL = "deployTarget: LOCAL\n"
NULL = f"{LOCAL}pachd: {{metrics: null}}\n"
GRAFANA = f"{LOCAL}loki-stack: {{grafana: {{enabled: true, adminUser: 1}}}}\n"
NULL_IS_TOLD = "The chart reads keys under pachd.metrics, but it is null"
GRAFANA_IS_TOLD = "loki-stack.grafana.adminUser must be a string, but is a number: the chart grafana inside loki-stack reads it"
REFUSED = "deployTarget does not fit the other values, and the chart rejects it"
EMPTY = "pachd.storage.storageURL is empty, and the chart requires it"


def reported(text: str, unknown: Sequence[Path] = (), flags: Sequence[str] = ()) -> tuple[list[str], ...]:
    """What crashes, what is rejected in so many words, and what is not judged."""
    overrides = Overrides(chart_version=Resolved(resolve("2.11.6"), "flag"))

    def messages(kind: Any, *more: Any) -> list[str]:
        document = read(Source("v.yaml", text))
        context = prepare(
            Job("v", (document,), tuple(Flag("set", flag) for flag in flags), overrides=overrides)
        )
        return list(words(kind(context, *more, unknown)))

    return (
        messages(chart_crashes, {}),
        messages(chart_crashes, {"explicit": True}),
        messages(unjudged_templates),
    )


def words(violations: Iterator[Violation]) -> Iterator[str]:
    """The messages, which name the path if there is one."""
    for one in violations:
        assert one.message
        assert ".".join(map(str, one.path)) in one.message
        yield one.message


@pytest.mark.parametrize(
    ("text", "crashes", "rejected"),
    [
        (LOCAL, [], []),
        ("{}\n", [], [REFUSED, EMPTY]),
        ("deployTarget: X\n", [], [REFUSED, EMPTY]),
        (NULL, [NULL_IS_TOLD], []),
        (GRAFANA, [GRAFANA_IS_TOLD], []),
        (f"{GRAFANA}pachd: {{metrics: null}}\n", [GRAFANA_IS_TOLD, NULL_IS_TOLD], []),
        (f"{LOCAL}loki-stack: {{promtail: {{config: {{}}}}}}\n", [], []),
        # Helm stops before it comes to the templates
        (f"{NULL}etcd: 5\n", [], []),
        (f"{NULL}loki-stack: 5\n", [], []),
        (f'{NULL}a: "\\x7f"\n', [], []),
        (f"{NULL}pachd: {{}}\n a: [\n", [], []),
    ],
)
def test_what_stops_the_templates(text: str, crashes: list[str], rejected: list[str]) -> None:
    assert reported(text) == (crashes, rejected, [])


def test_a_flag_that_is_rejected_comes_first() -> None:
    assert reported(NULL, flags=["pachd.logLevel=debug"]) == ([NULL_IS_TOLD], [], [])
    assert reported(NULL, flags=["a[x]=1"]) == ([], [], [])


@pytest.mark.parametrize(
    ("text", "unknown", "count"),
    [
        (NULL, ("pachd", "metrics"), 0),
        (NULL, ("pachd",), 0),
        (NULL, ("pachd", "logLevel"), 1),
        (NULL, ("etcd",), 1),
        (GRAFANA, ("loki-stack", "grafana", "adminUser"), 0),
        (GRAFANA, ("loki-stack", "grafana"), 0),
        (GRAFANA, ("loki-stack",), 0),
        (GRAFANA, ("loki-stack", "grafana", "adminPassword"), 1),
        (GRAFANA, ("loki-stack", "loki"), 1),
    ],
)
def test_of_holes_nothing_is_reported(text: str, unknown: Path, count: int) -> None:
    assert len(reported(text, unknown=[unknown])[0]) == count
    assert len(reported(text, unknown=[unknown, ("etcd", "storageClass")])[0]) == count


NOT_JUDGED = "Not judged: loki-stack.loki.config contains a template that depends on what now gives"


@pytest.mark.parametrize(
    ("config", "crashes", "unjudged"),
    [
        ("{a: x}", [], []),
        ('{a: "{{ now }}"}', [], [NOT_JUDGED]),
        ('{"{{ now }}": 1}', [], [NOT_JUDGED]),
        ('{a: [x, "{{ now }}"]}', [], [NOT_JUDGED]),
        ('{a: {b: {c: "{{ now }}"}}}', [], [NOT_JUDGED]),
        ('{a: "{{ .Values.config.auth_enabled }}"}', [], []),
        (
            '{a: [x, "{{ fail }}"]}',
            ["loki-stack.loki.config contains a template that Helm stops at in line 3 of it: wrong number of args for fail: want 1 got 0"],
            [],
        ),
    ],
)  # fmt: skip
def test_templates_inside_values(config: str, crashes: list[str], unjudged: list[str]) -> None:
    assert reported(f"{LOCAL}loki-stack: {{loki: {{config: {config}}}}}\n") == (crashes, [], unjudged)


ON: Mapping[str, object] = {"enabled": True, "adminUser": 1}


@pytest.mark.parametrize(
    ("own", "likeness", "crashes"),
    [
        ({}, Likeness.SAME, []),
        ({"pachd": {"metrics": None}}, Likeness.SAME, [NULL_IS_TOLD]),
        # no rule may build on what the release has beside
        ({"pachd": {"metrics": None}, "console": None}, Likeness.SIMILAR, []),
        ({"loki-stack": {"grafana": ON}}, Likeness.SAME, [GRAFANA_IS_TOLD]),
    ],
)
def test_defaults_of_a_local_chart_are_judged(
    own: Mapping[str, Any], likeness: Likeness, crashes: list[str]
) -> None:
    released = chart(resolve("2.11.6"))
    defaults: dict[str, Any] = dict(released.defaults)
    for name, below in own.items():
        before = defaults.pop(name)
        defaults |= {} if below is None else {name: before | below}
    local = released._replace(defaults=defaults, own_subcharts=released.subcharts, likeness=likeness)
    context = prepare(Job("v", (read(Source("v.yaml", LOCAL)),), chart=local))
    assert list(words(chart_crashes(context, {}))) == crashes


@pytest.mark.parametrize(
    ("template", "values", "crashes", "unjudged"),
    [
        ("x: {{ lower .Values.x }}", "x: 1", ["x must be a string, but is a number"], []),
        ("x: {{ tpl .Values.x . }}", 'x: "{{ now }}"', [], ["Not judged: x contains a template that depends on what now gives"]),
        # what the chart does is not known, and the value is no template
        ("x: {{ tpl (repeat 2 .Values.x) . }}", "x: a", [], []),
    ],
)  # fmt: skip
def test_values_of_a_learned_chart(
    template: str, values: str, crashes: list[str], unjudged: list[str], tmp_path: FilePath
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("{apiVersion: v2, name: own, version: 1.0.0}")
    (tmp_path / "values.yaml").write_text("{x: '', y: ''}")
    (tmp_path / "templates" / "a.yaml").write_text(f"{template}\n")
    learned = as_chart(load_chart(str(tmp_path)), learn)
    # that a release declares more is nothing to this chart's templates
    local = learned._replace(version=resolve("2.11.6"), likeness=Likeness.SIMILAR)
    context = prepare(Job("v", (read(Source("v.yaml", values)),), chart=local))
    assert context.bad
    assert list(words(chart_crashes(context, {}))) == crashes
    assert list(words(unjudged_templates(context))) == unjudged
