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


def path_in_repository(name: str) -> str:
    """The path of a file from the root of its repository, with slashes, as CI services want it.

    A file that no repository holds, and what is no file (``<stdin>``), keep their names.
    """
    if name.startswith("<"):
        return name
    path = os.path.abspath(name)
    around = root(os.path.dirname(path))
    inside = os.path.exists(os.path.join(around, ".git"))
    return (os.path.relpath(path, around) if inside else os.path.normpath(name)).replace(os.sep, "/")


def leads_out(path: str, folder: str = "") -> bool:
    """Whether a path, links followed, leaves the repository of ``folder``, by default the one that it seems to be in."""
    around = root(folder or os.path.dirname(os.path.abspath(path)))
    return not _is_below(os.path.realpath(path), os.path.realpath(around))


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
