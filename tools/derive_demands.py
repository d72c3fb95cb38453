"""Derive ``schemas/demands.json`` from the templates of every extracted chart version.

Usage: derive_demands.py CHARTS OUTPUT, where CHARTS holds one folder per version (2.0.0, 2.0.1, …).
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from chart_source import OPTIONAL, chart_metadata, files_of, inside, program, subcharts
from demand_reads import with_reads
from encoder import Encoder, write_table
from expression_forms import Expr, Nodes
from flatten import Guard, node_needs
from spans import version_folders
from symbolic import Program, Runner

Demand = tuple[Guard, Expr]


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
        self.seen: dict[tuple[Nodes, Guard], frozenset[Demand]] = {}

    def demands_of(self, found: Program, conditions: dict[str, str]) -> set[Demand]:
        """Return all demands of one version."""
        runner = Runner(found)
        out: set[Demand] = set()
        for name in sorted(found.bodies):
            if found.bodies[name][0] in OPTIONAL:
                continue
            key = runner.file(name), switches(found.bodies[name][0], conditions)
            if key not in self.seen:
                self.seen[key] = frozenset(map(_rooted, node_needs(*key)))
            out |= self.seen[key]
        return out


def _rooted(demand: Demand) -> Demand:
    return read_as_root(demand[0]), read_as_root(demand[1])


def switches(scope: str, conditions: dict[str, str]) -> Guard:
    """Return when a bundled chart is on."""
    guard: Guard = ()
    names = scope.split(".") if scope else []
    for depth in range(1, len(names) + 1):
        path = conditions.get(".".join(names[:depth]), "")
        if path:
            guard = (*guard, (("off", ("v", "", tuple(path.split(".")))), False))
    return guard


def without_implied(demands: set[Demand]) -> set[Demand]:
    """Drop what is demanded under a weaker condition as well."""
    by_key: dict[Expr, list[Guard]] = defaultdict(list)
    maps: dict[tuple[str, ...], list[Guard]] = defaultdict(list)
    for guard, e in demands:
        by_key[_key(e)].append(guard)
        if e[0] == "v":
            for depth in range(1, len(e[1])):
                maps[e[1][:depth]].append(guard)
    weakest = {key: _weakest(guards) for key, guards in by_key.items()}
    weakest_maps = {path: _weakest(guards) for path, guards in maps.items()}
    return {
        (guard, key)
        for key, guards in weakest.items()
        for guard in guards
        if key[0] != "v" or not _deeper(key[1], guard, weakest_maps)
    }


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
    for guard, e in sorted(held, key=repr):
        rows.append([encoder.spans.put(held[guard, e]), encoder.guard(guard), encoder.expression(e)])
    data = {
        "versions": versions,
        "expressions": encoder.expressions,
        "open": sorted(encoder.open),
        "guards": encoder.guards,
        "demands": sorted(rows),
        "spans": encoder.spans.rows,
    }
    write_table(output, with_reads(data))


if __name__ == "__main__":
    main()
