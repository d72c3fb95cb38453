"""Lines that have changed since a revision, with real git."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pachlint.changes import ChangesError, changed_lines

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

TEXT = "a: 1\nb:\n  c: 2\n  d:\n    e: 3\n    f: 4\n# g\nh: 5\n"


def git(folder: Path, *words: str) -> None:
    """Run git as somebody."""
    who = {
        f"GIT_{role}_{part}": "x@example.com"
        for role in ("AUTHOR", "COMMITTER")
        for part in ("NAME", "EMAIL")
    }
    subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True, env={**os.environ, **who})


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, and the current folder in it."""
    git(tmp_path, "init", "-q")
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "v.yaml").write_text(TEXT)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    monkeypatch.chdir(tmp_path / "deploy")
    return tmp_path


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (TEXT, []),
        (TEXT.replace("c: 2", "c: 9"), [3]),
        (TEXT.replace("h: 5", "h: 5\ni: 6\nj: 7"), [9, 10]),
        (TEXT.replace("a: 1\n", "a: 1\nx: 1\n"), [2]),
        # removed lines: the keys that they stood below
        (TEXT.replace("    f: 4\n", ""), [2, 4]),
        (TEXT.replace("  c: 2\n", ""), [2]),
        (TEXT.replace("a: 1\n", ""), []),
        (TEXT.replace("h: 5\n", ""), []),
        (TEXT.replace("  d:\n    e: 3\n    f: 4\n", ""), [2]),
        (TEXT.replace("\n", "\r\n"), [1, 2, 3, 4, 5, 6, 7, 8]),
        (TEXT.rstrip("\n"), [8]),
    ],
)
def test_lines_as_they_are_now(repository: Path, new: str, expected: list[int]) -> None:
    Path("v.yaml").write_bytes(new.encode())
    assert sorted(changed_lines("HEAD", ["v.yaml"])["v.yaml"]) == expected
    git(repository, "add", "-A")
    assert sorted(changed_lines("HEAD", ["v.yaml"])["v.yaml"]) == expected


def test_new_and_ignored_files_have_changed_whole(repository: Path) -> None:
    Path("new.yaml").write_text("a: 1\nb: 2\n")
    Path("ignored.yaml").write_text("a: 1\n")
    (repository / ".gitignore").write_text("ignored.yaml\n")
    found = changed_lines("HEAD", ["new.yaml", "../deploy/ignored.yaml"])
    assert {1, 2} <= found["new.yaml"]
    assert 1 in found["../deploy/ignored.yaml"]
    git(repository, "add", "-A")
    assert {1, 2} <= changed_lines("HEAD", ["new.yaml"])["new.yaml"]


@pytest.mark.parametrize(
    "name",
    ["moved.yaml", "two words.yaml", "d\u00fc.yaml", 'quo"te.yaml', "new\nline.yaml", "-f.yaml", "*.yaml"],
)
def test_moved_file_keeps_its_lines_whatever_its_name(repository: Path, name: str) -> None:
    git(repository, "mv", "deploy/v.yaml", f"deploy/{name}")
    Path(name).write_text(TEXT.replace("c: 2", "c: 9"))
    git(repository, "add", "-A")
    assert sorted(changed_lines("HEAD", [name])[name]) == [3]


def test_older_revision(repository: Path) -> None:
    Path("v.yaml").write_text(TEXT.replace("c: 2", "c: 9"))
    git(repository, "commit", "-qam", "second")
    assert changed_lines("HEAD", ["v.yaml"])["v.yaml"] == frozenset()
    assert changed_lines("HEAD~1", ["v.yaml"])["v.yaml"] == {3}


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD..HEAD~1", ""])
def test_unknown_revision_is_reported(repository: Path, revision: str) -> None:
    with pytest.raises(ChangesError, match="git knows no revision"):
        changed_lines(revision, ["v.yaml"])
    assert sorted(os.listdir()) == ["v.yaml"]


def test_file_outside_any_repository_is_reported(tmp_path: Path) -> None:
    (tmp_path / "v.yaml").write_text("a: 1\n")
    with pytest.raises(ChangesError, match="is in no git repository"):
        changed_lines("HEAD", [str(tmp_path / "v.yaml")])


def test_nothing_that_a_repository_names_is_run(repository: Path) -> None:
    trap = repository / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {repository}/sprung\n")
    trap.chmod(0o755)
    for setting in ("core.fsmonitor", "diff.external", "diff.x.textconv", "diff.x.command"):
        git(repository, "config", setting, str(trap))
    (repository / ".gitattributes").write_text("*.yaml diff=x\n")
    Path("v.yaml").write_text(TEXT.replace("c: 2", "c: 9"))
    assert changed_lines("HEAD", ["v.yaml"])["v.yaml"] == {3}
    assert not (repository / "sprung").exists()
