"""``pachlint init``: releases the right way round, and what it did not see; and folders that cannot be read in a check."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main

WHOLE = "deployTarget: LOCAL\npachd: {enabled: true}\n"
PART = "pachd: {replicas: 2}\n"


def run(*words: str) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, list(words), prog_name="pachlint", catch_exceptions=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(here: Path, **files: str) -> None:
    """Write files; ``__`` in a name is a slash."""
    for name, text in files.items():
        path = here / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture
def locked(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that cannot be read, whoever runs the tests."""
    scan = os.scandir

    def refuse(path: Any = ".") -> Iterator[Any]:
        if os.path.basename(path) == "locked":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    write(here, locked__v=WHOLE)
    return here


def test_several_environments_are_a_release_each(here: Path) -> None:
    write(here, base__values=WHOLE, overlays__prod__values=PART, overlays__dev__values=PART)
    assert run("init").stderr == "wrote .pachlint.yaml (3 values files found)\n"
    text = (here / ".pachlint.yaml").read_text()
    assert (
        "  - name: prod\n    values: [base/values.yaml, overlays/prod/values.yaml]\n    environment: production\n"
    ) in text
    reported = json.loads(run("check", "--format", "json").stdout)["releases"]
    assert [(one["name"], one["files"], one["environment"]["value"]) for one in reported] == [
        ("dev", ["base/values.yaml", "overlays/dev/values.yaml"], "development"),
        ("prod", ["base/values.yaml", "overlays/prod/values.yaml"], "production"),
    ]


def test_base_without_a_target_comes_first(here: Path) -> None:
    write(here, common=PART, eu__prod=WHOLE, us__prod=WHOLE)
    run("init")
    reported = json.loads(run("check", "--format", "json").stdout)["releases"]
    assert [(one["name"], one["files"]) for one in reported] == [
        ("eu-prod", ["common.yaml", "eu/prod.yaml"]),
        ("us-prod", ["common.yaml", "us/prod.yaml"]),
    ]


def test_files_of_no_release_are_named(here: Path) -> None:
    write(here, values=WHOLE, tls=PART)
    assert run("init").stderr.splitlines() == [
        "wrote .pachlint.yaml (2 values files found)",
        "note: in no release: tls.yaml; add them to one, or check them by name",
    ]
    assert "#  - name: tls\n#    values: [values.yaml, tls.yaml]\n" in (here / ".pachlint.yaml").read_text()


def test_file_called_like_another_is_in_a_release_though_it_says_little(here: Path) -> None:
    little = "proxy:\n  service:\n    type: NodePort\n"
    write(
        here,
        deploy__common=PART,
        deploy__dev__values=WHOLE,
        deploy__prod__values=little,
        deploy__prod__other=little,
    )
    run("init")
    text = (here / ".pachlint.yaml").read_text()
    assert "  - name: prod\n    values: [deploy/common.yaml, deploy/prod/values.yaml]\n" in text
    assert "deploy/prod/other.yaml" not in text


def test_folder_that_cannot_be_read_is_reported(locked: Path) -> None:
    write(locked, values=WHOLE)
    assert run("init").stderr.splitlines()[0] == (
        "note: locked cannot be read: Permission denied, so what is in it is not in the config"
    )


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_what_git_was_not_asked_for_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    monkeypatch.setattr("pachlint.walking._PROCESSOR", 0.0)
    result = run("init")
    assert result.exit_code == 0
    assert (
        "note: files that .gitignore names are not left out: git takes more than 0 seconds of the processor"
        in result.stderr
    )


def test_check_is_not_clean_without_a_folder(locked: Path) -> None:
    write(locked, values="deployTarget: LOCAL\n")
    clean = run("check", "values.yaml", "--fail-on", "never")
    assert (clean.exit_code, "cannot be read" in clean.stderr) == (0, False)
    result = run("check", ".", "--fail-on", "never")
    assert (result.exit_code, "error: locked cannot be read: Permission denied\n" in result.stderr) == (
        3,
        True,
    )
    (locked / "values.yaml").write_text("deployTarget: NOWHERE\n")
    assert run("check", ".").exit_code == 1
    alone = run("check", "locked")
    assert (alone.exit_code, alone.stderr.splitlines()[0]) == (
        3,
        "error: locked cannot be read: Permission denied",
    )
