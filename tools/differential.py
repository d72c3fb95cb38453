"""Compare pachlint's verdict with real Helm's on random values, and shrink what they disagree about.

Usage: differential.py --helm HELM --charts DIR [--seed N] [--cases N] [--versions 2.0.0,2.11.6]

DIR holds one folder per chart version (2.0.0, 2.0.1, …). Each case is a values file for one version: a few settings
that decide what is rendered, and a few random values at random paths of the chart, right and wrong. Prints every
disagreement in its smallest form and a tally; exit 1 if there is any.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from pachlint import lint
from pachlint.chart.charts import Chart, chart
from pachlint.finding import Impact
from pachlint.lint import Job
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook, load
from pachlint.source import Source
from pachlint.target import Setting, Wanted
from pachlint.versions import RELEASED, resolve

Tree = dict[str, Any]

# What decides which templates are rendered, with the values that people give it.
_SWITCHES: dict[tuple[str, ...], tuple[object, ...]] = {
    ("deployTarget",): ("LOCAL", "AMAZON", "GOOGLE", "MICROSOFT", "MINIO", "CUSTOM", "", "amazon"),
    ("pachd", "storage", "backend"): ("", "LOCAL", "AMAZON", "GOOGLE", "MICROSOFT", "MINIO"),
    ("pachd", "storage", "storageURL"): ("", "s3://data-7f3", "gs://data-7f3"),
    ("pachd", "enabled"): (True, False),
    ("console", "enabled"): (True, False),
    ("ingress", "enabled"): (True, False),
    ("ingress", "host"): ("", "pach.example.com"),
    ("proxy", "enabled"): (True, False),
    ("proxy", "host"): ("", "pach.example.com"),
    ("proxy", "service", "type"): ("ClusterIP", "LoadBalancer", "NodePort"),
    ("proxy", "tls", "enabled"): (True, False),
    ("pachd", "tls", "enabled"): (True, False),
    ("pachd", "externalService", "enabled"): (True, False),
    ("ingress", "tls", "enabled"): (True, False),
    ("enterpriseServer", "enabled"): (True, False),
    ("determined", "enabled"): (True, False),
    ("postgresql", "enabled"): (True, False),
    ("pgbouncer", "enabled"): (True, False),
    ("cloudsqlAuthProxy", "enabled"): (True, False),
    ("loki-stack", "enabled"): (True, False),
    ("oidc", "mockIDP"): (True, False),
    ("pachd", "enterpriseLicenseKey"): ("", "key"),
    ("pachd", "activateEnterpriseMember"): (True, False),
    ("pachd", "activateAuth"): (True, False),
    ("pachd", "pachw", "inSidecars"): (True, False),
    ("global", "customCaCerts"): (True, False),
    ("global", "postgresql", "postgresqlPassword"): ("", "8sGf5vYk"),
    ("pachd", "storage", "amazon"): ({"bucket": "data-7f3", "region": "eu-central-1"},),
    ("pachd", "storage", "google"): ({"bucket": "data-7f3"},),
    ("pachd", "storage", "microsoft"): ({"container": "data", "id": "account", "secret": "a2V5"},),
}

# Texts that are harmless in a values file and not always so in a manifest.
_TEXTS = (
    "", "x", "true", "5", "1e3", "a: b", "a #b", "- a", "{a", "[", "*a", "&a", "!x", "%x", "@x", "'", '"', "\\", "a'b", 'a"b',
    " a", "a ", "a\nb", "a\n  b: c", "\n", "#", ":", "a:", "null", "~", "{{ x }}", "é", "0x1F", "1_000", "2024-01-01", "\t",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """Values for one version of the chart."""

    version: str
    values: Tree

    def text(self) -> str:
        """The values as a file."""
        stream = StringIO()
        YAML(typ="safe", pure=True).dump(self.values, stream)
        return stream.getvalue()


class Helm:
    """Real Helm on a folder of charts."""

    def __init__(self, binary: str, charts: Path, folder: Path) -> None:
        self.binary, self.charts, self.file = binary, charts, folder / "values.yaml"

    def accepts(self, case: Case) -> bool:
        """Whether ``helm template`` succeeds."""
        self.file.write_text(case.text())
        command = [self.binary, "template", "pachd", str(self.charts / case.version), "-f", str(self.file)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def accepts(case: Case, book: Rulebook) -> bool:
    """Whether pachlint finds nothing that Helm would refuse."""
    wanted = Wanted(chart_version=Setting(resolve(case.version), "flag"))
    job = Job("values.yaml", (read(Source("values.yaml", case.text())),), wanted=wanted)
    return all(finding.impact is not Impact.REJECTED for finding in lint.check([job], book).findings)


def random_case(dice: random.Random, version: str) -> Case:
    """Some switches and some random values at random paths of the chart."""
    values: Tree = {}
    whole = chart(resolve(version))
    for path in dice.sample(list(_SWITCHES), dice.randrange(1, 9)):
        _put(values, path, dice.choice(_SWITCHES[path]))
    values.setdefault("deployTarget", "LOCAL")
    paths = list(_paths(whole, ()))
    for _ in range(dice.choice((0, 1, 1, 2, 3, 5))):
        path = dice.choice(paths)
        _put(values, path, _value(dice, whole, path))
    return Case(version, values)


def shrunk(case: Case, helm: Helm, book: Rulebook) -> Case:
    """The smallest case that still is a disagreement: whatever can be left out is."""
    progress = True
    while progress:
        progress = False
        for smaller in _smaller(case.values):
            attempt = Case(case.version, smaller)
            if accepts(attempt, book) != helm.accepts(attempt):
                case, progress = attempt, True
                break
    return case


def _paths(whole: Chart, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name in whole.children(path):
        yield (*path, name)
        yield from _paths(whole, (*path, name))


def _put(values: Tree, path: tuple[str, ...], value: object) -> None:
    for step in path[:-1]:
        below = values.get(step)
        if not isinstance(below, dict):
            below = values[step] = {}
        values = below
    values[path[-1]] = value


def _value(dice: random.Random, whole: Chart, path: tuple[str, ...]) -> object:
    field = whole.field(path)
    fitting = dice.random() < 0.6 and field is not None and bool(field.types)
    kind = dice.choice(
        field.types if fitting and field else ("null", "boolean", "integer", "string", "array", "object")
    )
    if dice.random() < 0.15:
        return None
    match kind:
        case "boolean":
            return dice.choice((True, False))
        case "integer" | "number":
            return dice.choice((0, 1, 80, 30650, -1, 1.5, 1000000))
        case "string":
            return dice.choice(_TEXTS)
        case "array":
            return dice.choice(([], ["x"], [{"name": "x"}], [{"name": "x", "value": "y"}], [1], [None]))
        case "object":
            return dice.choice(({}, {"x": "y"}, {"x": {}}, {"x": 1}, {"x": None}, {"a": "b", "c": "d"}))
    return None


def _smaller(tree: Tree) -> Iterator[Tree]:
    """The tree without one of its parts, larger parts first."""
    for key, value in tree.items():
        rest = {name: other for name, other in tree.items() if name != key}
        yield rest
        if isinstance(value, dict):
            for below in _smaller(value):
                yield {**tree, key: below}


def main() -> int:
    """Run the cases; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--helm", required=True, help="the Helm binary")
    parser.add_argument("--charts", required=True, type=Path, help="a folder of charts, one per version")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--versions", default="", help="a list with commas; all by default")
    options = parser.parse_args()
    versions = options.versions.split(",") if options.versions else [str(version) for version in RELEASED]
    dice, book, wrong, refused = random.Random(options.seed), load(), 0, 0  # noqa: S311 -- no secrets
    with tempfile.TemporaryDirectory() as folder:
        helm = Helm(options.helm, options.charts, Path(folder))
        for _ in range(options.cases):
            case = random_case(dice, dice.choice(versions))
            verdict = helm.accepts(case)
            refused += not verdict
            if accepts(case, book) != verdict:
                wrong += 1
                small = shrunk(case, helm, book)
                said = "accepts" if helm.accepts(small) else "refuses"
                print(
                    f"--- chart {small.version}: Helm {said}, pachlint does not\n{small.text()}", flush=True
                )
    print(f"{options.cases} cases, {refused} refused by Helm, {wrong} disagreements", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
