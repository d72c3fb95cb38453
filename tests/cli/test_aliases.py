"""Former ids of rules on the command line, in configs and in baselines: they work, and what rules are called now is said."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main

RULE = {
    "title": "T",
    "severity": "error",
    "impact": "broken",
    "message": "{@path}",
    "aliases": ["yours"],
    "each": {"in": "pachd.affinity.*", "as": "p"},
    "require": {"p": "never"},
    "examples": [{"bad": "pachd: {affinity: {a: 1}}", "expect": [{}]}, {"good": "deployTarget: LOCAL"}],
}
TEXT = "deployTarget: LOCAL\npachd:\n  affinity:\n    a: 1\n    b: 2\n"
NOTE = "note: the rule corp/yours is now corp/mine"


def run(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a rule of one's own and values."""
    folder = tmp_path / "corp" / "own"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(json.dumps(RULE))
    (tmp_path / "values.yaml").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_select() -> None:
    done = run("check", "--rules=corp", "--select", "corp/yours", "--format", "concise", "values.yaml")
    assert NOTE in done.stderr
    assert done.stdout.count("corp/mine") == 2


def test_baseline(here: Path) -> None:
    entries = [
        {"rule": "corp/yours", "file": "values.yaml", "path": f"pachd.affinity.{key}"} for key in "abc"
    ]
    (here / "baseline.json").write_text(json.dumps({"version": 1, "findings": entries}))
    words = ("check", "--rules=corp", "--select", "corp/mine", "--baseline=baseline.json", "values.yaml")
    done = run(*words)
    assert done.exit_code == 0
    assert "1 entry of the baseline is needed no more" in done.stderr
    run(*words, "--prune-baseline")
    left = json.loads((here / "baseline.json").read_text())["findings"]
    assert [one["path"] for one in left] == ["pachd.affinity.a", "pachd.affinity.b"]


def test_explain() -> None:
    done = run("explain", "corp/yours", "--rules=corp")
    assert "formerly corp/yours" in " ".join(done.stdout.split())
    assert NOTE in done.stderr


def test_config(here: Path) -> None:
    (here / ".pachlint.yaml").write_text("rules: [corp]\nignore: [corp/yours]\n")
    done = run("check", "--format", "concise", "values.yaml")
    assert "corp/mine" not in done.stdout
    assert NOTE in done.stderr
