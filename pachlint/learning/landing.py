"""Where in a manifest a template writes a value: which field of which object, and under which conditions.

Follows the output nodes of a template file line by line, as YAML in block style with its keys on lines of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pachlint.lazy_regex import lazy_regex
from pachlint.learning.constants import constant, known
from pachlint.learning.errors import NotFollowedError
from pachlint.learning.forms import (
    FAIL,
    Branch,
    Call,
    Choice,
    Constant,
    Each,
    Hole,
    Joined,
    Loop,
    Node,
    Test,
    Text,
)
from pachlint.learning.layout import merged, plain
from pachlint.learning.output import arms, text_expr, with_arms, writes_yaml, yaml_alone
from pachlint.learning.pod_volumes import volume_names
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.learning.forms import Expr, Guard, Nodes

Place = tuple[str | int, ...]
SELECTOR: Place = ("spec", "selector", "matchLabels")
_MOST_OPEN = 100
_HOLE = "\x00"
_HEADER = lazy_regex(r"(?:^|[:-]\s+)[|>][-+0-9]*\s*$")
_LINE = lazy_regex(r"(?P<indent> *)(?P<dashes>(?:- +)*)(?P<rest>.*)", re.DOTALL)
_KEY = lazy_regex(
    r"(?P<quote>[\"']?)(?P<key>[^\s\"'#{}\[\]:][^:\"']*?)(?P=quote):(?:\s+(?P<value>.*))?\Z", re.DOTALL
)


@dataclass(eq=False)
class Object:
    """An object of a manifest: what its apiVersion, kind and name, the labels that its selector asks for, and the names of its pods' volumes are written as."""

    heads: dict[Place, Expr] = field(default_factory=dict)
    selector: dict[str, tuple[Expr, Guard]] = field(default_factory=dict)
    volumes: list[Expr] = field(default_factory=list)


class Landing(NamedTuple):
    """An expression that is written into a field of an object; without one the field itself is what is conditional.

    In a block scalar it is not the ``whole`` of what is written.
    """

    object: Object
    place: Place
    expression: Expr | None
    guard: Guard
    whole: bool = True


class _State(NamedTuple):
    """The keys and items that are open, each with its column; ``run`` is the line so far, ``under`` the conditions of its end, ``block`` the column of the key of an open block scalar; ``bare`` whether the last line is a key alone."""

    object: Object
    open: tuple[tuple[int, str | int], ...] = ()
    run: Nodes = ()
    under: Guard = ()
    block: int = -1
    bare: bool = False

    def place(self) -> Place:
        return tuple(step for _, step in self.open)


class Landings:
    """Follows the output of one file; ``found`` is what lands where, ``fixed`` what the chart itself writes under conditions."""

    def __init__(self) -> None:
        self.found: list[Landing] = []
        self.fixed: list[Landing] = []
        self.state = _State(Object())

    def file(self, nodes: Nodes, guard: Guard) -> list[Landing]:
        """Everything that a file writes into fields."""
        self._walk(merged(_without_failures(merged(plain(nodes)))), guard)
        self._end()
        return self.found

    def _walk(self, nodes: Nodes, guard: Guard, *, goes_on: bool = False) -> None:
        """Follow nodes; ``goes_on`` says whether what is behind them continues their last line."""
        for node, behind in zip(nodes, (*nodes[1:], None), strict=False):
            inner = goes_on if behind is None else _continues(behind)
            match node:
                case Text(text):
                    self._text(text, guard)
                case Hole():
                    self._add(node, guard)
                case Branch(test, yes, no) if not _breaks(node):
                    self._add(Hole(Choice(test, text_expr(yes), text_expr(no))), guard)
                case Branch(test, yes, no):
                    both = [(yes, (*guard, Test(test, holds=True))), (no, (*guard, Test(test, holds=False)))]
                    self._arms(both, goes_on=inner)
                case Loop() if not _breaks(node):
                    self._add(Hole(Joined((node,))), guard)
                case Loop(over, key, item, body):
                    self._arms([(body, (*guard, Each(over, key, item)))], goes_on=inner)

    def _arms(self, arms: list[tuple[Nodes, Guard]], *, goes_on: bool) -> None:
        before, after = self.state, list[_State]()
        for nodes, guard in arms:
            self.state = before
            self._walk(nodes, guard, goes_on=goes_on)
            if not goes_on and self.state.run:
                # what another arm writes is no part of this line
                self._end()
            if nodes:
                after.append(self.state)
        self.state = _joined(before, after, every=len(after) == len(arms) > 1)

    def _text(self, text: str, guard: Guard) -> None:
        first, *rest = text.split("\n")
        self._add(Text(first), guard)
        for line in rest:
            self._end()
            self._add(Text(line), guard)

    def _add(self, node: Node, guard: Guard) -> None:
        if not isinstance(node, Text) or node.text:
            self.state = self.state._replace(run=(*self.state.run, node), under=guard)

    def _end(self) -> None:
        """End a line."""
        run, guard = self.state.run, self.state.under
        self.state = self.state._replace(run=())
        line = "".join(node.text if isinstance(node, Text) else _HOLE for node in run)
        if not line.strip() or line.lstrip().startswith("#"):
            return
        if line.startswith("---"):
            self.state = _State(Object())
            return
        indent = len(line) - len(line.lstrip(" "))
        if self.state.block >= 0 and indent > self.state.block:
            self._inside(run, guard)
            return
        self.state = self.state._replace(block=-1)
        self._line(line, run, guard)

    def _line(self, line: str, run: Nodes, guard: Guard) -> None:
        parts = _LINE.match(line)
        if not parts:
            return
        column, before = len(parts["indent"]), self.state
        self.state = before._replace(bare=False)
        self._close(column, dashed=bool(parts["dashes"]))
        for dash in re.finditer(r"- +", parts["dashes"]):
            self._open(column + dash.start(), self._item(column + dash.start()))
        inner = column + len(parts["dashes"])
        rest = parts["rest"]
        if rest == "-":
            self._open(inner, self._item(inner))
            return
        pair = _KEY.match(rest)
        if pair is None and _HEADER.search(rest) and parts["dashes"]:
            self.state = self.state._replace(block=inner - 2)
            return
        if pair is None:
            # an item of a list, or a block of whatever at this column: a list there may be the value of the key before it
            inside = _from(run, inner)
            self.state.object.volumes += volume_names(self.state.place(), inside)
            beside = before.bare and before.open[-1][0] == inner == column
            block = yaml_alone(inside) if beside else None
            if block is not None:
                is_list = Call("kindIs", (Constant("slice"), *block.arguments))
                self._land(inside, (*guard, Test(is_list, holds=False)))
                guard = (*guard, Test(is_list, holds=True))
                self.state = self.state._replace(open=before.open)
            self._land(inside, guard)
            return
        key = "*" if _HOLE in pair["key"] else pair["key"]
        self._open(inner, key)
        self._head(key, _from(run, inner + len(rest) - len(pair["value"] or "")), guard)
        self.found.append(Landing(self.state.object, self.state.place(), None, guard))
        value = pair["value"] or ""
        self.state = self.state._replace(bare=not value)
        if _HEADER.search(f": {value}"):
            self.state = self.state._replace(block=inner)
        elif _HOLE in value:
            self._land(_from(run, inner + len(rest) - len(value)), guard)
        elif value and guard and 0 not in self.state.place():
            self.fixed.append(Landing(self.state.object, self.state.place(), Constant(value), guard))

    def _close(self, column: int, *, dashed: bool) -> None:
        kept = self.state.open
        while kept and (
            kept[-1][0] > column or (kept[-1][0] == column and not (dashed and isinstance(kept[-1][1], str)))
        ):
            kept = kept[:-1]
        self.state = self.state._replace(open=kept)

    def _open(self, column: int, step: str | int) -> None:
        if len(self.state.open) == _MOST_OPEN:
            raise NotFollowedError("manifests that are nested too deep")
        self.state = self.state._replace(open=(*self.state.open, (column, step)))

    def _item(self, column: int) -> int:
        """The step of an item; which of its list it is depends on conditions."""
        return 0

    def _head(self, key: str, value: Nodes, guard: Guard) -> None:
        place = self.state.place()
        self.state.object.volumes += volume_names(place, value)
        if place in {("apiVersion",), ("kind",), ("metadata", "name")}:
            self.state.object.heads.setdefault(place, text_expr(value))
        elif place[:-1] == SELECTOR:
            self.state.object.selector[key] = text_expr(value), guard

    def _inside(self, run: Nodes, guard: Guard) -> None:
        for node in run:
            if isinstance(node, Hole):
                place = self.state.place()
                self.found.append(Landing(self.state.object, place, node.expression, guard, whole=False))

    def _land(self, nodes: Nodes, guard: Guard) -> None:
        if any(isinstance(node, Hole) for node in nodes):
            self.found.append(Landing(self.state.object, self.state.place(), text_expr(nodes), guard))


def _without_failures(nodes: Nodes) -> Iterator[Node]:
    """What is printed where nothing stops Helm."""
    for node in nodes:
        if isinstance(node, Branch | Loop):
            left = with_arms(node, lambda arm: merged(_without_failures(arm)))
            if any(arms(left)):
                yield left
        elif not isinstance(node, Hole) or node.expression != FAIL:
            yield node


def _joined(before: _State, after: list[_State], *, every: bool) -> _State:
    """Where the output stands behind a condition: as if it held, unless what it writes does nothing but end what was open."""
    if not after:
        return before
    ended = len(after[0].open) < len(before.open) and after[0].open == before.open[: len(after[0].open)]
    return before if ended and not every and not after[0].run else after[0]


def _continues(node: Node) -> bool:
    """Whether what is printed belongs to the line before it."""
    return isinstance(node, Hole) or (isinstance(node, Text) and not node.text.startswith("\n"))


def _breaks(node: Branch | Loop) -> bool:
    """Whether what an arm prints may be more than a part of a line."""
    return any(_is_more(part) for arm in arms(node) for part in arm)


def _is_more(node: Node) -> bool:
    match node:
        case Text(text):
            return "\n" in text
        case Hole(expression):
            return writes_yaml(expression)
        case Branch() | Loop():
            return _breaks(node)
    return True


def _from(run: Nodes, column: int) -> Nodes:
    """What a line holds from a column on; a hole is one column wide."""
    out: list[Node] = []
    at = 0
    for node in run:
        width = len(node.text) if isinstance(node, Text) else 1
        if at + width > column:
            out.append(Text(node.text[max(column - at, 0) :]) if isinstance(node, Text) else node)
        at += width
    return tuple(out)


def head(found: Object, *steps: str) -> Expr | None:
    """What an object's apiVersion, kind or name is written as."""
    return found.heads.get(steps)


def constant_text(e: Expr | None) -> str | None:
    """A text that the chart fixes."""
    return str(known(e)).strip().strip("\"'") if e is not None and constant(e) else None
