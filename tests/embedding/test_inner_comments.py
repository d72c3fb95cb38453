"""Comments among the values of one of several releases in a file: they are about these, and about no other."""

import json
import re
from pathlib import Path
from typing import Any, cast

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


def report(*words: str) -> dict[str, Any]:
    """The report of ``pachlint check`` for programs."""
    result = CliRunner().invoke(main, ["check", "--format", "json", *words], catch_exceptions=False)
    return cast("dict[str, Any]", json.loads(result.stdout))


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


SETTING = "# pachlint: provider=aws"
"""In the texts below ``@`` is a line with this comment, and ``-`` one without."""
TWO_OBJECTS = (
    "@0\n"
    + APPLICATION % ("one", "values", f"'{BRACES}'")
    + "@1\n---\n@2\n"
    + APPLICATION % ("two", "valuesObject", BLOCK)
)
TWO_ITEMS = """\
@0
releases:
  @1
  - name: one
    @2
    values: [{deployTarget: LOCAL}]
    chart: a/pachyderm  @6
  @3
  - name: two
    chart: a/pachyderm
    values:
      - deployTarget: LOCAL
        @4
        pachd: {logLevel: info}
@5
"""
TWO_BLOCKS = """\
@0

@1
resource "helm_release" "one" {
  @2
  chart  = "pachyderm"
  values = ["{deployTarget: LOCAL}"]
}
@3

@4
resource "helm_release" "two" {
  chart  = "pachyderm"
  values = [yamlencode({deployTarget = "LOCAL"})]
  @5
}
"""
TWO_CHARTS = """\
@0
helmCharts:
  - name: pachyderm
    releaseName: one
    @1
    valuesInline: {deployTarget: LOCAL}
  @2
  - name: pachyderm
    releaseName: two
    valuesInline: {deployTarget: LOCAL}
"""
LIST = """\
@0
apiVersion: v1
kind: List
items:
  @1
  - apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: one}
    spec: {source: {chart: pachyderm, helm: {values: 'deployTarget: LOCAL'}}}
  - apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: two}
    @2
    spec: {source: {chart: pachyderm, helm: {values: 'deployTarget: LOCAL'}}}
"""
# the values of the first stand as far from the beginning as a ConfigMap of the second in the other file
FLUX_WITH_VALUES = FLUX % ("one", "one") + "  values: {deployTarget: LOCAL}\n---\n" + FLUX % ("two", "two")
TWO_MAPS = "@0\n---\n@1\n" + CONFIG % ("one", "    @2\n") + "---\n@3\n" + CONFIG % ("two", "")
BESIDE_MAPS = (
    "@0\n"
    + FLUX % ("one", "one")
    + "---\n@1\n"
    + FLUX % ("two", "two")
    + "---\n@2\n"
    + CONFIG % ("two", "")
    + "---\n"
    + CONFIG % ("one", "")
)


@pytest.mark.parametrize(
    ("name", "text", "held"),
    [
        ("a.yaml", TWO_OBJECTS, ("both", "one", "two")),
        ("a.yaml", "---\n" + TWO_OBJECTS, ("one", "one", "two")),
        ("a.yaml", "@9\n---\n" + TWO_OBJECTS, ("one",)),
        (
            "helmfile.yaml",
            TWO_ITEMS.replace("\n", "\r\n"),
            ("both", "one", "one", "two", "two", "both", "one"),
        ),
        ("main.tf", TWO_BLOCKS, ("both", "one", "one", "both", "two", "two")),
        ("kustomization.yaml", TWO_CHARTS, ("both", "one", "two")),
        ("a.yaml", LIST, ("both", "one", "two")),
        ("maps.yaml", TWO_MAPS, ("both", "one", "one", "two")),
        ("a.yaml", BESIDE_MAPS, ("both", "two", "two")),
    ],
    ids=[
        "objects",
        "after a marker",
        "below a head",
        "helmfile",
        "terraform",
        "kustomization",
        "list",
        "maps",
        "maps beside",
    ],
)
def test_settings_hold_for_the_release_around_them(name: str, text: str, held: tuple[str, ...]) -> None:
    if name == "maps.yaml":
        Path("flux.yaml").write_text(FLUX_WITH_VALUES)
    for number, wanted in enumerate(held):
        written = re.sub(r"@(\d)", lambda found, n=number: SETTING if found[1] == str(n) else "#", text)
        Path(name).write_text(written, newline="")
        releases = report(".")["releases"]
        found = [one["name"] for one in releases if one["provider"]["value"] == "aws"]
        assert len(releases) == 2
        names = ["one", "two"] if wanted == "both" else [wanted]
        assert [re.search(r"\b(one|two)\b", one)[0] for one in found] == names, number


@pytest.mark.parametrize("first", [True, False])
def test_settings_still_hold_for_their_release_where_fixes_are_made(first: bool) -> None:
    texts = [APPLICATION % (name, "valuesObject", "{pachd: {replicas: '1'}}") for name in ("one", "two")]
    texts[not first] += f"{SETTING}\n"
    Path("a.yaml").write_text("---\n".join(texts))
    releases = report("--fix", ".")["releases"]
    assert [one["provider"]["value"] == "aws" for one in releases] == [first, not first]
    assert Path("a.yaml").read_text().count("replicas: 1}") == 2


def test_what_is_told_of_the_file_around_values_stands_where_it_is_after_fixes() -> None:
    block = "\n      deployTarget: LOCAL\n      pachd:\n        annotations: null"
    text = re.sub("@.", "#", TWO_CHARTS.replace(" {deployTarget: LOCAL}", block))
    Path("kustomization.yaml").write_text(text)
    told = report("--fix", "--unsafe-fixes", "kustomization.yaml")["findings"]
    assert told == report("kustomization.yaml")["findings"]
    lines = Path("kustomization.yaml").read_text().splitlines()
    assert len(lines) > len(text.splitlines())
    lost = [lines[one["line"] - 1].strip() for one in told if one["rule"] == "values-lost"]
    assert lost == ["annotations: null"] * 2


def test_comments_above_the_first_marker_are_read() -> None:
    text = f"{SETTING}\n# pachlint: ignore-file[log-level]\n---\n" + APPLICATION % (
        "one",
        "values",
        f"'{BRACES}'",
    )
    Path("a.yaml").write_text(text)
    found = report("a.yaml")
    assert found["releases"][0]["provider"]["from"] == "comment"
    assert not [one for one in found["findings"] if one["rule"] == "log-level" and not one.get("ignored")]


def test_wrong_setting_is_told_by_the_release_that_it_is_for() -> None:
    text = TWO_OBJECTS.replace("@0", "#").replace("@1", "#").replace("@2", "# pachlint: provider=oracle")
    Path("a.yaml").write_text(text)
    (told,) = (one for one in check("a.yaml").stdout.splitlines() if "oracle" in one)
    assert told.startswith("a.yaml:14:13: ")
