"""Derive ``schemas/flows.json`` from the templates of every extracted chart version: which value lands in which field of what.

Usage: derive_flows.py CHARTS OUTPUT, where CHARTS holds one folder per version (2.0.0, 2.0.1, …). Only fields of kinds that
``schemas/kubernetes.json`` knows are kept, and only where what is written can be refused.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from demand_reads import Reads, numbered
from landing import Landing, Landings, constant_text, head, writes_yaml
from released_charts import OPTIONAL, condition_paths, released_program, version_folders
from spans import Spans
from table_files import write_table

from pachlint.kubernetes.types import SCALARS, field_at, kind_type, type_at
from pachlint.learning.demands import read_as_root, switches
from pachlint.learning.encoding import Encoder
from pachlint.learning.guards import beside
from pachlint.learning.symbolic import Runner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from landing import Place

    from pachlint.learning.forms import Expr, Guard, Nodes

COMMENT = (
    "What the charts' templates write into the fields of Kubernetes objects; tools/derive_flows.py renews it."
)
_ANY_NAME: Expr = ("c", "")
# A flow: kind and name of the object, place, expression (None: the field itself, which does not exist), guard, whether other
# fields of the same object are written beside it.
Flow = tuple[str, "Expr", "Place", "Expr | None", "Guard", bool]


def flows_of_version(folder: Path, seen: dict[tuple[Nodes, Guard], frozenset[Flow]]) -> set[Flow]:
    """All flows of one version; what one template file writes is found once."""
    found, conditions = released_program(folder), condition_paths(folder)
    runner = Runner(found)
    out: set[Flow] = set()
    for name in sorted(found.bodies):
        if name.endswith("NOTES.txt") or found.bodies[name][0] in OPTIONAL:
            continue
        key = runner.file(name), switches(found.bodies[name][0], conditions)
        if key not in seen:
            seen[key] = frozenset(map(_rooted, flows_of_file(*key)))
        out |= seen[key]
    return out


def _rooted(flow: Flow) -> Flow:
    kind, name, place, expression, guard, shared = flow
    return (
        kind,
        read_as_root(name),
        place,
        expression and read_as_root(expression),
        read_as_root(guard),
        shared,
    )


def flows_of_file(nodes: Nodes, guard: Guard) -> Iterator[Flow]:
    """What one file writes into fields where it can be refused."""
    landings = Landings().file(nodes, guard)
    inside: dict[tuple[int, Place], list[Guard]] = defaultdict(list)
    for one in landings:
        if one.expression is None and one.place:
            inside[id(one.object), one.place[:-1]].append(one.guard)
    for landing in landings:
        kind = _kind(landing)
        if kind is None:
            continue
        flow = (kind, head(landing.object, "metadata", "name") or _ANY_NAME, landing.place)
        known = _type_at(kind, landing.place)
        if landing.expression is None:
            alone = _type_at(kind, landing.place[:-1]) is not None
            if known is None and alone and landing.guard and "*" not in landing.place:
                yield (*flow, None, landing.guard, False)
        elif known is not None and _can_be_refused(known, landing.expression):
            others = inside[id(landing.object), landing.place]
            shared = any(beside(other, landing.guard) is not None for other in others)
            yield (*flow, landing.expression, landing.guard, shared)


def _kind(landing: Landing) -> str | None:
    kind = constant_text(head(landing.object, "kind"))
    version = head(landing.object, "apiVersion")
    if version is None or kind is None:
        return None
    fixed = constant_text(version)
    if fixed is not None:
        return kind_type(fixed, kind)
    # by the cluster's capabilities: the newest is what clusters have today
    return next((found for group in _GROUPS if (found := kind_type(group, kind))), None)


_GROUPS = ("v1", "apps/v1", "batch/v1", "networking.k8s.io/v1", "rbac.authorization.k8s.io/v1")


def _type_at(kind: str, place: Place) -> str | None:
    try:
        return type_at(kind, place) if place else kind
    except KeyError:
        return None


def _can_be_refused(known: str, written: Expr) -> bool:
    """Whether what is written into a field may be refused: of plain text only what comes out as something else."""
    field = field_at(known)
    if field.type == "any" or known in {"ConfigMap.data", "Secret.stringData"}:
        return False
    if field.constraints or field.type not in SCALARS:
        return True
    return not (field.type in {"string", "bytes"} and _is_quoted(written))


def _is_quoted(written: Expr) -> bool:
    nodes = written[1] if written[0] == "cat" else (("hole", written),)
    first = nodes[0]
    if first[0] == "text":
        return str(first[1])[:1] in {'"', "'"} or len(str(first[1]).strip()) > 2
    inner = first[1]
    while inner[0] in {"shift", "text"}:
        inner = inner[-1]
    return inner[0] in {"quote", "b64enc", "toJson"} and not writes_yaml(inner)


def table(versions: list[str], held: dict[Flow, list[int]]) -> dict[str, Any]:
    """Encode everything in a stable order."""
    encoder, spans = Encoder(), Spans()
    objects: dict[tuple[str, int], int] = {}
    places: dict[Place, int] = {}
    rows: list[list[int]] = []
    for flow in sorted(held, key=repr):
        kind, name, place, expression, guard, shared = flow
        rows.append(
            [
                spans.put(held[flow]),
                objects.setdefault((kind, encoder.expression(name)), len(objects)),
                places.setdefault(place, len(places)),
                -1 if expression is None else encoder.expression(_unwrapped(expression)),
                encoder.guard(guard),
                int(shared),
            ]
        )
    data = {"expressions": encoder.expressions, "guards": encoder.guards}
    reads = Reads(data)
    sets: dict[tuple[str, ...], int] = {}
    for row in rows:
        read = reads.expression(row[3]) if row[3] >= 0 else reads.guard(row[4])
        if row[3] >= 0 and row[3] in encoder.open:
            read |= reads.guard(row[4])
        row.append(sets.setdefault(tuple(sorted(read)), len(sets)))
    rows = [row for row in rows if row[6] != sets.get((), -1)]
    screens: list[Any] = []
    ordered = list(places)
    for row in rows:
        screen = _screen(list(objects)[row[1]][0], ordered[row[2]]) if row[3] >= 0 else None
        if screen is not None and screen not in screens:
            screens.append(screen)
        row.append(-1 if screen is None else screens.index(screen))
    return {
        "$comment": COMMENT,
        "versions": versions,
        "spans": spans.rows,
        "objects": list(objects),
        "places": list(places),
        "screens": screens,
        "open": sorted(encoder.open),
        **numbered(sets),
        "guards": encoder.guards,
        "flows": rows,
        "expressions": encoder.expressions,
    }


_OF_TYPES = {
    "Container.image": "reference",
    "Container.resources": "resources",
    "ObjectMeta.annotations": "annotations",
}
_NAMES = {"dns-label", "service-name"}
_HOSTS = {"dns-subdomain", "ingress-host", "wildcard-host", "config-key"}


def _screen(kind: str, place: Place) -> Any:
    """What tells at a glance that a value is accepted at a place, as :mod:`pachlint.verdict.plain_values` reads it."""
    known = type_at(kind, place)
    field = field_at(known)
    constraints = field.constraints
    if known in _OF_TYPES:
        return _OF_TYPES[known]
    if place[-2:] == ("hostPath", "path"):
        return "reference"
    if field.type == "{}string" and constraints.get("values") == "label-value":
        return "labels"
    if "enum" in constraints:
        # but a Service of a type that needs an external name
        return [one for one in constraints["enum"] if one != "ExternalName"]
    if place == ("metadata", "name") or constraints.get("format") in _NAMES:
        return "name"
    if constraints.get("format") in _HOSTS or (field.type == "string" and set(constraints) == {"required"}):
        return "host"
    if field.type == "quantity" and place[-2] == "requests" and "volumeClaimTemplates" in place:
        return "quantity"
    if (
        field.type in {"int32", "int64"}
        and set(constraints) <= {"required", "min", "max"}
        and place[-1] != "successThreshold"
    ):
        return [constraints.get("min", 0), min(constraints.get("max", 2**31 - 1), 2**31 - 1)]
    if constraints.get("format") == "port-name":
        return "port-name"
    return "text" if field.type == "string" and not constraints else None


def _unwrapped(written: Expr) -> Expr:
    """A value that is written by ``toYaml`` alone, as that; what is put together as it is."""
    nodes: Nodes = written[1] if written[0] == "cat" else ()
    holes = [node for node in nodes if node[0] == "hole"]
    if len(holes) != 1 or any(node[1].strip() for node in nodes if node[0] == "text"):
        return written
    hole: Expr = holes[0][1]
    inner = hole
    while inner[0] in {"shift", "text"}:
        inner = inner[-1]
    return inner if inner[0] == "toYaml" else hole


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("charts", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    folders = version_folders(options.charts)
    held: dict[Flow, list[int]] = defaultdict(list)
    seen: dict[Any, frozenset[Flow]] = {}
    for index, folder in enumerate(folders):
        for flow in flows_of_version(folder, seen):
            held[flow].append(index)
    write_table(options.output, table([folder.name for folder in folders], held), by_row=("expressions",))


if __name__ == "__main__":
    main()
