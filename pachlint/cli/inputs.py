"""From the words of the command line and the config to the releases that are judged."""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from pachlint.chart_version_files import chart_beside, umbrella_of
from pachlint.cli.input_types import Batch, Inputs, Request, Stdin
from pachlint.cli.named_paths import files_of
from pachlint.cli.program import Failure
from pachlint.cli.release import STDIN, shown, unread_words
from pachlint.cli.rule_options import to_failure
from pachlint.config.settings import ReleaseSettings, Settings
from pachlint.discovery import Kinship, kinship, read_bytes
from pachlint.embedding.first_look import may_hold
from pachlint.lint import Job
from pachlint.policy.rule import RuleError, RuleErrors
from pachlint.reading.document import Document
from pachlint.repository import is_among

if TYPE_CHECKING:
    from pachlint.chart.charts import Chart
    from pachlint.outward import Outward

FLAGS_ONLY = "<command line>"


def gather(request: Request) -> Inputs:
    """Find out what to judge; reads every file.

    Without files these are the releases of the config, else the current folder is searched. With ``hook`` and in
    folders, only files that look like Pachyderm values are judged, and those that set no deploy target are
    parts of a release. A file that belongs to releases of the config is judged as they are.
    """
    return _Gathering(request).inputs()


class _Gathering:
    """The releases found so far, by config and name."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.charts = request.release.charts()
        self.around: dict[str, Chart | None] = {}
        self.documents: dict[str, Document] = {}
        self.jobs: dict[str, dict[str, Job]] = {}
        self.settings: dict[str, Settings] = {}
        self.configs: dict[str, Settings] = {}
        self.skipped: list[str] = []
        self.umbrellas: dict[str, str] = {}
        self.stdin: Stdin | None = None
        self.notes: list[str] = []
        self.unread: list[OSError] = []
        self.outward: Outward | None = None

    def inputs(self) -> Inputs:
        """Everything to judge."""
        request, release = self.request, self.request.release
        if release.values_files and request.paths:
            raise click.UsageError(
                "name the files of one release with -f, or independent files without it, not both"
            )
        if self._add_held_named():
            pass
        elif release.releases:
            self._add_chosen()
        elif release.values_files or (release.flags and not request.paths and not request.hook):
            self._add_named()
        elif request.paths or request.hook:
            self._add_files(request.paths)
        else:
            self._add_everything()
        batches = (Batch(self.settings[key], self._in_order(key)) for key in self.jobs)
        return Inputs(
            tuple(batch for batch in batches if batch.jobs),
            tuple(self.skipped),
            tuple(self.umbrellas.items()),
            tuple({one.file: one for one in self.configs.values()}.values()),
            self.stdin,
            tuple(self._judged_paths()),
            tuple(self.notes),
            tuple(map(unread_words, self.unread)),
            self.outward,
        )

    def _judged_paths(self) -> Iterator[str]:
        judged = ((path, one) for path, one in self.documents.items() if one.source.name not in self.skipped)
        return (path for path, _ in judged if path != STDIN)

    def _in_order(self, key: str) -> tuple[Job, ...]:
        """The jobs of a config, its releases first and as it has them: pre-commit names the files in any order."""
        names = [release.name for release in self.settings[key].releases]
        place = {name: number for number, name in enumerate(names)}
        return tuple(sorted(self.jobs[key].values(), key=lambda job: place.get(job.name, len(names))))

    def _add_held_named(self) -> bool:
        """Add the releases that the one file of ``-f`` holds, or the one that is chosen; whether it is such a file."""
        files, names = self.request.release.values_files, self.request.release.releases
        holders = [path for path in files if may_hold(self._read(path).source.text)]
        if not holders or self.request.paths:
            return False
        settings = self._settings("" if holders[0] == STDIN else os.path.dirname(holders[0]))
        if not self._add_held(holders[0], self._read(holders[0]), settings):
            return False
        if len(files) > 1:
            raise click.UsageError(
                f"{shown(holders[0])} says itself which values its releases have; name it alone"
            )
        from pachlint.cli.holders import is_called  # noqa: PLC0415 -- few files are such

        held = self.jobs.get(settings.file, {})
        chosen = {name: job for name, job in held.items() if not names or is_called(name, names)}
        if names and not chosen:
            raise Failure(f"there is no release {', '.join(names)}; there are {', '.join(held)}")
        self.jobs = {settings.file: chosen} if chosen else {}
        return True

    def _add_named(self) -> None:
        """The one release that the command line describes."""
        files = self.request.release.values_files
        documents = tuple(self._read(path) for path in files)
        name = " + ".join(document.source.name for document in documents) or FLAGS_ONLY
        settings = self._settings(os.path.dirname(next((path for path in files if path != STDIN), "")))
        owner = self._owner(settings, [path for path in files if path != STDIN])
        job = self._job(name, documents, settings, part=self.request.partial, folders=files, release=owner)
        if owner:
            from pachlint.config.membership import naming_release  # noqa: PLC0415 -- few files belong to a release

            job = job._replace(overrides=naming_release(job.overrides, owner))
        self._add(settings, job)

    def _owner(self, settings: Settings, files: Sequence[str]) -> ReleaseSettings | None:
        """The release of the config that the files belong to, without its flags: the command line says what Helm gets."""
        if not settings.releases or not files:
            return None
        from pachlint.config.membership import notes_of, owner_of  # noqa: PLC0415 -- few configs have releases

        owner = owner_of(settings, files)
        self.notes.extend(notes_of(owner, files))
        return owner.release and owner.release._replace(flags=())

    def _add_chosen(self) -> None:
        """The releases that ``--release`` names."""
        from pachlint.config.membership import UnknownReleaseError, named  # noqa: PLC0415 -- for --release only

        if self.request.release.values_files or self.request.paths:
            raise click.UsageError("--release takes the files of the config; name no others beside it")
        settings = self._settings(os.curdir)
        try:
            releases = named(settings, self.request.release.releases)
        except UnknownReleaseError as error:
            raise Failure(str(error)) from error
        for release in releases:
            self._add_release(settings, release)

    def _add_everything(self) -> None:
        settings = self._settings(os.curdir)
        for release in settings.releases:
            self._add_release(settings, release)
        if not settings.releases:
            self._add_files((os.curdir,))

    def _add_files(self, paths: Sequence[str]) -> None:
        for path, found in files_of(paths, self.unread.append, quoted=not self.request.release.flags):
            settings = self._settings(os.path.dirname(path) if path != STDIN else "")
            releases = self._releases(path, settings)
            for release in releases:
                self._add_release(settings, release)
            if not releases:
                self._add_alone(path, settings, searched=found or self.request.hook, named=not found)

    def _releases(self, path: str, settings: Settings) -> Sequence[ReleaseSettings]:
        """The releases that a file belongs to; of a change in the config or its rules, which the hook sees, all."""
        if path == STDIN:
            return ()
        if self.request.hook and is_among(path, (settings.file,), [rules.path for rules in settings.rules]):
            return settings.releases
        return [one for one in settings.releases if is_among(path, one.files)]

    def _add_alone(self, path: str, settings: Settings, *, searched: bool, named: bool) -> None:
        document = self._read(path)
        name, partial = document.source.name, self.request.partial
        if self._add_held(path, document, settings):
            pass
        elif not searched:
            self._add(settings, self._job(name, (document,), settings, part=partial, folders=(path,)))
        elif self._kinship(document, self._chart(settings, (document,), (path,))).recognized:
            if named or name not in self.jobs.get(settings.file, {}):
                self._add(
                    settings, self._job(name, (document,), settings, part=partial or None, folders=(path,))
                )
        else:
            self.skipped.append(name)

    def _add_held(self, path: str, document: Document, settings: Settings) -> bool:
        """Add the releases that a file of another program holds; whether it is one."""
        if not may_hold(document.source.text):
            return False
        from pachlint.cli.holders import holding  # noqa: PLC0415 -- few files are such

        options = self.request.release
        where, overrides = "" if path == STDIN else path, settings.overrides(options.overrides())
        found = holding(document.source, where, self._read, overrides)
        for one in found.jobs if found else ():
            chart = self._chart(settings) or self._chart_at(one.chart, settings)
            part, flags = self.request.partial or one.job.part, (*one.job.flags, *options.flags)
            job = one.job._replace(flags=flags, chart=chart, part=part)
            self.outward = self.outward.joined(one.outward) if self.outward else one.outward
            self._add(settings, job)
            self.notes += [f"{job.name}: {note}" for note in one.notes]
        self.notes += found.notes if found else ()
        self.skipped += [document.source.name] if found and not found.jobs else []
        return found is not None

    def _add_release(self, settings: Settings, release: ReleaseSettings) -> None:
        if release.name in self.jobs.get(settings.file, {}):
            return
        missing = [
            RuleError(one.place, f"release {release.name}: there is no file {shown(one.path)}")
            for one in release.values
            if not os.path.isfile(one.path)
        ]
        if missing:
            raise to_failure(RuleErrors(tuple(missing)))
        documents = tuple(self._read(path) for path in release.files)
        self._add(
            settings, self._job(release.name, documents, settings, release=release, folders=release.files)
        )

    def _add(self, settings: Settings, job: Job) -> None:
        self.settings.setdefault(settings.file, settings)
        self.jobs.setdefault(settings.file, {})[job.name] = job

    def _job(
        self,
        name: str,
        documents: tuple[Document, ...],
        settings: Settings,
        *,
        folders: Sequence[str],
        part: bool | None = False,
        release: ReleaseSettings | None = None,
    ) -> Job:
        options = self.request.release
        beside = (chart_beside(os.path.dirname(os.path.abspath(path))) for path in folders if path != STDIN)
        overrides = settings.overrides(options.overrides(), release)
        overrides = overrides._replace(beside=next(filter(None, beside), None))
        flags = (*(release.flags if release else ()), *options.flags)
        chart = self._chart(settings, documents, folders, release)
        foreign = tuple(one.source.name for one in documents if self._kinship(one, chart).foreign)
        return Job(name, documents, flags, overrides, chart, part, foreign)

    def _chart(
        self,
        settings: Settings,
        documents: Sequence[Document] = (),
        paths: Sequence[str] = (),
        release: ReleaseSettings | None = None,
    ) -> "Chart | None":
        """The local chart that is asked for, else the umbrella chart around values files that hold values for it."""
        asked = self.request.release.local_chart(settings, release, self.charts)
        if asked is not None:
            return asked
        folders = (os.path.dirname(path) for path in paths if path != STDIN)
        return self._chart_at(umbrella_of(folders, {key for one in documents for key in one.data}), settings)

    def _chart_at(self, folder: str, settings: Settings) -> "Chart | None":
        if not folder:
            return None
        from pachlint.cli.local_charts import found_around  # noqa: PLC0415 -- few releases have their own

        return found_around(folder, self.request.release.chart_version or settings.chart_version, self.around)

    def _kinship(self, document: Document, chart: "Chart | None") -> Kinship:
        """What the values look like; those of a chart that has Pachyderm's as a dependency are taken down if it is not at hand."""
        found = kinship(document)
        if chart is not None and any(place[0] in document.data for place, _ in chart.inside):
            return Kinship(recognized=True, foreign=False)
        if found.below:
            self.umbrellas[document.source.name] = found.below
        return found

    def _read(self, path: str) -> Document:
        key = path if path == STDIN else os.path.abspath(path)
        if key not in self.documents:
            release = self.request.release
            if path == STDIN:
                self.stdin = Stdin(release.stdin_filename, release.standard_input())
                self.documents[key] = read_bytes(self.stdin.content, self.stdin.name)
            else:
                self.documents[key] = release.read(path)
        return self.documents[key]

    def _settings(self, folder: str) -> Settings:
        key = os.path.abspath(folder or os.curdir)
        if key not in self.configs:
            self.configs[key] = self.request.settings(key)
        return self.configs[key]
