"""A release with its ways in beside the values, for the rules that go over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.exposure.collection import as_data, decided_by
from pachlint.exposure.release import exposure_of
from pachlint.policy.ways import INNER_WAYS, WAYS
from pachlint.predicates.placeholders import unfilled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pachlint.exposure.way import Way
    from pachlint.place import Path
    from pachlint.policy.context import CheckContext


def with_ways(context: CheckContext, collections: Sequence[str]) -> CheckContext:
    """The release with lists of its ways; one that values decide which are wrong or not there yet is left out."""
    lists = {name: context.once(_LISTS[name]) for name in collections}
    values = context.values
    return context._replace(values=values._replace(data={**values.data, **lists}))


def _outer(context: CheckContext) -> list[Mapping[str, object]]:
    return _as_data(exposure_of(context).outer, context)


def _inner(context: CheckContext) -> list[Mapping[str, object]]:
    return _as_data(exposure_of(context).inner, context)


_LISTS: Mapping[str, Callable[[CheckContext], list[Mapping[str, object]]]] = {
    WAYS: _outer,
    INNER_WAYS: _inner,
}


def _as_data(ways: Sequence[Way], context: CheckContext) -> list[Mapping[str, object]]:
    open_ = [*context.bad, *(one.path for one in unfilled(context) if one.left)]
    return [as_data(one) for one in ways if not _rests_on(one, open_)]


def _rests_on(way: Way, open_: list[Path]) -> bool:
    paths = decided_by(way)
    return any(path[: len(one)] == one or one[: len(path)] == path for one in open_ for path in paths)
