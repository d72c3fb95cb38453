"""Derive ``schemas/optional-charts.json``: what the templates of charts that are off by default print.

Usage: derive_optional.py CHARTS OUTPUT, where CHARTS holds one folder per version (2.0.0, 2.0.1, …).
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from released_charts import OPTIONAL, released_program, version_folders
from spans import Spans
from table_files import write_table

from pachlint.learning.encoding import TextEncoder
from pachlint.learning.order import Order
from pachlint.learning.outline import outlined, silenced
from pachlint.learning.output import text_expr
from pachlint.learning.symbolic import Runner

if TYPE_CHECKING:
    from collections.abc import Iterator

Printed = tuple[str, bool, Any]
"""The chart's place among the values, whether Helm reads what is printed as manifests, and what that is."""


def files_of(folder: Path) -> Iterator[Printed]:
    """Yield what every template file of the optional charts in one version prints."""
    found = released_program(folder)
    runner = Runner(found)
    for name in sorted(found.bodies):
        scope = found.bodies[name][0]
        if scope in OPTIONAL:
            manifests = not name.endswith("NOTES.txt")
            nodes = runner.file(name)
            printed = outlined(nodes) if manifests else silenced(nodes)
            yield scope, manifests, text_expr(printed)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("charts", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    folders = version_folders(options.charts)
    held: dict[Printed, list[int]] = defaultdict(list)
    for index, folder in enumerate(folders):
        for printed in files_of(folder):
            if held[printed][-1:] != [index]:
                held[printed].append(index)
    encoder, spans, order = TextEncoder(), Spans(), Order()
    files = [
        [spans.put(versions), scope, int(manifests), encoder.expression(e)]
        for (scope, manifests, e), versions in sorted(held.items(), key=lambda one: order.text(one[0]))
    ]
    data = {
        "versions": [folder.name for folder in folders],
        "spans": spans.rows,
        "files": sorted(files),
        "open": sorted(encoder.open),
        "expressions": encoder.expressions,
    }
    write_table(options.output, data)


if __name__ == "__main__":
    main()
