"""The types of values against those that the schemas of the chart and of the charts inside it demand."""

from collections.abc import Iterator, Mapping
from typing import cast

from pachlint.chart import fields
from pachlint.chart.charts import Chart
from pachlint.chart.fields import Node
from pachlint.chart.secrets import is_secret
from pachlint.kinds import WORDS, json_type, kind_of
from pachlint.layering.coalesce import is_enabled
from pachlint.layering.values import MISSING, Values
from pachlint.place import Path
from pachlint.policy.context import Violation
from pachlint.reading.nodes import ScalarNode

_OF_JSON = {"array": WORDS["list"], "object": WORDS["mapping"], "integer": "an integer"}
_TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def type_mismatches(values: Values, chart: Chart) -> Iterator[Violation]:
    """Values whose type the schema of this version rejects, so that Helm rejects them.

    Facts: ``expected`` and ``found`` (JSON types), ``must_be`` (``a boolean``), ``read_as`` (``list``), ``value`` (as written; ``…`` for a secret or a collection), and,
    where only the quotes are wrong, ``right`` (the value to set).
    """
    found: set[Path] = set()
    for path, node, value in _checked(values.data, values.user, fields.root(), (), chart):
        expected = fields.schema_type(node, chart.version)
        if expected is not None and not has_type(value, expected):
            found.add(path)
            yield mismatch(values, path, value, expected)
    for path, value, expected in _in_subcharts(values, chart):
        if path not in found and not has_type(value, expected):
            yield mismatch(values, path, value, expected)


def mismatch(values: Values, path: Path, value: object, expected: str) -> Violation:
    """The violation of a value that has another type than the ``expected`` one; facts as in :func:`type_mismatches`."""
    facts: dict[str, object] = {
        "expected": expected,
        "must_be": _in_words(expected),
        "found": json_type(value),
        "read_as": kind_of(value),
        "value": "…",
    }
    if not isinstance(value, dict | list) and not is_secret(path):
        facts["value"] = _as_written(values, path, value)
    right = _right_value(values, path, value, expected)
    return Violation(path, facts if right is None else {**facts, "right": right})


def _in_words(expected: str) -> str:
    """JSON types with their articles, in YAML's terms: ``a boolean``, ``a list or null``."""
    return " or ".join(_OF_JSON.get(name) or WORDS.get(name, name) for name in expected.split(" or "))


def has_type(value: object, expected: str) -> bool:
    """Whether JSON Schema finds the type: an integer is a number, and ``5.0`` is an integer."""
    found = json_type(value)
    return found == expected or (expected == "number" and found == "integer")


def _checked(
    value: object, user: object, node: Node, path: Path, chart: Chart
) -> Iterator[tuple[Path, Node, object]]:
    """Every value of the user's that a node of this version stands for, the parents first; defaults fit their schema."""
    if path:
        yield path, node, value
    if isinstance(value, Mapping):
        known, given = fields.inside(node), user if isinstance(user, Mapping) else value
        for name in given:
            child = known.get(name)
            if child is not None and name in value and fields.is_present(child, chart.version):
                yield from _checked(value[name], given[name], child, (*path, name), chart)
    items = cast("Node | None", node.get("items"))
    if items is not None and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _checked(item, item, items, (*path, index), chart)


def _in_subcharts(values: Values, chart: Chart) -> Iterator[tuple[Path, object, str]]:
    """What the user wrote where the schema of a bundled chart wants a type; Helm leaves out the charts that are off."""
    for subchart in chart.subcharts:
        if subchart.types and subchart.name in values.user and is_enabled(subchart, values.data):
            for path, expected in subchart.types:
                whole: Path = (subchart.name, *path.split("."))
                value = values.get(whole, MISSING)
                if value is not MISSING and values.set_by_user(whole):
                    yield whole, value, expected


def _scalar(values: Values, path: Path) -> ScalarNode | None:
    entry = values.entry(path)
    return entry.node if entry is not None and isinstance(entry.node, ScalarNode) else None


def _as_written(values: Values, path: Path, value: object) -> str:
    node = _scalar(values, path)
    return node.text if node is not None else str(value)


_LONGEST_INTEGER = 20


def _right_value(values: Values, path: Path, value: object, expected: str) -> object:
    """The value as the expected type where the text says it and only the quotes are wrong, or None."""
    node = _scalar(values, path)
    if node is None or node.alias is not None or "\n" in node.text or value is None:
        return None
    text = node.text.strip()
    if expected == "string" and node.style == "plain":
        return text if isinstance(value, int | float) else None
    if expected == "boolean" and isinstance(value, str):
        return _TRUTHS.get(text.lower())
    if (
        expected == "integer"
        and isinstance(value, str)
        and text.isascii()
        and text.isdigit()
        # what is longer is no int64, and takes Python long to read
        and len(text) < _LONGEST_INTEGER
        and str(int(text)) == text
    ):
        return int(text)
    return None
