"""Compare pachlint's verdict on values and JSON Schemas with real Helm's, on random ones.

Usage: schema_differential.py --helm HELM [--seed N] [--cases N]

Many schemas are judged in one run of Helm, each in a chart inside the chart. Prints every disagreement; exit 1 if
there is any. With Helm 4 as HELM it shows what Helm 4 judges otherwise.
"""

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import random_schemas

from pachlint.chartschema.kinds import SchemaError, UnknownSchemaError
from pachlint.chartschema.reading import read_schema
from pachlint.chartschema.validator import SlowSchemaError, violations

_BATCH = 60
_NAME = re.compile(r"zq(\d+)zq:\n")

Case = tuple[bytes, dict[str, Any]]


def ours(case: Case) -> bool | None:
    """Whether Helm accepts the values, as pachlint has it; None if it leaves that open.

    Raises:
        RecursionError: if the schema refers to itself without end; Helm 3 breaks down over that.
    """
    try:
        return next(violations(read_schema(case[0]), case[1]), None) is None
    except SchemaError:
        return False
    except (UnknownSchemaError, SlowSchemaError):
        return None


def some_cases(rng: random.Random) -> list[tuple[Case, bool | None]]:
    """Cases for one run of Helm, with pachlint's verdicts."""
    found: list[tuple[Case, bool | None]] = []
    while len(found) < _BATCH:
        schema = json.dumps(random_schemas.schema(rng)).encode()
        case = (schema, {**random_schemas.values(rng), "global": {}})
        try:
            found.append((case, ours(case)))
        except RecursionError:
            continue
    return found


def in_helm(helm: str, cases: Sequence[Case], folder: Path) -> list[bool | None]:
    """Whether Helm accepts the values of each case; None for all if it breaks down."""
    chart = folder / "chart"
    shutil.rmtree(chart, ignore_errors=True)
    for number, (schema, _) in enumerate(cases):
        inner = chart / "charts" / f"zq{number}zq"
        inner.mkdir(parents=True)
        (inner / "Chart.yaml").write_text(f"apiVersion: v2\nname: zq{number}zq\nversion: 1.0.0\n")
        (inner / "values.schema.json").write_bytes(schema)
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: outer\nversion: 1.0.0\n")
    (folder / "values.yaml").write_text(
        json.dumps({f"zq{number}zq": values for number, (_, values) in enumerate(cases)})
    )
    command = [helm, "template", "x", str(chart), "-f", str(folder / "values.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and "don't meet the specifications" not in done.stderr:
        if len(cases) > 1:
            middle = len(cases) // 2
            return [*in_helm(helm, cases[:middle], folder), *in_helm(helm, cases[middle:], folder)]
        return [None]
    rejected = {int(number) for number in _NAME.findall(done.stderr)}
    return [number not in rejected for number in range(len(cases))]


def main() -> int:
    """Run the cases; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--helm", required=True, help="the Helm binary")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cases", type=int, default=600)
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311 -- no secrets
    tally: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(0, options.cases, _BATCH):
            batch = some_cases(rng)
            verdicts = in_helm(options.helm, [case for case, _ in batch], Path(folder))
            for (case, found), verdict in zip(batch, verdicts, strict=True):
                open_or_not = "open" if found is None or verdict is None else "judged"
                tally[f"{open_or_not}, {'accepted' if verdict else 'refused'} by Helm"] += 1
                if found is not None and verdict is not None and found is not verdict:
                    tally["disagreements"] += 1
                    said = "accepts" if verdict else "refuses"
                    print(
                        f"--- Helm {said}, pachlint does not\n{case[0].decode()}\n{json.dumps(case[1])}",
                        flush=True,
                    )
    print(dict(tally), file=sys.stderr)
    return 1 if tally["disagreements"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
