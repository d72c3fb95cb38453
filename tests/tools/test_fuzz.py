"""Nothing that strangers send breaks anything: what fuzzing found, and a few inputs of each target, the same in every run.

A row of ``fuzz-found.jsonl`` has a target and an input (in Base64) on which something broke once.
"""

import base64
import json
import random
import time
from pathlib import Path

import pytest
from fuzz import HangError, trial
from fuzz_targets import TARGETS, Target

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "fuzz-found.jsonl").read_text().splitlines()
]
INPUTS = {"documents": 10, "rules": 40, "text": 120, "tgz": 60}
HANG = 30.0


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['target']}: {row['broke']}")
def test_what_broke_once_breaks_no_more(row: dict[str, str]) -> None:
    broken = trial(TARGETS[row["target"]], base64.b64decode(row["input"]), HANG)
    assert broken is None, broken.trace


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_some_inputs_of_each_target(name: str) -> None:
    rng = random.Random(1)
    for _ in range(INPUTS.get(name, 300)):
        broken = trial(TARGETS[name], TARGETS[name].make(rng), HANG)
        assert broken is None, f"{broken.content!r}\n{broken.trace}"


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_seed_gives_the_same_inputs_again(name: str) -> None:
    made = [[TARGETS[name].make(rng) for _ in range(5)] for rng in (random.Random(7), random.Random(7))]
    assert made[0] == made[1]
    assert len(set(made[0])) > 1


def test_breakage_and_hang_are_reported_with_their_input() -> None:
    end = time.process_time() + 5

    def run(content: bytes) -> None:
        while content == b"hang" and time.process_time() < end:
            pass
        raise ZeroDivisionError(content)

    target = Target(lambda _: b"", run)
    broken, hung = trial(target, b"x", 1), trial(target, b"hang", 0.05)
    assert broken is not None
    assert (broken.content, broken.kind.endswith("ZeroDivisionError")) == (b"x", True)
    assert hung is not None
    assert hung.kind.endswith(HangError.__name__)
    assert trial(Target(lambda _: b"", lambda _: None), b"x", 1) is None
