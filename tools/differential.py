"""Compare pachlint's verdict with real Helm's on random values, and shrink what they disagree about.

Usage: differential.py --helm HELM --charts DIR [--kind likely] [--layered] [--seed N] [--cases N] [--versions 2.0.0,2.11.6]

DIR holds one folder per chart version (2.0.0, 2.0.1, …). Each case is a release of one version: ``scattered`` has odd
values at random paths, ``likely`` has what people write, mistakes included, ``crowded`` switches nearly all templates on,
``odd-texts`` writes texts that meet the layout of a manifest, ``optional`` switches on charts inside loki-stack that are off
by default. With ``--layered`` the values come in two files and flags. Prints every disagreement in its smallest form and a
tally; exit 1 if there is any.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import odd_texts
import optional_values
import random_values
from ruamel.yaml import YAML

from pachlint import lint
from pachlint.finding import Impact
from pachlint.layering.flags import Flag
from pachlint.lint import Job
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook, load
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import RELEASED, resolve

Tree = dict[str, Any]
KINDS: dict[str, Callable[[random.Random, str], Tree]] = {
    "scattered": random_values.scattered,
    "likely": random_values.likely,
    "crowded": random_values.crowded,
    "odd-texts": odd_texts.odd_texts,
    "optional": optional_values.optional,
}
_SAFE_KEY = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/")


class Case(NamedTuple):
    """A release of one version of the chart: values files, the last one wins, and flags."""

    version: str
    files: tuple[Tree, ...]
    flags: tuple[Flag, ...] = ()

    def texts(self) -> tuple[str, ...]:
        """The values as files."""
        return tuple(map(_dumped, self.files))

    def shown(self) -> str:
        """The files and flags for people."""
        return "---\n".join(self.texts()) + "".join(f"--{flag.kind} {flag.text}\n" for flag in self.flags)


class Helm:
    """Real Helm on a folder of charts."""

    def __init__(self, binary: str, charts: Path, folder: Path) -> None:
        self.binary, self.charts, self.folder = binary, charts, folder

    def accepts(self, case: Case) -> bool:
        """Whether ``helm template`` succeeds."""
        command = [self.binary, "template", "pachd", str(self.charts / case.version)]
        for number, text in enumerate(case.texts()):
            file = self.folder / f"values-{number}.yaml"
            file.write_text(text)
            command += ["-f", str(file)]
        for flag in case.flags:
            command += [f"--{flag.kind}", flag.text]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def accepts(case: Case, book: Rulebook) -> bool:
    """Whether pachlint finds nothing that Helm would reject."""
    overrides = Overrides(chart_version=Resolved(resolve(case.version), "flag"))
    documents = tuple(read(Source(f"{number}.yaml", text)) for number, text in enumerate(case.texts()))
    report = lint.check([Job("values", documents, case.flags, overrides)], book)
    return all(finding.impact is not Impact.REJECTED for finding in report.findings)


def layered(rng: random.Random, case: Case) -> Case:
    """The same values, more or less, in two files and flags; the first file has other things that are overlaid."""
    first: Tree = {}
    second: Tree = {}
    flags: list[Flag] = []
    for path, value in random_values.leaves(case.files[0]):
        draw = rng.random()
        if draw < 0.15 and all(set(step) <= _SAFE_KEY for step in path):
            flags.append(_flag(path, value))
        elif draw < 0.55:
            random_values.put(first, path, value)
        else:
            random_values.put(second, path, value)
        if draw > 0.9:
            random_values.put(first, path, rng.choice((None, "x", {"x": "y"}, 1)))
    return Case(case.version, (first, second), tuple(flags))


def shrunk(case: Case, disagree: Callable[[Case], bool]) -> Case:
    """The smallest case that still is a disagreement: whatever can be left out is."""
    progress = True
    while progress:
        progress = False
        for attempt in _smaller_cases(case):
            if disagree(attempt):
                case, progress = attempt, True
                break
    return case


def _dumped(values: Tree) -> str:
    stream = StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.dump(values, stream)
    return stream.getvalue()


def _flag(path: tuple[str, ...], value: object) -> Flag:
    name = ".".join(path)
    if isinstance(value, str) and not set(value) & set("\\,{}[]\n"):
        return Flag("set-string", f"{name}={value}")
    if value is None or isinstance(value, bool | int):
        return Flag("set", f"{name}={json.dumps(value)}")
    return Flag("set-json", f"{name}={json.dumps(value)}")


def _smaller_cases(case: Case) -> Iterator[Case]:
    """The case without a flag, a file or a part of a file."""
    for index in range(len(case.flags)):
        yield case._replace(flags=case.flags[:index] + case.flags[index + 1 :])
    for index, file in enumerate(case.files):
        before, after = case.files[:index], case.files[index + 1 :]
        if before or after:
            yield case._replace(files=before + after)
        for smaller in _smaller(file):
            yield case._replace(files=(*before, smaller, *after))


def _smaller(tree: Tree) -> Iterator[Tree]:
    """The tree without one of its parts, larger parts first."""
    for key, value in tree.items():
        yield {name: other for name, other in tree.items() if name != key}
        if isinstance(value, dict):
            for below in _smaller(value):
                yield {**tree, key: below}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--helm", required=True, help="the Helm binary")
    parser.add_argument("--charts", required=True, type=Path, help="a folder of charts, one per version")
    parser.add_argument("--kind", choices=sorted(KINDS), help="what values to make; all by default")
    parser.add_argument("--layered", action="store_true", help="in two files and flags")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--versions", default="", help="a list with commas; all by default")
    return parser.parse_args()


def cases(options: argparse.Namespace) -> Iterator[Case]:
    """As many cases as are asked for; the same ones for the same seed."""
    versions = options.versions.split(",") if options.versions else [str(version) for version in RELEASED]
    rng = random.Random(options.seed)  # noqa: S311 -- no secrets
    for _ in range(options.cases):
        version, kind = rng.choice(versions), options.kind or rng.choice(sorted(KINDS))
        case = Case(version, (KINDS[kind](rng, version),))
        yield layered(rng, case) if options.layered else case


def main() -> int:
    """Run the cases; the exit status."""
    options = _options()
    book, wrong, rejected = load().select(["rejected"]), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        helm = Helm(options.helm, options.charts, Path(folder))
        for case in cases(options):
            verdict = helm.accepts(case)
            rejected += not verdict
            if accepts(case, book) != verdict:
                wrong += 1
                small = shrunk(case, lambda attempt: accepts(attempt, book) != helm.accepts(attempt))
                said = "accepts" if helm.accepts(small) else "refuses"
                print(
                    f"--- chart {small.version}: Helm {said}, pachlint does not\n{small.shown()}", flush=True
                )
    print(f"{options.cases} cases, {rejected} rejected by Helm, {wrong} disagreements", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
