"""Derive ``schemas/services.json`` from the templates of every extracted chart version: services, ingresses, routes, addresses.

Usage: derive_services.py CHARTS OUTPUT, where CHARTS holds one folder per version (2.0.0, 2.0.1, …).
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from released_charts import condition_paths, released_program, version_folders
from spans import Spans
from table_files import write_table

from pachlint.learning.demands import switches
from pachlint.learning.objects import ADDRESSES, AnyName, exposing, object_table, printed_by
from pachlint.learning.order import Order
from pachlint.learning.output import under_guard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.learning.forms import Guard, Nodes


def files_of_version(folder: Path, seen: dict[tuple[Nodes, Guard], Nodes | None]) -> Iterator[Nodes]:
    """Yield what the files of one version print that make services, ingresses or routes."""
    found, conditions = released_program(folder), condition_paths(folder)
    runner = AnyName(found)
    for name in sorted(found.bodies):
        if name.endswith("NOTES.txt"):
            continue
        key = runner.file(name), switches(found.bodies[name][0], conditions)
        if key not in seen:
            nodes = exposing(key[0])
            seen[key] = nodes and under_guard(nodes, key[1])
        made = seen[key]
        if made is not None:
            yield made


def addresses_of_version(folder: Path) -> Iterator[tuple[str, Nodes]]:
    """Yield what one version prints for each public address, by its name."""
    runner = AnyName(released_program(folder))
    for name, template in ADDRESSES.items():
        yield name, printed_by(runner, template)


def table(
    versions: list[str], held: dict[Nodes, list[int]], addresses: dict[tuple[str, Nodes], list[int]]
) -> dict[str, Any]:
    """Encode everything in a stable order."""
    spans, order = Spans(), Order()
    files = [(spans.put(held[nodes]), nodes) for nodes in sorted(held, key=order.text)]
    named = [(spans.put(addresses[key]), *key) for key in sorted(addresses, key=order.text)]
    found = object_table(files, named)
    return {
        "$comment": "The services, ingresses and routes that the charts make; tools/derive_services.py renews it.",
        "versions": versions,
        "spans": spans.rows,
        **found,
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
    held: dict[Nodes, list[int]] = defaultdict(list)
    addresses: dict[tuple[str, Nodes], list[int]] = defaultdict(list)
    seen: dict[Any, Nodes | None] = {}
    for index, folder in enumerate(folders):
        for nodes in files_of_version(folder, seen):
            held[nodes].append(index)
        for address in addresses_of_version(folder):
            addresses[address].append(index)
    found = table([folder.name for folder in folders], held, addresses)
    write_table(options.output, found, by_row=("expressions", "pieces"))


if __name__ == "__main__":
    main()
