"""Replace files as a whole or not at all."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Replacement(NamedTuple):
    """A file's new content, and the content that it was made from (None: there is no such file)."""

    path: str
    before: bytes | None
    after: bytes


def replace_files(replacements: Sequence[Replacement]) -> None:
    """Write all files, or leave all as they are; mode, owner and symbolic links are kept.

    Raises:
        OSError: if one cannot be written, or is no longer what it was; ``filename`` tells which.
    """
    waiting: dict[str, str] = {}
    try:
        for one in replacements:
            target = os.path.realpath(one.path)
            _refuse(target, one)
            waiting[target] = _beside(target, one.after)
        _put_in_place(waiting, {os.path.realpath(one.path): one.before for one in replacements})
    finally:
        for temporary in waiting.values():
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)


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
    os.chmod(name, stat.S_IMODE(like.st_mode))
    with contextlib.suppress(OSError):
        os.chown(name, like.st_uid, like.st_gid)


def _put_in_place(waiting: Mapping[str, str], before: Mapping[str, bytes | None]) -> None:
    done: list[str] = []
    try:
        for target, temporary in waiting.items():
            os.replace(temporary, target)
            done.append(target)
    except OSError:
        for target in done:
            content = before[target]
            if content is None:
                os.unlink(target)
            else:
                os.replace(_beside(target, content), target)
        raise
