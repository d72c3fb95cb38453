"""``--add-ignores`` and ``--write-baseline``: accept the findings of today, but what Helm rejects."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from pachlint.cli import baselines, repairing
from pachlint.cli.input_types import Inputs
from pachlint.cli.repair_notes import counted
from pachlint.cli.thresholds import threshold
from pachlint.config.settings import Settings
from pachlint.finding import Finding, Impact
from pachlint.lint import Job
from pachlint.repair import Judge
from pachlint.results import Report
from pachlint.terminal import log


def add_ignores(
    works: Sequence[tuple[Sequence[Job], Judge, Settings]], inputs: Inputs, given: Mapping[str, Any]
) -> list[Report]:
    """Write a comment for every finding that is accepted; the reports on what is left."""
    plain = [
        repairing.Work(tuple(jobs), judge, partial(_accepted, settings=settings, given=given))
        for jobs, judge, settings in works
    ]
    reason = " ".join(given["reason"].split())
    files, reports, done = repairing.ignoring(plain, reason, given["until"], inputs.outward)
    repairing.write_files(files, inputs.stdin, inputs.outward)
    log(f"ignored {counted(done, 'finding')} in {counted(len(files), 'file')}")
    _tell_rejected((finding for one in reports for finding in one.findings), given)
    return reports


def write_baseline(reports: Sequence[Report], every: Sequence[Settings], given: Mapping[str, Any]) -> bool:
    """Write the findings that are accepted to a baseline; whether Helm rejects some that are not."""
    found = [(baselines.standing(report), settings) for report, settings in zip(reports, every, strict=True)]
    accepted = [one for findings, settings in found for one in _accepted(findings, settings, given)]
    baselines.save_today(given["write_baseline"], accepted, given["until"])
    return _tell_rejected((one for findings, _ in found for one in findings), given)


def _accepted(findings: Iterable[Finding], settings: Settings, given: Mapping[str, Any]) -> list[Finding]:
    """The findings that fail the run and, unless somebody wants these too, none that Helm rejects."""
    least = threshold(settings, given)
    return [
        one
        for one in findings
        if one.severity >= least and (given["with_rejected"] or one.impact is not Impact.REJECTED)
    ]


def _tell_rejected(findings: Iterable[Finding], given: Mapping[str, Any]) -> bool:
    number = 0 if given["with_rejected"] else sum(one.impact is Impact.REJECTED for one in findings)
    if number:
        words = (
            "1 finding that Helm rejects is" if number == 1 else f"{number} findings that Helm rejects are"
        )
        log(f"note: {words} not ignored; --with-rejected ignores what Helm rejects, too")
    return bool(number)
