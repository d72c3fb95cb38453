"""``pachlint map``: how traffic reaches a release, from the outside to the inside."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from pachlint.cli.configured import ConfigOptions, config_options
from pachlint.cli.mapped import Mapped, mapped
from pachlint.cli.one_release import OneRelease, one_release
from pachlint.cli.options import Word, completions, debug_option, help_option, option
from pachlint.cli.output import STDOUT, look, write_file
from pachlint.cli.release import STDIN, ReleaseOptions, release_options
from pachlint.report.look import Look
from pachlint.terminal import show
from pachlint.visible import Printable, as_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from pachlint.report.map_view import MapView

FORMATS = ("text", "json", "markdown", "mermaid", "svg", "html")
COMPARED = ("text", "json", "markdown")


@click.command(name="map", add_help_option=False)
@click.argument("paths", nargs=-1, metavar="[FILE]...", shell_complete=completions)
@release_options
@config_options
@option(
    "--against",
    multiple=True,
    metavar="FILE",
    help="Show what changes from this values file, or several in Helm's order, to the release.",
)
@option("--format", type=Word(FORMATS), default="text", help="Output format.")
@option("--output", metavar="FILE", default=STDOUT, help="Where to write the map.")
@option("--color", type=Word(["auto", "always", "never"]), default="auto", help="Use color in text output.")
@debug_option
@help_option
def map_(paths: tuple[str, ...], against: tuple[str, ...], output: str, color: str, **given: Any) -> None:
    """Show how traffic reaches a release: who can reach what, on which ports, and where TLS ends.

    FILE is short for -f FILE. Without any and without --set it is the release of the config, if there is only one, or the
    one that --release names. What check finds is marked at the ways in that it concerns.
    """
    release = ReleaseOptions.of(given)
    if paths and release.values_files:
        raise click.UsageError("name the files of the release with -f or without it, not both")
    if paths:
        release = release._replace(values_files=paths)
    form: str = given["format"]
    if against:
        _reject_against(form, against, release)
    one = one_release(release, ConfigOptions(given["config_file"], given["no_config"]))
    found = mapped(one)
    wanted = look("output" if output == STDOUT else None, color)
    if against:
        text = _changed(mapped(_other(one, against, release)), found, form, wanted)
    else:
        text = _rendered(found, form, wanted)
    if output == STDOUT:
        show(text)
    else:
        write_file(output, text)


def _reject_against(form: str, against: tuple[str, ...], release: ReleaseOptions) -> None:
    if form not in COMPARED:
        raise click.UsageError(f"--against has no drawing; its formats are {', '.join(COMPARED)}")
    if STDIN in against and STDIN in release.values_files:
        raise click.UsageError("standard input cannot be both sides of a comparison")


def _other(one: OneRelease, against: tuple[str, ...], release: ReleaseOptions) -> OneRelease:
    """The same release with other files: flags, config and all options hold for both."""
    documents = tuple(release.read(path) for path in against)
    name = " + ".join(document.source.name for document in documents)
    return OneRelease(one.job._replace(name=name, documents=documents), one.settings)


def _changed(before: Mapped, after: Mapped, form: str, wanted: Look) -> Printable:
    from pachlint.report import map_against  # noqa: PLC0415 -- for --against only
    from pachlint.report.map_changes import changes  # noqa: PLC0415

    def mask(text: str) -> str:
        return after.mask(before.mask(text))

    found = before.view, after.view, changes(before.view, after.view), mask
    if form == "json":
        return as_json(map_against.to_json(*found))
    return map_against.as_markdown(*found) if form == "markdown" else map_against.render(*found, wanted)


def _rendered(found: Mapped, form: str, wanted: Look) -> Printable:
    if form == "json":
        from pachlint.report.map_json import to_json  # noqa: PLC0415 -- one format a run

        return as_json(to_json(found.exposure, found.view, found.mask))
    if form == "text":
        from pachlint.report.map_text import render  # noqa: PLC0415

        return render(found.view, wanted)
    if form == "markdown":
        from pachlint.report.map_mermaid import in_markdown  # noqa: PLC0415

        return in_markdown(found.view)
    draw: Callable[[MapView], Printable] = import_module(f"pachlint.report.map_{form}").render
    return draw(found.view)
