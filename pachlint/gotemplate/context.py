"""What a template of a chart is given besides its values: release, chart, cluster, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.gotemplate.values import Opaque, Struct, Values, taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KUBERNETES = ("v1.32.0", "1", "32")
"""The version that ``helm template`` of Helm 3.17 takes a cluster to have, with its major and minor parts."""
_GROUPS = {
    "": "v1",
    "admissionregistration.k8s.io": "v1 v1alpha1 v1beta1",
    "apiextensions.k8s.io": "v1beta1 v1",
    "apps": "v1 v1beta1 v1beta2",
    "authentication.k8s.io": "v1 v1alpha1 v1beta1",
    "authorization.k8s.io": "v1 v1beta1",
    "autoscaling": "v1 v2 v2beta1 v2beta2",
    "batch": "v1 v1beta1",
    "certificates.k8s.io": "v1 v1beta1 v1alpha1",
    "coordination.k8s.io": "v1alpha2 v1beta1 v1",
    "discovery.k8s.io": "v1 v1beta1",
    "events.k8s.io": "v1 v1beta1",
    "extensions": "v1beta1",
    "flowcontrol.apiserver.k8s.io": "v1 v1beta1 v1beta2 v1beta3",
    "internal.apiserver.k8s.io": "v1alpha1",
    "networking.k8s.io": "v1 v1alpha1 v1beta1",
    "node.k8s.io": "v1 v1alpha1 v1beta1",
    "policy": "v1 v1beta1",
    "rbac.authorization.k8s.io": "v1 v1beta1 v1alpha1",
    "resource.k8s.io": "v1beta1 v1alpha3",
    "scheduling.k8s.io": "v1alpha1 v1beta1 v1",
    "storage.k8s.io": "v1beta1 v1 v1alpha1",
    "storagemigration.k8s.io": "v1alpha1",
}
API_VERSIONS = frozenset(
    f"{group}/{version}" if group else version
    for group, versions in _GROUPS.items()
    for version in versions.split()
)
"""The API versions that ``helm template`` of Helm 3.17 takes a cluster to have."""
TEXT_FIELDS = (
    "Home",
    "Version",
    "Description",
    "Icon",
    "APIVersion",
    "Condition",
    "Tags",
    "AppVersion",
    "KubeVersion",
    "Type",
)
"""What ``Chart.yaml`` says in words, as Go spells it."""


class Around:
    """What is known about the chart whose template runs; what is not is None.

    ``subcharts`` are the charts inside it with their values; None if they are not known.
    """

    def __init__(
        self,
        name: str,
        release: str,
        namespace: str,
        stated: Mapping[str, object] | None = None,
        subcharts: Iterable[str] | None = None,
        *,
        root: bool = False,
    ) -> None:
        self.name = name
        self.release = release
        self.namespace = namespace
        self.stated = stated or {}
        self.subcharts = None if subcharts is None else list(subcharts)
        self.is_root = root


def dot(values: Mapping[str, object], around: Around) -> Values:
    """What a template of a chart sees as ``.``."""
    return Values(
        {
            "Values": Values({name: taken(value) for name, value in values.items()}),
            "Release": {
                "IsInstall": True,
                "IsUpgrade": False,
                "Name": around.release,
                "Namespace": around.namespace,
                "Revision": 1,
                "Service": "Helm",
            },
            "Chart": _chart(around),
            "Capabilities": _capabilities(),
            "Files": _files(),
            "Template": Values({"Name": Opaque("string"), "BasePath": Opaque("string")}),
            "Subcharts": Opaque("?")
            if around.subcharts is None
            else {name: Opaque("?") for name in around.subcharts},
        }
    )


def _chart(around: Around) -> Struct:
    fields: dict[str, object] = {name: around.stated.get(name, Opaque("string")) for name in TEXT_FIELDS}
    fields |= {
        "Name": around.name,
        "Sources": Opaque("[]string"),
        "Keywords": Opaque("[]string"),
        "Maintainers": Opaque("[]*chart.Maintainer"),
        "Deprecated": Opaque("bool"),
        "Annotations": Opaque("map[string]string"),
        "Dependencies": Opaque("[]*chart.Dependency"),
        "IsRoot": around.is_root,
    }
    fields["Metadata"] = Struct("chart.Metadata", fields)
    return Struct("struct { chart.Metadata; IsRoot bool }", fields)


def _capabilities() -> Struct:
    version, major, minor = KUBERNETES
    kubernetes = Struct(
        "chartutil.KubeVersion",
        {"Version": version, "Major": major, "Minor": minor},
        {"String": (":s", lambda: version), "GitVersion": (":s", lambda: version)},
        version,
    )
    versions = Struct("chartutil.VersionSet", {}, {"Has": ("s:b", lambda name: name in API_VERSIONS)})
    helm = Struct(
        "version.BuildInfo",
        {name: Opaque("string") for name in ("Version", "GitCommit", "GitTreeState", "GoVersion")},
    )
    return Struct(
        "*chartutil.Capabilities",
        {"KubeVersion": kubernetes, "APIVersions": versions, "HelmVersion": helm},
        {"Copy": (":a", lambda: Opaque("*chartutil.Capabilities"))},
    )


def _files() -> Struct:
    text = lambda *_: Opaque("string")  # noqa: E731
    return Struct(
        "engine.files",
        {},
        {
            "Get": ("s:s", text),
            "GetBytes": ("s:a", lambda _: Opaque("[]uint8")),
            "Glob": ("s:a", lambda _: Opaque("engine.files")),
            "Lines": ("s:S", lambda _: Opaque("[]string")),
            "AsConfig": (":s", text),
            "AsSecrets": (":s", text),
        },
    )
