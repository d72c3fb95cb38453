"""The releases of a helmfile: its parts over each other, and what each release inherits."""

from collections.abc import Iterator, Mapping
from itertools import chain, islice

from pachlint.embedding.held import Note
from pachlint.embedding.objects import YamlObject, with_comments
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Path, Span
from pachlint.reading.nodes import ScalarNode
from pachlint.records import NamedTuple
from pachlint.source import Source

# a release's own template expressions, as they stand in a helmfile and in one that is itself a template
_OWN = r"\.Release\.(?P<{}>Name|Namespace)"
_EXPRESSION = lazy_regex(
    rf"\{{\{{`\{{\{{\s*{_OWN.format('quoted')}\s*\}}\}}`\}}\}}|\{{\{{\s*{_OWN.format('plain')}\s*\}}\}}"
)


MAX_INHERITED = 100
MAX_LEVELS = 20
"""Most templates that a release may inherit, and of which one may inherit another."""


class Piece(NamedTuple):
    """A mapping of a helmfile that describes a release: its own, or a template; ``without`` names keys that are left out."""

    found: YamlObject
    path: Path
    part: int
    without: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the part of the file is called in the names of texts."""
        name = self.found.file.name
        return f"part {self.part + 1} of {name}" if self.part else name


class Release(NamedTuple):
    """A release with what it inherits before its own, and what was not followed."""

    pieces: tuple[Piece, ...]
    missing_files: str = ""
    given_namespace: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def file(self) -> Source:
        """The helmfile."""
        return self.pieces[-1].found.file

    @property
    def span(self) -> Span:
        """Its own item of the list of releases, with the comments above it."""
        own = self.pieces[-1]
        return with_comments(self.file, own.found.span(*own.path))

    @property
    def name(self) -> str:
        """What Helm calls it."""
        return self.text("name")

    @property
    def chart(self) -> str:
        """The chart that it names."""
        return filled(self.text("chart"), self)

    @property
    def namespace(self) -> str:
        """Where it is installed."""
        return self.given_namespace or self.text("namespace")

    @property
    def stops_at_missing_files(self) -> bool:
        """Whether a values file has to be there."""
        return (self.text("missingFileHandler") or self.missing_files or "Error") == "Error"

    def text(self, key: str) -> str:
        """The scalar of a key; what is inherited wins (releaseWithInheritedTemplate merges without overriding)."""
        return next(filter(None, (scalar(one.found, (*one.path, key)) for one in self.pieces)), "")

    def items(self, key: str) -> Iterator[tuple[Piece, Path]]:
        """The items of the lists of a key, one after the other."""
        for piece in self.pieces:
            if key not in piece.without:
                for item in piece.found.items(*piece.path, key):
                    yield piece, item


class State(NamedTuple):
    """The parts of a helmfile."""

    parts: tuple[YamlObject, ...]

    def releases(self) -> Iterator[Release]:
        """The releases; those of a part replace those of the parts before it."""
        last = [number for number, one in enumerate(self.parts) if one.get("releases")][-1:]
        templates = self._templates()
        for number in last:
            part = self.parts[number]
            for path in part.items("releases"):
                release = self._release(Piece(part, path, number), templates)
                if release.chart:
                    yield release

    def _release(self, piece: Piece, templates: Mapping[str, Piece]) -> Release:
        notes: list[Note] = []
        inherited = tuple(islice(_inherited(piece, templates, self._defaults(), notes), MAX_INHERITED + 1))
        if len(inherited) > MAX_INHERITED:
            notes.append(
                Note(f"only the first {MAX_INHERITED} inherited templates are read", incomplete=True)
            )
        return Release(
            (*inherited[:MAX_INHERITED], piece),
            self._last("missingFileHandler"),
            self._last("namespace"),
            tuple(notes),
        )

    def _templates(self) -> dict[str, Piece]:
        found: dict[str, Piece] = {}
        for number, part in enumerate(self.parts):
            named = part.get("templates")
            for name in named if isinstance(named, dict) else ():
                found[name] = Piece(part, ("templates", name), number)
        return found

    def _defaults(self) -> tuple[str, ...]:
        for part in reversed(self.parts):
            given = part.get("defaultInherit")
            if given:
                return tuple(map(str, given)) if isinstance(given, list) else (str(given),)
        return ()

    def _last(self, key: str) -> str:
        return next(filter(None, (scalar(one, (key,)) for one in reversed(self.parts))), "")


def _inherited(
    piece: Piece,
    templates: Mapping[str, Piece],
    defaults: tuple[str, ...],
    notes: list[Note],
    above: tuple[str, ...] = (),
) -> Iterator[Piece]:
    """The templates of a release or of a template, the nearest last."""
    asked = list(islice(_asked(piece), MAX_INHERITED))
    names = {name for name, _ in asked}
    for name, without in (*((one, ()) for one in defaults if one not in names), *asked):
        if len(notes) > MAX_INHERITED:
            return
        if name not in templates or name in above:
            notes.append(Note(f"the template {name} is not in the file", incomplete=True))
            continue
        if len(above) >= MAX_LEVELS:
            notes.append(
                Note(f"what is inherited over more than {MAX_LEVELS} levels is not read", incomplete=True)
            )
            continue
        found = templates[name]
        for one in chain(_inherited(found, templates, (), notes, (*above, name)), (found,)):
            yield one._replace(without=(*one.without, *without)) if without else one


def _asked(piece: Piece) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names after ``inherit``, each with the keys that are left out."""
    found = piece.found
    given = (*piece.path, "inherit")
    for item in [given] if isinstance(found.get(*given), dict) else found.items(*given):
        name = found.text(*item, "template")
        if name:
            yield name, tuple(found.text(*one) for one in found.items(*item, "except"))


def is_unfilled(text: str) -> bool:
    """Whether helmfile fills something into a text."""
    return "{{" in text


def scalar(found: YamlObject, path: Path) -> str:
    """The text of a scalar as helmfile takes it into a string; "" if there is none."""
    node = found.node(*path)
    return node.text if isinstance(node, ScalarNode) and node.value is not None else ""


def filled(text: str, release: Release) -> str:
    """A text with the name and the namespace of the release in it."""
    own = {"Name": release.text("name"), "Namespace": release.namespace}
    if any(map(is_unfilled, own.values())):
        return text
    return _EXPRESSION.sub(lambda one: own[one["quoted"] or one["plain"]], text)
