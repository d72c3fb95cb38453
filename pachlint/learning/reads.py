"""Which values a chart's templates read: those of the main chart's root, as paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.learning.forms import Expr, Nodes

Path = tuple[str, ...]
_GLOBAL = "global"
_ONLY_TRUTH = frozenset(["not", "empty", "off"])
# a checksum of all values reads none of them
_READ_NOTHING = frozenset(["c", "$", "files", "root", "hash"])
_HAND_ON = frozenset(["and", "or", "default", "dict", "list"])
_OF_A_KEY = frozenset(["index", "get", "hasKey"])


class Read(NamedTuple):
    """How a path is read: ``whole`` if what stands below it matters too; ``switches`` are the conditions of every reading."""

    whole: bool
    switches: frozenset[Path]


class Reads:
    """Collects what template files read."""

    def __init__(self) -> None:
        self.found: dict[Path, Read] = {}

    def everything(self) -> None:
        """Some file could not be followed: whatever is written may be read in it."""
        self._add("", (), frozenset(), whole=True)

    def value(self, path: Path) -> None:
        """Something else than a template reads a value."""
        self._add("", path, frozenset(), whole=False)

    def nodes(self, nodes: Nodes, switches: frozenset[Path] = frozenset()) -> None:
        """Collect what output nodes read under some conditions."""
        for node in nodes:
            match node[0]:
                case "hole":
                    self._expression(node[1], switches)
                case "eval":
                    self._expression(node[1], switches, whole=False)
                case "if":
                    self._expression(node[1], switches, whole=False)
                    inner = switches | frozenset(_paths_of(node[1]))
                    self.nodes(node[2], inner)
                    self.nodes(node[3], inner)
                case "each":
                    self._expression(node[1], switches)
                    self.nodes(node[4], switches)
                    self.nodes(node[5], switches)

    def _add(self, scope: str, names: Path, switches: frozenset[Path], *, whole: bool) -> None:
        path = _rooted(scope, names)
        while True:
            before = self.found.get(path)
            both = before.switches & switches if before else switches
            self.found[path] = Read(whole or (before is not None and before.whole), both - {path})
            if _GLOBAL not in path[1:]:
                break
            # a chart's global holds that of the charts around it
            at = len(path) - 1 - path[::-1].index(_GLOBAL)
            path = path[: at - 1] + path[at:]

    def _expression(self, e: Any, switches: frozenset[Path], *, whole: bool = True) -> None:
        """Collect what an expression reads; ``whole`` says that more counts of its value than whether it is true."""
        name, read = e[0], _value_in(e)
        if read is not None:
            self._add(*read, switches, whole=whole)
        elif name == "root" and whole:
            self._add(e[1], (), switches, whole=True)
        elif name == "cat":
            self.nodes(e[1], switches)
        elif name == "if":
            self._expression(e[1], switches, whole=False)
            inner = switches | frozenset(_paths_of(e[1]))
            for arm in e[2:]:
                self._expression(arm, inner, whole=whole)
        else:
            below = whole if name in _HAND_ON else name not in _ONLY_TRUTH
            for part in _operands(e):
                self._expression(part, switches, whole=below)


def _operands(e: Expr) -> Iterator[Expr]:
    """The expressions that a function or a field is made of."""
    if e[0] in _READ_NOTHING:
        return
    if e[0] == "dict":
        yield from (value for _, value in e[1])
    elif e[0] in (".", "?."):
        yield e[1]
    else:
        yield from (part for part in e[1:] if isinstance(part, tuple))


def _value_in(e: Expr) -> tuple[str, Path] | None:
    """The value that an expression is, or is a key of: its chart, and its path in there."""
    if e[0] == "v":
        return e[1], e[2]
    if e[0] in (".", "?.") and e[1][0] == "v":
        return e[1][1], e[1][2] + e[2]
    if e[0] in _OF_A_KEY and len(e) > 2 and e[1][0] == "v":
        keys = tuple(key[1] for key in e[2:] if key[0] == "c" and isinstance(key[1], str))
        if len(keys) == len(e) - 2:
            return e[1][1], e[1][2] + keys
    return None


def _paths_of(test: Any) -> Iterator[Path]:
    """The values that a condition reads."""
    read = _value_in(test)
    if read is not None:
        yield _rooted(*read)
    elif test[0] != "cat":
        for part in _operands(test):
            yield from _paths_of(part)


def _rooted(scope: str, names: Path) -> Path:
    return (*filter(None, scope.split(".")), *names)
