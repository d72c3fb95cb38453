"""Which field of which object every value is written into, of one template file; no text of the chart is kept."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pachlint.learning.constants import constant
from pachlint.learning.effort import Effort
from pachlint.learning.encoding import Encoder
from pachlint.learning.errors import NotFollowedError
from pachlint.learning.forms import Constant, Dict, Expr, Field, Form, Guard, List, Text, Value, calls, parts
from pachlint.learning.landing import Landings, Place, constant_text, head
from pachlint.learning.learner import Learner
from pachlint.learning.order import Order
from pachlint.learning.program import program
from pachlint.learning.special_functions import RANDOM
from pachlint.learning.symbolic import Runner
from pachlint.records import NamedTuple
from pachlint.verdict.breaches import CHART
from pachlint.verdict.learned import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pachlint.chart.files import ChartFiles
    from pachlint.learning.forms import Nodes
    from pachlint.learning.landing import Landing

_LONGEST = 60
"""Letters of a text of the chart beside a value that still are structure, such as the scheme of an address."""


_VERSIONS = {"Version", "AppVersion"}


class AnyVersion(Runner):
    """Runs templates of which the chart may have any version."""

    def root_field(self, scope: str, name: str) -> Expr:
        found = super().root_field(scope, name)
        if name != "Chart" or scope or not isinstance(found, Dict):
            return found
        return Dict(
            tuple((key, Value("", (CHART, key)) if key in _VERSIONS else e) for key, e in found.pairs)
        )


class Destination(NamedTuple):
    """An expression that is written into a field; if it is not the ``whole`` of it, a list of the values in a longer text."""

    kind: str
    name: Expr
    place: Place
    expression: Expr
    guard: Guard
    whole: bool


def destinations_of(nodes: Nodes, guard: Guard) -> Iterator[Destination]:
    """What one file writes into the fields of objects.

    Raises:
        NotFollowedError: if it is nested too deep.
    """
    landings = Landings()
    found = landings.file(nodes, guard)
    for landing in (*found, *_chosen(landings.fixed)):
        kind, e = constant_text(head(landing.object, "kind")), landing.expression
        if kind is None or e is None or (constant(e) and not landing.guard):
            continue
        whole = landing.whole and not any(_is_free(form) for form in _forms(e))
        written = e if whole else List(tuple(dict.fromkeys(_values(e))))
        if whole or not constant(written):
            name = head(landing.object, "metadata", "name") or Constant("")
            yield Destination(kind, name, landing.place, written, landing.guard, whole)


def destinations_in(chart: ChartFiles) -> dict[str, Any]:
    """The table of one chart alone and of the charts inside it; a file that cannot be followed is left out."""
    found = program(chart)
    learner, rows, numbered = Learner(found, Effort()), DestinationRows(), list[list[int]]()
    for name in found.bodies:
        if name.endswith("NOTES.txt"):
            continue
        with suppress(NotFollowedError, RecursionError):
            made = frozenset(destinations_of(learner.file(name), ()))
            numbered += [rows.put(0, one) for one in sorted(made, key=Order().text)]
    return {"versions": [VERSION], "spans": [[0, 0]], **rows.table(), "rows": numbered}


class DestinationRows:
    """Numbers what destinations are made of, each once."""

    def __init__(self) -> None:
        self.encoder = Encoder()
        self.objects: dict[tuple[str, int], int] = {}
        self.places: dict[Place, int] = {}

    def put(self, span: int, one: Destination) -> list[int]:
        """The row of a destination."""
        named = one.kind, self.encoder.expression(one.name)
        return [
            span,
            self.objects.setdefault(named, len(self.objects)),
            self.places.setdefault(one.place, len(self.places)),
            self.encoder.expression(one.expression),
            self.encoder.guard(one.guard),
            int(one.whole),
        ]

    def table(self) -> dict[str, Any]:
        """The parts of the table to which the numbers belong."""
        return {
            "objects": list(self.objects),
            "places": list(self.places),
            "open": sorted(self.encoder.open),
            "guards": self.encoder.guards,
            "expressions": self.encoder.expressions,
        }


def _chosen(fixed: list[Landing]) -> Iterator[Landing]:
    """What the chart itself writes into a field of which conditions decide what stands there."""
    by_field: dict[tuple[int, Place], list[Landing]] = defaultdict(list)
    for one in fixed:
        by_field[id(one.object), one.place].append(one)
    for several in by_field.values():
        if len({one.expression for one in several}) > 1:
            yield from several


def _forms(form: Form) -> Iterator[Form]:
    yield form
    for part in parts(form):
        yield from _forms(part)


def _is_free(form: Form) -> bool:
    """Whether a text of the chart is longer than what is structure, or drawn, or is run as a template once more."""
    if isinstance(form, Expr) and calls(form, "tplYaml"):
        return True
    text = form.text if isinstance(form, Text) else form.value if isinstance(form, Constant) else None
    return isinstance(text, str) and (len(text) > _LONGEST or RANDOM[:5] in text)


def _values(e: Expr) -> Iterator[Expr]:
    """The values, and the fields of loop variables, in an expression."""
    for form in _forms(e):
        if isinstance(form, Value | Field):
            yield form
