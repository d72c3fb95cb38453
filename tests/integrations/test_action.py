"""The action's steps, run as GitHub's runner runs them: a file of commands, ``bash -e``, outputs in files."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent.parent
ACTION: dict[str, Any] = YAML(typ="safe").load(ROOT / "action.yml")
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
EXPRESSION = re.compile(r"\$\{\{ ?(.*?) ?\}\}")
BROKEN = (ROOT / "examples" / "gke" / "broken.yaml").read_text()
PROGRAM = Path(sys.executable).with_name("pachlint")


class Done(NamedTuple):
    """How a step ended."""

    status: int
    log: str
    outputs: dict[str, str]
    page: str


def evaluated(text: str, known: Mapping[str, str]) -> str:
    """The text with the values of its expressions."""
    return EXPRESSION.sub(lambda found: known[found[1]], text)


def run(step: Mapping[str, Any], folder: Path, known: Mapping[str, str]) -> Done:
    """One step with ``run``."""
    script, output, page = (folder / name for name in ("step.sh", "output", "page.md"))
    script.write_text(step["run"])
    output.write_text("")
    page.write_text("")
    given = {name: evaluated(text, known) for name, text in step["env"].items()}
    files = {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(page), "GITHUB_ACTIONS": "true"}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
        cwd=folder / "repository",
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "PIP_NO_COMPILE": "1", **given, **files},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    pairs = [line.split("=", 1) for line in output.read_text().splitlines()]
    return Done(done.returncode, done.stdout + done.stderr, dict(pairs), page.read_text())


def check(folder: Path, **inputs: str) -> Done:
    """The step that checks, with inputs of the action, in a repository with a broken file."""
    assert set(inputs) <= {name.replace("-", "_") for name in ACTION["inputs"]}
    (folder / "repository").mkdir()
    (folder / "repository" / "values.yaml").write_text(BROKEN)
    known = {f"inputs.{name}": str(about.get("default", "")) for name, about in ACTION["inputs"].items()}
    known |= {f"inputs.{name.replace('_', '-')}": text for name, text in inputs.items()}
    known |= {"github.action_path": str(ROOT), "runner.temp": str(folder)}
    known["steps.install.outputs.program"] = str(PROGRAM)
    (step,) = [step for step in STEPS if step.get("id") == "check"]
    return run(step, folder, known)


def test_inputs_are_never_part_of_a_script() -> None:
    scripts = [step["run"] for step in STEPS if "run" in step]
    assert len(scripts) == 3
    assert [text for text in scripts if "${{" in text] == []
    assert all(step.get("shell") == "bash" for step in STEPS if "run" in step)


def test_every_input_is_read_and_every_output_written(tmp_path: Path) -> None:
    text = (ROOT / "action.yml").read_text()
    for name in ACTION["inputs"]:
        assert f"inputs.{name}" in text
    outputs = check(tmp_path, upload_sarif="true").outputs
    assert {about["value"] for about in ACTION["outputs"].values()} == {
        f"${{{{ steps.check.outputs.{name} }}}}" for name in outputs
    }


def test_findings_are_annotated_counted_and_written(tmp_path: Path) -> None:
    done = check(tmp_path, paths="values.yaml", sarif_file="out.sarif")
    # the last step fails, after the upload
    assert done.status == 0
    assert done.log.count("::error ") == 5
    assert "annotation-spelling" in done.page
    assert done.outputs == {
        "exit-status": "1",
        "errors": "5",
        "warnings": "8",
        "infos": "4",
        "sarif-file": str(tmp_path / "repository" / "out.sarif"),
    }
    (part,) = json.loads((tmp_path / "repository" / "out.sarif").read_text())["runs"]
    assert len(part["results"]) == 17


@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        ({"fail_on": "never"}, "0"),
        ({"fail_on": "nonsense"}, "2"),
        ({"args": "--select=annotation-spelling\n--ignore\nannotation-spelling\n"}, "3"),
        ({"args": "\n  \n--chart-version=2.6.4\r\n"}, "1"),
        ({"paths": "no such.yaml"}, "2"),
        ({"config": "nowhere.yaml"}, "2"),
        ({"format": "text"}, "1"),
    ],
    ids=str,
)
def test_status_is_pachlints(tmp_path: Path, inputs: dict[str, str], status: str) -> None:
    done = check(tmp_path, **inputs)
    assert (done.status, done.outputs["exit-status"], "sarif-file" in done.outputs) == (0, status, False)
    assert ("errors" in done.outputs) == (status != "2"), done.log


@pytest.mark.parametrize("name", ["paths", "config", "fail_on", "format", "args", "sarif_file"])
def test_inputs_run_nothing(tmp_path: Path, name: str) -> None:
    hostile = "$(touch pwned)`touch pwned`;touch pwned;\"'&& touch pwned\nx=1"
    done = check(tmp_path, **{name: hostile})
    assert not list(tmp_path.rglob("*pwned"))
    assert set(done.outputs) <= set(ACTION["outputs"])


def test_last_step_ends_as_pachlint_did(tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    step = STEPS[-1]
    for status in ("0", "1", "2", "3"):
        done = run(step, tmp_path, {"steps.check.outputs.exit-status": status})
        assert done.status == int(status)
    (upload,) = [number for number, step in enumerate(STEPS) if "uses" in step]
    assert upload == len(STEPS) - 2
    assert step["if"].startswith("always()")


@pytest.mark.slow
def test_installs_its_own_checkout(tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    known = {
        "inputs.python": sys.executable,
        "github.action_path": str(ROOT),
        "runner.temp": str(tmp_path),
    }
    done = run(STEPS[0], tmp_path, known)
    if done.status and re.search("No matching distribution|connection|Could not find", done.log):
        pytest.skip("pip reaches no index here")
    assert done.status == 0, done.log
    reported = subprocess.run([done.outputs["program"], "--version"], capture_output=True, check=True)
    assert reported.stdout.startswith(b"pachlint ")


def test_old_python_is_reported(tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    known = {"inputs.python": str(old), "github.action_path": str(ROOT), "runner.temp": str(tmp_path)}
    done = run(STEPS[0], tmp_path, known)
    assert (done.status, "::error::pachlint needs Python 3.11" in done.log) == (1, True)
