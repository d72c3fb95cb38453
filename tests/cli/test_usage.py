"""Usage errors: one line that says what is wrong, and what to write; the same with every version of click."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import pachlint.cli
from pachlint.cli import main
from pachlint.cli.usage import usage_message
from pachlint.versions import newest

NEWEST = str(newest())

ROWS = [
    (["check", "--environment", "prod"], "--environment: 'prod' is not one of production, development; did you mean 'production'?"),
    (["check", "--environment", "Dev"], "--environment: 'Dev' is not one of production, development; did you mean 'development'?"),
    (["check", "--environment", "qa"], "--environment: 'qa' is not one of production, development"),
    (["values", "--provider", "Amazon"], "--provider: 'Amazon' is not one of aws, gcp, azure, on-prem, local, eks, gke, aks; did you mean 'aws'?"),
    (["check", "--provider", "on-premises"], "--provider: 'on-premises' is not one of aws, gcp, azure, on-prem, local, eks, gke, aks; did you mean 'on-prem'?"),
    (["check", "--fail-on", "warn"], "--fail-on: 'warn' is not one of error, warning, info, never; did you mean 'warning'?"),
    (["check", "--chart-version", "9.9"], f"--chart-version: there is no chart version '9.9'; did you mean {NEWEST}?"),
    (["check", "--formt", "json"], "there is no option --formt; did you mean '--format'?"),
    (["check", "--env", "production"], "there is no option --env; did you mean '--environment'?"),
    (["check", "--zz"], "there is no option --zz"),
    (["check", "-z"], "there is no option -z"),
    (["--vers"], "there is no option --vers; did you mean '--version'?"),
    (["--fix", "check"], "there is no option --fix here; write it after the command: pachlint check --fix"),
    (["--zz"], "there is no option --zz"),
    (["chek"], "there is no command 'chek'; did you mean 'check'?"),
    (["v.yaml"], "there is no command 'v.yaml'; did you mean 'pachlint check v.yaml'?"),
    (["config", "shw"], "there is no command 'shw'; did you mean 'show'?"),
    (["explain"], "the argument RULE|TOPIC|IMPACT|PATH is missing"),
    (["test"], "the argument [NAME=]DIR|FILE... is missing"),
    (["rules", "tls"], "too many arguments: tls is not needed"),
    (["check", "-f"], "-f needs a value"),
    (["check", "--set"], "--set needs a value"),
    (["check", "--fix=yes"], "--fix takes no value"),
    (["values", "v.yaml"], "v.yaml is a values file, and PATH is the path of a value: write -f v.yaml"),
    (["values", "envs/v.yaml"], "envs/v.yaml is a values file, and PATH is the path of a value: write -f envs/v.yaml"),
    (["values", "gone.yaml"], "gone.yaml is a values file, and PATH is the path of a value: write -f gone.yaml"),
]  # fmt: skip


def run(*words: str) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, list(words), prog_name="pachlint", catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a values file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "v.yaml").write_text("deployTarget: LOCAL\n")
    (tmp_path / "envs").mkdir()
    (tmp_path / "envs" / "v.yaml").write_text("deployTarget: LOCAL\n")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "reported"), ROWS, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_mistake_is_one_line(folder: Path, words: list[str], reported: str) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert result.stderr.removeprefix("error: ").partition(" (see 'pachlint")[0].rstrip("\n") == reported


@pytest.mark.parametrize("words", [[], ["config"]], ids=["pachlint", "config"])
def test_without_a_command_the_help_is_shown_and_it_is_a_mistake(words: list[str]) -> None:
    result, helped = run(*words), run(*words, "--help")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", helped.stdout)
    assert (helped.exit_code, "Commands:" in helped.stdout) == (0, True)


def test_config_and_comment_suggest_the_same(folder: Path) -> None:
    (folder / ".pachlint.yaml").write_text("environment: prod\nprovider: amazon\n")
    reported = run("check", "v.yaml").stderr
    assert "unknown environment 'prod'; did you mean 'production'?" in reported
    assert "unknown provider 'amazon'; did you mean 'aws'?" in reported
    (folder / "v.yaml").write_text("# pachlint: environment=prod provider=google\ndeployTarget: LOCAL\n")
    found = json.loads(run("check", "--no-config", "--format", "json", "v.yaml").stdout)["findings"]
    messages = [one["message"] for one in found]
    assert any("did you mean 'production'?" in one for one in messages)
    assert any("did you mean 'gcp'?" in one for one in messages)


def test_words_of_click_that_are_not_known_stay() -> None:
    assert usage_message(click.UsageError("Some new mistake."), []) == "Some new mistake"
    assert usage_message(click.BadParameter("is odd"), []) == "is odd"
    assert usage_message(click.BadOptionUsage("--fix", "is odd"), []) == "is odd"


SCRIPT = """
import json, os, sys
import pachlint.cli
from pachlint.cli import main
for words in json.loads(sys.argv[1]):
    print("$", *words, flush=True)
    try:
        main(words, prog_name="pachlint")
    except SystemExit as status:
        sys.stdout.flush()
        print("status", status.code, flush=True)
"""
HELP = [
    [],
    ["config"],
    ["--help"],
    ["--version"],
    *([name, "--help"] for name in pachlint.cli.main.commands_in),
]
WORDS = [*HELP, *(words for words, _ in ROWS)]


def said(folder: Path, *, click: str = "") -> str:
    """All that is printed for all command lines; with the click of a folder, or else the installed one."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT, json.dumps(WORDS)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": click},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("version", ["8.1.0", "8.1.8", "8.2.1", "8.3.1"])
def test_same_words_with_every_click(tmp_path: Path, version: str) -> None:
    other, here = tmp_path / "click", tmp_path / "here"
    here.mkdir()
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(other)]
    done = subprocess.run([*pip, f"click=={version}"], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"click {version} cannot be had here: {done.stderr.strip().splitlines()[-1]}")
    reported = said(here, click=str(other))
    assert reported == said(here)
    assert reported.count("\nstatus ") == len(WORDS)
