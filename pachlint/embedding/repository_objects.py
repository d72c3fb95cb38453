"""Objects in the files of a repository, found by kind and name, as one object refers to another."""

import os
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby, islice

from pachlint.bounded import open_regular
from pachlint.embedding.objects import YamlObject, objects
from pachlint.embedding.tree import Tree
from pachlint.place import Path
from pachlint.records import NamedTuple
from pachlint.source import Source
from pachlint.walking import Walk, files_below

CONFIG_MAP, SECRET = "ConfigMap", "Secret"
GENERATORS = {CONFIG_MAP: "configMapGenerator", SECRET: "secretGenerator"}
"""The field of a kustomization that makes objects of a kind."""

KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
"""What kustomize calls its file (api/konfig/general.go)."""

_REFERRING = "HelmRelease"
"""What refers to ConfigMaps and Secrets."""

MAX_FILES = 20_000
"""Most files of a repository that are looked at."""
MAX_FOUND = 20
"""Most objects of one kind and name that are read."""
_NAME = re.compile(rb"name[\"']?:[ \t]*[\"']?([A-Za-z0-9._-]+)")
_MAX_NAMES = 300_000  # of a repository, 60 MB
_VALUE = 30
"""How many characters of a file are as much to read as a value of it."""
_MAX_BYTES = 1_000_000
_SEARCHED = (".yaml", ".yml", ".json", "Kustomization")
_WORDS = {
    word: word.encode()
    for word in (CONFIG_MAP, SECRET, "OCIRepository", "HelmChart", _REFERRING, *GENERATORS.values())
}


class Made(NamedTuple):
    """An object, or a kustomization and the path of what makes an object in it."""

    found: YamlObject
    generator: Path = ()


class _Named(NamedTuple):
    """What others refer to by a word, the kind of an object or the field of a generator, and its name."""

    word: str
    name: str
    namespace: str
    number: int
    generator: Path = ()

    def is_called(self, word: str, name: str, namespace: str) -> bool:
        """Whether it is what is meant; without a namespace, which is set somewhere else, it may be in any."""
        own = self.namespace
        return (self.word, self.name) == (word, name) and (not own or not namespace or own == namespace)


def nearest(found: YamlObject, tree: Tree, kind: str, name: str, namespace: str) -> list[YamlObject]:
    """The objects of a kind with a name that stand nearest to an object; several if they are equally near.

    An object without a namespace, which is set somewhere else, may be in any.
    """
    return [one.found for one in next(_by_distance(found, tree, kind, name, namespace), ())]


def named(found: YamlObject, tree: Tree, kind: str, name: str, namespace: str) -> list[YamlObject]:
    """All of them, if they are not too many, the nearest first."""
    groups = _by_distance(found, tree, kind, name, namespace)
    return [one.found for one in islice((one for group in groups for one in group), MAX_FOUND)]


def generators(found: YamlObject, tree: Tree, kind: str, name: str, namespace: str) -> list[Made]:
    """What makes a ConfigMap or Secret of a name in the kustomizations nearest to an object."""
    return next(_by_distance(found, tree, GENERATORS[kind], name, namespace), [])


def referring(tree: Tree, name: str) -> list[str]:
    """The files with objects that may refer to a ConfigMap or Secret of a name."""
    return [os.path.relpath(path) for path in _files(os.path.abspath(tree.root)).having(_REFERRING, name)]


def nearest_of(there: list[YamlObject], found: YamlObject) -> list[YamlObject]:
    """Those of some objects that stand nearest to another one."""
    ways = [_way(one.file.name, found.file.name) for one in there]
    return [one for one, way in zip(there, ways, strict=True) if way == min(ways)]


def _way(one: str, other: str) -> int:
    """How many steps it is from one file's folder to the other's; fewer than none if they are the same file."""
    if one == other:
        return -1
    here, there = _folders(one), _folders(other)
    common = next((at for at, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), None)
    return len(here) + len(there) - 2 * (min(len(here), len(there)) if common is None else common)


@lru_cache(maxsize=MAX_FILES)
def _folders(path: str) -> tuple[str, ...]:
    return tuple(os.path.dirname(os.path.abspath(path)).split(os.sep))


def _by_distance(found: YamlObject, tree: Tree, word: str, name: str, namespace: str) -> Iterator[list[Made]]:
    """What the repository has of a word and a name, in groups, the nearest first; the object's own file is as it is at hand."""
    wanted = (word, name, namespace)
    own = [one for one in _in_text(found.file) if one.is_called(*wanted)]
    if own:
        yield [*_read(own[:MAX_FOUND], objects(found.file))]
    here = os.path.abspath(found.file.name)
    paths = [path for path in _files(os.path.abspath(tree.root)).having(word, name) if path != here]
    by_way = sorted((_way(path, here), path) for path in paths)
    for _, group in groupby(by_way, key=lambda one: one[0]):
        made = list(islice(_of_files([path for _, path in group], tree, wanted), MAX_FOUND))
        if made:
            yield made


def _of_files(paths: Sequence[str], tree: Tree, wanted: tuple[str, str, str]) -> Iterator[Made]:
    for path in paths:
        looked = _in_file(path)
        if not tree.look_through(path, looked.weight):
            return
        there = [one for one in looked.named if one.is_called(*wanted)]
        if there:
            yield from _read(there, tree.objects(os.path.relpath(path)) or ())


def _read(there: Sequence[_Named], found: Sequence[YamlObject]) -> Iterator[Made]:
    for one in there:
        if one.number < len(found):
            yield Made(found[one.number], one.generator)


@lru_cache(maxsize=8)
def _in_text(file: Source) -> tuple[_Named, ...]:
    """What stands in a file that others may refer to."""
    return tuple(one for number, found in enumerate(objects(file)) for one in _named_in(found, number))


def _named_in(found: YamlObject, number: int) -> Iterator[_Named]:
    kind, namespace = found.text("kind"), found.text("metadata", "namespace")
    if kind in _WORDS:
        yield _Named(kind, found.text("metadata", "name"), namespace, number)
    for field in GENERATORS.values():
        for item in found.items(field):
            within = found.text("namespace") or found.text(*item, "namespace")
            yield _Named(field, found.text(*item, "name"), within, number, item)


class _Looked(NamedTuple):
    """What stands in a file, and as how many characters it counts to look it through."""

    named: tuple[_Named, ...]
    weight: int


@cache
def _in_file(path: str) -> _Looked:
    """The same of a file of the repository, which is read once."""
    source = Tree(path).source(path)
    if source is None:
        return _Looked((), 0)
    values = sum(_size(one.data) for one in objects(source))
    return _Looked(_in_text(source), len(source.text) + _VALUE * values)


def _size(value: object) -> int:
    """How many keys and values there are."""
    if isinstance(value, dict):
        return sum(1 + _size(inner) for inner in value.values())
    return sum(map(_size, value)) if isinstance(value, list) else 1


class _Files(NamedTuple):
    """YAML files by the words, and by the names that they have; ``crowded`` are those with more names than are kept."""

    by_word: dict[str, set[str]]
    by_name: dict[str, list[str]]
    crowded: list[str]

    def having(self, word: str, name: str) -> list[str]:
        """The files that have a word and may have a name."""
        among = self.by_word.get(word, ())
        return [path for path in (*self.by_name.get(name, ()), *self.crowded) if path in among]


@cache
def _files(root: str) -> _Files:
    """The YAML files below a folder; those that git ignores are in no repository."""
    found, left = _Files({}, {}, []), _MAX_NAMES
    for path in islice(files_below(root, Walk(_SEARCHED)), MAX_FILES):
        content = _content(path)
        words = [word for word, encoded in _WORDS.items() if encoded in content]
        for word in words:
            found.by_word.setdefault(word, set()).add(path)
        names = set(_NAME.findall(content)) if words else set[bytes]()
        if len(names) > left:
            found.crowded.append(path)
            continue
        left -= len(names)
        for name in names:
            found.by_name.setdefault(name.decode(), []).append(path)
    return found


def _content(path: str) -> bytes:
    try:
        with open_regular(path) as file:
            return file.read(_MAX_BYTES)
    except OSError:
        return b""
