"""The services, ingresses and routes that a chart makes of values, as Helm would print them, each with where its fields come from.

``schemas/services.json`` holds what the template files of every version print, as expressions over the values.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from pachlint import bundled
from pachlint.exposure.origins import Origins, Trail
from pachlint.lazy_regex import lazy_regex
from pachlint.place import value_at
from pachlint.reading.composer import compose
from pachlint.reading.nodes import MappingNode, SequenceNode
from pachlint.records import NamedTuple
from pachlint.verdict.breaches import RELEASE, HelmInput, covers
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.forms import Expressions, Pieces, read_table
from pachlint.verdict.gotemplate import NO_VALUE
from pachlint.verdict.rendered import SEPARATOR
from pachlint.verdict.rendering import FUNCTIONS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping

    from pachlint.chart.model import Model
    from pachlint.place import Path
    from pachlint.policy.context import CheckContext
    from pachlint.reading.nodes import Node

_TABLE = "schemas/services.json"


class Table(NamedTuple):
    """The template files of every version, as read from JSON: each a span and pieces, as :mod:`pachlint.verdict.layouts` writes them."""

    versions: Mapping[str, int]
    spans: list[list[int]]
    files: list[tuple[int, list[int]]]
    addresses: list[tuple[int, str, list[int]]]
    """Span, name, and what is printed."""
    open: frozenset[int]
    pieces: Pieces
    expressions: Expressions
    evaluator: type[Evaluator] = Evaluator
    functions: Mapping[str, Any] = FUNCTIONS


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


class Address(NamedTuple):
    """A public address that the chart derives, and the values in it; ``text`` is empty where there is none."""

    name: str
    text: str
    because: tuple[Path, ...]


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
        **{name: data[name] for name in ("spans", "files", "addresses")},
    )


def learned(context: CheckContext, model: Model) -> Table:
    """The table of a chart that was learned."""
    from pachlint.verdict.learned import BOUNDED, VERSION, BoundedEvaluator, spans_of  # noqa: PLC0415 -- for a local chart only

    table = load_data({**model.objects, "versions": [VERSION], "spans": spans_of(context, model)})
    return table._replace(evaluator=BoundedEvaluator, functions=BOUNDED)


@lru_cache(maxsize=1)
def shipped() -> Table:
    """The table of all releases."""
    return load(bundled.read(_TABLE))


class Objects(NamedTuple):
    """The objects that a chart makes; ``is_whole`` unless there are files at which Helm stops, or that are not known."""

    found: tuple[Rendered, ...]
    is_whole: bool


def objects(values: Mapping[str, object], helm: HelmInput, table: Table) -> Objects:
    """The objects that a chart version makes of effective values, without those of files at which Helm stops."""
    evaluator = _evaluator(values, helm, table)
    found: list[Rendered] = []
    is_whole = helm.version in table.versions
    for span, pieces in table.files:
        if _is_of(span, helm, table):
            try:
                found += _file(pieces, table, evaluator)
            except EvaluationError:
                is_whole = False
    return Objects(tuple(found), is_whole)


def addresses(values: Mapping[str, object], helm: HelmInput, table: Table) -> Iterator[Address]:
    """Yield the public addresses that a chart version derives of effective values; those at which Helm stops are left out."""
    evaluator = _evaluator(values, helm, table)
    for span, name, pieces in table.addresses:
        if not _is_of(span, helm, table):
            continue
        origins = Origins(table.pieces, evaluator)
        try:
            origins.write(pieces)
        except EvaluationError:
            continue
        text = "".join(piece.text for piece in origins.written).strip()
        yield Address(name, text, origins.all_written())


def _evaluator(values: Mapping[str, object], helm: HelmInput, table: Table) -> Evaluator:
    release = {"Name": helm.release, "Namespace": helm.namespace}
    given = {**values, RELEASE: release}
    return table.evaluator(table.expressions, table.open, given, table.functions, helm=helm)


def _is_of(span: int, helm: HelmInput, table: Table) -> bool:
    index = table.versions.get(helm.version)
    return index is not None and covers(table.spans[span], index)


def _file(pieces: list[int], table: Table, evaluator: Evaluator) -> Iterator[Rendered]:
    origins = Origins(table.pieces, evaluator)
    origins.write(pieces)
    text = "".join(piece.text for piece in origins.written).replace(NO_VALUE, "")
    at = 0
    for part in SEPARATOR.split(text):
        at = text.index(part, at)
        if part.strip():
            yield from Rendered(part, Trail(origins, at)).items()


def _below(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, MappingNode) and step in node.effective:
        return node.entries[node.effective[str(step)]].node
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None
