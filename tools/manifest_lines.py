"""Follow the text of a manifest template line by line, and say where in the YAML each unknown text lands."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from expression_forms import Expr, Nodes, text_expr
from flatten import Guard, under

from pachlint.verdict.placement import HARMLESS

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY = re.compile(r"""(?P<lead>(?:- +)*)(?P<key>"[^"]*"|'[^']*'|[\w./$~-]+):(?:\s+|$)""")
_HEADER = re.compile(r"(?:^|[:-]\s+)[|>][-+0-9]*\s*$")
_INERT = frozenset(
    [
        "int",
        "b64enc",
        "hash",
        "until",
        "len",
        "not",
        "eq",
        "ne",
        "gt",
        "lt",
        "le",
        "ge",
        "hasPrefix",
        "hasSuffix",
        "contains",
        "empty",
    ]
)
_HOLE = "\x00"
Part = tuple[Any, ...]


@dataclass(frozen=True)
class State:
    """Where the output stands: the unfinished line, the block scalar around it, the open keys."""

    parts: tuple[Part, ...] = ()
    block: tuple[int, int] | None = None
    keys: tuple[tuple[int, str], ...] = ()


Insertion = tuple[Guard, Expr, str]


def inert(e: Expr) -> bool:
    """Tell whether the text of ``e`` can never mean anything to YAML."""
    if e[0] == "c":
        return not isinstance(e[1], str) or not e[1] or HARMLESS.fullmatch(e[1]) is not None
    if e[0] in ("shift", "trunc", "default"):
        return all(inert(argument) for argument in e[1:])
    if e[0] == "if":
        return inert(e[2]) and inert(e[3])
    return e[0] in _INERT


def whole(e: Expr) -> bool:
    """Tell whether ``e`` is a complete YAML value on one line whatever the values are."""
    if e[0] in ("shift", "text"):
        return whole(e[-1])
    if e[0] == "if":
        return (whole(e[2]) or inert(e[2])) and (whole(e[3]) or inert(e[3]))
    if e[0] == "default":
        return whole(e[2]) and (whole(e[1]) or inert(e[1]))
    return e[0] in ("quote", "toJson")


def yaml_block(e: Expr) -> Expr | None:
    """Return the value that ``e`` writes as YAML, None if it does not."""
    while e[0] in ("shift", "text"):
        e = e[-1]
    return e[1] if e[0] == "toYaml" else None


def on_one_line(nodes: Nodes) -> bool:
    """Tell whether ``nodes`` print no line break of their own and no block of YAML."""
    for node in nodes:
        if node[0] == "text" and "\n" in node[1]:
            return False
        if node[0] == "hole" and yaml_block(node[1]) is not None:
            return False
        if node[0] == "if" and not (on_one_line(node[2]) and on_one_line(node[3])):
            return False
        if node[0] == "each" and not (on_one_line(node[4]) and on_one_line(node[5])):
            return False
    return True


class Lines:
    """Reads the output of one template file; ``found`` collects the insertions."""

    def __init__(self) -> None:
        self.found: set[Insertion] = set()

    def read(self, nodes: Nodes, guard: Guard) -> None:
        """Follow all of a file."""
        for state in self.walk(nodes, [State()], guard):
            self.finish(state)

    def walk(self, nodes: Nodes, states: list[State], guard: Guard) -> list[State]:
        for node in nodes:
            if node[0] == "text":
                states = [self.text(state, node[1]) for state in states]
            elif node[0] == "hole":
                states = [replace(state, parts=(*state.parts, ("hole", node[1], guard))) for state in states]
            elif node[0] == "if":
                states = self.branch(node, states, guard)
            elif node[0] == "each":
                states = self.loop(node, states, guard)
            states = list(dict.fromkeys(states))[:64]
        return states

    def branch(self, node: Expr, states: list[State], guard: Guard) -> list[State]:
        if on_one_line(node[2]) and on_one_line(node[3]):
            e = ("if", node[1], text_expr(node[2]), text_expr(node[3]))
            return [replace(state, parts=(*state.parts, ("hole", e, guard))) for state in states]
        out: list[State] = []
        for nodes, holds in ((node[2], True), (node[3], False)):
            inner = under(guard, node[1], holds=holds)
            if inner is not None:
                out += self.walk(nodes, states, inner)
        return out

    def loop(self, node: Expr, states: list[State], guard: Guard) -> list[State]:
        if on_one_line(node[4]) and on_one_line(node[5]):
            e = ("cat", (node,))
            return [replace(state, parts=(*state.parts, ("hole", e, guard))) for state in states]
        inner = (*guard, ("each", *node[1:4]))
        once = self.walk(node[4], states, inner)
        twice = self.walk(node[4], once, inner)
        return states + once + twice + self.walk(node[5], states, guard)

    def text(self, state: State, text: str) -> State:
        first, *rest = text.split("\n")
        state = replace(state, parts=(*state.parts, ("text", first)) if first else state.parts)
        for line in rest:
            if state.block is None and _inside_quotes(state.parts):
                state = replace(state, parts=(*state.parts, ("text", " " + line.lstrip(" "))))
                continue
            state = self.finish(state)
            state = replace(state, parts=(("text", line),) if line else ())
        return state

    def finish(self, state: State) -> State:
        """End the line: note its insertions, and return the state at the start of the next."""
        plain = "".join(part[1] if part[0] == "text" else _HOLE for part in state.parts)
        body = plain.lstrip(" ")
        indent = len(plain) - len(body)
        after = replace(state, parts=())
        if state.block:
            if not body.strip() or indent > state.block[0]:
                return self.in_block(after, state.parts, indent, body)
            after = replace(after, block=None)
        if body.startswith("---"):
            return State()
        if not body.strip() or body.startswith("#"):
            self.note(
                state.parts,
                f"p:\n  k: 1\n  {body.split(_HOLE)[0]}" if body.startswith("#") else "",
                "\n  q: 1\n",
            )
            return after
        return self.structure(after, state.parts, indent, body)

    def in_block(self, after: State, parts: tuple[Part, ...], indent: int, body: str) -> State:
        if after.block is None:
            raise ValueError("not in a block")
        parent, content = after.block
        if not body.strip():
            return after
        opening = "p:\n  k: |\n" + ("" if content < 0 else "    x\n")
        holes = [
            part for part in parts if part[0] == "hole" and not inert(part[1]) and yaml_block(part[1]) is None
        ]
        if holes:
            self.found.add(
                (
                    holes[-1][2],
                    ("cat", tuple(_relative(parts, indent, content))),
                    _place(opening, "\n  q: 1\n"),
                )
            )
        return replace(after, block=(parent, indent if content < 0 else content))

    def structure(self, after: State, parts: tuple[Part, ...], indent: int, body: str) -> State:
        match = _KEY.match(body)
        dashes = re.match(r"(?:- +)*", body)
        column = indent + (len(dashes[0]) if dashes else 0)
        keys = tuple(item for item in after.keys if item[0] < column)
        at_key = match is not None and _HOLE not in match[0]
        if match is not None and at_key:
            keys = (*keys, (column, match["key"].strip("\"'")))
        self.note_value(
            parts,
            indent,
            match[0] if match and at_key else dashes[0] if dashes else "",
            keys,
            at_key=at_key,
        )
        block = (column if at_key else column - 1, -1) if _HEADER.search(body) else None
        return replace(after, keys=keys, block=block)

    def note_value(
        self,
        parts: tuple[Part, ...],
        indent: int,
        lead: str,
        keys: tuple[tuple[int, str], ...],
        *,
        at_key: bool,
    ) -> None:
        rest = _after(parts, indent + len(lead))
        if len(rest) == 1 and rest[0][0] == "hole" and whole(rest[0][1]):
            return
        above = keys[:-1] if at_key else keys
        # The columns are the real ones: of a text of several lines, each may end some of the open blocks.
        margin = "".join(f"{' ' * column}p:\n" for column, _ in above)
        if at_key:
            names = [name for _, name in keys]
            own = " " * keys[-1][0]
            before, after = f"{margin}{own}k: ", f"\n{own}q: 1\n"
            if names in (["metadata", "name"], ["kind"], ["apiVersion"], ["metadata", "namespace"]):
                before, after = ("metadata:\n  name: ", "\n") if len(names) > 1 else ("kind: ", "\n")
            elif names[:2] == ["metadata", "annotations"] and len(names) == 3:
                before, after = "metadata:\n  annotations:\n    k: ", "\n    q: a\n"
        elif lead:
            before, after = f"{margin}{' ' * indent}- ", f"\n{' ' * indent}- q\n"
        else:
            before, after = f"{margin}{' ' * indent}k: 1\n{' ' * indent}", f"\n{' ' * indent}q: 1\n"
        self.note(rest, before, after)

    def note(self, parts: tuple[Part, ...], before: str, after: str) -> None:
        holes = [
            part for part in parts if part[0] == "hole" and not inert(part[1]) and yaml_block(part[1]) is None
        ]
        if holes and not any(part[0] == "hole" and yaml_block(part[1]) is not None for part in parts):
            self.found.add((holes[-1][2], ("cat", tuple(part[:2] for part in parts)), _place(before, after)))


def _inside_quotes(parts: tuple[Part, ...]) -> bool:
    """Tell whether the line ends inside a quoted value that began on it."""
    plain = "".join(part[1] if part[0] == "text" else _HOLE for part in parts).lstrip(" ")
    match = _KEY.match(plain) or re.match(r"(?:- +)*", plain)
    value = plain[len(match[0]) :] if match else ""
    quote = value[:1]
    return quote in ("'", '"') and value.replace("\\" + quote, "").count(quote) % 2 == 1


def _place(before: str, after: str) -> str:
    return json.dumps({"before": before, "after": after})


def _after(parts: tuple[Part, ...], count: int) -> tuple[Part, ...]:
    """Drop the first ``count`` characters, which are text."""
    out: list[Part] = []
    for part in parts:
        if count and part[0] == "text":
            kept = part[1][count:]
            count = max(0, count - len(part[1]))
            if kept:
                out.append(("text", kept))
        else:
            out.append(part)
    return tuple(out)


def _relative(parts: tuple[Part, ...], indent: int, content: int) -> Iterator[Expr]:
    """Move a line of a block scalar so that the block's own column is 4."""
    base = indent if content < 0 else content
    for number, part in enumerate(parts):
        if part[0] == "text":
            text = part[1]
            yield ("text", " " * (4 + indent - base) + text.lstrip(" ")) if number == 0 else part[:2]
        else:
            yield ("hole", ("moved", ("c", 4 - base), part[1]))
