"""Parts of objects, judged by the field they land in; the first half of the rows is what an API server said of manifests."""

import json
from pathlib import Path
from typing import Any

import pytest

from pachlint.kubernetes.judge import violations_at, violations_of
from pachlint.kubernetes.violation import NOTHING, Violation

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "kubernetes.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
CONTAINER = ("spec", "template", "spec", "containers", 0)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['type']} {json.dumps(row['value'])}"[:90])
def test_verdict(row: dict[str, Any]) -> None:
    places = [".".join(map(str, found.path)) for found in violations_of(row["value"], row["type"])]
    assert (row["refused"] in places) if row["refused"] is not None else (places == [])


WORDS = [
    ("Container.resources", {"request": {"cpu": 1}}, "no field request; requests is meant"),
    ("Container.resources", {"memory": "1Gi"}, "no field memory; it belongs below limits or requests"),
    (
        "Container.resources",
        {"limits": {"memory": "512m"}, "requests": {"memory": "45Mi"}},
        "is 512m, below the request of 45Mi; m is thousandths of a byte, 512Mi is meant",
    ),
    ("Container.resources", {"limits": {"Memory": 1}}, "no resource Memory; memory is meant"),
    (
        "PodSpec.tolerations",
        [{"key": "a", "operator": "exists"}],
        "must be Equal or Exists, but is exists; Exists is meant",
    ),
    ("PodSpec.nodeSelector", {"gpu": True}, "must be a string, but is a boolean"),
    ("Container.securityContext", {"fsGroup": 1}, "no field fsGroup; the security context of the pod has it"),
    (
        "PodSpec.affinity",
        {"requiredDuringSchedulingIgnoredDuringExecution": {}},
        (
            "no field requiredDuringSchedulingIgnoredDuringExecution; it belongs below nodeAffinity or podAffinity or "
            "podAntiAffinity"
        ),
    ),
    (
        "Container.livenessProbe",
        {"httpGet": {"port": 1, "periodSeconds": 3}},
        "no field periodSeconds; Probe has it, further up",
    ),
    ("ServicePort.port", 70000, "is 70000, and must be between 1 and 65535"),
    ("ServicePort.port", 1.5, "must be a whole number, but is 1.5"),
    ("DeploymentSpec.replicas", 3000000000, "is 3000000000, and must fit in 32 bits"),
    (
        "ObjectMeta.annotations",
        {"a b": "c"},
        "the key a b has a character that is not a letter, digit, hyphen, underscore or dot",
    ),
    ("Secret.data", {"key": "no base64"}, "must be base64"),
    ("ObjectMeta.creationTimestamp", "today", "must be a time such as 2024-01-31T12:00:00Z"),
]


@pytest.mark.parametrize(("kind", "value", "words"), WORDS)
def test_words(kind: str, value: object, words: str) -> None:
    assert [found.words for found in violations_of(value, kind)] == [words]


MEANT = [
    ("Container.imagePullPolicy", "ifnotpresent", "IfNotPresent"),
    ("DeploymentSpec.replicas", "2", 2),
    ("DeploymentSpec.replicas", "02", NOTHING),
    ("SecurityContext.privileged", "True", True),
    ("SecurityContext.privileged", 1, NOTHING),
    ("PodSpec.schedulerName", 7, "7"),
    ("PodSpec.schedulerName", 1.10, NOTHING),
    ("PodSpec.schedulerName", False, "false"),
    ("Container.imagePullPolicy", "sometimes", NOTHING),
]


@pytest.mark.parametrize(("kind", "value", "meant"), MEANT)
def test_the_one_value_that_is_meant(kind: str, value: object, meant: object) -> None:
    (found,) = violations_of(value, kind)
    assert found.replacement is meant or found.replacement == meant


def test_the_one_name_that_is_meant() -> None:
    (found,) = violations_of(
        {"resources": {}, "imagePulPolicy": "Always", "name": "a", "image": "b"}, "Container"
    )
    assert (found.at_key, found.path, found.rename) == (True, ("imagePulPolicy",), "imagePullPolicy")
    (found,) = violations_of({"Image": "b", "name": "a"}, "Container")
    assert found.rename == "image", "and image is not told to be missing too"


def test_pods_of_a_stateful_set_are_refused_when_they_are_made() -> None:
    place = (*CONTAINER, "resources")
    value = {"limits": {"cpu": 1}, "requests": {"cpu": 2}}
    assert [found.deferred for found in violations_at(value, "StatefulSet", place)] == [True]
    assert [found.deferred for found in violations_at(value, "Deployment", place)] == [False]
    assert [found.deferred for found in violations_at({"request": {}}, "StatefulSet", place)] == [False], (
        "it is not decoded"
    )


def test_labels_of_a_stateful_set_are_refused_at_once() -> None:
    assert [
        found.deferred for found in violations_at({"a": "b c"}, "StatefulSet", ("metadata", "labels"))
    ] == [False]


def test_what_is_required_may_not_be_empty() -> None:
    place = (*CONTAINER, "env", 3, "valueFrom", "secretKeyRef", "name")
    assert violations_at("", "Deployment", place) == (Violation((), "is required"),)
    assert violations_at("", "Deployment", (*CONTAINER, "imagePullPolicy")) == ()


@pytest.mark.parametrize("place", [("spec", "replica"), ("spec", "replicas", "x"), ("x",)])
def test_no_such_field(place: tuple[str, ...]) -> None:
    with pytest.raises(KeyError):
        violations_at(1, "Deployment", place)


@pytest.mark.parametrize("kind", ["Container.resource", "Containers", "[]Containers", ""])
def test_no_such_type(kind: str) -> None:
    with pytest.raises(KeyError):
        violations_of(1, kind)


CLAIM = ("spec", "volumeClaimTemplates", 0, "spec", "accessModes", 0)
RANGE = ("spec", "loadBalancerSourceRanges", 0)


@pytest.mark.parametrize(
    ("kind", "place", "value", "count"),
    [
        ("StatefulSet", CLAIM, "ReadWriteOnce", 0),
        ("StatefulSet", CLAIM, "ReadWrite", 1),
        ("StatefulSet", CLAIM, None, 0),
        ("StatefulSet", CLAIM, 5, 1),
        ("Service", RANGE, "10.0.0.0/8", 0),
        ("Service", RANGE, "10.0.0.0", 1),
        ("Service", RANGE, ["10.0.0.0/8"], 1),
        ("ClusterRole", ("rules", 0, "resourceNames", 0), "any", 0),
    ],
)
def test_an_item_is_judged_as_one_of_its_list(
    kind: str, place: tuple[str | int, ...], value: object, count: int
) -> None:
    assert [found.path for found in violations_at(value, kind, place)] == [()] * count
