"""``pachlint check``: judge values files."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from pachlint.api import FORMATS, InputError, judge, with_tried_fixes
from pachlint.cli.configured import ConfigOptions, config_options, ignored_by_config, rules_for
from pachlint.cli.contradictions import reject_contradictions, reject_without
from pachlint.cli.input_types import Batch, Inputs, Request
from pachlint.cli.inputs import gather
from pachlint.cli.options import OrderedCommand, Word, completions, debug_option, help_option, option
from pachlint.cli.output import AUTO, STDOUT, Output, outputs, write
from pachlint.cli.program import Failure
from pachlint.cli.release import ReleaseOptions, release_options
from pachlint.cli.rule_options import RuleOptions, rule_options
from pachlint.cli.thresholds import NEVER, SEVERITIES, at_least, look_for, threshold
from pachlint.config.settings import Settings
from pachlint.judged import Judging, judge_groups
from pachlint.lint import Job
from pachlint.records import NamedTuple
from pachlint.results import Report, jointly, merge
from pachlint.rulebook import Rulebook
from pachlint.suppressions.suppress import Required, Suppressions
from pachlint.terminal import log

if TYPE_CHECKING:
    from pachlint.outward import Outward
    from pachlint.suppressions.baseline import Baseline

CLEAN, FINDINGS, NOTHING_TO_CHECK = 0, 1, 3
MANY = 8
"""Releases from which on it is told how many are checked, and processes are thought of."""
_Given = dict[str, Any]


class _Work(NamedTuple):
    """The releases of a batch, how they are judged, and the settings that hold for them."""

    jobs: tuple[Job, ...]
    settings: Settings
    judge: Callable[[Sequence[Job]], Report]
    judge_by: Callable[[Sequence[Job], Rulebook], Report]


@click.command(cls=OrderedCommand, add_help_option=False)
@click.argument("paths", nargs=-1, metavar="[FILE|DIR]...", shell_complete=completions)
@release_options
@rule_options
@config_options
@option(
    "--partial", is_flag=True, help="The files are parts of a release: say nothing about what is missing."
)
@option("--hook", is_flag=True, help="For pre-commit: skip files that are not Pachyderm values.")
@option(
    "--fail-on",
    type=Word([*reversed(SEVERITIES), NEVER]),
    help="The lowest severity that counts as failure; warning if neither this nor the config sets another.",
)
@option("--since", metavar="REV", help="Report only what concerns lines changed since this git revision.")
@option("--fix", is_flag=True, help="Apply the safe fixes to the files.")
@option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: the unsafe fixes too.")
@option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@option("--add-ignores", is_flag=True, help="Add ignore comments for current findings.")
@option("--reason", default="", metavar="TEXT", help="With --add-ignores: the reason that they give.")
@option("--baseline", metavar="FILE", help="Count only findings that are not in this baseline.")
@option("--write-baseline", metavar="FILE", help="Write current findings to a baseline.")
@option(
    "--with-rejected", is_flag=True, help="With --add-ignores or --write-baseline: also what Helm rejects."
)
@option(
    "--until",
    default="",
    metavar="DATE",
    help="With --add-ignores or --write-baseline: the last day on which it holds.",
)
@option("--prune-baseline", is_flag=True, help="Remove stale baseline entries.")
@option("--show-ignored", is_flag=True, help="Show ignored findings too.")
@option(
    "--format",
    type=Word((*FORMATS, AUTO)),
    multiple=True,
    help="How to report; repeat with an --output each.",
)
@option(
    "--output", multiple=True, metavar="FILE", help="Where to write the report of the --format before it."
)
@option(
    "--min-severity",
    type=Word([*reversed(SEVERITIES)]),
    help="Report no findings below this severity; what fails the run is always reported.",
)
@option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that check many files; by default one for each processor.",
)
@option(
    "--statistics", is_flag=True, help="Count findings by rule, impact, and file instead of showing them."
)
@option("--show-fixes", is_flag=True, help="Show the lines that each fix changes.")
@option("--map", is_flag=True, help="With --format github: the map of each release on the page of the job.")
@option("--color", type=Word(["auto", "always", "never"]), default="auto", help="Use color in text output.")
@option("-q", "--quiet", is_flag=True, help="Show findings only.")
@option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Show findings in full, with their reasons and sources, and name skipped files.",
)
@debug_option
@help_option
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> int:
    """Check values files, each on its own, or with -f those of one release.

    Without any file the releases of the config are checked, or else the Pachyderm values in the current folder.
    A folder is searched for them, and for files of other programs that hold some (Argo CD, Flux …). The name - is standard
    input.
    """
    where = outputs(ctx)
    if given["statistics"]:
        where = [output._replace(format="statistics") for output in where]
    reject_contradictions(given)
    configs = ConfigOptions(given["config_file"], given["no_config"])
    release = ReleaseOptions.of(given)
    request = Request(paths, release, configs.settings, given["hook"], given["partial"], given["quiet"])
    inputs = gather(request)
    if given["verbose"] or inputs.notes or inputs.umbrellas or inputs.unread:
        from pachlint.cli.remarks import tell  # noqa: PLC0415 -- there is nothing to tell of most files

        tell(inputs, given)
    if given["write_baseline"] or any(output.path != STDOUT for output in where):
        from pachlint.cli.overwriting import reject_overwriting  # noqa: PLC0415 -- most runs write no file

        reject_overwriting(where, given["write_baseline"], inputs)
    rules = RuleOptions.of(given)
    if not inputs.batches:
        from pachlint.cli.nothing import nothing_found  # noqa: PLC0415 -- most runs find something

        return nothing_found(inputs, rules, configs, where if given["hook"] else None)
    works = [_work(batch, rules, _baseline(batch.settings, given), inputs, given) for batch in inputs.batches]
    reject_without([one.settings for one in works], given)
    if given["add_ignores"]:
        from pachlint.cli.accepting import add_ignores  # noqa: PLC0415 -- not for a plain check

        every = [(one.jobs, one.judge, one.settings) for one in works]
        status = _status(works, add_ignores(every, inputs, given), given)
    else:
        status = _check(works, where, inputs, given)
    summary = inputs.search.summary() if inputs.search and not given["quiet"] else ""
    if summary:
        log(summary)
    return NOTHING_TO_CHECK if inputs.unread and status == CLEAN else status


def _check(works: Sequence[_Work], where: Sequence[Output], inputs: Inputs, given: _Given) -> int:
    """Judge and report, after fixing if that is wanted."""
    outward = inputs.outward
    if given["fix"] or given["diff"]:
        reports, outward = _fixed(works, inputs, given)
    else:
        reports = [one.judge(one.jobs) for one in works]
        reports = reports if given["write_baseline"] else _offering(works, reports)
    reports = [*jointly(reports)]
    if outward:
        reports = [outward.report(one) for one in reports]
    if given["since"]:
        from pachlint.cli.since import since  # noqa: PLC0415 -- git is asked only if somebody wants to know

        reports = [since(one, given["since"]) for one in reports]
    report = merge([at_least(one, work.settings, given) for one, work in zip(reports, works, strict=True)])
    if given["write_baseline"]:
        if _tell_unchecked(reports):
            return NOTHING_TO_CHECK
        from pachlint.cli.accepting import write_baseline  # noqa: PLC0415 -- rare

        return FINDINGS if write_baseline(reports, [one.settings for one in works], given) else CLEAN
    write(
        report,
        where,
        given["color"],
        look_for([one.settings for one in works], given),
        to=None if given["diff"] else "error" if given["fix"] and inputs.stdin else "output",
    )
    if given["map"]:
        from pachlint.cli.one_release import OneRelease  # noqa: PLC0415
        from pachlint.cli.step_maps import add_maps  # noqa: PLC0415 -- jobs of GitHub's only

        add_maps([OneRelease(job, one.settings, outward) for one in works for job in one.jobs])
    _tell_stale(works, reports, given)
    return _status(works, reports, given)


def _tell_unchecked(reports: Sequence[Report]) -> bool:
    if all(release.rules_run for report in reports for release in report.releases):
        return False
    from pachlint.cli.unchecked import tell_unchecked  # noqa: PLC0415 -- rare

    return tell_unchecked(reports)


def _fixed(works: Sequence[_Work], inputs: Inputs, given: _Given) -> "tuple[list[Report], Outward | None]":
    """The reports on what the fixes leave, and the way out of the values then; with --diff, on the files as they are."""
    from pachlint.cli import repairing  # noqa: PLC0415 -- not for a plain check
    from pachlint.cli.repair_notes import log_repairs  # noqa: PLC0415 -- as above

    plain = [repairing.Work(one.jobs, one.judge) for one in works]
    repairs = repairing.repaired(plain, unsafe=given["unsafe_fixes"])
    files = repairing.changed(plain, repairs)
    if given["diff"]:
        repairing.show_diff(files, given["color"], inputs.outward)
    else:
        repairing.write_files(files, inputs.stdin, inputs.outward)
    log_repairs(repairs, inputs.outward, dry=given["diff"])
    if not given["diff"]:
        reports = repairing.after(plain, repairs, unsafe=given["unsafe_fixes"])
        return reports, repairing.outward_after(files, inputs.outward)
    reports = repairing.before(plain, repairs)
    return _offering(works, reports) if given["output"] else reports, inputs.outward


def _offering(works: Sequence[_Work], reports: Sequence[Report]) -> list[Report]:
    """The reports with the fixes that would be made."""
    return [
        with_tried_fixes(report, one.jobs, one.judge_by) for report, one in zip(reports, works, strict=True)
    ]


def _work(
    batch: Batch, options: RuleOptions, baseline: "Baseline | None", inputs: Inputs, given: _Given
) -> _Work:
    settings = batch.settings
    suppressions = Suppressions(
        config=partial(ignored_by_config, settings) if settings.per_file or settings.per_path else None,
        baseline=baseline.counts if baseline else None,
        required=Required(settings.require_reason, settings.require_expiry),
        until=baseline.until if baseline else {},
        located=inputs.outward.located if inputs.outward else None,
    )
    book = rules_for(settings, options)
    by = partial(_judge, suppressions, whole=bool(given["write_baseline"] or given["add_ignores"]))
    judge_all = partial(by, rules=book)
    if len(batch.jobs) >= MANY:
        from pachlint.cli.parallel import by_processes  # noqa: PLC0415 -- most runs judge few releases

        rules = partial(rules_for, settings, options)
        judge_all = partial(judge_all, judging=by_processes(given["jobs"], rules, quiet=given["quiet"]))
    return _Work(batch.jobs, settings, judge_all, by)


def _baseline(settings: Settings, given: _Given) -> "Baseline | None":
    """The baseline that is asked for; that of the config need not be there before it is written."""
    path = given["baseline"] or settings.baseline
    if not path or (not given["baseline"] and given["write_baseline"] and not os.path.exists(path)):
        return None
    from pachlint.cli.baselines import load_baseline  # noqa: PLC0415 -- rare

    return load_baseline(path, expiry_required=settings.require_expiry and not given["write_baseline"])


def _judge(
    suppressions: Suppressions,
    jobs: Sequence[Job],
    rules: Rulebook,
    *,
    whole: bool,
    judging: Judging = judge_groups,
) -> Report:
    try:
        return judge(jobs, rules, suppressions, whole=whole, judging=judging)
    except InputError as error:
        raise Failure(str(error)) from error


def _baselines(works: Sequence[_Work], given: _Given) -> list[str]:
    return sorted({path for one in works if (path := given["baseline"] or one.settings.baseline)})


def _tell_stale(works: Sequence[_Work], reports: Sequence[Report], given: _Given) -> None:
    for path in _baselines(works, given):
        from pachlint.cli.baselines import load_baseline, tell_stale  # noqa: PLC0415 -- rare

        tell_stale(path, load_baseline(path), reports, prune=given["prune_baseline"])


def _status(works: Sequence[_Work], reports: Sequence[Report], given: _Given) -> int:
    """The exit status: whether a finding is as severe as what counts as failure for its files, or nothing was checked."""
    status = max(
        FINDINGS
        if any(finding.severity >= threshold(work.settings, given) for finding in one.findings)
        else CLEAN
        for one, work in zip(reports, works, strict=True)
    )
    return NOTHING_TO_CHECK if _tell_unchecked(reports) and status == CLEAN else status
