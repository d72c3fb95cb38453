"""``pachlint map``: how traffic reaches a release, from the outside to the inside."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from pachlint.cli.configured import ConfigOptions, config_options
from pachlint.cli.mapped import Mapped, mapped
from pachlint.cli.one_release import one_batch
from pachlint.cli.options import Word, completions, debug_option, help_option, option
from pachlint.cli.output import STDOUT, look, write_file
from pachlint.cli.release import ReleaseOptions, release_options
from pachlint.terminal import show
from pachlint.visible import Printable, as_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from pachlint.report.map_view import MapView

FORMATS = ("text", "json", "mermaid", "svg", "html")


@click.command(name="map", add_help_option=False)
@click.argument("paths", nargs=-1, metavar="[FILE]...", shell_complete=completions)
@release_options
@config_options
@option("--format", type=Word(FORMATS), default="text", help="Output format.")
@option("--output", metavar="FILE", default=STDOUT, help="Where to write the map.")
@option("--color", type=Word(["auto", "always", "never"]), default="auto", help="Use color in text output.")
@debug_option
@help_option
def map_(paths: tuple[str, ...], output: str, color: str, **given: Any) -> None:
    """Show how traffic reaches a release: who can reach what, on which ports, and where TLS ends.

    FILE is short for -f FILE. Without any and without --set it is the release of the config, if there is only one, or the
    one that --release names. What check finds is marked at the ways in that it concerns.
    """
    release = ReleaseOptions.of(given)
    if paths and release.values_files:
        raise click.UsageError("name the files of the release with -f or without it, not both")
    if paths:
        release = release._replace(values_files=paths)
    batch = one_batch(release, ConfigOptions(given["config_file"], given["no_config"]))
    found = mapped(batch.jobs[0], batch.settings)
    text = _rendered(found, given["format"], color, to_stdout=output == STDOUT)
    if output == STDOUT:
        show(text)
    else:
        write_file(output, text)


def _rendered(found: Mapped, form: str, color: str, *, to_stdout: bool) -> Printable:
    if form == "json":
        from pachlint.report.map_json import to_json  # noqa: PLC0415 -- one format a run

        return as_json(to_json(found.exposure, found.view, found.mask))
    if form == "text":
        from pachlint.report.map_text import render  # noqa: PLC0415

        return render(found.view, look("output" if to_stdout else None, color))
    draw: Callable[[MapView], Printable] = import_module(f"pachlint.report.map_{form}").render
    return draw(found.view)
