"""Read files that somebody else may have put there: regular ones, of a bounded size."""

import os
import stat
from typing import BinaryIO

MEGABYTE = 1_000_000


def open_regular(path: str, *, pipes: bool = False) -> BinaryIO:
    """Open a regular file for reading; with ``pipes`` also a pipe, such as ``<(…)`` of a shell, but never a device.

    A pipe without a writer is empty.

    Raises:
        OSError: if it cannot be opened, or is something else; ``strerror`` says so.
    """
    # without it, opening a pipe waits for somebody to write
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    mode = os.fstat(handle).st_mode
    if pipes and stat.S_ISFIFO(mode):
        os.set_blocking(handle, True)
    elif not stat.S_ISREG(mode):
        os.close(handle)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(21, "Is a directory", path)
        raise OSError(0, "it is not a regular file", path)
    return open(handle, "rb")


def read_bounded(path: str, limit: int, *, pipes: bool = False) -> bytes:
    """The content of a file of at most ``limit`` bytes.

    Raises:
        OSError: if it cannot be read, is not :func:`open_regular`'s, or is larger; ``strerror`` says so.
    """
    with open_regular(path, pipes=pipes) as file:
        return bounded(file, limit, path)


def bounded(file: BinaryIO, limit: int, path: str = "") -> bytes:
    """All that is left in an open file, which may be no more than ``limit`` bytes.

    Raises:
        OSError: if it cannot be read, or is more; ``strerror`` says so.
    """
    content = file.read(limit + 1)
    if len(content) > limit:
        raise OSError(0, f"it is larger than {limit / MEGABYTE:g} MB", path)
    return content
