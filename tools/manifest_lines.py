"""Follow the text of a manifest template line by line, and say where in the YAML each unknown text lands."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from expression_forms import Expr, Nodes, text_expr
from flatten import Guard, beside, under
from printed_forms import inert, on_one_line, whole, yaml_block

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY = re.compile(r"""(?P<lead>(?:- +)*)(?P<key>"[^"]*"|'[^']*'|[\w./$~-]+):(?:\s+|$)""")
_HEADER = re.compile(r"(?:^|[:-]\s+)[|>][-+0-9]*\s*$")
_HOLE = "\x00"
Part = tuple[Any, ...]
Row = tuple[int, str, Guard]
Insertion = tuple[Guard, Expr, str]


@dataclass(frozen=True)
class State:
    """Where the output stands: the unfinished line, the block scalar around it, the open keys.

    ``rows`` are the last entries above, the outermost first: the column, how such an entry is written, and when it is.
    ``run`` is the last insertion and how often it has come in a row, with no quote of the chart's between: a quote
    that one of them opens, the next one closes.
    """

    parts: tuple[Part, ...] = ()
    block: tuple[int, int] | None = None
    keys: tuple[tuple[int, str], ...] = ()
    rows: tuple[Row, ...] = ()
    run: tuple[Insertion, int] | None = None


class Lines:
    """Reads the output of one template file; ``found`` collects the insertions."""

    def __init__(self) -> None:
        self.found: set[Insertion] = set()

    def read(self, nodes: Nodes, guard: Guard) -> None:
        """Follow all of a file."""
        for state in self.walk(nodes, [State()], guard):
            self.end_run(self.finish(state))

    def walk(self, nodes: Nodes, states: list[State], guard: Guard) -> list[State]:
        for node in nodes:
            if node[0] == "text":
                states = [self.text(state, node[1], guard) for state in states]
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
                out += self.arm(nodes, states, inner)
        return out

    def arm(self, nodes: Nodes, states: list[State], guard: Guard) -> list[State]:
        """Follow what may or may not be printed: no run goes in or out."""
        return list(map(self.end_run, self.walk(nodes, list(map(self.end_run, states)), guard)))

    def loop(self, node: Expr, states: list[State], guard: Guard) -> list[State]:
        if on_one_line(node[4]) and on_one_line(node[5]):
            e = ("cat", (node,))
            return [replace(state, parts=(*state.parts, ("hole", e, guard))) for state in states]
        inner = (*guard, ("each", *node[1:4]))
        once = self.arm(node[4], states, inner)
        twice = self.arm(node[4], once, inner)
        return states + once + twice + self.arm(node[5], states, guard)

    def text(self, state: State, text: str, guard: Guard) -> State:
        first, *rest = text.split("\n")
        state = replace(state, parts=(*state.parts, ("text", first, guard)) if first else state.parts)
        for line in rest:
            if state.block is None and _inside_quotes(state.parts):
                state = replace(state, parts=(*state.parts, ("text", " " + line.lstrip(" "), guard)))
                continue
            state = self.finish(state)
            state = replace(state, parts=(("text", line, guard),) if line else ())
        return state

    def finish(self, state: State) -> State:
        """End the line: note its insertions, and return the state at the start of the next."""
        plain = "".join(part[1] if part[0] == "text" else _HOLE for part in state.parts)
        if "'" in plain or '"' in plain:
            state = self.end_run(state)
        body = plain.lstrip(" ")
        indent = len(plain) - len(body)
        after = replace(state, parts=())
        if state.block:
            if not body.strip() or indent > state.block[0]:
                return self.in_block(after, state.parts, indent, body)
            after = replace(after, block=None)
        if body.startswith("---"):
            self.end_run(state)
            return State()
        if not body.strip() or body.startswith("#"):
            before = f"p:\n  k: 1\n  {body.split(_HOLE)[0]}" if body.startswith("#") else ""
            return self.in_run(after, _insertion(state.parts, before, "\n  q: 1\n"))
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
        lead = match[0] if match and at_key else dashes[0] if dashes else ""
        block = (column if at_key else column - 1, -1) if _HEADER.search(body) else None
        if lead:
            inserted = self.value(parts, indent, lead, keys, at_key=at_key)
        else:
            inserted = _entries(parts, indent, keys, after.rows)
        rows = tuple(row for row in after.rows if row[0] < indent) + _rows(parts, indent, body, lead)
        return replace(self.in_run(after, inserted), keys=keys, rows=rows, block=block)

    def value(
        self,
        parts: tuple[Part, ...],
        indent: int,
        lead: str,
        keys: tuple[tuple[int, str], ...],
        *,
        at_key: bool,
    ) -> Insertion | None:
        """What is inserted behind the key, or the dash, that begins a line."""
        rest = _after(parts, indent + len(lead))
        if len(rest) == 1 and rest[0][0] == "hole" and whole(rest[0][1]):
            return None
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
        else:
            before, after = f"{margin}{' ' * indent}- ", f"\n{' ' * indent}- q\n"
        return _insertion(rest, before, after)

    def in_run(self, state: State, inserted: Insertion | None) -> State:
        """Count an insertion that is the last one again; else the run of the last one ends."""
        if inserted is None:
            return state
        if state.run and state.run[0] == inserted:
            return replace(state, run=(inserted, state.run[1] + 1))
        return replace(self.end_run(state), run=(inserted, 1))

    def end_run(self, state: State) -> State:
        if state.run is None:
            return state
        (guard, e, place), times = state.run
        self.found.add((guard, e, _timed(place, times)))
        return replace(state, run=None)


def _rows(parts: tuple[Part, ...], indent: int, body: str, lead: str) -> tuple[Row, ...]:
    """Return the entries that a line begins, and how one like each is written."""
    guards = [part[-1] for part in parts]
    dashes = [
        index for index, letter in enumerate(body[: len(lead)]) if letter == "-" and body[index + 1] == " "
    ]
    found = [(indent + index, "- a", guards[0]) for index in dashes]
    match = _KEY.match(body)
    if match is not None and _HOLE not in match[0]:
        found.append((indent + len(match["lead"]), "k:" if match.end() == len(body) else "k: 1", guards[0]))
    return tuple(found)


def _entries(
    parts: tuple[Part, ...], indent: int, keys: tuple[tuple[int, str], ...], rows: tuple[Row, ...]
) -> Insertion | None:
    """What is inserted on lines of its own: beside the entry above, or below its key."""
    rest = _after(parts, indent)
    if len(rest) == 1 and rest[0][0] == "hole" and whole(rest[0][1]):
        return None
    if not rows:
        return _insertion(rest, " " * indent, "\n")
    last = next((row for row in reversed(rows) if row[0] <= indent), (indent, "k: 1", ()))
    column, entry, written = last
    if column < indent and (entry != "k:" or last != rows[-1]):
        column, entry, written = indent, "k: 1", ()
    above = [(at, name) for at, name in keys if at <= column]
    # Helm looks at the annotations of a manifest itself
    plain = [name for _, name in above] != ["metadata", "annotations"]
    margin = "".join(f"{' ' * at}{'p' if plain else name}:\n" for at, name in above if at < column)
    entry = entry if plain else entry.replace("k:", "annotations:")
    after = f"\n{' ' * column}{'- q' if entry == '- a' else 'q: 1'}\n"
    found = _insertion(rest, f"{margin}{' ' * column}{entry}\n{' ' * indent}", after)
    guard = found and beside(found[0], written)
    return (guard, *found[1:]) if found and guard is not None else None


def _insertion(parts: tuple[Part, ...], before: str, after: str) -> Insertion | None:
    holes = [
        part for part in parts if part[0] == "hole" and not inert(part[1]) and yaml_block(part[1]) is None
    ]
    if not holes or any(part[0] == "hole" and yaml_block(part[1]) is not None for part in parts):
        return None
    return holes[-1][2], ("cat", tuple(part[:2] for part in parts)), _place(before, after)


def _timed(place: str, times: int) -> str:
    """Say in a place of the form ``k: …`` that it comes several times in a row."""
    form = json.loads(place)
    several = times > 1 and form["before"].endswith("k: ") and form["after"].endswith(" q: 1\n")
    return json.dumps(form | {"times": times}) if several else place


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
