"""The names of the volumes that a chart gives pods, as far as they stand in lines of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.learning.forms import FAIL, Test, Text, calls
from pachlint.learning.output import text_expr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.learning.forms import Expr, Guard, Nodes

POD = ("spec", "template", "spec")
VOLUMES = (*POD, "volumes")
CLAIMS = ("spec", "volumeClaimTemplates")
_NAMES = ((*VOLUMES, 0, "name"), (*CLAIMS, 0, "metadata", "name"))
AROUND_NAMES = (
    *(VOLUMES[:depth] for depth in range(len(VOLUMES))),
    (*VOLUMES, 0),
    CLAIMS,
    (*CLAIMS, 0),
    (*CLAIMS, 0, "metadata"),
)
"""The places at which an expression may write volumes whose names are not seen; what is written as :data:`VOLUMES` is read."""


def volume_names(place: tuple[str | int, ...], value: Nodes) -> Iterator[Expr]:
    """Yield the name of a volume that is written at a place, ``FAIL`` if one may hide in what is."""
    if place in _NAMES:
        yield text_expr(value)
    elif place == VOLUMES or place in AROUND_NAMES:
        texts = "".join(node.text for node in value if isinstance(node, Text)).strip()
        if texts not in {"", "[]"}:
            yield FAIL


def is_no_list(guard: Guard) -> bool:
    """Whether a guard says of what is written under it that it stands beside the key before it, being no list."""
    last = guard[-1] if guard else None
    return isinstance(last, Test) and not last.holds and calls(last.test, "kindIs")
