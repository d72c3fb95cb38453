"""From the words of the command line to the releases that are judged."""

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from pachlint.chart.charts import Chart
from pachlint.cli.program import Failure
from pachlint.cli.release import STDIN, ReleaseOptions, shown
from pachlint.discovery import candidates, kinship
from pachlint.lint import Job
from pachlint.reading.document import Document

FLAGS_ONLY = "<command line>"


class Inputs(NamedTuple):
    """The releases to judge, and the files that are not values of Pachyderm."""

    jobs: tuple[Job, ...]
    passed_over: tuple[str, ...]


def gather(paths: Sequence[str], release: ReleaseOptions, *, hook: bool, partial: bool) -> Inputs:
    """Find out what to judge; reads every file.

    With ``hook`` and in folders, only files that look like values of Pachyderm are judged, and those that set
    no deploy target are parts of a release.
    """
    if release.values_files and paths:
        raise click.UsageError(
            "name the files of one release with -f, or files that stand alone without it, not both"
        )
    chart = release.load_chart()
    if release.values_files or (release.flags and not paths and not hook):
        documents = release.documents()
        name = " + ".join(document.source.name for document in documents) or FLAGS_ONLY
        return Inputs((_job(name, documents, release, chart, part=partial),), ())
    return _each(paths or (() if hook else (os.curdir,)), release, chart, hook=hook, partial=partial)


def _each(
    paths: Sequence[str], release: ReleaseOptions, chart: Chart | None, *, hook: bool, partial: bool
) -> Inputs:
    jobs: dict[str, Job] = {}
    passed_over: list[str] = []
    for path, found in _files(paths):
        document = release.read(path)
        name = document.source.name
        if not (found or hook):
            jobs[name] = _job(name, (document,), release, chart, part=partial)
        elif kinship(document).recognised:
            jobs.setdefault(name, _job(name, (document,), release, chart, part=partial or None))
        else:
            passed_over.append(name)
    return Inputs(tuple(jobs.values()), tuple(passed_over))


def _files(paths: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Every file, and whether it was found in a folder."""
    for path in paths:
        if path == STDIN:
            yield path, False
        elif os.path.isdir(path):
            yield from ((file, True) for file in candidates(path))
        elif os.path.exists(path):
            yield path, False
        else:
            raise Failure(f"there is no file {shown(path)}")


def _job(
    name: str,
    documents: tuple[Document, ...],
    release: ReleaseOptions,
    chart: Chart | None,
    *,
    part: bool | None,
) -> Job:
    foreign = tuple(document.source.name for document in documents if kinship(document).foreign)
    return Job(name, documents, release.flags, release.wanted(), chart, part, foreign)
