"""Compare the fields that ``schemas/destinations.json.z`` says values go to with what real Helm renders, on random values.

Usage: destination_agreement.py --helm HELM --charts DIR [--kind likely] [--seed N] [--cases N] [--versions 2.0.0,2.11.6] [--table FILE]

DIR holds one folder per chart version. Of each case that Helm accepts every field that is predicted must hold the predicted value; and
every field whose value is another one than with the defaults must be one that some value goes to. Prints what disagrees and a tally;
exit 1 if anything does.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from differential import KINDS, Case

from pachlint.chart.charts import chart
from pachlint.chart.files import load_chart
from pachlint.layering.coalesce import effective_values
from pachlint.reading.composer import compose
from pachlint.reading.document import read
from pachlint.source import Source
from pachlint.verdict.breaches import TemplateInput
from pachlint.verdict.destinations import Table, Written, load, rows_of, shipped, written
from pachlint.verdict.rendered import SEPARATOR
from pachlint.versions import RELEASED, resolve

Place = tuple[str | int, ...]
Objects = Mapping[tuple[str, str], list[Any]]
BASE = {"deployTarget": "LOCAL"}
EVERY = "*"


def rendered(helm: str, folder: Path, text: str) -> Objects | None:
    """The objects that Helm makes by kind and name; None if it rejects the values."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "values.yaml"
        file.write_text(text)
        done = subprocess.run(
            [helm, "template", "pachd", str(folder), "-f", str(file)],
            capture_output=True,
            text=True,
            check=False,
        )
    return objects(done.stdout) if done.returncode == 0 else None


def objects(text: str) -> Objects:
    """The objects in what is printed, by kind and name, those in lists too."""
    found: dict[tuple[str, str], list[Any]] = {}
    for part in SEPARATOR.split(text):
        data = compose(part).data if part.strip() else None
        if isinstance(data, dict):
            name = str((data.get("metadata") or {}).get("name") or "")
            found.setdefault((str(data.get("kind")), name), []).append(data)
    return found


def at(data: Any, place: Place) -> Iterator[Any]:
    """What stands at a place; of lists in every item."""
    if not place:
        yield data
    elif isinstance(data, list):
        for item in data:
            yield from at(item, place[1:] if isinstance(place[0], int) else place)
    elif isinstance(data, dict):
        for key, item in data.items():
            if place[0] in (EVERY, key):
                yield from at(item, place[1:])


def holds(data: Any, value: Any) -> bool:
    """Whether a field holds a value, among others if it is a map or a list."""
    if value in (None, "", {}, []):
        return True
    if isinstance(value, dict) and isinstance(data, dict):
        return all(key in data and holds(data[key], item) for key, item in value.items())
    if isinstance(value, list) and isinstance(data, list):
        return all(any(holds(one, item) for one in data) for item in value)
    # Helm trims what it prints, the end of a block scalar too
    return str(data).rstrip("\n") == str(value).rstrip("\n")


def wrong(predicted: list[Written], found: Objects, versions: tuple[str, str]) -> Iterator[str]:
    """The predicted fields that are not there; a chart as the tag has it may name another version than its release."""
    for one in predicted:
        places = [value for data in found.get((one.kind, one.name), ()) for value in at(data, one.place)]
        as_tagged = one.value.replace(*versions) if isinstance(one.value, str) else one.value
        expected = (one.value, as_tagged)
        if not any(holds(value, this) for value in places or (None,) for this in expected):
            yield f"{one.kind} {one.name} {one.place}: {one.value!r} is predicted, there is {places!r}"


def changed(one: Any, other: Any, place: Place = ()) -> Iterator[Place]:
    """The places at which both have something, and not the same."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() & other.keys():
            yield from changed(one[key], other[key], (*place, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for a, b in zip(one, other, strict=True):
            yield from changed(a, b, (*place, 0))
    elif not isinstance(one, dict | list) and not isinstance(other, dict | list) and one != other:
        yield place


def unforeseen(version: str, table: Table, before: Objects, after: Objects) -> Iterator[str]:
    """The fields that another value is in than before, and that no value goes to."""
    known = places(version, table)
    for key in before.keys() & after.keys():
        for one, other in zip(before[key], after[key], strict=False):
            for place in changed(one, other):
                is_checksum = str(place[-1]).startswith("checksum/")
                if not is_checksum and not any(_covers(place, here) for here in known.get(key[0], ())):
                    yield f"{key[0]} {key[1]} {place}: nothing is known to go there"


def _covers(place: Place, known: Place) -> bool:
    return len(known) <= len(place) and all(a in (EVERY, b) for a, b in zip(known, place, strict=False))


@cache
def _places(version: str, number: int) -> Mapping[str, set[Place]]:
    found: dict[str, set[Place]] = {}
    table = _TABLES[number]
    for row in rows_of(version, table):
        found.setdefault(table.objects[row.object][0], set()).add(tuple(table.places[row.place]))
    return found


_TABLES: dict[int, Table] = {}


def places(version: str, table: Table) -> Mapping[str, set[Place]]:
    """The places that values go to in a version, by kind."""
    _TABLES[id(table)] = table
    return _places(version, id(table))


def main() -> None:
    """Run the cases."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--helm", required=True)
    parser.add_argument("--charts", type=Path, required=True)
    parser.add_argument("--kind", choices=KINDS, default="likely")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=1, help="accepted cases of each version")
    parser.add_argument(
        "--versions", type=lambda text: text.split(","), default=[str(one) for one in RELEASED]
    )
    parser.add_argument("--table", type=Path)
    options = parser.parse_args()
    table = load(options.table.read_bytes()) if options.table else shipped()
    tally: Counter[str] = Counter()
    for version in options.versions:
        base = rendered(options.helm, options.charts / version, "deployTarget: LOCAL\n")
        rng, accepted = random.Random(f"{options.seed} {version}"), 0  # noqa: S311 -- no secrets
        for _ in range(options.cases * 12):
            if accepted == options.cases:
                break
            values = {**BASE, **KINDS[options.kind](rng, version)}
            text = Case(version, (values,)).texts()[0]
            found = rendered(options.helm, options.charts / version, text)
            if found is None:
                continue
            accepted += 1
            released = chart(resolve(version))
            user = read(Source("v.yaml", text)).data
            given = TemplateInput(effective_values(released.defaults, released.subcharts, user), version)
            own = load_chart(str(options.charts / version)).version
            predicted = list(written(given, table))
            problems = [
                *wrong(predicted, found, (version, own)),
                *(unforeseen(version, table, base, found) if base else ()),
            ]
            tally.update(cases=1, fields=len(predicted), problems=len(problems))
            for line in problems:
                print(f"{version}: {line}", flush=True)
    print(dict(tally))
    sys.exit(1 if tally["problems"] else 0)


if __name__ == "__main__":
    main()
