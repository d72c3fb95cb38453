"""Derive ``schemas/demands.json`` from the templates of every extracted chart version.

Usage: derive_demands.py CHARTS OUTPUT, where CHARTS holds one folder per version (2.0.0, 2.0.1, …).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from block_shapes import misfits, unreadable_arms
from chart_source import OPTIONAL, chart_metadata, files_of, inside, program, subcharts
from demand_reads import with_reads
from expression_forms import Expr, Nodes, text_expr
from flatten import Guard, node_needs
from manifest_lines import Lines
from spans import Spans, version_folders
from symbolic import Program, Runner

if TYPE_CHECKING:
    from collections.abc import Iterator

Demand = tuple[Guard, Expr, str]


def condition_paths(folder: Path) -> dict[str, str]:
    """Return the path that switches each bundled chart, by the chart's place among the values."""
    found: dict[str, str] = {}
    _conditions(files_of(folder), "", found)
    return found


def _conditions(files: dict[str, str], scope: str, found: dict[str, str]) -> None:
    stated = {
        item["name"]: item.get("condition", "") for item in chart_metadata(files).get("Dependencies") or []
    }
    for child in subcharts(files):
        inner = f"{scope}.{child}" if scope else child
        condition = stated.get(child, "")
        found[inner] = f"{scope}.{condition}" if scope and condition else condition
        _conditions(inside(files, f"charts/{child}/"), inner, found)


def read_as_root(e: Any) -> Any:
    """Turn a bundled chart's value paths into paths from the main chart's root."""
    if not isinstance(e, tuple):
        return e
    if e and e[0] == "v":
        return ("v", tuple(filter(None, e[1].split("."))) + e[2])
    return e if e and e[0] == "c" else tuple(read_as_root(part) for part in e)


class Deriver:
    """Derives demands; what one template file demands is found once."""

    def __init__(self) -> None:
        self.seen: dict[tuple[Nodes, Guard, bool], frozenset[Demand]] = {}

    def demands_of(self, found: Program, conditions: dict[str, str]) -> set[Demand]:
        """Return all demands of one version."""
        runner = Runner(found)
        out: set[Demand] = set()
        for name in sorted(found.bodies):
            if found.bodies[name][0] in OPTIONAL:
                continue
            key = (
                runner.file(name),
                _switches(found.bodies[name][0], conditions),
                name.endswith("NOTES.txt"),
            )
            if key not in self.seen:
                self.seen[key] = frozenset(map(_rooted, _file_demands(*key, name)))
            out |= self.seen[key]
        return out


def _file_demands(nodes: Nodes, guard: Guard, notes: bool, name: str) -> Iterator[Demand]:  # noqa: FBT001
    for inner, e in node_needs(nodes, guard):
        yield inner, e, ""
    if notes:
        return
    lines = Lines()
    lines.read(nodes, guard)
    for inner, e, place in lines.found:
        yield inner, e[1][0][1] if len(e[1]) == 1 else e, place
    for inner, e, broken in misfits(nodes, guard):
        yield inner, e, json.dumps({"broken": broken})
    for at, inner in unreadable_arms(nodes, guard, nodes):
        print(f"unreadable: {name} {at} {inner[-1:]}", file=sys.stderr)


def _rooted(demand: Demand) -> Demand:
    return read_as_root(demand[0]), read_as_root(demand[1]), demand[2]


def _switches(scope: str, conditions: dict[str, str]) -> Guard:
    guard: Guard = ()
    names = scope.split(".") if scope else []
    for depth in range(1, len(names) + 1):
        path = conditions.get(".".join(names[:depth]), "")
        if path:
            guard = (*guard, (("off", ("v", "", tuple(path.split(".")))), False))
    return guard


def without_implied(demands: set[Demand]) -> set[Demand]:
    """Drop what is demanded under a weaker condition as well."""
    by_key: dict[tuple[Any, str], list[Guard]] = defaultdict(list)
    maps: dict[tuple[str, ...], list[Guard]] = defaultdict(list)
    for guard, e, place in demands:
        by_key[_key(e) if not place else e, place].append(guard)
        if e[0] == "v" and not place:
            for depth in range(1, len(e[1])):
                maps[e[1][:depth]].append(guard)
    weakest = {key: _weakest(guards) for key, guards in by_key.items()}
    weakest_maps = {path: _weakest(guards) for path, guards in maps.items()}
    kept: set[Demand] = set()
    for (key, place), guards in weakest.items():
        for guard in guards:
            if place or key[0] != "v" or not _deeper(key[1], guard, weakest_maps):
                kept.add((guard, key, place))
    return kept


def _key(e: Expr) -> Expr:
    """A path is demanded for its containers: any key below will do."""
    return ("v", (*e[1][:-1], "*")) if e[0] == "v" else e


def _deeper(path: tuple[str, ...], guard: Guard, maps: dict[tuple[str, ...], list[Guard]]) -> bool:
    """Tell whether a longer path under a weaker guard demands the same container."""
    held = set(guard)
    return any(
        len(other) >= len(path)
        and other[: len(path) - 1] == path[:-1]
        and any(set(g) <= held for g in guards)
        for other, guards in maps.items()
    )


def _weakest(guards: list[Guard]) -> list[Guard]:
    kept: list[tuple[frozenset[Any], Guard]] = []
    for guard in sorted(set(guards), key=lambda g: (len(g), repr(g))):
        held = frozenset(guard)
        if not any(weaker <= held for weaker, _ in kept):
            kept.append((held, guard))
    return [guard for _, guard in kept]


class Encoder:
    """Interns expressions, guards, places and spans."""

    def __init__(self) -> None:
        self.expressions: list[Any] = []
        self.open: set[int] = set()
        self.index: dict[str, int] = {}
        self.guards: list[list[int]] = []
        self.guard_index: dict[tuple[int, ...], int] = {}
        self.spans = Spans()
        self.places: list[Any] = []

    def put(self, form: Any, *, is_open: bool) -> int:
        key = json.dumps(form)
        if key not in self.index:
            self.index[key] = len(self.expressions)
            self.expressions.append(form)
            if is_open:
                self.open.add(self.index[key])
        return self.index[key]

    def expression(self, e: Expr) -> int:
        name = e[0]
        if name == "v":
            return self.put(".".join(e[1]), is_open=False)
        if name in ("c", "root", "files"):
            return self.put(["=", e[1] if name == "c" else {}], is_open=False)
        if name == "$":
            return self.put(["$", e[1]], is_open=True)
        if name == "cat":
            return self.call("cat", [i for node in e[1] for i in self.node(node)])
        if name in (".", "?."):
            base = self.expression(e[1])
            return self.put([name, base, ".".join(e[2])], is_open=base in self.open)
        if name == "dict":
            pairs = [(key, self.expression(value)) for key, value in e[1]]
            flat = [part for pair in pairs for part in pair]
            return self.put(["dict", *flat], is_open=any(i in self.open for _, i in pairs))
        if name == "fold":
            parts = [self.expression(e[1]), *e[2:5], self.expression(e[5]), self.expression(e[6])]
            return self.put(["fold", *parts], is_open=True)
        return self.call(name, [self.expression(argument) for argument in e[1:]])

    def call(self, name: str, arguments: list[int]) -> int:
        return self.put([name, *arguments], is_open=any(i in self.open for i in arguments))

    def node(self, node: Expr) -> list[int]:
        if node[0] == "text":
            return [self.put(["=", node[1]], is_open=False)]
        if node[0] == "hole":
            return [self.expression(node[1])]
        if node[0] == "eval":
            return []
        if node[0] == "if":
            arms = [self.expression(text_expr(nodes)) for nodes in node[2:4]]
            return [self.call("if", [self.expression(node[1]), *arms])]
        over, body, otherwise = (
            self.expression(node[1]),
            self.expression(text_expr(node[4])),
            self.expression(text_expr(node[5])),
        )
        return [self.put(["each", over, node[2], node[3], body, otherwise], is_open=True)]

    def guard(self, guard: Guard) -> int:
        at = -1
        for part in guard:
            if part[0] == "each":
                row = [at, self.expression(part[1]), part[2], part[3]]
            else:
                index = self.expression(part[0])
                row = [at, index if part[1] else -index - 1]
            key = tuple(row)
            if key not in self.guard_index:
                self.guard_index[key] = len(self.guards)
                self.guards.append(row)
            at = self.guard_index[key]
        return at

    def place(self, place: str) -> int:
        form = json.loads(place)
        if form not in self.places:
            self.places.append(form)
        return self.places.index(form)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("charts", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    deriver = Deriver()
    folders = version_folders(options.charts)
    held: dict[Demand, list[int]] = defaultdict(list)
    for index, folder in enumerate(folders):
        found, conditions = program(folder), condition_paths(folder)
        mine = without_implied(deriver.demands_of(found, conditions))
        for demand in mine:
            held[demand].append(index)
    write(options.output, [folder.name for folder in folders], held)


def write(output: Path, versions: list[str], held: Any) -> None:
    """Encode everything in a stable order and write it."""
    encoder = Encoder()
    rows = []
    for guard, e, place in sorted(held, key=repr):
        row = [encoder.spans.put(held[guard, e, place]), encoder.guard(guard), encoder.expression(e)]
        rows.append(row + ([encoder.place(place)] if place else []))
    data = {
        "versions": versions,
        "expressions": encoder.expressions,
        "open": sorted(encoder.open),
        "guards": encoder.guards,
        "places": encoder.places,
        "demands": sorted(rows),
        "spans": encoder.spans.rows,
    }
    lines = [f"{json.dumps(name)}: {_lines(value)}" for name, value in with_reads(data).items()]
    output.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def _lines(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


if __name__ == "__main__":
    main()
