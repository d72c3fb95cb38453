"""``pachlint check``: judge values files."""

from collections.abc import Sequence
from typing import Any

import click

from pachlint import lint
from pachlint.cli.inputs import Inputs, gather
from pachlint.cli.output import FORMATS, outputs, write
from pachlint.cli.parameters import OrderedCommand, Word
from pachlint.cli.program import Failure, debug_option
from pachlint.cli.release import ReleaseOptions, release_options
from pachlint.cli.rule_options import load_rules, rule_options
from pachlint.finding import Finding, Severity
from pachlint.judging.judge import PolicyError
from pachlint.rulebook import Rulebook, shipped

CLEAN, FINDINGS, NOTHING_TO_CHECK = 0, 1, 3
_THRESHOLDS = {severity.word: severity for severity in Severity}
_NEVER = "never"


@click.command(cls=OrderedCommand)
@click.argument("paths", nargs=-1, metavar="[FILE|DIR]...")
@release_options
@rule_options
@click.option(
    "--partial", is_flag=True, help="The files are parts of a release: say nothing about what is missing."
)
@click.option(
    "--hook", is_flag=True, help="For pre-commit: pass over files that are not values of Pachyderm."
)
@click.option(
    "--fail-on",
    type=Word([*reversed(_THRESHOLDS), _NEVER]),
    default=Severity.WARNING.word,
    show_default=True,
    help="The least severity that counts as failure.",
)
@click.option(
    "--format", type=Word(FORMATS), multiple=True, help="How to report; repeat with an --output each."
)
@click.option(
    "--output", multiple=True, metavar="FILE", help="Where to write the report of the --format before it."
)
@click.option("--color", type=Word(["auto", "always", "never"]), default="auto", help="Colour in text.")
@click.option("-q", "--quiet", is_flag=True, help="Show findings only.")
@click.option("-v", "--verbose", is_flag=True, help="Also show which files were passed over.")
@debug_option
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], color: str, **given: Any) -> int:
    """Check values files, each on its own, or with -f those of one release.

    A folder is searched for values of Pachyderm; without any file the current folder is. ``-`` is standard input.
    """
    where = outputs(ctx)
    rules = load_rules(given["rules"], given["select"], given["ignore"])
    inputs = gather(paths, ReleaseOptions.of(given), hook=given["hook"], partial=given["partial"])
    if given["verbose"]:
        for name in inputs.passed_over:
            click.echo(f"passed over: {name} (does not look like values of Pachyderm)", err=True)
    if not inputs.jobs:
        return _nothing(inputs, hook=given["hook"])
    report = _judged(inputs, rules)
    write(report, where, color, quiet=given["quiet"])
    return _status(report.findings, given["fail_on"])


def _nothing(inputs: Inputs, *, hook: bool) -> int:
    if hook:
        return CLEAN
    passed = (
        f" ({len(inputs.passed_over)} other files passed over; -v names them)" if inputs.passed_over else ""
    )
    raise Failure(f"nothing to check: no values of Pachyderm found{passed}", NOTHING_TO_CHECK)


def _judged(inputs: Inputs, rules: Rulebook) -> lint.Report:
    try:
        return lint.check(inputs.jobs, rules)
    except PolicyError as error:
        if shipped().rule(error.rule):
            raise
        kind = type(error.cause).__name__
        raise Failure(f"rule {error.rule} cannot be judged: {kind} (--debug shows the traceback)") from error


def _status(findings: Sequence[Finding], fail_on: str) -> int:
    if fail_on == _NEVER:
        return CLEAN
    threshold = _THRESHOLDS[fail_on]
    return FINDINGS if any(finding.severity >= threshold for finding in findings) else CLEAN
