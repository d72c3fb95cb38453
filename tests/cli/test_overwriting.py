"""A report or a baseline never takes the place of anything else."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main

VALUES = "deployTarget: LOCAL\npachd: {logLevl: info}\n"


def run(*words: str) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with values, a config and something else."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "v.yaml").write_text(VALUES)
    (tmp_path / "link.yaml").symlink_to("v.yaml")
    os.link(tmp_path / "v.yaml", tmp_path / "hard.yaml")
    (tmp_path / ".pachlint.yaml").write_text("fail-on: never\n")
    (tmp_path / "notes.txt").write_text("mine\n")
    return tmp_path


@pytest.mark.parametrize("flag", ["--output", "--write-baseline"])
@pytest.mark.parametrize("target", ["v.yaml", "./v.yaml", "link.yaml", "hard.yaml", ".pachlint.yaml"])
def test_what_is_read_is_not_written_over(here: Path, flag: str, target: str) -> None:
    before = (here / target).read_text()
    result = run("check", "v.yaml", flag, target)
    assert result.exit_code == 2
    assert "is an input file and is not overwritten" in result.stderr
    assert (here / target).read_text() == before


@pytest.mark.parametrize("words", [("-f", "v.yaml"), (".",), ("v.yaml", "--set", "pachd.logLevel=info")])
def test_that_holds_for_every_way_to_name_files(here: Path, words: tuple[str, ...]) -> None:
    assert run("check", *words, "--output", "v.yaml").exit_code == 2
    assert (here / "v.yaml").read_text() == VALUES


def test_what_is_no_report_is_not_written_over(here: Path) -> None:
    result = run("check", "v.yaml", "--output", "notes.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "notes.txt already exists and is not a pachlint report" in result.stderr
    assert (here / "notes.txt").read_text() == "mine\n"


@pytest.mark.parametrize(
    "content",
    [
        '[{"description": "F401: unused", "fingerprint": "1"}]',
        '[1, {"engine_name": "pachlint"}]',
        '<?xml version="1.0"?><testsuites name="pytest"/>',
        '<?xml version="1.0"?><checkstyle version="4.3"><file name="a"><error source="tool.x"/></file></checkstyle>',
        '<?xml version="1.0"?><checkstyle version="4.3"><file name="a"/></checkstyle>',
        "::group::tests\n::endgroup::\n",
    ],
)
def test_report_of_another_program_is_not_written_over(here: Path, content: str) -> None:
    (here / "r").write_text(content)
    result = run("check", "v.yaml", "--output", "r")
    assert "r already exists and is not a pachlint report" in result.stderr
    assert (here / "r").read_text() == content


def test_what_is_no_baseline_is_not_written_over(here: Path) -> None:
    (here / "report.json").write_text('{"version": 1}\n')
    for name in ("notes.txt", "report.json"):
        before = (here / name).read_text()
        result = run("check", "v.yaml", "--write-baseline", name)
        assert result.exit_code == 2
        assert f"{name} cannot be written: it already exists and is not a pachlint baseline" in result.stderr
        assert (here / name).read_text() == before


@pytest.mark.parametrize(
    "options",
    [("--format", "text"), ("--format", "concise"), ("--format", "json"), ("--format", "text", "-q")],
)
@pytest.mark.parametrize(
    "values", [VALUES, "deployTarget: LOCAL\npachd: {storage: {local: {hostPath: /p/}}}\n"]
)
def test_reports_and_empty_files_are_written_anew(here: Path, options: tuple[str, ...], values: str) -> None:
    (here / "v.yaml").write_text(values)
    (here / "report").touch()
    for extra in (options, ("--format", "json"), options, ("--format", "concise"), options):
        assert run("check", "v.yaml", *extra, "--output", "report").exit_code == 0
    written = (here / "report").read_text()
    (here / "report").unlink()
    run("check", "v.yaml", *options, "--output", "report")
    assert (here / "report").read_text() == written


def test_baseline_is_written_anew(here: Path) -> None:
    for _ in range(2):
        assert run("check", "v.yaml", "--write-baseline", "known.json").exit_code == 0
    assert json.loads((here / "known.json").read_text())["version"] == 1


def test_dangling_links_and_sockets_do_not_stop_a_search(here: Path) -> None:
    (here / "gone.yaml").symlink_to("nowhere")
    os.mkfifo(here / "pipe.yaml")
    result = run("check", ".")
    assert result.exit_code == 0
    assert "unknown-key" in result.stdout
