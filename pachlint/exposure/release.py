"""The ways into one release: its objects, its addresses, and who can reach what."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeVar

from pachlint.exposure.objects import ingresses, services
from pachlint.exposure.rendering import addresses, learned, objects, shipped
from pachlint.exposure.ways import READS, Ways
from pachlint.policy.context import numbering
from pachlint.verdict.breaches import HelmInput
from pachlint.verdict.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pachlint.exposure.objects import Ingress, Service
    from pachlint.exposure.rendering import Address
    from pachlint.exposure.way import Way
    from pachlint.place import Path
    from pachlint.policy.context import CheckContext

T = TypeVar("T")


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
        self._is_learned = model is not None
        version = "" if self._is_learned else str(context.chart.version)
        self.helm = HelmInput(version, target.release, target.namespace)
        self._ways = self._worked_out(context)
        self.rendered, self.is_whole = self._ways.objects

    def _worked_out(self, context: CheckContext) -> Ways:
        provider, numbers = context.target.provider.value or "unknown", numbering(context)

        def work() -> Ways:
            made = objects(self.values, numbers, self.helm, self.table)
            return Ways(made, self.values, provider, context.chart.version)

        index = self.table.versions.get(self.helm.version)
        if index is None or self._is_learned:
            return work()
        files = (pieces for _, (_, pieces) in self.table.files.of(index))
        return _memory().recall(index, files, (self.helm, provider), numbers, work)

    @property
    def number(self) -> int:
        """A number that only releases with the same ways share."""
        return self._ways.number

    def rests_on(self, paths: Sequence[Path]) -> bool:
        """Whether values at one of the paths, or below it, may decide the ways; True if that is not known."""
        index = None if self._is_learned else self.table.versions.get(self.helm.version)
        return bool(paths) and (index is None or _memory().may_read(index, paths))

    @property
    def outer(self) -> tuple[Way, ...]:
        """The ways from outside the cluster."""
        return self._ways.outer

    @property
    def inner(self) -> tuple[Way, ...]:
        """The services that can be reached from the cluster's network alone."""
        return self._ways.inner

    def once(self, work: Callable[[Exposure], T]) -> T:
        """What the work makes of the ways alone, which releases with the same ways share."""
        known = self._ways.known
        if work not in known:
            known[work] = work(self)
        return known[work]  # type: ignore[no-any-return]

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


@lru_cache(maxsize=1)
def _memory() -> Memory[Ways]:
    """The ways of other releases."""
    table = shipped()
    return Memory(table.pieces, table.expressions, 200, also=READS)


def exposure_of(context: CheckContext) -> Exposure:
    """The exposure of a release, which is worked out once."""
    return context.once(Exposure)
