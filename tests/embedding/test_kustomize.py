"""What a kustomization gives to Helm."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pachlint.cli import main
from tests.embedding.cases import expected, found_in, table, written

CASES = table("kustomize.yaml")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_release_is_as_kustomize_has_it(
    case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert found_in(written(case, tmp_path)) == expected(case)


KUSTOMIZATION = """\
helmCharts:
  - name: pachyderm
    version: 2.6.4
    valuesFile: base.yaml
    valuesInline:
      deployTarget: GOOGL
"""


@pytest.mark.parametrize("name", ["kustomization.yaml", "kustomization.yml", "Kustomization"])
def test_findings_and_fixes_go_to_the_kustomization(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.yaml").write_text("pachd:\n  replica: 2\n")
    (tmp_path / name).write_text(KUSTOMIZATION)
    result = CliRunner().invoke(main, ["check", name, "--format", "concise"], catch_exceptions=False)
    assert f"{name}:6:21: error[deploy-target-spelling]" in result.stdout
    assert "base.yaml:2:3: warning[unknown-key]" in result.stdout
    CliRunner().invoke(main, ["check", name, "--fix", "--unsafe-fixes"], catch_exceptions=False)
    assert (tmp_path / name).read_text() == KUSTOMIZATION.replace("GOOGL", "GOOGLE")
    assert (tmp_path / "base.yaml").read_text() == "pachd:\n  replicas: 2\n"
