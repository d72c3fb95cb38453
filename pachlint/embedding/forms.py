"""The forms in which values stand in files of other programs, and which of them a file has."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from pachlint.embedding import argo_cd, flux, helmfile, kustomize, terraform
from pachlint.embedding.bounds import first_releases
from pachlint.embedding.config_data import texts_of
from pachlint.embedding.first_look import may_hold
from pachlint.embedding.held import Held, Remark
from pachlint.embedding.objects import YamlObject, objects
from pachlint.embedding.repository_objects import GENERATORS
from pachlint.embedding.text import Embedding
from pachlint.embedding.tree import Tree
from pachlint.place import Span
from pachlint.source import Source

Reader = Callable[[YamlObject, Tree], Iterator[Held]]


def held_in(file: Source, tree: Tree) -> list[Held]:
    """The releases that a file holds, of any chart; no two have the same title, and there are no more than can be judged.

    A document that may be such an object, and cannot be read, counts as one of unknown chart.
    """
    found = first_releases(_held(file, tree))
    seen: Counter[str] = Counter()
    for number, one in enumerate(found):
        seen[one.title] += 1
        if seen[one.title] > 1:
            found[number] = one._replace(name=f"{one.name} ({seen[one.title]})")
    return found


def _held(file: Source, tree: Tree) -> Iterator[Held]:
    if terraform.is_terraform(file):
        yield from terraform.held(file, tree)
        return
    if helmfile.is_helmfile(file):
        yield from helmfile.held(file, tree)
        return
    for each in objects(file):
        for read in _readers(each):
            yield from read(each, tree)


def texts_in(file: Source, held: Iterable[Held]) -> Iterator[Embedding]:
    """All values that stand in a file: those of the releases that it holds, and those that others refer to."""
    for one in held:
        for layer in one.layers:
            if isinstance(layer, Embedding) and layer.outer.name == file.name:
                yield layer
    for each in objects(file):
        if each.text("kind") in GENERATORS:
            yield from texts_of(each)


def _readers(found: YamlObject) -> Iterator[Reader]:
    """Who reads an object of this kind."""
    if not found.document.readable:
        if may_hold(found.document.source.text):
            yield _unread
        return
    version, kind = found.text("apiVersion"), found.text("kind")
    if version.startswith(argo_cd.GROUP) and kind in argo_cd.KINDS:
        yield argo_cd.held
    elif version.startswith(flux.GROUP) and kind == flux.KIND:
        yield flux.held
    elif kustomize.is_kustomization(found):
        yield kustomize.held


def _unread(found: YamlObject, _: Tree) -> Iterator[Held]:
    """A document that cannot be read; it is told if it speaks of Pachyderm."""
    remarks = (
        Remark(
            one.code,
            one.message,
            Span(one.span.start + found.start, one.span.end + found.start),
            one.hint,
            rejected=one.rejected,
            unread=one.unread,
        )
        for one in found.document.problems
    )
    yield Held(
        "YAML document",
        "",
        found.file,
        found.extent,
        tuple(remarks),
        "pachyderm" in found.document.source.text,
    )
