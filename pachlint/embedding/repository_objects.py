"""Objects in the files of a repository, found by kind and name, as one object refers to another."""

import os
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, product

from pachlint.bounded import open_regular
from pachlint.embedding.objects import YamlObject, objects
from pachlint.embedding.tree import Tree
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
_NAME = re.compile(rb"name[\"']?:[ \t]*[\"']?([A-Za-z0-9._-]+)")
_MAX_BYTES = 1_000_000
_SEARCHED = (".yaml", ".yml", ".json", "Kustomization")
_WORDS = {
    word: word.encode()
    for word in (CONFIG_MAP, SECRET, "OCIRepository", "HelmChart", _REFERRING, *GENERATORS.values())
}


def nearest(found: YamlObject, tree: Tree, kind: str, name: str, namespace: str) -> list[YamlObject]:
    """The objects of a kind with a name that stand nearest to an object; several if they are equally near.

    An object without a namespace, which is set somewhere else, may be in any.
    """
    return nearest_of(named(found, tree, kind, name, namespace), found)


def named(found: YamlObject, tree: Tree, kind: str, name: str, namespace: str) -> list[YamlObject]:
    """All of them."""
    return [
        one
        for one in _objects(found, tree, kind, name)
        if one.text("kind") == kind
        and one.text("metadata", "name") == name
        and _is_in(one.text("metadata", "namespace"), namespace)
    ]


def generators(found: YamlObject, tree: Tree, kind: str, name: str, namespace: str) -> list[YamlObject]:
    """The kustomizations nearest to an object that make a ConfigMap or Secret of a name."""
    field = GENERATORS[kind]
    there = [
        one
        for one in _objects(found, tree, field, name)
        if any(
            one.text(*item, "name") == name and _is_in(namespace_of(one, *item), namespace)
            for item in one.items(field)
        )
    ]
    return nearest_of(there, found)


def referring(tree: Tree, name: str) -> list[str]:
    """The files with objects that may refer to a ConfigMap or Secret of a name."""
    return [os.path.relpath(path) for path in _files(os.path.abspath(tree.root)).get((_REFERRING, name), ())]


def namespace_of(kustomization: YamlObject, *generator: str | int) -> str:
    """The namespace in which a generator of a kustomization makes its object."""
    return kustomization.text("namespace") or kustomization.text(*generator, "namespace")


def _is_in(one: str, other: str) -> bool:
    return not one or not other or one == other


def nearest_of(there: list[YamlObject], found: YamlObject) -> list[YamlObject]:
    """Those of some objects that stand nearest to another one."""
    ways = [_way(one.file.name, found.file.name) for one in there]
    return [one for one, way in zip(there, ways, strict=True) if way == min(ways)]


def _way(one: str, other: str) -> int:
    """How many steps it is from one file's folder to the other's; fewer than none if they are the same file."""
    if one == other:
        return -1
    way = os.path.relpath(os.path.dirname(one) or os.curdir, os.path.dirname(other) or os.curdir)
    return 0 if way == os.curdir else way.count(os.sep) + 1


def _objects(found: YamlObject, tree: Tree, word: str, name: str) -> Iterator[YamlObject]:
    """All objects of the repository's files that have a word and a name; the object's own file is as it is at hand."""
    own = os.path.abspath(found.file.name)
    yield from objects(found.file)
    for path in _files(os.path.abspath(tree.root)).get((word, name), ()):
        source = tree.source(os.path.relpath(path)) if path != own else None
        if source:
            yield from objects(source)


@cache
def _files(root: str) -> dict[tuple[str, str], list[str]]:
    """The YAML files below a folder by the words and the names that they have; those that git ignores are in no repository."""
    found: dict[tuple[str, str], list[str]] = {}
    for path in islice(files_below(root, Walk(_SEARCHED)), MAX_FILES):
        content = _content(path)
        words = [word for word, encoded in _WORDS.items() if encoded in content]
        names = set(_NAME.findall(content)) if words else ()
        for word, name in product(words, names):
            found.setdefault((word, name.decode()), []).append(path)
    return found


def _content(path: str) -> bytes:
    try:
        with open_regular(path) as file:
            return file.read(_MAX_BYTES)
    except OSError:
        return b""
