"""Which files of a folder are looked at: with git those that it does not ignore, without it all."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pachlint.git
from pachlint import walking
from pachlint.git import GitError, Patience, ask
from pachlint.walking import VALUES, Walk, files_below

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *words: str) -> None:
    """Run git as somebody, knowing nothing of the machine's settings."""
    who = {
        f"GIT_{role}_{part}": "x@example.com"
        for role in ("AUTHOR", "COMMITTER")
        for part in ("NAME", "EMAIL")
    }
    words = ("-c", "protocol.file.allow=always", *words)
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True, env=environment)


def plant(folder: Path, *names: str) -> None:
    """Write files of one line."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("a: 1\n")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, as the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return tmp_path


@pytest.fixture
def repository(here: Path) -> Path:
    """The same as a repository."""
    git(here, "init", "-q")
    return here


def found(folder: str = ".") -> list[str]:
    """The files below a folder; nothing goes wrong."""
    wrong: list[object] = []
    files = list(files_below(folder, Walk(unread=wrong.append, unasked=wrong.append)))
    assert wrong == []
    return files


def test_hidden_folders_and_installed_packages_are_not_searched(here: Path) -> None:
    plant(here, "b.yaml", "a/z.yml", "a/b/c.json", "a.yaml", "x.tf", "h.yaml.gotmpl", "notes.txt")
    plant(here, ".hidden.yaml", ".github/x.yaml", "node_modules/x/y.yaml", "a/site-packages/z.yaml")
    everything = ["./a.yaml", "./b.yaml", "./h.yaml.gotmpl", "./x.tf", "./a/z.yml", "./a/b/c.json"]
    assert found() == everything
    assert list(files_below(".", Walk(VALUES))) == [
        one for one in everything if not one.endswith((".tf", ".gotmpl"))
    ]
    if shutil.which("git"):
        git(here, "init", "-q")
        assert found() == everything
        git(here, "add", "-A")
        assert found() == everything


@needs_git
def test_what_git_ignores_is_left_out_unless_it_is_tracked(repository: Path) -> None:
    (repository / ".gitignore").write_text("build/\n*.tmp.yaml\n!keep.tmp.yaml\n/deep/*\n!/deep/b/\n")
    (repository / "deploy").mkdir()
    (repository / "deploy" / ".gitignore").write_text("secret-*.yaml\n")
    (repository / ".git" / "info" / "exclude").write_text("mine.yaml\n")
    plant(repository, "a.yaml", "x.tmp.yaml", "keep.tmp.yaml", "mine.yaml", "build/out.yaml")
    plant(repository, "build/tracked.yaml", "deploy/secret-a.yaml", "deploy/v.yaml", "deep/a/x.yaml")
    plant(repository, "deep/b/y.yaml")
    git(repository, "add", "-f", "build/tracked.yaml", "a.yaml")
    git(repository, "commit", "-qm", "first")
    seen = ["./a.yaml", "./keep.tmp.yaml", "./build/tracked.yaml", "./deep/b/y.yaml", "./deploy/v.yaml"]
    assert found() == seen
    assert found("deploy") == ["deploy/v.yaml"]
    (repository / "a.yaml").unlink()
    assert found() == seen[1:]


@needs_git
def test_folder_that_is_ignored_itself_is_searched_when_it_is_named(repository: Path) -> None:
    (repository / ".gitignore").write_text("build/\n")
    plant(repository, "build/a.yaml", "build/b/c.yaml")
    assert found() == []
    assert found("build") == ["build/a.yaml", "build/b/c.yaml"]
    assert found("build/b") == ["build/b/c.yaml"]


@needs_git
def test_repositories_inside_have_rules_of_their_own(here: Path) -> None:
    outer, other = here / "outer", here / "other"
    for folder in (outer, other):
        folder.mkdir()
        git(folder, "init", "-q")
        (folder / ".gitignore").write_text("out/\n")
        plant(folder, "v.yaml", "out/x.yaml")
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "first")
    git(outer, "submodule", "--quiet", "add", str(other), "modules/one")
    shutil.copytree(other, outer / "nested")
    plant(outer, "modules/one/out/y.yaml", "modules/one/new.yaml")
    os.mkdir(outer / "modules" / "empty")
    inside = ["./outer/v.yaml", "./outer/modules/one/new.yaml", "./outer/modules/one/v.yaml"]
    assert found() == ["./other/v.yaml", *inside, "./outer/nested/v.yaml"]
    assert found("outer") == [one.removeprefix("./") for one in [*inside, "./outer/nested/v.yaml"]]


@needs_git
@pytest.mark.skipif(os.name == "nt", reason="no such names")
@pytest.mark.parametrize("tracked", [False, True])
def test_odd_names_and_links(repository: Path, tracked: bool) -> None:
    (repository / "in").mkdir()
    names = ["new\nline.yaml", "two words.yaml", "-f.yaml", 'quo"te.yaml', "tab\t.yaml", "d\u00fc.yaml"]
    names = sorted([*names, os.fsdecode(b"\xff.yaml")])
    plant(repository, *(f"in/{name}" for name in names))
    plant(repository.parent, "outside.yaml")
    plant(repository, "folder/inner.yaml")
    for link, target in (
        *(("a-link.yaml", "in/-f.yaml"), ("gone.yaml", "nowhere"), ("linked", "folder")),
        *(("out.yaml", "../outside.yaml"), ("folder.yaml", "folder")),
    ):
        (repository / link).symlink_to(target)
    if tracked:
        git(repository, "add", "-A")
    assert found() == ["./a-link.yaml", "./folder/inner.yaml", *(f"./in/{name}" for name in names)]


@needs_git
def test_hook_of_another_repository_changes_nothing(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(repository, "a.yaml", "b/c.yaml")
    (repository / ".gitignore").write_text("b/\n")
    monkeypatch.setenv("GIT_DIR", str(repository / "b"))
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")
    assert found() == ["./a.yaml"]


@needs_git
def test_nothing_is_run_that_the_repository_names(repository: Path) -> None:
    plant(repository, "a.yaml")
    git(repository, "add", "-A")
    for setting in ("core.fsmonitor", "core.sshCommand", "filter.x.clean", "core.pager", "diff.external"):
        git(repository, "config", setting, f"touch {repository / 'run'}; cat")
    (repository / ".gitattributes").write_text("* filter=x\n")
    plant(repository, "a.yaml", "b.yaml")
    assert found() == ["./a.yaml", "./b.yaml"]
    assert not (repository / "run").exists()


@needs_git
def test_git_that_takes_too_long_is_not_asked_again(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(repository, "a.yaml", "b/c.yaml")
    (repository / ".gitignore").write_text("b/\n")
    shutil.copytree(repository, repository / "nested")
    monkeypatch.setattr(walking, "_PROCESSOR", 0.0)
    told: list[str] = []
    everything = ["./a.yaml", "./b/c.yaml", "./nested/a.yaml", "./nested/b/c.yaml"]
    assert list(files_below(".", Walk(unasked=told.append))) == everything
    assert set(told) == {"git takes more than 0 seconds of the processor"}


@pytest.mark.skipif(
    sys.platform != "linux", reason="what ends a process that computes for too long is Linux's"
)
def test_git_that_computes_for_too_long_is_ended_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = Patience(processor=1)
    monkeypatch.setattr(pachlint.git, "_GIT", ("sh", "-c", "ulimit -t; kill -XCPU $$"))
    with pytest.raises(GitError, match=r"^git takes more than 1 seconds of the processor$"):
        ask(str(tmp_path), patience=patience)
    monkeypatch.setattr(pachlint.git, "_GIT", ("sh", "-c", "sleep 0.1; ulimit -t"))
    with pytest.raises(GitError, match=r"^git takes more than 1 seconds of the processor$"):
        ask(str(tmp_path), patience=patience)
    assert ask(str(tmp_path), patience=Patience(processor=6.5)).output == b"7\n"


def test_without_git_everything_is_searched_and_that_is_told_once(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(repository, "a.yaml", "b/c.yaml")
    (repository / ".gitignore").write_text("b/\n")
    (repository / ".git" / "index").write_bytes(b"broken")
    told: list[str] = []
    assert list(files_below(".", Walk(unasked=told.append))) == ["./a.yaml", "./b/c.yaml"]
    assert told == ["git says: index file smaller than expected"] or told[0].startswith("git says: ")
    monkeypatch.setenv("PATH", "")
    told.clear()
    assert list(files_below(".", Walk(unasked=told.append))) == ["./a.yaml", "./b/c.yaml"]
    assert told == ["git is not installed"]


@needs_git
@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_folder_that_cannot_be_read_is_told(repository: Path) -> None:
    plant(repository, "a.yaml", "closed/b.yaml")
    (repository / "closed").chmod(0)
    unread: list[OSError] = []
    try:
        assert list(files_below(".", Walk(unread=unread.append))) == ["./a.yaml"]
    finally:
        (repository / "closed").chmod(0o755)
    assert [os.path.basename(str(error.filename)) for error in unread] == ["closed"]
