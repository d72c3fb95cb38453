"""What the API server refuses of a release, in the words of a finding."""

from typing import Any

import pytest

from pachlint.chart.charts import Likeness
from pachlint.layering.values import FlagError
from pachlint.lint import Job, prepare
from pachlint.place import format_path
from pachlint.policy.context import CheckContext
from pachlint.reading.document import read
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.verdict.refusals import kubernetes_refusals
from pachlint.versions import resolve

BASE = "deployTarget: LOCAL\n"


def context(*texts: str, version: str = "2.6.4", **job: Any) -> CheckContext:
    """A release of these files."""
    documents = tuple(read(Source(f"{number}.yaml", text)) for number, text in enumerate(texts))
    overrides = Overrides(chart_version=Resolved(resolve(version), "flag"))
    return prepare(Job("v", documents, overrides=overrides, **job))


def said(given: CheckContext, *, deferred: bool = False, **more: Any) -> list[tuple[str, str | None, bool]]:
    """What is said of a release: path, words, and whether a key is at fault."""
    wanted = {"deferred": True} if deferred else {}
    found = kubernetes_refusals(given, wanted, **more)
    return [(format_path(one.path), one.message, one.key) for one in found]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ("pachd: {enabled: true}", []),
        (
            "pachd: {resources: {request: {cpu: 1}}}",
            [("pachd.resources.request", "Deployment pachd, containers[0].resources: no field request; requests is meant", True)],
        ),
        (
            "pachd: {resources: {requests: {cpu: 1x}}}",
            [("pachd.resources.requests.cpu", "Deployment pachd, containers[0].resources.requests.cpu: ", False)],
        ),
        (
            "pachd: {service: {type: Nodeport}}",
            [("pachd.service.type", "Service pachd, spec.type: ", False)],
        ),
        ("pachd: {service: {type: ''}}", []),
        (
            "console: {annotations: {a b: c}}",
            [('console.annotations["a b"]', "Deployment console, metadata.annotations: ", True)],
        ),
        (
            "console: {podLabels: {a b: c}}",
            [('console.podLabels["a b"]', "Deployment console, metadata.labels: ", True)],
        ),
        (
            "etcd: {service: {annotations: {a: 1}}}",
            [("etcd.service.annotations.a", "Service etcd, metadata.annotations.a: ", False)],
        ),
    ],
)  # fmt: skip
def test_object_field_and_problem_are_named(values: str, found: list[tuple[str, str, bool]]) -> None:
    every = said(context(f"{BASE}{values}\n"))
    assert [(path, key) for path, _, key in every] == [(path, key) for path, _, key in found], every
    for (_, message, _), (_, begin, _) in zip(every, found, strict=True):
        assert message is not None
        assert message.startswith(begin), message
        assert len(message) > len(begin) or not begin.endswith(": ")


def test_what_only_the_pods_are_refused_for_is_asked_for_apart() -> None:
    given = context(f"{BASE}etcd: {{resources: {{requests: {{cpu: -1}}}}}}\n")
    assert said(given) == []
    ((path, message, key),) = said(given, deferred=True)
    assert (path, key) == ("etcd.resources.requests.cpu", False)
    assert message is not None
    assert message.startswith("StatefulSet etcd, containers[0].resources.requests.cpu: ")
    given = context(f"{BASE}pachd: {{resources: {{requests: {{cpu: -1}}}}}}\n")
    assert [path for path, *_ in said(given)] == ["pachd.resources.requests.cpu"]
    assert said(given, deferred=True) == []


BAD = "pachd: {service: {type: Nodeport}}\n"
PATH = "pachd.service.type"


def test_nothing_is_said_where_helm_stops_or_cannot_read() -> None:
    assert [path for path, *_ in said(context(BASE + BAD))] == [PATH]
    assert said(context(f"{BASE}{BAD}x: &a [*a]\n")) == []
    assert said(context(f"{BASE}{BAD}", "a: [\n")) == []
    assert said(context("a: [\n", f"{BASE}{BAD}")) == []
    # a problem at which Helm does not stop is none
    assert [path for path, *_ in said(context(f"{BASE}{BAD}x: 1\nx: 2\n"))] in ([PATH], [])


def test_nothing_is_said_where_a_flag_cannot_be_read() -> None:
    given = context(BASE + BAD)
    problems = (FlagError(None, "no such flag", None),)
    assert said(given._replace(values=given.values._replace(problems=problems))) == []


@pytest.mark.parametrize("likeness", Likeness)
def test_nothing_is_said_of_a_chart_from_the_disk_with_other_templates(likeness: Likeness) -> None:
    given = context(BASE + BAD)
    found = said(given._replace(chart=given.chart._replace(own_subcharts=(), likeness=likeness)))
    assert [path for path, *_ in found] == ([PATH] if likeness is Likeness.SAME else [])


def test_nothing_is_said_of_what_nobody_can_know() -> None:
    assert said(context(BASE + BAD), unknown=[("pachd", "service")]) == []
    assert said(context(BASE + BAD), unknown=[("pachd", "services")]) != []
    # a value of a wrong type has a finding of its own
    given = context(BASE + BAD)
    assert said(given._replace(bad=frozenset({("pachd", "service", "type")}))) == []


def test_chart_version_counts() -> None:
    annotations = f"{BASE}pgbouncer: {{annotations: {{a: b}}}}\n"
    assert [path for path, *_ in said(context(annotations, version="2.9.5"))] == ["pgbouncer.annotations.a"]
    assert said(context(annotations, version="2.0.0")) == []


def test_help_is_what_the_fix_does() -> None:
    (found,) = kubernetes_refusals(context(BASE + "pachd: {resources: {request: {cpu: 1}}}\n"), {})
    assert found.repair is not None
    assert found.repair.title == "rename request to requests"
    assert found.help == "Rename request to requests."
