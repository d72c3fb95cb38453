"""The fields of a local chart, as it was learned, in the place of those of the release that it is most like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.chart import fields
from pachlint.versions import RELEASED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pachlint.chart.fields import Node
    from pachlint.chart.model import LearnedField, Model
    from pachlint.versions import Version

_Path = tuple[str, ...]


class _Known:
    """The fields of a model by their paths."""

    def __init__(self, model: Model) -> None:
        self.fields = {one.path: one for one in model.fields}
        self.keys: dict[_Path, list[str]] = {}
        for path in self.fields:
            self.keys.setdefault(path[:-1], []).append(path[-1])
        self.charts = {tuple(one.place.split(".")) for one in model.subcharts}

    def has(self, path: _Path) -> bool:
        """Whether the chart declares or reads the path, or reads the whole of what is around it."""
        return path in self.fields or self._is_whole(path)

    def _is_whole(self, path: _Path) -> bool:
        above = (self.fields.get(path[:depth]) for depth in range(len(path)))
        return any(one is not None and one.read == "whole" for one in above)


def own_fields(model: Model, version: Version) -> Node:
    """The fields of all versions, in which ``version`` stands for the chart of the model."""
    return _overlaid(fields.root(), (), _Known(model), version)


def only_own_fields(model: Model, version: Version, subcharts: Iterable[str]) -> Node:
    """The fields of a chart that is not Pachyderm's; what is for charts inside it, or chooses them, may be anything."""
    found = _overlaid({}, (), _Known(model), version)
    free = {"x-enforced": [], "x-free-form": True}
    return {"properties": {**fields.inside(found), **dict.fromkeys(("global", "tags", *subcharts), free)}}


def lacking(model: Model, version: Version) -> Iterator[_Path]:
    """The topmost paths that a release has and the chart of the model has not."""
    yield from _lacking(fields.root(), (), _Known(model), version)


def _lacking(node: Node, path: _Path, known: _Known, version: Version) -> Iterator[_Path]:
    for key, below in fields.inside(node).items():
        where = (*path, key)
        if not fields.is_present(below, version):
            continue
        if not known.has(where):
            yield where
        elif not fields.is_open(below):
            yield from _lacking(below, where, known, version)


def _overlaid(node: Node, path: _Path, known: _Known, version: Version) -> Node:
    if fields.is_open(node) or path in known.charts:
        return node
    inside = fields.inside(node)
    names = dict.fromkeys([*inside, *known.keys.get(path, ())])
    below = {name: _field(inside.get(name), (*path, name), known, version) for name in names}
    return {**node, "properties": below} if below else node


def _field(node: Node | None, path: _Path, known: _Known, version: Version) -> Node:
    learned = known.fields.get(path)
    if node is None or (learned is not None and not fields.is_present(node, version)):
        return _overlaid(_new(learned, path, known), path, known, version)
    if not fields.is_present(node, version):
        return node
    if not known.has(path):
        return {**node, "x-present": _without(fields.presence(node), version)}
    own = _overlaid(node, path, known, version)
    if learned is not None and learned.read == "whole" and learned.type == "object":
        own = {**own, "x-free-form": True}
    if learned is None or (learned.read != "no") is fields.is_read(node, version):
        return own
    dead = fields.intervals(node.get("x-dead", ()))
    return {
        **own,
        "x-dead": [[str(version), str(version)]] if learned.read == "no" else _without(dead, version),
    }


def _new(learned: LearnedField | None, path: _Path, known: _Known) -> dict[str, Any]:
    """A field that no release has, or not the one that the chart is like."""
    found: dict[str, Any] = {"x-enforced": []}
    if learned is None:
        return found
    if learned.type:
        found["type"] = learned.type
    if learned.default is not None:
        found["default"] = learned.default
    if learned.read == "no":
        found["x-dead"] = [[str(RELEASED[0]), None]]
    is_map = learned.type in ("", "object") and not known.keys.get(path)
    if path in known.charts or (learned.read == "whole" and (is_map or learned.type == "object")):
        found["x-free-form"] = True
    return found


def _without(present: fields.Presence, version: Version) -> list[list[str]]:
    """Intervals of released versions without one of them."""
    released = [one for one in RELEASED if fields.is_in(present, one) and one != version]
    return [[str(low), str(high)] for low, high in fields.joined(released)]
