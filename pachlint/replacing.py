"""Replace files as a whole or not at all."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping, Sequence

from pachlint.records import NamedTuple


class Replacement(NamedTuple):
    """A file's new content, and the content that it was made from (None: there is no such file)."""

    path: str
    before: bytes | None
    after: bytes


def replace_files(replacements: Sequence[Replacement]) -> None:
    """Write all files, or leave all as they are; mode, owner and symbolic links are kept.

    A file with several names through links is written once. Another name that is a hard link keeps the old content,
    because a file cannot be replaced as a whole under all its names at once.

    Raises:
        OSError: if one cannot be written, is no longer what it was, or is to have two contents under two names;
            ``filename`` tells which.
    """
    targets: dict[str, Replacement] = {}
    for one in replacements:
        known = targets.setdefault(os.path.realpath(one.path), one)
        if known.after != one.after:
            raise OSError(0, f"it is {known.path} too, which is to change in another way", one.path)
    waiting: dict[str, str] = {}
    try:
        for target, one in targets.items():
            with _blaming(one.path):
                _refuse(target, one)
                waiting[target] = _beside(target, one.after)
        _put_in_place(waiting, targets)
    finally:
        for temporary in waiting.values():
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)


@contextlib.contextmanager
def _blaming(path: str) -> Iterator[None]:
    """Name the user's file in an error, not the new one beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error


def _refuse(target: str, one: Replacement) -> None:
    if one.before is None:
        if os.path.lexists(target):
            raise FileExistsError(17, "File exists", one.path)
        return
    with open(target, "rb") as file:
        if file.read() != one.before:
            raise OSError(0, "it has changed in the meantime", one.path)
    # root may write anything, which is not what the mode says
    if not os.stat(target).st_mode & 0o222 or not os.access(target, os.W_OK):
        raise PermissionError(13, "it is read-only", one.path)


def _beside(target: str, content: bytes) -> str:
    """A new file in the same folder with the content, mode and owner that the target is to have."""
    handle, name = tempfile.mkstemp(prefix=".pachlint-", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _dress(name, target)
    except BaseException:
        os.unlink(name)
        raise
    return name


def _dress(name: str, target: str) -> None:
    try:
        like = os.stat(target)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        return
    _give(name, like)
    # giving a file away takes its special bits, so the mode comes last
    os.chmod(name, stat.S_IMODE(like.st_mode))


def _give(name: str, like: os.stat_result) -> None:
    """Owner and group, or the group alone where only root may give files away."""
    if not hasattr(os, "chown"):
        return
    try:
        os.chown(name, like.st_uid, like.st_gid)
    except OSError:
        with contextlib.suppress(OSError):
            os.chown(name, -1, like.st_gid)


def _put_in_place(waiting: Mapping[str, str], targets: Mapping[str, Replacement]) -> None:
    done: list[str] = []
    try:
        for target, temporary in waiting.items():
            with _blaming(targets[target].path):
                os.replace(temporary, target)
            done.append(target)
    # whatever stops it halfway, an interrupt too
    except BaseException:
        for target in done:
            content = targets[target].before
            if content is None:
                os.unlink(target)
            else:
                os.replace(_beside(target, content), target)
        raise
