"""A release with its ways in and its addresses beside the values, for the rules that go over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.exposure.collection import addresses_as_data, as_data, decided_by
from pachlint.exposure.release import exposure_of
from pachlint.policy.ways import ADDRESSES, INNER_WAYS, WAYS
from pachlint.predicates.placeholders import unfilled
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pachlint.exposure.release import Exposure
    from pachlint.exposure.rendering import Address
    from pachlint.exposure.way import Way
    from pachlint.place import Path
    from pachlint.policy.context import CheckContext


class _Collection(NamedTuple):
    """The items of which all is known that decides them; ``is_whole`` if those are all."""

    items: list[dict[str, Any]]
    is_whole: bool


def with_ways(
    context: CheckContext, collections: Sequence[str], whole: Sequence[str] = ()
) -> CheckContext | None:
    """The release with lists of its ways and addresses; one that values decide which are wrong or not there yet is left out.

    None if something is left out of a collection that has to be ``whole``.
    """
    found = {name: context.once(_COLLECTIONS[name]) for name in collections}
    if not all(found[name].is_whole for name in whole):
        return None
    values = context.values
    lists = {name: one.items for name, one in found.items()}
    return context._replace(values=values._replace(data={**values.data, **lists}))


def number_of_ways(context: CheckContext) -> int | None:
    """The number of the ways of a release, which others have if they share all of them; None if that is not known."""
    return exposure_of(context).number if _is_clear(context) else None


def _outer(context: CheckContext) -> _Collection:
    exposure = exposure_of(context)
    if _is_clear(context):
        return exposure.once(_all_outer)
    # what stands for the type of a service may be filled in with that of one outside
    unclear = [*context.bad, *(one.path for one in unfilled(context))]
    undecided = any(_rests_on(one.kind.because, unclear) for one in exposure.inner)
    # of a service that Kubernetes cannot read not even the name is known
    undecided = undecided or not all(one.name for one in exposure.inner)
    found = _ways(exposure.outer, context)
    return found._replace(is_whole=found.is_whole and exposure.is_whole and not undecided)


def _inner(context: CheckContext) -> _Collection:
    exposure = exposure_of(context)
    if _is_clear(context):
        return exposure.once(_all_inner)
    found = _ways(exposure.inner, context)
    return found._replace(is_whole=found.is_whole and exposure.is_whole)


def _is_clear(context: CheckContext) -> bool:
    """Whether all values that decide the ways are right and there."""
    return context.once(_find_clear)


def _find_clear(context: CheckContext) -> bool:
    unclear = [*context.bad, *(one.path for one in unfilled(context))]
    return not exposure_of(context).rests_on(unclear)


def _all_outer(exposure: Exposure) -> _Collection:
    named = all(one.name for one in exposure.inner)
    return _Collection([as_data(one) for one in exposure.outer], is_whole=exposure.is_whole and named)


def _all_inner(exposure: Exposure) -> _Collection:
    return _Collection([as_data(one) for one in exposure.inner], exposure.is_whole)


def _ways(ways: Sequence[Way], context: CheckContext) -> _Collection:
    known = [
        as_data(_with_known_targets(one, context), is_login_known=not _is_open(one.login.because, context))
        for one in ways
        if not _is_open(decided_by(one), context)
    ]
    return _Collection(known, is_whole=len(known) == len(ways))


def _with_known_targets(way: Way, context: CheckContext) -> Way:
    """The way, as if each target expected what is sent where another program decides that."""
    if not context.once(_open):
        return way
    doors = (
        door._replace(
            targets=tuple(
                one._replace(expects=one.tls) if _is_open(one.expects.because, context) else one
                for one in door.targets
            )
        )
        for door in way.doors
    )
    return way._replace(doors=tuple(doors))


def _addresses(context: CheckContext) -> _Collection:
    exposure = exposure_of(context)
    paths = [*context.bad, *(one.path for one in unfilled(context))]
    left_out: list[Address] = []

    def is_known(address: Address) -> bool:
        is_open = _rests_on(address.because, paths)
        if is_open:
            left_out.append(address)
        return not is_open

    known = list(addresses_as_data(exposure, context.chart.version, is_known))
    return _Collection(known, is_whole=not left_out)


_COLLECTIONS: Mapping[str, Callable[[CheckContext], _Collection]] = {
    WAYS: _outer,
    INNER_WAYS: _inner,
    ADDRESSES: _addresses,
}


def _is_open(paths: Iterable[Path], context: CheckContext) -> bool:
    """Whether a value is wrong or left to another program to fill in, which decides."""
    return _rests_on(paths, context.once(_open))


def _open(context: CheckContext) -> list[Path]:
    return [*context.bad, *(one.path for one in unfilled(context) if one.left)]


def _rests_on(paths: Iterable[Path], open_: Sequence[Path]) -> bool:
    return any(path[: len(one)] == one or one[: len(path)] == path for one in open_ for path in paths)
