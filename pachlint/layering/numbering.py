"""Numbers for the values of a release: what was worked out of some is found again where others have the same numbers."""

import marshal
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import Any

from pachlint.place import Path

_MOST = 50_000
_PLAIN = (str, bool, int, type(None))
_GLOBAL = "global"
_numbers: dict[object, int] = {}
_in_blocks: dict[tuple[int, Path], int] = {}
_fresh = count(1)


class Reads:
    """Paths at which something is read, each with all that is below, by the sections that they are in: their first two steps.

    What stands at the ``run`` ones among them is run as a template.
    """

    __slots__ = ("_above", "_paths", "by_first", "by_section", "of_globals", "run", "run_sections")

    def __init__(self, paths: Iterable[Path], run: Iterable[Path] = ()) -> None:
        self._paths = dict.fromkeys(paths)
        self.run = frozenset(run)
        self.run_sections = frozenset(path[:2] for path in self.run)
        self.run |= self.run_sections
        self.of_globals = tuple(path for path in self._paths if not path or _GLOBAL in path)
        self.by_section: dict[Path, list[Path]] = {}
        self.by_first: dict[str | int, dict[Path, None]] = {}
        for path in self._paths:
            if path and _GLOBAL not in path:
                section = path[:2]
                self.by_section.setdefault(section, []).append(path)
                self.by_first.setdefault(path[0], {})[section] = None

        self._above: frozenset[Path] | None = None

    def __bool__(self) -> bool:
        return bool(self._paths)

    def meet(self, path: Path) -> bool:
        """Whether something is read at a path, above or below it; what is global may be read anywhere."""
        if self._above is None:
            self._above = frozenset(one[:depth] for one in self._paths for depth in range(len(one) + 1))
        return (
            _GLOBAL in path
            or path in self._above
            or any(path[:depth] in self._paths for depth in range(len(path)))
        )


class Numbering:
    """The numbers of effective values over what the user wrote.

    What lies in sections that the user did not write into is the chart's own, the same in each release of a chart version, and gets no
    numbers, but where there are ``templates`` that are run. That is not known of what is ``global`` or below the names of ``subcharts``,
    where another value may decide, nor of anything where ``user`` is None; ``written`` is what the user wrote then.
    """

    def __init__(
        self,
        values: Mapping[str, object],
        user: Mapping[str, object] | None,
        templates: Callable[[], frozenset[Path]] = frozenset,
        subcharts: Iterable[str] = (),
        written: Mapping[str, object] | None = None,
    ) -> None:
        self._values, self.user = values, user
        self._user_tree = user if written is None else written
        self._known: dict[Path, int] = {}
        self._pairs: dict[Path, tuple[int, int]] = {}
        replaced, self.touched = _written(user or {})
        self._whole = replaced.union(subcharts)
        self._templates = templates

    def numbers(self, reads: Reads, *, and_written: bool = False) -> tuple[object, ...]:
        """What stands where something is read: the same in releases of one chart version only where the same stands there.

        What a template makes may depend on any other value, so where one is run nothing is ever the same. ``and_written``: and the user wrote
        the same there.
        """
        run = reads.run
        number: Callable[[Path, frozenset[Path]], object] = self._pair if and_written else self._number
        found: list[object] = [number(path, run) for path in reads.of_globals]
        if self.user is None:
            found += [number(path, run) for paths in reads.by_section.values() for path in paths]
            return tuple(found)
        if not self._whole.isdisjoint(reads.by_first):
            for first, sections in reads.by_first.items():
                if first in self._whole:
                    found.append(first)
                    found += [number(section, run) for section in sections]
        if not self.touched.isdisjoint(reads.by_section):
            for section, paths in reads.by_section.items():
                if section in self.touched and section[0] not in self._whole:
                    found.append(section)
                    found += [number(path, run) for path in paths]
        if reads.run_sections and not reads.run_sections.isdisjoint(self._templates()):
            found.append(next(_fresh))
        return tuple(found)

    def number(self, path: Path, *, and_written: bool = False) -> object:
        """The number of what stands at a path, 0 if it is the chart's own; None where a template may make anything of it.

        ``and_written``: with that of what the user wrote there.
        """
        if self.is_default(path):
            return None if path[:2] in self._templates() else 0
        found = self._pair(path, frozenset()) if and_written else (self._number(path, frozenset()),)
        return None if min(found) < 0 else found

    def numbers_but(self, words: Mapping[Path, Callable[[object], bool]]) -> tuple[object, ...]:
        """What stands at paths, where it is none of the values among which no difference is made."""
        return tuple(
            None
            if self.is_default(path)
            else 0
            if is_any(seen(self._values, path))
            else self._number(path, frozenset())
            for path, is_any in words.items()
        )

    def is_default(self, path: Path) -> bool:
        """Whether the user wrote nothing into the section of a path; values of subcharts may come from ``global``."""
        if self.user is None or not path or _GLOBAL in path:
            return False
        return path[0] not in self._whole and path[:2] not in self.touched

    def _number(self, path: Path, run: frozenset[Path]) -> int:
        found = self._known.get(path)
        if found is None:
            of = self._in_block if path[1:] and path[0] in self._whole else self._of
            found = self._known[path] = of(path)
        return next(_fresh) if found < 0 and path in run else found

    def _of(self, path: Path) -> int:
        return number_of(seen(self._values, path))

    def _in_block(self, path: Path) -> int:
        """The same below the name of a chart inside, whose values are the same in many releases, as a whole."""
        key = self._number(path[:1], frozenset()), path
        found = _in_blocks.get(key)
        if found is None:
            if len(_in_blocks) > _MOST:
                _in_blocks.clear()
            found = _in_blocks[key] = self._of(path)
        return found

    def _pair(self, path: Path, run: frozenset[Path]) -> tuple[int, int]:
        """The number of a value, and of what the user wrote there."""
        found = self._pairs.get(path)
        if found is None:
            written = number_of(seen(self._user_tree, path))
            found = self._pairs[path] = self._number(path, frozenset()), written
        return (next(_fresh), found[1]) if found[0] < 0 and path in run else found


def _written(user: Mapping[str, object]) -> tuple[frozenset[str], frozenset[Path]]:
    """The keys that are replaced as a whole, and all sections that something is written into, each key as one of its own."""
    replaced = [key for key, below in user.items() if not below or not isinstance(below, dict)]
    sections: list[Path] = [(key,) for key in user]
    sections += [(key, step) for key, below in user.items() if isinstance(below, dict) for step in below]
    return frozenset(replaced), frozenset(sections)


def number_of(value: Any) -> int:
    """The number of a value, which no other value has or will have; it is below 0 if there is a template in the value."""
    if len(_numbers) > _MOST:
        _numbers.clear()
    if type(value) in _PLAIN:
        key: object = (type(value), value)
        is_template = type(value) is str and "{{" in value
    else:
        try:
            # version 2 writes each object where it stands, whether or not it is the same as another
            key = data = marshal.dumps(value, 2)
        except ValueError:
            return -next(_fresh)
        is_template = b"{{" in data
    found = _numbers.get(key)
    if found is None:
        found = _numbers.setdefault(key, -next(_fresh) if is_template else next(_fresh))
    return found


def seen(tree: object, path: Path) -> object:
    """What stands at a path, or where the way to it ends, and at what."""
    for depth, step in enumerate(path):
        if not isinstance(tree, dict):
            return (depth, tree)
        if step not in tree:
            return (depth,)
        tree = tree[step]
    return tree


def templates_of(defaults: Mapping[str, object]) -> frozenset[Path]:
    """The sections of a chart's own values with templates, which may make something else in each release."""
    found: set[Path] = set()
    for key, below in defaults.items():
        parts = (
            {(key, step): value for step, value in below.items()}
            if isinstance(below, dict)
            else {(key,): below}
        )
        inner = [section for section, value in parts.items() if "{{" in repr(value)]
        found.update(inner, [(key,)] if inner else ())
    return frozenset(found)
