"""The ways into one release: its objects, its addresses, and who can reach what."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pachlint.exposure.objects import ingresses, services
from pachlint.exposure.rendering import addresses, learned, objects, shipped
from pachlint.exposure.ways import Ways
from pachlint.policy.context import numbering
from pachlint.verdict.breaches import HelmInput

if TYPE_CHECKING:
    from pachlint.exposure.objects import Ingress, Service
    from pachlint.exposure.rendering import Address
    from pachlint.exposure.way import Way
    from pachlint.policy.context import CheckContext


class Exposure:
    """What a release makes that traffic passes, who can reach it, and the public addresses that the chart derives.

    Each part is worked out when it is first asked for. ``is_whole`` unless something is missing at which Helm stops, or that is not known.
    """

    def __init__(self, context: CheckContext) -> None:
        target = context.target
        self.values = context.values.data
        self.whole_path = context.whole_path
        model = context.chart.model
        self.table = shipped() if model is None else learned(context, model)
        version = str(context.chart.version) if model is None else ""
        self.helm = HelmInput(version, target.release, target.namespace)
        self.rendered, self.is_whole = objects(self.values, numbering(context), self.helm, self.table)
        self._ways = Ways(
            self.rendered, self.values, target.provider.value or "unknown", context.chart.version
        )

    @cached_property
    def outer(self) -> tuple[Way, ...]:
        """The ways from outside the cluster."""
        return self._ways.outer()

    @cached_property
    def inner(self) -> tuple[Way, ...]:
        """The services that can be reached from the cluster's network alone."""
        return self._ways.inner()

    @property
    def ways(self) -> tuple[Way, ...]:
        """All ways, from the outside to the inside."""
        return (*self.outer, *self.inner)

    def way_of_service(self, name: str) -> Way | None:
        """The way in that a service is, from outside or from inside the cluster alone."""
        return self._ways.of_service(name)

    def service(self, name: str) -> Service | None:
        """The service of a name."""
        return self._ways.service(name)

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """The services, in the order in which Helm's files make them."""
        return services(self.rendered)

    @cached_property
    def ingresses(self) -> tuple[Ingress, ...]:
        """The ingresses."""
        return ingresses(self.rendered)

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """The public addresses."""
        return tuple(addresses(self.values, self.helm, self.table))


def exposure_of(context: CheckContext) -> Exposure:
    """The exposure of a release, which is worked out once."""
    return context.once(Exposure)
