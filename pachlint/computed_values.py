"""What ``helm get values --all`` prints: the chart's defaults with the user's values over them, which are found again."""

from collections.abc import Iterator, Mapping

from pachlint.chart import charts, fields
from pachlint.chart.charts import Chart
from pachlint.layering.coalesce import effective_values
from pachlint.lazy_regex import lazy_regex
from pachlint.reading.document import Document
from pachlint.reading.helm_output import COMPUTED
from pachlint.reading.nodes import MappingNode, Node, SequenceNode
from pachlint.records import NamedTuple
from pachlint.versions import RELEASED, Version

SEALED = "it is what helm get values --all prints"
_GLOBAL = "global"
_NUMBER = lazy_regex(r"\d+")
_MISSING = object()
_FEWEST_VALUES, _FEWEST_KEYS = 100, 5
"""Each release of the chart has more than 160 defaults below more than ten keys."""
_MOST_MISSING = 0.05
"""The part of a chart's defaults that a user may have taken away with null."""


class Computed(NamedTuple):
    """Values without what equals the defaults of a chart version."""

    document: Document
    version: Version


def computed(document: Document, chart: Chart | None, version: Version | None) -> Computed | None:
    """The user's part of computed values; None if they are none.

    Args:
        document: the values.
        chart: the local chart that they are for.
        version: the version that they are for, None if they tell.
    """
    root = document.root
    if not isinstance(root, MappingNode) or document.sealed or not _is_printed(document, root):
        return None
    if not _has_as_many(document.data):
        return None
    told = _version(document.data)
    if told is None:
        return None
    said = version or told
    own = chart or charts.chart(said)
    users = _users(document.data, own)
    left = _only(root, users)
    plain = document._replace(root=left, data=users, sealed=SEALED)
    return Computed(plain, said)


def _has_as_many(values: Mapping[str, object]) -> bool:
    """Whether there are as many values as a release of the chart has defaults, nearly all of which have to be there."""
    if len(fields.inside(fields.root()).keys() & values.keys()) < _FEWEST_KEYS:
        return False
    number, stack = 0, list[object]([values])
    while stack and number < _FEWEST_VALUES:
        here = stack.pop()
        if isinstance(here, Mapping) and here:
            stack.extend(here.values())
        else:
            number += 1
    return number >= _FEWEST_VALUES


def _is_printed(document: Document, root: MappingNode) -> bool:
    """Whether Helm may have printed the values: it sorts keys, and has no comments."""
    if document.source.text.lstrip("\ufeff").startswith(COMPUTED):
        return True
    return not document.comments and all(_is_sorted(node) for node in _mappings(root))


def _is_sorted(node: MappingNode) -> bool:
    """Whether keys are in the order of Go's JSON, or of its YAML (sorter.go): numbers by size, and letters last."""
    keys = [entry.key for entry in node.entries]
    return keys == sorted(keys) or keys == sorted(keys, key=_yaml_order)


def _yaml_order(key: str) -> list[tuple[bool, str]]:
    padded = _NUMBER.sub(lambda found: found[0].zfill(20), key)
    return [(letter.isalpha(), letter) for letter in padded]


def _mappings(node: Node) -> Iterator[MappingNode]:
    if isinstance(node, MappingNode):
        yield node
        for entry in node.entries:
            yield from _mappings(entry.node)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _mappings(item)


def _version(values: Mapping[str, object]) -> Version | None:
    """The version whose defaults are nearly all there, and the most of which are as they were; of equal ones the newest."""
    best: tuple[float, int, Version] | None = None
    for version in RELEASED:
        defaults = charts.chart(version).defaults
        if 2 * len(defaults.keys() & values.keys()) < len(defaults):
            continue
        found = list(_compared(defaults, values))
        missing = sum(one is _MISSING for one in found) / len(found)
        rank = (missing, -sum(one is True for one in found))
        if best is None or rank <= best[:2]:
            best = (*rank, version)
    return best[2] if best and best[0] <= _MOST_MISSING else None


def _compared(defaults: Mapping[str, object], values: object) -> Iterator[object]:
    """Whether each value of the defaults is the same; ``_MISSING`` if it is not there."""
    for key, default in defaults.items():
        value = values.get(key, _MISSING) if isinstance(values, Mapping) else _MISSING
        if isinstance(default, Mapping) and default:
            yield from _compared(default, value)
        else:
            yield _MISSING if value is _MISSING else value == default


def _users(values: Mapping[str, object], chart: Chart) -> dict[str, object]:
    """The values without defaults, and without globals that subcharts have from their parents."""
    defaults = effective_values(chart.defaults, chart.subcharts, {})
    found = _different(values, defaults)
    plain = {key: _without_globals(value) if key != _GLOBAL else value for key, value in found.items()}
    plain = {key: value for key, value in plain.items() if value != {} or found[key] == {}}
    same = effective_values(chart.defaults, chart.subcharts, plain) == values
    return plain if same else found


def _different(values: Mapping[str, object], defaults: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in values.items():
        default = defaults.get(key, _MISSING)
        if isinstance(value, dict) and isinstance(default, dict):
            inner = _different(value, default)
            if inner:
                found[key] = inner
        elif value != default or isinstance(value, bool) is not isinstance(default, bool):
            found[key] = value
    return found


def _without_globals(value: object) -> object:
    if not isinstance(value, dict):
        return value
    inner = {key: _without_globals(one) for key, one in value.items() if key != _GLOBAL}
    return {key: one for key, one in inner.items() if one != {} or value[key] == {}}


def _only(root: MappingNode, users: Mapping[str, object]) -> MappingNode:
    """The nodes of what is the user's."""
    entries = []
    for entry in root.entries:
        own = users.get(entry.key, _MISSING)
        if own is _MISSING or entry.lost:
            continue
        node = entry.node
        if isinstance(node, MappingNode) and isinstance(own, dict):
            node = _only(node, own)
        entries.append(entry._replace(node=node))
    effective = {entry.key: number for number, entry in enumerate(entries)}
    return root._replace(entries=tuple(entries), effective=effective)
