"""Replace files as a whole or not at all."""

import contextlib
import errno
import os
import signal
import stat
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from types import FrameType

from pachlint.records import NamedTuple

_PREFIX = ".pachlint-"
_LEFT_BEHIND = 600
"""Seconds after which a new file beside its target counts as left over."""
_IN_PLACE = frozenset((errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.EXDEV))
_ENDING = ("SIGTERM", "SIGHUP")


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
            raise OSError(0, f"it is the same file as {known.path}, which is to get other content", one.path)
    waiting: dict[str, str] = {}
    with _orderly_end():
        try:
            for target, one in targets.items():
                with _blaming(one.path):
                    _reject(target, one)
                    _sweep(os.path.dirname(target))
                    waiting[target] = _beside(target, one.after)
            _put_in_place(waiting, targets)
        finally:
            for temporary in waiting.values():
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(temporary)


def write_file(path: str, content: bytes) -> None:
    """Write a file, new or not, as a whole or not at all; what is no regular file, such as a pipe, is written to.

    Raises:
        OSError: if it cannot be written; a file that was there is as it was.
    """
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        with open(target, "wb") as file:
            file.write(content)
        return
    with _orderly_end(), _blaming(path):
        if os.path.isfile(target) and not os.access(target, os.W_OK):
            raise PermissionError(13, "it is read-only", path)
        _sweep(os.path.dirname(target))
        try:
            _replace(target, content)
        except OSError as error:
            # a file mounted into a container, or a folder that takes no new files
            if error.errno not in _IN_PLACE or not os.path.isfile(target):
                raise
            with open(target, "r+b") as file:
                file.write(content)
                file.truncate()


def _replace(target: str, content: bytes) -> None:
    temporary = _beside(target, content)
    try:
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


@contextlib.contextmanager
def _orderly_end() -> Iterator[None]:
    """Turn what ends the process into an exception, so that no new file with secrets in it is left."""
    before = {}
    for name in _ENDING:
        if hasattr(signal, name):
            # only the main thread may; a library's user has others
            with contextlib.suppress(ValueError):
                before[name] = signal.signal(getattr(signal, name), _end)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _sweep(folder: str) -> None:
    """Take away what a run that was killed has left in a folder."""
    with contextlib.suppress(OSError), os.scandir(folder or os.curdir) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime > _LEFT_BEHIND:
                        os.unlink(entry.path)


@contextlib.contextmanager
def _blaming(path: str) -> Iterator[None]:
    """Name the user's file in an error, not the new one beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error


def _reject(target: str, one: Replacement) -> None:
    _reject_changed(target, one)
    if one.before is None:
        return
    # root may write anything, which is not what the mode says
    if not os.stat(target).st_mode & 0o222 or not os.access(target, os.W_OK):
        raise PermissionError(13, "it is read-only", one.path)


def _reject_changed(target: str, one: Replacement) -> None:
    """Leave alone what somebody has saved since it was read."""
    if one.before is None:
        if os.path.lexists(target):
            raise FileExistsError(17, "File exists", one.path)
        return
    with open(target, "rb") as file:
        if file.read(len(one.before) + 1) != one.before:
            raise OSError(0, "it has changed in the meantime", one.path)


def _beside(target: str, content: bytes) -> str:
    """A new file in the same folder with the content, mode and owner that the target is to have."""
    handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=os.path.dirname(target))
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
                _reject_changed(target, targets[target])
                os.replace(temporary, target)
            done.append(target)
    # whatever stops it halfway, an interrupt too
    except BaseException:
        for target in done:
            _take_back(target, targets[target])
        raise


def _take_back(target: str, one: Replacement) -> None:
    """Put the old content back, unless somebody has saved the file since."""
    with contextlib.suppress(OSError):
        _reject_changed(target, one._replace(before=one.after))
        if one.before is None:
            os.unlink(target)
        else:
            _replace(target, one.before)
