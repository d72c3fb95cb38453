"""What a HelmRelease of Flux gives to Helm."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pachlint.cli import main
from pachlint.embedding.forms import held_in
from pachlint.embedding.repository_objects import _files
from pachlint.embedding.tree import Tree
from pachlint.source import Source
from tests.embedding.cases import expected, found_in, table, written

CASES = table("flux.yaml")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_release_is_as_flux_has_it(
    case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert found_in(written(case, tmp_path)) == expected(case)


RELEASE = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: pachyderm, namespace: pach}
spec:
  chart: {spec: {chart: pachyderm, version: 2.6.4}}
  valuesFrom:
    - {kind: ConfigMap, name: pachyderm-values}
    - {kind: Secret, name: pachyderm-secret}
  values:
    deployTarget: GOOGL  # misspelt
    pachd:
      storage: {google: {bucket: "${BUCKET}"}}
"""
OTHERS = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: pachyderm-values}
data:
  values.yaml: |
    pachd:
      replica: 2
---
apiVersion: v1
kind: Secret
metadata: {name: pachyderm-secret}
data:
  values.yaml: cGFjaGQ6CiAgZW50ZXJwcmlzZUxpY2Vuc2VLZXk6IHNlY3JldAogIHJvb3RUb2tlbm46IGh1bnRlcjJodW50ZXIyCg==
"""


@pytest.fixture
def _repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "clusters").mkdir()
    (tmp_path / "clusters" / "release.yaml").write_text(RELEASE)
    (tmp_path / "others.yaml").write_text(OTHERS)


def check(*words: str) -> str:
    """What ``pachlint check`` prints."""
    result = CliRunner().invoke(main, ["check", *words], catch_exceptions=False)
    assert result.exit_code in (0, 1), result.stderr
    return result.stdout


@pytest.mark.usefixtures("_repository")
def test_findings_stand_in_the_files_of_the_values() -> None:
    found = check("clusters/release.yaml", "--format", "concise")
    assert "clusters/release.yaml:10:19: error[deploy-target-spelling]" in found
    assert "others.yaml:7:7: warning[unknown-key]" in found
    assert "others.yaml:13:16: warning[unknown-key]" in found


@pytest.mark.usefixtures("_repository")
def test_variables_of_flux_are_left_to_flux() -> None:
    assert "clusters/release.yaml:12:34: info[unfilled-variable]" in check(".", "--format", "concise")
    check(".", "--fix")
    assert "clusters/release.yaml:12:34: info[unfilled-variable]" in check(".", "--format", "concise")


@pytest.mark.usefixtures("_repository")
def test_fixes_are_written_to_the_files_of_the_values(tmp_path: Path) -> None:
    check("clusters/release.yaml", "--fix", "--unsafe-fixes")
    assert (tmp_path / "clusters" / "release.yaml").read_text() == RELEASE.replace("GOOGL ", "GOOGLE ")
    assert (tmp_path / "others.yaml").read_text() == OTHERS.replace("replica:", "replicas:")


@pytest.mark.usefixtures("_repository")
@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "html", "github"])
def test_what_is_encoded_is_not_shown(form: str) -> None:
    found = check(".", "--format", form, "--show-fixes")
    assert "hunter2" not in found
    assert "cGFjaGQ6Ci" not in found


@pytest.mark.usefixtures("_repository")
def test_comments_beside_the_values_count(tmp_path: Path) -> None:
    ignoring = OTHERS.replace(
        "kind: ConfigMap", "kind: ConfigMap  # pachlint: ignore-file[unknown-key] known"
    )
    (tmp_path / "others.yaml").write_text(ignoring)
    assert "unknown-key" not in check(".", "--format", "concise")


@pytest.mark.usefixtures("_repository")
@pytest.mark.parametrize(
    "words",
    [("--hook", "others.yaml"), ("others.yaml",), ("--hook", "others.yaml", "clusters/release.yaml"), (".",)],
)
def test_release_is_judged_where_only_its_config_map_has_changed(words: tuple[str, ...]) -> None:
    found = check(*words, "--format", "concise").splitlines()
    assert [line for line in found if "unknown-key" in line] == [
        "others.yaml:7:7: warning[unknown-key] Unknown key pachd.replica in chart 2.6.4; did you mean pachd.replicas?",
        "others.yaml:13:16: warning[unknown-key] Unknown key pachd.rootTokenn in chart 2.6.4; did you mean pachd.rootToken?",
    ]
    assert len([line for line in found if "deploy-target-spelling" in line]) == 1


@pytest.mark.usefixtures("_repository")
def test_config_map_of_nobody_is_no_values_file(tmp_path: Path) -> None:
    (tmp_path / "clusters" / "release.yaml").unlink()
    result = CliRunner().invoke(main, ["check", "--hook", "others.yaml"], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (0, "")


def test_release_and_its_patch_are_judged_and_mended_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    base = (
        "apiVersion: helm.toolkit.fluxcd.io/v2\n"
        "kind: HelmRelease\n"
        "metadata: {name: pachyderm}\n"
        "spec:\n"
        "  chart: {spec: {chart: pachyderm, version: 2.6.4}}\n"
        "  values:\n"
        "    pachd:\n"
        "      replica: 2\n"
    )
    patch = (
        "apiVersion: helm.toolkit.fluxcd.io/v2\n"
        "kind: HelmRelease\n"
        "metadata: {name: pachyderm}\n"
        "spec:\n"
        "  values:\n"
        "    deployTarget: {target}\n"
    )
    for name, text in (
        ("base", base),
        ("production", patch.replace("{target}", "GOOGL")),
        ("staging", patch.replace("{target}", "AMAZN")),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "release.yaml").write_text(text)
    found = check(".", "--format", "concise").splitlines()
    assert sum("base/release.yaml:8:7: warning[unknown-key]" in line for line in found) == 1
    assert sum("deploy-target-spelling" in line for line in found) == 2
    assert not [line for line in found if "deploy-target-set" in line]
    check(".", "--fix", "--unsafe-fixes")
    texts = [(tmp_path / name / "release.yaml").read_text() for name in ("base", "production", "staging")]
    assert texts == [
        base.replace("replica:", "replicas:"),
        patch.replace("{target}", "GOOGLE"),
        patch.replace("{target}", "AMAZON"),
    ]


@pytest.mark.usefixtures("_repository")
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_what_git_ignores_gives_no_values(tmp_path: Path) -> None:
    (tmp_path / ".git").rmdir()
    subprocess.run(["git", "init", "-q", tmp_path], check=True, capture_output=True)
    assert "others.yaml" in check("clusters/release.yaml", "--format", "concise")
    (tmp_path / "ignored").mkdir()
    (tmp_path / "others.yaml").rename(tmp_path / "ignored" / "others.yaml")
    (tmp_path / ".gitignore").write_text("ignored/\n")
    _files.cache_clear()
    assert "others.yaml" not in check("clusters/release.yaml", "--format", "concise")


# spec of the HelmRelease CRD in all its versions, helm-controller 1.6
KEYS = """
chart chartRef commonMetadata dependsOn driftDetection healthCheckExprs install interval kubeConfig maxHistory persistentClient postRenderStrategy postRenderers releaseName rollback serviceAccountName storageNamespace suspend targetNamespace test timeout uninstall upgrade values valuesFrom waitStrategy
"""


@pytest.mark.parametrize("key", KEYS.split())
def test_keys_of_the_crd_are_no_mistakes(key: str) -> None:
    text = RELEASE.replace("  valuesFrom:", f"  {key}: {{}}\n  other:")
    (held,) = held_in(Source("r.yaml", text if key != "values" else RELEASE), Tree("r.yaml"))
    assert [one.code for one in held.remarks if "did you mean" in one.message] == []


@pytest.mark.parametrize(
    ("values", "message", "hint"),
    [
        ("|\n    a: 1", "Flux ignores spec.values here, because it is a text", "Write the values as a mapping below values. Remove the |."),
        ("[a]", "Flux ignores spec.values here, because it is no mapping", "Write the values as a mapping below values."),
    ],
)  # fmt: skip
def test_values_that_are_no_mapping_are_told(values: str, message: str, hint: str) -> None:
    text = RELEASE[: RELEASE.index("  valuesFrom")] + f"  values: {values}\n"
    (held,) = held_in(Source("r.yaml", text), Tree("r.yaml"))
    assert [(one.message, one.hint) for one in held.remarks] == [(message, hint)]


@pytest.mark.usefixtures("_repository")
def test_what_is_lost_in_a_patch_is_told_there(tmp_path: Path) -> None:
    (tmp_path / "patch.yaml").write_text(
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: pachyderm, namespace: pach}\n"
        "spec:\n  value: {a: 1}\n  values: {deployTarget: GOOGLE}\n"
    )
    found = check("patch.yaml", "--format", "concise")
    assert (
        "patch.yaml:5:3: error[values-lost] A HelmRelease has no spec.value; did you mean 'values'?" in found
    )
