"""The one release that a command shows, and what keeps it from being shown."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from pachlint.chart_version_files import chart_beside
from pachlint.cli.configured import ConfigOptions
from pachlint.cli.input_types import Request
from pachlint.cli.inputs import FLAGS_ONLY, gather
from pachlint.cli.program import Failure
from pachlint.cli.release import ReleaseOptions, shown
from pachlint.config.settings import Settings
from pachlint.lint import Job
from pachlint.policy.context import CheckContext
from pachlint.records import NamedTuple
from pachlint.redaction import Secrets
from pachlint.terminal import log

if TYPE_CHECKING:
    from pachlint.outward import Outward

_REJECTED = 1


class OneRelease(NamedTuple):
    """The release to show, the settings that hold for it, and the way out of values inside files of other programs."""

    job: Job
    settings: Settings
    outward: "Outward | None" = None


def one_release(release: ReleaseOptions, configs: ConfigOptions) -> OneRelease:
    """The one release to show; without any, the chart's defaults."""
    if len(release.releases) > 1:
        raise click.UsageError("--release names several; name one")
    if not (release.releases or release.values_files or release.flags):
        settings = configs.settings(os.curdir)
        release = release._replace(releases=_only(settings))
        if not release.releases:
            overrides = settings.overrides(release.overrides())._replace(beside=chart_beside(os.getcwd()))
            chart = release.local_chart(settings, None, release.charts())
            return OneRelease(Job(FLAGS_ONLY, (), (), overrides, chart), settings)
    inputs = gather(Request((), release, configs.settings))
    for note in inputs.notes:
        log(f"note: {note}")
    if not inputs.batches:
        raise Failure(f"{', '.join(inputs.skipped)}: no release of Pachyderm in it")
    jobs = inputs.batches[0].jobs
    if len(jobs) > 1:
        names = ", ".join(job.name for job in jobs)
        raise click.UsageError(f"the file holds several releases: {names}; choose one with --release")
    return OneRelease(jobs[0], inputs.batches[0].settings, inputs.outward)


def _only(settings: Settings) -> tuple[str, ...]:
    """The name of the only release of a config, which is printed; none if there are none."""
    names = [one.name for one in settings.releases]
    if len(names) > 1:
        raise click.UsageError(f"the config has the releases {', '.join(names)}; choose one with --release")
    for name in names:
        log(f"note: release {name} of {shown(settings.file)}")
    return tuple(names)


def reject_problems(context: CheckContext, secrets: Secrets) -> None:
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
