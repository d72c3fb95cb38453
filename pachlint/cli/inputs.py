"""From the words of the command line and the config to the releases that are judged."""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import click

from pachlint.cli.charts import Charts
from pachlint.cli.input_types import Batch, Inputs, Request, Stdin, may_be_printed
from pachlint.cli.named_paths import files_of
from pachlint.cli.release import STDIN, shown, unread_words
from pachlint.config.settings import ReleaseSettings, Settings
from pachlint.discovery import Kinship, kinship, read_bytes
from pachlint.embedding.first_look import may_hold
from pachlint.identity import Same
from pachlint.lint import Job
from pachlint.reading.document import Document

if TYPE_CHECKING:
    from pachlint.chart.charts import Chart
    from pachlint.cli.holders import Referring
    from pachlint.cli.searching import Search
    from pachlint.outward import Outward

FLAGS_ONLY = "<command line>"
_EITHER = "name the files of one release with -f, or independent files without it, not both"
_NOT_LEFT_OUT = "files that .gitignore names are not left out"


def gather(request: Request) -> Inputs:
    """Find out what to judge; reads every file.

    Without files these are the releases of the config, else the current folder is searched. With ``hook`` and in folders, only files that
    look like Pachyderm values are judged; those without a deploy target are parts of a release, those of releases of the config judged as they are.
    """
    found = _Gathering(request).inputs()
    if may_be_printed(found):
        from pachlint.cli.printed_values import without_defaults  # noqa: PLC0415 -- few values are printed

        found = without_defaults(found, request.release.chart_version)
    if found.outward:
        from pachlint.cli.holders import without_inner_comments  # noqa: PLC0415 -- few files are such

        found = without_inner_comments(found, found.outward)
    return found


class _Gathering:
    """The releases found so far, by config and name."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.charts = Charts(request.release)
        self.documents: dict[str, Document] = {}
        self.jobs: dict[str, dict[str, Job]] = {}
        self.settings: dict[str, Settings] = {}
        self.configs: dict[str, Settings] = {}
        self.skipped: list[str] = []
        self.umbrellas: dict[str, str] = {}
        self.stdin: Stdin | None = None
        self.notes: list[str] = []
        self.unread: list[OSError] = []
        self.outwards: list[Outward] = []
        self.search: Search | None = None
        self.by_file: dict[str, Mapping[str, Sequence[ReleaseSettings]]] = {}
        self.alone: dict[str, tuple[str, str]] = {}
        self.held: set[str] = set()
        self.referring: Referring | None = None
        self.kinship: Callable[[Same[Document]], Kinship] = cache(lambda one: kinship(one.it))

    def inputs(self) -> Inputs:
        """Everything to judge."""
        request, release = self.request, self.request.release
        if release.values_files and request.paths:
            raise click.UsageError(_EITHER)
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
        self._leave_to_holders()
        skipped, read = frozenset(self.skipped), self.documents.items()
        batches = (Batch.of(self.settings[key], self.jobs[key].values()) for key in self.jobs)
        return Inputs(
            tuple(batch for batch in batches if batch.jobs),
            tuple(self.skipped),
            tuple(self.umbrellas.items()),
            tuple({one.file: one for one in self.configs.values()}.values()),
            self.stdin,
            tuple(path for path, one in read if path != STDIN and one.source.name not in skipped),
            tuple(dict.fromkeys(self.notes)),
            tuple(map(unread_words, self.unread)),
            self.outwards[0].joined(*self.outwards[1:]) if self.outwards else None,
            self.search,
        )

    def _leave_to_holders(self) -> None:
        """Judge the values files that were found not alone if a release takes them whose object was found too."""
        for path, (key, name) in self.alone.items() if self.held else ():
            if os.path.realpath(path) in self.held:
                del self.jobs[key][name]

    def _add_named(self) -> None:
        """The one release that the command line describes."""
        files = self.request.release.values_files
        documents = tuple(self._read(path) for path in files)
        name = " + ".join(document.source.name for document in documents) or FLAGS_ONLY
        settings = self._settings(os.path.dirname(next((path for path in files if path != STDIN), "")))
        owner = None
        if settings.releases and any(path != STDIN for path in files):
            from pachlint.cli.config_releases import owner_with_notes  # noqa: PLC0415 -- few configs have releases

            owner, notes = owner_with_notes(settings, [path for path in files if path != STDIN])
            self.notes += notes
        job = self._job(name, documents, settings, part=self.request.partial, folders=files, release=owner)
        if owner:
            from pachlint.config.membership import naming_release  # noqa: PLC0415 -- few files belong to a release

            job = job._replace(overrides=naming_release(job.overrides, owner))
        self._add(settings, job)

    def _add_chosen(self) -> None:
        """The releases that ``--release`` names."""
        from pachlint.cli.config_releases import chosen  # noqa: PLC0415 -- for --release only

        for release in chosen(self._settings(os.curdir), self.request):
            self._add_release(self._settings(os.curdir), release)

    def _add_held_named(self) -> bool:
        """Add the releases that the one file of ``-f`` holds, or the one that is chosen; whether it is such a file."""
        files, names = self.request.release.values_files, self.request.release.releases
        holders = [path for path in files if may_hold(self._read(path).source.text)]
        if not holders or self.request.paths:
            return False
        settings = self._settings("" if holders[0] == STDIN else os.path.dirname(holders[0]))
        if not self._add_held(holders[0], self._read(holders[0]), settings):
            return False
        from pachlint.cli.holders import chosen  # noqa: PLC0415 -- few files are such

        found = chosen(files, holders[0], self.jobs.get(settings.file, {}), names)
        self.jobs = {settings.file: found} if found else {}
        return True

    def _add_everything(self) -> None:
        settings = self._settings(os.curdir)
        for release in settings.releases:
            self._add_release(settings, release)
        if not settings.releases:
            self._add_files((os.curdir,))

    def _add_files(self, paths: Sequence[str]) -> None:
        quoted, unasked = not self.request.release.flags, list[str]()
        for path, found in files_of(paths, self.unread.append, unasked.append, quoted=quoted):
            settings = self._settings(os.path.dirname(path) if path != STDIN else "")
            releases = self._releases(path, settings)
            search = self._search(found=found) if found or self.request.hook else None
            for release in releases:
                self._add_release(settings, release)
            if not releases:
                self._add_alone(path, settings, search, named=not found)
            elif search:
                search.take(shown(path))
        self.notes += [f"{_NOT_LEFT_OUT}: {why}" for why in dict.fromkeys(unasked)]

    def _search(self, *, found: bool) -> "Search":
        if self.search is None:
            from pachlint.cli.searching import Search  # noqa: PLC0415 -- most runs name files

            self.search = Search(quiet=self.request.quiet)
        self.search.count(found=found)
        return self.search

    def _releases(self, path: str, settings: Settings) -> Sequence[ReleaseSettings]:
        """The releases of the config that a file belongs to."""
        if path == STDIN or not settings.releases:
            return ()
        from pachlint.cli.config_releases import releases_of  # noqa: PLC0415 -- few configs have releases

        return releases_of(path, settings, self.by_file, hook=self.request.hook)

    def _add_alone(self, path: str, settings: Settings, search: "Search | None", *, named: bool) -> None:
        if search and path != STDIN and not search.look(path, self.request.release, self.documents):
            self.skipped.append(shown(path))
            return
        document = self._read(path)
        name, partial = document.source.name, self.request.partial
        if self._add_held(path, document, settings) or self._add_referring(path, document):
            return
        if search is None:
            self._add(settings, self._job(name, (document,), settings, part=partial, folders=(path,)))
        elif search.is_cut_holder(document) or (
            search.may_be_called(name)
            and self._kinship(document, self.charts.of(settings, (document,), (path,))).recognized
        ):
            if named or name not in self.jobs.get(settings.file, {}):
                job = self._job(name, (document,), settings, part=partial or None, folders=(path,))
                self._add(settings, job)
                self.alone[path] = settings.file, name
            search.take(name)
        else:
            self.skipped.append(name)

    def _add_held(self, path: str, document: Document, settings: Settings) -> bool:
        """Add the releases that a file of another program holds; whether it is one."""
        if document.is_cut or not may_hold(document.source.text):
            return False
        from pachlint.cli.holders import holding  # noqa: PLC0415 -- few files are such

        options = self.request.release
        path = "" if path == STDIN else path
        found = holding(document.source, path, self._read, settings.overrides(options.overrides()))
        for one in found.jobs if found else ():
            chart = self.charts.of(settings) or self.charts.around(one.chart, settings)
            part, flags = self.request.partial or one.job.part, (*one.job.flags, *options.flags)
            job = one.job._replace(flags=flags, chart=chart, part=part)
            self.outwards.append(one.outward)
            self.held.update(map(os.path.realpath, one.files))
            self._add(settings, job)
        self.notes += found.lines() if found else ()
        if found and found.jobs and self.search:
            self.search.take(document.source.name, (one.form for one in found.jobs))
        self.skipped += [document.source.name] if found and not found.jobs else []
        return found is not None

    def _add_referring(self, path: str, document: Document) -> bool:
        """Add the releases of other files that take values from the objects in a file; whether there are any."""
        if path == STDIN or "apiVersion" not in document.data:
            return False
        from pachlint.cli.holders import Referring  # noqa: PLC0415 -- few files have objects

        self.referring = self.referring or Referring()
        files = self.referring.files(document.source, path)
        for file in self.referring.new(files):
            self._add_held(file, self._read(file), self._settings(os.path.dirname(file)))
        return bool(files)

    def _add_release(self, settings: Settings, release: ReleaseSettings) -> None:
        if release.name in self.jobs.get(settings.file, {}):
            return
        if not all(map(os.path.isfile, release.files)):
            from pachlint.cli.config_releases import missing_files  # noqa: PLC0415 -- ends the command

            raise missing_files(release)
        documents = tuple(self._read(path) for path in release.files)
        job = self._job(release.name, documents, settings, release=release, folders=release.files)
        self._add(settings, job)

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
        beside = self.charts.version_beside(folders)
        overrides = settings.overrides(options.overrides(), release)._replace(beside=beside)
        flags = (*(release.flags if release else ()), *options.flags)
        chart = self.charts.of(settings, documents, folders, release)
        foreign = tuple(one.source.name for one in documents if self._kinship(one, chart).foreign)
        return Job(name, documents, flags, overrides, chart, part, foreign)

    def _kinship(self, document: Document, chart: "Chart | None") -> Kinship:
        """What the values look like; those of a chart that has Pachyderm's as a dependency are taken down if it is not at hand."""
        found = self.kinship(Same(document))
        if chart is not None and any(place[0] in document.data for place, _ in chart.inside):
            return Kinship(recognized=True, foreign=False)
        if found.below:
            self.umbrellas[document.source.name] = found.below
        return found

    def _read(self, path: str) -> Document:
        key, release = path if path == STDIN else os.path.abspath(path), self.request.release
        if key not in self.documents:
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
