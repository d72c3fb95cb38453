"""Run the tests that touch a change, in a copy of the process in which all tests are collected already.

One pytest session collects the tests. A first fork runs them all and notes the lines that each of them runs; then each
mutant has a fork of its own, in which the functions get their changed code and the tests that run the line are run, those
that failed last and the quickest first, until one fails. A change of a value of the module is put into every module that imported the value.
What no fork can do (fields of classes, what ran while the tests were collected) is left to a new process.
"""

import contextlib
import functools
import gc
import json
import math
import mmap
import os
import resource
import subprocess
import sys
import time
import types
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest
from mutant_changes import Change, change_of, dotted, functions_of, put_in, watch
from mutations import Module, Mutant

_MEMORY = 4 << 30
# Seconds of the processor, so that a busy machine kills no mutant; a test that waits for nothing ends, too.
_PATIENCE, _START = 1, 10
_WAITING = 60
_LATELY = 5
_OWN_AND_BELOW = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
_SURVIVED, _KILLED, _UNFIT = 0, 1, 3


class Fate(Enum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    UNTOUCHED = "no test runs it"


class _Line(NamedTuple):
    module: str
    line: int


class Runs:
    """A plugin for pytest that runs no test itself, but all that a mutant concerns, in forks."""

    def __init__(
        self,
        modules: Mapping[str, Module],
        chosen: Sequence[Mutant],
        report: Callable[[Mutant, Fate], None],
        quick: float = 0,
        each: float = 0,
    ) -> None:
        self.modules = modules
        self.chosen = chosen
        self.report = report
        self.quick = quick
        self.each = each
        self.killers: dict[str, list[int]] = defaultdict(list)
        self.files = {os.path.abspath(name): name for name in modules}
        self.lines: set[_Line] = set()
        self.touched: dict[_Line, set[int]] = defaultdict(set)
        self.seconds: dict[int, float] = {}
        self.functions: list[types.FunctionType] = []

    def pytest_configure(self) -> None:
        """Nothing is left to chance, and no failure is made smaller."""
        from hypothesis import Phase, settings  # noqa: PLC0415 -- in the session, not before

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants", derandomize=True, database=None, deadline=None, phases=phases)
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Note which lines run before any test does."""
        sys.settrace(self._trace)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Literal[True]:
        """Try mutant after mutant."""
        for name in self.modules:
            __import__(dotted(name))
        sys.settrace(None)
        before = frozenset(self.lines)
        self._note_lines(session)
        print(f"{len(session.items)} tests, {sum(self.seconds.values()):.1f} s", flush=True)
        gc.collect()
        gc.disable()
        self.functions = functions_of(self.modules)
        later: list[Mutant] = []
        for mutant in self.chosen:
            change = change_of(self.modules[mutant.module], mutant)
            fate = self._fate(session, mutant, change) if change else None
            early = not before.isdisjoint(_lines(mutant)) and change is not None and change.functions
            if fate is None or (fate is not Fate.KILLED and early):
                later.append(mutant)
            else:
                self.report(mutant, fate)
        for mutant in later:
            self.report(mutant, self._in_new_process(session, mutant))
        return True

    def _trace(self, frame: types.FrameType, event: str, _: object) -> Any:
        name = self.files.get(frame.f_code.co_filename)
        return functools.partial(self._trace_lines, name) if name else None

    def _trace_lines(self, name: str, frame: types.FrameType, event: str, _: object) -> Any:
        self.lines.add(_Line(name, frame.f_lineno))
        return functools.partial(self._trace_lines, name)

    def _note_lines(self, session: pytest.Session) -> None:
        """Run all tests in a fork, and read which lines each of them runs."""
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            try:
                with os.fdopen(writing, "w") as out:
                    _silence()
                    for number, noted in enumerate(self._noted(session)):
                        out.write(json.dumps([number, *noted]) + "\n")
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as rows:
            for row in rows:
                number, failed, seconds, lines = json.loads(row)
                if failed:
                    print(f"left out, for it fails: {session.items[number].nodeid}", flush=True)
                if failed or (self.quick and seconds > self.quick):
                    continue
                self.seconds[number] = seconds
                for line in lines:
                    self.touched[_Line(*line)].add(number)
        os.waitpid(child, 0)

    def _noted(self, session: pytest.Session) -> Iterator[tuple[bool, float, list[_Line]]]:
        """Each test with the modules' caches empty: whether it fails, how long it takes, and what it runs."""
        gc.unfreeze()  # or the caches are not listed
        kind, names = type(functools.cache(len)), {dotted(name) for name in self.modules}
        caches = [one for one in gc.get_objects() if isinstance(one, kind)]
        own = [one for one in caches if getattr(one, "__module__", None) in names]
        for module in self.modules.values():
            watch(module, functools.partial(self._touch, module.name))
        for item, following in zip(session.items, (*session.items[1:], None), strict=True):
            for cache in own:
                cache.cache_clear()
            self.lines = set()
            start = _seconds()
            failed = _fails(session, [item], following)
            yield failed, _seconds() - start, sorted(self.lines)

    def _fate(self, session: pytest.Session, mutant: Mutant, change: Change) -> Fate | None:
        """What became of it in a fork; None if no fork can tell."""
        if change.functions:
            items = {item for line in _lines(mutant) for item in self.touched.get(line, ())}
        else:
            items = self._touching(mutant.module)
        if not items:
            return Fate.UNTOUCHED
        order = self._order(mutant.module, items)
        limit = _limit(_PATIENCE, (self.seconds[item] for item in order))
        failed = mmap.mmap(-1, 8)
        child = os.fork()
        if not child:
            _silence()
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            status = _UNFIT
            with contextlib.suppress(BaseException):
                if put_in(change, self.functions):
                    status = _KILLED
                    for at, following in pairwise((*order, -1)):
                        failed[:] = at.to_bytes(8)
                        last = session.items[following] if following >= 0 else None
                        if _fails(session, [session.items[at]], last):
                            break
                    else:
                        status = _SURVIVED
            os._exit(status)
        status = _awaited(child, limit * _WAITING)
        if status == _KILLED:
            self.killers[mutant.module].append(int.from_bytes(failed[:]))
        return None if status == _UNFIT else Fate.SURVIVED if status == _SURVIVED else Fate.KILLED

    def _order(self, module: str, items: set[int]) -> list[int]:
        """The tests that noticed the last changes first, then the quickest; of all those as many as there is time for."""
        lately = [item for item in dict.fromkeys(reversed(self.killers[module])) if item in items][:_LATELY]
        order = [*lately, *sorted(items.difference(lately), key=self.seconds.__getitem__)]
        spent = accumulate(self.seconds[item] for item in order)
        return [
            item for item, sum_ in zip(order, spent, strict=True) if not self.each or sum_ <= self.each
        ] or order[:1]

    def _touch(self, name: str, line: int) -> None:
        self.lines.add(_Line(name, line))

    def _touching(self, module: str) -> set[int]:
        """The tests that run anything of a module."""
        return {item for line, items in self.touched.items() if line.module == module for item in items}

    def _in_new_process(self, session: pytest.Session, mutant: Mutant) -> Fate:
        """Run the test files that touch the module at all, with the change in the file."""
        seconds: dict[str, float] = defaultdict(float)
        for item in self._touching(mutant.module):
            seconds[session.items[item].nodeid.partition("::")[0]] += self.seconds[item]
        if not seconds:
            return Fate.UNTOUCHED
        files = sorted(seconds, key=seconds.__getitem__)
        spent = accumulate(seconds[file] for file in files)
        files = [
            file for file, sum_ in zip(files, spent, strict=True) if not self.each or sum_ <= self.each
        ] or files[:1]
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *files]
        path = Path(mutant.module)
        before = path.read_text(encoding="utf-8")
        path.write_text(self.modules[mutant.module].source(mutant), encoding="utf-8")
        limit = _limit(_START, seconds.values())
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                timeout=limit * _WAITING,
                check=False,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)),
            )
        except subprocess.TimeoutExpired:
            return Fate.KILLED
        finally:
            path.write_text(before, encoding="utf-8")
        return Fate.KILLED if done.returncode else Fate.SURVIVED


def _seconds() -> float:
    """What this process and those it waited for have taken of the processor."""
    return sum(map(sum, ((one.ru_utime, one.ru_stime) for one in map(resource.getrusage, _OWN_AND_BELOW))))


def _limit(start: int, seconds: Iterable[float]) -> int:
    return start + math.ceil(3 * sum(seconds))


def _lines(mutant: Mutant) -> list[_Line]:
    return [_Line(mutant.module, line) for line in range(mutant.first, mutant.last + 1)]


def _fails(session: pytest.Session, items: Sequence[pytest.Item], last: pytest.Item | None = None) -> bool:
    """Whether one of the tests fails; those after it are not run, and what ``last`` needs is not taken down."""
    watch = _Watch()
    plugins = session.config.pluginmanager
    plugins.register(watch)
    try:
        for item, following in zip(items, (*items[1:], last), strict=True):
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if watch.failed:
                return True
        return False
    finally:
        plugins.unregister(watch)


class _Watch:
    failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed


def _silence() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.setsid()


def _awaited(child: int, limit: float) -> int:
    """The exit status of a child; one that takes too long is as good as killed."""
    end = time.monotonic() + limit
    pause = 0.002
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)
    os.killpg(child, 9)
    os.waitpid(child, 0)
    return _KILLED
