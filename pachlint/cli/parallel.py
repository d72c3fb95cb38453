"""Judge many releases by several processes: what comes of it, and in which order, is the same as by one."""

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any

from pachlint.cli.progress import Progress
from pachlint.judged import Judged, Judging, Task, judge_group
from pachlint.preparing import Job
from pachlint.records import NamedTuple
from pachlint.redaction import SecretsOfText, secrets_of_text
from pachlint.rulebook import Rulebook
from pachlint.terminal import log, silence

Group = Sequence[Job]
Found = list[list[Judged]]

LEAST = 32
"""Groups of releases from which on processes are worth their start."""
_CHUNK = 8
_GARBAGE = 500_000, 50, 50
"""How many objects, and how often, until Python looks for circles of them: a release leaves none, and Python's own figures cost 6 % of the time."""
_UNSENT = (pickle.PicklingError, TypeError, AttributeError)
_NO_RULES = Rulebook((), dict)
# macOS and Windows cannot copy a process safely, or at all
METHOD = "fork" if sys.platform == "linux" else "spawn"


class Processes(NamedTuple):
    """How many processes judge, and how each comes to the rules if it has to begin from nothing."""

    number: int
    rules: Callable[[], Rulebook]
    quiet: bool = True
    method: str = METHOD

    def judging(self, groups: Sequence[Group], task: Task) -> Iterator[Sequence[Judged]]:
        """Judge groups of releases, in their order.

        Raises:
            PolicyError: if a rule cannot be judged.
        """
        chunks = [groups[start : start + _CHUNK] for start in range(0, len(groups), _CHUNK)]
        several = self.number > 1 and len(groups) >= LEAST
        results = self._by_several(chunks, task) if several else (None for _ in chunks)
        progress, done, total = Progress(quiet=self.quiet), 0, sum(map(len, groups))
        try:
            for chunk, found in zip(chunks, results, strict=True):
                for number, group in enumerate(chunk):
                    yield judge_group(group, task) if found is None else found[number]
                    done += len(group)
                    progress.tell("releases checked:", done, total)
        finally:
            progress.end()

    def _by_several(self, chunks: Sequence[Sequence[Group]], task: Task) -> Iterator[Found | None]:
        team = _Team(self, chunks, task)
        try:
            with _uninterrupted():
                team.start()
            yield from team.results()
        finally:
            team.end()


def by_processes(count: int | None, rules: Callable[[], Rulebook], *, quiet: bool) -> Judging:
    """Judging by so many processes, one for each processor by default; ``rules`` makes those of the task anew."""
    return Processes(count or processors(), rules, quiet).judging


def processors() -> int:
    """How many processes can run at a time."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let an interrupt wait; processes that are started in the meantime never see one."""
    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None:
        yield
        return
    before = mask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)


class _Worker(NamedTuple):
    process: Any
    pipe: Connection


class _Team:
    """Processes that take one chunk after the other. A chunk that one of them fails at is left to the caller."""

    def __init__(self, processes: Processes, chunks: Sequence[Sequence[Group]], task: Task) -> None:
        self.chunks = chunks
        self.by_number = processes.method == "fork"
        self.busy: dict[Connection, int] = {}
        self.workers: dict[Connection, _Worker] = {}
        self.next = 0
        self.found: dict[int, Found | None] = {}
        self.processes, self.task = processes, task

    def start(self) -> None:
        """Start the processes."""
        context: Any = multiprocessing.get_context(self.processes.method)
        start = _Start(self.task, self.chunks)
        if not self.by_number:
            start = _Start(self.task._replace(book=_NO_RULES, chosen={}), (), self.processes.rules)
        if self.by_number:
            # what is there already is not looked through, and so not copied, in each process
            gc.freeze()
        for _ in range(min(self.processes.number, len(self.chunks))):
            ours, theirs = context.Pipe()
            inherited = (ours, *self.workers) if self.by_number else ()
            process = context.Process(target=_serve, args=(theirs, inherited, start), daemon=True)
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", DeprecationWarning)
                    process.start()
            except (OSError, *_UNSENT):
                # there is no room for one more, or what it needs cannot be sent
                return
            theirs.close()
            self.workers[ours] = _Worker(process, ours)

    def results(self) -> Iterator[Found | None]:
        """What was found in each chunk, in order; None for one that no process could judge."""
        for pipe in list(self.workers):
            self._give(pipe)
        for number in range(len(self.chunks)):
            while number not in self.found and self.busy:
                ready = frozenset(wait(self.busy))
                for pipe in [one for one in self.busy if one in ready]:
                    self._take(pipe)
            yield self.found.pop(number, None)

    def _give(self, pipe: Connection) -> None:
        while self.next < len(self.chunks):
            number, self.next = self.next, self.next + 1
            try:
                pipe.send(number if self.by_number else self.chunks[number])
            except _UNSENT:
                self.found[number] = None
                continue
            except OSError:
                # the process has died, which is seen where its findings are taken
                pass
            self.busy[pipe] = number
            return

    def _take(self, pipe: Connection) -> None:
        try:
            found: Found | None = pipe.recv()
        except (EOFError, OSError):
            self._lose(pipe)
            return
        self.found[self.busy.pop(pipe)] = found
        self._give(pipe)

    def _lose(self, pipe: Connection) -> None:
        self.found[self.busy.pop(pipe)] = None
        worker = self.workers.pop(pipe)
        worker.process.join(1)
        pipe.close()
        log(
            f"note: a process that checked files has died (status {worker.process.exitcode}); others do its work"
        )

    def end(self) -> None:
        """End all processes, whatever they do."""
        for worker in self.workers.values():
            worker.pipe.close()
            worker.process.kill()
        for worker in self.workers.values():
            worker.process.join()
        if self.by_number:
            gc.unfreeze()


class _Start(NamedTuple):
    """What a process begins with: the task and all chunks, or how to come to the rules, and chunks when they are due."""

    task: Task
    chunks: Sequence[Sequence[Group]]
    rules: Callable[[], Rulebook] | None = None

    def whole_task(self) -> Task:
        """The task with its rules."""
        return self.task._replace(book=self.rules()) if self.rules else self.task


def _serve(pipe: Connection, inherited: Sequence[Connection], start: _Start) -> None:
    """Judge what comes through the pipe until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for one in inherited:
        one.close()
    if start.rules:
        # what there is to say of the rules the first process says
        silence()
    gc.set_threshold(*_GARBAGE)
    gc.enable()
    task = start.whole_task()
    while True:
        try:
            message = pipe.recv()
            chunk = start.chunks[message] if isinstance(message, int) else message
            pipe.send(_judged(chunk, task))
        except (EOFError, OSError):
            return


def _judged(chunk: Sequence[Group], task: Task) -> Found | None:
    """What is found in a chunk; None if a rule fails, which the first process finds out again, in order."""
    try:
        return [[_light(one) for one in judge_group(group, task)] for group in chunk]
    except Exception:  # noqa: BLE001 -- as above
        return None


def _light(one: Judged) -> Judged:
    """The same without files and values."""
    texts = tuple(text if isinstance(text, SecretsOfText) else secrets_of_text(text) for text in one.texts)
    return one._replace(texts=texts, context=None)
