"""A demand of the chart's templates that the values do not meet, and which demands the user's values decide."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar, overload

from pachlint.identity import Same
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pachlint.layering.numbering import Numbering
    from pachlint.place import Path

R = TypeVar("R", bound=Sequence[Any])

EVERY = "*"
RELEASE = "$release"
"""Where templates of a release of any name find its name and namespace, beside the values."""
CHART = "$chart"
"""Where those of a chart of any version find what it says of itself."""


class Breach(NamedTuple):
    """A demand that the values do not meet: Helm stops.

    ``kind`` is ``map``, ``argument``, ``iterable``, ``yaml`` or ``reject``, or ``unknown`` if it is unknown what Helm
    does; ``explicit`` tells a rejection that the chart's authors wrote from a crash.
    """

    path: tuple[str | int, ...]
    kind: str
    detail: str
    explicit: bool


class HelmInput(NamedTuple):
    """What the templates see beside the values: the chart's version, and the release as ``helm install`` is told it."""

    version: str = ""
    release: str = "pachd"
    namespace: str = "default"


class TemplateInput(NamedTuple):
    """What the templates of a chart version see.

    ``values`` are the defaults of the chart and of the charts inside it with the user's over them, nulls applied. With
    ``user``, what the user wrote over the defaults of that released version, what nothing of it decides is skipped;
    so is what something at one of the ``unknown`` paths decides. ``release`` and ``namespace`` are what Helm is told.
    ``numbering`` is that of the values, if what is found of them may be found again for other releases.
    """

    values: Mapping[str, object]
    version: str
    user: Mapping[str, object] | None = None
    unknown: Sequence[tuple[str | int, ...]] = ()
    release: str = "pachd"
    namespace: str = "default"
    numbering: Numbering | None = None

    @property
    def helm(self) -> HelmInput:
        """What is beside the values."""
        return HelmInput(self.version, self.release, self.namespace)


def covers(span: Sequence[int], version: int) -> bool:
    """Tell whether a span, pairs of first and last version, holds ``version``."""
    return any(first <= version <= last for first, last in zip(span[::2], span[1::2], strict=True))


class Rows(Sequence[R]):
    """The rows of a table, each of which begins with the number of its span: pairs of first and last version."""

    def __init__(self, rows: Sequence[R], spans: Sequence[Sequence[int]]) -> None:
        self._rows, self._spans = rows, spans
        self._of: dict[int, list[tuple[int, R]]] = {}
        self._by_key: dict[tuple[int, str], dict[object, list[tuple[int, R]]]] = {}

    def of(self, version: int) -> list[tuple[int, R]]:
        """The rows of a version, each with its number."""
        found = self._of.get(version)
        if found is None:
            holds = [covers(span, version) for span in self._spans]
            found = [(number, row) for number, row in enumerate(self._rows) if holds[row[0]]]
            self._of[version] = found
        return found

    def under(
        self, version: int, keys: Iterable[object], name: str, keys_of: Callable[[R], Iterable[object]]
    ) -> list[tuple[int, R]]:
        """The rows of a version that have one of the keys, in their order, each with its number; keys of a ``name`` are always the same."""
        by_key = self._by_key.get((version, name))
        if by_key is None:
            by_key = self._by_key[version, name] = {}
            for found in self.of(version):
                for one in keys_of(found[1]):
                    by_key.setdefault(one, []).append(found)
        due = {number: row for one in keys for number, row in by_key.get(one, ())}
        return sorted(due.items(), key=itemgetter(0))

    @overload
    def __getitem__(self, number: int) -> R: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[R]: ...
    def __getitem__(self, number: int | slice) -> R | Sequence[R]:
        return self._rows[number]

    def __len__(self) -> int:
        return len(self._rows)


def touched_paths(paths: Sequence[str], user: Mapping[str, object] | None) -> set[int]:
    """Return the numbers of the paths, of one or two steps, at which the user wrote something, above or below; ``*`` is every path."""
    if user is None:
        return set(range(len(paths)))
    numbers, by_first = _numbered(Same(paths))
    touched = [EVERY, *user]
    found: set[int] = set()
    for first, below in user.items():
        if below and isinstance(below, dict):
            touched += [f"{first}.{second}" for second in below]
        else:
            found.update(by_first.get(first, ()))
    found.update(numbers[path] for path in touched if path in numbers)
    return found


@lru_cache(maxsize=16)
def _numbered(paths: Same[Sequence[str]]) -> tuple[Mapping[str, int], Mapping[str, Sequence[int]]]:
    """The numbers of the paths of a table, and of those with the same first step."""
    by_first: dict[str, list[int]] = {}
    for number, path in enumerate(paths.it):
        by_first.setdefault(path.partition(".")[0], []).append(number)
    return {path: number for number, path in enumerate(paths.it)}, by_first


def decided_sets(
    paths: Sequence[str], sets: Iterable[Iterable[int]], user: Mapping[str, object] | None
) -> list[bool]:
    """For every set of paths, by their numbers, whether the user wrote something at one of them, above or below it."""
    touched = touched_paths(paths, user)
    return [not touched.isdisjoint(numbers) for numbers in sets]


def as_paths(names: Sequence[str]) -> list[Path]:
    """Paths of a table as steps; none for every path."""
    return [() if name == EVERY else tuple(name.split(".")) for name in names]


def is_set(path: Sequence[str], user: Mapping[str, object] | None) -> bool:
    """Tell whether the user wrote a value at a path, or something else on the way to it; who wrote what is not known if ``user`` is None."""
    below: object = user
    for step in path:
        if not isinstance(below, dict):
            return True
        if step not in below:
            return False
        below = below[step]
    return True
