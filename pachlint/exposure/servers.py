"""Who serves a load balancer or an ingress, who can reach it then, and whether it ends TLS: what annotations and class say.

cloud-provider-aws (pkg/providers/v1, 1.20 to 1.36) serves a service unless its type is external or nlb-ip; AWS Load
Balancer Controller (pkg/service, 2.2 to 3.5) serves those, and from 2.5 on what its webhook gave its class when it was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.chart.placeholders import is_placeholder
from pachlint.exposure.admission import (
    ALB_CIDRS,
    CLOUDS,
    admits_everybody,
    admitted_by_balancer,
    admitted_by_ingress,
    annotation_paths,
    lists_of,
    text_of,
)
from pachlint.exposure.objects import INGRESS_CLASS
from pachlint.exposure.statements import Statement
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pachlint.exposure.objects import Ingress, Service
    from pachlint.place import Path

PREFIX = "service.beta.kubernetes.io/aws-load-balancer-"
TYPE = f"{PREFIX}type"
SCHEME = f"{PREFIX}scheme"
INTERNAL = f"{PREFIX}internal"
CERTIFICATE = f"{PREFIX}ssl-cert"
SSL_PORTS = f"{PREFIX}ssl-ports"
BACKEND = f"{PREFIX}backend-protocol"
CLASSIC, NLB, CONTROLLER = "aws-ccm-classic", "aws-ccm-nlb", "aws-lbc"
_TYPES_OF_THE_CONTROLLER = ("external", "nlb-ip")

INTERNET, CLOUD, CLUSTER, NODES = "internet", "cloud-network", "cluster-network", "node-network"
ALLOWED, UNKNOWN = "allow-list", "unknown"

ALB_SCHEME = "alb.ingress.kubernetes.io/scheme"
ALB_GROUP = "alb.ingress.kubernetes.io/group.name"
APPGW_PRIVATE = "appgw.ingress.kubernetes.io/use-private-ip"
AZURE_INTERNAL = "service.beta.kubernetes.io/azure-load-balancer-internal"
GKE_TYPES = ("networking.gke.io/load-balancer-type", "cloud.google.com/load-balancer-type")


class Server(NamedTuple):
    """Who serves a load balancer on AWS: the id of a reader; ``sure`` unless a webhook may have given the service to another."""

    reader: str
    sure: bool

    @property
    def possible(self) -> tuple[str, ...]:
        """The readers that may serve it, the one without a webhook first."""
        return (self.reader,) if self.sure else (self.reader, CONTROLLER)


def server(annotations: Mapping[str, object]) -> Server | None:
    """Who serves a load balancer with these annotations on AWS; None if its type only stands for one."""
    text = annotations.get(TYPE)
    if isinstance(text, str) and is_placeholder(text):
        return None
    if text in _TYPES_OF_THE_CONTROLLER:
        return Server(CONTROLLER, sure=True)
    return Server(NLB if text == "nlb" else CLASSIC, sure=False)


def sends_tls(annotations: Mapping[str, object], reader: str) -> bool:
    """Whether a load balancer that ends TLS sends TLS on: to a Classic load balancer https is that, too."""
    text = annotations.get(BACKEND)
    return text == "ssl" or (reader == CLASSIC and text == "https")


def reach_of_balancer(service: Service, provider: str) -> Statement:
    """Who can reach a service of type LoadBalancer."""
    why = service.type_because
    lists = lists_of(service, provider)
    admitted = admitted_by_balancer(service, provider)
    inner = _internal(service, provider)
    if inner is not None:
        return inner
    if service.source_ranges and not admits_everybody(admitted):
        return Statement(ALLOWED, (*admitted.because, *why), "loadBalancerSourceRanges names who is let in")
    if lists and not admits_everybody(admitted):
        return Statement(
            ALLOWED,
            (*annotation_paths(service.rendered, lists[0]), *why),
            f"{lists[0].partition('/')[2]} names who is let in",
        )
    if provider not in CLOUDS:
        return Statement(UNKNOWN, why, "whoever serves load balancers in this cluster decides")
    if provider == "aws" and _may_be_taken_over(service.annotations):
        return Statement(UNKNOWN, why, _DOUBT)
    reason = f"a load balancer on {CLOUDS[provider]} is public by default"
    # on AWS somebody asks for it, or it would not be known
    return Statement(INTERNET, why, reason, by_default=provider != "aws")


def _may_be_taken_over(annotations: Mapping[str, object]) -> bool:
    """Whether a load balancer is public or internal by who serves it: the webhook of AWS Load Balancer Controller decides when it is made."""
    by = server(annotations)
    asked_for = text_of(annotations, SCHEME) or text_of(annotations, INTERNAL)
    return by is not None and not by.sure and asked_for not in {"internet-facing", "false"}


_DOUBT = "public, unless AWS Load Balancer Controller serves it: that makes it internal by default"


def _internal(service: Service, provider: str) -> Statement | None:
    """That a load balancer is inside the cloud's network, if it is."""
    notes = service.annotations
    keys: tuple[str, ...] = ()
    if provider == "azure" and text_of(notes, AZURE_INTERNAL) == "true":
        keys = (AZURE_INTERNAL,)
    elif provider == "gcp":
        keys = tuple(key for key in GKE_TYPES if text_of(notes, key) in {"Internal", "internal"})
    elif provider == "aws" or (provider not in CLOUDS and any(key.startswith(PREFIX) for key in notes)):
        return _internal_on_aws(service)
    elif provider not in CLOUDS:
        keys = tuple(
            key
            for key in (AZURE_INTERNAL, *GKE_TYPES)
            if text_of(notes, key) in {"true", "internal", "Internal"}
        )
    if not keys:
        return None
    return Statement(CLOUD, annotation_paths(service.rendered, keys[0]), f"{keys[0]} says so")


def _internal_on_aws(service: Service) -> Statement | None:
    notes, by = service.annotations, server(service.annotations)
    scheme, internal = text_of(notes, SCHEME), text_of(notes, INTERNAL)
    if by is None:
        return Statement(UNKNOWN, annotation_paths(service.rendered, TYPE), f"{TYPE} is a placeholder")
    if by.reader == CONTROLLER:
        if scheme == "internet-facing" or (not scheme and internal == "false"):
            return None
        key = SCHEME if scheme else INTERNAL if internal else TYPE
        return Statement(
            CLOUD,
            annotation_paths(service.rendered, key),
            "AWS Load Balancer Controller makes an internal load balancer unless the scheme is internet-facing",
            by_default=not scheme and not internal,
        )
    # cloud-provider-aws takes any text but an empty one and "false" for true
    if internal not in {"", "false"} and scheme == "internet-facing":
        reason = f"{SCHEME} and {INTERNAL} contradict one another, and each is read by another controller"
        return Statement(UNKNOWN, annotation_paths(service.rendered, SCHEME), reason)
    if internal not in {"", "false"}:
        return Statement(CLOUD, annotation_paths(service.rendered, INTERNAL), f"{INTERNAL} says so")
    if scheme == "internal":
        reason = f"{SCHEME} is read only if AWS Load Balancer Controller serves it"
        return Statement(UNKNOWN, annotation_paths(service.rendered, SCHEME), reason)
    return None


def ends_at_balancer(service: Service, port_name: str, number: object, provider: str) -> Statement | None:
    """That a load balancer ends TLS on a port, with a certificate of its own; None if it passes on what comes."""
    if provider in {"azure", "gcp"} or not text_of(service.annotations, CERTIFICATE):
        return None
    if SSL_PORTS in service.annotations:
        entries = [one.strip() for one in text_of(service.annotations, SSL_PORTS).split(",")]
        if entries not in (["*"], [""]) and str(number) not in entries and port_name not in entries:
            return None
    return Statement(
        "tls", annotation_paths(service.rendered, CERTIFICATE), "the load balancer has a certificate"
    )


_PUBLIC_CLASSES = {
    "gce": "a GKE ingress of class gce is public",
    "gce-regional-external": "a GKE ingress of this class is public",
}
_OTHER_CONTROLLERS = "the service of the ingress controller decides"


def reach_of_ingress(ingress: Ingress, provider: str) -> Statement:
    """Who can reach an ingress: its class says who serves it."""
    notes, name = ingress.annotations, ingress.class_name
    why = (*annotation_paths(ingress.rendered, INGRESS_CLASS), *ingress.rendered.decided_by)
    cloud = _CLOUD_OF.get(_SERVED_BY.get(name, name), provider)
    if provider in CLOUDS and cloud != provider:
        return Statement(UNKNOWN, why, f"nobody serves the class {name} on {CLOUDS[provider]}")
    if name == "alb":
        return _reach_of_alb(ingress, why)
    if name == "gce-internal":
        return Statement(CLOUD, why, "a GKE ingress of class gce-internal is internal")
    if name in _PUBLIC_CLASSES or (not name and provider == "gcp"):
        return Statement(
            INTERNET,
            why,
            _PUBLIC_CLASSES.get(name, "GKE serves an ingress without a class, and it is public"),
        )
    if name == "azure/application-gateway":
        if text_of(notes, APPGW_PRIVATE) == "true":
            key = APPGW_PRIVATE
            return Statement(CLOUD, annotation_paths(ingress.rendered, key), f"{key} says so")
        return Statement(UNKNOWN, why, "the addresses of the Application Gateway decide")
    admitted = admitted_by_ingress(ingress)
    if admitted.networks and not admits_everybody(admitted):
        return Statement(ALLOWED, admitted.because, f"{admitted.because[0][-1]} names who is let in")
    return Statement(UNKNOWN, why, _OTHER_CONTROLLERS)


def _reach_of_alb(ingress: Ingress, why: tuple[Path, ...]) -> Statement:
    key = ALB_SCHEME
    scheme = text_of(ingress.annotations, key)
    if scheme == "internet-facing":
        admitted = admitted_by_ingress(ingress)
        if admitted.networks and not admits_everybody(admitted):
            return Statement(ALLOWED, admitted.because, f"{ALB_CIDRS} names who is let in")
        return Statement(INTERNET, annotation_paths(ingress.rendered, key), f"{key} says so")
    if scheme == "internal":
        return Statement(CLOUD, annotation_paths(ingress.rendered, key), f"{key} says so")
    if scheme:
        return Statement(UNKNOWN, annotation_paths(ingress.rendered, key), f"{key} is no scheme")
    if text_of(ingress.annotations, ALB_GROUP):
        return Statement(UNKNOWN, why, "another ingress of its group may choose the scheme of the ALB")
    return Statement(CLOUD, why, "an ALB without a scheme is internal by default", by_default=True)


CERTIFICATES = {
    "alb": ("alb.ingress.kubernetes.io/certificate-arn", "alb.ingress.kubernetes.io/create-acm-cert"),
    "gce": ("networking.gke.io/managed-certificates", "ingress.gcp.kubernetes.io/pre-shared-cert"),
    "azure/application-gateway": ("appgw.ingress.kubernetes.io/appgw-ssl-certificate",),
    "webapprouting.kubernetes.azure.com": ("kubernetes.azure.com/tls-cert-keyvault-uri",),
    "traefik": (
        "traefik.ingress.kubernetes.io/router.tls",
        "traefik.ingress.kubernetes.io/router.tls.certresolver",
    ),
    "openshift-default": ("route.openshift.io/termination",),
}
# whose controllers take certificates from secrets alone
_WITHOUT = frozenset(("nginx", "haproxy", "kong", "contour"))
ALB_LISTENERS = "alb.ingress.kubernetes.io/listen-ports"
_SERVED_BY = {"gce-internal": "gce", "gce-regional-external": "gce"}


_CLOUD_OF = {
    "alb": "aws",
    "gce": "gcp",
    "azure/application-gateway": "azure",
    "webapprouting.kubernetes.azure.com": "azure",
}


def certificate_of_ingress(ingress: Ingress, provider: str) -> Statement | None:
    """That whoever serves an ingress has a certificate of which its annotations tell, if they do."""
    mine = _SERVED_BY.get(ingress.class_name, ingress.class_name)
    if mine in _WITHOUT:
        return None
    for name, keys in CERTIFICATES.items():
        # who serves a class that is not known here may read any of them
        elsewhere = provider in CLOUDS and _CLOUD_OF.get(name, provider) != provider
        if elsewhere or (mine in CERTIFICATES and mine != name):
            continue
        for key in keys:
            if text_of(ingress.annotations, key) not in {"", "false"}:
                return Statement("tls", annotation_paths(ingress.rendered, key), f"{key} ends TLS there")
    if (
        provider not in {"azure", "gcp"}
        and mine in {"", "alb"}
        and "HTTPS" in text_of(ingress.annotations, ALB_LISTENERS)
    ):
        return Statement(
            "tls", annotation_paths(ingress.rendered, ALB_LISTENERS), f"{ALB_LISTENERS} has HTTPS"
        )
    return None
