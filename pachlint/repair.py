"""Apply the fixes of findings, judge again, and keep only what turned out as it should."""

import sys
from bisect import bisect_left, insort
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from pachlint.finding import Finding, Impact, Safety
from pachlint.lint import Job
from pachlint.place import Place
from pachlint.records import NamedTuple
from pachlint.results import Report, jointly, merge
from pachlint.sharing import apart
from pachlint.verification import Alone, FixError, Key, Objection, edited_documents, key_of, objection

MAX_PASSES = 10
MAX_TRIES = 200
"""How often the releases of one repair are judged again; that many if it is unknown which of a hundred fixes are to blame."""
MAX_JUDGED = 500_000  # characters that all tries of one repair may take, a finding for some; a second
UNDONE = "other fixes undo it"
OUT_OF_TURNS = f"it was not reached in {MAX_PASSES} passes; run again"
NOT_TRIED = "it was not reached: so many fixes of such a file take too long to try; run again"
UNREACHED = frozenset((OUT_OF_TURNS, NOT_TRIED))
"""Reasons that say nothing about the fix."""
_FOR_GOOD = sys.maxsize
_OF_RELEASE, _OF_FINDING, _OF_FIX = 2_000, 100, 400

Judge = Callable[[Sequence[Job]], Report]


class Tries:
    """The tries that are left, and what each fix changes alone in the documents of the last one."""

    def __init__(self, weight: int = MAX_JUDGED, *, least: int = 1) -> None:
        self.left, self.weight = MAX_TRIES, weight
        self._free = least
        self.alone: Alone = {}

    def take(self, weight: int) -> bool:
        """Count a try; False if there is none left. The first ``least`` may weigh anything."""
        if self._free <= 0 and (not self.left or weight > self.weight):
            self.left = 0
            return False
        self.left, self.weight, self._free = self.left - 1, self.weight - weight, self._free - 1
        return True


class Dropped(NamedTuple):
    """A finding whose fix was not applied, and why; ``fixed`` others had been by then."""

    finding: Finding
    reason: str
    fixed: int = 0


class Repair(NamedTuple):
    """The jobs with their files after the fixes, what is still to say about them, and what was done.

    ``before`` is what there was to say about the files as they were.
    """

    jobs: tuple[Job, ...]
    report: Report
    before: Report
    fixed: tuple[Finding, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    def texts(self) -> dict[str, str]:
        """The text of every file by its name."""
        return {document.source.name: document.source.text for job in self.jobs for document in job.documents}


def repair(jobs: Sequence[Job], judge: Judge, *, unsafe: bool) -> Repair:
    """Apply safe fixes, with ``unsafe`` all, pass after pass; fixes that touch the same text wait for the next pass.

    A fix is dropped if the text cannot be read afterwards, if its finding is still there, if it changes a value that
    it is not about, if another rule finds fault with what it wrote, if Helm would reject what it accepted before, or if
    it takes back what others did. Releases that share no file have nothing to do with one another; those of a file of another
    program share the effort for more than one try.
    """
    groups, left = apart(jobs), dict[str, int]()
    parts = []
    for group in groups:
        file = _around(group)
        tries = Tries(left.get(file, MAX_JUDGED))
        parts.append(repaired(group, judge, judge(group), tries, unsafe=unsafe))
        if file:
            left[file] = tries.weight
    if len(parts) == 1:
        return parts[0]
    after = {
        id(job): made
        for group, part in zip(groups, parts, strict=True)
        for job, made in zip(group, part.jobs, strict=True)
    }
    return Repair(
        tuple(after[id(job)] for job in jobs),
        merge(jointly([part.report for part in parts])),
        merge(jointly([part.before for part in parts])),
        tuple(finding for part in parts for finding in part.fixed),
        tuple(one for part in parts for one in part.dropped),
    )


def _around(jobs: Sequence[Job]) -> str:
    """The file around the values of releases, if they stand in one of another program; else ""."""
    return next((one.source.name for job in jobs for one in job.documents if one.around), "")


def repaired(
    jobs: Sequence[Job],
    judge: Judge,
    report: Report,
    tries: Tries,
    *,
    unsafe: bool,
    wanted: Container[Key] | None = None,
) -> Repair:
    """The same for releases of one group, of which the report is known.

    If only the fixes of ``wanted`` findings are asked about, those that come up later are not made once these all are.
    """
    state = Repair(tuple(jobs), report, report)
    past: list[Repair] = []
    for _ in range(MAX_PASSES):
        chosen = _chosen(state, unsafe=unsafe)
        if (
            wanted is not None
            and not state.dropped
            and not any(key_of(one) in wanted for one in _candidates(state, unsafe=unsafe))
        ):
            return state
        if not chosen:
            state = _once_more(state)
            chosen = _chosen(state, unsafe=unsafe)
        if not chosen:
            break
        past.append(state)
        state = _in_parts(state, chosen, judge, tries)
        state = _out_of_circle(past, state)
    left = tuple(Dropped(finding, OUT_OF_TURNS) for finding in _candidates(state, unsafe=unsafe))
    return state._replace(dropped=(*state.dropped, *left))


def _chosen(state: Repair, *, unsafe: bool) -> list[Finding]:
    """The findings to fix next: unsafe fixes come after all safe ones, so that these are what ``--fix`` alone applies."""
    found = _disjoint(_candidates(state, unsafe=False))
    return found or (_disjoint(_candidates(state, unsafe=True)) if unsafe else [])


def _once_more(state: Repair) -> Repair:
    """The state without the fixes that were dropped before others were made: those may have cleared the way."""
    done = len(state.fixed)
    return state._replace(dropped=tuple(one for one in state.dropped if one.fixed >= done))


def _out_of_circle(past: Sequence[Repair], now: Repair) -> Repair:
    """The state, or the earlier one with the same texts: what was done in between leads round in a circle."""
    before = next((state for state in past if state.texts() == now.texts()), None)
    if before is None or len(before.fixed) == len(now.fixed):
        return now
    rules = ", ".join(dict.fromkeys(finding.rule for finding in now.fixed[len(before.fixed) :]))
    reason = f"{UNDONE} ({rules})"
    undone = [Dropped(finding, reason, _FOR_GOOD) for finding in now.fixed[len(before.fixed) :]]
    return before._replace(dropped=(*now.dropped, *undone))


def _candidates(state: Repair, *, unsafe: bool) -> Iterator[Finding]:
    given_up = {key_of(dropped.finding) for dropped in state.dropped}
    for finding in state.report.findings:
        if finding.fix and (unsafe or finding.fix.safety is Safety.SAFE) and key_of(finding) not in given_up:
            yield finding


def _disjoint(findings: Iterable[Finding]) -> list[Finding]:
    """Findings, in order, whose edits neither overlap nor touch those of an earlier one."""
    taken: dict[str, list[Place]] = {}
    chosen = []
    for finding in findings:
        places = [edit.place for edit in finding.fix.edits] if finding.fix else []
        if not any(_touches(place, taken.get(place.file, ())) for place in places):
            chosen.append(finding)
            for place in places:
                insort(taken.setdefault(place.file, []), place, key=_end)
    return chosen


def _touches(place: Place, taken: Sequence[Place]) -> bool:
    """Whether a place overlaps or touches one of places that are in order and apart from one another."""
    at = bisect_left(taken, _start(place), key=_end)
    return at < len(taken) and _start(taken[at]) <= _end(place)


def _start(place: Place) -> tuple[int, int]:
    return place.line, place.column


def _end(place: Place) -> tuple[int, int]:
    return place.end_line, place.end_column


def _in_parts(state: Repair, chosen: Sequence[Finding], judge: Judge, tries: Tries) -> Repair:
    """The state with the fixes applied, all at once or else without those to blame, which are looked for by halves."""
    if not tries.take(_weight(state, chosen)):
        return _without(state, chosen, dict.fromkeys(map(key_of, chosen), NOT_TRIED))
    found = _tried(state, chosen, judge, tries)
    if isinstance(found, Repair):
        tries.alone.clear()
        return found
    if len(chosen) == 1:
        return _without(state, chosen, {key_of(chosen[0]): found.blamed.get(key_of(chosen[0]), found.reason)})
    if found.blamed:
        return _blameless(state, chosen, found.blamed, judge, tries)
    for half in _halves(chosen):
        # what the first half has made may have moved the second, or done with it
        standing = {key_of(finding): finding for finding in reversed(state.report.findings) if finding.fix}
        still = [standing[key] for key in map(key_of, half) if key in standing]
        if still:
            state = _in_parts(state, still, judge, tries)
    return state


def _halves(chosen: Sequence[Finding]) -> tuple[Sequence[Finding], Sequence[Finding]]:
    """Fixes of what Helm rejects, and the others; where there is only one kind, the first half and the second."""
    rejected = [one for one in chosen if one.impact is Impact.REJECTED]
    if 0 < len(rejected) < len(chosen):
        return rejected, [one for one in chosen if one.impact is not Impact.REJECTED]
    middle = len(chosen) // 2
    return chosen[:middle], chosen[middle:]


def _blameless(
    state: Repair, chosen: Sequence[Finding], blamed: Mapping[Key, str], judge: Judge, tries: Tries
) -> Repair:
    """The state with the fixes applied that are not to blame, and the others dropped."""
    rest = [one for one in chosen if key_of(one) not in blamed]
    state = _without(state, [one for one in chosen if key_of(one) in blamed], blamed)
    if not rest:
        return state
    after = _in_parts(state, rest, judge, tries)
    if len(after.fixed) - len(state.fixed) < len(rest):
        return after
    # those to blame were tried together with all these
    done = tuple(
        one._replace(fixed=len(after.fixed)) if key_of(one.finding) in blamed else one
        for one in after.dropped
    )
    return after._replace(dropped=done)


def _without(state: Repair, findings: Sequence[Finding], reasons: Mapping[Key, str]) -> Repair:
    dropped = tuple(Dropped(one, reasons[key_of(one)], len(state.fixed)) for one in findings)
    return state._replace(dropped=(*state.dropped, *dropped))


def _weight(state: Repair, chosen: Sequence[Finding]) -> int:
    """About how many characters take as long to read and to judge as a try."""
    of_findings = sum(_OF_FIX if one.fix else _OF_FINDING for one in state.report.findings)
    return least_weight(state.jobs) + of_findings + _OF_FIX * len(chosen)


def least_weight(jobs: Iterable[Job]) -> int:
    """As many characters as take as long as a try of which nothing is known but the files of the releases."""
    read = (sum(len(one.source.text) for one in job.documents if not one.around) for job in jobs)
    return sum(_OF_RELEASE + 2 * length for length in read)


def _tried(state: Repair, chosen: Sequence[Finding], judge: Judge, tries: Tries) -> Repair | Objection:
    """The state with the fixes applied, or why it cannot be."""
    before = {document.source.name: document for job in state.jobs for document in job.documents}
    try:
        after = edited_documents(before, chosen, tries.alone)
    except FixError as error:
        return error.objection
    jobs = tuple(job.with_texts_of(after.documents) for job in state.jobs)
    report = judge(jobs)
    wrong = objection(state.report, report, chosen, after.written)
    return wrong or state._replace(jobs=jobs, report=report, fixed=(*state.fixed, *chosen))
