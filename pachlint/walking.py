"""The files below a folder that are worth a look: inside a git repository those that git does not ignore."""

import os
import re
from collections.abc import Callable, Iterator

from pachlint.git import GitError, Patience, ask, environment_of_folder
from pachlint.records import NamedTuple
from pachlint.repository import leads_out, root

VALUES = (".yaml", ".yml", ".json")
"""How values files end."""
HOLDING = (*VALUES, ".gotmpl", ".tf")
"""How files end that are values or hold some: templates of helmfile and Terraform are among them."""

_NOT_SEARCHED = frozenset(("node_modules", "site-packages", "__pycache__"))
_SECONDS, _PROCESSOR = 10.0, 2.0
"""So long git may take to list files, and so much of it compute: the patterns of a .gitignore can make it take hours."""
_GITLINK = "160000"
# how `git ls-files --stage` begins the lines of what is in the index
_STAGE = re.compile(r"(?P<mode>[0-7]{6}) (?:[0-9a-f]{40}|[0-9a-f]{64}) [0-3]\t(?P<name>.*)", re.DOTALL)


class Walk(NamedTuple):
    """What is looked for, and who is told what was not seen.

    ``unread`` is called for each folder that cannot be read, ``unasked`` with words if git cannot be asked what it ignores.
    """

    endings: tuple[str, ...] = HOLDING
    unread: Callable[[OSError], None] | None = None
    unasked: Callable[[str], None] | None = None


def files_below(folder: str, walk: Walk) -> Iterator[str]:
    """The files below a folder, sorted; hidden folders and installed packages are not searched.

    Of a git repository, and of each one inside of it, these are the files that git does not ignore, unless the folder itself is
    ignored. Links are followed to files that lie in the repository.
    """
    return _below(folder, walk, Patience(_SECONDS, _PROCESSOR))


def _below(folder: str, walk: Walk, patience: Patience) -> Iterator[str]:
    if _is_repository(root(folder)):
        try:
            yield from _known_to_git(folder, walk, patience)
        except GitError as error:
            if walk.unasked:
                walk.unasked(str(error))
        else:
            return
    yield from _walked(folder, walk, patience)


def _is_repository(folder: str) -> bool:
    git = os.path.join(folder, ".git")
    return os.path.isfile(git) or os.path.exists(os.path.join(git, "HEAD"))


def _walked(folder: str, walk: Walk, patience: Patience) -> Iterator[str]:
    for parent, folders, names in os.walk(folder, onerror=walk.unread):
        if parent != folder and (".git" in folders or ".git" in names) and _is_repository(parent):
            folders.clear()
            yield from _below(parent, walk, patience)
            continue
        folders[:] = sorted(name for name in folders if _is_searched(name))
        for name in sorted(names):
            path = _path(parent, name)
            if name.endswith(walk.endings) and not name.startswith(".") and _is_a_file_here(path):
                yield path


def _known_to_git(folder: str, walk: Walk, patience: Patience) -> list[str]:
    """The same by git; all of them at once, so that nothing has been told when git fails."""
    environment = environment_of_folder()

    def git(*words: str) -> tuple[int, bytes, bytes]:
        return ask(folder, "-c", "protocol.allow=never", *words, environment=environment, patience=patience)

    if not os.path.exists(os.path.join(folder, ".git")) and git("check-ignore", "-q", ".")[0] == 0:
        return list(_walked(folder, walk, patience))
    listed = ("ls-files", "-z", "--stage", "--cached", "--others", "--exclude-standard")
    status, output, errors = git(*listed)
    if status:
        raise GitError(_reason(errors))
    if errors and walk.unread:
        _tell_unread(folder, errors, walk.unread)
    found: dict[str, None] = {}
    for entry in filter(None, os.fsdecode(output).split("\0")):
        stage = _STAGE.fullmatch(entry)
        name = stage["name"] if stage else entry
        if (stage and stage["mode"] == _GITLINK) or name.endswith("/"):
            inner = _path(folder, name.rstrip("/").replace("/", os.sep))
            if _is_seen(name.rstrip("/")) and os.path.isdir(inner) and not os.path.islink(inner):
                below = _below if _is_repository(inner) else _walked
                found |= dict.fromkeys(below(inner, walk, patience))
        elif name.endswith(walk.endings) and _is_seen(name):
            path = _path(folder, name.replace("/", os.sep))
            if _is_a_file_here(path):
                found[path] = None
    return sorted(found, key=_in_order)


def _reason(errors: bytes) -> str:
    """The last line of what git says, which is the one about what is wrong."""
    lines = [line for line in os.fsdecode(errors).splitlines() if line.startswith(("fatal: ", "error: "))]
    return f"git says: {lines[0].partition(': ')[2]}" if lines else "git fails"


def _tell_unread(folder: str, errors: bytes, unread: Callable[[OSError], None]) -> None:
    """Report the folders that git could not read; its words name them."""

    def tell(error: OSError) -> None:
        name = os.path.relpath(str(error.filename), folder).replace(os.sep, "/")
        if os.fsencode(f"'{name}/'") in errors:
            unread(error)

    for _, folders, _ in os.walk(folder, onerror=tell):
        folders[:] = sorted(name for name in folders if _is_searched(name))


def _is_searched(name: str) -> bool:
    return not name.startswith(".") and name not in _NOT_SEARCHED


def _is_seen(name: str) -> bool:
    """Whether the walk comes to a path below the folder."""
    *folders, last = name.split("/")
    return not last.startswith(".") and all(map(_is_searched, folders))


def _path(folder: str, name: str) -> str:
    return f"{folder.rstrip(os.sep)}{os.sep}{name}"


def _in_order(path: str) -> list[tuple[bool, str]]:
    """As a walk comes to files: those of a folder before those of its folders."""
    *folders, name = path.split(os.sep)
    return [*((True, one) for one in folders), (False, name)]


def _is_a_file_here(path: str) -> bool:
    """Whether it is no link to nothing or out of the repository, no socket and no pipe."""
    if os.path.islink(path):
        return os.path.isfile(path) and not leads_out(path)
    return os.path.isfile(path)
