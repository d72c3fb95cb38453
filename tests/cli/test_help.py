"""``--help`` of every command fits 80 columns, cuts no sentence, and shows no markup of docstrings."""

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from pachlint.cli import main


def commands(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command, groups among them."""
    yield words
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, (*words, name))


ALL = list(commands(main))


def test_commands_are_found() -> None:
    assert {(), ("check",), ("config", "show")} <= set(ALL)


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help_is_whole(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = CliRunner().invoke(main, [*words, "--help"], prog_name="pachlint")
    assert done.exit_code == 0
    usage, *lines = done.stdout.splitlines()
    assert usage.startswith(f"Usage: {' '.join(('pachlint', *words))} ")
    assert [line for line in lines if len(line) > 80 or line.rstrip().endswith("...")] == []
    assert [line for line in lines if any(mark in line for mark in ("`", "**", ":func:", "\b", "\\"))] == []
