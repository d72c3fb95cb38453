"""What is offered in place of a value that Kubernetes refuses: the one name or value that can be meant, and nothing else."""

import pytest

from pachlint.finding import Finding
from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve


def found(values: str, version: str = "2.11.6") -> tuple[Finding, ...]:
    """What Kubernetes refuses of values beside a local target."""
    document = read(Source("v.yaml", f"deployTarget: LOCAL\n{values}\n"))
    overrides = Overrides(chart_version=Resolved(resolve(version), "flag"))
    book = shipped().select(["kubernetes-refusal", "kubernetes-pod-refusal"])
    return check([Job("r", (document,), overrides=overrides)], book).findings


# Values, and the safety and text of the fix.
FIXED = [
    ("pachd: {resources: {request: {cpu: 1}}}", "safe", "requests"),
    ("pachd: {resources: {requests: {mem: 1Gi}}}", "safe", "memory"),
    ("pachd: {resources: {requests: {memory: 1 Gi}}}", "safe", "1Gi"),
    ("pachd: {resources: {requests: {memory: 10GB}}}", "safe", "10G"),
    ("pachd: {resources: {requests: {memory: 10gi}}}", "safe", "10Gi"),
    ("pachd: {nodeSelector: {gpu: true}}", "safe", '"true"'),
    ("pachd: {tolerations: [{key: a, operator: exists}]}", "safe", "Exists"),
    ("pachd: {livenessProbe: {successThreshold: 3}}", "safe", "1"),
    ("proxy: {service: {type: loadbalancer}}", "safe", "LoadBalancer"),
    ("etcd: {image: {pullPolicy: always}}", "safe", "Always"),
    # another value may be meant
    ("pachd: {tolerations: [{key: a, tolerationSeconds: 3, effect: NoSchedule}]}", "unsafe", "NoExecute"),
    ("proxy: {resources: {limits: {memory: 512m}}}", "unsafe", "512Mi"),
]


@pytest.mark.parametrize(("values", "safety", "text"), FIXED)
def test_fixed(values: str, safety: str, text: str) -> None:
    (one,) = found(values)
    assert one.fix is not None
    assert (one.fix.safety.value, [edit.text.strip() for edit in one.fix.edits]) == (safety, [text])


@pytest.mark.parametrize(
    "values",
    [
        "pachd: {resources: {requests: {memory: ten}}}",
        "pachd: {resources: {requests: {memory: 10K}}}",
        "pachd: {resources: {requests: {memory: 10mB}}}",
        "pachd: {resources: {requests: {memory: -1Gi}}}",
        "pachd: {resources: {memory: 1Gi}}",
        "pachd: {resources: {requests: {cpu: 2}, limits: {cpu: 1}}}",
        "pachd: {service: {type: Ingress}}",
        "pachd: {service: {prometheusPort: 70000}}",
        "pachd: {podLabels: {team: data platform}}",
    ],
)
def test_nothing_is_guessed(values: str) -> None:
    (one,) = found(values)
    assert one.fix is None


BLAMED = [
    # the chart requests 512Mi for the proxy
    ("proxy: {resources: {limits: {memory: 64Mi}}}", "proxy.resources.limits.memory"),
    ("proxy: {resources: {requests: {memory: 10Gi}}}", "proxy.resources.requests.memory"),
    (
        "proxy: {resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}}",
        "proxy.resources.requests.memory",
    ),
]


@pytest.mark.parametrize(("values", "path"), BLAMED)
def test_of_two_that_do_not_fit_the_users_is_blamed(values: str, path: str) -> None:
    assert [one.path for one in found(values)] == [path]


def test_service_types_are_those_that_charts_can_use() -> None:
    (one,) = found("pachd: {service: {type: ExternalName}}")
    assert (
        one.message
        == "Service pachd, spec.type: must be ClusterIP, LoadBalancer or NodePort, but is ExternalName"
    )


def test_an_object_without_a_known_name() -> None:
    (one,) = found("determined: {enabled: true, db: {storageSize: 10GB}}")
    assert one.message.startswith("PersistentVolumeClaim, spec.resources.requests.storage: is 10GB")
