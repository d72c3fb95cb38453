"""What can be made again, in the user's own cache folder."""

import os
import zlib


def cache_folder() -> str | None:
    """The user's own folder for what can be made again, or None if that is unknown."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return f"{base}{os.sep}pachlint" if os.path.isabs(base) else None


def cached(name: str, key: str) -> bytes | None:
    """What :func:`keep` put away under this name and key; None if nothing, or something broken."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        with open(f"{folder}{os.sep}{name}", "rb") as stream:
            head, _, content = stream.read().partition(b"\n")
    except OSError:
        return None
    return content if head == _head(key, content) else None


def keep(name: str, key: str, content: bytes) -> None:
    """Put something away; a folder that cannot be written to is no reason to stop."""
    folder = cache_folder()
    if folder is None:
        return
    path = f"{folder}{os.sep}{name}"
    beside = f"{path}.{os.getpid()}"
    try:
        os.makedirs(folder, exist_ok=True)
        with open(beside, "wb") as stream:
            stream.write(_head(key, content) + b"\n" + content)
        os.replace(beside, path)
    except OSError:
        return


def checksum(text: str) -> str:
    """A short name for a text, of eight digits and letters."""
    return f"{zlib.crc32(text.encode('utf-8', 'surrogateescape')):08x}"


def _head(key: str, content: bytes) -> bytes:
    return f"{zlib.crc32(content):08x} {checksum(key)} {len(key)}".encode()
