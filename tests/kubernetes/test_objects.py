"""Whole objects: what fits together in them."""

from typing import Any

import pytest

from pachlint.kubernetes.judge import violations


def pods(spec: dict[str, Any] | None = None, **container: Any) -> dict[str, Any]:
    """A pod template whose only container has a few more fields."""
    return {
        "metadata": {"labels": {"app": "a"}},
        "spec": {"containers": [{"name": "a", "image": "a", **container}], **(spec or {})},
    }


def deployment(spec: dict[str, Any] | None = None, **container: Any) -> dict[str, Any]:
    """A Deployment of such pods."""
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "a"},
        "spec": {"selector": {"matchLabels": {"app": "a"}}, "template": pods(spec, **container)},
    }


def stateful_set(**container: Any) -> dict[str, Any]:
    """A StatefulSet of such pods, with a claim named data."""
    found = deployment(**container)
    found["kind"] = "StatefulSet"
    found["spec"]["volumeClaimTemplates"] = [
        {
            "metadata": {"name": "data"},
            "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
        }
    ]
    return found


def told(manifest: object) -> list[str]:
    """The violations as ``path: words``."""
    return [f"{'.'.join(map(str, found.path))}: {found.words}" for found in violations(manifest)]


GOOD = [
    deployment(),
    deployment({"volumes": [{"name": "v"}]}, volumeMounts=[{"name": "v", "mountPath": "/v"}]),
    stateful_set(volumeMounts=[{"name": "data", "mountPath": "/v"}]),
    deployment(
        {
            "initContainers": [
                {"name": "b", "image": "b", "restartPolicy": "Always", "startupProbe": {"grpc": {"port": 1}}}
            ]
        }
    ),
    {"apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor", "spec": {"anything": 1}},
    {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "a.b"},
        "data": {"k": "YQ=="},
        "stringData": None,
    },
    {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "A:b"}, "rules": []},
    None,
    "text",
    [],
    {},
]


@pytest.mark.parametrize("manifest", GOOD)
def test_accepted(manifest: object) -> None:
    assert told(manifest) == []


CONTAINER = "spec.template.spec.containers.0"
BAD: list[tuple[object, list[str]]] = [
    (
        deployment({"volumes": [{"name": "cache"}]}, volumeMounts=[{"name": "cahce", "mountPath": "/v"}]),
        [f"{CONTAINER}.volumeMounts.0.name: there is no volume cahce; cache is meant"],
    ),
    (
        deployment(image=" a"),
        [f"{CONTAINER}.image: has blanks around it"],
    ),
    (
        deployment({"restartPolicy": "Never"}),
        ["spec.template.spec.restartPolicy: must be Always, but is Never"],
    ),
    (
        deployment({"initContainers": [{"name": "a", "image": "a", "livenessProbe": {"grpc": {"port": 1}}}]}),
        [
            "spec.template.spec.initContainers.0.name: is a, the name of another container",
            "spec.template.spec.initContainers.0.livenessProbe: may not be set for an init container",
        ],
    ),
    (
        deployment(livenessProbe={"tcpSocket": {"port": 1}, "successThreshold": 2}),
        [f"{CONTAINER}.livenessProbe.successThreshold: is 2, and must be 1"],
    ),
    (
        {**deployment(), "metadata": {"name": "A_b", "annotation": {}}},
        [
            "metadata.annotation: no field annotation; annotations is meant",
            "metadata.name: is A_b, which has a capital letter",
        ],
    ),
    (
        {**deployment(), "annotations": {"a": "b"}},
        ["annotations: no field annotations; it belongs below metadata"],
    ),
    (
        {**deployment(), "spec": {**deployment()["spec"], "selector": {"matchLabels": {"app": "b"}}}},
        ["spec.template.metadata.labels.app: must be b, as the selector says"],
    ),
    (
        {**deployment(), "spec": {"selector": {}, "template": pods()}},
        ["spec.selector: is required"],
    ),
    (
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "1a"}, "spec": {"ports": [{"port": 1}]}},
        ["metadata.name: is 1a, which begins with a digit"],
    ),
    (
        {"apiVersion": "v1", "kind": "Service", "metadata": {}, "spec": {"ports": [{"port": "80"}]}},
        ["spec.ports.0.port: must be a whole number, but is a string", "metadata.name: is required"],
    ),
    (
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "a"},
            "type": "kubernetes.io/tls",
            "data": {"tls.crt": "YQ=="},
        },
        ["data.tls.key: is required in a secret of type kubernetes.io/tls"],
    ),
    (
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a b": "c", "n": 1}},
        [
            "data.n: must be a string, but is a number",
            "data.a b: the key a b has a character that is not a letter, digit, hyphen, underscore or dot",
        ],
    ),
    (
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "Ingress",
            "metadata": {"name": "a", "annotations": {"kubernetes.io/ingress.class": "nginx"}},
            "spec": {"ingressClassName": "nginx", "rules": [{"host": "a"}]},
        },
        ["metadata.annotations.kubernetes.io/ingress.class: may not stand beside ingressClassName"],
    ),
    (
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "RoleBinding",
            "metadata": {"name": "a"},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "a"},
            "subjects": [{"kind": "ServiceAccount", "name": "Bad_Name"}],
        },
        ["subjects.0.name: is Bad_Name, which has a capital letter"],
    ),
    (
        {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {"name": "a"},
            "spec": {"backoffLimit": -1, "template": pods()},
        },
        [
            "spec.backoffLimit: is -1, and must be 0 or more",
            "spec.template.spec.restartPolicy: must be OnFailure or Never",
        ],
    ),
    (
        {
            "apiVersion": "v1",
            "kind": "ServiceAccount",
            "metadata": {"name": "a", "annotations": {"a": "b" * 300000}},
        },
        ["metadata.annotations: has 300001 bytes, and may have 262144"],
    ),
]


@pytest.mark.parametrize(("manifest", "words"), BAD)
def test_refused(manifest: object, words: list[str]) -> None:
    assert told(manifest) == words


def test_a_secret_is_not_printed() -> None:
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "a"},
        "data": {"k": "hush!"},
        "stringData": {"l": 4711},
    }
    assert "hush" not in str(told(secret))
    assert "4711" not in str(told(secret))


def test_what_a_stateful_set_mounts() -> None:
    (found,) = violations(stateful_set(volumeMounts=[{"name": "date", "mountPath": "/v"}]))
    assert (found.words, found.deferred) == ("there is no volume date; data is meant", True)
