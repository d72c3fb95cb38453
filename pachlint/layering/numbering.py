"""Numbers for the values of a release: what was worked out of some is found again where others have the same number."""

import marshal
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import count
from typing import Any

from pachlint.place import Path

DEFAULT, TEMPLATE = -1, -2
"""The numbers of what is the chart's own: what is the same in each release, and what holds a template."""

_MOST = 50_000
_PLAIN = (str, bool, int, type(None))
_numbers: dict[object, int] = {}
_fresh = count()


class Numbering:
    """The numbers of effective values over what the user wrote; None: nothing is known to be the chart's own.

    ``defaults`` are the numbers of the chart's own values, which every release of a chart version may share. What is below the names of
    ``subcharts`` counts for none of them: it is there only while its chart is on.
    """

    def __init__(
        self,
        values: Mapping[str, object],
        user: Mapping[str, object] | None,
        defaults: dict[Path, int] | None = None,
        subcharts: Iterable[str] = (),
    ) -> None:
        self._values, self.user = values, user
        self._known: dict[Path, int] = {}
        self._own: dict[Path, bool] = {}
        self._defaults: dict[Path, int] = {} if defaults is None else defaults
        self._subcharts = frozenset(subcharts)

    def numbers(self, paths: Iterable[Path]) -> tuple[int, ...]:
        """The numbers of what stands at paths: the same in releases of one chart version only where the same stands there."""
        known = self._known
        return tuple([known[path] if path in known else self._number(path) for path in paths])

    def is_default(self, path: Path) -> bool:
        """Whether the user wrote nothing at the path, above or below it; values of subcharts may come from ``global``."""
        if "global" in path or (path and path[0] in self._subcharts):
            return False
        start = path[:2]
        found = self._own.get(start)
        if found is None:
            found = self._own[start] = not self._is_touched(start)
        return found

    def _is_touched(self, path: Path) -> bool:
        """Whether the user wrote something at, above or below a path of two steps at most."""
        below: object = self.user
        for step in path:
            if not isinstance(below, dict):
                return True
            if step not in below:
                return not below and below is not self.user
            below = below[step]
        return True

    def _number(self, path: Path) -> int:
        if self.is_default(path):
            found = self._defaults.get(path)
            if found is None:
                found = self._defaults[path] = _number_of_default(_seen(self._values, path))
            if found == TEMPLATE:
                found = next(_fresh)
        else:
            found = number_of(_seen(self._values, path))
        self._known[path] = found
        return found


def _number_of_default(value: Any) -> int:
    """The number of what every release of a version has; a template among it may make something else in each."""
    return TEMPLATE if "{{" in repr(value) else DEFAULT


def number_of(value: Any) -> int:
    """The number of a value, which no other value has or will have.

    A value with a template in it has another each time, since what that makes may depend on any other.
    """
    if len(_numbers) > _MOST:
        _numbers.clear()
    if type(value) in _PLAIN:
        if type(value) is str and "{{" in value:
            return next(_fresh)
        return _numbers.setdefault((type(value), value), next(_fresh))
    try:
        # version 2 writes each object where it stands, whether or not it is the same as another
        data = marshal.dumps(value, 2)
    except ValueError:
        return next(_fresh)
    return next(_fresh) if b"{{" in data else _numbers.setdefault(data, next(_fresh))


def _seen(tree: object, path: Path) -> object:
    """What stands at a path, or where the way to it ends, and at what."""
    for depth, step in enumerate(path):
        if not isinstance(tree, dict):
            return (depth, tree)
        if step not in tree:
            return (depth,)
        tree = tree[step]
    return tree


@lru_cache(maxsize=16)
def numbers_of_defaults(_: object) -> dict[Path, int]:
    """The numbers of the defaults of a chart version, as far as they were asked for."""
    return {}
