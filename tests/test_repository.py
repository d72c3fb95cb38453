"""What whoever opens a pull request decides reaches nothing outside the repository."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main
from pachlint.repository import leads_out, root

SECRET = "machine-example-login-ada"


def run(*words: str) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with values, and a file beside it that is nobody's business."""
    (tmp_path / "netrc").write_text(f"{SECRET}: [\n")
    (tmp_path / "foreign.yaml").write_text("deployTarget: LOCAL\npachd: {enabled: 'true'}\n")
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "sub").mkdir()
    (repository / "v.yaml").write_text("deployTarget: LOCAL\n")
    (repository / "link.yaml").symlink_to("../foreign.yaml")
    (repository / "sub" / "near.yaml").symlink_to("../v.yaml")
    monkeypatch.chdir(repository)
    return repository


def test_root(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert root("sub") == str(here)
    assert root(str(tmp_path)) == str(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert root("a/b") == str(tmp_path)


@pytest.mark.parametrize(
    ("path", "out"),
    [
        ("v.yaml", False),
        ("sub/near.yaml", False),
        ("link.yaml", True),
        ("../netrc", False),
        ("sub/../v.yaml", False),
    ],
)
def test_paths_that_lead_out(here: Path, path: str, out: bool) -> None:
    assert leads_out(path) is out
    assert leads_out("../netrc", "sub")
    assert leads_out("../repository-two/x", ".")


@pytest.mark.parametrize(
    "config",
    [
        "releases: [{name: a, values: [../netrc]}]\n",
        "releases: [{name: a, values: [ABSOLUTE]}]\n",
        "releases: [{name: a, values: [link.yaml]}]\n",
        "releases: [{name: a, values: [v.yaml], set-file: [deployTarget=../netrc]}]\n",
        "releases: [{name: a, values: [v.yaml], set-file: [{name: deployTarget, value: ABSOLUTE}]}]\n",
        "baseline: ../netrc\n",
        "rules: [..]\n",
    ],
)
def test_config_reaches_nothing_outside(here: Path, tmp_path: Path, config: str) -> None:
    (here / ".pachlint.yaml").write_text(config.replace("ABSOLUTE", str(tmp_path / "netrc")))
    for form in ("text", "json"):
        result = run("check", "--format", form)
        assert result.exit_code != 0
        assert SECRET not in result.stdout + result.stderr
        assert "outside the repository" in result.stdout + result.stderr


def test_command_line_may(here: Path) -> None:
    told = run("check", "-f", "v.yaml", "--set-file", "deployTarget=../netrc", "--no-config").stdout
    assert "deployTarget *** is not a target" in told
    assert "wrong-type" in run("check", "../foreign.yaml").stdout


def test_search_follows_no_link_out(here: Path) -> None:
    (here / "values.yaml").symlink_to("../netrc")
    result = run("check", ".", "-v")
    assert "link.yaml" not in result.stdout + result.stderr
    assert SECRET not in result.stdout + result.stderr
    assert "near.yaml" in result.stdout


def test_fix_writes_nothing_through_a_link_out(here: Path, tmp_path: Path) -> None:
    before = (tmp_path / "foreign.yaml").read_text()
    result = run("check", "--fix", "link.yaml")
    assert result.exit_code == 2
    assert "link.yaml leads out of the repository" in result.stderr
    assert (tmp_path / "foreign.yaml").read_text() == before
    (here / "folder").symlink_to("..")
    assert run("check", "--fix", "folder/foreign.yaml").exit_code == 2
    assert (tmp_path / "foreign.yaml").read_text() == before
    assert run("check", "--fix", "../foreign.yaml").exit_code in (0, 1)
    assert (tmp_path / "foreign.yaml").read_text() != before
