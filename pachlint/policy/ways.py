"""The ways into a release, and its addresses, as rules read them: lists beside the values, each item with the values that decide it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pachlint.policy.paths import ANY, Glob, Pattern, pattern

if TYPE_CHECKING:
    from pachlint.layering.values import Values
    from pachlint.place import Path

WAYS, INNER_WAYS, ADDRESSES = "@ways", "@inner-ways", "@addresses"
"""What rules go over for every way from outside the cluster, for those from inside it alone, and for the addresses that browsers and clients are told.

They are keys that no pattern of a rule can name otherwise.
"""
COLLECTIONS: Mapping[str, Pattern] = {
    name: pattern(steps=(name, Glob(ANY))) for name in (WAYS, INNER_WAYS, ADDRESSES)
}
BECAUSE = "@because"
"""Where an item has, by the name of what is said of it, the paths of the values that decide it, or what works them out."""
ANNOTATIONS = "annotations"
DEFAULT = ""
"""What is decided by the same values as all that is not listed."""


def title(way: Mapping[str, object]) -> str:
    """What a way in is called among others: its object and name."""
    return f"{way['object']} {way['name']}"


READS: tuple[str, ...] = tuple(
    f"{block}.{value}"
    for block, values in {
        "cloudsqlAuthProxy": ("enabled", "service"),
        "console": ("enabled", "service", "config.graphqlPort", "config.oauthRedirectURI", "config.reactAppRuntimeIssuerURI"),
        "determined": ("enabled", "masterPort", "masterService", "openshiftRoute", "tlsSecret", "useNodePortForMaster", "db"),
        "enterpriseServer": ("enabled", "service", "tls.enabled"),
        "etcd": ("service",),
        "ingress": ("enabled", "host", "annotations", "tls", "uriHttpsProtoOverride"),
        "loki-stack": ("*",),
        "oidc": ("issuerURI", "userAccessibleOauthIssuerHost"),
        "pachd": ("enabled", "service", "externalService", "tls.enabled", "oauthRedirectURI"),
        "pgbouncer": ("service",),
        "postgresql": ("enabled", "service", "primary", "tls.enabled"),
        "proxy": ("enabled", "host", "service", "tls.enabled"),
    }.items()
    for value in values
)  # fmt: skip
"""What decides the ways into a release, by the blocks of values that their rules read."""
LOGIN_READS: tuple[str, ...] = tuple(
    f"pachd.{value}"
    for value in (
        "activateAuth",
        "activateEnterprise",
        "activateEnterpriseMember",
        "enterpriseLicenseKey",
        "enterpriseLicenseKeySecretName",
    )
)
"""What decides whether pachd asks who comes."""
ADDRESS_READS: tuple[str, ...] = ("oidc.upstreamIDPs",)
"""What has addresses that nothing else depends on."""
OF_LOGIN = frozenset(("login", "used"))
"""What is said of ways and addresses that depends on it."""


def ways_of(aliases: Mapping[str, Path], values: Values) -> tuple[str, ...]:
    """The ways in that the names of a rule stand for, by their titles."""
    found = (values.get(path[:2]) for path in aliases.values() if path[:1] in _WAYS)
    return tuple(dict.fromkeys(title(one) for one in found if isinstance(one, Mapping)))


_WAYS = ((WAYS,), (INNER_WAYS,))


def deciding(path: Path, values: Values) -> Path:
    """The path of the value that decides what stands at a path of a way; any other path is itself."""
    if not path or path[0] not in COLLECTIONS:
        return path
    because = values.get((*path[:2], BECAUSE))
    because = because() if callable(because) else because
    if not isinstance(because, Mapping):
        return path
    asked = str(path[2]) if len(path) > 2 else DEFAULT
    found = because.get(asked) or because.get(DEFAULT) or ((),)
    # an annotation stands below the block that has it
    return (*found[0], *path[3:4]) if asked == ANNOTATIONS and because.get(asked) else tuple(found[0])
