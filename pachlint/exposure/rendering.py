"""The services, ingresses and routes that a chart makes of values, as Helm would print them, each with where its fields come from.

``schemas/services.json`` holds what the template files of every version print, as expressions over the values.
"""

from __future__ import annotations

from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any

from pachlint import bundled
from pachlint.chart.placeholders import holes
from pachlint.exposure.origins import Origins, Trail
from pachlint.lazy_regex import lazy_regex
from pachlint.place import value_at
from pachlint.reading.composer import compose
from pachlint.reading.nodes import MappingNode, SequenceNode
from pachlint.records import NamedTuple
from pachlint.verdict.breaches import RELEASE, HelmInput, R, Rows
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.forms import Expressions, Pieces, read_table
from pachlint.verdict.gotemplate import NO_VALUE
from pachlint.verdict.memory import Memory
from pachlint.verdict.rendered import SEPARATOR
from pachlint.verdict.rendering import FUNCTIONS

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Mapping

    from pachlint.chart.model import Model
    from pachlint.layering.numbering import Numbering
    from pachlint.place import Path
    from pachlint.policy.context import CheckContext
    from pachlint.reading.nodes import Node

_TABLE = "schemas/services.json"


class Table(NamedTuple):
    """The template files of every version, as read from JSON: each a span and pieces, as :mod:`pachlint.verdict.layouts` writes them."""

    versions: Mapping[str, int]
    files: Rows[tuple[int, list[int]]]
    addresses: Rows[tuple[int, str, list[int]]]
    """Span, name, and what is printed."""
    open: frozenset[int]
    pieces: Pieces
    expressions: Expressions
    evaluator: Callable[..., Evaluator] = Evaluator
    functions: Mapping[str, Any] = FUNCTIONS
    memory: Memory[tuple[Rendered, ...] | None] | None = None
    """What the files made of other values, None for those at which Helm stops."""


def _composed(text: str) -> tuple[Mapping[str, Any], Node | None]:
    found = compose(text)
    return (found.data if isinstance(found.data, dict) else {}), found.root


_SHORT = 5_000
# the values of many files make the same objects
_kept = lru_cache(maxsize=256)(_composed)


class Rendered:
    """An object as Helm prints it, which is read when its fields are first asked for.

    ``kind``, ``name`` and ``type`` stand in lines of their own, two spaces deep at most.
    """

    def __init__(
        self, text: str, trail: Trail, composed: tuple[Mapping[str, Any], Node] | None = None
    ) -> None:
        self.text, self.trail = text, trail
        if composed is not None:
            self.composed = composed

    @cached_property
    def composed(self) -> tuple[Mapping[str, Any], Node | None]:
        """The object as data, and its nodes in the printed text."""
        return _kept(self.text) if len(self.text) < _SHORT else _composed(self.text)

    @property
    def data(self) -> Mapping[str, Any]:
        """The object as data, empty if it is none."""
        return self.composed[0]

    @cached_property
    def kind(self) -> str:
        """Such as ``Service``."""
        return self._word(_KIND, "kind")

    @cached_property
    def name(self) -> str:
        """The name of the object."""
        return self._word(_NAME, "metadata", "name")

    @cached_property
    def type(self) -> str:
        """The type of a service, as it is written."""
        return self._word(_TYPE, "spec", "type")

    @property
    def is_headless(self) -> bool:
        """Whether a service has no address of its own."""
        return self._word(_HEADLESS, "spec", "clusterIP") == "None"

    def _word(self, pattern: re.Pattern[str], *path: str) -> str:
        if "composed" in self.__dict__:
            return str(value_at(self.data, path, ""))
        found = pattern.search(self.text)
        return found[1] if found else ""

    def items(self) -> Iterator[Rendered]:
        """The objects in a list, or the object itself."""
        if self.kind != "List":
            yield self
            return
        items = _below(self.composed[1], "items")
        nodes = items.items if isinstance(items, SequenceNode) else ()
        for data, node in zip(self.data.get("items") or (), nodes, strict=False):
            yield Rendered(self.text, self.trail, (data, node))

    def origins(self, *path: str | int) -> tuple[Path, ...]:
        """The values that are written into a field, in the order of the text."""
        node = self.composed[1]
        for step in path:
            node = _below(node, step)
        return self.trail.written(node.span) if node is not None else ()

    @property
    def decided_by(self) -> tuple[Path, ...]:
        """The values that decide whether there is such an object at all."""
        node = self.composed[1]
        return self.trail.conditions(node.span) if node is not None else ()


_KIND = lazy_regex(r"(?m)^kind: *[\"']?(\w+)")
_NAME = lazy_regex(r"(?m)^  name: *[\"']?([^\s\"']+)")
_TYPE = lazy_regex(r"(?m)^  type: *[\"']?([^\s\"']+)")
_HEADLESS = lazy_regex(r"(?m)^  clusterIP: *[\"']?(\w+)")


class Address:
    """A public address that is told, and what decides it; ``text`` is empty where there is none."""

    def __init__(self, name: str, text: str, origins: Origins | None = None, given: Path = ()) -> None:
        self.name, self.text, self.origins, self.given = name, text, origins, given

    @cached_property
    def written(self) -> tuple[Path, ...]:
        """The values in it."""
        return (self.given,) if self.origins is None else self.origins.all_written()

    @cached_property
    def because(self) -> tuple[Path, ...]:
        """The values in it and the switches that make it so."""
        switches = () if self.origins is None else self.origins.switches()
        return tuple(dict.fromkeys((*self.written, *switches)))


def load(text: bytes) -> Table:
    """Read ``schemas/services.json``."""
    return load_data(read_table(text))


def load_data(data: Mapping[str, Any]) -> Table:
    """The same from what the file holds."""
    versions = {version: index for index, version in enumerate(data["versions"])}
    return Table(
        versions=versions,
        open=frozenset(data["open"]),
        pieces=Pieces(data["pieces"]),
        expressions=Expressions(data["expressions"]),
        files=Rows(data["files"], data["spans"]),
        addresses=Rows(data["addresses"], data["spans"]),
    )


def learned(context: CheckContext, model: Model) -> Table:
    """The table of a chart that was learned."""
    from pachlint.verdict.learned import BOUNDED, VERSION, evaluator_of, spans_of  # noqa: PLC0415 -- for a local chart only

    spans = spans_of(context, model)
    table = load_data({**model.objects, "versions": [VERSION], "spans": spans})
    return table._replace(evaluator=evaluator_of(model, spans), functions=BOUNDED)


@lru_cache(maxsize=1)
def shipped() -> Table:
    """The table of all releases."""
    table = load(bundled.read(_TABLE))
    return table._replace(memory=Memory(table.pieces, table.expressions))


class Objects(NamedTuple):
    """The objects that a chart makes; ``is_whole`` unless there are files at which Helm stops, or that are not known."""

    found: tuple[Rendered, ...]
    is_whole: bool


def objects(values: Mapping[str, object], numbering: Numbering, helm: HelmInput, table: Table) -> Objects:
    """The objects that a chart version makes of effective values, without those of files at which Helm stops."""
    given = _given(values, helm)
    evaluator = _evaluator(given, helm, table)
    found: list[Rendered] = []
    is_whole, memory = helm.version in table.versions, table.memory
    for number, (_, pieces) in _of_version(table.files, helm, table):
        work = partial(_file, pieces, table, evaluator)
        made = memory.recall(number, [pieces], helm, numbering, work) if memory else work()
        found += made or ()
        is_whole = is_whole and made is not None and not any(map(_is_unfilled, made))
    return Objects(tuple(found), is_whole)


def _is_unfilled(one: Rendered) -> bool:
    """Whether what is filled in later decides that this is an object at all."""
    return bool(holes(one.text)) and not one.data


def addresses(values: Mapping[str, object], helm: HelmInput, table: Table) -> Iterator[Address]:
    """Yield the public addresses that a chart version derives of effective values; those at which Helm stops are left out."""
    evaluator = _evaluator(_given(values, helm), helm, table)
    for _, (_, name, pieces) in _of_version(table.addresses, helm, table):
        origins = Origins(table.pieces, evaluator)
        try:
            origins.write(pieces)
        except EvaluationError:
            continue
        text = "".join(piece.text for piece in origins.written).strip()
        yield Address(name, text, origins)


def _given(values: Mapping[str, object], helm: HelmInput) -> Mapping[str, object]:
    return {**values, RELEASE: {"Name": helm.release, "Namespace": helm.namespace}}


def _evaluator(given: Mapping[str, object], helm: HelmInput, table: Table) -> Evaluator:
    return table.evaluator(table.expressions, table.open, given, table.functions, helm=helm)


def _of_version(rows: Rows[R], helm: HelmInput, table: Table) -> list[tuple[int, R]]:
    index = table.versions.get(helm.version)
    return [] if index is None else rows.of(index)


def _file(pieces: list[int], table: Table, evaluator: Evaluator) -> tuple[Rendered, ...] | None:
    """The objects in a file; None if Helm stops there."""
    origins = Origins(table.pieces, evaluator)
    try:
        origins.write(pieces)
    except EvaluationError:
        return None
    text = "".join(piece.text for piece in origins.written).replace(NO_VALUE, "")
    found: list[Rendered] = []
    at = 0
    for part in SEPARATOR.split(text):
        at = text.index(part, at)
        if part.strip():
            found += Rendered(part, Trail(origins, at)).items()
    return tuple(found)


def _below(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, MappingNode) and step in node.effective:
        return node.entries[node.effective[str(step)]].node
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None
