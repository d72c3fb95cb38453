"""Derive ``schemas/templates.json``: what the charts' named templates print, as expressions over what they are given.

Usage: derive_templates.py CHARTS OUTPUT, where CHARTS holds one folder per version. ``names`` are the templates of all
versions by the chart that has them; those that can be followed have an expression by span of versions, in which ``["$", 0]`` is what they are given.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from released_charts import released, released_program, version_folders
from spans import Spans
from table_files import write_table

from pachlint.learning.encoding import Encoder
from pachlint.learning.named import printed_templates
from pachlint.learning.order import Order
from pachlint.learning.program import template_names
from pachlint.learning.symbolic import Runner

if TYPE_CHECKING:
    from pachlint.learning.forms import Expr


def names_by_chart(folders: list[Path]) -> dict[str, list[str]]:
    """Return the names of the templates of all versions by chart."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in folders:
        for name, scope in template_names(released(folder)):
            found[scope].add(name)
    return {scope: sorted(names) for scope, names in sorted(found.items())}


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("charts", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    folders = version_folders(options.charts)
    held: dict[tuple[str, Expr], list[int]] = defaultdict(list)
    for index, folder in enumerate(folders):
        for name, e in printed_templates(Runner(released_program(folder))):
            held[name, e].append(index)
    encoder, spans, order = Encoder(), Spans(), Order()
    templates: dict[str, list[list[int]]] = defaultdict(list)
    for name, e in sorted(held, key=order.text):
        templates[name].append([spans.put(held[name, e]), encoder.expression(e)])
    data: dict[str, Any] = {
        "versions": [folder.name for folder in folders],
        "names": names_by_chart(folders),
        "spans": spans.rows,
        "expressions": encoder.expressions,
        "open": sorted(encoder.open),
        "templates": templates,
    }
    write_table(options.output, data)


if __name__ == "__main__":
    main()
