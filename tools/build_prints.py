"""Write schemas/chart-prints.json: a print of every template of the released charts, to know them again in a local chart.

Usage: ``python tools/build_prints.py FOLDER [OUTPUT]``, where ``FOLDER/2.11.6`` is the chart of that version.
"""

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from spans import Spans

from pachlint.chart.files import load_chart
from pachlint.chart.likeness import print_of
from pachlint.versions import RELEASED

OUTPUT = Path(__file__).resolve().parent.parent / "schemas" / "chart-prints.json"
COMMENT = (
    "The templates of every released chart and of the charts inside it, by a print of their content, with the files that "
    "they read and what switches the charts inside on. Each print is followed by the releases that have it: first, last, "
    "first, last, ... by their place among all."
)


def main() -> None:
    """Read every released chart."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path, nargs="?", default=OUTPUT)
    options = parser.parse_args()
    held: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, version in enumerate(RELEASED):
        for name, content in load_chart(str(options.folder / str(version))).templates.items():
            held[name, print_of(content)].append(index)
    files: dict[str, list[list[object]]] = defaultdict(list)
    for name, found in sorted(held, key=lambda key: (key[0], held[key])):
        spans = Spans()
        files[name].append([found, *spans.rows[spans.put(held[name, found])]])
    options.output.write_text(render(files), encoding="utf-8")


def render(files: dict[str, list[list[object]]]) -> str:
    """The table as text, a file a line."""
    rows = [
        f"{json.dumps(name)}: {json.dumps(prints, separators=(',', ':'))}" for name, prints in files.items()
    ]
    return "{\n" + f'"$comment": {json.dumps(COMMENT)},\n"files": {{\n' + ",\n".join(rows) + "\n}\n}\n"


if __name__ == "__main__":
    main()
