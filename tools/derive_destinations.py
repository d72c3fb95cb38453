"""Derive ``schemas/destinations.json.z`` from the templates of every extracted chart version: which value goes to which field.

Usage: derive_destinations.py CHARTS OUTPUT, where CHARTS holds one folder per version (2.0.0, 2.0.1, …).
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from released_charts import OPTIONAL, READ, condition_paths, released, version_folders
from spans import Spans

from pachlint.learning.demands import switches
from pachlint.learning.destinations import AnyVersion, Destination, DestinationRows, destinations_of
from pachlint.learning.order import Order
from pachlint.learning.program import program

if TYPE_CHECKING:
    from pachlint.learning.forms import Guard, Nodes


def destinations_of_version(
    folder: Path, seen: dict[tuple[Nodes, Guard], frozenset[Destination]]
) -> set[Destination]:
    """All destinations of one version; those of one template file are found once."""
    found, conditions = program(released(folder), only=READ + OPTIONAL), condition_paths(folder)
    runner = AnyVersion(found)
    out: set[Destination] = set()
    for name in sorted(found.bodies):
        if name.endswith("NOTES.txt") or found.bodies[name][0] in OPTIONAL:
            continue
        key = runner.file(name), switches(found.bodies[name][0], conditions)
        if key not in seen:
            seen[key] = frozenset(destinations_of(*key))
        out |= seen[key]
    return out


def table(versions: list[str], held: dict[Destination, list[int]]) -> dict[str, Any]:
    """Encode everything in a stable order."""
    parts, spans, order = DestinationRows(), Spans(), Order()
    rows = [parts.put(spans.put(held[one]), one) for one in sorted(held, key=order.text)]
    return {"versions": versions, "spans": spans.rows, **parts.table(), "rows": rows}


def main() -> None:
    """Write the table, compressed: it is read only when somebody asks where a value goes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("charts", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    folders = version_folders(options.charts)
    held: dict[Destination, list[int]] = defaultdict(list)
    seen: dict[Any, frozenset[Destination]] = {}
    for index, folder in enumerate(folders):
        for one in destinations_of_version(folder, seen):
            held[one].append(index)
    found = json.dumps(table([folder.name for folder in folders], held), separators=(",", ":"))
    options.output.write_bytes(zlib.compress(found.encode(), 9))


if __name__ == "__main__":
    main()
