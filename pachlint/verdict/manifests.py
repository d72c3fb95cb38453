"""Which manifests Helm cannot read once the values are written into them, and which value is at fault.

``schemas/manifests.json`` holds the layout of every template file: indentation, keys, quotes, and where an expression
over the values is written. The file is written out with the values, and read as Helm reads it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pachlint.lazy_regex import lazy_regex
from pachlint.records import NamedTuple
from pachlint.verdict.breaches import Breach, Rows, TemplateInput, touched_paths
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.forms import Expressions, Pieces, read_table
from pachlint.verdict.gotemplate import NO_VALUE
from pachlint.verdict.layouts import Writer, Written, readable_layout, writes_yaml
from pachlint.verdict.oddities import Printed, is_plain, meeting, odd_paths
from pachlint.verdict.rendered import parses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pachlint.verdict.memory import Memory

_QUOTED = lazy_regex(r'"[^"\\\n]*"')
_PAIR = r"(?!- )[^\s:](?>[^\n]*?: (?=[^\s{\[|>]))[^\n]*+"
_FLAT = lazy_regex(rf"\s*+{_PAIR}(?:\n\s*+{_PAIR})*+")


class Table(NamedTuple):
    """The template files of every version, as read from JSON."""

    versions: Mapping[str, int]
    expressions: Expressions
    open: frozenset[int]
    pieces: Pieces
    files: Rows[tuple[int, int, int, list[int]]]
    """Span, set of paths, whether it is fragile (1: conditions alone can make it unreadable), and pieces."""
    printed: Printed
    paths: list[str]
    reads: list[list[int]]
    """For every set the numbers of its paths: those that a file writes, or if it is fragile those that it reads, cut to two steps."""
    evaluator: Callable[..., Evaluator] = Evaluator
    writer: type[Writer] = Writer
    released: bool = True
    """Whether the files are those of releases, each of which is a mapping whatever plain words are written into it."""
    memory: Memory[bool] | None = None
    """Which files can be read with other values."""


def load(text: bytes) -> Table:
    """Read ``schemas/manifests.json``."""
    return load_data(read_table(text))


def load_data(data: Mapping[str, Any]) -> Table:
    """The same from what the file holds."""
    return Table(
        versions={version: index for index, version in enumerate(data["versions"])},
        open=frozenset(data["open"]),
        printed=Printed(*(frozenset(data["paths"][at] for at in data[name]) for name in ("alone", "inline"))),
        expressions=Expressions(data["expressions"]),
        pieces=Pieces(data["pieces"]),
        files=Rows(data["files"], data["spans"]),
        paths=data["paths"],
        reads=data["reads"],
    )


def unreadable(given: TemplateInput, table: Table) -> list[Breach]:
    """Return the values because of which Helm cannot read a manifest, each once.

    A file whose template fails, or whose output is unknown, is skipped.
    """
    found: dict[tuple[str | int, ...], Breach] = {}
    for number, writer in broken_files(given, table):
        from pachlint.verdict.blame import blame  # noqa: PLC0415 -- most manifests can be read

        breach = blame(writer, table.files[number][3], given.user)
        if not any(breach.path[: len(path)] == path[: len(breach.path)] for path in given.unknown):
            found.setdefault(breach.path, breach)
    return list(found.values())


def broken_files(given: TemplateInput, table: Table) -> Iterator[tuple[int, Writer]]:
    """Yield every file that Helm cannot read: its number, and what wrote it."""
    index = table.versions.get(given.version)
    if index is None:
        return
    evaluator = table.evaluator(table.expressions, table.open, given.values, helm=given.helm)
    touched = touched_paths(table.paths, given.user)
    odd = touched if given.user is None else meeting(table.paths, odd_paths(given.user, table.printed))
    for number, (_, read, fragile, pieces) in table.files.of(index):
        deciding = touched if fragile else odd
        if deciding.isdisjoint(table.reads[read]):
            continue
        writer = table.writer(table.pieces, evaluator)
        work = partial(_is_readable, table, writer, pieces)
        memory, numbering = table.memory, given.numbering
        if not (
            memory.recall(number, [pieces], given.helm, numbering, work) if memory and numbering else work()
        ):
            if not writer.written:
                writer.write(pieces)
            yield number, writer


def _is_readable(table: Table, writer: Writer, pieces: list[int]) -> bool:
    """Whether Helm can read what is written, or stops before there is anything to read."""
    try:
        writer.write(pieces)
    except EvaluationError:
        return True
    # a chart that is off prints nothing
    if not writer.written:
        return True
    return (table.released and _is_tame(table, writer.written)) or readable_layout(writer.written)


def _is_tame(table: Table, written: list[Written]) -> bool:
    """Whether nothing is written but plain words and what ``toYaml`` gives, and libyaml can read it.

    This is a quick answer for most files: what is left to find out of them is whether annotations are text.
    """
    before = ""
    for piece in written:
        if piece.expression >= 0 and piece.text and not _stays_in_place(table, piece, before):
            return False
        before += piece.text
    return parses(before.replace(NO_VALUE, ""))


def _stays_in_place(table: Table, piece: Written, before: str) -> bool:
    """Whether what is written leaves all around it what it is, if it can be read."""
    line = before[before.rfind("\n") + 1 :]
    if not line or (not line.strip() and _in_annotations(before) and not _FLAT.fullmatch(piece.text)):
        return False
    if is_plain(piece.text) or _QUOTED.fullmatch(piece.text):
        return True
    return writes_yaml(table.expressions, piece.expression) and (
        _FLAT.fullmatch(piece.text) is not None or not _in_annotations(before)
    )


def _in_annotations(text: str) -> bool:
    """Whether what follows may belong to the last annotations of a text."""
    head, found, below = text.rpartition("annotations:")
    column = len(head) - head.rfind("\n") - 1
    return bool(found) and not any(
        line.strip() and len(line) - len(line.lstrip(" ")) <= column for line in below.split("\n")[1:]
    )
