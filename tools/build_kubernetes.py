"""Write schemas/kubernetes.json: the fields of the Kubernetes objects that the charts make, and what is validated of each.

Usage: ``python tools/build_kubernetes.py``, where the package kubernetes-validate is installed (1.37.0 has Kubernetes 1.25 to
1.37). Types come from its copy of Kubernetes' OpenAPI schemas: a field is known if one of those versions has it. What the API
server validates beyond types stands in ``kubernetes_constraints.yaml`` beside this file.
"""

import argparse
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "schemas" / "kubernetes.json"
CONSTRAINTS = ROOT / "tools" / "kubernetes_constraints.yaml"
COMMENT = (
    "The fields of the Kubernetes objects that Pachyderm's charts make: type, or type and what the API server validates. "
    "[]T is a list of T, {{}}T a mapping to T. From the OpenAPI schemas of Kubernetes 1.{first} to 1.{last}; "
    "tools/build_kubernetes.py renews it."
)
# Kinds that the templates of the 110 releases and of their subcharts make.
KINDS = (
    "apps.v1.DaemonSet", "apps.v1.Deployment", "apps.v1.StatefulSet", "batch.v1.Job", "core.v1.ConfigMap",
    "core.v1.PersistentVolumeClaim", "core.v1.Pod", "core.v1.Secret", "core.v1.Service", "core.v1.ServiceAccount",
    "networking.v1.Ingress", "networking.v1.NetworkPolicy", "rbac.v1.ClusterRole", "rbac.v1.ClusterRoleBinding",
    "rbac.v1.Role", "rbac.v1.RoleBinding", "scheduling.v1.PriorityClass", "storage.v1.StorageClass",
)  # fmt: skip
PREFIX = "io.k8s.api."
SCALARS = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "quantity",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int-or-string",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "time",
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "time",
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": "any",
    "io.k8s.apimachinery.pkg.runtime.RawExtension": "any",
}
# What the server writes, and nobody else: known as fields, not looked into.
OF_THE_SERVER = {"status", "managedFields"}
# Fields of Kubernetes 1.20 that 1.25 no longer has.
FORMER = {"ObjectMeta": {"clusterName": "string"}}

Definitions = dict[str, dict[str, Any]]


def main() -> None:
    """Read every version's schemas and write the facts."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    versions = dict(definitions())
    constraints: dict[str, dict[str, Any]] = YAML(typ="safe").load(CONSTRAINTS)
    types = {name: dict(fields) for name, fields in FORMER.items()}
    kinds: dict[str, str] = {}
    for definition in versions.values():
        for name, fields in read_types(definition, kinds).items():
            types.setdefault(name, {}).update(fields)
    comment = COMMENT.format(first=min(versions), last=max(versions))
    OUTPUT.write_text(render(comment, kinds, constrained(types, constraints)), encoding="utf-8")


def definitions() -> Iterator[tuple[int, Definitions]]:
    """Every version's definitions, by the minor version: 25 is Kubernetes 1.25."""
    spec = importlib.util.find_spec("kubernetes_validate")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install kubernetes-validate first")
    folder = Path(spec.origin).parent / "kubernetes-json-schema"
    for path in sorted(folder.glob("v1.*-local")):
        minor = int(path.name.split(".")[1])
        yield minor, json.loads((path / "_definitions.json").read_text(encoding="utf-8"))["$defs"]


def read_types(definition: Definitions, kinds: dict[str, str]) -> dict[str, dict[str, str]]:
    """The fields of all types below the charts' kinds, by short name; the kinds are noted by apiVersion and kind."""
    types: dict[str, dict[str, str]] = {}
    owners: dict[str, str] = {}
    waiting = [PREFIX + kind for kind in KINDS]
    for full in waiting:
        known = definition[full]["x-kubernetes-group-version-kind"][0]
        group = f"{known['group']}/" if known["group"] else ""
        kinds[f"{group}{known['version']} {known['kind']}"] = short(full)
    while waiting:
        full = waiting.pop()
        name = short(full)
        if owners.setdefault(name, full) != full:
            raise SystemExit(f"two types are called {name}: {owners[name]} and {full}")
        if name in types:
            continue
        types[name] = {}
        for field, schema in definition[full].get("properties", {}).items():
            types[name][field] = "any" if field in OF_THE_SERVER else type_name(schema)
            if field not in OF_THE_SERVER:
                waiting.extend(found for found in references(schema) if found not in SCALARS)
    return types


def short(full: str) -> str:
    """``Container`` of ``io.k8s.api.core.v1.Container``."""
    return full.rpartition(".")[2]


def references(schema: object) -> Iterator[str]:
    """The names of the definitions that a schema refers to."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for inner in schema.values():
            yield from references(inner)


def type_name(schema: dict[str, Any]) -> str:
    """A field's type as the facts write it."""
    if "$ref" in schema:
        full = schema["$ref"].rpartition("/")[2]
        return SCALARS.get(full, short(full))
    kind = schema.get("type", "any")
    kind = next(one for one in kind if one != "null") if isinstance(kind, list) else kind
    if kind == "array":
        return f"[]{type_name(schema['items'])}"
    if kind == "object":
        return (
            f"{{}}{type_name(schema['additionalProperties'])}" if "additionalProperties" in schema else "any"
        )
    if kind == "integer":
        return str(schema.get("format", "int64"))
    return "bytes" if schema.get("format") == "byte" else str(kind)


def constrained(
    types: dict[str, dict[str, str]], constraints: dict[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The types with what is validated of their fields."""
    unknown = [
        f"{name}.{field}"
        for name, fields in constraints.items()
        for field in fields
        if field not in types.get(name, {})
    ]
    if unknown:
        raise SystemExit(f"constraints on unknown fields: {', '.join(unknown)}")
    return {
        name: {
            field: [kind, constraints[name][field]] if field in constraints.get(name, {}) else kind
            for field, kind in sorted(fields.items())
        }
        for name, fields in sorted(types.items())
    }


def render(comment: str, kinds: dict[str, str], types: dict[str, dict[str, Any]]) -> str:
    """The table as text, a type a line."""
    rows = [
        f"{json.dumps(name)}: {json.dumps(fields, separators=(',', ':'))}" for name, fields in types.items()
    ]
    named = json.dumps(dict(sorted(kinds.items())), separators=(",", ":"))
    return (
        f'{{\n"$comment": {json.dumps(comment)},\n"kinds": {named},\n"types": {{\n'
        + ",\n".join(rows)
        + "\n}\n}\n"
    )


if __name__ == "__main__":
    main()
