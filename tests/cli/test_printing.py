"""No command prints what steers a terminal or a CI runner, wherever a stranger has put it; and none prints past the room for it."""

import ast
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from hostile_output import ACTIONS, WAYS, Scene, leaks
from hostile_payloads import dealt, payloads
from hostile_scenes import SCENES

from pachlint.cli import main

PACKAGE = Path(__file__).parent.parent.parent / "pachlint"
PATHS = sorted(PACKAGE.rglob("*.py"))
ROOM = PACKAGE / "terminal.py"
# Where text is made fit to be shown, by what it is then.
MAKERS = {
    "Shown": "visible.py",
    "Json": "visible.py",
    "Xml": "report/xml.py",
    "Html": "report/html_markup.py",
    "GitHubLog": "report/github_commands.py",
    "Markdown": "report/markdown.py",
}
# What prints past the room: to the process's streams, or by way of others.
PRINTING = {"print", "echo", "secho", "echo_via_pager", "print_exc", "print_exception", "print_tb", "warn"}
STREAMS = {"stdout", "stderr", "__stdout__", "__stderr__"}


def commands(group: click.Group, above: str = "") -> Iterator[str]:
    """The names of all commands, those of groups with the group's before them."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}"


def test_every_command_is_tried() -> None:
    assert set(commands(main)) == set(WAYS)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_nothing_of_a_stranger_comes_through(scene: Scene) -> None:
    assert sorted(set(leaks(scene, payloads()))) == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_every_payload_is_planted(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    met = {one.name for run in scene.plant(payloads()) for one in run.planted}
    assert {one.name for one in payloads()} - met <= {"NUL", "BYTE", "SURROGATE"}


def test_one_of_each_kind_is_dealt() -> None:
    every = payloads()
    turns = [dealt(every, turn) for turn in range(6)]
    assert {len(turn) for turn in turns} == {5}
    assert {one.name for turn in turns for one in turn} == {one.name for one in every}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_every_input_reaches_the_reader(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    never = re.compile(r"(?!)")
    for name in ("_UNSAFE", "_UNSAFE_IN_LINES", "_COMMAND"):
        monkeypatch.setattr(f"pachlint.visible.{name}", never)
    two = tuple(one for one in payloads() if one.name in ("ALM", "old command"))
    missing = {"RLO", "old command"}
    for leak in leaks(scene, two):
        missing.discard(leak.payload)
        if not missing:
            break
    assert not missing


@cache
def parsed(path: Path) -> ast.AST:
    return ast.parse(path.read_text())


def printing(tree: ast.AST) -> Iterator[str]:
    """What a module prints by itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in PRINTING:
                yield f"{node.lineno}: {name}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "sys" and node.attr in STREAMS:
                yield f"{node.lineno}: sys.{node.attr}"
            if (node.value.id, node.attr) in {("os", "write"), ("os", "writev")}:
                yield f"{node.lineno}: os.{node.attr}"
        if isinstance(node, ast.ImportFrom) and node.module in ("sys", "click", "rich"):
            yield from (
                f"{node.lineno}: {alias.name}" for alias in node.names if alias.name in STREAMS | PRINTING
            )


def test_nothing_else_prints() -> None:
    found = {path: lines for path in PATHS if (lines := list(printing(parsed(path))))}
    assert {*found} == {ROOM}, found


@pytest.mark.parametrize("kind", MAKERS)
def test_nothing_else_says_that_text_is_fit_to_be_shown(kind: str) -> None:
    makers = set()
    for path in PATHS:
        calls = (node.func for node in ast.walk(parsed(path)) if isinstance(node, ast.Call))
        if kind in {node.id for node in calls if isinstance(node, ast.Name)}:
            makers.add(path.relative_to(PACKAGE).as_posix())
    assert makers == {MAKERS[kind]}


@pytest.mark.parametrize(
    "line",
    [
        "print(1)",
        "click.echo(1)",
        "sys.stderr.write(1)",
        "from sys import stdout",
        "os.write(1, b'')",
        "traceback.print_exc()",
    ],
)
def test_printing_is_noticed(line: str) -> None:
    assert len(list(printing(ast.parse(line)))) == 1


def run(*words: str, content: str = "", actions: bool = False) -> Result:
    """A command line, in a job of GitHub Actions or in none."""
    environment = (
        ACTIONS if actions else dict.fromkeys(("CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"))
    )
    return CliRunner(env=environment).invoke(main, list(words), input=content, catch_exceptions=False)


PLAIN = "# pachlint: chart-version=2.6.4\ndeployTarget: LOCAL\npachd:\n  enabled: 'yes'\n"
STEERING = PLAIN.replace("pachd:\n", "pachd:\n  # ##[error]x \u202e\n")


@pytest.fixture
def values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file v.yaml with a fix, beside a line that GitHub's runner would obey."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "v.yaml"
    path.write_text(STEERING)
    return path


class TestDiff:
    def test_is_as_git_wants_it_outside_of_ci(self, values: Path) -> None:
        done = run("check", "--diff", "v.yaml")
        assert "   # ##[error]x \u202e\n" in done.stdout
        assert "would fix 1 finding in 1 file\n" in done.stderr
        assert "cannot be applied" not in done.stderr

    def test_is_made_visible_for_a_runner(self, values: Path) -> None:
        done = run("check", "--diff", "v.yaml", actions=True)
        assert "   # ##\\[error]x <U+202E>\n" in done.stdout
        assert "v.yaml: signs that would steer a CI runner are made visible in this diff" in done.stderr

    def test_of_a_plain_file_is_the_same_everywhere(self, values: Path) -> None:
        values.write_text(PLAIN)
        inside, outside = (run("check", "--diff", "v.yaml", actions=one) for one in (True, False))
        assert inside.output == outside.output
        assert "+" in inside.stdout

    def test_goes_into_a_file_as_it_is(self, values: Path) -> None:
        with Path("d.patch").open("wb") as file:
            done = subprocess.run(
                [sys.executable, "-m", "pachlint", "check", "--diff", "v.yaml"],
                stdout=file, stderr=subprocess.PIPE, check=False, env={**os.environ, **ACTIONS},
            )  # fmt: skip
        assert b"cannot be applied" not in done.stderr
        subprocess.run(["git", "apply", "d.patch"], check=True)
        assert values.read_text() == STEERING.replace("'yes'", "true")


class TestFixedStandardInput:
    def test_is_as_it_was_but_for_the_fixes(self, values: Path) -> None:
        assert run("check", "--fix", "-", content=STEERING).stdout == STEERING.replace("'yes'", "true")

    def test_is_not_printed_where_a_runner_would_obey_it(self, values: Path) -> None:
        done = run("check", "--fix", "-", content=STEERING, actions=True)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "send it into a file" in done.stderr
        assert run("check", "--fix", "-", content=PLAIN, actions=True).stdout


def on_a_terminal(*words: str, content: bytes = b"") -> bytes:
    """What a terminal gets of a command's standard output."""
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "pachlint", *words], input=content, stdout=theirs, stderr=subprocess.PIPE, check=False, timeout=60,
        env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    os.close(theirs)
    shown = done.stderr
    while True:
        try:
            part = os.read(ours, 100_000)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    return shown


@pytest.mark.parametrize(
    "words", [("--diff", "v.yaml"), ("--fix", "-"), ("v.yaml",), ("--diff", "v.yaml", "--color", "always")]
)
def test_terminal_is_not_steered(values: Path, words: tuple[str, ...]) -> None:
    shown = on_a_terminal("check", *words, content=values.read_bytes())
    assert "\u202e".encode() not in shown
    assert b"##[" not in shown
    assert shown


def test_traceback_is_reported_line_by_line(values: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("a\x1b\n::error::b")

    monkeypatch.setattr("pachlint.lint.check", fail)
    done = run("check", "--debug", "v.yaml")
    assert done.exit_code == 4
    assert "\nValueError\nerror: internal error" in done.stderr
    # what an exception says may be a secret
    assert "␛" not in done.stderr
