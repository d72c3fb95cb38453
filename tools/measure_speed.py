"""Measure what pachlint promises about speed, as ratios in one run on one machine.

``measure_speed.py HELM CHART [--runs N] [--program PATH]``: cold start of ``pachlint check`` against ``helm template``
on the same file (paired, medians), and in this process the warm rate and what all rules cost for a file of some 150
lines. Measure an installed wheel (``--program``): a checkout reads its rules from elsewhere.
"""

import argparse
import io
import json
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from ruamel.yaml import YAML

from pachlint.judging.judge import applies, judge
from pachlint.lint import Job, check, prepare
from pachlint.reading.document import read
from pachlint.rulebook import shipped
from pachlint.source import Source

ROOT = Path(__file__).parent.parent
FILE = ROOT / "examples" / "eks" / "right.yaml"


def paired(commands: dict[str, list[str]], runs: int) -> dict[str, float]:
    """The median wall time of each command in milliseconds; the commands take turns."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times[name].append(time.perf_counter() - start)
    return {name: 1000 * statistics.median(found) for name, found in times.items()}


def warm(seconds: float) -> float:
    """Files a second, each read, layered and judged by all rules in this process, on one core."""
    text, book = FILE.read_text(encoding="utf-8"), shipped()
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        check([Job("values.yaml", (read(Source("values.yaml", text)),))], book)
        count += 1
    return count / (time.perf_counter() - start)


def long_file() -> str:
    """The first of the real files that tests judge whose values take 150 lines or more."""
    for line in (ROOT / "tests" / "quiet" / "files.jsonl").read_text(encoding="utf-8").splitlines():
        stream = io.StringIO()
        YAML().dump(json.loads(line)["values"], stream)
        if 150 <= len(stream.getvalue().splitlines()) <= 180:
            return stream.getvalue()
    raise LookupError("no file of 150 lines")


def rules_alone(text: str, runs: int) -> float:
    """The median time that all rules take for a file that is read and laid over the defaults, in milliseconds."""
    book, job = shipped(), Job("values.yaml", (read(Source("values.yaml", text)),))
    times = []
    for _ in range(runs):
        context = prepare(job)
        start = time.perf_counter()
        for rule in book.rules:
            if applies(rule, context):
                judge(rule, context)
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("helm")
    parser.add_argument("chart")
    parser.add_argument("--runs", type=int, default=25)
    parser.add_argument("--program", default=shutil.which("pachlint") or "pachlint")
    given = parser.parse_args()
    medians = paired(
        {
            "pachlint": [given.program, "check", "--fail-on", "never", str(FILE)],
            "helm": [given.helm, "template", "pachd", given.chart, "-f", str(FILE)],
            "python": [sys.executable, "-c", "pass"],
        },
        given.runs,
    )
    lines = len(FILE.read_text(encoding="utf-8").splitlines())
    for name, milliseconds in medians.items():
        print(f"{name:<9} {milliseconds:7.1f} ms")
    print(f"cold, {lines} lines: {medians['pachlint'] / medians['helm']:.2f} of helm template")
    print(f"warm: {warm(3):.0f} files a second")
    text = long_file()
    print(f"all rules, warm, {len(text.splitlines())} lines: {rules_alone(text, given.runs):.1f} ms")


if __name__ == "__main__":
    main()
