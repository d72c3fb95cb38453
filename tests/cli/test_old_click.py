"""Every version of click that is allowed will do: before 8.4 its kinds of values are no generics."""

import subprocess
import sys
from pathlib import Path

import pytest

import pachlint.cli

ROOT = Path(__file__).parent.parent.parent
START = """
import click
def reject(*_):
    raise TypeError("type 'ParamType' is not subscriptable")
click.ParamType = type("ParamType", (click.ParamType,), {"__class_getitem__": classmethod(reject)})
from pachlint.__main__ import run
run()
"""
COMMANDS = sorted(pachlint.cli.main.commands_in)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_needs_no_generic_type(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", START, command, "--help"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout.partition(" ")[0]) == (0, "Usage:"), done.stderr
