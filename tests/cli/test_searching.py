"""``pachlint check FOLDER``: what is found, what it is taken for, and what is said of it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main

GOOD = "deployTarget: LOCAL\n"
APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: pach}
spec:
  source: {chart: %s, targetRevision: 2.11.6, helm: {valuesObject: {deployTarget: LOCAL}}}
"""
SHARED = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: pach}
spec:
  source: {path: charts/pachyderm, helm: {valueFiles: [/base.yaml, /prod.yaml]}}
"""


def run(*words: str) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with values, an application, and files that are none of ours."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    (tmp_path / "values.yaml").write_text(GOOD)
    (tmp_path / "more.yaml").write_text(GOOD)
    (tmp_path / "app.yaml").write_text(APPLICATION % "pachyderm")
    (tmp_path / "other.yaml").write_text(APPLICATION % "grafana")
    (tmp_path / "service.yaml").write_text("kind: Service\n")
    return tmp_path


def test_what_was_taken_for_what_is_summed_up(here: Path) -> None:
    summary = "checked 3 of 5 files: 2 values files, 1 Argo CD application"
    assert run("check", ".").stderr.splitlines()[-1:] == [summary]
    assert run("check", "--format", "json").stderr.splitlines() == [summary]
    assert run("check", "-q", ".").stderr == ""
    named = [
        "skipped: other.yaml (does not look like Pachyderm values)",
        "skipped: service.yaml (does not look like Pachyderm values)",
        "found: app.yaml (1 Argo CD application)",
        "found: more.yaml (1 values file)",
        "found: values.yaml (1 values file)",
        summary,
    ]
    assert run("check", "-v", "--format", "json", ".").stderr.splitlines() == named


def test_nothing_new_is_said_of_files_that_are_named(here: Path) -> None:
    for words in (["values.yaml"], ["values.yaml", "app.yaml"], ["--hook", "values.yaml", "service.yaml"]):
        assert run("check", "--format", "json", *words).stderr == ""


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_file_that_git_ignores_is_checked_when_it_is_named(here: Path) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    (here / ".gitignore").write_text("values.yaml\nout/\n")
    (here / "out").mkdir()
    (here / "out" / "v.yaml").write_text(GOOD)
    assert "checked 2 of 4 files" in run("check").stderr
    for name in ("values.yaml", "out", "out/v.yaml"):
        report = json.loads(run("check", "--format", "json", name).stdout)
        assert len(report["releases"]) == 1, name


def test_git_that_cannot_be_asked_is_told_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (here, here / "inner"):
        (folder / ".git").mkdir(parents=True)
        (folder / ".git" / "HEAD").write_text("broken")
        (folder / "v.yaml").write_text(GOOD)
    monkeypatch.setenv("PATH", "")
    told = run("check", "--format", "json", ".").stderr.splitlines()
    assert told[0] == "note: files that .gitignore names are not left out: git is not installed"
    assert told[1].startswith("checked 5 of 7 files: ")
    assert len(told) == 2


def test_values_file_of_a_release_that_is_found_is_judged_with_it(here: Path) -> None:
    for name in ("values.yaml", "more.yaml", "app.yaml", "other.yaml"):
        (here / name).unlink()
    (here / "a.yaml").write_text(SHARED)
    (here / "base.yaml").write_text("deployTarget: LOCAL\npachd: {logLevel: verbose}\n")
    (here / "prod.yaml").write_text("pachd: {logLevel: debug}\nconsole: {enabled: true}\n")
    report = json.loads(run("check", "--format", "json", "--select", "log-level", ".").stdout)
    assert [release["name"] for release in report["releases"]] == ["Application pach in a.yaml"]
    assert report["findings"] == []
    alone = json.loads(run("check", "--format", "json", "--select", "log-level", "base.yaml", ".").stdout)
    assert [one["file"] for one in alone["findings"]] == ["base.yaml"]


def test_terraform_is_no_values_file_whatever_stands_in_it(here: Path) -> None:
    (here / "main.tf").write_text("locals {\n  values = <<-EOT\npachd:\n  logLevel: verbose\nEOT\n}\n")
    (here / "h.yaml.gotmpl").write_text("deployTarget: LOCAL\npachd: {logLevel: {{ .x }}}\n")
    report = json.loads(run("check", "--format", "json", ".").stdout)
    assert "main.tf" not in {file for release in report["releases"] for file in release["files"]}
    assert "h.yaml.gotmpl" in {file for release in report["releases"] for file in release["files"]}
