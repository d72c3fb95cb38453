"""Find the rules and schemas that ship with pachlint: in the installed package, or in a checkout.

Files are named as in the repository: ``schemas/values.schema.json``, ``rules/tls/…``. Everything goes
through the package's own loader, so that a zipped package works; pathlib and importlib.resources would
cost more time than reading the files.
"""

import json
import os
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_decoder = json.JSONDecoder()
_HERE = __file__.rpartition(os.sep)[0]
_CHECKOUT = _HERE.rpartition(os.sep)[0]


class BundledError(Exception):
    """The package is broken: data that ships with it is not there."""


def _installed(name: str) -> str:
    return f"{_HERE}{os.sep}_bundled{os.sep}{name.replace('/', os.sep)}"


def _in_checkout(name: str) -> str:
    return f"{_CHECKOUT}{os.sep}{name.replace('/', os.sep)}"


@lru_cache(maxsize=1)
def is_checkout() -> bool:
    """Whether the data is that of a repository (``pyproject.toml`` beside the package)."""
    return not _exists(_installed("schemas/releases.json")) and _exists(_in_checkout("pyproject.toml"))


def location(name: str) -> str:
    """The file system path of a shipped file or folder, whether or not it exists."""
    return _in_checkout(name) if is_checkout() else _installed(name)


def read(name: str) -> bytes:
    """The content of a shipped file.

    Raises:
        BundledError: if there is no such file.
    """
    try:
        return _get_data(location(name))
    except OSError as error:
        raise BundledError(f"pachlint is not installed completely: {name} is missing") from error


def read_beside(name: str) -> bytes:
    """The content of a file that stands among the modules of the package: ``report/page.css``.

    Raises:
        BundledError: if there is no such file.
    """
    try:
        return _get_data(f"{_HERE}{os.sep}{name.replace('/', os.sep)}")
    except OSError as error:
        raise BundledError(f"pachlint is not installed completely: {name} is missing") from error


def read_json(name: str) -> dict[str, object]:
    """A shipped JSON file, which is always an object.

    Raises:
        BundledError: if there is no such file, or it holds something else.
    """
    data = json.loads(read(name))
    if not isinstance(data, dict):
        raise BundledError(f"pachlint is not installed completely: {name} is not a JSON object")
    return data


def decode(line: bytes) -> Any:
    """A piece of shipped JSON; of several hundred in a run, so without what :func:`json.loads` makes sure of (3 % of a cold start)."""
    return _decoder.raw_decode(line.decode())[0]


def files(folder: str, suffix: str = "") -> list[str]:
    """The names of all shipped files below a folder that end in ``suffix``, sorted.

    Raises:
        BundledError: if there is no such folder, or no such file in it.
    """
    found = sorted(name for name in _below(folder) if name.endswith(suffix))
    if not found:
        raise BundledError(f"pachlint is not installed completely: {folder}/ is missing")
    return found


def _get_data(path: str) -> bytes:
    loader = __spec__.loader
    if loader is None or not hasattr(loader, "get_data"):
        raise OSError(path)
    content: bytes = loader.get_data(path)
    return content


def _exists(path: str) -> bool:
    try:
        _get_data(path)
    except OSError:
        return False
    return True


def _below(folder: str) -> Iterator[str]:
    top = location(folder)
    for parent, folders, names in os.walk(top):
        folders.sort()
        inside = parent[len(top) :].replace(os.sep, "/")
        yield from (f"{folder}{inside}/{name}" for name in names)
    archive, _, inner = top.partition(f".zip{os.sep}")
    if inner:
        yield from _in_archive(f"{archive}.zip", inner.replace(os.sep, "/"), folder)


def _in_archive(archive: str, inner: str, folder: str) -> Iterator[str]:
    import zipfile  # noqa: PLC0415 -- only where the package is a zip

    with zipfile.ZipFile(archive) as content:
        for name in content.namelist():
            if name.startswith(f"{inner}/") and not name.endswith("/"):
                yield folder + name[len(inner) :]
