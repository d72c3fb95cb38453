"""A text that only stands for a value is told once, by the rules for it; nothing is concluded from it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pachlint import lint
from pachlint.chart import fields
from pachlint.finding import Finding, Severity
from pachlint.lint import Job
from pachlint.reading.document import Document, read
from pachlint.rulebook import shipped
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import Version, newest, resolve

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
HOLES = (
    "${V}", '"${V}"', "{{ .v }}", '"{{ .v }}"', "$(V)", "@@V@@", "#{V}#", "{{ .v }}-x", "a-${V}-b", "%{ if v }a%{ endif }",
    '"{{ .v | default "x" }}"', "$V", "{% if v %}1{% endif %}", "<%= v %>", "__V__",
)  # fmt: skip
OF_KEYS = {"dead-key", "unknown-key", "other-version-key", "kubernetes-refusal"}
OF_HOLES = {"unfilled-variable", "unfilled-secret"}
NEWEST = str(newest())
BASES = tuple(sorted(path.parent.name for path in EXAMPLES.glob("*/right.yaml")))


def check(documents: tuple[Document, ...], version: str) -> tuple[Finding, ...]:
    """What is said of documents as one release."""
    overrides = Overrides(chart_version=Resolved(resolve(version), "flag"))
    return lint.check([Job("release", documents, overrides=overrides)], shipped()).findings


def reported(documents: tuple[Document, ...], version: str) -> set[tuple[str, str]]:
    """Rule and path of every error and warning."""
    return {(one.rule, one.path) for one in check(documents, version) if one.severity >= Severity.WARNING}


def paths(version: Version) -> Iterator[tuple[str, ...]]:
    """Every path of a version, sections too."""
    for path, _ in fields.walk():
        if 0 not in path and fields.anywhere(path) and _is_there(path, version):
            yield tuple(map(str, path))


def _is_there(path: tuple[Any, ...], version: Version) -> bool:
    return fields.is_in(fields.anywhere(path) or (), version)


def nested(path: tuple[str, ...], value: str) -> str:
    """A values file with one value, as it is written."""
    keys = [f"{'  ' * depth}{json.dumps(key)}:" for depth, key in enumerate(path)]
    return "\n".join(keys) + f" {value}\n"


@pytest.mark.parametrize("version", ["2.0.5", "2.5.5", NEWEST])
def test_nothing_is_concluded_from_a_hole_in_a_template(version: str) -> None:
    """Each path with one of the kinds of holes, in a template that is laid over values that are right.

    In older versions each that the newest lacks, and one in three of the others.
    """
    of_newest = set(paths(newest()))
    bases = [read(Source(f"{name}.yaml", (EXAMPLES / name / "right.yaml").read_text())) for name in BASES]
    before = [reported((base,), version) for base in bases]
    wrong = []
    for number, path in enumerate(paths(resolve(version))):
        if version != NEWEST and path in of_newest and number % 3:
            continue
        hole, base = HOLES[number % len(HOLES)], number % len(bases)
        text = nested(path, hole)
        found = reported((bases[base], read(Source("holes.yaml.tftpl", text))), version) - before[base]
        wrong += [(text, BASES[base], rule) for rule, _ in found if rule not in OF_KEYS]
    assert wrong == []


@pytest.mark.parametrize("name", ["values.yaml.tftpl", "values.yaml"])
def test_holes_of_many_kinds_in_one_file(name: str) -> None:
    text = """\
deployTarget: ${TARGET}
pachd:
  replicas: ${REPLICAS}
  enterpriseLicenseKeySecretName: license
  logLevel: ${LEVEL}
  lokiDeploy: ${LOKI}
  storage: {amazon: {bucket: "${BUCKET}", region: "${REGION}"}}
  serviceAccount: {additionalAnnotations: {"eks.amazonaws.com/role-arn": "${ROLE}"}}
  pachAuthClusterRoleBindings: {"user:${ADMIN}": [clusterAdmin]}
oidc: {upstreamIDPsSecretName: connectors}
proxy: {host: "${HOST}", service: {httpPort: "${PORT}", loadBalancerIP: "${IP}"}}
pgbouncer: {maxConnections: "${CONNECTIONS}"}
"""
    found = check((read(Source(name, text)),), "2.11.6")
    assert {one.rule for one in found if one.rule in OF_HOLES} == {"unfilled-variable"}
    assert [one for one in found if one.severity > Severity.INFO] == []


@pytest.mark.parametrize(
    ("path", "value", "rules"),
    [
        # a single variable is forgotten: it is told, and nothing else is
        (("pachd", "storage", "amazon", "bucket"), "${BUCKET}", {"unfilled-variable"}),
        (("proxy", "host"), "${HOST}", {"unfilled-variable"}),
        (("proxy", "host"), "<host>", {"placeholder"}),
        (("proxy", "service", "loadBalancerIP"), "<IP>", {"load-balancer-ip"}),
        (("proxy", "service", "loadBalancerIP"), "${IP}", {"load-balancer-ip"}),
        # where Helm wants another type, that is told instead
        (("pachd", "lokiDeploy"), "${LOKI}", {"wrong-type"}),
        (("pgbouncer", "maxConnections"), "'{{ .x }}'", {"wrong-type"}),
        (("proxy",), "${PROXY}", {"wrong-type"}),
        # what stands for nothing is judged
        (("proxy", "host"), "my_host", {"proxy-host-form"}),
        (("proxy", "host"), "'pach${'", {"proxy-host-form"}),
    ],
)
def test_one_forgotten_variable_is_reported_once(path: tuple[str, ...], value: str, rules: set[str]) -> None:
    base = read(Source("base.yaml", (EXAMPLES / "eks" / "right.yaml").read_text()))
    found = reported((base, read(Source("more.yaml", nested(path, value)))), "2.11.6") - reported(
        (base,), "2.11.6"
    )
    assert {rule for rule, _ in found} == rules


def test_variable_in_the_place_of_another_type_has_its_remedy() -> None:
    found = check((read(Source("values.yaml", "pgbouncer: {maxConnections: '${N}'}\n")),), "2.11.6")
    helps = [one.help for one in found if one.rule == "wrong-type"]
    assert helps == [
        "Helm does not expand variables: set the value, or pass it with --set pgbouncer.maxConnections=…"
    ]


@pytest.mark.parametrize("hole", HOLES)
def test_an_ingress_that_is_filled_in_later_still_leads_in(hole: str) -> None:
    base = read(Source("right.yaml", (EXAMPLES / "aks" / "right.yaml").read_text()))
    text = nested(("ingress", "tls", "secretName"), hole)
    found = reported((base, read(Source("holes.yaml.tftpl", text))), "2.11.6") - reported((base,), "2.11.6")
    assert {rule for rule, _ in found} <= {"kubernetes-refusal"}
