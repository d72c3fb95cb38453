"""What is known of a value: what it is for, its type, and how default and use changed over the versions of the chart."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import cast

from pachlint.chart import charts, fields
from pachlint.chart.secrets import is_secret
from pachlint.layering.layer import layer
from pachlint.nearness import nearest
from pachlint.place import Path, format_path
from pachlint.policy.paths import Glob, Pattern, Step
from pachlint.records import NamedTuple
from pachlint.versions import RELEASED, Version


class Stretch(NamedTuple):
    """Versions, both ends included, for which something is the same."""

    first: Version
    last: Version
    value: object


class Known(NamedTuple):
    """A path that some version of the chart has. ``rest`` are the steps below it, in a map where any key may stand."""

    path: Path
    node: fields.Node
    rest: Path = ()

    @property
    def whole(self) -> Path:
        """The path that was asked for."""
        return (*self.path, *self.rest)

    @property
    def near(self) -> str:
        """The printed path of a described key that an undescribed one is near to; "" if there is none."""
        key = nearest(str(self.rest[0]), fields.inside(self.node)) if self.rest else None
        return format_path((*self.path, key, *self.rest[1:])) if key else ""

    @property
    def present(self) -> fields.Presence:
        """The versions that have it."""
        return fields.anywhere(self.path) or ()

    @property
    def defaults(self) -> list[Stretch]:
        """The defaults in ``values.yaml``; :data:`~pachlint.layering.values.MISSING` where there is none, or a mapping of further keys only."""
        return self._over_versions(lambda version: fields.default(self.node, version))

    @property
    def enforced(self) -> list[Stretch]:
        """The types that the chart's own schema enforces; None where it takes any."""
        return self._over_versions(lambda version: fields.schema_type(self.node, version))

    @property
    def reads(self) -> list[Stretch]:
        """Whether a template, or the chart inside that the value is for, reads it."""
        return self._over_versions(lambda version: fields.is_read(self.node, version))

    @property
    def description(self) -> str:
        """What it is for, in a line."""
        return cast("str", self.node.get("description", ""))

    @property
    def secret(self) -> bool:
        """Whether it is never shown."""
        return is_secret(self.whole)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys right below it, of all versions."""
        return tuple(fields.inside(self.node))

    @property
    def open(self) -> bool:
        """Whether anything may stand below it."""
        return fields.is_open(self.node)

    def _over_versions(self, ask: Callable[[Version], object]) -> list[Stretch]:
        having = [one for one in RELEASED if fields.is_in(self.present, one)]
        found = []
        for _, group in groupby(((one, ask(one)) for one in having), key=lambda pair: _identity(pair[1])):
            pairs = list(group)
            found.append(Stretch(pairs[0][0], pairs[-1][0], pairs[0][1]))
        return found


def _identity(value: object) -> tuple[str, str]:
    return type(value).__name__, repr(value)


def lookup(wanted: Pattern) -> list[Known]:
    """The paths of the chart that a pattern means, in their order; what stands in a map of any keys belongs to the map."""
    found = list(_below((), fields.root(), wanted.steps))
    return [one for one in found if not one.rest] or found


def _below(
    path: Path, node: fields.Node, steps: Sequence[Step], *, within_open: bool = False
) -> Iterator[Known]:
    if not steps:
        if path:
            yield Known(path, node)
        return
    step, rest = steps[0], steps[1:]
    found = [(key, child) for key, child in _children(node) if _fits(step, key)]
    # what is said of a key in a map of any keys leaves the others open
    is_open = within_open or fields.is_open(node)
    for key, child in found:
        yield from _below((*path, step if isinstance(step, int) else key), child, rest, within_open=is_open)
    if not found and is_open and _may_hold_more(node):
        yield Known(path, node, tuple(one.text if isinstance(one, Glob) else one for one in steps))


def _may_hold_more(node: fields.Node) -> bool:
    """Whether a value may be a block or a list at all."""
    return not fields.types(node) or not {"object", "array"}.isdisjoint(fields.types(node))


def _fits(step: Step, key: str | int) -> bool:
    if isinstance(step, Glob):
        return step.fits(key)
    # all items of a list are described by one
    return step == key or (isinstance(step, int) and isinstance(key, int))


def _children(node: fields.Node) -> Iterator[tuple[str | int, fields.Node]]:
    yield from fields.inside(node).items()
    if "items" in node:
        yield 0, cast("fields.Node", node["items"])


def effective_default(path: Path, version: Version) -> object:
    """What a template sees where nothing is set, with the defaults of the charts inside; MISSING if that is nothing."""
    chart = charts.chart(version)
    values = layer(chart.defaults, (), (), chart.label, subcharts=chart.subcharts)
    return values.get(path)


def meant_instead(wanted: Pattern) -> str:
    """The printed path that was probably meant by one that no chart has; "" if that is unknown."""
    path = tuple(one.text if isinstance(one, Glob) else one for one in wanted.steps)
    renamed = fields.renamed().get(format_path(path))
    return renamed or _corrected(path) or _elsewhere(path)


def _corrected(path: Path) -> str:
    """The path with its mistyped keys put right."""
    node, found = fields.root(), cast("list[str | int]", [])
    for step in path:
        below = fields.below(node, step)
        if below is None and fields.is_open(node):
            return format_path((*found, *path[len(found) :]))
        near = nearest(step, fields.inside(node)) if below is None and isinstance(step, str) else step
        if near is None:
            return ""
        following = fields.below(node, near)
        if following is None:
            return ""
        found.append(near)
        node = following
    return format_path(tuple(found))


def _elsewhere(path: Path) -> str:
    """The only path that ends so: ``storage.backend`` is ``pachd.storage.backend``."""
    ends = [one for one in _paths() if one[-len(path) :] == path]
    return format_path(ends[0]) if len(ends) == 1 else ""


@lru_cache(maxsize=1)
def _paths() -> tuple[Path, ...]:
    return tuple(path for path, _ in fields.walk())
