"""Measure what large and repetitive inputs take, in every mode: no input may take long, or much memory.

Usage: hostile_sizes.py [--only WORD] [--modes A,B] [--size F] [--seconds S] [--megabytes M]

Each shape of :mod:`hostile_shapes` and :mod:`hostile_holders` stands near one of the bounds; --size scales it. A run that takes more than S seconds
of processor or M megabytes, breaks, or ends in more than a line where nothing is reported, is printed; exit 1 if there
is any.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hostile_holders import HOLDERS
from hostile_shapes import SHAPES, Shape

ALL = {**SHAPES, **HOLDERS}
_ROOT = Path(__file__).resolve().parent.parent
MODES: dict[str, tuple[str, ...]] = {
    "text": ("check", "FILES"),
    "concise": ("check", "--format", "concise", "FILES"),
    "json": ("check", "--format", "json", "FILES"),
    **{
        name: ("check", "--format", name, "FILES")
        for name in ("sarif", "html", "gitlab", "github", "junit", "checkstyle")
    },
    "full": ("check", "-v", "--show-fixes", "FILES"),
    "statistics": ("check", "--statistics", "FILES"),
    "ignored": ("check", "--show-ignored", "FILES"),
    "hook": ("check", "--hook", "FILES"),
    "release": ("check", "-f", "ONE"),
    "fix": ("check", "--fix", "--unsafe-fixes", "FILES"),
    "diff": ("check", "--diff", "--unsafe-fixes", "FILES"),
    "add-ignores": ("check", "--add-ignores", "FILES"),
    "write-baseline": ("check", "--write-baseline", "base.json", "FILES"),
    "values": ("values", "-f", "ONE"),
    "values-json": ("values", "--format", "json", "-f", "ONE"),
    "init": ("init", "."),
    "found": ("check",),
}
"""The words of a command; FILES stands for the files of the shape, ONE for the first of them."""


class Measured(NamedTuple):
    """What one run took, its status, and how much it printed."""

    seconds: float
    megabytes: float
    status: int
    printed: int
    errors: str


def measured(words: tuple[str, ...], limit: float) -> Measured:
    """Run a command in the current folder."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        command = [sys.executable, "-m", "pachlint", *words]
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=errors, env=_environment(),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit) + 1)),  # noqa: PLW1509
        ) as process:  # fmt: skip
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read(2000).decode("utf-8", "replace")
        return Measured(
            usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode, out.seek(0, 2), said
        )


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return {**kept, "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"}


def words_of(shape: Shape, mode: str, size: float) -> tuple[str, ...]:
    """The words of the command, for the files of the shape, which are written into the current folder."""
    files = shape.write(size)
    given = {"FILES": files, "ONE": files[:1]}
    words = [word for one in MODES[mode] for word in given.get(one, [one])]
    return (*words, *(shape.words(size) if MODES[mode][0] in shape.commands else ()))


def runs(shape: Shape, modes: list[str], size: float, limit: float) -> Iterator[tuple[str, Measured]]:
    """The shape in each mode, in a fresh folder each."""
    for mode in modes:
        with tempfile.TemporaryDirectory() as folder:
            before = Path.cwd()
            os.chdir(folder)
            try:
                yield mode, measured(words_of(shape, mode, size), limit)
            finally:
                os.chdir(before)


def main() -> int:
    """Measure; the exit status."""
    options = _options()
    bad = 0
    measured(("rules",), 60)  # a checkout compiles the rules once
    for name, shape in ALL.items():
        if options.only and not any(word in name for word in options.only.split(",")):
            continue
        start, line = time.monotonic(), []
        for mode, one in runs(shape, options.modes.split(","), options.size, options.seconds * 5):
            wrong = (
                one.seconds > options.seconds
                or one.megabytes > options.megabytes
                or one.status not in (0, 1, 2, 3)
            )
            bad += wrong
            line.append(
                f"{mode} {one.seconds:.1f}s {one.megabytes:.0f}MB {one.status}{' !!!' if wrong else ''}"
            )
            if one.status not in (0, 1, 2, 3):
                line.append(one.errors[-300:])
        print(f"{name} ({time.monotonic() - start:.0f} s)\n    " + "; ".join(line), flush=True)
    print(f"{bad} runs beyond {options.seconds:g} s or {options.megabytes:g} MB")
    return 1 if bad else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--only", default="", help="shapes whose name holds one of these words, with commas")
    parser.add_argument("--modes", default=",".join(MODES))
    parser.add_argument("--size", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--megabytes", type=float, default=300.0)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
