"""One version of the chart: its fields, its defaults, and what it takes for a key of its own."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from pachlint.bundled import read_json
from pachlint.chart import fields
from pachlint.chart.fields import Field, Node
from pachlint.layering.coalesce import Subchart
from pachlint.layering.numbering import templates_of
from pachlint.layering.values import MISSING
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Path, format_path, value_at
from pachlint.records import NamedTuple
from pachlint.versions import Version

if TYPE_CHECKING:
    from pachlint.chart.model import Model

__all__ = ["Chart", "Likeness", "bundled_subcharts", "chart", "without_default"]

_WORD = lazy_regex(r"\w+")
_END = lazy_regex(r"\w++(?!\.)")
_Use = Mapping[str, object]


class Likeness(Enum):
    """What of a released chart may be taken for true of a local chart."""

    SAME = "its templates are those of a release"
    SIMILAR = "some of its templates differ"
    OTHER = "it is not Pachyderm's"


class Chart(NamedTuple):
    """A chart to judge values by. ``defaults`` are those of ``values.yaml`` and must not be changed.

    ``label`` names it in messages. ``own_subcharts`` and ``own_schema`` (what its file of JSON Schema says, None if it has none) are
    those of a local chart; both are None for a released chart. ``version`` is the release that a local chart is most
    like, ``likeness`` how much it is, ``own_text`` that of the templates which this release does not have, and
    ``not_judged`` says what is left open. ``model`` is what was learned of a local chart's templates, None if they are those of
    a release; ``own_fields`` are then the fields of all versions with those of this chart in the place of its release's.
    ``inside`` are Pachyderm's charts inside one that is not, with the places of their values.
    """

    version: Version
    label: str
    defaults: Mapping[str, object]
    own_subcharts: tuple[Subchart, ...] | None = None
    own_schema: object = None
    likeness: Likeness = Likeness.SAME
    own_text: str = ""
    not_judged: str = ""
    model: "Model | None" = None
    own_fields: Node | None = None
    inside: tuple["tuple[Path, Chart]", ...] = ()

    @property
    def at_hand(self) -> bool:
        """Whether this is a chart from the disk, not a released one."""
        return self.own_subcharts is not None

    @property
    def fields(self) -> Node:
        """The fields of all versions, among them those of this chart."""
        return fields.root() if self.own_fields is None else self.own_fields

    @property
    def subcharts(self) -> tuple[Subchart, ...]:
        """The charts inside this one, with their own defaults."""
        return bundled_subcharts(self.version) if self.own_subcharts is None else self.own_subcharts

    @property
    def templates(self) -> frozenset[Path]:
        """The sections of the defaults of a release with templates."""
        return _templates(self.version)

    def field(self, path: Path) -> Field | None:
        """What this version declares or reads at ``path``; None if nothing, or inside a free-form map."""
        node = self._node(path)
        return fields.field(path, node, self.version) if node is not None else None

    def children(self, path: Path) -> tuple[str, ...]:
        """The keys that this version knows right below ``path``."""
        node = self._node(path)
        if node is None:
            return ()
        return tuple(
            name for name, child in fields.inside(node).items() if fields.is_present(child, self.version)
        )

    def known(self, path: Path) -> bool:
        """Whether this chart knows the path: declares it, reads it, gives it a default, or leaves it free.

        What the bundled charts read under ``global`` counts.
        """
        return (
            self._node(path) is not None
            or self.free(path)
            or value_at(self.defaults, path, MISSING) is not MISSING
            or (path[:1] == ("global",) and format_path(path) in _bundled_globals())
        )

    def may_have(self, path: Path) -> bool:
        """Whether this chart knows the path, or no version does: only what other versions have is out of place."""
        return self.known(path) or fields.anywhere(path) is None

    def may_read(self, path: Path) -> bool:
        """Whether a template that no release has may read the path: it has the key's name, or that of the whole section."""
        if not self.own_text or not path or self.own_fields is not None:
            return False
        words, ends = _words(self.own_text)
        found = words.issuperset(_WORD.findall(str(path[-1])))
        return found or (len(path) > 1 and ends.issuperset(_WORD.findall(str(path[-2]))))

    def free(self, path: Path) -> bool:
        """Whether ``path`` is below a free-form map, an undescribed list or a subchart, where any key may stand."""
        node: Node | None = self.fields
        for step in path:
            if node is None or not fields.is_present(node, self.version):
                return False
            if fields.is_open(node):
                return True
            node = fields.below(node, step)
        return False

    def schema(self) -> dict[str, object]:
        """The JSON Schema (draft 7) of this version, for editors: types as enforced, descriptions, defaults."""
        return {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": f"Values of the Pachyderm chart {self.version}",
            **_slice(self.fields, self.version),
        }

    def _node(self, path: Path) -> Node | None:
        node = self.fields
        for step in path:
            following = fields.below(node, step)
            if following is None or not fields.is_present(following, self.version):
                return None
            node = following
        return node


@lru_cache(maxsize=16)
def chart(version: Version) -> Chart:
    """The released chart of ``version``."""
    defaults = fields.defaults(fields.root(), version)
    return Chart(version, f"chart {version}", cast("dict[str, object]", defaults))


@lru_cache(maxsize=16)
def _templates(version: Version) -> frozenset[Path]:
    return templates_of(chart(version).defaults)


@lru_cache(maxsize=4)
def _words(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """All words of a text, and those that no dot follows at least once."""
    ends = frozenset(_END.findall(text))
    return ends.union(_WORD.findall(text)), ends


def without_default(own: Chart) -> Iterator[Path]:
    """Paths that a local chart does not know or gives no default for, and the release that it is like does: no rule may build on them."""
    if own.likeness is Likeness.SIMILAR:
        yield from _missing(chart(own.version).defaults, own.defaults, ())
    if own.own_fields is not None and own.model is not None:
        from pachlint.chart.own_fields import lacking  # noqa: PLC0415 -- for a chart that was learned

        yield from lacking(own.model, own.version)


def _missing(released: Mapping[str, object], own: Mapping[str, object], path: Path) -> Iterator[Path]:
    for key, value in released.items():
        below = own.get(key, MISSING)
        if below is MISSING:
            yield (*path, key)
        elif isinstance(value, Mapping) and isinstance(below, Mapping):
            yield from _missing(value, below, (*path, key))


@lru_cache(maxsize=16)
def bundled_subcharts(version: Version) -> tuple[Subchart, ...]:
    """The charts inside the released chart of ``version``."""
    uses: Sequence[_Use] = ()
    for since, charts in cast("Sequence[tuple[str, Sequence[_Use]]]", _subcharts_file()["releases"]):
        if fields.version_of(since) <= version:
            uses = charts
    return tuple(map(_subchart, uses))


@lru_cache(maxsize=1)
def _bundled_globals() -> frozenset[str]:
    """Printed paths below ``global`` that templates of the bundled charts read."""
    return frozenset(cast("Sequence[str]", _subcharts_file()["globals"]))


@lru_cache(maxsize=1)
def _subcharts_file() -> Mapping[str, object]:
    return read_json("schemas/subcharts.json")


def _subchart(use: _Use) -> Subchart:
    inner = cast("Mapping[str, Mapping[str, object]]", _subcharts_file()["charts"])[cast("str", use["chart"])]
    return Subchart(
        name=cast("str", use["name"]),
        condition=cast("str", use.get("condition", "")),
        tags=tuple(cast("Sequence[str]", use.get("tags", ()))),
        defaults=cast("dict[str, object]", inner["defaults"]),
        types=tuple(cast("dict[str, str]", inner.get("types", {})).items()),
        subcharts=tuple(map(_subchart, cast("Sequence[_Use]", inner.get("subcharts", ())))),
    )


def _slice(node: Node, version: Version) -> dict[str, object]:
    found: dict[str, object] = {}
    if "description" in node:
        found["description"] = node["description"]
    if enforced := fields.schema_type(node, version):
        found["type"] = enforced
    default = fields.default(node, version)
    if default is not MISSING:
        found["default"] = default
    if not fields.is_read(node, version):
        found["deprecated"] = True
    inner = {
        name: _slice(child, version)
        for name, child in fields.inside(node).items()
        if fields.is_present(child, version)
    }
    if inner:
        found["properties"] = inner
    if "items" in node:
        found["items"] = _slice(cast("Node", node["items"]), version)
    return found
