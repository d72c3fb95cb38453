"""What somebody else may have put in a file's place is told in one line, and takes neither memory nor time."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.bounded import MEGABYTE, open_regular, read_bounded
from pachlint.cli import main

RULE = "title: T\nseverity: error\nimpact: broken\n"
DIGITS = "9" * 5000


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with values."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "v.yaml").write_text("deployTarget: LOCAL\n")
    return tmp_path


def run(*words: str) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def test_regular_files_up_to_a_size(here: Path) -> None:
    (here / "a").write_bytes(b"12345")
    assert read_bounded("a", 5) == b"12345"
    with pytest.raises(OSError, match="it is larger than 4e-06 MB"):
        read_bounded("a", 4)
    with pytest.raises(FileNotFoundError):
        open_regular("b")
    with pytest.raises(IsADirectoryError):
        open_regular(".")


def test_pipes_are_read_where_they_are_allowed(here: Path) -> None:
    os.mkfifo("pipe")
    with pytest.raises(OSError, match="it is not a regular file"):
        read_bounded("pipe", 9)
    assert read_bounded("pipe", 9, pipes=True) == b""
    keeper = os.open("pipe", os.O_RDWR)
    writer = threading.Thread(target=(here / "pipe").write_bytes, args=(b"abc",))
    writer.start()
    writer.join()
    with open_regular("pipe", pipes=True) as pipe:
        os.close(keeper)
        assert pipe.read() == b"abc"


def odd_files(here: Path) -> Iterator[tuple[str, str]]:
    """Names of files that must not be read, and what is said of each."""
    (here / "zero").symlink_to("/dev/zero")
    os.mkfifo(here / "pipe")
    with (here / "large").open("wb") as file:
        file.truncate(11 * MEGABYTE)
    yield "zero", "it is not a regular file"
    yield "pipe", "it is not a regular file"
    yield "large", "it is larger than "


def test_config_rules_and_baselines(here: Path) -> None:
    (here / "mine").mkdir()
    for name, reported in odd_files(here):
        for target, words in (
            (".pachlint.yaml", ()),
            ("mine/a-rule.yaml", ("--rules", "mine")),
            ("base.json", ("--baseline", "base.json")),
        ):
            (here / target).symlink_to(here / name)
            result = run("check", "v.yaml", *words)
            (here / target).unlink()
            assert result.exit_code == 2, (name, target)
            assert reported in result.stderr
            assert len(result.stderr.splitlines()) == 1


def test_files_of_flags(here: Path) -> None:
    for name, reported in odd_files(here):
        result = run("check", "v.yaml", "--set-file", f"pachd.enterpriseLicenseKey={name}")
        if name != "pipe":
            assert f"the file that it names cannot be read: {reported}" in result.stdout


def test_numbers_of_too_many_digits(here: Path) -> None:
    (here / "n.yaml").write_text(f"deployTarget: LOCAL\npachd: {{replicas: '{DIGITS}'}}\n")
    assert run("check", "n.yaml").exit_code == 1
    for kind in ("set", "set-string", "set-json"):
        assert run("check", "v.yaml", f"--{kind}", f"pachd.replicas={DIGITS}").exit_code in (0, 1)
    assert run("check", "v.yaml", "--set", f"a[{DIGITS}]=1").exit_code == 1
    (here / "base.json").write_text(f'{{"version": {DIGITS}}}')
    assert run("check", "v.yaml", "--baseline", "base.json").exit_code == 2
    for text in (f"fail-on: {DIGITS}\n", f"version: {DIGITS}\n"):
        (here / ".pachlint.yaml").write_text(text)
        assert run("check", "v.yaml").exit_code == 2


@pytest.mark.parametrize(
    ("table", "reported"),
    [
        (f"x={DIGITS}", "a number of too many digits"),
        (".".join(["a"] * 20_000) + " = 1", "a key of more than 100 parts"),
        (" . ".join(['"a b"'] * 101) + " = 1", "a key of more than 100 parts"),
        ("x=" + "[" * 20_000 + "]" * 20_000, "maximum recursion depth exceeded"),
        ("x=" + "a" * 900_000, "Invalid value"),
    ],
    ids=["digits", "parts", "quoted", "lists", "long"],
)
def test_tables_that_would_take_for_ever(here: Path, table: str, reported: str) -> None:
    (here / "pyproject.toml").write_text(f"[tool.pachlint]\n{table}\n")
    result = run("check", "v.yaml")
    assert result.exit_code == 2
    assert reported in result.stderr
    assert len(result.stderr) < 300


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "words",
    [
        ("check", "v.yaml"),
        ("check", "--fix", "-"),
        ("rules",),
        ("check", "--help"),
        ("values", "-f", "v.yaml"),
    ],
)
def test_full_disk_behind_standard_output(here: Path, words: tuple[str, ...]) -> None:
    root = Path(__file__).parent.parent
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pachlint", *words], stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, text=True,
            check=False, env={**os.environ, "PYTHONPATH": str(root)},
        )  # fmt: skip
    assert done.returncode == (2 if "-" not in words else done.returncode)
    assert done.returncode != 4
    assert "defect" not in done.stderr
