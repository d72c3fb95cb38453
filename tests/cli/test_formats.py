"""Reports of every format from the command line: in any order and number, from any folder, and written anew."""

import itertools
import json
import os
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main
from pachlint.cli.output import FORMATS

BAD = "# pachlint: chart-version=2.6.4\ndeployTarget: LOCAL\npachd:\n  enabled: 'yes'\n  logLevl: info\n"
CLEAN = "# pachlint: chart-version=2.6.4\ndeployTarget: LOCAL\n"
ONLY = ("--select", "wrong-type,unknown-key")


def run(*words: str, stdin: str | None = None, **environment: str | None) -> Result:
    """A command line, as the program runs it."""
    return CliRunner(env=environment).invoke(main, list(words), input=stdin, catch_exceptions=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder ``deploy`` of a repository, with a values file that has findings and one that has none."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "deploy"
    folder.mkdir()
    (folder / "v.yaml").write_text(BAD)
    (folder / "clean.yaml").write_text(CLEAN)
    monkeypatch.chdir(folder)
    return folder
