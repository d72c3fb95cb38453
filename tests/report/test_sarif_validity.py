"""SARIF by others' judgment: Microsoft's multitool, and the schema that comes with it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import fetch_multitool
import jsonschema
import pytest
from click.testing import CliRunner

from pachlint.cli import main

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
VALUES = """\
# pachlint: chart-version=2.6.4 environment=production
deployTarget: AMAZON
pachd:
  storage: {amazon: {bucket: "s3://pächy-😀", region: us-east-1a}}
  rootToken: 5e2c7a9d41b84f0fb6a3
  logLevel: |
    verbose
ingress:
  enabled: true
  annotations:
    kubernetes.io/ingress.clas: alb   # pachlint: ignore[annotation-spelling] known
"""
# What it asks for beside validity, and cannot be given: the address of a project that has none; numbers instead of names of rules;
# words of more than one letter in these; messages that are in the rules; the revision; texts where there is a secret; and files
# outside the repository as if they were inside.
ACCEPTED = {
    "SARIF2005", "SARIF2009", "SARIF2012", "SARIF2002", "SARIF2003", "SARIF2010", "SARIF2011", "SARIF2016",
}  # fmt: skip
# It would ask the net for each address otherwise.
POLICY = """\
<?xml version="1.0" encoding="utf-8"?>
<Properties>
  <Properties Key="SARIF2006.UrisShouldBeReachable.Options">
    <Property Key="RuleEnabled" Value="Disabled" Type="Driver.RuleEnabledState" />
  </Properties>
</Properties>
"""


@pytest.fixture(scope="session")
def multitool() -> fetch_multitool.Multitool:
    """Microsoft's program, from npm."""
    try:
        return fetch_multitool.multitool()
    except fetch_multitool.FetchError as error:
        pytest.skip(f"the SARIF multitool cannot be had here: {error}")


def written(*words: str) -> Path:
    """The report of a command line."""
    done = CliRunner().invoke(main, ["check", *words, "--format", "sarif", "--output", "r.sarif"])
    assert done.exit_code in (0, 1), done.output
    return Path("r.sarif")


def plain(folder: Path) -> Path:
    """Of an example with most kinds of findings."""
    return written(str(EXAMPLES / "eks" / "broken.yaml"))


def everything(folder: Path) -> Path:
    """Of two releases in a repository with odd names, with what is set aside, a baseline, and a flag at fault."""
    deploy = folder / "de ploy#1" / "100%"
    deploy.mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "base.yaml").write_text(VALUES)
    (deploy / "ü.yaml").write_text("ingress: {enabled: 'yes'}\nunkown: 1\n")
    (folder / ".pachlint.yaml").write_text(
        "environment: production\nignore: [etcd-disk-aws]\nper-file-ignores: {base.yaml: [log-level]}\nreleases:\n"
        "  - {name: both, values: [base.yaml, 'de ploy#1/100%/ü.yaml'], set: [pachd.logLevl=5]}\n"
        "  - {name: dev, values: [base.yaml], environment: development}\n"
    )
    before = [
        {"rule": "unknown-key", "file": "de ploy#1/100%/ü.yaml", "path": path} for path in ("unkown", "gone")
    ]
    (folder / "b.json").write_text(json.dumps({"version": 1, "findings": before}))
    return written("--show-ignored", "--baseline", "b.json")


def unreadable(folder: Path) -> Path:
    """Of a file that is no YAML."""
    (folder / "v.yaml").write_text("pachd:\n  image: [\n")
    return written("v.yaml")


def elsewhere(folder: Path) -> Path:
    """Of files outside the current folder, one by its whole name."""
    (folder / "v w.yaml").write_text(VALUES)
    (folder / "x.yaml").write_text(VALUES)
    return written("../v w.yaml", str(folder / "x.yaml"))


def clean(folder: Path) -> Path:
    """Without findings."""
    (folder / "v.yaml").write_text("deployTarget: LOCAL\npachd: {storage: {local: {hostPath: /data/}}}\n")
    return written("v.yaml")


def wrong(folder: Path) -> Path:
    """A report with mistakes of ours."""
    report = unreadable(folder)
    report.write_text(
        report.read_text()
        .replace('"uri": "v.yaml"', '"uri": "/v.yaml"')
        .replace('"startLine": 2', '"startLine": 3')
    )
    return report


def test_valid_by_schema_and_multitool(
    multitool: fetch_multitool.Multitool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports: dict[str, Path] = {}
    for make in (plain, everything, unreadable, elsewhere, clean, wrong):
        folder = tmp_path / make.__name__
        here = folder / "here" if make is elsewhere else folder
        here.mkdir(parents=True)
        monkeypatch.chdir(here)
        reports[make.__name__] = make(folder).rename(tmp_path / f"{make.__name__}.sarif")
    schema = json.loads(multitool.schema.read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    found = judged(multitool, tmp_path, reports.values())
    assert {"SARIF1004", "SARIF1007"} <= {one["ruleId"] for one in found.pop("wrong")} - ACCEPTED
    for name, results in found.items():
        validator.validate(json.loads(reports[name].read_text()))
        ours = {(one["ruleId"], one["level"]) for one in results if one["ruleId"] not in ACCEPTED}
        assert (name, ours) == (name, set())
        assert {one["level"] for one in results} <= {"warning", "note"}
        assert {one["ruleId"] for one in results if one["level"] == "warning"} == {"SARIF2005"}


def judged(
    multitool: fetch_multitool.Multitool, folder: Path, reports: Iterable[Path]
) -> dict[str, list[dict[str, Any]]]:
    """What the multitool says of each report, for any reader and for GitHub."""
    verdict, policy = folder / "verdict.sarif", folder / "policy.xml"
    policy.write_text(POLICY)
    words = ("--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note", "--kind", "Fail")
    multitool.run("validate", *reports, *words, "--config", policy, "--output", verdict)
    (run,) = json.loads(verdict.read_text())["runs"]
    assert run["invocations"][0]["executionSuccessful"]
    found: dict[str, list[dict[str, Any]]] = {one.stem: [] for one in reports}
    for one in run["results"]:
        uri = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        found[Path(uri).stem].append({"level": "warning", **one})
    return found


def test_line_hashes_are_those_of_the_multitool(
    multitool: fetch_multitool.Multitool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    report = everything(tmp_path)
    log = json.loads(report.read_text())
    ours = [one["partialFingerprints"] for one in log["runs"][0]["results"] if "partialFingerprints" in one]
    log["runs"][0]["results"] = [one for one in log["runs"][0]["results"] if "partialFingerprints" in one]
    log["runs"][0]["originalUriBaseIds"]["SRCROOT"]["uri"] = f"{tmp_path.as_uri()}/"
    for one in log["runs"][0]["results"]:
        del one["partialFingerprints"]
    report.write_text(json.dumps(log))
    multitool.run("rewrite", report, "--insert", "RollingHashPartialFingerprints", "--output", "hashed.sarif")
    theirs = [
        one["partialFingerprints"]
        for one in json.loads(Path("hashed.sarif").read_text())["runs"][0]["results"]
    ]
    pairs = [
        (one["primaryLocationLineHash"], other["primaryLocationLineHash"])
        for one, other in zip(ours, theirs, strict=True)
        if "primaryLocationLineHash" in one
    ]
    assert len(pairs) > 5
    assert all(one == other for one, other in pairs)
