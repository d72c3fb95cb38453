"""``pachlint values``: the effective values of a release, who set each, and what it hid."""

import os
from collections.abc import Mapping
from functools import partial
from typing import Any

import click

from pachlint import lint
from pachlint.chart.unread_text import is_harmless
from pachlint.cli.configured import ConfigOptions, config_options
from pachlint.cli.named_paths import FILE_ENDINGS
from pachlint.cli.one_release import OneRelease, one_release, reject_problems
from pachlint.cli.options import SPLIT, Word, completions, debug_option, help_option, option
from pachlint.cli.output import look
from pachlint.cli.program import Failure
from pachlint.cli.release import ReleaseOptions, release_options, shown
from pachlint.layering.values import Values
from pachlint.nearness import did_you_mean
from pachlint.place import Path, PathError, Place, format_path, parse_path
from pachlint.redaction import secrets_of
from pachlint.report.origins import lines
from pachlint.report.styled import colored, plain, wrapped
from pachlint.terminal import show
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
    one = one_release(release, ConfigOptions(given["config_file"], given["no_config"]))
    context = lint.prepare(one.job)
    secrets = secrets_of((*context.documents, context.values))
    reject_problems(context, secrets)
    where = _path(path, context.values, quoted=not release.flags)
    if given["format"] == "json":
        found = context.values.get(where) if where else context.values.data
        show(as_json(found, default=str))
        return
    look_of = look("output", color)
    printed = [
        line
        for long in lines(context.values, where, secrets.everywhere, partial(_located, one))
        for line in wrapped(long, look_of.columns, 4)
    ]
    show(colored(printed) if look_of.color else plain(printed))


def _located(one: OneRelease, place: Place) -> Place:
    """A place as it is in the file in which the values stand."""
    return one.outward.place(place, one.job.name) if one.outward else place


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
