"""Which field of which object every value is written into, of all releases; it is read only when somebody asks.

``schemas/destinations.json.z`` holds for every chart version what its templates write into fields, as expressions over the
values, and under which conditions.
"""

from __future__ import annotations

import json
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pachlint import bundled
from pachlint.records import NamedTuple
from pachlint.verdict.breaches import CHART, covers
from pachlint.verdict.conditions import Conditions, Guards
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.flows import UNREAD, as_written
from pachlint.verdict.forms import Expressions
from pachlint.verdict.gotemplate import printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pachlint.place import Path
    from pachlint.verdict.breaches import TemplateInput


class Row(NamedTuple):
    """What is written into a place of an object; all are numbers, but ``whole``: nothing else is written there."""

    span: int
    object: int
    place: int
    expression: int
    guard: int
    whole: int


class Table(NamedTuple):
    """The destinations of every version."""

    versions: Mapping[str, int]
    spans: Sequence[Sequence[int]]
    objects: Sequence[tuple[str, int]]
    """Kind, and the expression of the name."""
    places: Sequence[Sequence[str | int]]
    open: frozenset[int]
    guards: Guards
    rows: Sequence[Sequence[int]]
    expressions: Expressions


class Written(NamedTuple):
    """What is written into a field of an object; of an item of a list it is not known which one."""

    kind: str
    name: str
    place: Path
    value: object


def load(packed: bytes) -> Table:
    """Read ``schemas/destinations.json.z``."""
    return load_data(json.loads(zlib.decompress(packed)))


def load_data(data: Mapping[str, Any]) -> Table:
    """The same from what the file holds."""
    return Table(
        versions={version: index for index, version in enumerate(data["versions"])},
        open=frozenset(data["open"]),
        expressions=Expressions(data["expressions"]),
        guards=Guards(data["guards"]),
        **{name: data[name] for name in ("spans", "objects", "places", "rows")},
    )


@lru_cache(maxsize=1)
def shipped() -> Table:
    """The destinations of all releases."""
    return load(bundled.read("schemas/destinations.json.z"))


def rows_of(version: str, table: Table) -> Iterator[Row]:
    """The rows of a version."""
    index = table.versions.get(version)
    if index is not None:
        yield from (Row(*row) for row in table.rows if covers(table.spans[row[0]], index))


def written(given: TemplateInput, table: Table) -> Iterator[Written]:
    """What a version writes into fields for some values; what is a part of a longer text is left out."""
    about = {"Version": given.version, "AppVersion": given.version}
    evaluator = Evaluator(table.expressions, table.open, {**given.values, CHART: about}, helm=given.helm)
    conditions = Conditions(table.guards, evaluator)
    for row in rows_of(given.version, table):
        if not row.whole:
            continue
        kind, name = table.objects[row.object]
        for env in conditions.environments(row.guard):
            try:
                value = as_written(printed(evaluator.value(row.expression, env)))
                named = as_written(printed(evaluator.value(name, env)))
            except EvaluationError:
                continue
            if value is not UNREAD:
                yield Written(
                    kind, "" if named is None else str(named), tuple(table.places[row.place]), value
                )
