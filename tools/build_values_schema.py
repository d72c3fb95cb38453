"""Bring schemas/values.schema.json up to date with facts about the released charts.

Usage: ``python tools/build_values_schema.py FACTS.json``

The facts are one JSON object: ``fields`` maps a path (``a.b``, ``list[]``, ``"quoted.key"``) to what was
observed: ``types``, ``present``, ``in_values``, ``in_schema``, ``dead_in`` and ``template_reads_direct``
(lists of ``[first, last]`` versions, ``last`` null where it did not end), ``default``, ``default_history``,
``schema_type_history``. Only released paths are taken over. What people wrote into the schema stays:
descriptions, and every keyword of ``KEPT``. The schema's keywords are explained in its own ``$comment``.
"""

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

Node = dict[str, Any]

SCHEMA = Path(__file__).resolve().parent.parent / "schemas" / "values.schema.json"
KEPT = ("description", "x-types", "x-dead", "x-free-form", "x-secret", "x-instead", "x-note")
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
FIRST, NEWEST = "2.0.0", "2.11.6"
MAPPING = "<object>"  # a default whose keys are fields of their own
STEP = re.compile(r'"([^"]*)"|([^."\[\]]+)|(\[\])')


def main() -> None:
    """Read the facts, keep what people wrote, write the schema."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("facts", type=Path)
    parser.add_argument("--output", type=Path, default=SCHEMA)
    options = parser.parse_args()
    fields = json.loads(options.facts.read_text(encoding="utf-8"))["fields"]
    old = json.loads(options.output.read_text(encoding="utf-8")) if options.output.exists() else {}
    root = build(fields, old)
    options.output.write_text(render(root) + "\n", encoding="utf-8")


def build(fields: dict[str, Node], old: Node) -> Node:
    """The whole schema: the facts in the shape of a schema, and what people wrote in the ``old`` one."""
    root: Node = {keyword: value for keyword, value in old.items() if keyword not in ("properties", "items")}
    for text, facts in fields.items():
        if facts["status"] == "head_only":
            continue
        node, former = root, old
        for step in steps(text):
            node, former = child(node, step), child(former, step, make=False)
        found = annotations(facts)
        node.update({keyword: former[keyword] for keyword in KEPT if keyword in former} | found)
    for name, node in root["properties"].items():
        complete(node, old.get("properties", {}).get(name, {}))
    return root


def complete(node: Node, former: Node) -> list[list[str | None]]:
    """Give a path that is only known by those below it their versions; return those of the path."""
    below = [
        complete(inner, former.get("properties", {}).get(name, {}))
        for name, inner in node.get("properties", {}).items()
    ]
    if set(node) <= {"properties", "items"}:
        present = joined([interval for intervals in below for interval in intervals])
        node.update({keyword: former[keyword] for keyword in KEPT if keyword in former})
        node.update({"x-present": present, "x-enforced": []})
    known: list[list[str | None]] = node.get("x-present", [[FIRST, None]])
    return known


def child(node: Node, step: str, *, make: bool = True) -> Node:
    """The node one step down, made if ``make``."""
    found: Node
    if step == "[]":
        found = node.setdefault("items", {}) if make else node.get("items", {})
    else:
        inside: Node = node.setdefault("properties", {}) if make else node.get("properties", {})
        found = inside.setdefault(step, {}) if make else inside.get(step, {})
    return found


def steps(text: str) -> list[str]:
    """The keys of a path; ``[]`` stands for the items of a list."""
    return [quoted or plain or item for quoted, plain, item in STEP.findall(text)]


def annotations(facts: Node) -> Node:
    """The keywords that say what was observed of one path; what is omitted is explained in ``$comment``."""
    types, present = facts["types"], known_in(facts)
    found: Node = {}
    if types:
        found["type"] = types[0] if len(types) == 1 else types
    if present != [[FIRST, None]]:
        found["x-present"] = present
    enforced = enforced_types(facts)
    if enforced != steps_of(present, types[0] if len(types) == 1 else types) or not types:
        found["x-enforced"] = enforced
    if "default" in facts or "default_history" in facts:
        defaults = default_steps(facts)
        if defaults and len(defaults[-1]) > 1:
            found["default"] = defaults[-1][1]
        if "default" not in found or defaults != steps_of(present, found["default"]):
            found["x-defaults"] = defaults
    dead = intervals(facts.get("dead_in", []))
    if dead:
        found["x-dead"] = dead
    return found


def enforced_types(facts: Node) -> list[list[Any]]:
    """What the chart's own schema demands, as steps ``[since, type]``, ``[since]`` where it demands nothing."""
    if "schema_type_history" not in facts:
        types = facts["types"]
        return steps_of(intervals(facts["in_schema"]), types[0] if len(types) == 1 else types)
    history = [
        [version(entry["since"]), *(entry["schema_type"] or [])]
        for entry in facts["schema_type_history"]
        if entry["since"] != "HEAD"
    ]
    return history[1:] if history and len(history[0]) == 1 else history


def default_steps(facts: Node) -> list[list[Any]]:
    """The chart's own defaults as steps ``[since, value]``, ``[since]`` where there is none."""
    if "default_history" not in facts:
        return steps_of(intervals(facts["in_values"]), facts["default"])
    return [
        [version(entry["since"])]
        if entry.get("absent") or entry["default"] == MAPPING
        else [version(entry["since"]), entry["default"]]
        for entry in facts["default_history"]
        if entry["since"] != "HEAD"
    ]


def known_in(facts: Node) -> list[list[str | None]]:
    """Where the chart declares the path or a template reads it, as joined intervals."""
    return joined(intervals(facts["present"]) + intervals(facts.get("template_reads_direct", [])))


def joined(found: list[list[str | None]]) -> list[list[str | None]]:
    """Intervals that overlap nowhere, ascending."""
    apart: list[list[str | None]] = []
    for first, last in sorted(found, key=lambda interval: number(interval[0])):
        if apart and (apart[-1][1] is None or number(first) <= number(apart[-1][1])):
            apart[-1][1] = None if None in (apart[-1][1], last) else max(apart[-1][1], last, key=number)
        else:
            apart.append([first, last])
    return [[first, None if last == NEWEST else last] for first, last in apart]


def intervals(found: list[list[str | None]]) -> list[list[str | None]]:
    """Intervals of released versions; null where it did not end before the newest release."""
    return [
        [version(first), version(last) if last and last != "HEAD" else None]
        for first, last in found
        if first and first != "HEAD"
    ]


def steps_of(present: list[list[str | None]], value: object) -> list[list[Any]]:
    """A value that holds within intervals, as steps."""
    found: list[list[Any]] = []
    for first, last in present:
        found.append([first, value])
        if last is not None:
            found.append([following(last)])
    return found


def following(text: str) -> str:
    """The released version after another one."""
    last_patch = json.loads((SCHEMA.parent / "releases.json").read_text(encoding="utf-8"))["last_patch"]
    major, minor, patch = number(text)
    return (
        f"{major}.{minor}.{patch + 1}" if patch < last_patch[f"{major}.{minor}"] else f"{major}.{minor + 1}.0"
    )


def version(text: str) -> str:
    """``v2.0.0`` without its letter."""
    return text.removeprefix("v")


def number(text: str | None) -> tuple[int, ...]:
    """A version to sort by."""
    return tuple(int(part) for part in (text or "0").split("."))


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
