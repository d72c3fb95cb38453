"""Values wrapped in files of other programs, and where each of their characters stands then."""

import json
from collections.abc import Callable
from typing import NamedTuple

from pachlint.reading.document import MappingNode, read
from pachlint.source import LINE_END, Source


class Wrapped(NamedTuple):
    """A file with values in it; each line of these has so many more blanks, and so many lines stand before them."""

    text: str
    lines_before: int
    indent: int


_HEAD = (
    "apiVersion: v1",
    "kind: Namespace",
    "metadata: {name: pach}",
    "---",
    "apiVersion: argoproj.io/v1alpha1",
    "kind: Application",
    "metadata:",
    "  name: pachd",
    "spec:",
    "  source:",
    "    chart: pachyderm",
    "    helm:",
)
_TAIL = ("  destination:", "    namespace: pach")
_NO_TAIL: tuple[str, ...] = ()


def in_literal(values: str, indent: int) -> Wrapped:
    """In a block scalar of Argo CD."""
    return _wrapped(values, (*_HEAD, "      values: |"), indent, _TAIL)


def in_mapping(values: str, indent: int) -> Wrapped:
    """As a mapping of Argo CD."""
    return _wrapped(values, (*_HEAD, "      valuesObject:"), indent, _TAIL)


def in_flux(values: str, indent: int) -> Wrapped:
    """As the values of a Flux release."""
    head = (
        "apiVersion: helm.toolkit.fluxcd.io/v2",
        "kind: HelmRelease",
        "metadata:",
        "  name: pachd",
        "spec:",
        "  chart:",
        "    spec: {chart: pachyderm, sourceRef: {kind: HelmRepository, name: pachyderm}}",
        "  values:",
    )
    return _wrapped(values, head, indent, ("  interval: 5m",))


def in_config_map(values: str, indent: int) -> Wrapped:
    """In a ConfigMap that a Flux release refers to."""
    head = (
        "apiVersion: helm.toolkit.fluxcd.io/v2",
        "kind: HelmRelease",
        "metadata: {name: pachd}",
        "spec:",
        "  chart:",
        "    spec: {chart: pachyderm, sourceRef: {kind: HelmRepository, name: pachyderm}}",
        "  valuesFrom:",
        "  - {kind: ConfigMap, name: values}",
        "---",
        "apiVersion: v1",
        "kind: ConfigMap",
        "metadata: {name: values}",
        "data:",
        "  values.yaml: |",
    )
    return _wrapped(values, head, indent, ("---", "kind: Namespace"))


def in_helmfile(values: str, indent: int) -> Wrapped:
    """As a mapping in the list of a helmfile."""
    return _wrapped(
        values, ("releases:", "- name: pachd", "  chart: p/pachyderm", "  values:", "  -"), indent, _NO_TAIL
    )


def in_kustomization(values: str, indent: int) -> Wrapped:
    """As the inline values of kustomize."""
    head = (
        "kind: Kustomization",
        "helmCharts:",
        "- name: pachyderm",
        "  releaseName: pachd",
        "  valuesInline:",
    )
    return _wrapped(values, head, indent, ("  repo: https://example.com",))


def in_heredoc(values: str, indent: int) -> Wrapped:
    """In an indented heredoc of Terraform."""
    head = (
        'resource "helm_release" "pachd" {',
        '  name = "pachd"',
        '  chart = "pachyderm"',
        "  values = [<<-EOT",
    )
    return _wrapped(values, head, indent, ("  EOT", "  ]", "}"))


def _wrapped(values: str, head: tuple[str, ...], indent: int, tail: tuple[str, ...]) -> Wrapped:
    newline = LINE_END.search(values)
    end = newline[0] if newline else "\n"
    body = "".join(
        f"{' ' * indent}{line}" if line.strip() else line for line in values.splitlines(keepends=True)
    )
    if not body.endswith(("\n", "\r")):
        body += end
    after = "".join(f"{line}{end}" for line in tail)
    return Wrapped("".join(f"{line}{end}" for line in head) + body + after, len(head), indent)


class Form(NamedTuple):
    """A way to wrap values, in a file of that name, with more blanks before each line; or as a mapping of the file."""

    wrap: Callable[[str, int], Wrapped]
    file: str
    as_mapping: bool


FORMS = (
    Form(in_literal, "app.yaml", as_mapping=False),
    Form(in_mapping, "app.yaml", as_mapping=True),
    Form(in_flux, "release.yaml", as_mapping=True),
    Form(in_config_map, "release.yaml", as_mapping=False),
    Form(in_helmfile, "helmfile.yaml", as_mapping=True),
    Form(in_kustomization, "kustomization.yaml", as_mapping=True),
    Form(in_heredoc, "main.tf", as_mapping=False),
)


def is_wrappable(values: str, form: Form) -> bool:
    """Whether values mean the same with other text around them."""
    if "\t" in values or values.startswith("\ufeff") or "\n---" in f"\n{values}" or "\n..." in f"\n{values}":
        return False
    # Terraform and Flux fill these in
    if form.file in {"main.tf", "release.yaml"} and ("${" in values or "%{" in values):
        return False
    document = read(Source("values.yaml", values))
    if not document.data or not document.readable or document.template:
        return False
    is_block = isinstance(document.root, MappingNode) and not document.root.flow
    return not form.as_mapping or (is_block and not document.problems and "|" not in values)


def in_json(values: dict[str, object]) -> str:
    """As the text of a string in JSON."""
    source = {"chart": "pachyderm", "helm": {"values": json.dumps(values)}}
    return json.dumps(
        {
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "Application",
            "metadata": {"name": "pachyderm"},
            "spec": {"source": source},
        },
        indent=2,
    )
