"""Where a value stands: its path in the values tree, and its span in a file."""

from collections.abc import Iterable

from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple

Path = tuple[str | int, ...]
"""A route of mapping keys (``str``) and list indices (``int``) from the root of a values tree."""

_PLAIN_KEY = lazy_regex(r"[A-Za-z_][\w-]*\Z")
_STEP = lazy_regex(
    r"""(?P<dot>\.?)(?:(?P<key>[^.\[\]"'\s]+)|\[(?P<index>\d+)\]|\[(?P<quote>["'])(?P<quoted>.*?)(?P=quote)\])"""
)


class PathError(ValueError):
    """A text that is not a path; ``offset`` is where reading stopped (0-based)."""

    def __init__(self, text: str, offset: int) -> None:
        super().__init__(f"not a path: {text!r} (at character {offset + 1})")
        self.text = text
        self.offset = offset


def format_path(path: Path) -> str:
    """Print a path: ``pachd.storage.backend``, ``a["x.y/z"]``, ``list[0]``; the root is ``""``."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif _PLAIN_KEY.match(step):
            parts.append(f".{step}" if parts else step)
        else:
            parts.append('["' + step + '"]')
    return "".join(parts)


def parse_path(text: str) -> Path:
    """Read what :func:`format_path` prints.

    Raises:
        PathError: if ``text`` is not a path.
    """
    keys = text.split(".")
    if all(key.replace("-", "").isalnum() for key in keys):
        return tuple(keys)
    steps: list[str | int] = []
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if not found or (found["dot"] and not steps) or (found["key"] and steps and not found["dot"]):
            raise PathError(text, at)
        if found["index"] is not None:
            steps.append(int(found["index"]))
        else:
            steps.append(found["key"] if found["key"] is not None else found["quoted"])
        at = found.end()
    return tuple(steps)


def value_at(tree: object, path: Iterable[str | int], missing: object = None) -> object:
    """The value at a path of a values tree; ``missing`` if there is none."""
    for step in path:
        if isinstance(tree, dict):
            if step not in tree:
                return missing
            tree = tree[step]
        elif isinstance(tree, list) and isinstance(step, int) and 0 <= step < len(tree):
            tree = tree[step]
        else:
            return missing
    return tree


class Span(NamedTuple):
    """A stretch of a file's text as code-point offsets: 0-based, end exclusive."""

    start: int
    end: int


class Place(NamedTuple):
    """A span as people read it: 1-based lines and columns in code points, end exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
