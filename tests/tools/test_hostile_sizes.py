"""What is large and repeats itself ends in time, whatever is done to it; ``tools/hostile_sizes.py`` measures it at full size."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hostile_holders import HOLDERS
from hostile_shapes import SHAPES, Shape
from hostile_sizes import MODES, words_of

from pachlint import walking
from pachlint.cli import main

SECONDS = 3.0
"""Ten times what it takes on a machine that has nothing else to do."""
SIZES = {"text": 0.1, "diff": 0.02}


@pytest.mark.parametrize("mode", SIZES)
@pytest.mark.parametrize("name", SHAPES)
def test_shape_ends_in_time(name: str, mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _ends_in_time(SHAPES[name], mode, SIZES[mode])


@pytest.mark.parametrize("name", HOLDERS)
def test_file_of_another_program_ends_in_time(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(walking, "_PROCESSOR", 1.0)
    _ends_in_time(HOLDERS[name], "text", 0.05)


def _ends_in_time(shape: Shape, mode: str, size: float) -> None:
    words = words_of(shape, mode, size)
    start = os.times().user
    result = CliRunner().invoke(main, list(words))
    # how often the system maps memory anew hangs on what other tests have left where
    taken = os.times().user - start
    assert result.exit_code in (0, 1, 2, 3), result.output[-1000:]
    assert taken < SECONDS
    assert len(result.stderr.splitlines()) < 600


def test_every_mode_is_a_command() -> None:
    assert {words[0] for words in MODES.values()} == {"check", "values", "init"}
