"""The examples that ship with pachlint: the broken ones show what they are for, the right ones are quiet."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pachlint.cli import main

ROOT = Path(__file__).parent.parent
EVERY = sorted(path.name for path in (ROOT / "examples").iterdir() if path.is_dir())
FOLDERS = [name for name in EVERY if (ROOT / "examples" / name / "broken.yaml").exists()]
ELSEWHERE = [name for name in EVERY if name not in FOLDERS]
"""Folders with files of other programs, in which the values stand."""


def concise(file: str) -> str:
    """The findings of an example, a line each."""
    result = CliRunner().invoke(main, ["check", "--format", "concise", file], catch_exceptions=False)
    assert result.exit_code in (0, 1), result.stderr
    return result.stdout


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("folder", FOLDERS)
def test_broken_example_has_the_findings_of_its_golden_file(
    folder: str, golden: Callable[[str, str], None]
) -> None:
    golden(f"examples/{folder}.txt", concise(f"examples/{folder}/broken.yaml"))


@pytest.mark.parametrize("folder", ELSEWHERE)
def test_values_in_files_of_other_programs_have_the_findings_of_their_golden_file(
    folder: str, golden: Callable[[str, str], None]
) -> None:
    golden(f"examples/{folder}.txt", concise(f"examples/{folder}"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_right_example_has_nothing_above_info(folder: str) -> None:
    lines = concise(f"examples/{folder}/right.yaml").splitlines()
    assert [line for line in lines if ": info[" not in line] == []
