"""The tables by which the verdict of a learned chart is found."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from pachlint.learning.demands import Demand, demands_of, without_implied
from pachlint.learning.effort import MAX_PARTS
from pachlint.learning.encoding import Encoder
from pachlint.learning.errors import NotFollowedError
from pachlint.learning.forms import Text
from pachlint.learning.layout import skeleton
from pachlint.learning.order import Order
from pachlint.learning.pieces import Pieces
from pachlint.verdict.learned import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pachlint.learning.forms import Nodes

_EVERY = {"versions": [VERSION], "paths": ["*"], "reads": [[0]]}


def file_demands(nodes: Nodes) -> frozenset[Demand]:
    """Return what a file demands.

    Raises:
        NotFollowedError: if it is too much.
    """
    found = frozenset(islice(demands_of(nodes, ()), MAX_PARTS + 1))
    if len(found) > MAX_PARTS:
        raise NotFollowedError("too many demands")
    return found


def demand_table(by_place: Iterable[tuple[int, set[Demand]]]) -> dict[str, Any]:
    """Encode the demands of every place."""
    encoder, order = Encoder(), Order()
    rows: list[list[Any]] = []
    for place, demands in by_place:
        for guard, e in sorted(without_implied(demands), key=order.text):
            number = encoder.guard(guard)
            if not rows or rows[-1][:2] != [place, number]:
                rows.append([place, number, []])
            rows[-1][2].append([encoder.expression(e), 0])
    return {
        **_EVERY,
        "expressions": encoder.expressions,
        "open": sorted(encoder.open),
        "guards": encoder.guards,
        "demands": rows,
    }


def manifest_table(files: Iterable[tuple[int, Nodes]]) -> dict[str, Any]:
    """Encode the layout of the files of every place."""
    encoder = Encoder()
    pieces = Pieces(encoder)
    rows = [[place, 0, 1, pieces.put(nodes)] for place, nodes in files]
    return {
        **_EVERY,
        "alone": [],
        "inline": [],
        "expressions": encoder.expressions,
        "open": sorted(encoder.open),
        "pieces": pieces.rows,
        "files": rows,
    }


def layout_of(nodes: Nodes) -> Nodes | None:
    """Return the layout of a file, None if nothing in it depends on values."""
    found = skeleton(nodes)
    return found if not all(isinstance(node, Text) for node in found) else None
