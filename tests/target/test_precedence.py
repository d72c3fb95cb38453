"""Who decides what values are judged for: every set of those that speak, in one table; and what each of them may say."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pachlint.cli import main
from pachlint.versions import newest

NEWEST = str(newest())

LOCK = "dependencies:\n  - {name: pachyderm, version: %s, repository: https://helm.pachyderm.com}\n"
VERSIONS = {"flag": "2.5.0", "config": "2.5.1", "comment": "2.5.2", "chart": "2.5.3", "image-tag": "2.5.4"}
PROVIDERS = {
    "flag": "aws",
    "config": "gcp",
    "comment": "azure",
    "deploy-target": "local",
    "annotations": "aws",
}
ENVIRONMENTS = {
    "flag": "production",
    "config": "development",
    "comment": "production",
    "deploy-target": "development",
}
GCP_KEY = "pachd: {serviceAccount: {additionalAnnotations: {iam.gke.io/gcp-service-account: a@b.iam.gserviceaccount.com}}}\n"


def judged(folder: Path, values: str, *words: str, config: str = "", lock: str = "") -> dict[str, Any]:
    """The release that a check reports."""
    (folder / "values.yaml").write_text(values)
    (folder / ".git").mkdir(exist_ok=True)
    if config:
        (folder / ".pachlint.yaml").write_text(config)
    if lock:
        (folder / "Chart.lock").write_text(lock)
    command = ["check", str(folder / "values.yaml"), "--format", "json", *words]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    release: dict[str, Any] = json.loads(result.stdout)["releases"][0]
    return release


def subsets(table: dict[str, str]) -> list[tuple[str, ...]]:
    """Every choice among the speakers, in their order."""
    return [chosen for size in range(len(table) + 1) for chosen in itertools.combinations(table, size)]


@pytest.mark.parametrize("chosen", subsets(VERSIONS), ids="+".join)
def test_chart_version(chosen: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    values = "deployTarget: AMAZON\n"
    if "comment" in chosen:
        values = f"# pachlint: chart-version={VERSIONS['comment']}\n{values}"
    if "image-tag" in chosen:
        values += f"pachd: {{image: {{tag: {VERSIONS['image-tag']}}}}}\n"
    release = judged(
        tmp_path,
        values,
        *(("--chart-version", VERSIONS["flag"]) if "flag" in chosen else ()),
        config=f"chart-version: {VERSIONS['config']}\n" if "config" in chosen else "",
        lock=LOCK % VERSIONS["chart"] if "chart" in chosen else "",
    )
    first = chosen[0] if chosen else "newest"
    assert release["chart_version"] == {"value": VERSIONS.get(first, NEWEST), "from": first}


@pytest.mark.parametrize("chosen", subsets(PROVIDERS), ids="+".join)
def test_provider(chosen: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    values = "global: {postgresql: {postgresqlPassword: x}}\n"
    if "comment" in chosen:
        values = f"# pachlint: provider={PROVIDERS['comment']}\n{values}"
    if "deploy-target" in chosen:
        values += "deployTarget: LOCAL\n"
    if "annotations" in chosen:
        values += (
            "pachd: {service: {annotations: {service.beta.kubernetes.io/aws-load-balancer-type: nlb}}}\n"
        )
    release = judged(
        tmp_path,
        values,
        *(("--provider", PROVIDERS["flag"]) if "flag" in chosen else ()),
        config=f"provider: {PROVIDERS['config']}\n" if "config" in chosen else "",
    )
    first = chosen[0] if chosen else "none"
    assert release["provider"] == {"value": PROVIDERS.get(first), "from": first}


@pytest.mark.parametrize("chosen", subsets(ENVIRONMENTS), ids="+".join)
def test_environment(chosen: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    values = "global: {postgresql: {postgresqlPassword: x}}\n"
    if "comment" in chosen:
        values = f"# pachlint: environment={ENVIRONMENTS['comment']}\n{values}"
    if "deploy-target" in chosen:
        values += "deployTarget: LOCAL\n"
    release = judged(
        tmp_path,
        values,
        *(("--environment", ENVIRONMENTS["flag"]) if "flag" in chosen else ()),
        config=f"environment: {ENVIRONMENTS['config']}\n" if "config" in chosen else "",
    )
    first = chosen[0] if chosen else "none"
    assert release["environment"] == {"value": ENVIRONMENTS.get(first), "from": first}


def test_a_chart_lock_counts_more_than_the_chart_yaml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Chart.yaml").write_text(LOCK % '"2.4.x"')
    assert judged(tmp_path, "deployTarget: AMAZON\n")["chart_version"]["value"].startswith("2.4.")
    release = judged(tmp_path, "deployTarget: AMAZON\n", lock=LOCK % "2.5.3")
    assert release["chart_version"] == {"value": "2.5.3", "from": "chart"}
