"""The annotations that decide what is said of ways in."""

from collections.abc import Mapping
from itertools import chain

from pachlint.exposure import admission, servers, serving
from pachlint.exposure.objects import INGRESS_CLASS

KEYS: frozenset[str] = frozenset(
    (
        INGRESS_CLASS,
        *admission.RANGES,
        *admission.OTHER_LISTS,
        admission.ALB_CIDRS,
        *admission.NGINX_RANGES,
        *(servers.TYPE, servers.SCHEME, servers.INTERNAL),
        *(servers.CERTIFICATE, servers.SSL_PORTS, servers.BACKEND),
        *(servers.AZURE_INTERNAL, *servers.GKE_TYPES),
        *(servers.ALB_SCHEME, servers.ALB_GROUP, servers.ALB_LISTENERS, servers.APPGW_PRIVATE),
        *chain.from_iterable(servers.CERTIFICATES.values()),
    )
)
"""What decides who can reach a way in, and where its TLS ends."""
FIELDS: Mapping[str, str] = {
    **dict.fromkeys((*serving.HOSTNAMES, *serving.SOURCES), "dns_names"),
    serving.TARGET_TYPE: "target_type",
}
"""What decides a single field of a way or a door."""
