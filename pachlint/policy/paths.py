"""Patterns of paths: with wildcards, and beginning at a name that the rule gave to a match.

A compiled pattern is the JSON list ``[alias, up, steps, end]``: the alias it begins at (``""`` for the root), how
many steps above that, the steps from there (a key, an index, or ``{"glob": "*Port"}``), and whether the value is
meant (``""``), the last key (``"@key"``) or the printed path (``"@path"``).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

from pachlint.layering.values import MISSING
from pachlint.place import Path, PathError, format_path, parse_path
from pachlint.policy.judged import Judged
from pachlint.records import NamedTuple

EVERYTHING = "**"
"""The pattern of ``each`` for every scalar the user wrote."""

Step = str | int | re.Pattern[str]

_ENDS = ("@key", "@path")
_PARENT = "@parent"


class Scope(NamedTuple):
    """What a condition is judged in: a release, and the paths that names stand for."""

    judged: Judged
    aliases: Mapping[str, Path]


class Pattern(NamedTuple):
    """A pattern, ready to be matched. ``fixed`` is the path itself where there is neither alias nor wildcard."""

    alias: str
    up: int
    steps: tuple[Step, ...]
    end: str
    fixed: Path | None

    def base(self, scope: Scope) -> Path | None:
        """The path the pattern starts from; None if its name stands for nothing here."""
        if not self.alias:
            return ()
        found = scope.aliases.get(self.alias)
        if found is None:
            return None
        return found[: len(found) - self.up] if self.up else found

    @property
    def has_wildcard(self) -> bool:
        """Whether the pattern may match several paths."""
        return any(isinstance(step, re.Pattern) for step in self.steps)

    def path(self, scope: Scope) -> Path | None:
        """The one path of a pattern without wildcards, whether or not there is a value."""
        if self.fixed is not None:
            return self.fixed
        base = self.base(scope)
        return None if base is None else (*base, *cast("Path", self.steps))

    def matches(self, scope: Scope) -> Iterator[Path]:
        """The paths of all values that are there and not null; the order is that of the effective values."""
        base = self.base(scope)
        if base is None:
            return
        value = scope.judged.values.get(base, MISSING)
        for path, found in _below(base, value, self.steps):
            if found is not None and found is not MISSING:
                yield path

    def value(self, path: Path, scope: Scope) -> object:
        """What the pattern means at one of its paths: the value there (or MISSING), its key, or its path in print."""
        if self.end == "@key":
            return path[-1] if path else ""
        if self.end == "@path":
            return format_path(path)
        return scope.judged.values.get(path, MISSING)

    @property
    def start(self) -> Path:
        """The steps before the first wildcard."""
        found: list[str | int] = []
        for step in self.steps:
            if isinstance(step, re.Pattern):
                break
            found.append(step)
        return tuple(found)

    def touches(self, bad: Path, base: Path = ()) -> bool:
        """Whether ``bad`` may lie at, above or below a path of this pattern, which begins at ``base``."""
        return all(_fits(step, key) for step, key in zip((*base, *self.steps), bad, strict=False))


def _fits(step: Step, key: str | int) -> bool:
    if isinstance(step, re.Pattern):
        return step.fullmatch(key) is not None if isinstance(key, str) else step.pattern == ".*"
    return step == key


def _below(path: Path, value: object, steps: Sequence[Step]) -> Iterator[tuple[Path, object]]:
    for at, step in enumerate(steps):
        if isinstance(step, re.Pattern):
            for key, inner in _children(value):
                if _fits(step, key):
                    yield from _below((*path, key), inner, steps[at + 1 :])
            return
        if isinstance(step, int):
            if not isinstance(value, list) or step >= len(value):
                return
            value = value[step]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return
        path = (*path, step)
    yield path, value


def _children(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def read_pattern(text: str, aliases: Sequence[str] = ()) -> list[Any]:
    """Compile the text of a pattern; ``aliases`` are the names it may begin with.

    Raises:
        PathError: if ``text`` is no path, or ``@`` stands where it means nothing.
    """
    steps = list(parse_path(text))
    if not steps or EVERYTHING in steps:
        raise PathError(text, max(text.find(EVERYTHING), 0))
    alias = str(steps.pop(0)) if steps[0] in aliases else ""
    up = 0
    while alias and steps and steps[0] == _PARENT:
        steps.pop(0)
        up += 1
    end = str(steps.pop()) if steps and steps[-1] in _ENDS else ""
    for step in steps:
        if isinstance(step, str) and step.startswith("@"):
            raise PathError(text, text.find(step))
    return [
        alias,
        up,
        [{"glob": step} if isinstance(step, str) and "*" in step else step for step in steps],
        end,
    ]


def build(compiled: Sequence[Any]) -> Pattern:
    """The pattern of its compiled form."""
    alias, up, steps, end = compiled
    if alias or any(isinstance(step, Mapping) for step in steps):
        ready = tuple(_glob(step["glob"]) if isinstance(step, Mapping) else step for step in steps)
        return Pattern(alias, up, ready, end, None)
    path = tuple(steps)
    return Pattern("", 0, path, end, path)


@cache
def _glob(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in text.split("*")), re.DOTALL)


def written_scalars(judged: Judged) -> tuple[Path, ...]:
    """The paths of all scalars that the user's files and flags set and that are effective, in order of the values."""
    found = judged.notes.get(EVERYTHING)
    if found is None:
        found = tuple(_scalars((), judged.values.data, judged.values.user))
        judged.notes[EVERYTHING] = found
    return cast("tuple[Path, ...]", found)


def _scalars(path: Path, value: object, user: object) -> Iterator[Path]:
    """The paths of the scalars below a value that stand below the same path in what the user wrote."""
    written = dict(_children(user))
    for key, inner in _children(value):
        if key not in written:
            continue
        if isinstance(inner, dict | list):
            yield from _scalars((*path, key), inner, written[key])
        elif inner is not None:
            yield (*path, key)
