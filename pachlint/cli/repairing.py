"""``--fix``, ``--diff`` and ``--add-ignores``: change the user's files, or show how they would change."""

import codecs
import os
import sys
from collections.abc import Iterable, Mapping, Sequence

import click

from pachlint.chart.masking import Masks
from pachlint.chart.secret_spans import hidden
from pachlint.cli.inputs import FLAGS_ONLY, Stdin
from pachlint.cli.output import look, write_bytes, write_stdout
from pachlint.cli.program import Failure
from pachlint.discovery import decoded
from pachlint.finding import Finding
from pachlint.lint import Job, Report, merge
from pachlint.reading.document import Document, read
from pachlint.reading.scalars import go_text
from pachlint.records import NamedTuple
from pachlint.repair import MAX_PASSES, Judge, Repair, repair
from pachlint.replacing import Replacement, replace_files
from pachlint.report.patch import patch, styled
from pachlint.report.styled import coloured, plain
from pachlint.report.visible import visible
from pachlint.repository import leads_out
from pachlint.silencing.insertion import with_ignores
from pachlint.source import Source

Files = Mapping[str, tuple[Document, str]]
"""Files by name: each as it was read, and its new text."""


class Work(NamedTuple):
    """Releases, and how they are judged."""

    jobs: tuple[Job, ...]
    judge: Judge


def repaired(works: Sequence[Work], *, unsafe: bool) -> list[Repair]:
    """The releases of all batches with their fixes applied, in memory.

    A file that belongs to several batches goes from one to the next, so that no fix is lost.
    """
    documents: dict[str, Document] = {}
    repairs = []
    for work in works:
        found = repair(_with(work.jobs, documents), work.judge, unsafe=unsafe)
        documents |= _documents(found.jobs)
        repairs.append(found)
    return [_renewed(found, documents, work.judge) for found, work in zip(repairs, works, strict=True)]


def _renewed(found: Repair, documents: Mapping[str, Document], judge: Judge) -> Repair:
    """The same, judged again if a later batch has changed a file of it."""
    jobs = _with(found.jobs, documents)
    return found if jobs == found.jobs else found._replace(jobs=jobs, report=judge(jobs))


def _documents(jobs: Iterable[Job]) -> dict[str, Document]:
    return {document.source.name: document for job in jobs for document in job.documents}


def _with(jobs: Iterable[Job], documents: Mapping[str, Document]) -> tuple[Job, ...]:
    """The jobs with other versions of their files, as far as there are any."""
    return tuple(
        job._replace(documents=tuple(documents.get(one.source.name, one) for one in job.documents))
        for job in jobs
    )


def tell(repairs: Sequence[Repair], *, dry: bool) -> None:
    """Say what was fixed, and which fixes were dropped."""
    for dropped in (dropped for one in repairs for dropped in one.dropped):
        rule = dropped.finding.rule
        click.echo(
            f"note: {_where(dropped.finding)}: the fix of {rule} was dropped: {dropped.reason}", err=True
        )
    flags = sum(finding.place.file == FLAGS_ONLY for one in repairs for finding in one.report.findings)
    if flags:
        verb = "is" if flags == 1 else "are"
        click.echo(f"note: {_count(flags, 'finding')} {verb} about flags, which no fix can change", err=True)
    fixed = [finding for one in repairs for finding in one.fixed]
    files = {edit.place.file for finding in fixed if finding.fix for edit in finding.fix.edits}
    if fixed or dry:
        verb = "would fix" if dry else "fixed"
        numbers = (_count(len(fixed), "finding"), _count(len(files), "file"))
        click.echo(f"{verb} {numbers[0]} in {numbers[1]}" if fixed else "nothing to fix", err=True)


def changed(works: Sequence[Work], repairs: Sequence[Repair]) -> Files:
    """The files that the fixes change."""
    before = _documents(job for work in works for job in work.jobs)
    return _changed(before, _documents(job for one in repairs for job in one.jobs))


def _changed(before: Mapping[str, Document], after: Mapping[str, Document]) -> Files:
    return {
        name: (document, after[name].source.text)
        for name, document in before.items()
        if document.source.text != after[name].source.text
    }


def ignoring(works: Sequence[Work], reason: str) -> tuple[Files, list[Report]]:
    """The files with comments for all findings, and what is to be said about them then.

    Findings that no comment can hide are told.
    """
    before = _documents(job for work in works for job in work.jobs)
    documents, done = dict(before), 0
    for _ in range(MAX_PASSES):
        reports = [work.judge(_with(work.jobs, documents)) for work in works]
        findings = merge(reports).findings
        found = with_ignores(findings, documents, reason)
        if not found.texts:
            break
        done += len(findings) - len(found.left)
        # a comment may bring up a finding: a file that is empty no more sets nothing
        documents |= {name: read(Source(name, text)) for name, text in found.texts.items()}
    for finding in found.left:
        click.echo(f"note: {_where(finding)}: no comment can set {finding.rule} aside here", err=True)
    files = _changed(before, documents)
    click.echo(f"set {_count(done, 'finding')} aside in {_count(len(files), 'file')}", err=True)
    return files, reports


def write_files(files: Files, stdin: Stdin | None) -> None:
    """Write all changed files, or none; standard input goes to standard output, changed or not."""
    replacements = [
        _replacement(name, document, text)
        for name, (document, text) in files.items()
        if stdin is None or name != stdin.name
    ]
    try:
        replace_files(replacements)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Failure(
            f"{error.filename or 'the files'} cannot be written: {reason}; nothing was changed"
        ) from error
    if stdin:
        is_changed = stdin.name in files
        write_bytes(_encoded(files[stdin.name][1], stdin.content) if is_changed else stdin.content)


def show_diff(files: Files, color: str) -> None:
    """Print a unified diff; coloured on a terminal, else fit to be applied."""
    masks = Masks(text for document, _ in files.values() for text in hidden(document).texts)
    patches = {name: patch(*files[name], masks) for name in sorted(files)}
    shown = look(sys.stdout, color)
    for_eyes = shown.colour or shown.columns is not None
    draw = coloured if shown.colour else plain
    write_stdout(
        "".join(
            draw(styled(one)) if for_eyes else "".join(f"{line}\n" for line in one.lines)
            for one in patches.values()
        )
    )
    for name, one in patches.items():
        if one.masked:
            click.echo(
                f"note: {visible(name)}: secrets are masked in this diff, so it cannot be applied; use --fix",
                err=True,
            )
        elif one.bare:
            click.echo(
                f"note: {visible(name)}: lines with secrets are left out of this diff; "
                "git apply needs --unidiff-zero for it",
                err=True,
            )


def _where(finding: Finding) -> str:
    place = finding.place
    return f"{visible(place.file)}:{place.line}:{place.column}"


def _replacement(name: str, document: Document, text: str) -> Replacement:
    if os.path.realpath(name) != os.path.abspath(name) and leads_out(name):
        raise Failure(
            f"{visible(name)} leads out of the repository, to what is not written to; nothing was changed"
        )
    try:
        with open(name, "rb") as file:
            before = file.read()
    except OSError as error:
        raise Failure(f"{name} cannot be written: {error.strerror}; nothing was changed") from error
    if decoded(before) != document.source.text:
        raise Failure(f"{name} cannot be written: it has changed in the meantime; nothing was changed")
    return Replacement(name, before, _encoded(text, before))


def _encoded(text: str, before: bytes) -> bytes:
    """The text in the encoding of the file as it was; bytes behind the first document that are no text stay."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if before.startswith(mark):
            return mark + text.encode(encoding)
    try:
        before.decode()
    except UnicodeDecodeError as error:
        rest = before[error.start :]
        if text.endswith(go_text(rest)):
            return text.removesuffix(go_text(rest)).encode() + rest
    return text.encode()


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
