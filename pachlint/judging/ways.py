"""A release with its ways in beside the values, for the rules that go over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.exposure.collection import as_data, decided_by
from pachlint.exposure.release import exposure_of
from pachlint.policy.ways import WAYS
from pachlint.predicates.placeholders import unfilled

if TYPE_CHECKING:
    from pachlint.exposure.ways import Way
    from pachlint.place import Path
    from pachlint.policy.context import CheckContext


def with_ways(context: CheckContext) -> CheckContext:
    """The release with the list of its ways; one that values decide which are wrong or not there yet is left out."""
    return context.once(_with_ways)


def _with_ways(context: CheckContext) -> CheckContext:
    open_ = [*context.bad, *(one.path for one in unfilled(context) if one.left)]
    ways = [as_data(one) for one in exposure_of(context).ways if not _rests_on(one, open_)]
    values = context.values
    return context._replace(values=values._replace(data={**values.data, WAYS: ways}))


def _rests_on(way: Way, open_: list[Path]) -> bool:
    paths = decided_by(way)
    return any(path[: len(one)] == one or one[: len(path)] == path for one in open_ for path in paths)
