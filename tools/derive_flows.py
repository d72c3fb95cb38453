"""Derive ``schemas/flows.json`` from the templates of every extracted chart version: which value lands in which field of what.

Usage: derive_flows.py CHARTS OUTPUT, where CHARTS holds one folder per version (2.0.0, 2.0.1, …). Only fields of kinds that
``schemas/kubernetes.json`` knows are kept, and only where what is written can be refused.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from demand_reads import Reads, numbered
from released_charts import OPTIONAL, condition_paths, released_program, version_folders
from spans import Spans
from table_files import write_table

from pachlint.learning.demands import switches
from pachlint.learning.flow_rows import FlowRows
from pachlint.learning.flows import flows_of
from pachlint.learning.order import Order
from pachlint.learning.symbolic import Runner

if TYPE_CHECKING:
    from pachlint.learning.flows import Flow
    from pachlint.learning.forms import Guard, Nodes

COMMENT = (
    "What the charts' templates write into the fields of Kubernetes objects; tools/derive_flows.py renews it."
)


def flows_of_version(folder: Path, seen: dict[tuple[Nodes, Guard], frozenset[Flow]]) -> set[Flow]:
    """All flows of one version; what one template file writes is found once."""
    found, conditions = released_program(folder), condition_paths(folder)
    runner = Runner(found)
    out: set[Flow] = set()
    for name in sorted(found.bodies):
        if name.endswith("NOTES.txt") or found.bodies[name][0] in OPTIONAL:
            continue
        key = runner.file(name), switches(found.bodies[name][0], conditions)
        if key not in seen:
            seen[key] = frozenset(flows_of(*key))
        out |= seen[key]
    return out


def table(versions: list[str], held: dict[Flow, list[int]]) -> dict[str, Any]:
    """Encode everything in a stable order."""
    parts, spans, order = FlowRows(), Spans(), Order()
    encoder = parts.encoder
    rows = [(flow, parts.put(spans.put(held[flow]), flow)) for flow in sorted(held, key=order.text)]
    reads = Reads({"expressions": encoder.expressions, "guards": encoder.guards})
    sets: dict[tuple[str, ...], int] = {}
    for _, row in rows:
        read = reads.expression(row[3]) if row[3] >= 0 else reads.guard(row[4])
        if row[3] >= 0 and row[3] in encoder.open:
            read |= reads.guard(row[4])
        row.append(sets.setdefault(tuple(sorted(read)), len(sets)))
    constant = sets.get((), -1)
    flows = [[*row, parts.screen(flow)] for flow, row in rows if row[6] != constant]
    return {
        "$comment": COMMENT,
        "versions": versions,
        "spans": spans.rows,
        "objects": list(parts.objects),
        "places": list(parts.places),
        "screens": parts.screens,
        "open": sorted(encoder.open),
        **numbered(sets),
        "guards": encoder.guards,
        "flows": flows,
        "expressions": encoder.expressions,
    }


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("charts", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    folders = version_folders(options.charts)
    held: dict[Flow, list[int]] = defaultdict(list)
    seen: dict[Any, frozenset[Flow]] = {}
    for index, folder in enumerate(folders):
        for flow in flows_of_version(folder, seen):
            held[flow].append(index)
    write_table(options.output, table([folder.name for folder in folders], held), by_row=("expressions",))


if __name__ == "__main__":
    main()
