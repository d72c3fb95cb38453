"""What makes Helm stop in the charts that are off by default, once the values switch them on.

``schemas/optional-charts.json`` holds what their templates print, as expressions over the values with the outline of the
text around them. So each file is written here as Helm would write it, and read as Helm would read it. It is loaded only
when such a chart is on.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from pachlint import bundled
from pachlint.layering.coalesce import GLOBAL, effective_values, places_on
from pachlint.place import format_path
from pachlint.records import NamedTuple
from pachlint.verdict.breaches import Breach, HelmInput, covers
from pachlint.verdict.expressions import EvaluationError, KeyPath
from pachlint.verdict.forms import Expressions
from pachlint.verdict.layouts import Written, readable_layout
from pachlint.verdict.rendering import Renderer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pachlint.policy.context import CheckContext

_TABLE = "schemas/optional-charts.json"
_MOST = 64


class _File(NamedTuple):
    """A template file: the chart's place among the values, whether it prints manifests, and what it prints."""

    scope: str
    manifests: bool
    expression: int


class _Table(NamedTuple):
    """What every version's templates print: files as span, chart, whether they are manifests, and expression."""

    versions: Mapping[str, int]
    spans: Sequence[Sequence[int]]
    files: Sequence[tuple[int, str, int, int]]
    open: frozenset[int]
    expressions: Expressions


@lru_cache(maxsize=1)
def _table() -> _Table:
    data = json.loads(bundled.read(_TABLE))
    versions = {version: index for index, version in enumerate(data["versions"])}
    expressions = Expressions(data["expressions"])
    return _Table(versions, data["spans"], data["files"], frozenset(data["open"]), expressions)


def breaches(context: CheckContext) -> list[Breach]:
    """Return what the values get wrong in optional charts that they switch on, each path and kind once."""
    chart, user = context.chart, context.values.user
    on = {".".join(map(str, place)) for place in places_on(chart.defaults, chart.subcharts, user)}
    found: dict[tuple[object, str], Breach] = {}
    renderer = _renderer(context, context.values.data)
    for file in _files(str(chart.version), on):
        breach = _breach(renderer, file)
        if breach is not None:
            if not breach.path:
                breach = breach._replace(path=_blamed_path(context, file))
            breach = breach._replace(detail=_message(breach, file.scope))
            found.setdefault((breach.path, breach.kind), breach)
    return list(found.values())


def _files(version: str, on: set[str]) -> Iterator[_File]:
    table = _table()
    index = table.versions[version]
    for span, scope, manifests, expression in table.files:
        if scope in on and covers(table.spans[span], index):
            yield _File(scope, bool(manifests), expression)


def _renderer(context: CheckContext, values: Mapping[str, object]) -> Renderer:
    table, target = _table(), context.target
    helm = HelmInput(str(context.chart.version), target.release, target.namespace)
    return Renderer(table.expressions, table.open, values, helm)


def _breach(renderer: Renderer, file: _File) -> Breach | None:
    """What stops Helm in a file; the path is empty if the text alone does not tell it."""
    try:
        text = renderer.text(file.expression)
    except EvaluationError as failure:
        return Breach(failure.path, failure.kind, failure.detail, failure.kind == "reject")
    if not file.manifests or readable_layout([Written(text)]):
        return None
    return Breach((), "yaml", "", explicit=False)


def _blamed_path(context: CheckContext, file: _File) -> KeyPath:
    """Return the path of the value without which the file is right: one alone, or the last of several."""
    user: Mapping[str, object] = context.values.user
    scope = last = tuple(file.scope.split("."))
    paths = [path for path in _leaves(user) if path[: len(scope)] == scope or GLOBAL in path]
    # without its switch the chart is off, which mends nothing
    paths = [path for path in paths if path != (*scope, "enabled")][:_MOST]
    for path in paths:
        if _is_right(context, _without(context.values.user, path), file):
            return path
    for path in paths:
        user, last = _without(user, path), path
        if _is_right(context, user, file):
            break
    return last


def _is_right(context: CheckContext, user: Mapping[str, object], file: _File) -> bool:
    values = effective_values(context.chart.defaults, context.chart.subcharts, user)
    return _breach(_renderer(context, values), file) is None


def _leaves(tree: Mapping[str, object], above: KeyPath = ()) -> Iterator[KeyPath]:
    for key, value in tree.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key)


def _without(tree: Mapping[str, object], path: KeyPath) -> dict[str, object]:
    key, *below = path
    inner = tree[key]
    if below and isinstance(inner, dict):
        return {**tree, key: _without(inner, tuple(below))}
    return {name: value for name, value in tree.items() if name != key}


def _message(breach: Breach, scope: str) -> str:
    name, where = format_path(breach.path), " inside ".join(reversed(scope.split(".")))
    if breach.kind == "map":
        return f"the chart {where} reads keys under {name}, but it {breach.detail}"
    if breach.kind == "iterable":
        return f"the chart {where} iterates over {name}, but it {breach.detail}"
    if breach.kind == "yaml":
        return f"{name} makes a manifest of the chart {where} invalid YAML"
    return f"{name} {breach.detail}: the chart {where} reads it"
