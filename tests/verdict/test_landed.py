"""What Kubernetes says of a value at a place of an object, alone or beside other fields there."""

import pytest

from pachlint.place import Path
from pachlint.verdict.landed import beside_type, no_such_field, violations

POD: Path = ("spec", "template", "spec")
CONTAINER: Path = (*POD, "containers", 0)


@pytest.mark.parametrize(
    ("kind", "place", "value", "found"),
    [
        ("Deployment", ("spec", "replicas"), 1, []),
        ("Deployment", ("spec", "replicas"), -1, [()]),
        ("Deployment", ("spec", "replicas"), "1", [()]),
        ("Deployment", ("spec", "replicas"), None, []),
        ("Deployment", (*CONTAINER, "resources"), {"limits": {"cpu": 1}}, []),
        ("Deployment", (*CONTAINER, "resources"), {"limit": {"cpu": 1}}, [("limit",)]),
        ("Deployment", (*CONTAINER, "resources"), {"limits": {"cpu": "x"}}, [("limits", "cpu")]),
        ("Deployment", (*CONTAINER, "imagePullPolicy"), "always", [()]),
        # nothing is written where something is required
        ("Deployment", (*CONTAINER, "name"), None, [()]),
        ("Service", ("spec", "type"), "ClusterIP", []),
        ("Service", ("spec", "type"), "Nodeport", [()]),
        ("Service", ("spec", "type"), "~", [()]),
        ("Service", ("spec", "type"), "", []),
        ("Service", ("spec", "type"), "ExternalName", [()]),
        ("Service", ("metadata", "name"), "ExternalName", [()]),
        ("Deployment", ("metadata", "labels", "type"), "ExternalName", []),
    ],
)
def test_alone(kind: str, place: Path, value: object, found: list[Path]) -> None:
    assert [one.path for one in violations(value, kind, place, shared=False)] == found


@pytest.mark.parametrize(
    ("place", "value", "found"),
    [
        # other fields of the container stand beside it, so nothing is missing, and null is none
        (CONTAINER, {"imagePullPolicy": "Always"}, []),
        (CONTAINER, None, []),
        (CONTAINER, {}, []),
        (CONTAINER, {"imagePullPolicy": "always"}, [("imagePullPolicy",)]),
        (CONTAINER, {"imagePullPolicie": "Always"}, [("imagePullPolicie",)]),
        (CONTAINER, {"resources": {"limit": {}}, "image": 1}, [("resources", "limit"), ("image",)]),
        (CONTAINER, {"x": 1, "image": "a", "y": 2}, [("x",), ("y",)]),
        (CONTAINER, "text", [()]),
        (CONTAINER, ["a"], [()]),
        # what has no fields of its own is judged as it is
        (("metadata", "labels"), {"a": "b"}, []),
        (("metadata", "labels"), {"a b": "c"}, [("a b",)]),
        (("metadata", "labels"), None, []),
        ((*POD, "containers"), [{"name": "a", "image": "b", "x": 1}], [(0, "x")]),
    ],
)
def test_beside_other_fields(place: Path, value: object, found: list[Path]) -> None:
    paths = [one.path for one in violations(value, "Deployment", place, shared=True)]
    assert sorted(set(paths), key=paths.index) == found


def test_what_is_alone_must_be_whole() -> None:
    (found,) = violations({"image": "a"}, "Deployment", CONTAINER, shared=False)
    assert (found.path, found.problem) == (("name",), "is required")


def test_a_service_without_a_name_elsewhere() -> None:
    (found,) = violations("ExternalName", "Service", ("spec", "type"), shared=False)
    assert found.words == "must be ClusterIP, LoadBalancer or NodePort, but is ExternalName"


@pytest.mark.parametrize(
    ("place", "key", "words"),
    [
        (CONTAINER, "imagePulPolicy", "no field imagePulPolicy; imagePullPolicy is meant"),
        (CONTAINER, "xyz", "no field xyz"),
        (CONTAINER, "tolerations", "no field tolerations; the pod has it"),
        (CONTAINER, "serviceName", "no field serviceName"),
        (CONTAINER, "strategy", "no field strategy; DeploymentSpec has it, further up"),
        ((*CONTAINER, "securityContext"), "fsGroup", "no field fsGroup; the security context of the pod has it"),
        ((*CONTAINER, "resources"), "cpu", "no field cpu; it belongs below limits or requests"),
        ((), "spek", "no field spek; spec is meant"),
    ],
)  # fmt: skip
def test_field_that_objects_do_not_have(place: Path, key: str, words: str) -> None:
    one = no_such_field("Deployment", (*place, key))
    assert (one.path, one.words, one.at_key) == ((*place, key), words, True)
    shared = list(violations({key: 1}, "Deployment", place, shared=True))
    assert [(other.path, other.words, other.at_key) for other in shared] == [((key,), words, True)]


NODE_PORT: Path = ("spec", "ports", 0, "nodePort")


@pytest.mark.parametrize(
    ("place", "value", "kind", "count"),
    [
        (NODE_PORT, 30000, "ClusterIP", 1),
        (NODE_PORT, 30000, None, 1),
        (NODE_PORT, 30000, "NodePort", 0),
        (NODE_PORT, 30000, "LoadBalancer", 0),
        (NODE_PORT, 0, "ClusterIP", 0),
        (("spec", "externalTrafficPolicy"), "Local", "ClusterIP", 1),
        (("spec", "externalTrafficPolicy"), "Local", "NodePort", 0),
        (("spec", "loadBalancerSourceRanges"), ["10.0.0.0/8"], "NodePort", 1),
        (("spec", "loadBalancerSourceRanges"), ["10.0.0.0/8"], "LoadBalancer", 0),
        (("spec", "clusterIP"), "None", "LoadBalancer", 1),
        (("spec", "clusterIP"), "None", "ClusterIP", 0),
        # what else is wrong with such a Service is said elsewhere
        (NODE_PORT, 30000, "ExternalName", 0),
        (("spec", "clusterIP"), "10.0.0.1", "ExternalName", 1),
    ],
)
def test_beside_the_type_of_a_service(place: Path, value: object, kind: object, count: int) -> None:
    assert [one.path for one in beside_type(value, place, kind)] == [()] * count
