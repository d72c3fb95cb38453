"""Effective values with their origin, a line each: for people."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from pachlint.chart.masking import Masks
from pachlint.chart.secret_texts import tells
from pachlint.chart.secrets import MASK, holds_variables, is_secret, is_variable, names_secret
from pachlint.layering.values import Layer, Values
from pachlint.place import Path, Place, format_path, value_at
from pachlint.report.styled import Line, Piece
from pachlint.visible import visible

MAX_VALUES = 20_000
"""Most values that are shown, as many as a file may have; one flag can fill a list up with more."""
_LONGEST = 100
Located = Callable[[Place], Place]
"""From a place in values to that in the file in which they stand."""


def lines(values: Values, where: Path, masks: Masks, located: Located) -> Iterator[Line]:
    """Every value at or below a path with the place that set it; below it, what it overrides.

    Nothing shows that is in ``masks``; places are those that ``located`` makes of them.
    """
    leaves = _leaves_at(values, where)
    for path, value, masked in islice(leaves, MAX_VALUES):
        yield (
            Piece(masks.mask(format_path(path)) or "(everything)", "bold"),
            Piece(f": {MASK if masked else _shown(path, value, masks)}  "),
            Piece(f"# {_origin(values, path, located)}", "bright_black"),
        )
        for layer in values.overridden(path):
            was = MASK if masked else _shown(path, value_at(layer.data, path), masks)
            yield (
                Piece(f"    overrides {was}  "),
                Piece(f"# {_place(layer, path, located)}", "bright_black"),
            )
    more = sum(1 for _ in leaves)
    if more:
        yield (Piece(f"{more:,} more values are not shown; name the path of some, or ask for --format json"),)


_Leaf = tuple[Path, object, bool]
"""A path, its value, and whether that is the value of an environment variable, which may be a secret."""


def _leaves_at(values: Values, where: Path) -> Iterator[_Leaf]:
    if not where:
        return _leaves(values.data, ())
    above, key = where[:-1], where[-1]
    block = values.get(above) if above else values.data
    if isinstance(key, str) and isinstance(block, Mapping):
        around = str(above[-1]) if above else ""
        found = _leaves(block, above, among_variables=holds_variables(around))
        return (leaf for leaf in found if leaf[0][: len(where)] == where)
    return _leaves(values.get(where), where)


def _leaves(value: object, path: Path, *, among_variables: bool = False) -> Iterator[_Leaf]:
    if isinstance(value, Mapping) and value:
        secret = names_secret(value)
        for key, below in value.items():
            is_leaf = not isinstance(below, Mapping | list)
            if (secret and key == "value") or (is_leaf and is_variable(key, among_variables=among_variables)):
                yield (*path, key), below, True
            else:
                yield from _leaves(below, (*path, key), among_variables=holds_variables(key))
    elif isinstance(value, list) and value:
        for index, below in enumerate(value):
            yield from _leaves(below, (*path, index))
    else:
        yield path, value, False


def _shown(path: Path, value: object, masks: Masks) -> str:
    import json  # noqa: PLC0415 -- not on the path of a check

    if value not in ("", None) and is_secret(path):
        return MASK
    text = json.dumps(value, ensure_ascii=False, default=str)
    if any(tells(one) or masks.mask(one) != one for one in (str(value), text)):
        return MASK
    text = visible(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _origin(values: Values, path: Path, located: Located) -> str:
    layer = values.origin(path)
    if layer is None:
        return "computed by Helm"
    place = values.value_place(path) if layer.kind != "default" else None
    return _shown_place(located(place)) if place else layer.label


def _place(layer: Layer, path: Path, located: Located) -> str:
    entry = layer.document.find(path) if layer.document else None
    if entry is None or layer.document is None:
        return layer.label
    return _shown_place(located(layer.document.source.place(entry.node.span)))


def _shown_place(place: Place) -> str:
    return f"{place.file}:{place.line}:{place.column}"
