"""The repository that a file belongs to, and what leads out of it: a pull request decides what is inside, and only that."""

import os
from collections.abc import Sequence


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


def is_name_of_file(name: str) -> bool:
    """Whether reports call a file so; what is none they call ``<stdin>`` or ``<command line>``."""
    return not (name.startswith("<") and name.endswith(">"))


def path_in_repository(name: str) -> str:
    """The path of a file from the root of its repository, with slashes, as CI services want it.

    A link in the repository is the file that it leads to, for services show nothing at a link. Without a repository a file
    below the current folder is named from there; others, and what is no file (``<stdin>``), keep their names.
    """
    if not is_name_of_file(name):
        return name
    path = os.path.abspath(name)
    around = root(os.path.dirname(path))
    if os.path.exists(os.path.join(around, ".git")):
        real, top = _real(path), _real(around)
        found = os.path.relpath(real, top) if _is_below(real, top) else os.path.relpath(path, around)
    else:
        found = os.path.relpath(path) if _is_below(path, os.getcwd()) else os.path.normpath(name)
    return found.replace(os.sep, "/")


def _real(path: str) -> str:
    try:
        return os.path.realpath(path)
    except ValueError:  # no file can be called so
        return path


def is_among(path: str, files: Sequence[str], folders: Sequence[str] = ()) -> bool:
    """Whether a path is one of the files, or lies in one of the folders, links followed."""
    target = os.path.realpath(path)
    return any(os.path.realpath(file) == target for file in files) or any(
        target.startswith(os.path.realpath(folder) + os.sep) for folder in folders
    )


def leads_out(path: str, folder: str = "") -> bool:
    """Whether a path, links followed, leaves the repository of ``folder``, by default the one that it seems to be in."""
    around = root(folder or os.path.dirname(os.path.abspath(path)))
    return not _is_below(os.path.realpath(path), os.path.realpath(around))


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
