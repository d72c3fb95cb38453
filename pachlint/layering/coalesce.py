"""How Helm 3 lays values over each other (3.17.3: pkg/cli/values, pkg/chartutil). Nothing is changed in place.

Trees that are not touched are shared with the input, so a result must not be modified.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from pachlint.identity import Same
from pachlint.layering.numbering import number_of, seen
from pachlint.place import Path, value_at
from pachlint.records import NamedTuple

GLOBAL = "global"

Table = dict[str, object]
_Subcharts = Same[Sequence["Subchart"]]
_NOTHING: Table = {}


class Subchart(NamedTuple):
    """A dependency of a chart.

    ``name`` is the alias if it has one. ``condition`` is as in ``Chart.yaml``: paths with commas between them.
    ``imports`` are the ``import-values`` as pairs of child table and parent path (``.`` for the root). ``schema`` is
    the JSON Schema inside a local chart, as it was parsed, or None; ``types`` are the JSON types that the schema
    inside a released chart demands, by path. ``listed`` is false for a chart that lies below ``charts/`` and is no
    dependency in ``Chart.yaml``; ``beside_list`` says that there is a list all the same, perhaps an empty one.
    """

    name: str
    defaults: Mapping[str, object]
    condition: str = ""
    tags: tuple[str, ...] = ()
    subcharts: tuple["Subchart", ...] = ()
    imports: tuple[tuple[str, str], ...] = ()
    schema: object = None
    types: tuple[tuple[str, str], ...] = ()
    listed: bool = True
    beside_list: bool = False


class CoalesceError(ValueError):
    """Values that Helm rejects; ``path`` is the key of the subchart that is not a mapping."""

    def __init__(self, *path: str) -> None:
        super().__init__(f"{'.'.join(path)} holds the values of a subchart, so it must be a mapping")
        self.path = path


def overlay(below: Mapping[str, object], above: Mapping[str, object]) -> Table:
    """One values file over another: mappings are merged, everything else is replaced, null included."""
    result = dict(below)
    for key, value in above.items():
        there = result.get(key)
        result[key] = overlay(there, value) if isinstance(value, dict) and isinstance(there, dict) else value
    return result


def effective_values(
    defaults: Mapping[str, object], subcharts: Sequence[Subchart], user: Mapping[str, object]
) -> Table:
    """What a template of the chart sees as ``.Values``.

    Raises:
        CoalesceError: if a subchart's key is set to something else than a mapping.
    """
    chart = _at_top(defaults, subcharts)
    if subcharts:
        of_it = Same(subcharts)
        chart = _with_enabled(Same(defaults), of_it, _known_on(chart, of_it, user))
    return _coalesce(chart, user, merge=False)


def _at_top(defaults: Mapping[str, object], subcharts: Sequence[Subchart]) -> Subchart:
    return Subchart("", defaults, subcharts=tuple(subcharts))


def enabled(
    defaults: Mapping[str, object], subcharts: Sequence[Subchart], user: Mapping[str, object]
) -> tuple[Subchart, ...]:
    """The subcharts that conditions and tags leave on, at every level.

    Raises:
        CoalesceError: if a subchart's key is set to something else than a mapping.
    """
    chart = _at_top(defaults, subcharts)
    return _only(chart, _on(chart, user, "")).subcharts


def places_on(
    defaults: Mapping[str, object], subcharts: Sequence[Subchart], user: Mapping[str, object]
) -> set[Path]:
    """Where the values of the charts stand that conditions and tags leave on, at every level.

    Raises:
        CoalesceError: if a subchart's key is set to something else than a mapping.
    """
    return set(_places(enabled(defaults, subcharts, user)))


def _places(subcharts: Iterable[Subchart], above: Path = ()) -> Iterator[Path]:
    for one in subcharts:
        yield (*above, one.name)
        yield from _places(one.subcharts, (*above, one.name))


@lru_cache(maxsize=128)
def _with_enabled(defaults: Same[Mapping[str, object]], subcharts: _Subcharts, on: "_On") -> Subchart:
    """The chart with the subcharts that are on, and what it imports from them; releases of one version share it."""
    return _with_imports(_only(_at_top(defaults.it, subcharts.it), on))


def _coalesce(chart: Subchart, user: Mapping[str, object], *, merge: bool) -> Table:
    """Lay a chart's user values over its defaults; ``merge`` keeps nulls, else they delete the default."""
    names = [subchart.name for subchart in chart.subcharts]
    result = _tables(user, chart.defaults, merge=merge, merged=names)
    for subchart in chart.subcharts:
        below = result.get(subchart.name, {})
        if not isinstance(below, dict):
            raise CoalesceError(subchart.name)
        given = number_of(result.get(GLOBAL)) if below is chart.defaults.get(subchart.name) else -1
        key = Same(subchart), Same(below), given, merge
        inner = _found_inside.get(key)
        if inner is None:
            try:
                inner = _coalesce(subchart, _with_globals(below, result), merge=merge)
            except CoalesceError as error:
                raise CoalesceError(subchart.name, *error.path) from None
            if given > 0:
                if len(_found_inside) >= _MOST_INSIDE:
                    _found_inside.clear()
                _found_inside[key] = inner
        result[subchart.name] = inner
    return result


_MOST_INSIDE = 100
_found_inside: dict[object, Table] = {}
"""What became of the defaults of subcharts of which the user set nothing but what is global."""


def _tables(
    value: Mapping[str, object], default: Mapping[str, object], *, merge: bool, merged: Sequence[str] = ()
) -> Table:
    """Lay a table over another one, of which what it does not have comes last; nulls are kept too in the ``merged`` ones below it."""
    result = {**value, **default}
    for key in value.keys() & default.keys():
        there, below = value[key], default[key]
        if there is None and not merge:
            del result[key]
        elif isinstance(there, dict) and isinstance(below, dict):
            result[key] = _tables(there, below, merge=merge or key in merged)
        else:
            result[key] = there
    return result


def _with_globals(values: Table, parent: Table) -> Table:
    """A subchart's values with the parent's ``global`` laid over its own."""
    own = values.get(GLOBAL, {})
    given = parent.get(GLOBAL, {})
    if not isinstance(own, dict) or not isinstance(given, dict):
        return values
    result = dict(own)
    for key, value in given.items():
        there = own.get(key)
        if isinstance(value, dict) and key in own:
            if isinstance(there, dict):
                result[key] = _tables(value, there, merge=True)
        elif not isinstance(there, dict):
            result[key] = value
    return {**values, GLOBAL: result}


_On = tuple[tuple[int, "_On"], ...] | None
"""Which of the subcharts are on, by their numbers, with those inside each; None: all of them."""


def _on(chart: Subchart, user: Mapping[str, object], prefix: str) -> _On:
    """Which subcharts are on.

    Below the first level Helm looks a condition up in the whole release's values, with the subchart's defaults laid
    under their root. Where a chart lists no dependency, it does not look any deeper.
    """
    if not _lists_any(chart) and not any(subchart.beside_list for subchart in chart.subcharts):
        return None
    values = _coalesce(chart, user, merge=False)
    return tuple(
        (number, _on(subchart, values, f"{prefix}{subchart.name}."))
        for number, subchart in enumerate(chart.subcharts)
        if is_enabled(subchart, values, prefix)
    )


_MOST = 1_000
_found_on: dict[object, _On] = {}


def _known_on(chart: Subchart, subcharts: _Subcharts, user: Mapping[str, object]) -> _On:
    """The same, found again for values that are the same where conditions and tags look."""
    paths, names = _asked(subcharts)
    if not all(isinstance(value_at(user, name, _NOTHING), dict) for name in names):
        return _on(chart, user, "")
    asked = [seen(user, path) for path in paths]
    key = Same(chart.defaults), subcharts, repr(asked)
    if key not in _found_on:
        if len(_found_on) >= _MOST:
            _found_on.clear()
        _found_on[key] = _on(chart, user, "")
    return _found_on[key]


@lru_cache(maxsize=128)
def _asked(subcharts: _Subcharts) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Where the conditions and the tags of subcharts look, at every level, and where Helm wants a mapping for each of them.

    It lays the values of charts further in under the root as well, and what is global over that of every chart inside.
    """
    paths: dict[Path, None] = {("tags",): None}
    names: dict[Path, None] = {}
    waiting: list[tuple[Path, Subchart]] = [((), one) for one in subcharts.it]
    while waiting:
        above, one = waiting.pop()
        prefix = "".join(f"{step}." for step in above)
        for condition in filter(None, one.condition.strip().split(",")):
            path = tuple((prefix + condition).split("."))
            paths[path] = None
            paths |= {
                (*path[:depth], GLOBAL): None
                for at, step in enumerate(path)
                if step == GLOBAL
                for depth in range(at)
            }
        place = (*above, one.name)
        names |= {place[start:]: None for start in range(len(place))}
        waiting += [(place, inner) for inner in one.subcharts]
    return tuple(paths), tuple(names)


def _only(chart: Subchart, on: _On) -> Subchart:
    """The chart without the subcharts that are off."""
    if on is None:
        return chart
    return chart._replace(subcharts=tuple(_only(chart.subcharts[number], inner) for number, inner in on))


def _lists_any(chart: Subchart) -> bool:
    return any(subchart.listed for subchart in chart.subcharts)


def is_enabled(subchart: Subchart, values: Mapping[str, object], prefix: str = "") -> bool:
    """Whether the release has a subchart; ``prefix`` is the path of the chart it is in, with a dot after.

    A condition that names a boolean decides; else the tags do; else the subchart is on.
    """
    for path in subchart.condition.strip().split(","):
        found = value_at(values, (prefix + path).split(".")) if path else None
        if isinstance(found, bool):
            return found
    tags = values.get("tags")
    switches = [
        tags[tag] for tag in subchart.tags if isinstance(tags, dict) and isinstance(tags.get(tag), bool)
    ]
    return not switches or any(switches)


def _with_imports(chart: Subchart) -> Subchart:
    """The chart with its subcharts' defaults, and what it imports from them, among its own defaults."""
    chart = chart._replace(subcharts=tuple(_with_imports(subchart) for subchart in chart.subcharts))
    if not _lists_any(chart):
        return chart
    defaults = _coalesce(chart, {}, merge=True)
    imported: Table = {}
    for subchart in chart.subcharts:
        for child, parent in subchart.imports:
            table = value_at(defaults, f"{subchart.name}.{child}".split("."))
            if isinstance(table, dict):
                imported = _tables(imported, _nested(table, parent), merge=True)
    return chart._replace(defaults=_tables(defaults, imported, merge=True))


def _nested(table: Table, parent: str) -> Table:
    for step in reversed([] if parent == "." else parent.split(".")):
        table = {step: table}
    return table


def copied(value: object) -> object:
    """The same tree, none of whose parts anybody else holds."""
    if isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value
