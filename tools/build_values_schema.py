"""Lay the fields of a new release over schemas/values.schema.json: only what differs from the release before it.

Usage: ``python tools/build_values_schema.py CHARTS VERSION``, where ``CHARTS/2.11.6`` is the chart of that version and VERSION
is the newest in ``schemas/releases.json``. Paths, defaults, and whether templates read them are learned from the charts, types
from their own schemas. What people wrote stays; descriptions of new paths are theirs to write. The keywords are explained in the
schema's own ``$comment``.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pachlint.chart.files import ChartFiles, load_chart
from pachlint.kinds import json_type
from pachlint.learning.learn import learn
from pachlint.versions import RELEASED

Node = dict[str, Any]
Place = tuple[str, ...]

SCHEMA = Path(__file__).resolve().parent.parent / "schemas" / "values.schema.json"
FIRST = "2.0.0"
NONE: tuple[()] = ()
ORDER = (
    *("$schema", "$comment", "title", "description", "type", "x-types", "default", "x-present", "x-enforced"),
    *(
        "x-defaults",
        "x-dead",
        "x-free-form",
        "x-secret",
        "x-instead",
        "x-note",
        "x-renamed",
        "properties",
        "items",
    ),
)


class State(NamedTuple):
    """A path in one release, which it declares if templates read it, too; ``default`` and ``enforced`` are empty or hold one value, as the end of a step does."""

    default: tuple[Any, ...] = NONE
    enforced: tuple[Any, ...] = NONE
    is_declared: bool = False
    is_read: bool = False
    is_free: bool = False
    kind: str = ""


def main() -> None:
    """Compare the release with the one before it, and write the schema."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("charts", type=Path)
    parser.add_argument("version")
    parser.add_argument("--output", type=Path, default=SCHEMA)
    options = parser.parse_args()
    versions = [str(version) for version in RELEASED]
    before = versions[versions.index(options.version) - 1]
    root = json.loads(options.output.read_text(encoding="utf-8"))
    update(
        root,
        states(load_chart(str(options.charts / before))),
        states(load_chart(str(options.charts / options.version))),
        before,
        options.version,
    )
    options.output.write_text(render(root) + "\n", encoding="utf-8")


def states(chart: ChartFiles) -> dict[Place, State]:
    """Every path that a chart declares, that its schema gives a type, or that its templates read; of charts inside what it declares."""
    found = dict(_declared(chart.defaults, ()))
    types = dict(_enforced(json.loads(chart.schema.content), ())) if chart.schema else {}
    for path, enforced in types.items():
        found[path] = found.get(path, State())._replace(enforced=(enforced,))
    inside = {one.name for one in chart.subcharts}
    for field in learn(chart).fields:
        if field.path not in found and (field.declared or field.path[0] in {*inside, "global"}):
            continue
        is_free = field.read == "whole" and field.type in ("", "object")
        former = found.get(field.path, State(is_declared=True))
        found[field.path] = former._replace(is_read=field.read != "no", is_free=is_free)
    return found


def _declared(value: Any, path: Place) -> Iterator[tuple[Place, State]]:
    if path:
        default = NONE if isinstance(value, dict) and value else (value,)
        kind = json_type(value) if value is not None else ""
        yield path, State(default=default, is_declared=True, kind=kind)
    for key, below in value.items() if isinstance(value, dict) else ():
        yield from _declared(below, (*path, key))


def _enforced(schema: Node, path: Place) -> Iterator[tuple[Place, Any]]:
    if path and "type" in schema:
        yield path, schema["type"]
    for name, below in schema.get("properties", {}).items():
        yield from _enforced(below, (*path, name))


def update(
    root: Node, former: dict[Place, State], states: dict[Place, State], before: str, version: str
) -> None:
    """Write into the schema what a release changes of the one before it."""
    for path in sorted({*former, *states}):
        one, other = former.get(path, State()), states.get(path, State())
        if one == other:
            continue
        node = _node(root, path, make=path in states)
        if node is not None:
            _change(node, one, other, before, version)


def _node(root: Node, path: Place, *, make: bool) -> Node | None:
    """The node of a path, made if ``make``; None inside a map that may hold any key."""
    node = root
    for step in path:
        if node.get("x-free-form") and step not in node.get("properties", {}):
            return None
        inside = node.setdefault("properties", {}) if make else node.get("properties", {})
        if step not in inside:
            if not make:
                return None
            inside[step] = {"x-present": [], "x-enforced": []}
        node = inside[step]
    return node


def _change(node: Node, one: State, other: State, before: str, version: str) -> None:
    present = [list(interval) for interval in node.get("x-present", [[FIRST, None]])]
    enforced = _steps(node, "x-enforced", "type", present)
    defaults = _steps(node, "x-defaults", "default", present)
    dead = [list(interval) for interval in node.get("x-dead", [])]
    is_new = not present
    _toggle(present, on=_is_known(other), before=before, version=version)
    if one.enforced != other.enforced:
        enforced.append([version, *other.enforced])
    if one.default != other.default or is_new:
        defaults += [[version, *other.default]] if other.default or not is_new else []
    _toggle(dead, on=_is_known(other) and not other.is_read, before=before, version=version)
    kind = next(iter(other.enforced), other.kind)
    if kind and "type" not in node:
        node["type"] = kind
    if is_new and other.is_free:
        node["x-free-form"] = True
    _put(node, "x-present", present, is_default=present == [[FIRST, None]])
    _put(
        node,
        "x-enforced",
        enforced,
        is_default="type" in node and enforced == steps_of(present, node["type"]),
    )
    if defaults and len(defaults[-1]) > 1:
        node["default"] = defaults[-1][1]
    else:
        node.pop("default", None)
    is_plain = defaults == steps_of(present, node["default"]) if "default" in node else not defaults
    _put(node, "x-defaults", defaults, is_default=is_plain)
    _put(node, "x-dead", dead, is_default=not dead)


def _is_known(state: State) -> bool:
    return state.is_declared or bool(state.enforced)


def _steps(node: Node, keyword: str, plain: str, present: list[list[str | None]]) -> list[list[Any]]:
    """The steps of a keyword, which is left out where they say no more than another."""
    if keyword in node:
        return [list(step) for step in node[keyword]]
    return steps_of(present, node[plain]) if plain in node else []


def _toggle(intervals: list[list[str | None]], *, on: bool, before: str, version: str) -> None:
    """Begin an interval at a version, or end it with the one before."""
    is_on = bool(intervals) and intervals[-1][1] is None
    if on and not is_on:
        if intervals and intervals[-1][1] == before:
            intervals[-1][1] = None
        else:
            intervals.append([version, None])
    elif is_on and not on:
        intervals[-1][1] = before


def _put(node: Node, keyword: str, value: Any, *, is_default: bool) -> None:
    if is_default:
        node.pop(keyword, None)
    else:
        node[keyword] = value


def steps_of(present: list[list[str | None]], value: object) -> list[list[Any]]:
    """A value that holds within intervals, as steps."""
    found: list[list[Any]] = []
    for first, last in present:
        found.append([first, value])
        if last is not None:
            found.append([_following(last)])
    return found


def _following(text: str) -> str:
    """The released version after another one."""
    versions = [str(version) for version in RELEASED]
    return versions[versions.index(text) + 1]


def render(root: Node) -> str:
    """JSON with a line for every keyword and every key, and lists on one line."""
    return "\n".join(lines(root, ""))


def lines(node: Node, indent: str) -> list[str]:
    """The lines of one schema; the first one lacks its indent."""
    found = ["{"]
    for keyword in sorted(node, key=ORDER.index):
        if keyword == "properties":
            inside = block(node[keyword], indent + " ", lines)
        elif keyword == "x-renamed":
            inside = block(node[keyword], indent + " ", lambda value, _: [dump(value)])
        elif keyword == "items":
            inside = lines(node[keyword], indent + " ")
        else:
            inside = [dump(node[keyword])]
        found += (
            [f'{indent} "{keyword}": {inside[0]}', *inside[1:-1], inside[-1] + ","]
            if len(inside) > 1
            else [f'{indent} "{keyword}": {inside[0]},']
        )
    return [*found[:-1], found[-1].removesuffix(","), indent + "}"]


def block(mapping: Node, indent: str, inner: Callable[[Any, str], list[str]]) -> list[str]:
    """The lines of a mapping, sorted by key."""
    found = ["{"]
    for name in sorted(mapping):
        inside = inner(mapping[name], indent + " ")
        inside[0] = f"{indent} {dump(name)}: {inside[0]}"
        inside[-1] += ","
        found += inside
    return [*found[:-1], found[-1].removesuffix(","), indent + "}"]


def dump(value: object) -> str:
    """One value on one line."""
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
