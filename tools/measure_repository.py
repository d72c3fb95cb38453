"""Measure checks of whole repositories, as ratios in one run on one machine.

``measure_repository.py HELM CHART [--program PATH] [--files N] [--values N] [--rounds N]``: the time to find 50 values files among N files, the
time for N values files against as many runs of ``helm template`` (some are run, before and after, and their median counts), by one process
once and by all in rounds, and how time and memory of the largest process grow to four times as many files.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from repository_files import values_text, write

_PEAK = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(usage.ru_maxrss, usage.ru_utime + usage.ru_stime)
"""


def check(program: str, folder: Path, *words: str) -> tuple[float, float, float]:
    """Seconds, seconds of processors, and megabytes of the largest process of a check of a folder."""
    start = time.perf_counter()
    command = [program, "check", "--fail-on", "never", "--format", "json", *words, "."]
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, *command], cwd=folder, check=True, capture_output=True, text=True
    )
    memory, processors = map(float, done.stdout.split())
    print(f"    {done.stderr.strip().splitlines()[-1]}")
    return time.perf_counter() - start, processors, memory / 1000


def helm(program: str, chart: str, folder: Path, runs: int) -> list[float]:
    """Seconds of runs of ``helm template`` on values that it accepts."""
    times = []
    for number in range(runs):
        file = folder / f"helm-{number}.yaml"
        file.write_text(values_text(2 * number + 1), encoding="utf-8")
        start = time.perf_counter()
        subprocess.run([program, "template", "pachd", chart, "-f", file], check=False, capture_output=True)
        times.append(time.perf_counter() - start)
        file.unlink()
    return times


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("helm")
    parser.add_argument("chart")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--values", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--program", default=shutil.which("pachlint") or "pachlint")
    given = parser.parse_args()
    given.program = str(Path(given.program).absolute())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part, files, values in (
            *(("sparse", given.files, 44), ("dense", given.values, given.values)),
            ("denser", 4 * given.values, 4 * given.values),
        ):
            (folder / part).mkdir()
            write(folder / part, files, values, applications=6 if part == "sparse" else 0)
        subprocess.run(["git", "init", "-q", "sparse"], cwd=folder, check=True)
        seconds, processors, memory = check(given.program, folder / "sparse")
        print(f"{given.files:,} files: {seconds:.1f} s, {processors:.1f} s of processors, {memory:.0f} MB")
        _compare(given, folder, "--jobs", "1")
        rounds = [_compare(given, folder) for _ in range(given.rounds)]
        ratios = ", ".join(f"{ratio:.1f}" for ratio, _, _ in rounds)
        print(f"median of {ratios}: {statistics.median(ratio for ratio, _, _ in rounds):.1f}")
        before = statistics.median(one for _, one, _ in rounds), statistics.median(one for *_, one in rounds)
        more = check(given.program, folder / "denser")
        print(
            f"four times as many: {more[0] / before[0]:.2f} times the time, {more[1] / before[1]:.2f} times that of "
            f"processors, {more[2]:.0f} MB"
        )


def _compare(given: argparse.Namespace, folder: Path, *words: str) -> tuple[float, float, float]:
    """How many times as long Helm takes, and seconds and seconds of processors of the check."""
    times = helm(given.helm, given.chart, folder, given.runs)
    seconds, processors, memory = check(given.program, folder / "dense", *words)
    times += helm(given.helm, given.chart, folder, given.runs)
    one = statistics.median(times)
    ratio = given.values * one / seconds
    print(
        f"{given.values:,} values files{' in one process' if words else ''}: {seconds:.1f} s "
        f"({processors:.1f} s of processors, {memory:.0f} MB); helm template {1000 * one:.0f} ms each: {ratio:.1f} times as long"
    )
    return ratio, seconds, processors


if __name__ == "__main__":
    main()
