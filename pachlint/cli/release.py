"""The options that describe a release as Helm takes it, and what they say."""

import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from pachlint.chart.charts import Chart
from pachlint.cli.options import ChartVersion, Word, option
from pachlint.cli.program import Failure
from pachlint.config.settings import ReleaseSettings, Settings
from pachlint.discovery import MAX_BYTES, content_of, read_bytes
from pachlint.layering.flags import ORDER, Flag, reject_remote
from pachlint.reading.document import Document
from pachlint.records import NamedTuple
from pachlint.target import ENVIRONMENTS, PROVIDER_NAMES, PROVIDER_SYNONYMS, Overrides, Resolved
from pachlint.versions import Version

Command = TypeVar("Command", bound=Callable[..., Any])

STDIN = "-"
_SPECIAL = frozenset(',"\r\n')


class ReleaseOptions(NamedTuple):
    """What the options say, as click has it."""

    values_files: tuple[str, ...]
    flags: tuple[Flag, ...]
    chart_version: Version | None
    chart: str | None
    provider: str | None
    environment: str | None
    stdin_filename: str
    releases: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: dict[str, Any]) -> "ReleaseOptions":
        """Take the options of a release out of all options of a command."""
        flags = [Flag(kind, text) for kind in ORDER for text in given.pop(kind.replace("-", "_") + "_flags")]
        names = (
            "values_files",
            "chart_version",
            "chart",
            "provider",
            "environment",
            "stdin_filename",
            "releases",
        )
        found = {name: given.pop(name, None) for name in names}
        found["values_files"] = _split(found["values_files"])
        return cls(flags=tuple(flags), **found)

    def overrides(self) -> Overrides:
        """What is asked for, whatever the files say."""
        return Overrides(
            chart_version=Resolved(self.chart_version, "flag") if self.chart_version else None,
            provider=Resolved(self.provider, "flag") if self.provider else None,
            environment=Resolved(self.environment, "flag") if self.environment else None,
        )

    def documents(self) -> tuple[Document, ...]:
        """The files of ``-f``, in their order."""
        return tuple(self.read(path) for path in self.values_files)

    def read(self, path: str) -> Document:
        """Read a file or standard input; a file that cannot be read ends the command."""
        if path == STDIN:
            return read_bytes(self.standard_input(), self.stdin_filename)
        return read_bytes(self.content(path), shown(path))

    def content(self, path: str) -> bytes:
        """The bytes of a file; one that cannot be read ends the command."""
        reject_remote(path)
        try:
            return content_of(path)
        except OSError as error:
            raise Failure(f"{shown(path)} cannot be read: {error.strerror or error}") from error

    def standard_input(self) -> bytes:
        """What is on standard input; it can be read once."""
        if sys.stdin is None:
            raise Failure("standard input is closed")
        try:
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        except OSError as error:
            raise Failure(f"standard input cannot be read: {error.strerror or error}") from error

    def charts(self) -> dict[str, Chart]:
        """Local charts that have been read, by their paths: that of ``--chart``, if there is one."""
        if self.chart is None:
            return {}
        reject_remote(self.chart)
        from pachlint.cli.local_charts import loaded  # noqa: PLC0415 -- few releases have one

        return {self.chart: loaded(self.chart)}

    def local_chart(
        self, settings: Settings, release: ReleaseSettings | None, known: dict[str, Chart]
    ) -> Chart | None:
        """The chart of ``--chart``, else that of the config if no released one is asked for; ``known`` are the :meth:`charts`."""
        if self.chart is not None:
            return known[self.chart]
        found = settings.local_chart(release)
        if found is None or self.chart_version is not None:
            return None
        if found.path not in known:
            from pachlint.cli.local_charts import loaded  # noqa: PLC0415 -- as above

            known[found.path] = loaded(found.path, found.place)
        return known[found.path]


def release_options(command: Command) -> Command:
    """Add all options that describe a release to a command."""
    for add in reversed(_OPTIONS):
        command = add(command)
    return command


def shown(path: str) -> str:
    """The name of a file in reports: relative if it is below the current folder, with slashes."""
    import os  # noqa: PLC0415 -- only reports need it

    name = os.path.normpath(path)
    here = os.getcwd()
    if name.startswith(here + os.sep):
        name = name[len(here) + 1 :]
    return name.replace(os.sep, "/")


def unread_words(error: OSError) -> str:
    """What to say of a folder or a file that cannot be read."""
    return f"{shown(str(error.filename))} cannot be read: {error.strerror or error}"


def _split(words: Sequence[str]) -> tuple[str, ...]:
    """The files of every ``-f``; ``-`` is standard input, with or without blanks around it."""
    if all(word == word.strip() and word and _SPECIAL.isdisjoint(word) for word in words):
        return tuple(words)
    from pachlint.cli.file_lists import named_files  # noqa: PLC0415 -- most name one file at a time

    files = tuple(file for word in words for file in named_files(word))
    if not files:
        raise click.UsageError("-f names no file")
    return tuple(STDIN if file.strip() == STDIN else file for file in files)


def _reject_skipping(_context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 -- click's
    if value:
        raise click.UsageError(
            "--skip-schema-validation: pachlint judges values as Helm does by default; what the templates make of values "
            "that the schema rejects is not known here. To ignore what the schema rejects, use --ignore wrong-type"
        )


def _flag_option(kind: str, meaning: str) -> Callable[[Command], Command]:
    name = kind.replace("-", "_") + "_flags"
    return option(f"--{kind}", name, multiple=True, metavar="KEY=VALUE", help=meaning)


_CHART_VERSION = option("--chart-version", type=ChartVersion(), help="Chart version, such as 2.6.4 or 2.6.")
_PROVIDER = option(
    "--provider",
    type=Word(PROVIDER_NAMES, PROVIDER_SYNONYMS),
    help="Where Kubernetes runs; eks, gke and aks are accepted too.",
)
_ENVIRONMENT = option("--environment", type=Word(ENVIRONMENTS), help="What the installation is for.")
TARGET_OPTIONS: Sequence[Callable[[Any], Any]] = (_CHART_VERSION, _PROVIDER, _ENVIRONMENT)
"""What values are meant for."""

_OPTIONS: Sequence[Callable[[Any], Any]] = (
    option(
        *("-f", "--values", "values_files"),
        multiple=True,
        metavar="FILE",
        help="Values file of a release, or several separated by commas; as in Helm, the last one wins.",
    ),
    option(
        *("--release", "releases"),
        multiple=True,
        metavar="NAME",
        help="A release of the config, with its files and flags.",
    ),
    _flag_option("set", "Set a value, like helm --set."),
    _flag_option("set-string", "Set a string, like helm --set-string."),
    _flag_option("set-json", "Set a JSON value, like helm --set-json."),
    _flag_option("set-file", "Set a value to the content of a file, like helm --set-file."),
    _flag_option("set-literal", "Set a string without parsing it, like helm --set-literal."),
    option(
        "--skip-schema-validation", is_flag=True, hidden=True, expose_value=False, callback=_reject_skipping
    ),
    _CHART_VERSION,
    option(
        "--chart",
        metavar="DIR|TGZ",
        help="Local chart (folder or package) to use instead of a released one.",
    ),
    _PROVIDER,
    _ENVIRONMENT,
    option("--stdin-filename", default="<stdin>", metavar="NAME", help="Name of standard input in reports."),
)
