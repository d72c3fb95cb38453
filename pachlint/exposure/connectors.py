"""The redirect URIs of connectors, which Dex compares with its own before it sends anybody to a provider.

Its own is the issuer and ``/callback`` (``server/server.go`` and ``connector/*/*.go`` of pachyderm/dex at ebfeda600c26, 8eefbbcd5fcf
and 706aec218aba, which charts 2.0 to 2.11 have).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pachlint.exposure.addresses import CONNECTOR, read_url
from pachlint.exposure.rendering import Address
from pachlint.place import value_at
from pachlint.records import NamedTuple
from pachlint.verdict.gotemplate import truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.place import Path
    from pachlint.versions import Version

_WITH_CONFIG = (2, 3, 0)


class Callback(NamedTuple):
    """The redirect URI of a connector; ``is_compared`` if Dex compares it with its own."""

    address: Address
    is_compared: bool


# the connectors that send people to a provider and compare
_COMPARING = frozenset(
    ("bitbucket-cloud", "gitea", "github", "gitlab", "google", "linkedin", "microsoft", "oauth", "oidc", "openshift")
)  # fmt: skip


def callbacks(values: Mapping[str, object], version: Version) -> Iterator[Callback]:
    """Yield the redirect URIs of the connectors; a member of an enterprise server has no connectors of its own."""
    connectors = value_at(values, ("oidc", "upstreamIDPs"))
    if not isinstance(connectors, list) or truth(value_at(values, ("pachd", "activateEnterpriseMember"))):
        return
    for number, connector in enumerate(connectors):
        if not isinstance(connector, Mapping):
            continue
        settings, below = _settings(connector, version)
        uri = settings.get("redirectURI")
        if isinstance(uri, str) and uri:
            path: Path = ("oidc", "upstreamIDPs", number, *below)
            kind = connector.get("type")
            skips = kind == "oidc" and settings.get("insecureSkipIssuerCallbackDomainCheck") is True
            yield Callback(Address(CONNECTOR, uri, given=path), kind in _COMPARING and not skips)


def _settings(connector: Mapping[str, Any], version: Version) -> tuple[Mapping[str, Any], Path]:
    """What a connector is set up with, and where its redirect URI stands below it: pachd reads ``config`` since 2.3, and before ``jsonConfig``."""
    config = connector.get("config")
    if tuple(version) >= _WITH_CONFIG and isinstance(config, Mapping):
        return config, ("config", "redirectURI")
    text = connector.get("jsonConfig")
    if not isinstance(text, str) or "redirectURI" not in text:
        return {}, ()
    import json  # noqa: PLC0415 -- few connectors are written so

    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return {}, ()
    return (read if isinstance(read, Mapping) else {}), ("jsonConfig",)


def expected_callback(issuer: str) -> str:
    """What Dex compares redirect URIs with, empty where the issuer is no plain address."""
    url = read_url(issuer)
    if not url.host or any(mark in url.path for mark in ("?", "#", "%", "//")):
        return ""
    steps = [step for step in url.path.split("/") if step not in ("", ".")]
    if ".." in steps:
        return ""
    written = issuer[: len(issuer) - len(url.path)] if url.path else issuer
    scheme, _, rest = written.partition("://")
    return f"{scheme.lower()}://{rest}/{'/'.join((*steps, 'callback'))}"
