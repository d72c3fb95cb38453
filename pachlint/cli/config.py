"""``pachlint config show``: which settings hold for a file, and where each comes from."""

import json
import os
from collections.abc import Iterator, Sequence
from typing import Any

import click

from pachlint.chart_version_files import chart_beside
from pachlint.cli.configured import ConfigOptions, config_options, rules_for
from pachlint.cli.input_types import Request
from pachlint.cli.inputs import gather
from pachlint.cli.options import Word, completions, debug_option, help_option, option
from pachlint.cli.program import Failure, Group
from pachlint.cli.release import STDIN, ReleaseOptions, shown
from pachlint.cli.rule_options import RuleOptions
from pachlint.config.settings import IgnorePattern, ReleaseSettings, Settings, fits_file
from pachlint.lint import Job, prepare
from pachlint.place import Place
from pachlint.records import NamedTuple
from pachlint.report.styled import Piece, plain
from pachlint.target import Overrides, Resolved
from pachlint.terminal import show as show_text
from pachlint.visible import as_json

_ORIGINS = {"comment": "a comment in it", "image-tag": "pachd's image tag", "newest": "newest known", "chart": "the chart",
    "deploy-target": "its deployTarget", "annotations": "its annotations", "none": "unknown"}  # fmt: skip
_NO_OPTIONS = ReleaseOptions((), (), None, None, None, None, STDIN)


class _Row(NamedTuple):
    """A setting, what it is, and where that was said; ``release`` if it holds in one of several releases only."""

    name: str
    value: Any
    origin: str
    release: str = ""


@click.group(cls=Group, add_help_option=False)
@help_option
def config() -> None:
    """Show the configuration."""


@config.command(add_help_option=False)
@click.argument("file", default=os.curdir, shell_complete=completions)
@config_options
@option("--format", type=Word(["text", "json"]), default="text", help="Output format.")
@debug_option
@help_option
def show(file: str, config_file: str | None, no_config: bool, format: str) -> int:  # noqa: A002, FBT001 -- click's
    """Print what holds for FILE (or a folder), and where each setting was made."""
    if not os.path.exists(file):
        raise Failure(f"there is no file {shown(file)}")
    configs = ConfigOptions(config_file, no_config)
    settings = configs.settings(file if os.path.isdir(file) else os.path.dirname(file) or os.curdir)
    book = rules_for(settings, RuleOptions())
    rows = [*_target_rows(file, configs, settings), *_rows(file, settings)]
    if format == "json":
        show_text(as_json(_data(settings, rows, [rule.id for rule in book.rules])))
        return 0
    lines = [
        f"config: {shown(settings.file)}" if settings.file else "config: none",
        *(
            f"{f'{row.release}: ' if row.release else ''}{row.name}: {_words(row.value)}  # {row.origin}"
            for row in rows
        ),
        f"rules: {len(book.rules)} chosen",
    ]
    show_text(plain((Piece(line),) for line in lines))
    return 0


def _data(settings: Settings, rows: Sequence[_Row], rules: Sequence[str]) -> dict[str, Any]:
    releases: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row.release:
            releases.setdefault(row.release, {})[row.name] = {"value": row.value, "from": row.origin}
    return {
        "config": shown(settings.file) if settings.file else None,
        "settings": {row.name: {"value": row.value, "from": row.origin} for row in rows if not row.release},
        "releases": releases,
        "rules": list(rules),
    }


def _target_rows(file: str, configs: ConfigOptions, settings: Settings) -> Iterator[_Row]:
    """Chart version, provider and environment as a check of the file has them: in each release that it belongs to."""
    if os.path.isdir(file):
        beside = chart_beside(os.path.abspath(file))
        overrides = settings.overrides(Overrides())._replace(beside=beside)
        jobs: Sequence[Job] = (Job("", (), (), overrides, _NO_OPTIONS.local_chart(settings, None, {})),)
    else:
        jobs = gather(Request((file,), _NO_OPTIONS, configs.settings)).batches[0].jobs
    for job in jobs:
        release = next((one for one in settings.releases if one.name == job.name), None)
        several = job.name if len(jobs) > 1 else ""
        if chart := settings.local_chart(release):
            yield _Row("chart", shown(chart.path), _where(chart.place), several)
        target = prepare(job).target
        settled: tuple[tuple[str, Resolved[Any]], ...] = (
            ("chart-version", target.chart_version),
            ("provider", target.provider),
            ("environment", target.environment),
        )
        for name, setting in settled:
            value = None if setting.value is None else str(setting.value)
            origin = setting.detail or _ORIGINS.get(setting.source, setting.source)
            if setting.source == "config":
                origin = _where({**settings.places, **(release.places if release else {})}[name])
            yield _Row(name, value, origin, several)


def _rows(file: str, settings: Settings) -> Iterator[_Row]:
    per_file = settings.per_file
    if os.path.isfile(file):
        name = os.path.relpath(file, settings.folder or os.curdir).replace(os.sep, "/")
        per_file = tuple(one for one in per_file if fits_file(one.pattern, name))
    values: dict[str, Any] = {
        "rules": {folder.name: shown(folder.path) for folder in settings.rules},
        "select": list(settings.select),
        "ignore": list(settings.ignore),
        "severity": {name: severity.word for name, severity in settings.severity.items()},
        "per-file-ignores": _ignore_patterns(per_file),
        "per-path-ignores": _ignore_patterns(settings.per_path),
        "fail-on": settings.fail_on or "warning",
        "min-severity": settings.min_severity or "info",
        "require-reason": settings.require_reason,
        "require-expiry": settings.require_expiry,
        "baseline": shown(settings.baseline) if settings.baseline else None,
        "releases": [_release(release) for release in settings.releases],
    }
    for name, value in values.items():
        if name in settings.places:
            yield _Row(name, value, _where(settings.places[name]))
        elif name in ("fail-on", "min-severity", "require-reason", "require-expiry"):
            yield _Row(name, value, "default")


def _release(release: ReleaseSettings) -> dict[str, Any]:
    return {"name": release.name, "values": [shown(path) for path in release.files]}


def _ignore_patterns(patterns: tuple[IgnorePattern, ...]) -> dict[str, list[str]]:
    return {one.pattern: list(one.names) for one in patterns}


def _where(place: Place) -> str:
    return f"{place.file}:{place.line}"


def _words(value: Any) -> str:
    if value is None:
        return "not set"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
