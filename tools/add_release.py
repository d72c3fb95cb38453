"""Add releases of the chart to the shipped tables, and renew all of them.

Usage: ``python tools/add_release.py CHARTS``, where CHARTS holds the extracted chart of every release, a folder per version
(2.0.0, 2.0.1, …), those that ``schemas/releases.json`` does not know among them. Each new one is compared with the release before
it; then every table is made anew, which takes some minutes for each. Pages and golden files come last: ``tools/build_docs.py``,
``tools/shown.py``, ``pytest --update``.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from spans import version_key

TOOLS = Path(__file__).resolve().parent
SCHEMAS = TOOLS.parent / "schemas"
STEPS = (
    ("build_prints.py", "chart-prints.json"),
    ("build_subcharts.py", "subcharts.json"),
    ("derive_demands.py", "demands.json"),
    ("derive_manifests.py", "manifests.json"),
    ("derive_templates.py", "templates.json"),
    ("derive_optional.py", "optional-charts.json"),
    ("derive_flows.py", "flows.json"),
    ("derive_services.py", "services.json"),
    ("derive_destinations.py", "destinations.json.z"),
)
"""The tools that make a table of the charts of all releases, and their tables: ``TOOL CHARTS OUTPUT``."""


def main() -> None:
    """Take in every new version, then derive the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("charts", type=Path)
    parser.add_argument(
        "--only", nargs="*", metavar="TABLE", help="make only these tables, such as flows.json"
    )
    options = parser.parse_args()
    for version in new_versions(options.charts):
        add(version)
        run("build_values_schema.py", options.charts, version)
    for tool, table in STEPS:
        if not options.only or table in options.only:
            run(tool, options.charts, SCHEMAS / table)


def new_versions(charts: Path) -> list[str]:
    """The versions that have a chart and are no releases yet, the oldest first; each must follow the one before it."""
    last_patch = _releases()["last_patch"]
    names = sorted((path.name for path in charts.iterdir() if path.is_dir()), key=version_key)
    found = []
    for name in names:
        minor, _, patch = name.rpartition(".")
        if int(patch) > last_patch.get(minor, -1):
            if int(patch) != last_patch.get(minor, -1) + 1:
                raise SystemExit(f"{name}: the releases before it are missing")
            last_patch[minor] = int(patch)
            found.append(name)
    return found


def add(version: str) -> None:
    """Make a version a release."""
    data = _releases()
    minor, _, patch = version.rpartition(".")
    data["last_patch"][minor] = int(patch)
    data["last_patch"] = dict(sorted(data["last_patch"].items(), key=lambda one: version_key(one[0])))
    (SCHEMAS / "releases.json").write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def run(tool: str, *arguments: object) -> None:
    """Run one of the tools."""
    print(f"{tool} {' '.join(map(str, arguments))}", flush=True)
    subprocess.run([sys.executable, TOOLS / tool, *map(str, arguments)], check=True)


def _releases() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / "releases.json").read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    main()
