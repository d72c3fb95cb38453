"""What a config says, ready to be used."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import lru_cache

from pachlint.finding import Finding, Severity
from pachlint.layering.flags import Flag
from pachlint.place import Path, PathError, Place, parse_path
from pachlint.records import NamedTuple
from pachlint.rulebook import names_of
from pachlint.target import Overrides, Resolved
from pachlint.versions import Version


class Named(NamedTuple):
    """A rule, topic, pack or impact that the config names, and where."""

    name: str
    place: Place


class Located(NamedTuple):
    """A file or folder that the config names, as a file system path, and where."""

    path: str
    place: Place


class RuleFolder(NamedTuple):
    """A folder of rules that the config names, as a file system path, and where.

    Its rules are called by ``name``, which is ``given`` by the config, or the folder's own.
    """

    path: str
    name: str
    place: Place
    given: bool = True


class IgnorePattern(NamedTuple):
    """Rules that say nothing about some files, or some paths; ``pattern`` as written."""

    pattern: str
    names: tuple[str, ...]


class ReleaseSettings(NamedTuple):
    """One installation: its values files in Helm's order, and its flags.

    ``place`` is that of its name; ``places`` says where each of its settings stands, by its name in the file.
    """

    name: str
    values: tuple[Located, ...]
    flags: tuple[Flag, ...]
    chart_version: Version | None
    chart: Located | None
    provider: str | None
    environment: str | None
    release: str
    namespace: str
    place: Place
    places: Mapping[str, Place]

    @property
    def files(self) -> tuple[str, ...]:
        """The file system paths of the values files."""
        return tuple(located.path for located in self.values)


class Settings(NamedTuple):
    """A config. ``file``, ``folder`` and ``baseline`` are file system paths, "" if there is none.

    ``places`` says where each setting stands, by its name in the file.
    """

    file: str = ""
    folder: str = ""
    chart_version: Version | None = None
    chart: Located | None = None
    provider: str | None = None
    environment: str | None = None
    rules: tuple[RuleFolder, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    per_file: tuple[IgnorePattern, ...] = ()
    per_path: tuple[IgnorePattern, ...] = ()
    fail_on: str | None = None
    min_severity: str | None = None
    require_reason: bool = False
    require_expiry: bool = False
    baseline: str = ""
    releases: tuple[ReleaseSettings, ...] = ()
    named: tuple[Named, ...] = ()
    places: Mapping[str, Place] = {}

    def overrides(self, asked: Overrides, release: ReleaseSettings | None = None) -> Overrides:
        """What the command line asks for, completed by a release of the config and then by the config itself."""
        version = release.chart_version if release and release.chart_version else self.chart_version
        provider = release.provider if release and release.provider else self.provider
        environment = release.environment if release and release.environment else self.environment
        return asked._replace(
            chart_version=asked.chart_version or (Resolved(version, "config") if version else None),
            provider=asked.provider or (Resolved(provider, "config") if provider else None),
            environment=asked.environment or (Resolved(environment, "config") if environment else None),
            release=release.release if release else asked.release,
            namespace=release.namespace if release else asked.namespace,
        )

    def local_chart(self, release: ReleaseSettings | None = None) -> Located | None:
        """The chart of a release, or of all of them for one that names neither a chart nor a version."""
        if release and (release.chart or release.chart_version):
            return release.chart
        return self.chart

    def ignored_by(self, finding: Finding, file: str) -> str | None:
        """Why the config ignores a finding; ``file`` is the finding's file, relative to the config's folder."""
        names = frozenset((*names_of(finding.rule, finding.topic, finding.impact), *finding.aliases))
        for key, patterns, fits, subject in (
            ("per-file-ignores", self.per_file, fits_file, file),
            ("per-path-ignores", self.per_path, fits_path, finding.path),
        ):
            for one in patterns:
                if not names.isdisjoint(one.names) and fits(one.pattern, subject):
                    return f"{key}: {one.pattern}"
        return None


@lru_cache(maxsize=10_000)
def fits_file(pattern: str, file: str) -> bool:
    """Whether a file's relative path, with slashes, fits a pattern, which is read as in .gitignore.

    One without a slash is about the name of the file, or of a folder above it. ``*`` is any part of one step,
    ``**`` any number of steps; a folder stands for everything below it.
    """
    steps = tuple(pattern.removeprefix("./").strip("/").split("/"))
    parts = tuple(file.split("/"))
    if "/" not in pattern.rstrip("/"):
        steps = ("**", *steps)
    # what a pattern with a slash at its end fits is a folder, and what is in it stands below
    least = len(parts) - 1 if pattern.endswith("/") else len(parts)
    return any(_fits_steps(steps, parts[:end]) for end in range(1, least + 1))


def _fits_steps(pattern: tuple[str, ...], steps: tuple[str, ...]) -> bool:
    if not pattern or not steps:
        return all(step == "**" for step in (*pattern, *steps))
    if pattern[0] == "**":
        return _fits_steps(pattern[1:], steps) or _fits_steps(pattern, steps[1:])
    return fnmatchcase(steps[0], pattern[0]) and _fits_steps(pattern[1:], steps[1:])


def fits_path(pattern: str, path: str) -> bool:
    """Whether a printed path fits a pattern or stands below what does; ``*`` is any part of one step."""
    needed, steps = _steps(pattern), _steps(path)
    return len(steps) >= len(needed) > 0 and all(
        _fits_step(one, other) for one, other in zip(needed, steps, strict=False)
    )


@lru_cache(maxsize=10_000)
def _steps(path: str) -> Path:
    """The steps of a path; none if it is no path."""
    try:
        return parse_path(path)
    except PathError:
        return ()


def _fits_step(pattern: str | int, step: str | int) -> bool:
    if isinstance(pattern, int):
        return pattern == step
    return pattern == "*" if isinstance(step, int) else fnmatchcase(step, pattern)
