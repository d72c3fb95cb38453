"""What does not fit together in a part of an object: rows by type, as validated in Kubernetes 1.20."""

from typing import Any

import pytest

from pachlint.kubernetes.judge import violations_of
from pachlint.place import format_path

PORT = {"port": 80}
HTTP, HTTPS = {"name": "http", "port": 80}, {"name": "https", "port": 443}
OTHER = {"name": "other", "port": 80}
ON_NODE = {"name": "a", "port": 80, "nodePort": 30080}
BACKEND = {"service": {"name": "a", "port": {"number": 80}}}


def path_of(route: str, kind: str) -> dict[str, Any]:
    return {"path": route, "pathType": kind, "backend": BACKEND}


def field(key: str, operator: str, *values: str) -> dict[str, Any]:
    return {"matchFields": [{"key": key, "operator": operator, "values": list(values)}]}


def spread(*pairs: tuple[str, str]) -> dict[str, Any]:
    constraints = [
        {"maxSkew": 1, "topologyKey": key, "whenUnsatisfiable": what, "labelSelector": {}}
        for key, what in pairs
    ]
    return {"containers": [{"name": "a", "image": "b"}], "topologySpreadConstraints": constraints}


ROWS: dict[str, list[tuple[Any, list[str]]]] = {
    "ServiceSpec": [
        ({"ports": [PORT]}, []),
        ({"ports": []}, ["ports"]),
        ({}, ["ports"]),
        ({"clusterIP": "None"}, []),
        ({"type": "ExternalName", "externalName": "a.b"}, []),
        ({"type": "ExternalName"}, ["externalName"]),
        ({"type": "ExternalName", "externalName": ""}, ["externalName"]),
        ({"type": "ExternalName", "externalName": "a.b", "clusterIP": "None"}, []),
        ({"type": "ExternalName", "externalName": "a.b", "clusterIP": "10.0.0.1"}, ["clusterIP"]),
        ({"type": "LoadBalancer", "clusterIP": "None", "ports": [PORT]}, ["clusterIP"]),
        ({"type": "NodePort", "clusterIP": "None", "ports": [PORT]}, ["clusterIP"]),
        ({"clusterIP": "None", "ports": [PORT]}, []),
        ({"clusterIP": "10.0.0.1", "ports": [PORT]}, []),
        ({"clusterIP": "10.0.0", "ports": [PORT]}, ["clusterIP"]),
        ({"clusterIP": "", "ports": [PORT]}, []),
        ({"ports": [HTTP, HTTPS]}, []),
        ({"ports": [PORT, HTTPS]}, ["ports[0].name"]),
        ({"ports": [HTTP, {"name": "", "port": 443}]}, ["ports[1].name"]),
        ({"ports": [HTTP, OTHER]}, ["ports[1].port"]),
        ({"ports": [HTTP, {**OTHER, "protocol": "UDP"}]}, []),
        ({"ports": [HTTP, {**OTHER, "protocol": "TCP"}]}, ["ports[1].port"]),
        ({"ports": [{"port": 80, "nodePort": 30080}]}, ["ports[0].nodePort"]),
        ({"type": "NodePort", "ports": [{"port": 80, "nodePort": 30080}]}, []),
        ({"type": "LoadBalancer", "ports": [{"port": 80, "nodePort": 30080}]}, []),
        ({"type": "NodePort", "ports": [ON_NODE, {**HTTPS, "nodePort": 30080}]}, ["ports[1].nodePort"]),
        ({"type": "NodePort", "ports": [ON_NODE, {**HTTPS, "nodePort": 30081}]}, []),
        ({"type": "NodePort", "ports": [HTTP, HTTPS]}, []),
        ({"type": "LoadBalancer", "ports": [{"port": 10250}]}, ["ports[0].port"]),
        ({"type": "LoadBalancer", "ports": [{"port": 10251}]}, []),
        ({"type": "NodePort", "ports": [{"port": 10250}]}, []),
        ({"externalTrafficPolicy": "Local", "ports": [PORT]}, ["externalTrafficPolicy"]),
        ({"type": "NodePort", "externalTrafficPolicy": "Local", "ports": [PORT]}, []),
        ({"type": "LoadBalancer", "externalTrafficPolicy": "Cluster", "ports": [PORT]}, []),
        ({"loadBalancerSourceRanges": ["10.0.0.0/8"], "ports": [PORT]}, ["loadBalancerSourceRanges"]),
        ({"type": "NodePort", "loadBalancerSourceRanges": ["10.0.0.0/8"], "ports": [PORT]}, ["loadBalancerSourceRanges"]),
        ({"type": "LoadBalancer", "loadBalancerSourceRanges": ["10.0.0.0/8"], "ports": [PORT]}, []),
    ],
    "IngressSpec": [
        ({"rules": [{"host": "a.b"}]}, []),
        ({"defaultBackend": BACKEND}, []),
        ({}, ["rules"]),
        ({"rules": []}, ["rules"]),
    ],
    "HTTPIngressPath": [
        *((path_of(route, kind), []) for kind in ("Exact", "Prefix") for route in ("/", "/a", "/a/b", "/a.b", "/..a")),
        *((path_of(route, kind), ["path"]) for kind in ("Exact", "Prefix") for route in ("", "a", "*", "//", "/a//b", "/./a", "/a/../b", "/a%2fb", "/a%2Fb", "/a/..", "/a/.")),
        *((path_of(route, "ImplementationSpecific"), []) for route in ("", "/", "/*", "//")),
        (path_of("a", "ImplementationSpecific"), ["path"]),
    ],
    "IngressBackend": [
        (BACKEND, []),
        ({"service": {"name": "a", "port": {"name": "http"}}}, []),
        ({"service": {"name": "a", "port": {}}}, ["service.port"]),
        ({"service": {"name": "a"}}, ["service.port"]),
        ({"service": {"name": "a", "port": {"name": "http", "number": 80}}}, ["service.port.number"]),
        ({}, [""]),
    ],
    "Toleration": [
        ({"key": "a", "value": "b"}, []),
        ({"key": "a", "operator": "Exists"}, []),
        ({"operator": "Exists"}, []),
        ({}, ["operator"]),
        ({"operator": "Equal", "value": "a"}, ["operator"]),
        ({"key": "a", "operator": "Exists", "value": "b"}, ["value"]),
        ({"key": "a", "operator": "Equal", "value": "b c"}, ["value"]),
        ({"key": "a", "value": "-b"}, ["value"]),
        ({"key": "a", "operator": "Gt", "value": "1"}, []),
        ({"key": "a", "operator": "Is", "value": "1"}, ["operator"]),
        ({"key": "a", "value": "b", "tolerationSeconds": 1}, ["effect"]),
        ({"key": "a", "value": "b", "tolerationSeconds": 1, "effect": "NoSchedule"}, ["effect"]),
        ({"key": "a", "value": "b", "tolerationSeconds": 1, "effect": "NoExecute"}, []),
        ({"key": "a", "value": "b", "effect": "NoSchedule"}, []),
    ],
    "LabelSelectorRequirement": [
        ({"key": "a", "operator": "In", "values": ["b"]}, []),
        ({"key": "a", "operator": "In"}, ["values"]),
        ({"key": "a", "operator": "NotIn", "values": []}, ["values"]),
        ({"key": "a", "operator": "Exists"}, []),
        ({"key": "a", "operator": "Exists", "values": ["b"]}, ["values"]),
        ({"key": "a", "operator": "DoesNotExist", "values": ["b"]}, ["values"]),
        ({"key": "a", "operator": "DoesNotExist"}, []),
    ],
    "NodeSelectorRequirement": [
        ({"key": "a", "operator": "Gt", "values": ["1"]}, []),
        ({"key": "a", "operator": "Lt", "values": ["1"]}, []),
        ({"key": "a", "operator": "Gt", "values": ["1", "2"]}, ["values"]),
        ({"key": "a", "operator": "Lt"}, ["values"]),
        ({"key": "a", "operator": "In", "values": ["1", "2"]}, []),
    ],
    "NodeSelectorTerm": [
        (field("metadata.name", "In", "a"), []),
        (field("metadata.name", "NotIn", "a"), []),
        (field("metadata.name", "In", "a", "b"), ["matchFields[0].values"]),
        (field("metadata.namespace", "In", "a"), ["matchFields[0].key"]),
        (field("metadata.name", "Exists"), ["matchFields[0].operator"]),
        (field("metadata.name", "Gt", "1"), ["matchFields[0].operator"]),
    ],
    "PodSpec": [
        (spread(("zone", "DoNotSchedule")), []),
        (spread(("zone", "DoNotSchedule"), ("zone", "ScheduleAnyway")), []),
        (spread(("zone", "DoNotSchedule"), ("host", "DoNotSchedule")), []),
        (spread(("zone", "DoNotSchedule"), ("zone", "DoNotSchedule")), ["topologySpreadConstraints[1]"]),
        ({"containers": [{"name": "a", "image": "b"}], "dnsPolicy": "None"}, ["dnsConfig"]),
        ({"containers": [{"name": "a", "image": "b"}], "dnsPolicy": "Default"}, []),
    ],
    "ContainerPort": [
        ({"containerPort": 80, "name": name}, []) for name in ("http", "a", "a-b", "1a", "x" * 15)
    ]
    + [
        ({"containerPort": 80, "name": name}, ["name"]) for name in ("a--b", "-a", "a-", "A", "1", "x" * 16, "a_b")
    ],
    "DeploymentStrategy": [
        ({"type": "Recreate"}, []),
        ({"type": "Recreate", "rollingUpdate": None}, []),
        ({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}, []),
        ({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}}, []),
        ({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}}, []),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "refused"),
    [(kind, value, refused) for kind, rows in ROWS.items() for value, refused in rows],
    ids=lambda value: repr(value)[:80],
)
def test_fits_together(kind: str, value: object, refused: list[str]) -> None:
    found = violations_of(value, kind)
    assert sorted({format_path(one.path) for one in found}) == refused
    assert all(len(one.problem) > 10 for one in found)


@pytest.mark.parametrize(
    ("kind", "value", "replacement"),
    [
        ("Toleration", {"key": "a", "value": "b", "tolerationSeconds": 1}, "NoExecute"),
        ("Toleration", {}, "Exists"),
    ],
)
def test_what_must_be_said_is_offered(kind: str, value: object, replacement: str) -> None:
    (found,) = violations_of(value, kind)
    assert found.replacement == replacement
