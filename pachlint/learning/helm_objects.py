"""What ``helm template`` tells the templates about release and cluster."""

_KUBERNETES = "v1.32.0"
API_VERSIONS = frozenset(
    [
        "v1",
        "apps/v1",
        "batch/v1",
        "autoscaling/v2",
        "policy/v1",
        "networking.k8s.io/v1",
        "networking.k8s.io/v1beta1",
        "extensions/v1beta1",
        "rbac.authorization.k8s.io/v1",
        "policy/v1beta1",
        "apps/v1beta1",
        "batch/v1beta1",
        "autoscaling/v2beta1",
        "storage.k8s.io/v1",
        "apiextensions.k8s.io/v1",
        "scheduling.k8s.io/v1",
    ]
)
BUILT_INS: dict[str, object] = {
    "Release": {
        "Name": "pachd",
        "Namespace": "default",
        "Service": "Helm",
        "IsUpgrade": False,
        "IsInstall": True,
        "Revision": 1,
    },
    "Capabilities": {
        "KubeVersion": {
            "Version": _KUBERNETES,
            "GitVersion": _KUBERNETES,
            "Major": "1",
            "Minor": "32",
        },
        "HelmVersion": {
            "Version": "v3.17.3",
            "GitCommit": "",
            "GitTreeState": "clean",
            "GoVersion": "go1.23.7",
        },
    },
}
