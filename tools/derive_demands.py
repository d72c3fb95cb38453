"""Derive ``schemas/demands.json`` from the templates of every extracted chart version.

Usage: derive_demands.py CHARTS OUTPUT, where CHARTS holds one folder per version (2.0.0, 2.0.1, …).
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from demand_reads import with_reads
from released_charts import OPTIONAL, condition_paths, released_program, version_folders
from spans import Spans
from table_files import write_table

from pachlint.learning.demands import Demand, demands_of, switches, without_implied
from pachlint.learning.encoding import Encoder
from pachlint.learning.order import Order
from pachlint.learning.symbolic import Runner

if TYPE_CHECKING:
    from pachlint.learning.forms import Guard, Nodes
    from pachlint.learning.program import Program


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
                self.seen[key] = frozenset(demands_of(*key))
            out |= self.seen[key]
        return out


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
        found, conditions = released_program(folder), condition_paths(folder)
        mine = without_implied(deriver.demands_of(found, conditions))
        for demand in mine:
            held[demand].append(index)
    write(options.output, [folder.name for folder in folders], held)


def write(output: Path, versions: list[str], held: Any) -> None:
    """Encode everything in a stable order and write it."""
    encoder, spans, order = Encoder(), Spans(), Order()
    rows = [
        [spans.put(held[demand]), encoder.guard(demand.guard), encoder.expression(demand.expression)]
        for demand in sorted(held, key=order.text)
    ]
    data = {
        "versions": versions,
        "expressions": encoder.expressions,
        "open": sorted(encoder.open),
        "guards": encoder.guards,
        "demands": sorted(rows),
        "spans": spans.rows,
    }
    table = with_reads(data)
    expressions = table.pop("expressions")
    write_table(output, {**table, "expressions": expressions}, by_row=("expressions",))


if __name__ == "__main__":
    main()
