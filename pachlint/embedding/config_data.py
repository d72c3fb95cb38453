"""What a ConfigMap or Secret of the repository holds at a key: written there, or made by kustomize from a file."""

import base64
import binascii
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pachlint.embedding import extraction
from pachlint.embedding.held import ValuesFile
from pachlint.embedding.objects import YamlObject, objects
from pachlint.embedding.repository_objects import SECRET, Made, generators, nearest
from pachlint.embedding.text import Embedding, Segment
from pachlint.embedding.tree import Tree
from pachlint.place import Path, format_path
from pachlint.reading.nodes import ScalarNode
from pachlint.records import NamedTuple
from pachlint.source import Source

ENCRYPTED = "ENC["
"""How SOPS begins what it encrypts (https://getsops.io/docs/)."""
_ENCODED = "the values are encoded as base64"
_MANY = 5
"""So many files are named in a message."""


class Reference(NamedTuple):
    """A key of a ConfigMap or Secret that an object refers to."""

    kind: str
    name: str
    key: str
    namespace: str = ""

    @property
    def title(self) -> str:
        """What a message calls the object."""
        return f"{self.kind} {self.name}"


class Datum(NamedTuple):
    """What stands at the key: its text, and the values in it; None if they cannot be taken for themselves."""

    text: str
    values: Embedding | ValuesFile | None


class Absent(NamedTuple):
    """Why there is nothing. ``keys`` are those that the object has instead, where it is known to lack the key."""

    words: str
    keys: tuple[str, ...] | None = None


def datum(found: YamlObject, tree: Tree, reference: Reference) -> Datum | Absent:
    """What an object refers to."""
    wanted = (reference.kind, reference.name, reference.namespace)
    written = nearest(found, tree, *wanted)
    made = generators(found, tree, *wanted) if not written else []
    there = written or [
        *{(one.found.file.name, one.found.start, one.found.base): one.found for one in made}.values()
    ]
    if tree.is_spent:
        return Absent(
            f"the {reference.title} is not looked for, because too much of the repository is read for it"
        )
    if not there:
        return Absent(f"nothing in this repository makes the {reference.title}")
    if len(there) > 1:
        files = ", ".join(sorted({one.file.name for one in there})[:_MANY])
        return Absent(f"the {reference.title} is made more than once ({files})")
    return _written(there[0], reference) if written else _made(made, tree, reference)


def texts_of(found: YamlObject) -> Iterator[Embedding]:
    """The texts of a ConfigMap or Secret, each as values."""
    reference = Reference(found.text("kind"), found.text("metadata", "name"), "")
    for key in dict.fromkeys(key for field in _fields(reference.kind) for key in _keys(found, field)):
        one = _written(found, reference._replace(key=key))
        if isinstance(one, Datum) and isinstance(one.values, Embedding):
            yield one.values


def _fields(kind: str) -> tuple[str, ...]:
    # the API server lets stringData win (core/v1 Secret)
    return ("stringData", "data") if kind == SECRET else ("data",)


def _keys(found: YamlObject, field: str) -> list[str]:
    data = found.get(field)
    return [key for key in data if isinstance(key, str)] if isinstance(data, dict) else []


def _written(there: YamlObject, reference: Reference) -> Datum | Absent:
    fields = _fields(reference.kind)
    field = next((one for one in fields if reference.key in _keys(there, one)), None)
    if field is None:
        keys = tuple(key for one in fields for key in _keys(there, one))
        return Absent(f"the {reference.title} has no key {reference.key}", keys)
    node, text = there.node(field, reference.key), there.text(field, reference.key)
    if text.startswith(ENCRYPTED):
        return Absent(f"the {reference.title} is encrypted")
    title = "/".join(filter(None, (there.text("metadata", "namespace"), reference.name)))
    path = format_path((field, reference.key))
    name = f"{path} of {reference.kind} {title} in {there.file.name}"
    if not isinstance(node, ScalarNode) or not text:
        return Absent(f"{path} of the {reference.title} is no text")
    if field == "data" and reference.kind == SECRET:
        return _decoded(there, node, reference, name)
    return Datum(text, _text_at(there.file, there.start, (*there.base, field, reference.key), name))


@lru_cache(maxsize=32)
def _text_at(file: Source, start: int, path: Path, name: str) -> Embedding:
    there = next(one for one in objects(file) if one.start == start)
    entry = there.document.find(path)
    node = entry.node if entry else None
    if not isinstance(node, ScalarNode):
        raise TypeError(path)
    return extraction.of_text(there.document, node, name).within(file, start)


def _decoded(there: YamlObject, node: ScalarNode, reference: Reference, name: str) -> Datum | Absent:
    try:
        text = base64.b64decode(node.text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return Absent(f"data of the {reference.title} is not the base64 of a text")
    segments = (Segment(0, node.span.start, 0), Segment(len(text), node.span.end, 0))
    values = Embedding(Source(name, text), there.document.source, segments, refusal=_ENCODED, hidden=True)
    return Datum(text, values.within(there.file, there.start))


def _made(made: Sequence[Made], tree: Tree, reference: Reference) -> Datum | Absent:
    """What kustomize puts at the key: the content of a file, or a literal (api/types/kvpairsources.go)."""
    keys = list[str]()
    for there, generator in made:
        found = _sources(there.file, there.start, there.base, generator)
        if reference.key in found:
            text, is_path = found[reference.key]
            return _of_file(there, tree, text, reference) if is_path else Datum(_unquoted(text), None)
        if there.get(*generator, "envs") or there.get(*generator, "env"):
            return Absent(
                f"{reference.key} of the {reference.title} may be in an env file, which is not read"
            )
        keys += found
    return Absent(f"the {reference.title} has no key {reference.key}", tuple(keys))


@lru_cache(maxsize=8)
def _sources(file: Source, start: int, base: Path, generator: Path) -> dict[str, tuple[str, bool]]:
    """The keys that a generator of a kustomization makes, each with the path of a file, or, False, a literal."""
    there = next(one for one in objects(file) if (one.start, one.base) == (start, base))
    found: dict[str, tuple[str, bool]] = {}
    for key, path in _files(there, generator):
        found.setdefault(key, (path, True))
    for item in there.items(*generator, "literals"):
        key, _, text = there.text(*item).partition("=")
        found.setdefault(key, (text, False))
    return found


def _unquoted(text: str) -> str:
    """A literal without quotes around it (api/kv/kv.go)."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def _files(there: YamlObject, generator: Path) -> Iterator[tuple[str, str]]:
    """The keys of files with their paths; without a key it is the name of the file."""
    for item in there.items(*generator, "files"):
        key, given, path = there.text(*item).partition("=")
        yield (key, path) if given else (os.path.basename(key), key)


def _of_file(there: YamlObject, tree: Tree, path: str, reference: Reference) -> Datum | Absent:
    file = os.path.normpath(os.path.join(os.path.dirname(there.file.name), path))
    source = tree.source(file)
    if source is None:
        return Absent(
            f"{path}, of which {there.file.name} makes the {reference.title}, is not in this repository"
        )
    return Datum(source.text, ValuesFile(file))
