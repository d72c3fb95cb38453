"""A release worked out for its map: its exposure, and what ``check`` finds."""

from functools import partial

from pachlint.api import InputError, judge
from pachlint.cli.configured import ignored_by_config, rules_for
from pachlint.cli.one_release import OneRelease, reject_problems
from pachlint.cli.program import Failure
from pachlint.cli.rule_options import RuleOptions
from pachlint.exposure.release import Exposure, exposure_of
from pachlint.lint import prepare
from pachlint.policy.context import CheckContext
from pachlint.records import NamedTuple
from pachlint.redaction import secrets_of
from pachlint.report.map_view import MapView, Mask, view
from pachlint.results import Report
from pachlint.suppressions.suppress import Required, Suppressions

_REJECTED = 1


class Mapped(NamedTuple):
    """A release, worked out: its exposure, how it is shown, and what hides the secrets of it."""

    exposure: Exposure
    view: MapView
    mask: Mask


def mapped(one: OneRelease) -> Mapped:
    """Work a release out; what keeps Helm from coming to any values ends the command."""
    context = prepare(one.job)
    secrets = secrets_of((*context.documents, context.values))
    reject_problems(context, secrets)
    exposure = exposure_of(_of_pachyderm(one, context))
    if not exposure.services:
        raise Failure(f"what the templates of {context.chart.label} make of values is not known", _REJECTED)
    report = _judged(one)
    mask = secrets.everywhere.mask
    return Mapped(exposure, view(report, exposure, mask), mask)


def _of_pachyderm(one: OneRelease, context: CheckContext) -> CheckContext:
    """The release as Pachyderm's chart sees it, which may be inside of another one; of several the first that is on."""
    if not context.chart.inside:
        return context
    from pachlint.umbrella import inner_releases  # noqa: PLC0415 -- few charts have Pachyderm's inside

    inner, off = inner_releases(one.job, context)
    if not inner and off:
        raise Failure(f"there is nothing to map: {'; '.join(off)}", _REJECTED)
    return inner[0] if inner else context


def _judged(one: OneRelease) -> Report:
    settings, outward = one.settings, one.outward
    baseline = settings.baseline
    found = None
    if baseline:
        from pachlint.cli.baselines import load_baseline  # noqa: PLC0415 -- rare

        found = load_baseline(baseline)
    suppressions = Suppressions(
        config=partial(ignored_by_config, settings) if settings.per_file or settings.per_path else None,
        baseline=found.counts if found else None,
        required=Required(settings.require_reason, settings.require_expiry),
        until=found.until if found else {},
        located=outward.located if outward else None,
    )
    try:
        report = judge([one.job], rules_for(settings, RuleOptions()), suppressions)
    except InputError as error:
        raise Failure(str(error)) from error
    return outward.report(report) if outward else report
