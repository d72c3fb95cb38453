"""Files are replaced as a whole or not at all, and nothing else stays after."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pachlint.atomic_write import Replacement, replace_files, write_file


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files and a chain of links to the first."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("old")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "near.yaml").symlink_to("../a.yaml")
    (tmp_path / "far.yaml").symlink_to("sub/near.yaml")
    return tmp_path


def change(path: str, after: str = "new") -> Replacement:
    """A file that said ``old``."""
    return Replacement(path, b"old", after.encode())


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_links_stay_and_lead_to_the_new_text(here: Path) -> None:
    (here / "a.yaml").chmod(0o600)
    replace_files([change("far.yaml")])
    assert (here / "far.yaml").is_symlink()
    assert (here / "sub" / "near.yaml").is_symlink()
    assert (here / "a.yaml").read_text() == "new"
    assert stat.S_IMODE((here / "a.yaml").stat().st_mode) == 0o600
    assert names(here) == ["a.yaml", "b.yaml", "far.yaml", "sub"]


def test_file_under_several_names_is_written_once(here: Path) -> None:
    replace_files([change("a.yaml"), change("far.yaml"), change("./a.yaml")])
    assert (here / "a.yaml").read_text() == "new"
    assert names(here) == ["a.yaml", "b.yaml", "far.yaml", "sub"]


def test_two_contents_for_one_file_are_rejected(here: Path) -> None:
    with pytest.raises(OSError, match=r"it is the same file as a\.yaml") as caught:
        replace_files([change("a.yaml"), change("far.yaml", "newer")])
    assert caught.value.filename == "far.yaml"
    assert (here / "a.yaml").read_text() == "old"
    assert names(here) == ["a.yaml", "b.yaml", "far.yaml", "sub"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(5, "Input/output error")])
def test_what_stops_it_halfway_leaves_all_files_as_they_were(
    here: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    real, calls = os.replace, []

    def stopped(source: str, target: str) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise error
        real(source, target)

    monkeypatch.setattr(os, "replace", stopped)
    with pytest.raises(type(error)):
        replace_files([change("a.yaml"), change("b.yaml")])
    assert [(here / name).read_text() for name in ("a.yaml", "b.yaml")] == ["old", "old"]
    assert names(here) == ["a.yaml", "b.yaml", "far.yaml", "sub"]


def test_error_names_the_users_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space") as caught:
        replace_files([change("far.yaml")])
    assert caught.value.filename == "far.yaml"
    assert names(here) == ["a.yaml", "b.yaml", "far.yaml", "sub"]


def test_file_that_has_changed_is_left(here: Path) -> None:
    (here / "a.yaml").write_text("somebody else's")
    with pytest.raises(OSError, match="changed in the meantime"):
        replace_files([change("b.yaml"), change("a.yaml")])
    assert (here / "b.yaml").read_text() == "old"


def test_file_that_somebody_saves_while_others_are_written_is_left(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def slow(source: str, target: str) -> None:
        real(source, target)
        if target.endswith("a.yaml"):
            (here / "b.yaml").write_text("saved just now")

    monkeypatch.setattr(os, "replace", slow)
    with pytest.raises(OSError, match="changed in the meantime") as caught:
        replace_files([change("a.yaml"), change("b.yaml")])
    assert caught.value.filename == "b.yaml"
    assert [(here / name).read_text() for name in ("a.yaml", "b.yaml")] == ["old", "saved just now"]
    assert names(here) == ["a.yaml", "b.yaml", "far.yaml", "sub"]


def test_what_was_saved_after_it_was_replaced_is_not_taken_back(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def slow(source: str, target: str) -> None:
        if target.endswith("b.yaml"):
            (here / "a.yaml").write_text("saved just now")
            raise OSError(5, "Input/output error")
        real(source, target)

    monkeypatch.setattr(os, "replace", slow)
    with pytest.raises(OSError, match="Input"):
        replace_files([change("a.yaml"), change("b.yaml")])
    assert [(here / name).read_text() for name in ("a.yaml", "b.yaml")] == ["saved just now", "old"]


ENDED = """
import os, signal, sys
from pachlint.atomic_write import Replacement, replace_files
# in the background of a shell, where tests may run, interrupts are ignored
signal.signal(signal.SIGINT, signal.default_int_handler)
real, calls = os.replace, []
def stopped(source, target):
    calls.append(target)
    if len(calls) == 2:
        os.kill(os.getpid(), getattr(signal, sys.argv[1]))
    real(source, target)
os.replace = stopped
replace_files([Replacement("a.yaml", b"old", b"new"), Replacement("b.yaml", b"old", b"new")])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_signal_leaves_nothing_behind(here: Path, name: str) -> None:
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", ENDED, name],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        check=False,
    )
    assert done.returncode not in (0, -signal.SIGKILL)
    assert [(here / one).read_text() for one in ("a.yaml", "b.yaml")] == ["old", "old"]
    assert names(here) == ["a.yaml", "b.yaml", "far.yaml", "sub"]


def test_what_a_killed_run_left_is_swept(here: Path) -> None:
    hour_ago = time.time() - 3600
    for name, age in (
        (".pachlint-old", hour_ago),
        (".pachlint-new", time.time()),
        (".pachlint.yaml", hour_ago),
    ):
        (here / name).write_text("x")
        os.utime(here / name, (age, age))
    replace_files([change("a.yaml")])
    assert names(here) == [".pachlint-new", ".pachlint.yaml", "a.yaml", "b.yaml", "far.yaml", "sub"]


class TestWriteFile:
    """One file, such as a report."""

    def test_new_and_old(self, here: Path) -> None:
        write_file("new.json", b"1")
        write_file("far.yaml", b"2")
        assert ((here / "new.json").read_text(), (here / "a.yaml").read_text()) == ("1", "2")
        assert (here / "far.yaml").is_symlink()
        assert names(here) == ["a.yaml", "b.yaml", "far.yaml", "new.json", "sub"]

    def test_full_disk_leaves_what_was_there(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            write_file("a.yaml", b"new")
        assert (here / "a.yaml").read_text() == "old"
        assert names(here) == ["a.yaml", "b.yaml", "far.yaml", "sub"]

    def test_file_that_cannot_be_replaced_is_written_in_place(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(_source: str, _target: str) -> None:
            raise OSError(16, "Device or resource busy")

        monkeypatch.setattr(os, "replace", busy)
        write_file("a.yaml", b"n")
        assert (here / "a.yaml").read_text() == "n"
        with pytest.raises(OSError, match="busy"):
            write_file("c.yaml", b"n")

    def test_device_is_written_to(self, here: Path) -> None:
        write_file(os.devnull, b"1")
        assert not Path(os.devnull).is_file()
