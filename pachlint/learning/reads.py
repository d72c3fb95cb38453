"""Which values a chart's templates read: those of the main chart's root, as paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.learning.forms import (
    Branch,
    Call,
    Choice,
    Constant,
    Dict,
    Eval,
    Expr,
    Field,
    Hole,
    Joined,
    List,
    Loop,
    Root,
    Value,
    calls,
    parts,
)
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.learning.forms import Nodes

Path = tuple[str, ...]
_GLOBAL = "global"
_ONLY_TRUTH = frozenset(["not", "empty", "off"])
# a checksum of all values reads none of them
_READS_NOTHING = "hash"
_HAND_ON = frozenset(["and", "or", "default"])
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
            match node:
                case Hole(expression):
                    self._expression(expression, switches)
                case Eval(expression):
                    self._expression(expression, switches, whole=False)
                case Branch(test, yes, no):
                    self._expression(test, switches, whole=False)
                    inner = switches | frozenset(_paths_of(test))
                    self.nodes(yes, inner)
                    self.nodes(no, inner)
                case Loop(over, _, _, body, otherwise):
                    self._expression(over, switches)
                    self.nodes(body, switches)
                    self.nodes(otherwise, switches)

    def _add(self, scope: str, names: Path, switches: frozenset[Path], *, whole: bool) -> None:
        path = Value(scope, names).path
        while True:
            before = self.found.get(path)
            both = before.switches & switches if before else switches
            self.found[path] = Read(whole or (before is not None and before.whole), both - {path})
            if _GLOBAL not in path[1:]:
                break
            # a chart's global holds that of the charts around it
            at = len(path) - 1 - path[::-1].index(_GLOBAL)
            path = path[: at - 1] + path[at:]

    def _expression(self, e: Expr, switches: frozenset[Path], *, whole: bool = True) -> None:
        """Collect what an expression reads; ``whole`` says that more counts of its value than whether it is true."""
        read = _value_in(e)
        if read is not None:
            self._add(read.scope, read.names, switches, whole=whole)
            return
        match e:
            case Root(scope):
                if whole:
                    self._add(scope, (), switches, whole=True)
            case Joined(nodes):
                self.nodes(nodes, switches)
            case Choice(test, yes, no):
                self._expression(test, switches, whole=False)
                inner = switches | frozenset(_paths_of(test))
                self._expression(yes, inner, whole=whole)
                self._expression(no, inner, whole=whole)
            case _:
                below = _counts_below(e, whole=whole)
                for part in _operands(e):
                    self._expression(part, switches, whole=below)


def _counts_below(e: Expr, *, whole: bool) -> bool:
    """Whether more counts of what an expression is made of than whether it is true."""
    if isinstance(e, Call) and e.function not in _HAND_ON:
        return e.function not in _ONLY_TRUTH
    return whole or not isinstance(e, Call | Dict | List)


def _operands(e: Expr) -> Iterator[Expr]:
    """The expressions that a function or a field is made of."""
    if not calls(e, _READS_NOTHING):
        yield from (part for part in parts(e) if isinstance(part, Expr))


def _value_in(e: Expr) -> Value | None:
    """The value that an expression is, or is a key of."""
    match e:
        case Value():
            return e
        case Field(Value(scope, names), below):
            return Value(scope, names + below)
        case Call(function, (Value(scope, names), *rest)) if rest and function in _OF_A_KEY:
            keys = tuple(
                key.value for key in rest if isinstance(key, Constant) and isinstance(key.value, str)
            )
            return Value(scope, names + keys) if len(keys) == len(rest) else None
    return None


def _paths_of(test: Expr) -> Iterator[Path]:
    """The values that a condition reads."""
    read = _value_in(test)
    if read is not None:
        yield read.path
    elif not isinstance(test, Joined):
        for part in _operands(test):
            yield from _paths_of(part)
