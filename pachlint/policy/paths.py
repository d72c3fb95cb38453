"""Patterns of paths: with wildcards, and beginning at a name that the rule gave to a match."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import takewhile
from typing import Any, cast

from pachlint.layering.values import MISSING
from pachlint.place import Path, PathError, format_path, parse_path, value_at
from pachlint.policy.context import CheckContext
from pachlint.policy.steps import take
from pachlint.records import NamedTuple

EVERYTHING = "**"
"""The pattern of ``each`` for every scalar the user wrote."""

ANY = "*"
"""Any key or item."""

_ENDS = ("@key", "@path")
_PARENT = "@parent"


class Scope(NamedTuple):
    """What a condition is judged in: a release, and the paths that names stand for."""

    context: CheckContext
    aliases: Mapping[str, Path]


class Glob(NamedTuple):
    """A step with wildcards, such as ``*`` or ``*Port``. Only the bare ``*`` matches the items of a list."""

    text: str

    def fits(self, key: str | int) -> bool:
        """Whether the step matches a key or an index."""
        if self.text == ANY:
            return True
        return isinstance(key, str) and _expression(self.text).fullmatch(key) is not None


Step = str | int | Glob


class Pattern(NamedTuple):
    """A pattern: the name it begins at (``""`` for the root), how many steps above that, and the steps from there.

    ``end`` says whether the value is meant (``""``), the last key (``@key``) or the printed path (``@path``).
    """

    alias: str = ""
    up: int = 0
    steps: tuple[Step, ...] = ()
    end: str = ""
    fixed: Path | None = ()
    """The path itself where there is neither a name nor a wildcard, else None."""

    @property
    def has_wildcard(self) -> bool:
        """Whether the pattern may match several paths."""
        return self.fixed is None and any(isinstance(step, Glob) for step in self.steps)

    def base(self, scope: Scope) -> Path | None:
        """The path the pattern starts from; None if its name stands for nothing here."""
        if not self.alias:
            return ()
        found = scope.aliases.get(self.alias)
        if found is None:
            return None
        return found[: len(found) - self.up] if self.up else found

    def path(self, scope: Scope) -> Path | None:
        """The one path of a pattern without wildcards, whether or not there is a value."""
        if self.fixed is not None:
            return self.fixed
        base = self.base(scope)
        return None if base is None else (*base, *cast("Path", self.steps))

    def paths(self, scope: Scope) -> Sequence[Path]:
        """The paths that are meant: all matches of a wildcard, else the one path, be there a value or not."""
        if self.fixed is not None:
            return (self.fixed,)
        if self.has_wildcard:
            return tuple(self.matches(scope))
        path = self.path(scope)
        return () if path is None else (path,)

    def matches(self, scope: Scope, *, of_user: bool = False) -> Iterator[Path]:
        """The paths of all values that are there and not null, in their order; ``of_user``: of those that the user set."""
        base, values = self.base(scope), scope.context.values
        if base is None:
            return
        value = value_at(values.user, base, MISSING) if of_user else values.get(base, MISSING)
        for path, found in _below(base, value, self.steps, scope):
            there = values.get(path, MISSING) if of_user else found
            if there is not None and there is not MISSING:
                yield path

    def value(self, path: Path, scope: Scope) -> object:
        """What the pattern means at one of its paths: the value there (or MISSING), its key, or its path in print."""
        if self.end == "@key":
            return path[-1] if path else ""
        if self.end == "@path":
            return format_path(path)
        return scope.context.values.get(path, MISSING)

    @property
    def start(self) -> Path:
        """The steps before the first wildcard."""
        return cast("Path", tuple(takewhile(lambda step: not isinstance(step, Glob), self.steps)))

    def start_in(self, scope: Scope) -> Path:
        """The part of the path before the first wildcard."""
        return (*(self.base(scope) or ()), *self.start)

    def touches(self, bad: Path, base: Path = ()) -> bool:
        """Whether ``bad`` may lie at, above or below a path of this pattern, which begins at ``base``."""
        return all(_fits(step, key) for step, key in zip((*base, *self.steps), bad, strict=False))

    def rooted(self, names: Mapping[str, Sequence["Pattern"]]) -> tuple["Pattern", ...]:
        """The pattern from the root, once for each pattern that its name may stand for."""
        if not self.alias:
            return (self,)
        return tuple(
            pattern(steps=(*base.steps[: len(base.steps) - self.up], *self.steps), end=self.end)
            for base in names.get(self.alias, ())
            if len(base.steps) >= self.up
        )

    def at_root(self, names: Mapping[str, Sequence["Pattern"]]) -> "Pattern":
        """The pattern from the root if its name stands for one pattern there, else the pattern itself."""
        routes = self.rooted(names)
        return routes[0] if len(routes) == 1 else self

    def __str__(self) -> str:
        words = [step.text if isinstance(step, Glob) else step for step in self.steps]
        plain = format_path(tuple(words)).replace('["*"]', ".*").removeprefix(".") if words else ""
        parts = [self.alias, *[_PARENT] * self.up, plain, self.end]
        return ".".join(part for part in parts if part).replace(".[", "[")

    def to_json(self) -> Any:
        """The steps alone where that is all; globs are mappings, since keys may have a star."""
        steps = [{"glob": step.text} if isinstance(step, Glob) else step for step in self.steps]
        if not (self.alias or self.end):
            return steps
        return {"alias": self.alias, "up": self.up, "steps": steps, "end": self.end}

    @staticmethod
    def from_json(data: Any) -> "Pattern":
        """The pattern of :meth:`to_json`."""
        if isinstance(data, list):
            if dict in map(type, data):
                return pattern(steps=_steps(data))
            path = tuple(data)
            return Pattern("", 0, path, "", path)
        return pattern(data["alias"], data["up"], _steps(data["steps"]), data["end"])


def pattern(alias: str = "", up: int = 0, steps: tuple[Step, ...] = (), end: str = "") -> Pattern:
    """A pattern of its parts."""
    if alias or any(isinstance(step, Glob) for step in steps):
        return Pattern(alias, up, steps, end, None)
    return Pattern("", 0, steps, end, cast("Path", steps))


def _steps(data: Sequence[Any]) -> tuple[Step, ...]:
    return tuple(Glob(step["glob"]) if isinstance(step, dict) else step for step in data)


def read_pattern(text: str, aliases: Sequence[str] = ()) -> Pattern:
    """The pattern of a text; ``aliases`` are the names it may begin with.

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
    globs = (Glob(step) if isinstance(step, str) and ANY in step else step for step in steps)
    return pattern(alias, up, tuple(globs), end)


@cache
def _expression(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in text.split(ANY)), re.DOTALL)


def _fits(step: Step, key: str | int) -> bool:
    return step.fits(key) if isinstance(step, Glob) else step == key


def _below(path: Path, value: object, steps: Sequence[Step], scope: Scope) -> Iterator[tuple[Path, object]]:
    for at, step in enumerate(steps):
        if isinstance(step, Glob):
            rest = steps[at + 1 :]
            for key, inner in _children(value):
                take(scope)
                if step.text == ANY or step.fits(key):
                    if rest:
                        yield from _below((*path, key), inner, rest, scope)
                    else:
                        yield (*path, key), inner
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


def written_scalars(context: CheckContext) -> tuple[Path, ...]:
    """The paths of all scalars that the user's files and flags set and that are effective, in order of the values."""
    return context.once(_written_scalars)


def _written_scalars(context: CheckContext) -> tuple[Path, ...]:
    return tuple(_scalars((), context.values.data, context.values.user))


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
