"""The repository that a file belongs to, and what leads out of it: a pull request decides what is inside, and only that."""

import os


def root(folder: str) -> str:
    """The git repository around a folder; without one the current folder if it is around it, else the folder itself."""
    at = os.path.abspath(folder)
    here = os.getcwd()
    while not os.path.exists(os.path.join(at, ".git")):
        parent = os.path.dirname(at)
        if parent == at:
            return here if _is_below(os.path.abspath(folder), here) else os.path.abspath(folder)
        at = parent
    return at


def leads_out(path: str, folder: str = "") -> bool:
    """Whether a path, links followed, leaves the repository of ``folder``, by default the one that it seems to be in."""
    around = root(folder or os.path.dirname(os.path.abspath(path)))
    return not _is_below(os.path.realpath(path), os.path.realpath(around))


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
