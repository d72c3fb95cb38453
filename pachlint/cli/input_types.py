"""What a command is asked to judge, and what was found of it."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from pachlint.cli.release import ReleaseOptions
from pachlint.config.settings import Settings
from pachlint.lint import Job
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from pachlint.cli.searching import Search
    from pachlint.outward import Outward


class Batch(NamedTuple):
    """Releases that one config holds for."""

    settings: Settings
    jobs: tuple[Job, ...]

    @classmethod
    def of(cls, settings: Settings, jobs: Iterable[Job]) -> "Batch":
        """The jobs in their order, releases of the config first and as it has them: pre-commit names the files in any order."""
        names = [release.name for release in settings.releases]
        place = {name: number for number, name in enumerate(names)}
        return cls(settings, tuple(sorted(jobs, key=lambda job: place.get(job.name, len(names)))))


class Inputs(NamedTuple):
    """What to judge, the files that are not Pachyderm values, and standard input if it is one of the files.

    ``umbrellas`` are those of them that hold Pachyderm values below a key, with that key. ``configs`` are all
    that were met on the way, ``files`` the paths of all values files that are judged, ``notes``
    what people should know, and ``unread`` tells of folders that cannot be read. ``outward`` is the way out of
    values inside files of other programs, ``search`` what was looked at and found.
    """

    batches: tuple[Batch, ...]
    skipped: tuple[str, ...] = ()
    umbrellas: tuple[tuple[str, str], ...] = ()
    configs: tuple[Settings, ...] = ()
    stdin: "Stdin | None" = None
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    outward: "Outward | None" = None
    search: "Search | None" = None


class Stdin(NamedTuple):
    """Standard input: what reports call it, and its bytes."""

    name: str
    content: bytes


class Request(NamedTuple):
    """What the command line asks to be judged, and how configs are found."""

    paths: tuple[str, ...]
    release: ReleaseOptions
    settings: Callable[[str], Settings]
    hook: bool = False
    partial: bool = False
    quiet: bool = False


MANY_KEYS = 10
"""Fewer than the defaults of any chart version have at the top."""


def may_be_printed(inputs: Inputs) -> bool:
    """Whether some values may have been printed with the chart's defaults among them, or cannot be written to."""
    documents = (one for batch in inputs.batches for job in batch.jobs for one in job.documents)
    return any(one.sealed or len(one.data) >= MANY_KEYS for one in documents)
