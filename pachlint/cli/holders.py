"""Releases that stand in files of other programs, as jobs."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence

import click

from pachlint.chart_version_files import chart_beside, released, umbrella_in
from pachlint.cli.held_values import MAX_VALUES, Reading
from pachlint.cli.input_types import Inputs
from pachlint.cli.program import Failure
from pachlint.cli.release import shown
from pachlint.discovery import kinship
from pachlint.embedding.carrier import carriers, without_comments_in
from pachlint.embedding.config_data import texts_of
from pachlint.embedding.forms import held_in
from pachlint.embedding.held import Held, Remark, ValuesFile
from pachlint.embedding.objects import objects
from pachlint.embedding.repository_objects import GENERATORS, referring
from pachlint.embedding.text import Embedding
from pachlint.embedding.tree import Tree
from pachlint.lint import Job
from pachlint.outward import Outward, name_of, outward_of
from pachlint.place import Span
from pachlint.reading.document import Document
from pachlint.records import NamedTuple
from pachlint.source import Source
from pachlint.target import Overrides, Resolved

_MAX_NOTES = 100


class HeldJob(NamedTuple):
    """A release of a file: its job, the way out of it, what was not followed, the folder of a chart with templates, form and values files."""

    job: Job
    outward: Outward
    notes: tuple[str, ...] = ()
    chart: str = ""
    form: str = ""
    files: tuple[str, ...] = ()


class Holding(NamedTuple):
    """What a file holds: releases of Pachyderm, in words those of other charts, and what people should know."""

    jobs: tuple[HeldJob, ...]
    others: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> Sequence[str]:
        """The notes on the releases and on the file, if they are not too many."""
        every = [f"{one.job.name}: {note}" for one in self.jobs for note in one.notes]
        every += self.notes
        more = len(every) - _MAX_NOTES
        return [*every[:_MAX_NOTES], f"{more:,} more notes of this kind"] if more > 0 else every


def holding(file: Source, path: str, read: Callable[[str], Document], overrides: Overrides) -> Holding | None:
    """The releases of Pachyderm's chart that a file of another program holds; None if it is no such file.

    Args:
        file: its text, by the name that reports have.
        path: where it is, from which others are named.
        read: reads a values file.
        overrides: what is asked for, whatever the object says.
    """
    found = held_in(file, Tree(path))
    if not found:
        return None
    jobs, others, notes = list[HeldJob](), list[str](), list[str]()
    reading = Reading(read)
    for held in found:
        one = None if held.of_pachyderm is False else _job(held, reading, overrides, found)
        if reading.is_full:
            jobs.append(_job(_too_much(held), Reading(read), overrides, found))
            break
        if one is None or not (
            held.of_pachyderm or umbrella_in(held.chart) or _is_recognized(one.job.documents)
        ):
            others.append(held.title)
        elif held.off:
            notes.append(f"{name_of(held)}: not checked, because {held.off} switches it off")
        else:
            jobs.append(one)
    return Holding(tuple(jobs), tuple(others), tuple(notes))


def _too_much(held: Held) -> Held:
    """The first release of a file that is too much to judge, and all that follow."""
    words = f"pachlint does not read more than {MAX_VALUES:,} keys and values of the releases of a file; what begins with {held.title} is not checked."
    return held._replace(parts=(Remark("too-large", words, Span(0, 0), unread=True),), name="")


class Referring:
    """Which files have releases that take values from ConfigMaps and Secrets in others; each of them is read once."""

    def __init__(self) -> None:
        self._used: dict[str, frozenset[str]] = {}
        self._given: set[str] = set()

    def new(self, files: Sequence[str]) -> list[str]:
        """Those of the files that were not asked for before."""
        found = [one for one in files if one not in self._given]
        self._given.update(found)
        return found

    def files(self, file: Source, path: str) -> list[str]:
        """The other files that take values from a file.

        Args:
            file: its text, by the name that reports have.
            path: where it is.
        """
        made = [one for one in objects(file) if one.text("kind") in GENERATORS]
        names = {
            one.text("metadata", "name")
            for one in made
            if _is_recognized(values.read() for values in texts_of(one))
        }
        tree = Tree(path)
        files = sorted({found for name in names for found in referring(tree, name)})
        return [one for one in files if shown(one) != file.name and file.name in self._used_by(tree, one)]

    def _used_by(self, tree: Tree, path: str) -> frozenset[str]:
        """The names of the files whose values the releases of a file have."""
        if path not in self._used:
            source = tree.source(path)
            layers = (
                (layer for held in held_in(source, Tree(path)) for layer in held.layers) if source else ()
            )
            outer = (layer.outer.name for layer in layers if isinstance(layer, Embedding))
            self._used[path] = frozenset(outer)
        return self._used[path]


def chosen(
    files: Sequence[str], holder: str, held: Mapping[str, Job], names: Sequence[str]
) -> dict[str, Job]:
    """The releases of a file of ``-f`` that have one of the names, all without any; mistakes end the command."""
    if len(files) > 1:
        raise click.UsageError(f"{shown(holder)} says itself which values its releases have; name it alone")
    found = {name: job for name, job in held.items() if not names or is_called(name, names)}
    if names and not found:
        raise Failure(f"there is no release {', '.join(names)}; there are {', '.join(held)}")
    return found


def without_inner_comments(inputs: Inputs, outward: Outward) -> Inputs:
    """The inputs, in which the files around values have no comments that stand among those of any release: they belong to these."""
    regions: dict[str, list[Span]] = {}
    for embedding in outward.embeddings.values():
        regions.setdefault(embedding.outer.name, []).append(embedding.region)
    kept: dict[str, Document] = {}

    def around(document: Document) -> Document:
        name = document.source.name
        if name not in regions or not document.comments:
            return document
        if name not in kept:
            kept[name] = without_comments_in(regions[name], document)
        return document._replace(comments=kept[name].comments)

    batches = (
        batch._replace(
            jobs=tuple(job._replace(documents=tuple(map(around, job.documents))) for job in batch.jobs)
        )
        for batch in inputs.batches
    )
    return inputs._replace(batches=tuple(batches))


def is_called(name: str, wanted: Sequence[str]) -> bool:
    """Whether the release of a file is one of those that are wanted: by its whole name, without the file, or by the object's name."""
    title = name.partition(" in ")[0]
    return not {name, title, title.partition(" ")[2]}.isdisjoint(wanted)


def _is_recognized(documents: Iterable[Document]) -> bool:
    return any(kinship(one).recognized for one in documents)


def _job(held: Held, reading: Reading, overrides: Overrides, beside: Sequence[Held]) -> HeldJob:
    """The job of one of the releases of a file."""
    documents = list(map(reading.document, held.layers))
    reading.count_flags(len(held.flags))
    job = Job(
        name_of(held),
        (*carriers(held, beside), *documents),
        tuple(one.flag for one in held.flags),
        _overrides(held, overrides),
        part=held.incomplete,
    )
    chart = held.chart if _is_chart_to_judge_by(held.chart) else ""
    files = tuple(one.path for one in held.layers if isinstance(one, ValuesFile))
    return HeldJob(job, outward_of(held), held.notes, chart, held.form, files)


def _is_chart_to_judge_by(folder: str) -> bool:
    """Whether there are templates in the folder of a chart, or it has Pachyderm's as a dependency."""
    inside = (os.path.join(folder, name) for name in ("templates", "charts"))
    return bool(folder) and (any(map(os.path.isdir, inside)) or umbrella_in(folder) is not None)


def _overrides(held: Held, overrides: Overrides) -> Overrides:
    version = released(held.version) if held.version else None
    beside = Resolved(version, "chart", f"{held.form}: {held.version}") if version else None
    if held.chart and not beside:
        beside = chart_beside(held.chart)
    unnamed = Overrides()
    return overrides._replace(
        beside=beside or overrides.beside,
        release=held.release if held.release and overrides.release == unnamed.release else overrides.release,
        namespace=held.namespace
        if held.namespace and overrides.namespace == unnamed.namespace
        else overrides.namespace,
    )
