"""Releases of the config on the command line: by ``--release``, and by the files that ``-f`` gives."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pachlint.cli import main
from pachlint.versions import newest

NEWEST = str(newest())

CONFIG = """\
chart-version: 2.5.0
provider: aws
releases:
  - name: prod
    values: [base.yaml, prod.yaml]
    chart-version: 2.6.4
    environment: production
    namespace: pach
    set: [pachd.logLevel=debug]
  - name: staging
    values: [base.yaml, staging.yaml]
    environment: development
"""


def run(*words: str) -> Result:
    """A command line, as the program runs it."""
    return CliRunner().invoke(main, list(words), prog_name="pachlint", catch_exceptions=False)


def target(*words: str) -> tuple[str, ...]:
    """What the first release is judged for."""
    (release, *_) = json.loads(run("check", *words, "--format", "json").stdout)["releases"]
    return tuple(
        f"{release[name]['value']} {release[name]['from']}"
        for name in ("chart_version", "provider", "environment")
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three files and a config with two releases of them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".pachlint.yaml").write_text(CONFIG)
    (tmp_path / "base.yaml").write_text("deployTarget: AMAZON\n")
    (tmp_path / "prod.yaml").write_text("proxy: {enabled: true, host: p.corp.io}\n")
    (tmp_path / "staging.yaml").write_text("proxy: {enabled: true, host: s.corp.io}\n")
    return tmp_path


class TestCheck:
    def test_release_by_its_name(self, folder: Path) -> None:
        reported = json.loads(run("check", "--release", "prod", "--format", "json").stdout)
        assert [(one["name"], one["files"]) for one in reported["releases"]] == [
            ("prod", ["base.yaml", "prod.yaml"])
        ]
        both = json.loads(
            run("check", "--release", "staging", "--release", "prod", "--format", "json").stdout
        )
        assert [one["name"] for one in both["releases"]] == ["prod", "staging"]

    def test_flags_are_added_to_it(self, folder: Path) -> None:
        assert target("--release", "prod", "--chart-version", "2.6.3")[0] == "2.6.3 flag"
        assert run("values", "--release", "prod", "--set", "proxy.host=x", "proxy.host").stdout.startswith(
            'proxy.host: "x"'
        )

    @pytest.mark.parametrize(
        ("words", "reported"),
        [
            (
                ["--release", "prd"],
                "there is no release 'prd'; did you mean 'prod'? (releases: prod, staging)",
            ),
            (["--release", "prod", "--no-config"], "there is no release 'prod': there is no config"),
            (
                ["--release", "prod", "base.yaml"],
                "--release takes the files of the config; name no others beside it",
            ),
            (
                ["--release", "prod", "-f", "base.yaml"],
                "--release takes the files of the config; name no others beside it",
            ),
        ],
    )
    def test_what_does_not_go(self, folder: Path, words: list[str], reported: str) -> None:
        result = run("check", *words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"error: {reported}")

    def test_files_take_the_settings_of_their_release(self, folder: Path) -> None:
        files = ("-f", "base.yaml", "-f", "prod.yaml")
        assert target(*files) == ("2.6.4 config", "aws config", "production config")
        assert target(*files, "--environment", "development")[2] == "development flag"
        assert target(*files, "--no-config") == (f"{NEWEST} newest", "aws deploy-target", "None none")
        closing = run("check", *files).stdout
        assert (
            "base.yaml + prod.yaml: chart 2.6.4 (config: release prod), provider aws (config), "
            "environment production (config: release prod): "
        ) in closing

    def test_its_flags_are_not_taken_and_that_is_reported(self, folder: Path) -> None:
        result = run("check", "-f", "base.yaml", "-f", "prod.yaml")
        assert "note: release prod has 1 flag too; --release prod takes it as a whole\n" in result.stderr
        quiet = run("check", "-q", "-f", "base.yaml", "-f", "prod.yaml")
        assert "release prod" not in quiet.stderr
        reported = run("values", "-f", "base.yaml", "-f", "prod.yaml", "pachd.logLevel").stdout
        assert reported.startswith('pachd.logLevel: "info"')

    def test_other_order_is_reported(self, folder: Path) -> None:
        reported = run("check", "-f", "prod.yaml", "-f", "base.yaml").stderr
        assert (
            "note: release prod has these files in another order: base.yaml, prod.yaml; the later one wins\n"
            in reported
        )

    def test_file_of_several_releases_takes_the_settings_of_none(self, folder: Path) -> None:
        assert target("-f", "base.yaml") == ("2.5.0 config", "aws config", "None none")
        assert (
            "note: these files belong to the releases prod, staging" in run("check", "-f", "base.yaml").stderr
        )


class TestValues:
    def test_version_of_the_config(self, folder: Path) -> None:
        assert "# chart 2.6.4" in run("values", "--release", "prod", "proxy.host").stdout
        assert "# chart 2.5.0" in run("values", "-f", "base.yaml", "proxy.host").stdout
        assert "# chart 2.6.4" in run("values", "-f", "base.yaml", "-f", "prod.yaml", "proxy.host").stdout
        assert f"# chart {NEWEST}" in run("values", "-f", "base.yaml", "--no-config", "proxy.host").stdout
        other = folder / "other.yaml"
        other.write_text("chart-version: 2.4.0\n")
        assert (
            "# chart 2.4.0" in run("values", "-f", "base.yaml", "--config", "other.yaml", "proxy.host").stdout
        )

    def test_release_has_its_flags(self, folder: Path) -> None:
        assert run("values", "--release", "prod", "pachd.logLevel").stdout.startswith(
            'pachd.logLevel: "debug"'
        )

    def test_without_files_it_is_the_only_release(self, folder: Path) -> None:
        result = run("values", "proxy.host")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(
            "error: the config has the releases prod, staging; choose one with --release"
        )
        assert run("values", "--no-config", "proxy.host").stdout == f'proxy.host: ""  # chart {NEWEST}\n'
        (folder / ".pachlint.yaml").write_text("releases: [{name: prod, values: [base.yaml, prod.yaml]}]\n")
        only = run("values", "proxy.host")
        assert (only.stdout.splitlines()[0], only.stderr) == (
            'proxy.host: "p.corp.io"  # prod.yaml:1:30',
            "note: release prod of .pachlint.yaml\n",
        )

    def test_several_names_are_rejected(self, folder: Path) -> None:
        result = run("values", "--release", "prod", "--release", "staging")
        assert (result.exit_code, result.stdout) == (2, "")


def test_template_in_a_value_sees_the_release_and_the_namespace(folder: Path) -> None:
    """As Helm 3.17.3 has it: ``helm template NAME --namespace NAMESPACE`` of chart 2.9.7."""
    (folder / "t.yaml").write_text(
        "deployTarget: LOCAL\n"
        "etcd: {storageSize: 10Gi}\n"
        "pachd: {storage: {storageURL: local://b}}\n"
        "postgresql:\n"
        "  persistence: {size: 10Gi}\n"
        "  commonAnnotations:\n"
        '    a: \'{{ if or (ne .Release.Name "pach") (ne .Release.Namespace "ml") }}{{ fail "no" }}{{ end }}\'\n'
    )
    (folder / ".pachlint.yaml").write_text(
        "chart-version: 2.9.7\n"
        "releases:\n"
        "  - {name: right, values: [t.yaml], release: pach, namespace: ml}\n"
        "  - {name: elsewhere, values: [t.yaml], release: pach}\n"
        "  - {name: other, values: [t.yaml], namespace: ml}\n"
    )
    found = {
        name: [one["rule"] for one in json.loads(run("check", "--release", name, "--format", "json").stdout)["findings"] if one["impact"] == "rejected"]
        for name in ("right", "elsewhere", "other")
    }  # fmt: skip
    assert found == {"right": [], "elsewhere": ["chart-crash"], "other": ["chart-crash"]}
