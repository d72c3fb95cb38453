"""The releases of a config that the command line means, and what is wrong with them."""

import os
from collections.abc import Mapping, Sequence

import click

from pachlint.cli.input_types import Request
from pachlint.cli.program import Failure
from pachlint.cli.release import shown
from pachlint.cli.rule_options import to_failure
from pachlint.config.membership import UnknownReleaseError, by_file, named, notes_of, owner_of
from pachlint.config.settings import ReleaseSettings, Settings
from pachlint.policy.rule import RuleError, RuleErrors
from pachlint.repository import is_among


def chosen(settings: Settings, request: Request) -> list[ReleaseSettings]:
    """The releases that ``--release`` names; mistakes end the command."""
    if request.release.values_files or request.paths:
        raise click.UsageError("--release takes the files of the config; name no others beside it")
    try:
        return named(settings, request.release.releases)
    except UnknownReleaseError as error:
        raise Failure(str(error)) from error


def owner_with_notes(
    settings: Settings, files: Sequence[str]
) -> tuple[ReleaseSettings | None, Sequence[str]]:
    """The release that files belong to, without its flags, for the command line says what Helm gets; and what to note of it."""
    owner = owner_of(settings, files)
    return owner.release and owner.release._replace(flags=()), tuple(notes_of(owner, files))


def missing_files(release: ReleaseSettings) -> Failure:
    """What to say of a release some files of which are not there."""
    return to_failure(
        RuleErrors(
            tuple(
                RuleError(one.place, f"release {release.name}: there is no file {shown(one.path)}")
                for one in release.values
                if not os.path.isfile(one.path)
            )
        )
    )


def releases_of(
    path: str, settings: Settings, known: dict[str, Mapping[str, Sequence[ReleaseSettings]]], *, hook: bool
) -> Sequence[ReleaseSettings]:
    """The releases that a file belongs to; of a change in the config or its rules, which the hook sees, all.

    ``known`` are the releases by file of each config that has been asked about.
    """
    if hook and is_among(path, (settings.file,), [rules.path for rules in settings.rules]):
        return settings.releases
    found = known[settings.file] = known.get(settings.file) or by_file(settings.releases)
    return found.get(os.path.realpath(path), ())
