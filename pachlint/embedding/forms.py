"""The forms in which values stand in files of other programs, and which of them a file has."""

from collections import Counter
from collections.abc import Callable, Iterator

from pachlint.embedding import argo_cd
from pachlint.embedding.held import Held
from pachlint.embedding.objects import YamlObject, objects
from pachlint.embedding.tree import Tree
from pachlint.source import Source

Reader = Callable[[YamlObject, Tree], Iterator[Held]]


def held_in(file: Source, tree: Tree) -> list[Held]:
    """The releases that a file holds, of any chart; no two have the same title."""
    found = [one for each in objects(file) for read in _readers(each) for one in read(each, tree)]
    seen: Counter[str] = Counter()
    for number, one in enumerate(found):
        seen[one.title] += 1
        if seen[one.title] > 1:
            found[number] = one._replace(name=f"{one.name} ({seen[one.title]})")
    return found


def _readers(found: YamlObject) -> Iterator[Reader]:
    """Who reads an object of this kind."""
    version, kind = found.text("apiVersion"), found.text("kind")
    if version.startswith(argo_cd.GROUP) and kind in argo_cd.KINDS:
        yield argo_cd.held
