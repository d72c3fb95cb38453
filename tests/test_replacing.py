"""Files are replaced as a whole or not at all, and nothing else stays behind."""

import os
import stat
from pathlib import Path

import pytest

from pachlint.replacing import Replacement, replace_files


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


def test_two_contents_for_one_file_are_refused(here: Path) -> None:
    with pytest.raises(OSError, match=r"it is a\.yaml too") as caught:
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
