"""The files around an object: those that it names, and objects beside it that it refers to."""

import os

from pachlint.bounded import open_regular
from pachlint.embedding.objects import YamlObject, objects
from pachlint.reading.document import MAX_LENGTH, decode
from pachlint.repository import leads_out, root
from pachlint.source import Source

MAX_REFERRED = 4_000_000
"""Most characters of other files, and of what stands at keys in them, that the releases of one file may refer to."""


class _Referred:
    """What the releases of a file refer to: files that were read, and how many characters that is."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[YamlObject, ...]] = {}
        self.looked_through = set[str]()
        self.length = 0


class Tree:
    """Files as seen from a file in it. Nothing outside of its repository is read."""

    def __init__(self, file: str, referred: _Referred | None = None) -> None:
        self.file = file
        self.folder = os.path.dirname(file)
        self.referred = referred or _Referred()

    def at(self, file: str) -> "Tree":
        """The same as seen from another file, which counts as one with this."""
        return Tree(file, self.referred)

    @property
    def is_spent(self) -> bool:
        """Whether no more may be referred to."""
        return self.referred.length > MAX_REFERRED

    def spend(self, length: int) -> bool:
        """Take so many characters of what may be referred to; whether there were so many left."""
        self.referred.length += length
        return not self.is_spent

    def look_through(self, path: str, length: int) -> bool:
        """Spend so many characters on a file, once; whether there were so many left."""
        if path not in self.referred.looked_through:
            self.referred.looked_through.add(path)
            self.referred.length += length
        return not self.is_spent

    @property
    def root(self) -> str:
        """The root of the repository, by its path from the current folder."""
        return os.path.relpath(root(self.folder or os.curdir))

    def beside(self, name: str) -> str:
        """The path of a file that is named from the folder of this one."""
        return os.path.normpath(os.path.join(self.folder, name))

    def from_root(self, name: str) -> str:
        """The path of a file that is named from the root of the repository."""
        return os.path.normpath(os.path.join(self.root, name.lstrip("/")))

    def has(self, path: str) -> bool:
        """Whether there is such a file in the repository."""
        return os.path.isfile(path) and not self.is_outside(path)

    def is_outside(self, path: str) -> bool:
        """Whether a path leads out of the repository."""
        return leads_out(path, self.folder or os.curdir)

    def chart(self, folder: str) -> str:
        """The folder if there is a chart in it, "" otherwise."""
        return folder if self.has(os.path.join(folder, "Chart.yaml")) else ""

    def source(self, path: str) -> Source | None:
        """The text of a file of the repository; None if there is none, or it is no text."""
        return _source(path) if self.has(path) else None

    def objects(self, path: str) -> tuple[YamlObject, ...] | None:
        """The YAML documents of a file of the repository; None if too much of it is read already."""
        if path not in self.referred.files:
            source = self.source(path)
            if source is not None and not self.spend(len(source.text)):
                return None
            self.referred.files[path] = objects(source) if source else ()
        return self.referred.files[path]


def _source(path: str) -> Source | None:
    try:
        with open_regular(path) as file:
            text = decode(file.read(4 * MAX_LENGTH))
    except OSError:
        return None
    return Source(path, text) if isinstance(text, str) else None
