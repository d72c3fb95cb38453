"""Derive ``schemas/manifests.json`` from the templates of every extracted chart version.

Usage: derive_manifests.py CHARTS OUTPUT, where CHARTS holds one folder per version (2.0.0, 2.0.1, …).
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from chance_conditions import is_fragile
from demand_reads import ALWAYS, Reads, defaults_by_version, numbered
from printing import Printing
from released_charts import OPTIONAL, condition_paths, released_program, version_folders
from spans import Spans
from table_files import write_table

from pachlint.learning.demands import switches
from pachlint.learning.encoding import Encoder
from pachlint.learning.forms import Text
from pachlint.learning.layout import skeleton
from pachlint.learning.order import Order
from pachlint.learning.output import under_guard
from pachlint.learning.pieces import Pieces
from pachlint.learning.symbolic import Runner
from pachlint.verdict.breaches import TemplateInput
from pachlint.verdict.manifests import broken_files, load_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.learning.forms import Guard, Nodes

File = tuple[str, "Nodes"]


def files_of_version(folder: Path, seen: dict[tuple[Nodes, Guard], Nodes]) -> Iterator[File]:
    """Yield the layout of the template files of one version that print manifests, by name."""
    found, conditions = released_program(folder), condition_paths(folder)
    runner = Runner(found)
    for name in sorted(found.bodies):
        if name.endswith("NOTES.txt") or found.bodies[name][0] in OPTIONAL:
            continue
        key = runner.file(name), switches(found.bodies[name][0], conditions)
        if key not in seen:
            seen[key] = under_guard(skeleton(key[0]), key[1])
        if not all(isinstance(node, Text) for node in seen[key]):
            yield name, seen[key]


def table(versions: list[str], held: dict[File, list[int]]) -> dict[str, Any]:
    """Encode everything in a stable order."""
    encoder, spans, order = Encoder(), Spans(), Order()
    pieces = Pieces(encoder)
    ordered = sorted(held, key=order.text)
    rows: list[Any] = [[spans.put(held[name, nodes]), pieces.put(nodes)] for name, nodes in ordered]
    data = {
        "versions": versions,
        "spans": spans.rows,
        "expressions": encoder.expressions,
        "open": sorted(encoder.open),
        "pieces": pieces.rows,
    }
    reads, always = Reads(data), set(_broken_by_defaults(data, rows))
    sets: dict[tuple[str, ...], int] = {}
    files, printing = [], Printing()
    for number, ((span, nodes), (_, layout)) in enumerate(zip(rows, ordered, strict=True)):
        fragile = int(number in always or is_fragile(encoder.expressions, pieces.rows, nodes))
        read = printing.file(layout)
        if fragile:
            read = frozenset().union(*map(reads.expression, pieces.expressions(nodes)))
        key = (ALWAYS,) if number in always else tuple(sorted(read))
        files.append([span, sets.setdefault(key, len(sets)), fragile, nodes])
    long = {"expressions": data.pop("expressions"), "pieces": data.pop("pieces")}
    sets_by_number = numbered(sets)
    numbers = {path: number for number, path in enumerate(sets_by_number["paths"])}
    places = {
        name: sorted(numbers[path] for path in found if path in numbers)
        for name, found in (("alone", printing.alone), ("inline", printing.inline - printing.alone))
    }
    return {**data, "files": files, **sets_by_number, **places, **long}


def _broken_by_defaults(data: dict[str, Any], rows: list[Any]) -> Iterator[int]:
    """The numbers of the files that Helm could not read with the chart's own defaults."""
    files = [[span, 0, 0, nodes] for span, nodes in rows]
    whole = load_data({**data, "alone": [], "inline": [], "files": files, "paths": [ALWAYS], "reads": [[0]]})
    for version, values in defaults_by_version(data["versions"]):
        for number, _ in broken_files(TemplateInput(values, version), whole):
            print("unreadable with the defaults of", version, number, file=sys.stderr)
            yield number


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("charts", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    folders = version_folders(options.charts)
    held: dict[File, list[int]] = defaultdict(list)
    seen: dict[Any, Nodes] = {}
    for index, folder in enumerate(folders):
        for file in files_of_version(folder, seen):
            held[file].append(index)
    write_table(
        options.output, table([folder.name for folder in folders], held), by_row=("expressions", "pieces")
    )


if __name__ == "__main__":
    main()
