"""The flags that set values, and what they write; :mod:`pachlint.layering.setflags` reads them."""

from typing import Literal

from pachlint.lazy_regex import lazy_regex
from pachlint.place import Path, Span
from pachlint.records import NamedTuple

FlagKind = Literal["set", "set-string", "set-json", "set-file", "set-literal"]

_SCHEME = lazy_regex(r"[A-Za-z][A-Za-z0-9+.-]+\Z")

ORDER: tuple[FlagKind, ...] = ("set-json", "set", "set-string", "set-file", "set-literal")
"""The order in which Helm applies the kinds of flags, whatever their order on the command line."""


class Flag(NamedTuple):
    """One flag as it was given: ``Flag("set", "pachd.enabled=true")``.

    ``within`` is the folder of the config that gives it, "" for the command line: a ``--set-file`` of a config reads
    nothing outside the repository of that folder.
    """

    kind: FlagKind
    text: str
    within: str = ""


class RemoteError(Exception):
    """Somebody names a file by a URL, which Helm or a plugin of it fetches, and pachlint does not."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{_without_login(name)} is a URL, and pachlint fetches nothing: download it, and name the file"
        )


def reject_remote(name: str) -> None:
    """Do nothing about a path.

    Raises:
        RemoteError: if it is a URL. ``file:`` is none to Helm: it looks for a folder of that name.
    """
    scheme, found, _ = name.partition("://")
    if found and _SCHEME.match(scheme) and scheme.lower() != "file":
        raise RemoteError(name)


def _without_login(url: str) -> str:
    """A URL as it may be shown: without user, password and query."""
    scheme, _, rest = url.partition("://")
    address = rest.partition("?")[0]
    host, slash, path = address.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


class Write(NamedTuple):
    """One value that a flag writes.

    All offsets are those in the flag's text: the word of each step of the path ends at the one in ``ends``, and the
    first begins at ``start``.
    """

    path: Path
    value: object
    value_span: Span
    start: int
    ends: tuple[int, ...]
