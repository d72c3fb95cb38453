"""Who serves a load balancer or an ingress, the names that it gets, and how an ALB comes to the pods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.exposure.admission import annotation_paths, text_of
from pachlint.exposure.objects import INGRESS_CLASS
from pachlint.exposure.servers import CLASSIC, CONTROLLER, NLB, TYPE, server
from pachlint.exposure.statements import Listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pachlint.exposure.objects import Ingress, Service
    from pachlint.exposure.rendering import Rendered

_READERS: Mapping[str, str] = {
    CLASSIC: "cloud-provider-aws (Classic)",
    NLB: "cloud-provider-aws (NLB)",
    CONTROLLER: "AWS Load Balancer Controller",
}
_OF_PROVIDERS = {"azure": "cloud-provider-azure", "gcp": "GKE"}
_OF_CLASSES: Mapping[str, str] = {
    "alb": "AWS Load Balancer Controller",
    "gce": "GKE",
    "gce-internal": "GKE",
    "gce-regional-external": "GKE",
    "azure/application-gateway": "Application Gateway Ingress Controller",
    "azure-alb-external": "Application Gateway for Containers",
    "webapprouting.kubernetes.azure.com": "ingress-nginx",
    "traefik": "Traefik",
    "contour": "Contour",
    "kong": "Kong",
    "openshift-default": "OpenShift's router",
}


def served_by(service: Service, provider: str) -> Listed:
    """Who may serve a load balancer, the one without a webhook first; nobody is known elsewhere than in the three clouds."""
    if provider == "aws":
        by = server(service.annotations)
        because = (*annotation_paths(service.rendered, TYPE), *service.type_because)
        return Listed(tuple(_READERS[one] for one in by.possible) if by else (), because)
    name = _OF_PROVIDERS.get(provider)
    return Listed((name,), service.type_because) if name else Listed()


def ingress_served_by(ingress: Ingress, provider: str) -> Listed:
    """Who serves an ingress, if its class is that of one program alone; of an ingress without a class GKE on its own cluster."""
    because = annotation_paths(ingress.rendered, INGRESS_CLASS)
    name = _OF_CLASSES.get(ingress.class_name)
    if not ingress.class_name and provider == "gcp":
        name = "GKE"
    return Listed((name,), because or ingress.rendered.decided_by) if name else Listed()


HOSTNAMES = ("external-dns.alpha.kubernetes.io/hostname", "external-dns.kubernetes.io/hostname")
SOURCES = tuple(f"{key.rpartition('/')[0]}/ingress-hostname-source" for key in HOSTNAMES)


def dns_names(annotations: Mapping[str, object], rendered: Rendered, hosts: tuple[str, ...] = ()) -> Listed:
    """The names for which external-dns makes records: those of an annotation, and the hosts of an ingress unless it is ``annotation-only``."""
    keys = [key for key in HOSTNAMES if text_of(annotations, key)]
    if not keys:
        return Listed()
    names = [part.strip().lower() for key in keys for part in text_of(annotations, key).split(",")]
    alone = any(text_of(annotations, key) == "annotation-only" for key in SOURCES)
    because = tuple(path for key in keys for path in annotation_paths(rendered, key))
    return Listed((*filter(None, names), *(() if alone else hosts)), because)


TARGET_TYPE = "alb.ingress.kubernetes.io/target-type"


def target_type(ingress: Ingress, service: Service | None) -> str:
    """``ip`` or ``instance``, by which an ALB comes to the pods of a service, whose annotation counts before the ingress's; empty of other classes."""
    if ingress.class_name != "alb":
        return ""
    own = text_of(service.annotations, TARGET_TYPE) if service else ""
    return own or text_of(ingress.annotations, TARGET_TYPE) or "instance"
