"""What is known about every path of every released chart: ``schemas/values.schema.json``.

The file is one annotated JSON Schema; its ``$comment`` explains the ``x-`` keywords. Nothing here depends
on one version only; :mod:`pachlint.chart.charts` is the view of a single one.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from pachlint.bundled import read_json
from pachlint.layering.values import MISSING
from pachlint.place import Path, parse_path
from pachlint.records import NamedTuple
from pachlint.versions import RELEASED, Version, newest, parse

Node = Mapping[str, object]
"""One schema of the file: a path of the chart."""

Presence = tuple[tuple[Version, Version], ...]
"""Intervals of released versions, ascending, both ends included."""

_NOTHING: Node = {}


class Field(NamedTuple):
    """A path of the chart as one version has it.

    ``types`` are JSON types for people; ``schema_type`` is what the chart's own schema enforces, or None.
    ``default`` is MISSING where ``values.yaml`` has none, or where it is a mapping of further fields.
    ``read`` tells whether a template of the version reads the path; if not, ``note`` may say why.
    """

    path: Path
    types: tuple[str, ...]
    schema_type: str | None
    default: object
    read: bool
    secret: bool
    title: str
    present: Presence
    note: str = ""


@lru_cache(maxsize=1)
def root() -> Node:
    """The schema of the whole values file, over all versions."""
    return read_json("schemas/values.schema.json")


@lru_cache(maxsize=512)
def version_of(text: str) -> Version:
    """A version of the schema file, which is known to be one."""
    found = parse(text)
    if found is None:
        raise ValueError(text)
    return found


def inside(node: Node) -> Mapping[str, Node]:
    """The keys below a node, of all versions."""
    found: Any = node.get("properties", _NOTHING)
    return found  # type: ignore[no-any-return]


def below(node: Node, step: str | int) -> Node | None:
    """The node one step down, or None; every index of a list is the same node."""
    if isinstance(step, int):
        return cast("Node | None", node.get("items"))
    return inside(node).get(step)


def presence(node: Node) -> Presence:
    """The versions that declare or read the path."""
    return intervals(node.get("x-present", [[None, None]]))


def intervals(found: object) -> Presence:
    """The value of an ``x-present`` or ``x-dead`` keyword."""
    pairs = cast("Sequence[tuple[str | None, str | None]]", found)
    return tuple((version_of(a) if a else RELEASED[0], version_of(b) if b else newest()) for a, b in pairs)


def is_in(present: Presence, version: Version) -> bool:
    """Whether one of the intervals has the version."""
    return any(low <= version <= high for low, high in present)


def joined(versions: Sequence[Version]) -> Presence:
    """Released versions, ascending, as intervals without a released version between their ends left out."""
    found: list[tuple[Version, Version]] = []
    for version in versions:
        if found and RELEASED.index(found[-1][1]) + 1 == RELEASED.index(version):
            found[-1] = (found[-1][0], version)
        else:
            found.append((version, version))
    return tuple(found)


def is_present(node: Node, version: Version) -> bool:
    """Whether ``version`` declares or reads the path, its parents aside."""
    return "x-present" not in node or _within(node["x-present"], version)


def is_read(node: Node, version: Version) -> bool:
    """Whether a template of ``version`` reads the path, or its subchart does."""
    return "x-dead" not in node or not _within(node["x-dead"], version)


def schema_type(node: Node, version: Version) -> str | None:
    """The JSON type that the schema of this version of the chart demands, if any."""
    if "x-enforced" in node:
        return cast("str | None", _at(node["x-enforced"], version, None))
    return cast("str | None", node.get("type")) if is_present(node, version) else None


def default(node: Node, version: Version) -> object:
    """The value that this version's ``values.yaml`` gives to the path itself, or MISSING."""
    if "x-defaults" in node:
        return _at(node["x-defaults"], version, MISSING)
    if "default" in node and is_present(node, version):
        return node["default"]
    return MISSING


def defaults(node: Node, version: Version) -> object:
    """The value of the path in ``values.yaml`` of this version with everything below it, or MISSING."""
    own = default(node, version)
    found: dict[str, object] = {}
    for name, child in inside(node).items():
        value = defaults(child, version)
        if value is not MISSING:
            found[name] = value
    if found:
        return {**own, **found} if isinstance(own, dict) else found
    return own


def field(path: Path, node: Node, version: Version) -> Field:
    """What ``version`` makes of the path."""
    return Field(
        path=path,
        types=types(node),
        schema_type=schema_type(node, version),
        default=default(node, version),
        read=is_read(node, version),
        secret=bool(node.get("x-secret")),
        title=cast("str", node.get("description", "")),
        present=presence(node),
        note=cast("str", node.get("x-note", "")),
    )


def types(node: Node) -> tuple[str, ...]:
    """The JSON types that some version takes, for people; empty if they are unknown."""
    found = cast("str | list[str]", node.get("x-types", node.get("type", [])))
    return (found,) if isinstance(found, str) else tuple(found)


def walk(node: Node | None = None, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every path below ``node`` over all versions; the items of a list have index 0."""
    ahead = _below(root() if node is None else node, path)
    while ahead:
        here = ahead.pop()
        yield here
        ahead += _below(here[1], here[0])


def _below(node: Node, path: Path) -> list[tuple[Path, Node]]:
    """What stands one step down, the last first."""
    found = [((*path, name), child) for name, child in inside(node).items()]
    items: Any = node.get("items")
    if items is not None:
        found.append(((*path, 0), items))
    return found[::-1]


def node_at(path: Path) -> Node | None:
    """What any version has at ``path``; None inside a free-form map."""
    node: Node | None = root()
    for step in path:
        node = below(node, step) if node is not None else None
    return node


def anywhere(path: Path) -> Presence | None:
    """The versions that know ``path``, or None if none ever did; inside a free-form map, those of the map."""
    node, found, free = root(), presence(root()), False
    for step in path:
        free = free or is_open(node)
        following = below(node, step)
        if following is None:
            return found if free else None
        node, found = following, _both(found, presence(following))
    return found or None


def renamed() -> Mapping[str, str]:
    """Where keys belong that no version knows and many people write: printed paths to printed paths."""
    return cast("Mapping[str, str]", root().get("x-renamed", _NOTHING))


@lru_cache(maxsize=1)
def renamed_paths() -> tuple[Path, ...]:
    """The paths of :func:`renamed` that are not to be used."""
    return tuple(map(parse_path, renamed()))


def is_open(node: Node) -> bool:
    """Whether anything may stand below the node: a free-form map, or a list whose items are not described."""
    return bool(node.get("x-free-form")) or ("array" in types(node) and "items" not in node)


def presence_words(present: Presence) -> str:
    """Say intervals: ``since 2.3.0``, ``until 2.2.8``, ``2.2.1 to 2.2.8 and since 2.3.2``."""
    first, last = RELEASED[0], newest()
    if present == ((first, last),):
        return "all versions"
    words = []
    for low, high in present:
        if high == last:
            words.append(f"since {low}")
        elif low == first:
            words.append(f"until {high}")
        else:
            words.append(f"{low} to {high}" if low != high else str(low))
    return " and ".join(words)


def _within(found: object, version: Version) -> bool:
    for low, high in cast("Sequence[tuple[str, str | None]]", found):
        if version_of(low) <= version and (high is None or version <= version_of(high)):
            return True
    return False


def _at(history: object, version: Version, missing: object) -> object:
    """The value of the last step ``[since, value]`` not after ``version``; ``[since]`` has none."""
    value = missing
    for step in cast("Sequence[Sequence[object]]", history):
        if version_of(cast("str", step[0])) > version:
            break
        value = step[1] if len(step) > 1 else missing
    return value


def _both(these: Presence, those: Presence) -> Presence:
    found = ((max(a, c), min(b, d)) for a, b in these for c, d in those)
    return tuple((low, high) for low, high in found if low <= high)
