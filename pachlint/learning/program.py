"""All templates of a chart and of the charts inside it, parsed, as Helm gives them to Go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.chart.model import LearnedTemplates
from pachlint.gotemplate.catalog import FUNCTIONS
from pachlint.gotemplate.context import TEXT_FIELDS
from pachlint.gotemplate.errors import ParseError, UnknownError
from pachlint.gotemplate.parser import parse
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from pachlint.chart.files import ChartFiles
    from pachlint.gotemplate.nodes import Node, Tree

TEMPLATES = "templates/"


class Scope(NamedTuple):
    """One chart of the tree as its templates see it: what ``Chart.yaml`` says, its defaults, and its other files."""

    name: str
    about: Mapping[str, object]
    defaults: Mapping[str, object]
    files: Mapping[str, str]
    base: str


class Program(NamedTuple):
    """The templates of a chart.

    ``scopes`` are the charts by their place among the values, with dots; ``defined`` are the templates by name; ``bodies``
    the files that Helm renders, each with its chart's place. ``unread`` are files that Go cannot parse. ``names`` are the
    templates of each chart, the files among them.
    """

    scopes: dict[str, Scope]
    defined: dict[str, tuple[Node, ...]]
    bodies: dict[str, tuple[str, tuple[Node, ...]]]
    unread: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()


class _File(NamedTuple):
    name: str
    scope: str
    tree: Tree | None
    renders: bool


def program(chart: ChartFiles, version: str = "", only: Container[str] | None = None) -> Program:
    """Parse the templates of a chart.

    Args:
        chart: the chart.
        version: what all charts are to say is their version; their own if empty.
        only: the places of the charts inside to take; all if None.
    """
    found = Program({}, {}, {})
    files = list(_files(chart, "", chart.name, version, only, found.scopes))
    # Helm parses the deepest files first, so a chart's own definition wins over its subchart's
    for file in sorted(files, key=lambda file: (file.name.count("/"), file.name), reverse=True):
        if file.tree is not None:
            found.defined.update(file.tree.defined)
    for file in files:
        if file.tree is not None and file.renders:
            found.bodies[file.name] = (file.scope, file.tree.nodes)
    return found._replace(
        unread=tuple(file.name for file in files if file.tree is None), names=tuple(_names(files))
    )


def _files(
    chart: ChartFiles,
    scope: str,
    base: str,
    version: str,
    only: Container[str] | None,
    scopes: dict[str, Scope],
) -> Iterator[_File]:
    about = {_field(key): value for key, value in chart.about.items()}
    if version:
        about |= {"AppVersion": version, "Version": version}
    others = {name: _text(content) for name, content in chart.own.items() if not name.startswith(TEMPLATES)}
    scopes[scope] = Scope(scope, about, chart.defaults, others, f"{base}/templates")
    for name, content in chart.own.items():
        if name.startswith(TEMPLATES):
            partial = name.rpartition("/")[2].startswith("_")
            renders = not partial and not chart.is_library
            yield _File(f"{base}/{name}", scope, _parsed(content), renders)
    for place, inside in chart.inside:
        inner = f"{scope}.{place}" if scope else place
        if only is None or inner in only:
            yield from _files(inside, inner, f"{base}/charts/{place}", version, only, scopes)


def _field(key: str) -> str:
    """A key of ``Chart.yaml`` as Go spells it."""
    return "APIVersion" if key == "apiVersion" else key[:1].upper() + key[1:]


def _parsed(content: bytes) -> Tree | None:
    try:
        return parse(_text(content), FUNCTIONS)
    except (ParseError, UnknownError, RecursionError):
        return None


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def size(chart: ChartFiles) -> int:
    """How long all actions of a chart's templates are together, in bytes."""
    own = (
        sum(len(part.partition(b"}}")[0]) for part in content.split(b"{{")[1:])
        for name, content in chart.own.items()
        if name.startswith(TEMPLATES)
    )
    return sum(own) + sum(size(inside) for _, inside in chart.inside)


def template_names(chart: ChartFiles) -> Iterator[tuple[str, str]]:
    """Yield the names of all templates of a chart and of the charts in it, its files included, each with its chart's place."""
    yield from _names(_files(chart, "", chart.name, "", None, {}))


def _names(files: Iterable[_File]) -> Iterator[tuple[str, str]]:
    for file in files:
        yield file.name, file.scope
        names: Any = file.tree.defined if file.tree is not None else ()
        yield from ((name, file.scope) for name in names)


def templates_of(found: Program) -> Iterator[LearnedTemplates]:
    """Yield what templates inside values see of each chart; nothing if some templates could not be read."""
    for place, scope in found.scopes.items() if not found.unread else ():
        stated = {**dict.fromkeys(TEXT_FIELDS, ""), **scope.about}
        about = {key: value for key, value in stated.items() if isinstance(value, str)}
        names = dict.fromkeys(name for name, owner in found.names if owner == place)
        yield LearnedTemplates(place, about, tuple(names))
