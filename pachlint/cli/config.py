"""``pachlint config show``: which settings hold for a file, and where each comes from."""

import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from pachlint.cli.configured import ConfigOptions, config_options, rules_for
from pachlint.cli.output import write_stdout
from pachlint.cli.parameters import Word
from pachlint.cli.program import Failure, debug_option
from pachlint.cli.release import STDIN, shown
from pachlint.cli.rule_options import RuleOptions
from pachlint.config.settings import Exemption, ReleaseSettings, Settings
from pachlint.discovery import read_file
from pachlint.lint import Job, prepare
from pachlint.surroundings import chart_beside
from pachlint.target import Setting, Wanted

if TYPE_CHECKING:
    from pachlint.reading.document import Document

_ORIGINS = {"chart": "chart files beside it", "comment": "a comment in it", "image-tag": "pachd's image tag", "newest": "newest known",
    "deploy-target": "its deployTarget", "annotations": "its annotations", "none": "nobody tells"}  # fmt: skip


@click.group()
def config() -> None:
    """Look at the config."""


@config.command()
@click.argument("file", default=os.curdir)
@config_options
@click.option("--format", type=Word(["text", "json"]), default="text", help="How to print it.")
@debug_option
def show(file: str, config_file: str | None, no_config: bool, format: str) -> int:  # noqa: A002, FBT001 -- click's
    """Print what holds for FILE (or a folder), and where each setting was made."""
    if file != STDIN and not os.path.exists(file):
        raise Failure(f"there is no file {shown(file)}")
    folder = file if os.path.isdir(file) else os.path.dirname(file) or os.curdir
    settings = ConfigOptions(config_file, no_config).settings(folder)
    book = rules_for(settings, RuleOptions())
    rows = [*_target_rows(file, settings), *_rows(settings)]
    if format == "json":
        data = {
            "config": shown(settings.file) if settings.file else None,
            "settings": {name: {"value": value, "from": origin} for name, value, origin in rows},
            "rules": [rule.id for rule in book.rules],
        }
        write_stdout(json.dumps(data, indent=2) + "\n")
        return 0
    head = f"config: {shown(settings.file)}" if settings.file else "config: none"
    lines = [
        head,
        *(f"{name}: {_words(value)}  # {origin}" for name, value, origin in rows),
        f"rules: {len(book.rules)} chosen",
    ]
    write_stdout("".join(f"{line}\n" for line in lines))
    return 0


_Row = tuple[str, Any, str]


def _target_rows(file: str, settings: Settings) -> Iterator[_Row]:
    """Chart version, provider and environment as a check of the file would have them."""
    documents: tuple[Document, ...] = ()
    folder = file if os.path.isdir(file) else os.path.dirname(os.path.abspath(file))
    if os.path.isfile(file):
        documents = (read_file(file, shown(file)),)
    releases = [
        one for one in settings.releases if os.path.realpath(file) in map(os.path.realpath, one.values)
    ]
    wanted = settings.wanted(Wanted(), releases[0] if len(releases) == 1 else None)
    target = prepare(Job("", documents, (), wanted._replace(beside=chart_beside(folder)))).target
    settled: tuple[tuple[str, Setting[Any]], ...] = (
        ("chart-version", target.chart_version),
        ("provider", target.provider),
        ("environment", target.environment),
    )
    for name, setting in settled:
        value = None if setting.value is None else str(setting.value)
        origin = (
            _where(settings, name)
            if setting.source == "config"
            else _ORIGINS.get(setting.source, setting.source)
        )
        yield name, value, origin


def _rows(settings: Settings) -> Iterator[_Row]:
    values: dict[str, Any] = {
        "rules": [shown(folder) for folder in settings.rules],
        "select": list(settings.select),
        "ignore": list(settings.ignore),
        "severity": {name: severity.word for name, severity in settings.severity.items()},
        "per-file-ignores": _exemptions(settings.per_file),
        "per-path-ignores": _exemptions(settings.per_path),
        "fail-on": settings.fail_on or "warning",
        "require-reason": settings.require_reason,
        "baseline": shown(settings.baseline) if settings.baseline else None,
        "releases": [_release(release) for release in settings.releases],
    }
    for name, value in values.items():
        if name in settings.places or name in ("fail-on", "require-reason"):
            yield name, value, _where(settings, name) if name in settings.places else "default"


def _release(release: ReleaseSettings) -> dict[str, Any]:
    return {"name": release.name, "values": [shown(path) for path in release.values]}


def _exemptions(exemptions: tuple[Exemption, ...]) -> dict[str, list[str]]:
    return {exemption.pattern: list(exemption.names) for exemption in exemptions}


def _where(settings: Settings, name: str) -> str:
    place = settings.places.get(name) or next((one.place for one in settings.releases), None)
    return f"{place.file}:{place.line}" if place else "config"


def _words(value: Any) -> str:
    return (
        "not set"
        if value is None
        else value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False)
    )
