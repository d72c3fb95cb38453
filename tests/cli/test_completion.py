"""Command lines completed by real bash, zsh and fish."""

import os
import pty
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pachlint.catalog.values import lookup
from pachlint.cli import main
from pachlint.cli.completing import completions
from pachlint.cli.options import Word
from pachlint.policy.paths import read_pattern

BIN = Path(sys.executable).parent
CONFIG = """\
rules: {corp: policies}
releases:
  - {name: prod, values: [prod.yaml]}
  - {name: "$(touch pwned)", values: [prod.yaml]}
"""
RULE = (
    "{title: Logs are short, severity: error, impact: fragile, message: m, require: {pachd.logLevel: info},"
    " examples: [{bad: 'pachd: {logLevel: debug}', expect: [{}]}, {good: 'pachd: {logLevel: info}'}]}\n"
)
DRIVE_BASH = """\
source "$1"; shift
compopt() { echo "$2"; }
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_pachlint_completion pachlint
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a config, a rule and files."""
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "log-level.yaml").write_text(RULE)
    (tmp_path / ".pachlint.yaml").write_text(CONFIG)
    (tmp_path / "prod.yaml").write_text("deployTarget: LOCAL\n")
    return tmp_path


def shell(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A shell that finds pachlint."""
    path = f"{BIN}:{os.environ['PATH']}"
    if not shutil.which(command[0], path=path):
        pytest.skip(f"there is no {command[0]} here")
    return subprocess.run(
        command,
        cwd=folder,
        env={"PATH": path, "HOME": str(folder), "TERM": "dumb"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``pachlint completion bash`` prints."""
    path = tmp_path_factory.mktemp("completion") / "script.bash"
    path.write_text(CliRunner().invoke(main, ["completion", "bash"]).stdout)
    return path


@pytest.fixture
def complete(folder: Path, script: Path) -> Callable[..., list[str]]:
    """What bash offers for the last of some words."""
    return lambda *words: completed(folder, script, *words)


def completed(folder: Path, script: Path, *words: str) -> list[str]:
    done = shell(folder, "bash", "--norc", "-c", DRIVE_BASH, "bash", str(script), "pachlint", *words)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["ch"], ["check"]),
        (["config", ""], ["show"]),
        (["check", "--fa"], ["--fail-on"]),
        (["check", "--format", "j"], ["json", "junit"]),
        (["check", "--format", "=", "j"], ["json", "junit"]),
        (["check", "--fail-on", "=", "never", "--format", "j"], ["json", "junit"]),
        (["check", "--provider", "e"], ["eks"]),
        (["check", "--chart-version", "2.11.6"], ["2.11.6"]),
        (["check", "--select", "annotation-sp"], ["annotation-spelling"]),
        (["check", "--ignore", "tls,annotation-sp"], ["tls,annotation-spelling"]),
        (["check", "--select", "corp"], ["corp/", "corp/log-level"]),
        (["check", "--release", ""], ["prod"]),
        (["check", "p"], ["default"]),
        (["check", "-f", ""], ["default"]),
        (["check", "--output", "r"], ["default"]),
        (["check", "--rules", ""], ["dirnames"]),
        (["init", ""], ["dirnames"]),
        (["check", "--reason", ""], []),
        (["explain", "rejec"], ["rejected"]),
        (["explain", "proxy.tls.secretN"], ["proxy.tls.secretName"]),
        (["explain", "proxy.tls.secret"], ["proxy.tls.secret", "proxy.tls.secret.", "proxy.tls.secretName"]),
        (["values", "-f", "prod.yaml", "proxy.ho"], ["proxy.host"]),
        (["rules", "--reads", "global.prox"], ["global.proxy"]),
        (["completion", ""], ["bash", "fish", "zsh"]),
        (["chekc", "che"], ["check"]),
        (["explain", "annotation-spelling", "an"], []),
    ],
    ids=" ".join,
)
def test_bash_offers(
    folder: Path, complete: Callable[..., list[str]], words: list[str], offered: list[str]
) -> None:
    assert complete(*words) == offered
    assert not (folder / "pwned").exists()


def test_every_rule_is_offered(folder: Path, complete: Callable[..., list[str]]) -> None:
    listed = shell(folder, "pachlint", "rules", "--no-config", "--format", "json").stdout
    ids = set(re.findall(r'"(?:id|rule)": "([^"]+)"', listed))
    assert len(ids) > 300
    assert ids <= set(complete("explain", "--no-config", ""))


@pytest.mark.parametrize("mistake", ["rules: nowhere\n", "no-such-key: 1\n", "{", "rules: 1\n"])
def test_mistake_in_the_config_is_no_noise(
    folder: Path, complete: Callable[..., list[str]], mistake: str
) -> None:
    (folder / ".pachlint.yaml").write_text(mistake)
    assert complete("explain", "annotation-sp") == ["annotation-spelling"]
    assert complete("check", "--release", "") == []


def test_every_value_offered_is_one() -> None:
    parameter = click.Argument(["path"])
    seen, open_ = set(), [""]
    while open_ and len(seen) < 400:
        for item in completions(click.Context(main), parameter, open_.pop()):
            if item.value.endswith("."):
                open_.append(item.value)
            else:
                seen.add(item.value)
    assert len(seen) > 300
    assert [path for path in seen if not lookup(read_pattern(path))] == []


def test_every_option_that_takes_a_word_offers_it() -> None:
    check = main.get_command(click.Context(main), "check")
    assert check is not None
    words = [option for option in check.params if isinstance(option.type, Word)]
    assert len(words) > 4
    for option in words:
        offered = [item.value for item in option.shell_complete(click.Context(check), "")]
        assert isinstance(option.type, Word)
        assert offered == list(option.type.words)


def test_typed_in_a_terminal(folder: Path) -> None:
    """Readline, in a terminal, with the file that only it can complete."""
    process, terminal = pty.fork()
    if not process:
        os.chdir(folder)
        environment = {"PATH": f"{BIN}:{os.environ['PATH']}", "TERM": "dumb", "PS1": "> ", "HISTFILE": ""}
        os.execve("/bin/bash", ["bash", "--norc", "-i"], environment)
    for typed in (
        'eval "$(pachlint completion bash)"\n',
        "pachlint che\t--fail-on ne\tpro\t --form\tconc\t\n",
    ):
        time.sleep(0.5)
        for key in typed:
            os.write(terminal, key.encode())
            if key == "\t":
                time.sleep(1.5)
    os.write(terminal, b"exit\n")
    seen = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        seen += part
    os.close(terminal)
    os.waitpid(process, 0)
    assert b"pachlint check --fail-on never prod.yaml  --format concise" in seen, seen.decode()


def test_zsh(folder: Path) -> None:
    script = """
        autoload -U compinit && compinit -u -d .zcompdump
        eval "$(pachlint completion zsh)"
        compadd() { local name=${@[-1]}; print -l ${(P)name}; }
        _describe() { print -l ${(P)@[-2]}; }
        words=(pachlint explain annotation-sp); CURRENT=3; _pachlint_completion
        words=(pachlint check --format j); CURRENT=4; _pachlint_completion
    """
    done = shell(folder, "zsh", "-f", "-c", script)
    assert done.stdout.splitlines() == [
        "annotation-spelling:An annotation key must be spelled as its controller reads it",
        "json",
        "junit",
    ], done.stderr


def test_fish(folder: Path) -> None:
    script = """
        pachlint completion fish | source
        complete -C 'pachlint explain annotation-sp'
        complete -C 'pachlint check --format j'
        complete -C 'pachlint check pro'
    """
    done = shell(folder, "fish", "--no-config", "-c", script)
    assert done.stdout.splitlines() == [
        "annotation-spelling\tAn annotation key must be spelled as its controller reads it",
        "json",
        "junit",
        "prod.yaml",
    ], done.stderr


def test_script_is_clicks() -> None:
    for name in ("bash", "zsh", "fish"):
        reported = CliRunner().invoke(main, ["completion", name])
        assert (reported.exit_code, "_PACHLINT_COMPLETE" in reported.stdout) == (0, True)
    assert CliRunner().invoke(main, ["completion", "tcsh"]).exit_code == 2
