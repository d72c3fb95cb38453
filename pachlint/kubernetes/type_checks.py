"""What is validated of the objects of a type as wholes, beyond their single fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.kubernetes import containers, networking, objects, resources, scheduling, volumes, workloads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pachlint.kubernetes.scope import Scope
    from pachlint.kubernetes.violation import Violation
    from pachlint.place import Path

    Check = Callable[[Mapping[str, Any], Path, Scope], Iterator[Violation]]

TYPE_CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ClusterRole": (objects.role,),
    "Container": (containers.container,),
    "DaemonSetSpec": (workloads.workload,),
    "DaemonSetUpdateStrategy": (workloads.strategy,),
    "DeploymentSpec": (workloads.workload, workloads.deployment),
    "DeploymentStrategy": (workloads.strategy,),
    "EmptyDirVolumeSource": (volumes.empty_folder,),
    "EnvFromSource": (containers.variables_source,),
    "EnvVar": (containers.variable,),
    "EnvVarSource": (containers.variable_source,),
    "HTTPIngressPath": (networking.ingress_path,),
    "IngressBackend": (networking.ingress_backend,),
    "IngressSpec": (networking.ingress,),
    "JobSpec": (workloads.job,),
    "LabelSelectorRequirement": (scheduling.label_requirement,),
    "LifecycleHandler": (containers.hook,),
    "NodeSelectorRequirement": (scheduling.node_requirement,),
    "NodeSelectorTerm": (scheduling.node_term,),
    "ObjectFieldSelector": (containers.pod_field,),
    "PersistentVolumeClaimSpec": (objects.claim,),
    "PodSpec": (
        volumes.mounts,
        volumes.container_names,
        containers.initial,
        containers.host_ports,
        scheduling.spreading,
        scheduling.dns,
    ),
    "Probe": (containers.probe,),
    "ResourceRequirements": (resources.resources,),
    "Role": (objects.role,),
    "RoleRef": (objects.role_reference,),
    "SeccompProfile": (containers.seccomp,),
    "SecurityContext": (containers.privileges,),
    "ServiceSpec": (networking.service,),
    "StatefulSetSpec": (workloads.workload,),
    "StatefulSetUpdateStrategy": (workloads.strategy,),
    "Subject": (objects.subject,),
    "Toleration": (scheduling.toleration,),
    "Volume": (volumes.volume,),
    "VolumeProjection": (volumes.projection,),
}
