"""``pachlint map``: how traffic reaches a release, from the outside to the inside."""

from typing import Any

import click

from pachlint import lint
from pachlint.cli.configured import ConfigOptions, config_options
from pachlint.cli.one_release import one_job, reject_problems
from pachlint.cli.options import Word, debug_option, help_option, option
from pachlint.cli.release import ReleaseOptions, release_options
from pachlint.exposure.release import exposure_of
from pachlint.redaction import secrets_of
from pachlint.report.map_json import to_json
from pachlint.terminal import show
from pachlint.visible import as_json


@click.command(name="map", add_help_option=False)
@release_options
@config_options
@option("--format", type=Word(["json"]), default="json", help="Output format.")
@debug_option
@help_option
def map_(**given: Any) -> None:
    """Show how traffic reaches a release: who can reach what, on which ports, and where TLS ends.

    Without -f and --set it is the release of the config, if there is only one, or the one that --release names.
    """
    release = ReleaseOptions.of(given)
    context = lint.prepare(one_job(release, ConfigOptions(given["config_file"], given["no_config"])))
    secrets = secrets_of((*context.documents, context.values))
    reject_problems(context, secrets)
    show(as_json(to_json(exposure_of(context))))
