"""Which lines of files have changed since a revision, as git tells it."""

import codecs
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pachlint.git import GitError, ask
from pachlint.records import NamedTuple
from pachlint.repository import path_in_repository, root

_FILE = re.compile(rb"(?m)^diff --git ")
_BEFORE_HUNK = re.compile(rb"(?m)^(?=@@ -)")
_NEW_NAME = re.compile(rb"(?m)^\+\+\+ (.*)$")
_HUNK = re.compile(rb"@@ -\d+(?:,\d+)? \+(?P<start>\d+)(?:,(?P<count>\d+))? @@")
_PLAIN_DIFF = (
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--unified=0",
    "--find-renames",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)


class ChangesError(Exception):
    """What has changed cannot be told; the message says why."""


def changed_lines(revision: str, files: Iterable[str]) -> Mapping[str, frozenset[int]]:
    """The lines (1-based) of each file, as it stands in the folder, that are not the same in a revision.

    Where lines were removed, these are the keys that they stood below. A file that is not in the revision has changed whole,
    as has one that git ignores.

    Raises:
        ChangesError: if a file is in no repository, or git does not know the revision.
    """
    found: dict[str, frozenset[int]] = {}
    by_root: dict[str, list[str]] = {}
    for file in files:
        folder = root(os.path.dirname(os.path.abspath(file)))
        if not os.path.exists(os.path.join(folder, ".git")):
            raise ChangesError(f"{file} is in no git repository")
        by_root.setdefault(folder, []).append(file)
    for folder, names in by_root.items():
        found |= _of_repository(folder, revision, names)
    return found


def _of_repository(folder: str, revision: str, files: Sequence[str]) -> dict[str, frozenset[int]]:
    commit = _git(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    ).strip()
    if not commit:
        raise ChangesError(f"git knows no revision {revision!r} here")
    inside = {path_in_repository(file): file for file in files}
    tracked = set(
        _git(folder, "ls-files", "-z", "--", *map(_literal, inside))
        .decode(errors="surrogateescape")
        .split("\0")
    )
    kinds = sorted({f":(top,glob)**/*{os.path.splitext(name)[1]}" for name in inside})
    diff = _git(folder, "diff", *_PLAIN_DIFF, commit.decode(), "--", *kinds)
    hunks = dict(_parsed(diff))
    return {
        file: _changed(file, hunks.get(name, ())) if name in tracked else _every_line(file)
        for name, file in inside.items()
    }


def _git(folder: str, *words: str) -> bytes:
    """What git prints; nothing if it fails."""
    try:
        answer = ask(folder, *words)
    except GitError as error:
        raise ChangesError(str(error)) from error
    return answer.output if answer.status == 0 else b""


def _literal(name: str) -> str:
    return f":(top,literal){name}"


def _every_line(file: str) -> frozenset[int]:
    return frozenset(range(1, len(_lines(file)) + 2))


def _lines(file: str) -> list[bytes]:
    with open(file, "rb") as content:
        return content.read().split(b"\n")


class _Hunk(NamedTuple):
    """A change: the first of its lines as they are now, how many, and the least indentation of those that were removed.

    Where there is no line any more, the first is the one above.
    """

    start: int
    number: int
    indent: int


def _parsed(diff: bytes) -> Iterator[tuple[str, list[_Hunk]]]:
    """The changes of each file of a diff without context, by its name from the root."""
    for part in _FILE.split(diff)[1:]:
        head, *hunks = _BEFORE_HUNK.split(part)
        named = _NEW_NAME.search(head)
        if named and named[1] != b"/dev/null":
            yield _unquoted(named[1].rstrip(b"\t\r")).removeprefix("b/"), [_hunk(hunk) for hunk in hunks]


def _unquoted(name: bytes) -> str:
    """A name as git writes it: in quotes, with C's escapes, if it holds what cannot be seen."""
    plain = codecs.escape_decode(name[1:-1])[0] if name.startswith(b'"') else name
    return os.fsdecode(plain)


def _hunk(text: bytes) -> _Hunk:
    head, *body = text.split(b"\n")
    found = _HUNK.match(head)
    start, count = (int(found["start"]), int(found["count"] or 1)) if found else (1, 0)
    removed = [_indent(line[1:]) for line in body if line.startswith(b"-") and line[1:].strip()]
    return _Hunk(start, count, min(removed, default=0))


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" "))


def _changed(file: str, hunks: Sequence[_Hunk]) -> frozenset[int]:
    lines = _lines(file) if any(not hunk.number for hunk in hunks) else []
    found: set[int] = set()
    for hunk in hunks:
        found.update(range(hunk.start, hunk.start + hunk.number) if hunk.number else _above(lines, hunk))
    return frozenset(found)


def _above(lines: Sequence[bytes], hunk: _Hunk) -> Iterator[int]:
    """The lines of the keys that removed lines stood below."""
    indent = hunk.indent
    for number in range(min(hunk.start, len(lines)), 0, -1):
        text = lines[number - 1].strip()
        if text and not text.startswith(b"#") and _indent(lines[number - 1]) < indent:
            indent = _indent(lines[number - 1])
            yield number
