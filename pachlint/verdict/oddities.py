"""Which values can matter to the YAML of a manifest: most are plain words in the midst of a line, which never do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple
from pachlint.verdict.breaches import EVERY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set

_PLAIN = lazy_regex(
    r"[A-Za-z0-9_/$(^;][A-Za-z0-9_/$()+^;.=@~?&%-]*(?::[A-Za-z0-9_/-][A-Za-z0-9_/$()+^;.=@~?&%-]*)*", re.ASCII
)
_INFINITE = lazy_regex(r"(?i)\.(?:inf|nan)")
_WORD = lazy_regex(r"[A-Za-z][\w./-]*[\w/]", re.ASCII)
_NOT_A_WORD = frozenset(("true", "false", "null", "yes", "no", "on", "off"))
# from here on the chart cuts texts off, perhaps after a colon
_LONG = 50


def is_plain(text: str) -> bool:
    """Whether a text means nothing to YAML wherever it stands on a line with something else."""
    if not text:
        return True
    if not _PLAIN.fullmatch(text) or _INFINITE.search(text):
        return False
    return len(text) < _LONG or ":" not in text


def is_word(value: object) -> bool:
    """Whether a value is a text that is one to YAML, and means nothing else, wherever it stands."""
    return (
        isinstance(value, str)
        and _WORD.fullmatch(value) is not None
        and value.lower() not in _NOT_A_WORD
        and not _INFINITE.search(value)
    )


def is_quoted_word(value: object) -> bool:
    """The same of a value that stands in quotes."""
    return isinstance(value, str) and _PLAIN.fullmatch(value) is not None and not _INFINITE.search(value)


class Printed(NamedTuple):
    """The value paths that the chart writes in manifests, on lines of their own and in the midst of lines."""

    alone: frozenset[str]
    inline: frozenset[str]


def odd_paths(user: Mapping[str, object], printed: Printed) -> set[str]:
    """Return where the user wrote something else than plain words and numbers, as paths with dots.

    What is written on lines of its own is odd whatever it is, and so is a map or list where a line expects a word.
    """
    return {".".join(path) for key, value in user.items() for path in _odd(value, printed, (key,))}


def meeting(paths: Sequence[str], odd: Set[str]) -> set[int]:
    """Return the numbers of the paths at, above or below which something is odd; ``*`` is every path."""
    around = {above for path in odd for above in _upwards(path)} | {EVERY}
    above = tuple(f"{path}." for path in odd)
    return {number for number, path in enumerate(paths) if path in around or path.startswith(above)}


def _upwards(path: str) -> Iterator[str]:
    """A path with dots, and all that are above it."""
    while path:
        yield path
        path = path.rpartition(".")[0]


def _odd(value: object, printed: Printed, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    name = ".".join(path)
    if isinstance(value, dict):
        if name in printed.alone or name in printed.inline or not all(map(is_plain, value)):
            yield path
        for key, below in value.items():
            yield from _odd(below, printed, (*path, key))
    elif name in printed.alone or isinstance(value, list) or (isinstance(value, str) and not is_plain(value)):
        yield path
