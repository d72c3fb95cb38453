"""The config: what it may say, which one holds, and what it changes."""

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from ruamel.yaml import YAML

from pachlint.cli import main
from pachlint.config.reader import FIELDS, RELEASE_FIELDS
from pachlint.config.settings import fits_file, fits_path
from pachlint.rulebook import shipped
from pachlint.versions import newest

NEWEST = str(newest())

ROOT = Path(__file__).parent.parent.parent
SCHEMA = json.loads((ROOT / "schemas" / "config.schema.json").read_text())
FULL = """\
chart-version: "2.6"
provider: eks
environment: production
rules: [policies]
select: [values, rejected, policies/own-rule]
ignore: dead-key
severity: {unknown-key: error, policies/own-rule: info}
per-file-ignores:
  "dev/*.yaml": [unknown-key]
per-path-ignores:
  pachd.zz: unknown-key
fail-on: error
require-reason: true
baseline: base.json
releases:
  - name: prod
    values: [base.yaml, prod.yaml]
    set: [pachd.replicas=2, {name: proxy.host, value: "a,b"}]
    set-string: ["pachd.logLevel=1"]
    set-literal: ["pachd.logLevel=1", {name: proxy.host, value: 'a,b\\c'}]
    chart-version: 2.6.4
    chart: vendor/pachyderm-2.6.4.tgz
    provider: gcp
    environment: development
    release: pachyderm
    namespace: data
"""
RULE = """\
title: The log level is info
severity: error
impact: fragile
require: {pachd.logLevel: info}
message: "it is {pachd.logLevel}"
examples:
  - {bad: "pachd: {logLevel: debug}", expect: [{}]}
  - {good: "pachd: {logLevel: info}"}
"""


def run(*words: str) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def found(*words: str) -> list[str]:
    """The findings of a check as ``file rule``."""
    report = json.loads(run("check", "--format", "json", *words).stdout)
    return [f"{one['file']} {one['rule']}" for one in report["findings"] if one["severity"] != "info"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository of one values file, as the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "v.yaml").write_text("deployTarget: LOCAL\nzz: 1\n")
    return tmp_path


class TestReading:
    def test_schema_knows_the_same_fields(self) -> None:
        assert set(SCHEMA["properties"]) == set(FIELDS)
        assert set(SCHEMA["properties"]["releases"]["items"]["properties"]) == set(RELEASE_FIELDS)
        jsonschema.validate(YAML(typ="safe").load(FULL), SCHEMA)

    def test_everything_at_once(self, here: Path) -> None:
        (here / ".pachlint.yaml").write_text(FULL)
        (here / "policies" / "own").mkdir(parents=True)
        (here / "policies" / "own" / "own-rule.yaml").write_text(RULE)
        shown = json.loads(run("config", "show", "v.yaml", "--format", "json").stdout)
        settings = {name: setting["value"] for name, setting in shown["settings"].items()}
        assert settings["chart-version"] == "2.6.11"
        assert settings["provider"] == "aws"
        assert settings["severity"] == {"unknown-key": "error", "policies/own-rule": "info"}
        assert shown["settings"]["fail-on"] == {"value": "error", "from": ".pachlint.yaml:12"}
        assert settings["releases"] == [{"name": "prod", "values": ["base.yaml", "prod.yaml"]}]
        assert "policies/own-rule" in shown["rules"]
        assert "dead-key" not in shown["rules"]

    @pytest.mark.parametrize(
        ("text", "reported"),
        [
            ("chart-verson: 2.6.4\n", ".pachlint.yaml:1:1: unknown field 'chart-verson' in the config; did you mean 'chart-version'?"),
            ("chart-version: 2.6.99\n", ".pachlint.yaml:1:16: "),
            ("provider: awz\n", ".pachlint.yaml:1:11: unknown provider 'awz'; did you mean 'aws'?"),
            ("ignore: [unknown-kee]\n", ".pachlint.yaml:1:10: there is no rule, topic or impact 'unknown-kee'; did you mean 'unknown-key'?"),
            ("severity: {unknown-kee: error}\n", ".pachlint.yaml:1:12: there is no rule, topic or impact 'unknown-kee'"),
            ("severity: {unknown-key: fatal}\n", ".pachlint.yaml:1:25: unknown severity 'fatal'"),
            ("per-path-ignores: {'a..b': unknown-key}\n", ".pachlint.yaml:1:20: not a path"),
            ("require-reason: 'yes'\n", ".pachlint.yaml:1:17: require-reason must be a boolean"),
            ("fail-on: fatal\n", ".pachlint.yaml:1:10: unknown fail-on 'fatal'"),
            ("releases: [{name: a}]\n", ".pachlint.yaml:1:12: a release has no 'values'"),
            ("releases: [{name: a, values: v.yaml, vlues: 1}]\n", ".pachlint.yaml:1:38: unknown field 'vlues' in a release; did you mean 'values'?"),
            ("releases: [{name: a, values: v.yaml}, {name: a, values: v.yaml}]\n", ".pachlint.yaml:1:46: there are two releases named 'a'"),
            ("releases: [{name: a, values: 'https://x.org/a.yaml'}]\n", ".pachlint.yaml:1:30: https://x.org/a.yaml is a URL, and pachlint fetches nothing"),
            ("releases: [{name: a, values: v.yaml, set: [x]}]\n", ".pachlint.yaml:1:44: an item of set is path=value"),
            ("chart: ../chart\n", ".pachlint.yaml:1:8: '../chart' lies outside the repository, where a config may not reach"),
            ("chart: oci://x.org/a\n", ".pachlint.yaml:1:8: oci://x.org/a is a URL, and pachlint fetches nothing"),
            ("chart: [a]\n", ".pachlint.yaml:1:8: chart must be a string, not a list"),
            ("chart: nowhere\n", ".pachlint.yaml:1:8: there is no chart at nowhere: "),
            ("releases: [{name: a, values: v.yaml, chart: ../a.tgz}]\n", ".pachlint.yaml:1:45: '../a.tgz' lies outside"),
            ("- 1\n", ".pachlint.yaml:1:1: the config must be a mapping, not a list"),
            ("a: [\n", ".pachlint.yaml:1:4: "),
            ("rules: [nowhere]\n", ".pachlint.yaml:1:9: there is no folder nowhere"),
            ("releases: [{name: a, values: [v.yaml, ./v.yaml]}]\n", ".pachlint.yaml:1:39: './v.yaml' is listed twice in values"),
            ("releases: [{name: a, provider: awz}]\n", ".pachlint.yaml:1:32: unknown provider 'awz'"),
            ("per-file-ignores: {'': tls}\n", ".pachlint.yaml:1:20: a pattern of per-file-ignores must not be blank"),
            ("ignore: tls\nignore: tls\n", ".pachlint.yaml:2:1: duplicate key"),
            ("ignore: tls\n---\nignore: tls\n", ".pachlint.yaml:2:1: a second document begins here"),
            ("chart-version: [2.6.4]\n", ".pachlint.yaml:1:16: chart-version must be a string, not a list"),
            ("chart-version:\n", ".pachlint.yaml:1:15: chart-version must be a string, not nothing"),
        ],
    )  # fmt: skip
    def test_mistake_is_reported_with_its_place(self, here: Path, text: str, reported: str) -> None:
        (here / ".pachlint.yaml").write_text(text)
        result = run("check", "v.yaml")
        assert (result.exit_code, result.stdout) == (2, "")
        assert reported in result.stderr
        assert run("check", "v.yaml", "--no-config").exit_code == 1

    def test_local_chart_of_the_config(self, here: Path) -> None:
        for name, default in (("own", 1), ("other", 2)):
            (here / "charts" / name).mkdir(parents=True)
            about = {"apiVersion": "v2", "name": name, "version": "1.0.0"}
            (here / "charts" / name / "Chart.yaml").write_text(json.dumps(about))
            (here / "charts" / name / "values.yaml").write_text(f"a: {default}\n")
        (here / "sub").mkdir()
        (here / "sub" / "w.yaml").write_text("b: 1\n")
        config = (
            "chart: charts/own\n"
            "releases:\n"
            "  - {name: one, values: v.yaml}\n"
            "  - {name: two, values: v.yaml, chart: charts/other}\n"
            "  - {name: three, values: v.yaml, chart-version: 2.6.4}\n"
        )
        (here / ".pachlint.yaml").write_text(config)

        def judged(*words: str) -> list[str]:
            report = json.loads(run("check", "--format", "json", *words).stdout)
            return [one["chart_version"]["from"] for one in report["releases"]]

        assert judged() == ["chart", "chart", "config"]
        assert judged("sub/w.yaml") == ["chart"]
        assert judged("sub/w.yaml", "--chart-version", "2.6.4") == ["flag"]
        assert judged("sub/w.yaml", "--no-config") == ["newest"]
        assert run("values", "a", "--release", "one").stdout.startswith("a: 1")
        assert run("values", "a", "--release", "two").stdout.startswith("a: 2")
        assert run("values", "a", "--release", "two", "--chart", "charts/own").stdout.startswith("a: 1")
        shown = run("config", "show", "v.yaml").stdout
        assert "one: chart: charts/own  # .pachlint.yaml:1\n" in shown
        assert "two: chart: charts/other  # .pachlint.yaml:4\n" in shown
        assert "three: chart:" not in shown
        assert "chart: charts/own  # .pachlint.yaml:1\n" in run("config", "show", "sub").stdout

    def test_release_without_its_file_is_reported(self, here: Path) -> None:
        (here / ".pachlint.yaml").write_text("releases:\n  - {name: a, values: [w.yaml]}\n")
        result = run("check")
        assert result.stderr == "error: .pachlint.yaml:2:24: release a: there is no file w.yaml\n"
        assert result.exit_code == 2

    def test_all_mistakes_are_reported_at_once(self, here: Path) -> None:
        (here / ".pachlint.yaml").write_text("a: 1\nb: 2\n")
        assert len(run("check", "v.yaml").stderr.splitlines()) == 2

    def test_empty_config_is_one(self, here: Path) -> None:
        (here / ".pachlint.yaml").write_text("# nothing yet\n")
        assert found("v.yaml") == ["v.yaml unknown-key"]

    def test_pyproject(self, here: Path) -> None:
        (here / "pyproject.toml").write_text(
            '[project]\nname = "x"\n\n[tool.pachlint]\nignore = ["unknown-key"]\n'
        )
        assert found("v.yaml") == []
        (here / "pyproject.toml").write_text('[tool.pachlint]\nignor = ["unknown-key"]\n')
        assert "error: pyproject.toml:2:1: unknown field 'ignor'" in run("check", "v.yaml").stderr
        (here / "pyproject.toml").write_text("[tool.other]\n")
        assert found("v.yaml") == ["v.yaml unknown-key"]
        (here / "pyproject.toml").write_text("[tool.pachlint\n")
        assert "pyproject.toml:1:1: not TOML" not in run("check", "v.yaml").stderr
        assert "pyproject.toml:1:15: not TOML" in run("check", "v.yaml").stderr

    @pytest.mark.parametrize(
        "text",
        [
            '[tool]\npachlint = {ignore = ["unknown-key"]}\n',
            '[tool."pachlint"]\nignore = ["unknown-key"]\n',
            '[ tool . pachlint ]\nignore = "unknown-key"\n',
            'tool.pachlint.ignore = ["unknown-key"]\n',
        ],
    )
    def test_table_of_pyproject_in_every_spelling(self, here: Path, text: str) -> None:
        (here / "pyproject.toml").write_text(text)
        assert found("v.yaml") == []

    @pytest.mark.parametrize("text", ['tool = 5\nx = "pachlint"\n', "# pachlint\n", "[tool.pachlint]\n"])
    def test_pyproject_that_sets_nothing(self, here: Path, text: str) -> None:
        (here / "pyproject.toml").write_text(text)
        assert found("v.yaml") == ["v.yaml unknown-key"]

    def test_pyproject_of_another_encoding_is_of_others(self, here: Path) -> None:
        (here / "pyproject.toml").write_bytes(b"\xff[tool.other]\n")
        assert found("v.yaml") == ["v.yaml unknown-key"]
        (here / "pyproject.toml").write_bytes(b"\xff[tool.pachlint]\n")
        assert "pyproject.toml:1:1: cannot be read: it is not UTF-8" in run("check", "v.yaml").stderr

    def test_mistakes_in_pyproject_have_places_of_their_own(self, here: Path) -> None:
        (here / "pyproject.toml").write_text(
            "[tool.pachlint]\n"
            'provder = "aws"\n'
            'ignore = ["unknown-key",\n  "unknown-kee"]\n'
            "[tool.pachlint.severity]\n"
            'unknown-key = "fatal"\n'
            "[[tool.pachlint.releases]]\n"
            'name = "a"\n'
            'values = ["v.yaml"]\n'
            "[[tool.pachlint.releases]]\n"
            'name = "a"\n'
        )
        places = [line.split(": ")[1] for line in run("check", "v.yaml").stderr.splitlines()]
        assert places == ["pyproject.toml:2:1", "pyproject.toml:6:15", "pyproject.toml:10:1"]

    def test_version_that_looks_like_a_number_keeps_its_zero(self, here: Path) -> None:
        for name, text in (
            (".pachlint.yaml", "chart-version: 2.10\n"),
            ("pyproject.toml", "[tool.pachlint]\nchart-version = 2.10\n"),
        ):
            (here / name).write_text(text)
            assert "chart-version: 2.10.7  # " in run("config", "show", "v.yaml").stdout
            (here / name).unlink()

    def test_config_that_is_no_file_is_reported(self, here: Path) -> None:
        (here / ".pachlint.yaml").symlink_to("nowhere.yaml")
        assert (
            ".pachlint.yaml:1:1: cannot be read: No such file or directory" in run("check", "v.yaml").stderr
        )
        (here / ".pachlint.yaml").unlink()
        (here / ".pachlint.yaml").mkdir()
        assert ".pachlint.yaml:1:1: cannot be read: Is a directory" in run("check", "v.yaml").stderr


class TestWhichOne:
    def test_nearest_upward_to_the_root_of_the_repository(self, here: Path) -> None:
        deep = here / "a" / "b"
        deep.mkdir(parents=True)
        (deep / "v.yaml").write_text("deployTarget: LOCAL\nzz: 1\n")
        assert found("a/b/v.yaml") == ["a/b/v.yaml unknown-key"]
        (here / ".pachlint.yaml").write_text("ignore: unknown-key\n")
        assert found("a/b/v.yaml") == []
        (here / "a" / ".pachlint.yaml").write_text("fail-on: never\n")
        assert found("a/b/v.yaml", "v.yaml") == ["a/b/v.yaml unknown-key"]
        (here / "a" / ".git").mkdir()
        (here / "a" / ".pachlint.yaml").unlink()
        assert found("a/b/v.yaml") == ["a/b/v.yaml unknown-key"]

    def test_flag_wins_over_config_over_comment(self, here: Path) -> None:
        (here / "v.yaml").write_text("# pachlint: chart-version=2.5.0\ndeployTarget: LOCAL\n")

        def version(*words: str) -> list[str]:
            report = json.loads(run("check", "--format", "json", "v.yaml", *words).stdout)
            return list(report["releases"][0]["chart_version"].values())

        assert version() == ["2.5.0", "comment"]
        (here / ".pachlint.yaml").write_text("chart-version: 2.6.4\n")
        assert version() == ["2.6.4", "config"]
        assert version("--chart-version", "2.7.0") == ["2.7.0", "flag"]

    def test_named_config_holds_for_everything(self, here: Path) -> None:
        (here / "other.yaml").write_text("ignore: unknown-key\n")
        assert found("v.yaml", "--config", "other.yaml") == []
        assert run("check", "v.yaml", "--config", "none.yaml").exit_code == 2

    @pytest.mark.parametrize(
        ("name", "text", "version"),
        [
            ("Chart.yaml", "dependencies: [{name: pachyderm, version: 2.5.3}]\n", "2.5.3"),
            ("Chart.yaml", "dependencies: [{name: pachyderm, version: ^2.5.0}]\n", NEWEST),
            ("Chart.yaml", "dependencies: [{name: pachyderm, version: 2.5.x}]\n", "2.5.9"),
            ("Chart.yaml", "name: pachyderm\nversion: 2.4.1\n", "2.4.1"),
            ("Chart.yaml", "dependencies: [{name: pachyderm, version: 2.5.3, alias: data}]\n", "2.5.3"),
            ("Chart.yaml", "dependencies: [{name: pachyderm, version: 2.5.3-rc.1}]\n", "2.5.3"),
            ("Chart.yaml", "dependencies: [{name: pachyderm, version: 2.5.3+build.7}]\n", "2.5.3"),
            ("Chart.yaml", "dependencies: [{name: pachyderm, version: '>= 2.4.0-0, < 2.5.0-0'}]\n", "2.4.6"),
            ("Chart.yaml", "dependencies: [{name: pachyderm, version: 2.4.1 - 2.5.3}]\n", "2.5.3"),
            ("Chart.yaml", "dependencies: [{name: pachyderm, version: ~>2.5.0}]\n", "2.5.9"),
            ("Chart.yaml", "dependencies: [{name: pachyderm, version: =<2.5.3}]\n", "2.5.3"),
            ("requirements.yaml", "dependencies: [{name: pachyderm, version: 2.5.3}]\n", "2.5.3"),
            ("requirements.lock", "dependencies: [{name: pachyderm, version: 2.5.3}]\n", "2.5.3"),
            ("Chart.lock", "dependencies:\n- name: redis\n  version: 1.0.0\n- name: pachyderm\n  version: 2.5.2\n", "2.5.2"),
        ],
    )  # fmt: skip
    def test_chart_files_beside_tell_the_version(
        self, here: Path, name: str, text: str, version: str
    ) -> None:
        (here / "chart").mkdir()
        (here / "chart" / name).write_text(text)
        (here / "chart" / "v.yaml").write_text("deployTarget: LOCAL\npachd: {image: {tag: 2.3.0}}\n")
        report = json.loads(run("check", "--format", "json", "chart/v.yaml").stdout)
        assert report["releases"][0]["chart_version"] == {"value": version, "from": "chart"}

    def test_report_names_the_chart_file_and_what_it_says(self, here: Path) -> None:
        (here / "Chart.yaml").write_text("dependencies: [{name: pachyderm, version: ~2.5.0}]\n")
        assert "v.yaml: chart 2.5.9 (Chart.yaml: ~2.5.0), " in run("check", "v.yaml").stdout
        (here / "Chart.lock").write_text("dependencies: [{name: pachyderm, version: 2.5.2}]\n")
        assert "v.yaml: chart 2.5.2 (Chart.lock), " in run("check", "v.yaml").stdout
        assert "chart-version: 2.5.2  # Chart.lock" in run("config", "show", "v.yaml").stdout

    @pytest.mark.parametrize(
        ("tag", "known"),
        [
            ("2.5.2", "2.5.2"),
            ("v2.5.2@sha256:5f70bf18", "2.5.2"),
            ("2.5.2-rc.1", "2.5.2"),
            ("2.5.2-5f70bf18", "2.5.2"),
            ("2.99.0", ""),
            ("12.5.2", ""),
            ("2.5.21", ""),
            ("nightly-2.5.2", ""),
            ("2.5", ""),
        ],
    )
    def test_tag_of_the_image_tells_the_version(self, here: Path, tag: str, known: str) -> None:
        (here / "v.yaml").write_text(f"deployTarget: LOCAL\npachd: {{image: {{tag: '{tag}'}}}}\n")
        report = json.loads(run("check", "--format", "json", "v.yaml").stdout)
        wanted = {"value": known, "from": "image-tag"} if known else {"value": NEWEST, "from": "newest"}
        assert report["releases"][0]["chart_version"] == wanted

    @pytest.mark.parametrize("key", ["pachyderm", "data"])
    def test_values_of_a_chart_around_pachyderm_are_reported_and_not_judged(
        self, here: Path, key: str
    ) -> None:
        (here / "v.yaml").write_text(
            f"{key}:\n  deployTarget: LOCAL\n  pachd: {{logLevel: debug}}\nredis: {{}}\n"
        )
        reported = f"note: v.yaml: the Pachyderm values below {key}: are for a chart that has Pachyderm's as a dependency"
        for words in ((), ("--hook", "v.yaml"), ("v.yaml",)):
            result = run("check", *words)
            assert reported in result.stderr
            assert result.exit_code == {(): 3, ("--hook", "v.yaml"): 0, ("v.yaml",): 1}[words]

    @pytest.mark.parametrize(
        "text", ["dependencies: [{name: redis, version: 1.0.0}]\n", "a: [\n", "dependencies: 5\n", "- 1\n"]
    )
    def test_chart_files_that_say_nothing(self, here: Path, text: str) -> None:
        (here / "chart").mkdir()
        (here / "chart" / "Chart.yaml").write_text(text)
        (here / "chart" / "v.yaml").write_text("deployTarget: LOCAL\n")
        report = json.loads(run("check", "--format", "json", "chart/v.yaml").stdout)
        assert report["releases"][0]["chart_version"]["from"] == "newest"


class TestEffect:
    def test_severity_and_fail_on(self, here: Path) -> None:
        (here / ".pachlint.yaml").write_text("severity: {unknown-key: info}\n")
        assert run("check", "v.yaml").exit_code == 0
        (here / ".pachlint.yaml").write_text("fail-on: error\n")
        assert run("check", "v.yaml").exit_code == 0
        assert run("check", "v.yaml", "--fail-on", "warning").exit_code == 1

    def test_exceptions_are_ignored_findings(self, here: Path) -> None:
        (here / "dev").mkdir()
        (here / "dev" / "v.yaml").write_text("deployTarget: LOCAL\nzz: 1\n")
        (here / ".pachlint.yaml").write_text(
            "per-file-ignores: {'dev/*': unknown-key}\nper-path-ignores: {yy: [values]}\n"
        )
        (here / "v.yaml").write_text("deployTarget: LOCAL\nyy: {aa: 1}\nzz: 1\n")
        words = ("check", "--show-ignored", "--format", "json", "v.yaml", "dev/v.yaml")
        report = json.loads(run(*words).stdout)
        reported = {
            f"{one['file']} {one['path']}": one["ignored"]
            for one in report["findings"]
            if one["severity"] != "info"
        }
        assert reported == {
            "dev/v.yaml zz": {"by": "config", "reason": "per-file-ignores: dev/*"},
            "v.yaml yy": {"by": "config", "reason": "per-path-ignores: yy"},
            "v.yaml zz": None,
        }

    def test_select_of_the_command_line_replaces_that_of_the_config(self, here: Path) -> None:
        (here / ".pachlint.yaml").write_text("select: [tls]\n")
        assert found("v.yaml") == []
        assert found("v.yaml", "--select", "values") == ["v.yaml unknown-key"]

    def test_reason_may_be_required(self, here: Path) -> None:
        (here / "v.yaml").write_text("deployTarget: LOCAL\nzz: 1  # pachlint: ignore[unknown-key]\n")
        assert found("v.yaml") == []
        (here / ".pachlint.yaml").write_text("require-reason: true\n")
        assert found("v.yaml") == ["v.yaml unreasoned-ignore"]

    def test_baseline_of_the_config_is_written_first_and_then_holds(self, here: Path) -> None:
        (here / ".pachlint.yaml").write_text("baseline: known.json\n")
        assert "baseline known.json cannot be read" in run("check", "v.yaml").stderr
        assert (
            run(
                "check", "v.yaml", "--write-baseline", "known.json", "--with-rejected", "--fail-on", "info"
            ).exit_code
            == 0
        )
        assert found("v.yaml") == []
        (here / "v.yaml").write_text("deployTarget: LOCAL\nzz: 1\nyy: 1\n")
        assert found("v.yaml") == ["v.yaml unknown-key"]


class TestReleases:
    @pytest.fixture
    def releases(self, here: Path) -> Path:
        """Two releases over one base file."""
        (here / "base.yaml").write_text("deployTarget: LOCAL\nzz: 1\n")
        (here / "prod.yaml").write_text("pachd: {enabled: 'true'}\n")
        (here / "dev.yaml").write_text("yy: 1\n")
        (here / ".pachlint.yaml").write_text(
            "releases:\n"
            "  - {name: prod, values: [base.yaml, prod.yaml], chart-version: 2.6.4}\n"
            "  - {name: dev, values: [base.yaml, dev.yaml], set: [pachd.logLevel=debug, xx=1]}\n"
        )
        return here

    def test_without_arguments_all_are_checked_and_a_shared_finding_is_reported_once(
        self, releases: Path
    ) -> None:
        report = json.loads(run("check", "--format", "json").stdout)
        assert [one["name"] for one in report["releases"]] == ["prod", "dev"]
        reported = {
            f"{one['file']} {one['path']}": one["releases"]
            for one in report["findings"]
            if one["severity"] != "info"
        }
        assert reported == {
            "<command line> xx": ["dev"],
            "base.yaml zz": ["prod", "dev"],
            "dev.yaml yy": ["dev"],
            "prod.yaml pachd.enabled": ["prod"],
        }
        assert "= releases: prod, dev" in run("check", "-v").stdout
        # a short report names the releases only where they are not all of the file's
        assert "= release" not in run("check").stdout
        lines = run("check", "--format", "concise").stdout.splitlines()
        assert [line for line in lines if " zz " in f"{line} " and line.endswith(" (releases prod, dev)")]
        assert [line for line in lines if "yy" in line and "(release" not in line]

    @pytest.mark.parametrize(
        ("file", "names"), [("base.yaml", ["prod", "dev"]), ("dev.yaml", ["dev"]), ("v.yaml", ["v.yaml"])]
    )
    def test_file_is_judged_with_the_releases_it_belongs_to(
        self, releases: Path, file: str, names: list[str]
    ) -> None:
        for hook in ((), ("--hook",)):
            report = json.loads(run("check", *hook, "--format", "json", file).stdout)
            assert [one["name"] for one in report["releases"]] == names

    def test_fix_in_a_shared_file(self, releases: Path) -> None:
        run("check", "--fix")
        assert (releases / "prod.yaml").read_text() == "pachd: {enabled: true}\n"


def test_init_writes_a_config_that_works(here: Path) -> None:
    (here / "sub").mkdir()
    (here / "sub" / "v.yaml").write_text("deployTarget: LOCAL\npachd: {enabled: true}\n")
    (here / "over lay.yaml").write_text("pachd: {replicas: 1}\n")
    (here / "other.yaml").write_text("kind: Service\n")
    result = run("init")
    assert result.stderr == (
        "wrote .pachlint.yaml (3 values files found)\n"
        "note: in no release: over lay.yaml; add them to one, or check them by name\n"
    )
    text = (here / ".pachlint.yaml").read_text()
    assert "  - name: v\n    values: [v.yaml]\n" in text
    assert "  - name: sub-v\n" in text or "  - name: sub/v" in text
    assert "#  - name: 'over lay'\n#    values: [v.yaml, 'over lay.yaml']\n" in text
    report = json.loads(run("check", "--format", "json").stdout)
    assert len(report["releases"]) == 2
    assert run("init").exit_code == 2
    assert (here / ".pachlint.yaml").read_text() == text
    jsonschema.validate(YAML(typ="safe").load(text), SCHEMA)
    # what is commented out is a config too
    (here / ".pachlint.yaml").write_text(
        text.replace("#  - name", "  - name").replace("#    values", "    values")
    )
    report = json.loads(run("check", "--format", "json").stdout)
    assert [one["files"] for one in report["releases"]][2] == ["v.yaml", "over lay.yaml"]


@pytest.mark.parametrize("name", [".pachlint.yml", "pyproject.toml"])
def test_init_puts_no_config_before_another(here: Path, name: str) -> None:
    (here / name).write_text("[tool.pachlint]\nfail-on = 5\n")
    result = run("init")
    assert (result.exit_code, (here / ".pachlint.yaml").exists()) == (2, False)
    assert f"error: {name} already exists" in result.stderr
    (here / name).write_text("[tool.other]\n")
    assert run("init").exit_code == (0 if name == "pyproject.toml" else 2)


def test_init_names_any_file(here: Path) -> None:
    names = [
        "no.yaml",
        "it's #1.yaml",
        "a-v.yaml",
        "a/v.yaml",
        "b/v.yaml",
        "x.yml",
        "x.yaml",
        "new\nline.yaml",
        "[a].yaml",
    ]
    for name in names:
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text("deployTarget: LOCAL\npachd: {enabled: true}\n")
    assert run("init").exit_code == 0
    report = json.loads(run("check", "--format", "json").stdout)
    assert sorted(one["files"][0] for one in report["releases"]) == sorted(["v.yaml", *names])


def test_config_show_tells_where_each_setting_comes_from(here: Path) -> None:
    assert "config: none" in run("config", "show", "v.yaml").stdout
    (here / ".pachlint.yaml").write_text("environment: production\nignore: [tls]\n")
    lines = run("config", "show", "v.yaml").stdout.splitlines()
    assert lines[0] == "config: .pachlint.yaml"
    assert "environment: production  # .pachlint.yaml:1" in lines
    assert "provider: local  # its deployTarget" in lines
    assert 'ignore: ["tls"]  # .pachlint.yaml:2' in lines
    assert "fail-on: warning  # default" in lines
    assert run("config", "show", "none.yaml").exit_code == 2


@pytest.mark.parametrize(
    ("pattern", "file", "fits"),
    [
        ("*.yaml", "a/b.yaml", True),
        ("b.yaml", "a/b.yaml", True),
        ("a/*.yaml", "a/b.yaml", True),
        ("a/*", "b/b.yaml", False),
        ("./a/*", "a/b.yaml", True),
        ("*/b.yaml", "b.yaml", False),
    ],
)
def test_file_patterns(pattern: str, file: str, fits: bool) -> None:
    assert fits_file(pattern, file) is fits


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("pachd", "pachd.tls.enabled", True),
        ("pachd.tls", "pachd.tls", True),
        ("pachd.tls", "pachd.tlsx", False),
        ("*.tls", "pachd.tls.enabled", True),
        ("oidc.upstreamIDPs.*.id", "oidc.upstreamIDPs[0].id", True),
        ("pachd.tls.enabled", "pachd.tls", False),
        ('ingress.annotations["a.b/c"]', 'ingress.annotations["a.b/c"]', True),
        ("pachd", "", False),
    ],
)
def test_path_patterns(pattern: str, path: str, fits: bool) -> None:
    assert fits_path(pattern, path) is fits


def test_config_show_tells_of_each_release_what_a_check_would_do(here: Path) -> None:
    (here / "base.yaml").write_text("deployTarget: AMAZON\n")
    (here / ".pachlint.yaml").write_text(
        "environment: development\n"
        "per-file-ignores: {v.yaml: tls, base.yaml: proxy}\n"
        "releases:\n"
        "  - name: prod\n"
        "    values: [base.yaml]\n"
        "    chart-version: 2.6.4\n"
        "  - {name: dev, values: [base.yaml, v.yaml]}\n"
    )
    lines = run("config", "show", "base.yaml").stdout.splitlines()
    assert lines[1:7] == [
        "prod: chart-version: 2.6.4  # .pachlint.yaml:6",
        "prod: provider: aws  # its deployTarget",
        "prod: environment: development  # .pachlint.yaml:1",
        f"dev: chart-version: {NEWEST}  # newest known",
        "dev: provider: local  # its deployTarget",
        "dev: environment: development  # .pachlint.yaml:1",
    ]
    assert 'per-file-ignores: {"base.yaml": ["proxy"]}  # .pachlint.yaml:2' in lines
    shown = json.loads(run("config", "show", "base.yaml", "--format", "json").stdout)
    assert shown["releases"]["prod"]["chart-version"] == {"value": "2.6.4", "from": ".pachlint.yaml:6"}
    assert "provider: local  # its deployTarget" in run("config", "show", "v.yaml").stdout.splitlines()


@pytest.mark.parametrize(
    ("pattern", "fitting"),
    [
        ("v.yaml", "v.yaml a/v.yaml a/b/v.yaml a.b/v.yaml"),
        ("/v.yaml", "v.yaml"),
        ("./v.yaml", "v.yaml"),
        ("*.yaml", "v.yaml w.yaml a/v.yaml a/b/v.yaml a.b/v.yaml"),
        ("**/*.yaml", "v.yaml w.yaml a/v.yaml a/b/v.yaml a.b/v.yaml"),
        ("a/*.yaml", "a/v.yaml"),
        ("a/*", "a/v.yaml a/b/v.yaml a/b/c.yml"),
        ("a/**", "a/v.yaml a/b/v.yaml a/b/c.yml"),
        ("a/", "a/v.yaml a/b/v.yaml a/b/c.yml"),
        ("a/**/v.yaml", "a/v.yaml a/b/v.yaml"),
        ("**/b/**", "a/b/v.yaml a/b/c.yml"),
        ("b", "a/b/v.yaml a/b/c.yml"),
        ("v.yaml/", ""),
        ("[vw].yaml", "v.yaml w.yaml a/v.yaml a/b/v.yaml a.b/v.yaml"),
        ("a?b/*", "a.b/v.yaml"),
        ("A/*", ""),
        ("", ""),
    ],
)
def test_file_patterns_are_those_of_gitignore(pattern: str, fitting: str) -> None:
    files = ["v.yaml", "w.yaml", "a/v.yaml", "a/b/v.yaml", "a/b/c.yml", "a.b/v.yaml"]
    assert [file for file in files if fits_file(pattern, file)] == fitting.split()


class TestNeverGreenByAccident:
    """A run that applied no rule is no good news, and what a config leaves out is said."""

    @pytest.mark.parametrize(
        ("config", "words", "why"),
        [
            (
                "ignore: [values]\n",
                ("--select", "unknown-key"),
                "--select, --ignore and the config leave no rule",
            ),
            (
                "select: [unknown-key]\nignore: [values]\n",
                (),
                "--select, --ignore and the config leave no rule",
            ),
            ("", ("--select", "load-balancer-ip-on-azure"), "no selected rule applies to these values"),
            (
                "",
                ("--select", "unknown-key", "--ignore", "values"),
                "--select, --ignore and the config leave no rule",
            ),
        ],
    )
    @pytest.mark.parametrize("form", ["text", "json", "concise"])
    def test_run_without_rules_fails(
        self, here: Path, config: str, words: tuple[str, ...], why: str, form: str
    ) -> None:
        (here / ".pachlint.yaml").write_text(config)
        (here / "v.yaml").write_text("deployTarget: GOOGLE\nnobody: knows\n")
        result = run("check", "v.yaml", "--format", form, *words)
        assert result.exit_code == 3
        assert f"error: nothing was checked: {why}" in result.stderr

    @pytest.mark.parametrize(
        "mode", [("--write-baseline", "b.json"), ("--add-ignores",), ("--diff",), ("--fix",)]
    )
    def test_no_mode_takes_that_for_success(self, here: Path, mode: tuple[str, ...]) -> None:
        (here / "v.yaml").write_text("deployTarget: GOOGLE\n")
        result = run("check", "v.yaml", "--no-config", "--select", "load-balancer-ip-on-azure", *mode)
        assert result.exit_code == 3
        assert "error: nothing was checked" in result.stderr
        assert not (here / "b.json").exists()

    def test_what_the_config_switches_off_is_said(self, here: Path) -> None:
        (here / ".pachlint.yaml").write_text("ignore: [unknown-key, log-level]\n")
        (here / "v.yaml").write_text("deployTarget: LOCAL\n")
        every = len(shipped().rules)
        note = f"note: .pachlint.yaml disables 2 of {every} rules (ignore: unknown-key, log-level)"
        assert note in run("check", "v.yaml").stdout.splitlines()
        assert note in run("check", "v.yaml", "--format", "concise").stderr.splitlines()
        assert "disables" not in run("check", "v.yaml", "--no-config").stdout
        (here / ".pachlint.yaml").write_text("select: [unknown-key]\n")
        assert f"disables {every - 1} of {every} rules" in run("check", "v.yaml").stdout
        # what the command line selects is not switched off by the config
        assert "disables" not in run("check", "v.yaml", "--select", "log-level").stdout

    @pytest.mark.parametrize("form", ["text", "json", "concise"])
    @pytest.mark.parametrize(
        "mode",
        [(), ("-q",), ("--hook",), ("--fix",), ("--diff",), ("--fail-on", "never"), ("--show-ignored",), ("--partial",)],
    )  # fmt: skip
    def test_no_report_is_without_the_reason(self, here: Path, form: str, mode: tuple[str, ...]) -> None:
        (here / "v.yaml").write_text("deployTarget: GOOGLE\nnobody: knows\n")
        words = (
            "check",
            "v.yaml",
            "--no-config",
            "--select",
            "load-balancer-ip-on-azure",
            "--format",
            form,
            *mode,
        )
        for where in ((), ("--output", "r.txt"), ("--output", "r.txt")):
            result = run(*words, *where)
            assert result.exit_code == 3
            assert "error: nothing was checked: no selected rule applies to these values\n" in result.stderr
            assert "no findings" not in result.output

    @pytest.mark.parametrize("mode", [(), ("--write-baseline", "b.json"), ("--add-ignores",), ("--fix",)])
    def test_file_that_could_not_be_read_is_no_success(self, here: Path, mode: tuple[str, ...]) -> None:
        (here / "v.yaml").write_text("a: [\n")
        words = ("check", "--no-config", "--select", "storage", *mode)
        result = run(*words, "v.yaml")
        assert (result.exit_code, result.stderr.splitlines()[-1]) == (
            3,
            "error: nothing was checked: it cannot be read, and no selected rule reports why",
        )
        (here / "w.yaml").write_text("deployTarget: LOCAL\n")
        result = run(*words, "w.yaml", "v.yaml")
        assert (result.exit_code, result.stderr.splitlines()[-1]) == (
            3,
            "error: v.yaml: not checked: it cannot be read, and no selected rule reports why",
        )
        assert not (here / "b.json").exists()
        assert run("check", "--no-config", "w.yaml", "v.yaml").exit_code == 1

    def test_config_that_leaves_no_rule_is_reported_beside_others(self, here: Path) -> None:
        for part, config in (("a", "select: unknown-key"), ("b", "select: unknown-key\nignore: values")):
            (here / part).mkdir()
            (here / part / ".pachlint.yaml").write_text(f"{config}\n")
            (here / part / "v.yaml").write_text("deployTarget: LOCAL\n")
        why = "error: b/v.yaml: not checked: --select, --ignore and the config leave no rule\n"
        result = run("check", "a/v.yaml", "b/v.yaml")
        assert (result.exit_code, result.stderr) == (3, why)
        (here / "a" / "v.yaml").write_text("deployTarget: LOCAL\nnobody: knows\n")
        result = run("check", "a/v.yaml", "b/v.yaml")
        assert (result.exit_code, result.stderr) == (1, why)

    def test_some_releases_may_be_none_of_the_chosen_rules_business(self, here: Path) -> None:
        (here / "v.yaml").write_text("deployTarget: GOOGLE\n")
        (here / "w.yaml").write_text("deployTarget: MICROSOFT\n")
        assert (
            run("check", "--no-config", "--select", "load-balancer-ip-on-azure", "v.yaml", "w.yaml").exit_code
            == 0
        )

    def test_json_counts_what_is_left_out(self, here: Path) -> None:
        (here / ".pachlint.yaml").write_text("ignore: [unknown-key, log-level]\n")
        every = len(shipped().rules)
        for words, off in (((), 2), (("--no-config",), 0), (("--select", "dead-key"), every - 1)):
            release = json.loads(run("check", "v.yaml", "--format", "json", *words).stdout)["releases"][0]
            assert release["rules_off"] == off
            assert release["rules_run"] + release["rules_skipped"] == every - off
