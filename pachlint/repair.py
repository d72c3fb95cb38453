"""Apply the fixes of findings, judge again, and keep only what turned out as it should."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

from pachlint.finding import Edit, Finding, Safety
from pachlint.lint import Job
from pachlint.records import NamedTuple
from pachlint.results import Report, merge
from pachlint.verification import Alone, FixError, edited_documents, key_of, objection, written_paths

MAX_PASSES = 10
MAX_TRIES = 200
"""How often the releases of one repair are judged again: to find those to blame takes some ten tries for each of them."""
MAX_JUDGED = 2_500_000  # characters that all tries of one repair may read; a second or two
UNDONE = "other fixes undo it"
OUT_OF_TURNS = f"it was not reached in {MAX_PASSES} passes; run again"
NOT_TRIED = "it was not reached: so many fixes of such a file take too long to try; run again"
_FOR_GOOD = sys.maxsize

Judge = Callable[[Sequence[Job]], Report]


class _Tries:
    """The tries that are left, and what each fix changes alone in the documents of the last one."""

    def __init__(self) -> None:
        self.left, self.weight = MAX_TRIES, MAX_JUDGED
        self.alone: Alone = {}

    def take(self, weight: int) -> bool:
        """Count a try; False if there is none left. The first may weigh anything."""
        if self.left < MAX_TRIES and (not self.left or weight > self.weight):
            self.left = 0
            return False
        self.left, self.weight = self.left - 1, self.weight - weight
        return True


class Dropped(NamedTuple):
    """A finding whose fix was not applied, and why; ``fixed`` others had been by then."""

    finding: Finding
    reason: str
    fixed: int = 0


class Repair(NamedTuple):
    """The jobs with their files after the fixes, what is still to say about them, and what was done."""

    jobs: tuple[Job, ...]
    report: Report
    fixed: tuple[Finding, ...]
    dropped: tuple[Dropped, ...]

    def texts(self) -> dict[str, str]:
        """The text of every file by its name."""
        return {document.source.name: document.source.text for job in self.jobs for document in job.documents}


def repair(jobs: Sequence[Job], judge: Judge, *, unsafe: bool) -> Repair:
    """Apply safe fixes, with ``unsafe`` all, pass after pass; fixes that touch the same text wait for the next pass.

    A fix is dropped if the text cannot be read afterwards, if its finding is still there, if it changes a value that
    it is not about, if another rule finds fault with what it wrote, if Helm would reject what it accepted before, or if
    it takes back what others did. Releases that share no file have nothing to do with one another.
    """
    groups = _apart(jobs)
    parts = [_repaired([jobs[at] for at in group], judge, unsafe=unsafe) for group in groups]
    if len(parts) == 1:
        return parts[0]
    after = dict(
        zip(
            (at for group in groups for at in group),
            (job for part in parts for job in part.jobs),
            strict=True,
        )
    )
    return Repair(
        tuple(after[at] for at in range(len(jobs))),
        merge([part.report for part in parts]),
        tuple(finding for part in parts for finding in part.fixed),
        tuple(one for part in parts for one in part.dropped),
    )


def _apart(jobs: Sequence[Job]) -> list[list[int]]:
    """The releases by number, in groups of which no two have a file in common."""
    first: dict[str, int] = {}
    leader = list(range(len(jobs)))

    def group(number: int) -> int:
        while leader[number] != number:
            leader[number] = number = leader[leader[number]]
        return number

    for number, job in enumerate(jobs):
        for document in job.documents:
            one, other = sorted((group(number), group(first.setdefault(document.source.name, number))))
            leader[other] = one
    found: dict[int, list[int]] = {}
    for number in range(len(jobs)):
        found.setdefault(group(number), []).append(number)
    return list(found.values()) or [[]]


def _repaired(jobs: Sequence[Job], judge: Judge, *, unsafe: bool) -> Repair:
    state = Repair(tuple(jobs), judge(jobs), (), ())
    past: list[Repair] = []
    tries = _Tries()
    for _ in range(MAX_PASSES):
        chosen = _disjoint(_candidates(state, unsafe=unsafe))
        if not chosen:
            state = _once_more(state)
            chosen = _disjoint(_candidates(state, unsafe=unsafe))
        if not chosen:
            break
        past.append(state)
        state = _in_parts(state, chosen[: MAX_JUDGED // (5 * _length(state) + 1) + 1], judge, tries)
        state = _out_of_circle(past, state)
    left = tuple(Dropped(finding, OUT_OF_TURNS) for finding in _candidates(state, unsafe=unsafe))
    return state._replace(dropped=(*state.dropped, *left))


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
    taken: list[Edit] = []
    chosen = []
    for finding in findings:
        edits = finding.fix.edits if finding.fix else ()
        if not any(_touch(one, other) for one in edits for other in taken):
            taken += edits
            chosen.append(finding)
    return chosen


def _touch(one: Edit, other: Edit) -> bool:
    a, b = one.place, other.place
    return a.file == b.file and not (
        (a.end_line, a.end_column) < (b.line, b.column) or (b.end_line, b.end_column) < (a.line, a.column)
    )


def _in_parts(state: Repair, chosen: Sequence[Finding], judge: Judge, tries: _Tries) -> Repair:
    """The state with the fixes applied, all at once or else by halves, so that only those to blame are dropped."""
    if not tries.take(_weight(state, chosen)):
        given_up = tuple(Dropped(finding, NOT_TRIED, len(state.fixed)) for finding in chosen)
        return state._replace(dropped=(*state.dropped, *given_up))
    found = _tried(state, chosen, judge, tries)
    if isinstance(found, Repair):
        tries.alone.clear()
        return found
    if len(chosen) == 1:
        return state._replace(dropped=(*state.dropped, Dropped(chosen[0], found, len(state.fixed))))
    middle = len(chosen) // 2
    for half in (chosen[:middle], chosen[middle:]):
        # what the first half has made may have moved the second, or done with it
        standing = {key_of(finding): finding for finding in reversed(state.report.findings) if finding.fix}
        still = [standing[key] for key in map(key_of, half) if key in standing]
        if still:
            state = _in_parts(state, still, judge, tries)
    return state


def _weight(state: Repair, chosen: Sequence[Finding]) -> int:
    """About how many characters take as long to read as a try: each fix is read alone too."""
    of_findings = sum(2_500 if one.fix else 500 for one in state.report.findings)
    return _length(state) * (len(chosen) + 2) + of_findings


def _length(state: Repair) -> int:
    return sum(len(document.source.text) for job in state.jobs for document in job.documents)


def _tried(state: Repair, chosen: Sequence[Finding], judge: Judge, tries: _Tries) -> Repair | str:
    """The state with the fixes applied, or why it cannot be."""
    before = {document.source.name: document for job in state.jobs for document in job.documents}
    try:
        after = edited_documents(before, chosen, tries.alone)
    except FixError as error:
        return str(error)
    jobs = tuple(
        job._replace(documents=tuple(after[one.source.name] for one in job.documents)) for job in state.jobs
    )
    report = judge(jobs)
    written = {path for name, one in before.items() for path in written_paths(one, after[name])}
    reason = objection(state.report, report, chosen, written)
    return reason or Repair(jobs, report, (*state.fixed, *chosen), state.dropped)
