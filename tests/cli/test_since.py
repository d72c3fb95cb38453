"""``check --since``."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.test_check import run

TEXT = """\
deployTarget: LOCAL
pachd:
  enabled: "true"
ingress:
  enabled: false
  tls: {enabled: false}
console:
  enabled: "true"
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose file has findings."""
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "x@example.com")
    Path("v.yaml").write_text(TEXT)
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "first")):
        subprocess.run(["git", *words], check=True, capture_output=True)
    return tmp_path


def rules(*words: str) -> list[tuple[str, int]]:
    """Rule and line of each finding."""
    found = json.loads(run("check", "v.yaml", "--since", "HEAD", "--format", "json", *words).stdout)[
        "findings"
    ]
    return [(one["rule"], one["line"]) for one in found]


def test_only_what_changed_is_reported(here: Path) -> None:
    assert rules() == []
    result = run("check", "v.yaml", "--since", "HEAD")
    assert result.exit_code == 0
    assert result.stdout.endswith("no findings in 1 file (2 on unchanged lines)\n")
    Path("v.yaml").write_text(TEXT.replace('console:\n  enabled: "true"', 'console:\n  enabled: "yes"'))
    assert rules() == [("wrong-type", 8)]
    assert run("check", "v.yaml", "--since", "HEAD").exit_code == 1


def test_finding_whose_other_place_changed_is_reported(here: Path) -> None:
    text = "deployTarget: LOCAL\npachd:\n  tls:\n    secretName: ''\n    enabled: false\n"
    Path("v.yaml").write_text(text)
    subprocess.run(["git", "commit", "-qam", "second"], check=True)
    Path("v.yaml").write_text(text.replace("enabled: false", "enabled: true"))
    assert ("pachd-tls-secret", 4) in rules()


def test_findings_about_flags_are_reported(here: Path) -> None:
    found = run("check", "-f", "v.yaml", "--set", "xx=1", "--since", "HEAD", "--format", "concise").stdout
    assert [line.split(":")[0] for line in found.splitlines()] == ["<command line>"]


@pytest.mark.parametrize("mode", ["--fix", "--diff", "--add-ignores"])
def test_modes_that_change_files_exclude_it(here: Path, mode: str) -> None:
    result = run("check", "v.yaml", "--since", "HEAD", mode)
    assert (result.exit_code, "--since chooses what is reported" in result.stderr) == (2, True)


def test_trouble_is_one_line(here: Path) -> None:
    result = run("check", "v.yaml", "--since", "nowhere")
    assert (result.exit_code, result.stderr) == (
        2,
        "error: --since nowhere: git knows no revision 'nowhere' here\n",
    )
    Path("v.yaml").write_text("deployTarget: LOCAL\n")
    assert run("check", "v.yaml", "--select", "wrong-type", "--since", "nowhere").exit_code == 2
    os.rename(".git", ".gone")
    assert (
        run("check", "v.yaml", "--since", "HEAD").stderr
        == "error: --since HEAD: v.yaml is in no git repository\n"
    )
