"""What ``--fix`` and ``--diff`` say of their work."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from pachlint import terminal
from pachlint.cli.inputs import FLAGS_ONLY
from pachlint.finding import Finding
from pachlint.identity import Same
from pachlint.place import Place
from pachlint.repair import UNREACHED, Dropped, Repair

if TYPE_CHECKING:
    from pachlint.outward import Outward

_NAMED = 20
"""So many fixes of a rule in a file that were dropped are named one by one."""


def log_repairs(repairs: Sequence[Repair], outward: "Outward | None", *, dry: bool) -> None:
    """Say what was fixed, and which fixes were dropped."""
    every = [
        one._replace(finding=_in_file(one.finding, each, outward)) for each in repairs for one in each.dropped
    ]
    for words in _of_dropped(every):
        terminal.log(f"note: {words}")
    flags = sum(finding.place.file == FLAGS_ONLY for one in repairs for finding in one.report.findings)
    if flags:
        verb = "is" if flags == 1 else "are"
        terminal.log(f"note: {counted(flags, 'finding')} {verb} about flags, which no fix can change")
    fixed = [_in_file(finding, one, outward) for one in repairs for finding in one.fixed]
    if not dry:
        for finding in fixed:
            title = finding.fix.title if finding.fix else ""
            terminal.log(f"fixed: {where(finding)}: {finding.rule}: {title}")
    edited = {edit.place.file for finding in fixed if finding.fix for edit in finding.fix.edits}
    files = set(map(outward.file, edited)) if outward else edited
    if fixed or dry:
        verb = "would fix" if dry else "fixed"
        numbers = (counted(len(fixed), "finding"), counted(len(files), "file"))
        terminal.log(f"{verb} {numbers[0]} in {numbers[1]}" if fixed else "nothing to fix")


def _in_file(finding: Finding, repair: Repair, outward: "Outward | None") -> Finding:
    """A finding at its place in the file; one that came up after other fixes, where the values of a file of another program begin."""
    if not outward:
        return finding
    was_there = (finding.rule, finding.path, finding.place) in _before(Same(repair))
    place = outward.place(finding.place, finding.release) if was_there else outward.located(finding).place
    return finding._replace(place=place)


@lru_cache(maxsize=1)
def _before(repair: Same[Repair]) -> frozenset[tuple[str, str, Place]]:
    return frozenset((one.rule, one.path, one.place) for one in repair.it.before.findings)


def _of_dropped(every: Sequence[Dropped]) -> Iterator[str]:
    """A line for each fix that was dropped; one for many of a rule in a file, and of those that were not reached."""
    kinds: dict[tuple[str, str, str], list[Finding]] = {}
    for dropped in every:
        rule = "" if dropped.reason in UNREACHED else dropped.finding.rule
        kinds.setdefault((dropped.finding.place.file, rule, dropped.reason), []).append(dropped.finding)
    for (file, rule, reason), findings in kinds.items():
        if len(findings) <= _NAMED:
            for one in findings:
                yield f"{where(one)}: the fix of {one.rule} was dropped: {reason}"
        else:
            of = f"fixes of {rule}" if rule else "fixes"
            yield f"{file}: {len(findings):,} {of} were dropped: {reason.replace('it was', 'they were')}"


def where(finding: Finding) -> str:
    """A finding's place, as reports print it."""
    place = finding.place
    return f"{place.file}:{place.line}:{place.column}"


def counted(number: int, word: str) -> str:
    """A number with its word."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
