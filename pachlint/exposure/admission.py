"""Lists of who is let in: of networks, security groups and service tags, in annotations and in the service itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.exposure.statements import Admitted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pachlint.exposure.objects import Ingress, Service
    from pachlint.exposure.rendering import Rendered
    from pachlint.place import Path

CLOUDS: Mapping[str, str] = {"aws": "AWS", "azure": "Azure", "gcp": "Google Cloud"}
EVERYBODY = frozenset(("0.0.0.0/0", "::/0"))
RANGES = (
    "service.beta.kubernetes.io/load-balancer-source-ranges",
    "service.beta.kubernetes.io/azure-allowed-ip-ranges",
)
OTHER_LISTS = (
    "service.beta.kubernetes.io/azure-allowed-service-tags",
    "service.beta.kubernetes.io/aws-load-balancer-security-groups",
    "service.beta.kubernetes.io/aws-load-balancer-extra-security-groups",
    "service.beta.kubernetes.io/aws-load-balancer-security-group-prefix-lists",
)
ALB_CIDRS = "alb.ingress.kubernetes.io/inbound-cidrs"
NGINX_RANGES = (
    "nginx.ingress.kubernetes.io/whitelist-source-range",
    "nginx.ingress.kubernetes.io/allowlist-source-range",
)


def text_of(annotations: Mapping[str, object], key: str) -> str:
    """The text of an annotation, empty where there is none."""
    value = annotations.get(key)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def annotation_paths(rendered: Rendered, key: str) -> tuple[Path, ...]:
    """The values that write an annotation of an object."""
    found = rendered.origins("metadata", "annotations", key)
    return tuple((*path, key) if path[-1] == "annotations" else path for path in found)


def admits_everybody(admitted: Admitted) -> bool:
    """Whether a list of networks lets everybody in."""
    return not EVERYBODY.isdisjoint(admitted.networks)


def lists_of(service: Service, provider: str) -> list[str]:
    """The annotations of a load balancer that say who is let in, as far as its cloud reads them."""
    notes = service.annotations
    return [key for key in (*RANGES, *OTHER_LISTS) if text_of(notes, key) and _is_read(key, provider)]


def _is_read(key: str, provider: str) -> bool:
    """Whether a cloud's controller reads an annotation, by the cloud in its name; where there is no cloud, anybody may."""
    names = {"aws": "/aws-", "azure": "/azure-"}
    return provider not in CLOUDS or all(word not in key or name == provider for name, word in names.items())


def admitted_by_balancer(service: Service, provider: str) -> Admitted:
    """The networks that a load balancer lets in."""
    if service.source_ranges:
        because = service.rendered.origins("spec", "loadBalancerSourceRanges")
        return Admitted(service.source_ranges, because)
    keys = [key for key in lists_of(service, provider) if key in RANGES]
    found = [_of_annotation(service, key) for key in keys]
    return next((one for one in found if admits_everybody(one)), found[0] if found else Admitted())


def admitted_by_ingress(ingress: Ingress) -> Admitted:
    """The networks that an ingress lets in, as far as whoever serves its class reads them."""
    keys: tuple[str, ...] = ()
    if ingress.class_name == "alb":
        keys = (ALB_CIDRS,)
    elif ingress.class_name in {"", "nginx"}:
        keys = NGINX_RANGES
    found = [_of_annotation(ingress, key) for key in keys if text_of(ingress.annotations, key)]
    return found[0] if found else Admitted()


def _of_annotation(one: Service | Ingress, key: str) -> Admitted:
    networks = tuple(part.strip() for part in text_of(one.annotations, key).split(",") if part.strip())
    return Admitted(networks, annotation_paths(one.rendered, key))
