"""Effective values with their origin, a line each: for people."""

from collections.abc import Iterator, Mapping

from pachlint.chart.secrets import MASK, is_secret, names_secret, tells
from pachlint.layering.values import Layer, Values
from pachlint.place import Path, format_path
from pachlint.report.styled import Line, Piece
from pachlint.report.visible import visible

_LONGEST = 100


def lines(values: Values, where: Path = ()) -> Iterator[Line]:
    """Every value at or below a path with the place that set it; below it, what it hid."""
    for path, value in _leaves(values.get(where) if where else values.data, where):
        yield (
            Piece(format_path(path) or "(everything)", "bold"),
            Piece(f": {_shown(path, value)}  "),
            Piece(f"# {_origin(values, path)}", "bright_black"),
        )
        for layer in values.hidden(path):
            was = _value_in(layer, path)
            yield (
                Piece(f"    hides {_shown(path, was)}  "),
                Piece(f"# {_place(layer, path)}", "bright_black"),
            )


def _leaves(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(value, Mapping) and value:
        hidden = names_secret(value)
        for key, below in value.items():
            yield from _leaves(MASK if hidden and key == "value" else below, (*path, key))
    elif isinstance(value, list) and value:
        for index, below in enumerate(value):
            yield from _leaves(below, (*path, index))
    else:
        yield path, value


def _shown(path: Path, value: object) -> str:
    import json  # noqa: PLC0415 -- not on the path of a check

    if value not in ("", None) and is_secret(path):
        return MASK
    text = json.dumps(value, ensure_ascii=False, default=str)
    if tells(str(value)) or tells(text):
        return MASK
    text = visible(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _origin(values: Values, path: Path) -> str:
    layer = values.origin(path)
    if layer is None:
        return "computed by Helm"
    place = values.value_place(path) if layer.kind != "default" else None
    return f"{place.file}:{place.line}:{place.column}" if place else layer.label


def _place(layer: Layer, path: Path) -> str:
    entry = layer.document.find(path) if layer.document else None
    if entry is None or layer.document is None:
        return layer.label
    place = layer.document.source.place(entry.node.span)
    return f"{place.file}:{place.line}:{place.column}"


def _value_in(layer: Layer, path: Path) -> object:
    value: object = layer.data
    for step in path:
        if isinstance(value, Mapping) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value
