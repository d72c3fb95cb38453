"""helmfile: what the releases of a helmfile give to Helm.

Follows helmfile 1.1 (pkg/state of https://github.com/helmfile/helmfile): valuesTemplate come before values, these before
secrets, and all of them before set and setString; what a release inherits comes before its own. Of several parts
(``---``) the last one that has releases counts.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from pachlint.embedding.extraction import definitions
from pachlint.embedding.held import Held, HeldFlag, Note, Part, Remark, ValuesFile
from pachlint.embedding.helmfile_state import Piece, Release, State, filled, is_unfilled, scalar
from pachlint.embedding.objects import YamlObject, objects
from pachlint.embedding.text import Embedding, Segment
from pachlint.embedding.tree import Tree
from pachlint.embedding.unfilled import unfilled_value
from pachlint.layering.flags import Flag, FlagKind
from pachlint.lazy_regex import lazy_regex
from pachlint.nearness import did_you_mean
from pachlint.place import Path, Span, format_path
from pachlint.reading.nodes import MappingNode
from pachlint.source import Source

FORM = "helmfile"
_RELEASES = lazy_regex(r"(?m)^releases[ \t]*:")
_OF_PACHYDERM = lazy_regex(r"(?m)^[ \t-]*chart:.*pachyderm")
_CHART = lazy_regex(r"(?:\A|/)pachyderm(?:-(?P<version>v?\d[\w.+-]*)\.tgz)?/?\Z")
_EXACT = lazy_regex(r"v?\d++\.\d++\.\d++\S*+\Z")
# a URL, a source of go-getter, a secret of vals, a pattern
_ELSEWHERE = lazy_regex(r"://|::|\Aref\+|[*?\[]")
_ESCAPED = lazy_regex(r"[{},]")
_OF_VALUES = ("secrets", "set", "setString", "setTemplate", "values", "valuesTemplate")


def is_helmfile(file: Source) -> bool:
    """Whether a file may be one of helmfile, whatever it is called."""
    return bool(_RELEASES.search(file.text))


def held(file: Source, tree: Tree) -> Iterator[Held]:
    """The releases of a helmfile; of one that cannot be read before helmfile renders it, the whole file."""
    found = _objects(file)
    state = State(tuple(one for one in found if one.document.readable))
    if not state.parts and _OF_PACHYDERM.search(file.text):
        yield Held(FORM, "", file, Span(0, len(file.text)), (_unread(file),), of_pachyderm=True)
    for release in state.releases():
        yield _of_release(release, tree)


def _objects(file: Source) -> tuple[YamlObject, ...]:
    return objects(file, template=is_unfilled(file.text))


def _unread(file: Source) -> Embedding:
    name = f"{file.name}.gotmpl" if "{{" in file.text else file.name
    whole = (Segment(0, 0, len(file.text)),)
    return Embedding(Source(name, file.text), file, whole, refusal="it is a template")


def _of_release(release: Release, tree: Tree) -> Held:
    chart = release.chart
    found = _CHART.search(chart)
    version = (found["version"] if found else "") or release.text("version")
    if not _EXACT.match(version):
        version = _locked(tree) or version
    local = chart.startswith((".", "/"))
    return Held(
        form=FORM,
        name=release.name,
        file=release.file,
        span=release.span,
        parts=tuple(_parts(release, tree)),
        of_pachyderm=bool(found) or (None if local or is_unfilled(chart) else False),
        version="" if is_unfilled(version) else version,
        release="" if is_unfilled(release.name) else release.name,
        namespace="" if is_unfilled(release.namespace) else release.namespace,
        chart=tree.chart(tree.beside(chart)) if local else "",
        off=_off(release),
    )


def _locked(tree: Tree) -> str:
    """The version that ``helmfile deps`` wrote down."""
    lock = tree.source(tree.beside("helmfile.lock"))
    for found in objects(lock) if lock else ():
        for item in found.items("dependencies"):
            if found.text(*item, "name") == "pachyderm":
                return found.text(*item, "version")
    return ""


def _off(release: Release) -> str:
    if release.text("installed") == "false":
        return "installed: false"
    return "condition: false" if release.text("condition").lower() == "false" else ""


def _parts(release: Release, tree: Tree) -> Iterator[Part]:
    for key in ("valuesTemplate", "values"):
        for piece, item in release.items(key):
            yield from _values(release, tree, piece, item)
    for piece, item in release.items("secrets"):
        yield from _secrets(release, tree, piece, item)
    for key in ("setTemplate", "set", "setString"):
        for piece, item in release.items(key):
            yield from _flag(release, tree, piece, item, "set-string" if key == "setString" else "set")
    yield from _lost(release)
    yield from release.notes


def _values(release: Release, tree: Tree, piece: Piece, item: Path) -> Iterator[Part]:
    found = piece.found
    if found.text(*item):
        yield from _file(release, tree, found, item)
    elif isinstance(node := found.node(*item), MappingNode):
        name = f"{format_path(_defined_at(found, node) or item)} of {piece.title}"
        is_template = is_unfilled(found.raw(*item))
        values = found.values(f"{name}.tmpl" if is_template else name, *item)
        if values is not None:
            yield values


def _defined_at(found: YamlObject, node: MappingNode) -> Path:
    """The path at which a mapping is written, where an alias or a merge may have brought it elsewhere."""
    return _definitions(found.file, found.start).get(node.span, ())


@lru_cache(maxsize=8)
def _definitions(file: Source, start: int) -> Mapping[Span, Path]:
    part = next(one for one in _objects(file) if one.start == start)
    return definitions(part.document)


def _file(release: Release, tree: Tree, found: YamlObject, item: Path) -> Iterator[Part]:
    name = filled(found.text(*item), release)
    path = tree.beside(release.text("valuesPathPrefix") + name)
    if tree.has(path):
        yield ValuesFile(path)
    elif is_unfilled(name) or _ELSEWHERE.search(name) or not tree.file or tree.is_outside(path):
        yield Note(f"the values file {name} is not read", incomplete=True)
    elif release.stops_at_missing_files:
        message = f"There is no values file {name}; helmfile stops there"
        hint = "Create it, or set missingFileHandler: Warn if it may be missing."
        yield Remark("missing-values-file", message, found.span(*item), hint)


def _secrets(release: Release, tree: Tree, piece: Piece, item: Path) -> Iterator[Part]:
    """What SOPS has encrypted value by value is read; of the rest nothing is known."""
    found = piece.found
    name = filled(found.text(*item), release)
    path = tree.beside(release.text("valuesPathPrefix") + name)
    file = tree.source(path) if name and not is_unfilled(name) else None
    if file is not None and any(one.document.sealed or one.get("sops") for one in objects(file)):
        yield ValuesFile(path)
    else:
        yield Note(f"the secrets {name or 'that are inline'} are not read", incomplete=True)


def _flag(release: Release, tree: Tree, piece: Piece, item: Path, kind: FlagKind) -> Iterator[Part]:
    found = piece.found
    name, value = (filled(scalar(found, (*item, key)), release) for key in ("name", "value"))
    listed = [filled(scalar(found, one), release) for one in found.items(*item, "values")]
    file = filled(found.text(*item, "file"), release)
    span = found.span(*item, "value")
    if value:
        text = f"{_escaped(name)}={_escaped(value)}"
    elif file and kind == "set":
        yield from _file_flag(tree, piece, (*item, "file"), _escaped(name), file)
        return
    elif listed:
        text, span = f"{_escaped(name)}={{{','.join(map(_escaped, listed))}}}", found.span(*item, "values")
    else:
        if found.node(*item, "value") is not None:
            message = f"helmfile leaves out {name or 'it'}, because its value is empty"
            yield Remark("values-not-used", message, span, "Set an empty value under values:.")
        return
    if is_unfilled(name):
        yield Note(f"what {name} sets is unknown", incomplete=True)
    elif any(map(is_unfilled, (value, *listed))):
        yield _unfilled(piece, (*item, "value"), _escaped(name), value or "${values}")
    else:
        yield HeldFlag(Flag(kind, text), span)


def _file_flag(tree: Tree, piece: Piece, item: Path, name: str, file: str) -> Iterator[Part]:
    path, found = tree.beside(file), piece.found
    if tree.has(path):
        yield HeldFlag(Flag("set-file", f"{name}={path}", tree.folder or "."), found.span(*item))
    else:
        yield _unfilled(piece, item, name, "${file}")


def _unfilled(piece: Piece, item: Path, name: str, stands: str) -> Part:
    span, called = piece.found.span(*item), f"{format_path(item)} of {piece.title}"
    return unfilled_value(piece.found.file, span, name, stands, called) or Note(
        f"what {name} is set to is unknown", incomplete=True
    )


def _escaped(text: str) -> str:
    return _ESCAPED.sub(r"\\\g<0>", text)


def _lost(release: Release) -> Iterator[Remark]:
    for piece in release.pieces:
        data = piece.found.get(*piece.path)
        for key in data if isinstance(data, dict) else ():
            # no other key of ReleaseSpec is like these
            hint = _hint(key)
            if hint:
                yield Remark(
                    "misspelt-values",
                    f"helmfile knows no {key}{hint}",
                    piece.found.key_span(*piece.path, key),
                    "helmfile reads no file with a key that it does not know.",
                )


@lru_cache(maxsize=1_000)
def _hint(key: str) -> str:
    return did_you_mean(key, _OF_VALUES)
