"""Write schemas/subcharts.json: what the charts inside the released charts add to the values.

Usage: ``python tools/build_subcharts.py FOLDER [OUTPUT]``, where ``FOLDER/2.11.6`` is the chart of that version.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pachlint.chart.files import ChartFiles, load_chart
from pachlint.layering.coalesce import Subchart
from pachlint.versions import RELEASED

OUTPUT = Path(__file__).resolve().parent.parent / "schemas" / "subcharts.json"
COMMENT = (
    "The charts inside the Pachyderm chart. releases: steps [since, charts of that and the following versions]. "
    "charts: default values of each, and the charts inside it, by an id of ours. Every use of a chart has the name "
    "under which its values stand, and the condition and tags that switch it on or off. types: what the chart's own "
    "schema demands, by path. globals: paths under global that templates of the charts inside read, in every version."
)


def main() -> None:
    """Read every released chart, store each different set of defaults once; the globals stay as people wrote them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path, nargs="?", default=OUTPUT)
    options = parser.parse_args()
    charts: dict[str, Any] = {}
    releases: list[list[Any]] = []
    for version in RELEASED:
        loaded = load_chart(str(options.folder / str(version)))
        types = enforced_types(loaded)
        uses = [use(subchart, charts, types) for subchart in loaded.subcharts]
        if not releases or releases[-1][1] != uses:
            releases.append([str(version), uses])
    known = json.loads(OUTPUT.read_text(encoding="utf-8"))["globals"]
    options.output.write_text(render(charts, releases, known), encoding="utf-8")


def enforced_types(loaded: ChartFiles) -> dict[str, dict[str, str]]:
    """What the schemas of the charts right inside a chart demand, by the chart's name."""
    schemas = {name: json.loads(found.schema.content) for name, found in loaded.inside if found.schema}
    return {name: dict(types_in(schema, ())) for name, schema in schemas.items()}


def types_in(schema: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The types that a schema demands below its root."""
    if path and "type" in schema:
        yield ".".join(path), schema["type"]
    for name, below in schema.get("properties", {}).items():
        yield from types_in(below, (*path, name))


def use(
    subchart: Subchart, charts: dict[str, Any], types: dict[str, dict[str, str]] | None = None
) -> dict[str, Any]:
    """One use of a chart; the chart itself goes to ``charts``."""
    below = [use(inner, charts) for inner in subchart.subcharts]
    required = (types or {}).get(subchart.name)
    content = {
        "defaults": subchart.defaults,
        **({"subcharts": below} if below else {}),
        **({"types": required} if required else {}),
    }
    number = 1
    while charts.setdefault(f"{subchart.name}-{number}", content) != content:
        number += 1
    found: dict[str, Any] = {"chart": f"{subchart.name}-{number}", "name": subchart.name}
    if subchart.condition:
        found["condition"] = subchart.condition
    if subchart.tags:
        found["tags"] = list(subchart.tags)
    return found


def render(charts: dict[str, Any], releases: list[list[Any]], known: list[str]) -> str:
    """JSON with a line for every release and every chart."""
    parts = [f'  "$comment": {json.dumps(COMMENT)}', ' "releases": [\n' + listed(releases) + "\n ]"]
    parts.append(f' "globals": {dump(known)}')
    parts.append(
        ' "charts": {\n'
        + ",\n".join(f"  {json.dumps(key)}: {dump(charts[key])}" for key in sorted(charts))
        + "\n }"
    )
    return "{\n" + ",\n".join(parts) + "\n}\n"


def listed(values: list[list[Any]]) -> str:
    """The items of a list, one a line."""
    return ",\n".join(f"  {dump(value)}" for value in values)


def dump(value: object) -> str:
    """One value on one line."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


if __name__ == "__main__":
    main()
