"""Feed pachlint with what strangers may send, at random, until something breaks.

Usage: fuzz.py TARGET [--seconds N] [--inputs N] [--seed N] [--keep-going] [--found FOLDER]
       fuzz.py TARGET --input FILE

TARGET is one of those of :mod:`fuzz_targets`. An input that raises what no line for people stands for, or takes longer
than --hang seconds, is saved in FOLDER and told with its traceback; exit 1 if there was any. --input runs a saved one again.
"""

import argparse
import contextlib
import gc
import hashlib
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NamedTuple, NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fuzz_targets import TARGETS, Target

from pachlint.rulebook import shipped

_MOST_MEMORY = 2 * 10**9


class HangError(BaseException):
    """An input takes too long. No handler of errors may keep it."""


class Breakage(NamedTuple):
    """An input on which something broke, and the traceback."""

    content: bytes
    trace: str

    @property
    def kind(self) -> str:
        """What is the same for inputs that break the same thing: the last line of code and the error."""
        places = [line.strip() for line in self.trace.splitlines() if line.startswith("  File")]
        error = self.trace.rstrip().rpartition("\n")[2].partition(":")[0]
        return f"{places[-1] if places else ''} {error}"


def trial(target: Target, content: bytes, hang: float) -> Breakage | None:
    """Run one input; None if nothing breaks."""

    def stop(_: int, __: FrameType | None) -> NoReturn:
        raise HangError(f"longer than {hang:g} seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, hang)
    try:
        target.run(content)
    except (Exception, HangError):  # noqa: BLE001 -- whatever it is
        return Breakage(content, traceback.format_exc())
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return None


def breakages(
    target: Target, seed: int, count: int, seconds: float, hang: float
) -> Iterator[Breakage | None]:
    """One result for each input, until there were ``count`` or the time is over."""
    rng = random.Random(seed)  # noqa: S311 -- no secrets
    end = time.monotonic() + seconds
    for _ in range(count):
        if time.monotonic() > end:
            return
        yield trial(target, target.make(rng), hang)


def main() -> int:
    """Run inputs; the exit status."""
    options = _options()
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    target = TARGETS[options.target]
    shipped()  # which a checkout compiles once
    target.run(target.make(random.Random(0)))  # noqa: S311 -- no secrets
    gc.freeze()
    gc.set_threshold(50_000)
    if options.input:
        broken = trial(target, options.input.read_bytes(), options.hang)
        print(broken.trace if broken else "nothing breaks")
        return 1 if broken else 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    ran, seen, start = 0, set[str](), time.monotonic()
    with contextlib.suppress(KeyboardInterrupt):
        for broken in breakages(target, options.seed, options.inputs, options.seconds, options.hang):
            ran += 1
            if broken is None or broken.kind in seen:
                continue
            seen.add(broken.kind)
            print(f"{_saved(broken, options.found, options.target)}\n{broken.trace}", flush=True)
            if not options.keep_going:
                break
    taken = max(time.monotonic() - start, 0.001)
    print(
        f"{options.target}: {ran} inputs from seed {options.seed}, {ran / taken:.0f} a second, {len(seen)} kinds of breakage"
    )
    return 1 if seen else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--inputs", type=int, default=10**9)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--hang", type=float, default=5, help="seconds of processor that an input may take")
    parser.add_argument("--keep-going", action="store_true", help="go on for breakages of other kinds")
    parser.add_argument(
        "--found", type=Path, default=Path("fuzz-found"), help="the folder for inputs that break something"
    )
    parser.add_argument("--input", type=Path, help="run this file again")
    return parser.parse_args()


def _saved(broken: Breakage, folder: Path, target: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{target}-{hashlib.sha256(broken.content).hexdigest()[:12]}"
    path.write_bytes(broken.content)
    return path


if __name__ == "__main__":
    raise SystemExit(main())
