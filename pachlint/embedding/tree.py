"""The files around an object: those that it names, and objects beside it that it refers to."""

import os

from pachlint.bounded import open_regular
from pachlint.reading.document import MAX_LENGTH, decode
from pachlint.repository import leads_out, root
from pachlint.source import Source


class Tree:
    """Files as seen from a file in it. Nothing outside of its repository is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.folder = os.path.dirname(file)

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


def _source(path: str) -> Source | None:
    try:
        with open_regular(path) as file:
            text = decode(file.read(4 * MAX_LENGTH))
    except OSError:
        return None
    return Source(path, text) if isinstance(text, str) else None
