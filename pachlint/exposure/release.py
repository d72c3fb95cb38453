"""The ways into one release: its objects, its addresses, and who can reach what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.exposure.objects import ingresses, services
from pachlint.exposure.rendering import addresses, objects, shipped
from pachlint.exposure.ways import Ways
from pachlint.records import NamedTuple
from pachlint.verdict.breaches import HelmInput

if TYPE_CHECKING:
    from pachlint.exposure.objects import Ingress, Service
    from pachlint.exposure.rendering import Address
    from pachlint.exposure.ways import Way
    from pachlint.policy.context import CheckContext


class Exposure(NamedTuple):
    """What a release makes that traffic passes, who can reach it, and the public addresses that the chart derives."""

    services: tuple[Service, ...]
    ingresses: tuple[Ingress, ...]
    ways: tuple[Way, ...]
    addresses: tuple[Address, ...]


def exposure_of(context: CheckContext) -> Exposure:
    """The exposure of a release, which is worked out once."""
    return context.once(_exposure)


def _exposure(context: CheckContext) -> Exposure:
    target, values = context.target, context.values.data
    helm = HelmInput(str(context.chart.version), target.release, target.namespace)
    rendered = list(objects(values, helm, shipped()))
    ways = Ways(rendered, values, target.provider.value or "unknown", context.chart.version)
    return Exposure(
        services(rendered),
        ingresses(rendered),
        tuple(ways.all()),
        tuple(addresses(values, helm, shipped())),
    )
