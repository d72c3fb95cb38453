"""``pachlint values``: the effective values of a release, who set each, and what it hid."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

import click

from pachlint import lint
from pachlint.chart.unread_text import is_harmless
from pachlint.chart_version_files import chart_beside
from pachlint.cli.configured import ConfigOptions, config_options
from pachlint.cli.inputs import FILE_ENDINGS, FLAGS_ONLY, Request, gather
from pachlint.cli.options import SPLIT, Word, completions, debug_option, help_option, option
from pachlint.cli.output import look
from pachlint.cli.program import Failure
from pachlint.cli.release import ReleaseOptions, release_options, shown
from pachlint.config.settings import Settings
from pachlint.layering.values import Values
from pachlint.lint import Job
from pachlint.nearness import did_you_mean
from pachlint.place import Path, PathError, format_path, parse_path
from pachlint.policy.context import CheckContext
from pachlint.redaction import Secrets, secrets_of
from pachlint.report.origins import lines
from pachlint.report.styled import colored, plain, wrapped
from pachlint.terminal import log, show
from pachlint.visible import as_json

_REJECTED = 1
_NO_PATH = f"the argument is not the path of a value; {SPLIT}"


@click.command(add_help_option=False)
@release_options
@config_options
@click.argument("path", required=False, shell_complete=completions)
@option("--format", type=Word(["text", "json"]), default="text", help="Output format.")
@option("--color", type=Word(["auto", "always", "never"]), default="auto", help="Use color in text output.")
@debug_option
@help_option
def values(path: str | None, color: str, **given: Any) -> None:
    """Show the effective values, as a template of the chart sees them, and who set each.

    PATH is that of a value or of a block of values, such as proxy.service or oidc.upstreamIDPs[0]. Text shows
    no secrets; JSON is exactly what the chart gets, secrets included. Without -f and --set it is the release of the
    config, if there is only one, or the one that --release names.
    """
    release = ReleaseOptions.of(given)
    context = lint.prepare(_job(release, ConfigOptions(given["config_file"], given["no_config"])))
    secrets = secrets_of((*context.documents, context.values))
    _reject(context, secrets)
    where = _path(path, context.values, quoted=not release.flags)
    if given["format"] == "json":
        found = context.values.get(where) if where else context.values.data
        show(as_json(found, default=str))
        return
    look_of = look("output", color)
    printed = [
        line
        for long in lines(context.values, where, secrets.everywhere)
        for line in wrapped(long, look_of.columns, 4)
    ]
    show(colored(printed) if look_of.color else plain(printed))


def _job(release: ReleaseOptions, configs: ConfigOptions) -> Job:
    """The one release to show; without any, the chart's defaults."""
    if len(release.releases) > 1:
        raise click.UsageError("--release names several; values are those of one")
    if not (release.releases or release.values_files or release.flags):
        settings = configs.settings(os.curdir)
        release = release._replace(releases=_only(settings))
        if not release.releases:
            overrides = settings.overrides(release.overrides())._replace(beside=chart_beside(os.getcwd()))
            return Job(FLAGS_ONLY, (), (), overrides, release.load_chart())
    inputs = gather(Request((), release, configs.settings))
    for note in inputs.notes:
        log(f"note: {note}")
    return inputs.batches[0].jobs[0]


def _only(settings: Settings) -> tuple[str, ...]:
    """The name of the only release of a config, which is printed; none if there are none."""
    names = [one.name for one in settings.releases]
    if len(names) > 1:
        raise click.UsageError(f"the config has the releases {', '.join(names)}; choose one with --release")
    for name in names:
        log(f"note: release {name} of {shown(settings.file)}")
    return tuple(names)


def _reject(context: CheckContext, secrets: Secrets) -> None:
    """End the command where Helm would not come to any values."""
    printed = [
        f"{place.file}:{place.line}:{place.column}: {secrets.masks(place.file).mask(message)}"
        if place
        else secrets.everywhere.mask(message)
        for place, message in _problems(context)
    ]
    for line in printed[:-1]:
        log(f"error: {line}")
    if printed:
        raise Failure(printed[-1], _REJECTED)


def _problems(context: CheckContext) -> Iterator[tuple[Any, str]]:
    for document in context.documents:
        for problem in document.problems:
            if problem.rejected or problem.unread:
                yield document.source.place(problem.span), problem.message
    for error in context.values.problems:
        yield error.place or context.values.key_place(error.path), error.message


def _path(text: str | None, values: Values, *, quoted: bool) -> Path:
    """The path of the argument; beside flags it may be the rest of a secret, and is not ``quoted`` where it names nothing."""
    if text is None:
        return ()
    try:
        path = parse_path(text)
    except PathError as error:
        _reject_file(text)
        raise Failure(str(error) if quoted else _NO_PATH) from error
    for length in range(1, len(path) + 1):
        if not values.has(path[:length]):
            _reject_file(text)
            if not quoted and not all(is_harmless(str(step)) for step in path[:length]):
                raise Failure(_NO_PATH)
            above = values.get(path[: length - 1]) if length > 1 else values.data
            known = [str(key) for key in above] if isinstance(above, Mapping) else []
            raise Failure(
                f"there is no value {format_path(path[:length])}{did_you_mean(str(path[length - 1]), known)}"
            )
    return path


def _reject_file(text: str) -> None:
    """End the command with what to write if the argument names a values file."""
    if text.endswith(FILE_ENDINGS) or os.path.isfile(text):
        raise Failure(
            f"{shown(text)} is a values file, and PATH is the path of a value: write -f {shown(text)}"
        )
