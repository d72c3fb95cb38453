"""Learn a chart: what its templates make of values, from the templates alone."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any

from pachlint.chart.model import LearnedSubchart, Model
from pachlint.learning.effort import MAX_ACTIONS, Effort, TooMuchError
from pachlint.learning.errors import NotFollowedError
from pachlint.learning.fields import fields_of
from pachlint.learning.flow_rows import flow_table
from pachlint.learning.flows import flows_of
from pachlint.learning.learner import AnyRelease, Learner
from pachlint.learning.named import named_table, run_values
from pachlint.learning.objects import ADDRESSES, LearnedAnyName, exposing, object_table, printed_by
from pachlint.learning.program import TEMPLATES, program, size, templates_of
from pachlint.learning.reads import Reads
from pachlint.learning.tables import demand_table, file_demands, layout_of, manifest_table
from pachlint.records import NamedTuple
from pachlint.verdict.learned import condition_paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pachlint.chart.files import ChartFiles
    from pachlint.layering.coalesce import Subchart
    from pachlint.learning.demands import Demand
    from pachlint.learning.flows import Flow
    from pachlint.learning.forms import Nodes

_TO_PEOPLE = "NOTES.txt"


class _Followed(NamedTuple):
    """A file that was followed: its chart's place, what it prints, its demands, the layout of its manifests, what lands in them, and whether it asks if this is an upgrade."""

    name: str
    place: str
    nodes: Nodes
    demands: frozenset[Demand]
    layout: Nodes | None
    flows: frozenset[Flow]
    asks: bool

    @property
    def is_manifest(self) -> bool:
        """Whether it is for Kubernetes, and not for people."""
        return not self.name.endswith(_TO_PEOPLE)


def learn(chart: ChartFiles) -> Model:
    """Follow all templates of a chart and of the charts inside it; what cannot be followed is left out, and counted."""
    if size(chart) > MAX_ACTIONS:
        return _not_learned(chart)
    found = program(chart)
    learner = Learner(found, Effort())
    followed, unknown = list[_Followed](), list[str]()
    for name in found.bodies:
        try:
            followed.append(_follow(learner, name))
        except TooMuchError as error:
            unknown.append(str(error))
            break
        except (NotFollowedError, RecursionError) as error:
            unknown.append(str(error) or "templates nested too deep")
    files = len(found.bodies) + len(found.unread)
    places = tuple(found.scopes)
    subcharts = tuple(_subcharts(chart.subcharts, ""))
    reads = _reads(learner, [one for one in followed if one.is_manifest])
    if len(followed) < files:
        reads.everything()
    for path in chain.from_iterable(map(condition_paths, subcharts)):
        reads.value(path)
    told = _reads(learner, [one for one in followed if not one.is_manifest])
    return Model(
        fields=fields_of(chart, reads.found, told.found),
        subcharts=subcharts,
        places=places,
        demands=demand_table(_by_place(places, followed)),
        manifests=manifest_table(
            (places.index(one.place), one.layout) for one in followed if one.layout is not None
        ),
        objects=_objects(learner, places, followed),
        flows=flow_table(
            (number, one.flows)
            for number, place in enumerate(places)
            for one in followed
            if one.place == place
        ),
        templates=tuple(templates_of(found)),
        named=named_table(learner),
        run=tuple(sorted(set(chain.from_iterable(run_values(one.demands) for one in followed)))),
        files=files,
        followed=len(followed),
        unknown=tuple(sorted({*learner.unknown, *unknown})),
    )


def _objects(learner: Learner, places: tuple[str, ...], followed: Sequence[_Followed]) -> Mapping[str, Any]:
    """The services and what leads to them, and the public addresses, for a release of any name."""
    runner = LearnedAnyName(learner.program, learner.effort)
    files: list[tuple[int, Nodes]] = []
    addresses: list[tuple[int, str, Nodes]] = []
    for one in followed:
        if one.is_manifest and exposing(one.nodes):
            with suppress(NotFollowedError, RecursionError, TooMuchError):
                made = exposing(runner.file(one.name)) or ()
                files.append((places.index(one.place), made))
    for name, template in ADDRESSES.items():
        with suppress(NotFollowedError, LookupError, RecursionError, TooMuchError):
            addresses.append((0, name, printed_by(runner, template)))
    return object_table(files, addresses)


def _not_learned(chart: ChartFiles) -> Model:
    """The model of a chart that is too large."""
    reads = Reads()
    reads.everything()
    return Model(
        fields=fields_of(chart, reads.found, ()),
        subcharts=tuple(_subcharts(chart.subcharts, "")),
        places=(),
        demands=demand_table(()),
        manifests=manifest_table(()),
        objects=object_table(()),
        flows=flow_table(()),
        templates=(),
        named={"expressions": [], "open": [], "templates": {}},
        run=(),
        files=sum(name.startswith(TEMPLATES) for name in chart.own),
        followed=0,
        unknown=(f"templates of more than {MAX_ACTIONS:,} bytes",),
    )


def _follow(learner: Learner, name: str) -> _Followed:
    place, _ = learner.program.bodies[name]
    nodes = learner.file(name)
    asks = learner.asked
    demands = file_demands(nodes)
    if name.endswith(_TO_PEOPLE):
        return _Followed(name, place, nodes, demands, None, frozenset(), asks)
    flows = frozenset(flows_of(nodes, (), learner.effort.take))
    return _Followed(name, place, nodes, demands, layout_of(nodes), flows, asks)


def _reads(learner: Learner, followed: Sequence[_Followed]) -> Reads:
    """What files read, at any installation and upgrade."""
    reads = Reads()
    other = AnyRelease(learner.program, learner.effort)
    for one in followed:
        reads.nodes(one.nodes)
        if one.asks:
            with suppress(NotFollowedError, RecursionError):
                reads.nodes(other.file(one.name))
    return reads


def _by_place(places: Sequence[str], followed: Sequence[_Followed]) -> Iterator[tuple[int, set[Demand]]]:
    demands: dict[str, set[Demand]] = defaultdict(set)
    for one in followed:
        demands[one.place] |= one.demands
    for number, place in enumerate(places):
        if demands[place]:
            yield number, demands[place]


def _subcharts(subcharts: Sequence[Subchart], above: str) -> Iterator[LearnedSubchart]:
    for one in subcharts:
        yield LearnedSubchart(above + one.name, one.condition, one.tags)
        yield from _subcharts(one.subcharts, f"{above}{one.name}.")
