"""``--fix``, ``--diff`` and ``--add-ignores``: change the user's files, or show how they would change."""

import codecs
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from typing import TYPE_CHECKING

from pachlint import terminal
from pachlint.atomic_write import Replacement, replace_files
from pachlint.chart.masking import Masks
from pachlint.chart.secret_spans import secrets_in
from pachlint.cli.input_types import Stdin
from pachlint.cli.output import look
from pachlint.cli.program import Failure
from pachlint.cli.repair_notes import where
from pachlint.discovery import decoded
from pachlint.finding import Finding
from pachlint.lint import Job
from pachlint.offers import left_over
from pachlint.reading.document import Document, read_again
from pachlint.reading.scalars import go_text
from pachlint.records import NamedTuple
from pachlint.repair import MAX_PASSES, Judge, Repair, repair
from pachlint.report.patch import Patch, patch, styled
from pachlint.report.styled import colored, plain
from pachlint.repository import leads_out
from pachlint.results import Report, merge
from pachlint.suppressions.insertion import with_ignores

if TYPE_CHECKING:
    from pachlint.outward import Outward

Files = Mapping[str, tuple[Document, str]]
"""Files by name: each as it was read, and its new text."""


MAX_IGNORED = 5_000
"""Most findings that comments are written for."""


class Work(NamedTuple):
    """Releases, how they are judged, and which of their findings may be ignored from now on."""

    jobs: tuple[Job, ...]
    judge: Judge
    to_ignore: Callable[[Sequence[Finding]], Sequence[Finding]] = tuple


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
    return tuple(job.with_texts_of(documents) for job in jobs)


def before(works: Sequence[Work], repairs: Sequence[Repair]) -> list[Report]:
    """What was to be said about the files as they were."""
    batches = Counter(name for work in works for name in _documents(work.jobs))
    return [
        found.before if all(batches[name] == 1 for name in _documents(work.jobs)) else work.judge(work.jobs)
        for found, work in zip(repairs, works, strict=True)
    ]


def after(works: Sequence[Work], repairs: Sequence[Repair], *, unsafe: bool) -> list[Report]:
    """What is left to say, with the fixes that another run would make."""
    return [left_over(found, work.judge, unsafe=unsafe) for found, work in zip(repairs, works, strict=True)]


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


def ignoring(
    works: Sequence[Work], reason: str, until: str, outward: "Outward | None" = None
) -> tuple[Files, list[Report], int]:
    """The files with comments for all findings, what is to be said about them then, and how many findings are ignored.

    Findings that no comment can ignore are reported.

    Raises:
        Failure: if there are more than ``MAX_IGNORED``.
    """
    before = _documents(job for work in works for job in work.jobs)
    documents, done = dict(before), 0
    for _ in range(MAX_PASSES):
        reports = [work.judge(_with(work.jobs, documents)) for work in works]
        wanted = [
            one._replace(findings=tuple(work.to_ignore(one.findings)))
            for one, work in zip(reports, works, strict=True)
        ]
        findings = merge(wanted).findings
        if len(findings) > MAX_IGNORED:
            raise Failure(
                f"{len(findings):,} findings are more than the {MAX_IGNORED:,} that comments are written for at once: "
                "--select some of the rules, or write them into a baseline (--write-baseline)"
            )
        found = with_ignores(findings, documents, reason, until, partial(_held, outward))
        if not found.texts:
            break
        done += len(findings) - len(found.left)
        # a comment may bring up a finding: a file that is empty no more sets nothing
        documents |= {name: read_again(documents[name], text) for name, text in found.texts.items()}
    for finding in map(outward.located, found.left) if outward else found.left:
        terminal.log(f"note: {where(finding)}: no comment can be written to ignore {finding.rule} here")
    return _changed(before, documents), reports, done


def write_files(files: Files, stdin: Stdin | None, outward: "Outward | None" = None) -> None:
    """Write all changed files, or none; standard input goes to standard output, changed or not."""
    files = _outer(files, outward)
    printed = _printed(files, stdin) if stdin else b""
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
        terminal.pass_on(printed)


def _printed(files: Files, stdin: Stdin) -> bytes:
    """Standard input with its fixes; a text that cannot be printed as it is ends the command."""
    content = _encoded(files[stdin.name][1], stdin.content) if stdin.name in files else stdin.content
    if not terminal.takes(content) and not terminal.is_terminal():
        raise Failure(
            f"{stdin.name} holds signs that would steer a CI runner, and is not printed to a pipe here; "
            "send it into a file; nothing was changed"
        )
    return content


def _held(outward: "Outward | None", texts: Mapping[str, str]) -> Set[str]:
    if not outward:
        return texts.keys()
    from pachlint.cli.outer_files import held_of  # noqa: PLC0415 -- few values stand in other files

    return held_of(texts, outward)


def _outer(files: Files, outward: "Outward | None") -> Files:
    if not outward:
        return files
    from pachlint.cli.outer_files import outer_files  # noqa: PLC0415 -- few values stand in other files

    return outer_files(files, outward)


def outward_after(files: Files, outward: "Outward | None") -> "Outward | None":
    """The way out of the values in the files once these have changed."""
    if not outward or not files:
        return outward
    from pachlint.cli.outer_files import renewed  # noqa: PLC0415 -- few values stand in other files

    return renewed(outward, files)


def show_diff(files: Files, color: str, outward: "Outward | None" = None) -> None:
    """Print a unified diff; colored on a terminal, else fit to be applied, unless it would steer a CI runner."""
    masks = Masks(text for document, _ in files.values() for text in secrets_in(document).texts)
    files = _outer(files, outward)
    patches = {name: patch(*files[name], masks) for name in sorted(files)}
    shown = look("output", color)
    for_eyes = shown.color or shown.columns is not None
    draw = colored if shown.color else plain
    for name, one in patches.items():
        content = "".join(f"{line}\n" for line in one.lines).encode("utf-8", "backslashreplace")
        is_taken = terminal.takes(content)
        if is_taken and not for_eyes:
            terminal.pass_on(content)
        else:
            terminal.show(draw(styled(one)))
        for words in _reservations(one, is_shown=not is_taken and not for_eyes):
            terminal.log(f"note: {name}: {words}")


def _reservations(one: Patch, *, is_shown: bool) -> Iterator[str]:
    """Why a diff cannot be applied as any other."""
    if one.masked:
        yield "secrets are masked in this diff, so it cannot be applied; use --fix"
    elif is_shown:
        yield (
            "signs that would steer a CI runner are made visible in this diff, so it cannot be applied; "
            "send it into a file, or use --fix"
        )
    elif one.bare:
        yield "lines with secrets are left out of this diff; git apply needs --unidiff-zero for it"


def _replacement(name: str, document: Document, text: str) -> Replacement:
    if os.path.realpath(name) != os.path.abspath(name) and leads_out(name):
        raise Failure(f"{name} leads out of the repository and is not written to; nothing was changed")
    try:
        with open(name, "rb") as file:
            before = file.read()
    except OSError as error:
        raise Failure(f"{name} cannot be written: {error.strerror}; nothing was changed") from error
    if decoded(before) != document.source.text:
        raise Failure(f"{name} cannot be written: it has changed in the meantime; nothing was changed")
    return Replacement(name, before, _encoded(text, before))


def _encoded(text: str, before: bytes) -> bytes:
    """The text in the encoding of the file as it was; bytes after the first document that are no text stay."""
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
