"""Comments among the values of one of several releases in a file: they are about these, and about no other."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main

COMMENT = "# pachlint: ignore[log-level]"
HELMFILE = """\
releases:
  - name: one
    chart: a/pachyderm
    values: [{deployTarget: LOCAL, pachd: {logLevel: verbose}}]
  - name: two
    chart: a/pachyderm
    values:
      - deployTarget: LOCAL
        # pachlint: ignore[log-level]
        pachd: {logLevel: verbose}
"""
APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: %s}
spec:
  source:
    chart: pachyderm
    repoURL: https://helm.example.com
    targetRevision: 2.11.6
    helm:
      %s: %s
"""
BLOCK = (
    "\n        deployTarget: LOCAL\n        # pachlint: ignore[log-level]\n        pachd: {logLevel: verbose}"
)
BRACES = "{deployTarget: LOCAL, pachd: {logLevel: verbose}}"
CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: %s}
data:
  values.yaml: |
    deployTarget: LOCAL
%s    pachd: {logLevel: verbose}
"""
FLUX = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: %s}
spec:
  chart: {spec: {chart: pachyderm, version: 2.11.6, sourceRef: {kind: HelmRepository, name: a}}}
  valuesFrom: [{kind: ConfigMap, name: %s}]
"""


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def check(*words: str) -> Result:
    """``pachlint check`` with an output of a line for each finding."""
    words = ("check", "--format", "concise", "--min-severity", "warning", *words)
    return CliRunner().invoke(main, words, catch_exceptions=False)


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ({"helmfile.yaml": HELMFILE}, "helmfile.yaml:4:"),
        (
            {
                "a.yaml": APPLICATION % ("one", "valuesObject", BRACES)
                + "---\n"
                + APPLICATION % ("two", "valuesObject", BLOCK)
            },
            "a.yaml:10:",
        ),
        (
            {
                "a.yaml": APPLICATION % ("one", "values", f"'{BRACES}'")
                + "---\n"
                + APPLICATION % ("two", "values", "|" + BLOCK)
            },
            "a.yaml:10:",
        ),
        (
            {
                "maps.yaml": CONFIG % ("one", "")
                + "---\n"
                + CONFIG % ("two", "    # pachlint: ignore[log-level]\n"),
                "one.yaml": FLUX % ("one", "one"),
                "two.yaml": FLUX % ("two", "two"),
            },
            "maps.yaml:7:",
        ),
    ],
    ids=["helmfile", "objects", "texts", "ConfigMaps of two files"],
)
def test_comment_is_about_its_values_alone(files: dict[str, str], line: str) -> None:
    for name, text in files.items():
        Path(name).write_text(text)
    first = check(".")
    (told,) = first.stdout.splitlines()
    assert told.startswith(line)
    assert "[log-level]" in told
    for name, text in files.items():
        Path(name).write_text(text.replace("log-level]", "proxy-off]"))
    told_now = check(".").stdout
    assert (told_now.count("[log-level]"), told_now.count("[unused-ignore]")) == (2, 1)


def test_comment_around_all_values_is_still_about_all() -> None:
    Path("helmfile.yaml").write_text("# pachlint: ignore-file[log-level]\n" + HELMFILE.replace(COMMENT, "#"))
    assert check("helmfile.yaml").stdout == ""
    Path("helmfile.yaml").write_text("# pachlint: ignore-file[proxy-off]\n" + HELMFILE.replace(COMMENT, "#"))
    assert check("helmfile.yaml").stdout.count("[unused-ignore]") == 1


def test_between_braces_no_comment_is_written_and_others_are() -> None:
    text = HELMFILE.replace(f"        {COMMENT}\n", "")
    Path("helmfile.yaml").write_text(text)
    result = check("--add-ignores", "helmfile.yaml")
    assert "helmfile.yaml:4:14: no comment can be written to ignore log-level here" in result.stderr
    assert result.stderr.splitlines()[-1] == "ignored 1 finding in 1 file"
    assert Path("helmfile.yaml").read_text() == HELMFILE
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("text", "others"),
    [
        (HELMFILE.replace(COMMENT, "# pachlint: provider=aws"), "local"),
        ("# pachlint: provider=aws\n" + HELMFILE, "aws"),
        (HELMFILE + "# pachlint: provider=aws\n", "aws"),
    ],
)
def test_settings_among_values_hold_for_these(text: str, others: str) -> None:
    Path("helmfile.yaml").write_text(text)
    result = CliRunner().invoke(main, ["check", "--format", "json", "helmfile.yaml"], catch_exceptions=False)
    releases = json.loads(result.stdout)["releases"]
    assert [one["provider"]["value"] for one in releases] == [others, "aws"]
