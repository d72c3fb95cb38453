"""Values inside files of other programs, from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main

APPLICATION = """apiVersion: v1
kind: Namespace
metadata: {name: pach}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: pachyderm}
spec:
  source:
    chart: pachyderm
    targetRevision: 2.6.4
    helm:
      values: |
        deployTarget: LOCAL
        pachd:
          replicas: '2'
          enterpriseLicenseKey: hunter2hunter2
      parameters:
      - name: pachd.enabled
        value: "maybe"
"""
WRONG = "app.yaml:16:21: error[wrong-type]"
WRONG_FLAG = "app.yaml:20:16: error[wrong-type]"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.yaml").write_text(APPLICATION)


def run(*words: str, text: str | None = None) -> Result:
    """pachlint with these words."""
    return CliRunner().invoke(main, [*words], input=text, catch_exceptions=False)


def found(*words: str) -> list[str]:
    """The findings above info, a line each."""
    lines = run("check", "--format", "concise", *words).stdout.splitlines()
    return [line for line in lines if ": info[" not in line]


@pytest.mark.parametrize("words", [("app.yaml",), (".",), ("-f", "app.yaml"), ()])
def test_findings_stand_in_the_file(words: tuple[str, ...]) -> None:
    assert [line.split(" ")[0] + " " + line.split(" ")[1].split("]")[0] for line in found(*words)]
    assert [line.partition("]")[0] + "]" for line in found(*words)] == [WRONG, WRONG_FLAG]


def test_standard_input() -> None:
    result = run("check", "--format", "concise", "-", text=APPLICATION)
    assert "<stdin>:16:21: error[wrong-type]" in result.stdout


def test_version_and_names_are_those_of_the_object() -> None:
    assert "Application pachyderm in app.yaml: chart 2.6.4" in run("check", "app.yaml").stdout


def test_secrets_are_hidden_in_the_file() -> None:
    for form in ("text", "json", "html", "sarif", "github"):
        result = run("check", "app.yaml", "--format", form, "-v")
        assert "hunter2" not in result.stdout + result.stderr
    assert "hunter2" not in run("values", "-f", "app.yaml").stdout
    assert "hunter2" not in run("check", "--diff", "app.yaml").stdout


def test_fix_changes_the_value_and_nothing_else() -> None:
    result = run("check", "--fix", "app.yaml")
    assert Path("app.yaml").read_text() == APPLICATION.replace("'2'", "2")
    assert "fixed: app.yaml:16:21: wrong-type" in result.stderr
    assert found("app.yaml") == [line for line in found("app.yaml") if line.startswith(WRONG_FLAG)]


def test_diff_is_of_the_file() -> None:
    lines = run("check", "--diff", "app.yaml").stdout.splitlines()
    assert "-          replicas: '2'" in lines
    assert "+          replicas: 2" in lines


def test_added_comments_stand_among_the_values() -> None:
    run("check", "--add-ignores", "--with-rejected", "--reason", "known", "app.yaml")
    assert (
        "          # pachlint: ignore[wrong-type] known\n          replicas: '2'\n"
        in Path("app.yaml").read_text()
    )
    assert [line.partition("]")[0] + "]" for line in found("app.yaml")] == [
        "app.yaml:21:16: error[wrong-type]"
    ]


@pytest.mark.parametrize(
    ("above", "left"),
    [
        ("          replicas: '2'", [WRONG_FLAG]),
        ("      values: |", [WRONG_FLAG]),
        ("      - name: pachd.enabled", [WRONG]),
        ("  source:", []),
    ],
)
def test_comments_of_the_file_ignore_what_stands_below(above: str, left: list[str]) -> None:
    indent = above[: len(above) - len(above.lstrip())]
    comment = f"{indent}# pachlint: ignore[wrong-type] known\n"
    Path("app.yaml").write_text(APPLICATION.replace(above, comment + above))
    lines = [line.partition(": ")[2].partition("]")[0] for line in found("app.yaml")]
    assert lines == [one.partition(": ")[2].removesuffix("]") for one in left]


def test_config_and_baseline_know_the_file() -> None:
    run("check", "--write-baseline", "known.json", "--with-rejected", "app.yaml")
    assert '"file": "app.yaml"' in Path("known.json").read_text()
    assert found("--baseline", "known.json", "app.yaml") == []
    Path(".pachlint.yaml").write_text("per-file-ignores: {app.yaml: [wrong-type]}\n")
    assert found("app.yaml") == []


def test_values_and_map_of_the_release() -> None:
    assert '"2"  # app.yaml:16:21' in run("values", "-f", "app.yaml", "pachd.replicas").stdout
    assert '"maybe"  # app.yaml:20:16' in run("values", "-f", "app.yaml", "pachd.enabled").stdout
    assert "Application pachyderm in app.yaml: chart 2.6.4" in run("map", "app.yaml").stdout


def test_one_of_several_releases_is_chosen() -> None:
    other = APPLICATION.partition("---\n")[2].replace("name: pachyderm}", "name: other}")
    Path("app.yaml").write_text(f"{APPLICATION}---\n{other}")
    result = run("values", "-f", "app.yaml")
    assert result.exit_code == 2
    assert "Application pachyderm in app.yaml, Application other in app.yaml" in result.stderr
    assert run("values", "-f", "app.yaml", "--release", "other", "deployTarget").exit_code == 0
    assert run("values", "-f", "app.yaml", "--release", "none").exit_code == 2


def test_files_beside_the_object_are_mended_with_it() -> None:
    Path("chart").mkdir()
    Path("chart/Chart.yaml").write_text("name: pachyderm\nversion: 2.6.4\n")
    Path("chart/prod.yaml").write_text("deployTarget: LOCAL\npachd:\n  replicas: '1'\n")
    Path("app.yaml").write_text(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: pachyderm}\nspec:\n  source:\n"
        "    path: chart\n    helm:\n      valueFiles: [prod.yaml]\n"
    )
    run("check", "--fix", "app.yaml")
    assert Path("chart/prod.yaml").read_text() == "deployTarget: LOCAL\npachd:\n  replicas: 1\n"


def test_objects_of_other_charts_are_skipped() -> None:
    Path("app.yaml").write_text(APPLICATION.replace("chart: pachyderm", "chart: redis"))
    result = run("check", "app.yaml")
    assert result.exit_code == 3
    assert "nothing to check" in result.stderr
    assert run("map", "app.yaml").exit_code != 0


def test_a_file_with_releases_is_named_alone() -> None:
    Path("more.yaml").write_text("deployTarget: LOCAL\n")
    result = run("check", "-f", "app.yaml", "-f", "more.yaml")
    assert result.exit_code == 2
    assert "name it alone" in result.stderr


def test_flags_of_two_releases_stand_each_in_its_own_file() -> None:
    Path("other.yaml").write_text(
        APPLICATION.replace("metadata: {name: pachyderm}", "metadata: {name: other}")
    )
    lines = [line for line in found("app.yaml", "other.yaml") if "pachd.enabled" in line]
    assert [line.partition(": ")[0] for line in lines] == ["app.yaml:20:16", "other.yaml:20:16"]
    assert not [line for line in lines if "(releases" in line]


SECRET_FLAG = "      - name: pachd.enterpriseLicenseKey\n        value: topsecret-{}-77\n      - {{name: pachd.rootToken, value: z{}}}\n"


@pytest.mark.parametrize("form", ["text", "json", "html", "sarif", "github", "gitlab", "concise"])
def test_secrets_of_every_release_are_hidden_in_its_file(form: str) -> None:
    for number, name in enumerate(("app.yaml", "other.yaml")):
        text = APPLICATION.replace("name: pachyderm}", f"name: pach{number}}}")
        Path(name).write_text(text + SECRET_FLAG.format(number, number))
    for words in (("app.yaml", "other.yaml"), ("other.yaml",), ("app.yaml",)):
        output = run("check", *words, "--format", form, "-v").stdout
        assert "topsecret" not in output
        assert "value: z0" not in output
        assert "value: z1" not in output


@pytest.mark.parametrize("form", ["text", "html"])
def test_secrets_beside_what_is_said_of_the_object_are_hidden(form: str) -> None:
    above, _, rest = APPLICATION.partition("      values: |\n")
    values = "      valuez: {}\n      values: |\n        pachd: {enterpriseLicenseKey: hun7}\n"
    Path("app.yaml").write_text(above + values + rest[rest.index("      parameters:") :])
    output = run("check", "app.yaml", "--select", "values-lost", "--format", form, "-v").stdout
    assert "valuez" in output
    assert "hun7" not in output
