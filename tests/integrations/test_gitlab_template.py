"""GitLab's template, its script run as the runner runs it, with an installation that costs nothing."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pachlint import __version__

ROOT = Path(__file__).parent.parent.parent
TEMPLATE: dict[str, Any] = YAML(typ="safe").load(ROOT / "integrations" / "pachlint.gitlab-ci.yml")
JOB: dict[str, Any] = TEMPLATE["pachlint"]
# makes an environment with the pachlint of the tests
PYTHON = """\
#!/bin/sh
mkdir -p "$3/bin"
ln -s "{pachlint}" "$3/bin/pachlint"
printf '#!/bin/sh\\necho "$@" >installed\\n' >"$3/bin/pip"
chmod +x "$3/bin/pip"
"""


def run(folder: Path, **variables: str) -> int:
    """The script of the job, in a folder with a broken file; the exit status."""
    (folder / "bin").mkdir()
    python = folder / "bin" / "python"
    python.write_text(PYTHON.format(pachlint=Path(sys.executable).with_name("pachlint")))
    python.chmod(0o755)
    repository = folder / "repository"
    repository.mkdir()
    (repository / "values.yaml").write_bytes((ROOT / "examples" / "gke" / "broken.yaml").read_bytes())
    given = {**TEMPLATE["variables"], **variables, "CI_BUILDS_DIR": str(folder), "CI_JOB_ID": "7"}
    done = subprocess.run(
        ["bash", "-c", "set -eo pipefail\n" + "\n".join(JOB["script"])],
        cwd=repository,
        env={"PATH": f"{folder}/bin:{os.environ['PATH']}", "CI": "true", **given},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (repository / "installed").read_text().split()[-1] == given["PACHLINT_PACKAGE"]
    return done.returncode


def test_findings_fail_the_job_and_leave_both_reports(tmp_path: Path) -> None:
    assert run(tmp_path) == 1
    names = JOB["artifacts"]["reports"]
    quality = json.loads((tmp_path / "repository" / names["codequality"]).read_text())
    assert len(quality) == 17
    assert {one["location"]["path"] for one in quality} == {"values.yaml"}
    assert int(ET.parse(tmp_path / "repository" / names["junit"]).getroot().attrib["failures"]) == 13
    assert JOB["artifacts"]["when"] == "always"


@pytest.mark.parametrize(
    ("variables", "status"),
    [
        ({"PACHLINT_PATHS": "values.yaml", "PACHLINT_OPTIONS": "--fail-on never"}, 0),
        ({"PACHLINT_PATHS": "values.yaml", "PACHLINT_OPTIONS": "--chart-version 2.6.4 -q"}, 1),
        ({"PACHLINT_PATHS": "nowhere.yaml"}, 2),
        ({"PACHLINT_PATHS": "*.yaml"}, 2),
        ({"PACHLINT_PATHS": "$(touch${IFS}pwned)"}, 2),
    ],
    ids=str,
)
def test_variables_are_words(tmp_path: Path, variables: dict[str, str], status: int) -> None:
    assert run(tmp_path, **variables) == status
    assert not list(tmp_path.rglob("pwned"))


def test_version_is_that_of_the_package() -> None:
    assert TEMPLATE["variables"]["PACHLINT_PACKAGE"].endswith(f"@v{__version__}")
