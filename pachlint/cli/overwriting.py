"""Where a report or a baseline cannot be written, or would take the place of what is read or of something else."""

import os
from collections.abc import Iterable, Iterator

from pachlint.bounded import open_regular
from pachlint.cli.input_types import Inputs
from pachlint.cli.output import STDOUT, Output
from pachlint.cli.program import Failure
from pachlint.cli.release import shown
from pachlint.report.recognized import is_report

_LOOKED_AT = 1_000_000


def reject_overwriting(outputs: Iterable[Output], baseline: str | None, inputs: Inputs) -> None:
    """Stop before anything is judged if an output is a file that is read, one that is no report, or in no folder."""
    reports = [output.path for output in outputs if output.path != STDOUT]
    for path in reports:
        _reject_missing_folder(path)
    read = list(_read(inputs))
    for path in (*reports, *([baseline] if baseline else ())):
        for other in read:
            if _is_same(path, other):
                raise Failure(f"{shown(path)} is an input file and is not overwritten")
    for path in reports:
        if os.path.isfile(path) and not is_report(_begin_and_end(path)):
            raise Failure(
                f"{shown(path)} already exists and is not a pachlint report; remove it or choose another name"
            )


def _reject_missing_folder(path: str) -> None:
    folder = os.path.dirname(path)
    if folder and not os.path.isdir(folder):
        raise Failure(f"{shown(path)} cannot be written: there is no folder {shown(folder)}")
    if os.path.isdir(path):
        raise Failure(f"{shown(path)} cannot be written: it is a folder")


def _read(inputs: Inputs) -> Iterator[str]:
    """The values files, the configs, and the rules that they name."""
    yield from inputs.files
    for settings in (*inputs.configs, *(batch.settings for batch in inputs.batches)):
        if settings.file:
            yield settings.file


def _is_same(path: str, other: str) -> bool:
    if os.path.realpath(path) == os.path.realpath(other):
        return True
    try:
        return os.path.samefile(path, other)
    except OSError:
        return False


def _begin_and_end(path: str) -> bytes:
    try:
        with open_regular(path) as file:
            head = file.read(_LOOKED_AT)
            file.seek(max(os.path.getsize(path) - _LOOKED_AT, len(head)))
            return head + file.read()
    except OSError as error:
        raise Failure(f"{shown(path)} cannot be written: {error.strerror or error}") from error
