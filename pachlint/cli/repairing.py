"""``--fix``, ``--diff`` and ``--add-ignores``: change the user's files, or show how they would change."""

import codecs
import difflib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence

import click

from pachlint.chart.secrets import masked
from pachlint.cli.inputs import Batch
from pachlint.cli.output import look, write_stdout
from pachlint.cli.program import Failure
from pachlint.discovery import decoded
from pachlint.lint import Report
from pachlint.reading.document import Document, read
from pachlint.repair import Judge, Repair, repair
from pachlint.replacing import Replacement, replace_files
from pachlint.report.styled import Line, Piece, coloured, plain
from pachlint.report.visible import visible
from pachlint.silencing.insertion import with_ignores
from pachlint.source import Source


def repaired(batch: Batch, judge: Judge, *, unsafe: bool) -> Repair:
    """The releases of a batch with their fixes applied, in memory."""
    return repair(batch.jobs, judge, unsafe=unsafe)


def tell(repairs: Sequence[Repair], *, dry: bool) -> None:
    """Say what was fixed, and which fixes were dropped."""
    for dropped in (dropped for one in repairs for dropped in one.dropped):
        place = dropped.finding.place
        where = f"{visible(place.file)}:{place.line}:{place.column}"
        click.echo(
            f"note: {where}: the fix of {dropped.finding.rule} was dropped: {dropped.reason}", err=True
        )
    fixed = [finding for one in repairs for finding in one.fixed]
    files = {edit.place.file for finding in fixed if finding.fix for edit in finding.fix.edits}
    if fixed or dry:
        verb = "would fix" if dry else "fixed"
        numbers = (_count(len(fixed), "finding"), _count(len(files), "file"))
        click.echo(f"{verb} {numbers[0]} in {numbers[1]}" if fixed else "nothing to fix", err=True)


def changed(before: Sequence[Batch], repairs: Sequence[Repair]) -> dict[str, tuple[Document, str]]:
    """The files that the fixes change: each as it was read, and its new text."""
    documents = {
        document.source.name: document for batch in before for job in batch.jobs for document in job.documents
    }
    texts = {name: text for one in repairs for name, text in one.texts().items()}
    return {
        name: (documents[name], text) for name, text in texts.items() if text != documents[name].source.text
    }


def ignoring(batches: Sequence[Batch], report: Report) -> dict[str, tuple[Document, str]]:
    """The files with comments for all findings of a report; those that no comment can hide are told."""
    documents = {
        document.source.name: document
        for batch in batches
        for job in batch.jobs
        for document in job.documents
    }
    found = with_ignores(report.findings, documents)
    for finding in found.left:
        place = finding.place
        where = f"{visible(place.file)}:{place.line}:{place.column}"
        click.echo(f"note: {where}: no comment can set {finding.rule} aside here", err=True)
    done = len(report.findings) - len(found.left)
    click.echo(f"set {_count(done, 'finding')} aside in {_count(len(found.texts), 'file')}", err=True)
    return {name: (documents[name], text) for name, text in found.texts.items()}


def write_files(files: Mapping[str, tuple[Document, str]], stdin_name: str) -> None:
    """Write all changed files, or none; standard input goes to standard output."""
    replacements = []
    for name, (document, text) in files.items():
        if name == stdin_name:
            write_stdout(text)
        else:
            replacements.append(_replacement(name, document, text))
    try:
        replace_files(replacements)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Failure(
            f"{error.filename or 'the files'} cannot be written: {reason}; nothing was changed"
        ) from error


def show_diff(files: Mapping[str, tuple[Document, str]], color: str) -> None:
    """Print a unified diff with every secret hidden; coloured on a terminal."""
    lines = [line for name in sorted(files) for line in _diff(name, *files[name])]
    write_stdout(coloured(lines) if look(sys.stdout, color).colour else plain(lines))


def _replacement(name: str, document: Document, text: str) -> Replacement:
    try:
        with open(name, "rb") as file:
            before = file.read()
    except OSError as error:
        raise Failure(f"{name} cannot be written: {error.strerror}; nothing was changed") from error
    if decoded(before) != document.source.text:
        raise Failure(f"{name} cannot be written: it has changed in the meantime; nothing was changed")
    return Replacement(name, before, _encoded(text, before))


def _encoded(text: str, before: bytes) -> bytes:
    """The text in the encoding of the file as it was."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if before.startswith(mark):
            return mark + text.encode(encoding)
    return text.encode()


def _diff(name: str, document: Document, text: str) -> Iterator[Line]:
    shown = visible(name.replace(os.sep, "/"))
    yield (Piece(f"--- a/{shown}", "bold"),)
    yield (Piece(f"+++ b/{shown}", "bold"),)
    old, new = document.source.text.splitlines(keepends=True), text.splitlines(keepends=True)
    # Compared as they are, shown without secrets: a line may differ in nothing else.
    old_shown, new_shown = masked(document), masked(read(Source(name, text)))
    for group in difflib.SequenceMatcher(None, old, new).get_grouped_opcodes():
        (_, old_start, _, new_start, _), (_, _, old_end, _, new_end) = group[0], group[-1]
        yield (Piece(f"@@ -{_range(old_start, old_end)} +{_range(new_start, new_end)} @@", "cyan"),)
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                yield from _signed(" ", "", old_shown[old_from:old_to])
            else:
                yield from _signed("-", "red", old_shown[old_from:old_to])
                yield from _signed("+", "green", new_shown[new_from:new_to])


def _signed(sign: str, style: str, lines: Sequence[str]) -> Iterator[Line]:
    for line in lines:
        yield (Piece(sign + line.rstrip("\r\n"), style),)
        if not line.endswith(("\n", "\r")):
            yield (Piece("\\ No newline at end of file"),)


def _range(start: int, end: int) -> str:
    """Lines as unified diffs count them: the first and how many, if not one; of none, the line before."""
    return f"{start + 1}" if end == start + 1 else f"{start + (end > start)},{end - start}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
